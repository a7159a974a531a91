// Package migrations holds the schema as numbered SQL files and brings a
// database to it. Files are never edited after a release.
package migrations

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed *.sql
var files embed.FS

// lockKey is the advisory lock under which replicas migrate one at a time. It
// covers the queue's own tables too, which goose's session lock would not.
const lockKey = 7_391_520_001

// Up brings the database at url to the newest schema, as the user of the url,
// who owns the tables. Several replicas may call it at once.
func Up(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(lockKey)); err != nil {
		return fmt.Errorf("migrations: wait for the others: %w", err)
	}
	pool, err := openPool(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := upOurs(ctx, pool); err != nil {
		return err
	}
	return upQueue(ctx, pool)
}

// Pending tells whether the database at url lacks a migration.
func Pending(ctx context.Context, url string) (bool, error) {
	pool, err := openPool(ctx, url)
	if err != nil {
		return false, err
	}
	defer pool.Close()
	p, err := provider(pool)
	if err != nil {
		return false, err
	}
	pending, err := p.HasPending(ctx)
	if err != nil {
		return false, fmt.Errorf("migrations: %w", err)
	}
	return pending, nil
}

// Hash names the content of all migrations; test databases are cloned from a
// template with this name.
func Hash() string {
	h := sha256.New()
	names, _ := fs.Glob(files, "*.sql") // sorted
	for _, name := range names {
		b, _ := files.ReadFile(name)
		_, _ = fmt.Fprintf(h, "%s %d\n%s", name, len(b), b)
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

func openPool(ctx context.Context, url string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("migrations: read DATABASE_URL: %w", err)
	}
	config.MaxConns = 2
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return pool, nil
}

func provider(pool *pgxpool.Pool) (*goose.Provider, error) {
	p, err := goose.NewProvider(goose.DialectPostgres, stdlib.OpenDBFromPool(pool), files)
	if err != nil {
		return nil, fmt.Errorf("migrations: %w", err)
	}
	return p, nil
}

func upOurs(ctx context.Context, pool *pgxpool.Pool) error {
	p, err := provider(pool)
	if err != nil {
		return err
	}
	applied, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	for _, m := range applied {
		slog.InfoContext(ctx, "migration applied", "version", m.Source.Version, "duration_ms", m.Duration.Milliseconds())
	}
	return nil
}

// upQueue brings River's tables to the version that the program was built
// with, and lets the product use them.
func upQueue(ctx context.Context, pool *pgxpool.Pool) error {
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return fmt.Errorf("migrations: queue: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("migrations: queue: %w", err)
	}
	if _, err := pool.Exec(ctx, queueGrants); err != nil {
		return fmt.Errorf("migrations: queue: %w", err)
	}
	return nil
}

const queueGrants = `
DO $$
DECLARE
    t regclass;
BEGIN
    FOR t IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = current_schema() AND c.relname LIKE 'river\_%' AND c.relkind IN ('r', 'p')
    LOOP
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO sportello_app', t);
    END LOOP;
    FOR t IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = current_schema() AND c.relname LIKE 'river\_%' AND c.relkind = 'S'
    LOOP
        EXECUTE format('GRANT USAGE, SELECT ON SEQUENCE %s TO sportello_app', t);
    END LOOP;
    CREATE INDEX IF NOT EXISTS river_job_tenant ON river_job ((metadata->>'tenant'), id);
END;
$$`
