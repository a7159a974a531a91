// Package database is the only door to PostgreSQL. It gives GORM sessions
// that are limited to one tenant, transactions that jobs can join, and a small
// pgx pool for the few queries that need one.
//
// Two locks keep the tenants apart. The guard adds the tenant to every
// statement on a model with the field TenantID; row-level security, under a
// role that does not own the tables, holds when a statement goes around the
// guard. Raw, Exec and Table are refused unless the SQL names tenant_id.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// Role is the role under which the product works. It owns nothing.
const Role = "sportello_app"

var errAcquire = errors.New("database: no connection")

// Options are the choices of Open; the zero value is good for a server.
type Options struct {
	MaxConns     int              // connections for GORM, 8 unless told
	MaxPoolConns int              // connections of the pgx pool, 4 unless told
	Now          func() time.Time // the clock of automatic columns, time.Now unless told
	Tracer       pgx.QueryTracer  // sees every statement
}

func (o Options) withDefaults() Options {
	if o.MaxConns <= 0 {
		o.MaxConns = 8
	}
	if o.MaxPoolConns <= 0 {
		o.MaxPoolConns = 4
	}
	if o.Now == nil {
		o.Now = func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
	}
	return o
}

// DB is an open database.
type DB struct {
	url  string
	sql  *sql.DB
	gorm *gorm.DB
	pool *pgxpool.Pool
}

// Open connects to the database at url, which must have been migrated.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	o = o.withDefaults()
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database: read DATABASE_URL: %w", err)
	}
	config.Tracer = o.Tracer
	d := &DB{url: url, sql: openSQL(config, o)}
	if d.pool, err = openPool(ctx, url, o); err != nil {
		_ = d.sql.Close()
		return nil, err
	}
	if d.gorm, err = openGORM(d.sql, o); err != nil {
		d.Close()
		return nil, err
	}
	if err := d.Ping(ctx); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

func openSQL(config *pgx.ConnConfig, o Options) *sql.DB {
	db := sql.OpenDB(connector{stdlib.GetConnector(*config, stdlib.OptionAfterConnect(setRole(Role)))})
	db.SetMaxOpenConns(o.MaxConns)
	db.SetMaxIdleConns(o.MaxConns)
	db.SetConnMaxIdleTime(5 * time.Minute)
	return db
}

func openPool(ctx context.Context, url string, o Options) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database: read DATABASE_URL: %w", err)
	}
	config.MaxConns = int32(o.MaxPoolConns) //nolint:gosec // a handful
	config.AfterConnect = setRole(Role)
	config.PrepareConn = prepare
	config.ConnConfig.Tracer = o.Tracer
	return pgxpool.NewWithConfig(ctx, config)
}

func openGORM(db *sql.DB, o Options) (*gorm.DB, error) {
	inner, ok := postgres.New(postgres.Config{Conn: db}).(*postgres.Dialector)
	if !ok {
		return nil, errors.New("database: unexpected dialect")
	}
	g, err := gorm.Open(dialect{inner}, &gorm.Config{
		SkipDefaultTransaction: true,
		TranslateError:         true,
		DisableAutomaticPing:   true,
		NowFunc:                o.Now,
		Logger:                 logger.Discard,
	})
	if err != nil {
		return nil, err
	}
	g.ClauseBuilders["LIMIT"] = literalLimit
	return g, g.Use(guard{})
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error {
	if err := d.sql.PingContext(ctx); err != nil {
		return fmt.Errorf("database: %w", err)
	}
	return nil
}

// Close closes every connection.
func (d *DB) Close() {
	_ = d.sql.Close()
	if d.pool != nil {
		d.pool.Close()
	}
}

// URL returns the address the database was opened with.
func (d *DB) URL() string { return d.url }

// Stats tells how busy the connections of GORM are.
func (d *DB) Stats() sql.DBStats { return d.sql.Stats() }

// Pool returns the pgx pool. Its connections follow the tenant of the context
// they are acquired with.
func (d *DB) Pool() *pgxpool.Pool { return d.pool }

// From returns a session for ctx: in its transaction, if it has one, and
// limited to its tenant.
func (d *DB) From(ctx context.Context) *gorm.DB {
	s := d.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	tx := txFrom(ctx)
	if tx == nil {
		return s
	}
	s.Statement.ConnPool = txPool{tx.conn}
	if tx.db != d {
		_ = s.AddError(errors.New("database: the transaction belongs to another database"))
	}
	if tx.tenant != TenantID(ctx) {
		_ = s.AddError(ErrOtherTenant)
	}
	return s
}
