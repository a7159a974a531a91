package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

type txKey struct{}

// openTx is one transaction on the wire with two faces: GORM writes through
// the sql.Conn, pgx (and so the queue) through the pgx.Tx of the same
// connection.
type openTx struct {
	db     *DB
	conn   *sql.Conn
	pgx    pgx.Tx
	tenant string
}

func txFrom(ctx context.Context) *openTx {
	tx, _ := ctx.Value(txKey{}).(*openTx)
	return tx
}

// PgxTx returns the open transaction of ctx for those who speak pgx.
func PgxTx(ctx context.Context) (pgx.Tx, bool) {
	if tx := txFrom(ctx); tx != nil {
		return tx.pgx, true
	}
	return nil, false
}

// Tx runs fn in a transaction, which fn finds in its context. It commits when
// fn returns nil and rolls back otherwise. When ctx has a transaction already,
// fn joins it, and whoever opened it decides its end.
func (d *DB) Tx(ctx context.Context, fn func(ctx context.Context) error) error {
	if tx := txFrom(ctx); tx != nil {
		if tx.tenant != TenantID(ctx) {
			return ErrOtherTenant
		}
		return fn(ctx)
	}
	tx, err := d.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.end(ctx)
	if err := fn(context.WithValue(ctx, txKey{}, tx)); err != nil {
		return err
	}
	if err := tx.pgx.Commit(ctx); err != nil {
		return fmt.Errorf("database: commit: %w", err)
	}
	return nil
}

func (d *DB) begin(ctx context.Context) (*openTx, error) {
	// Two tries: a connection that died with its server shows it only here.
	for try := 0; ; try++ {
		tx, err := d.beginOnce(ctx)
		if err == nil {
			return tx, nil
		}
		if try > 0 || !Unavailable(err) || ctx.Err() != nil {
			return nil, err
		}
	}
}

func (d *DB) beginOnce(ctx context.Context) (*openTx, error) {
	conn, err := d.sql.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAcquire, err)
	}
	tx := &openTx{db: d, conn: conn, tenant: TenantID(ctx)}
	err = conn.Raw(func(driverConn any) (err error) {
		s, ok := driverConn.(*session)
		if !ok {
			return fmt.Errorf("database: unexpected connection %T", driverConn)
		}
		if err = s.sync(ctx); err != nil {
			return err
		}
		tx.pgx, err = s.Conn.Conn().Begin(ctx)
		return err
	})
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("database: begin: %w", err)
	}
	return tx, nil
}

// end rolls back what was not committed and gives the connection back. It
// runs for a panic too, and when ctx is over.
func (tx *openTx) end(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = tx.pgx.Rollback(ctx) // says that the transaction is closed after a commit
	_ = tx.conn.Close()
}

var errUseTx = errors.New("database: the transaction belongs to DB.Tx")

// txPool is the connection of an open transaction as GORM sees it. It counts
// as a transaction, so that GORM's own Transaction makes a savepoint in it.
type txPool struct {
	conn *sql.Conn
}

// PrepareContext prepares a statement in the transaction.
func (p txPool) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return p.conn.PrepareContext(ctx, query)
}

// ExecContext runs a statement in the transaction.
func (p txPool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return p.conn.ExecContext(ctx, query, args...)
}

// QueryContext runs a query in the transaction.
func (p txPool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return p.conn.QueryContext(ctx, query, args...)
}

// QueryRowContext runs a query for one row in the transaction.
func (p txPool) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return p.conn.QueryRowContext(ctx, query, args...)
}

// Commit refuses: DB.Tx ends the transaction.
func (txPool) Commit() error { return errUseTx }

// Rollback refuses: DB.Tx ends the transaction.
func (txPool) Rollback() error { return errUseTx }
