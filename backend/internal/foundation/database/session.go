package database

import (
	"context"
	"database/sql/driver"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

const setTenant = "SELECT set_config('app.tenant', $1, false)"

// connector opens connections that follow the tenant of each statement.
//
// The hooks of stdlib.OpenDB are not enough: database/sql does not reset a
// connection that it opened in the background and hands to a waiting caller,
// which would then work without its tenant.
type connector struct {
	driver.Connector
}

// Connect opens a connection and wraps it.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	conn, ok := inner.(*stdlib.Conn)
	if !ok {
		return nil, fmt.Errorf("database: unexpected connection %T", inner)
	}
	return &session{Conn: conn}, nil
}

// session is a connection that keeps the setting app.tenant, which row-level
// security reads, in step with the context of the statement at hand.
type session struct {
	*stdlib.Conn
	tenant string
}

func (s *session) sync(ctx context.Context) error {
	want := TenantID(ctx)
	if s.tenant == want {
		return nil
	}
	conn := s.Conn.Conn()
	if conn.IsClosed() {
		return driver.ErrBadConn
	}
	if conn.PgConn().TxStatus() != 'I' {
		return ErrOtherTenant // a rollback would silently bring the old one back
	}
	if _, err := conn.Exec(ctx, setTenant, want); err != nil {
		if pgconn.SafeToRetry(err) {
			return driver.ErrBadConn
		}
		return err
	}
	s.tenant = want
	return nil
}

// PrepareContext prepares a statement for the tenant of ctx.
func (s *session) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	return s.Conn.PrepareContext(ctx, query)
}

// BeginTx opens a transaction for the tenant of ctx.
func (s *session) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	return s.Conn.BeginTx(ctx, opts)
}

// ExecContext runs a statement for the tenant of ctx.
func (s *session) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	return s.Conn.ExecContext(ctx, query, args)
}

// QueryContext runs a query for the tenant of ctx.
func (s *session) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := s.sync(ctx); err != nil {
		return nil, err
	}
	return s.Conn.QueryContext(ctx, query, args)
}

// setRole gives up the rights of the connecting user, who may own the tables.
func setRole(role string) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "SET ROLE "+pgx.Identifier{role}.Sanitize())
		return err
	}
}

const poolTenant = "app.tenant"

// prepare is the same rule for connections of the pgx pool, which hands them
// out with the context of the caller.
func prepare(ctx context.Context, conn *pgx.Conn) (bool, error) {
	want, known := TenantID(ctx), conn.PgConn().CustomData()
	if have, ok := known[poolTenant].(string); ok && have == want {
		return true, nil
	}
	if _, err := conn.Exec(ctx, setTenant, want); err != nil {
		return false, err
	}
	known[poolTenant] = want
	return true, nil
}
