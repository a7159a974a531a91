// Package testkit gives a test its own world: a database cloned from a
// migrated template, a queue that works when told to, a clock that stands
// still, and a folder for files. Tests enter by HTTP, go through PostgreSQL
// and look at the answer and at the rows; nothing of ours is mocked.
package testkit

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/foundation/storage"
	"github.com/sportello-pa/sportello/backend/migrations"
)

// Start is the time at which the clock of a test stands, a Monday morning.
var Start = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)

// Tenants are the two municipalities that every test database has.
var Tenants = []struct{ ID, Name, Host string }{
	{"borgolago", "Comune di Borgolago", "localhost"},
	{"pontefiume", "Comune di Pontefiume", "pontefiume.localhost"},
}

// Env is the world of one test.
type Env struct {
	URL     string // of the database, as its owner
	DB      *database.DB
	Queue   *jobs.Queue
	Bus     *events.Bus
	Clock   *clock.Fixed
	Storage *storage.Store
	Secrets *secrets.Box

	t testing.TB
}

// Option changes what New prepares.
type Option func(*settings)

type settings struct {
	at     time.Time
	logger *slog.Logger
}

// At sets the time at which the clock stands.
func At(now time.Time) Option { return func(s *settings) { s.at = now } }

// Logger sets where the queue logs; nowhere unless told.
func Logger(l *slog.Logger) Option { return func(s *settings) { s.logger = l } }

// New prepares a world and cleans it up after the test. Without a database the
// test fails: it is never skipped.
func New(t testing.TB, opts ...Option) *Env {
	t.Helper()
	s := settings{at: Start, logger: slog.New(slog.DiscardHandler)}
	for _, opt := range opts {
		opt(&s)
	}
	e := &Env{t: t, URL: newDatabase(t), Clock: clock.NewFixed(s.at)}
	e.open(s)
	return e
}

func (e *Env) open(s settings) {
	e.t.Helper()
	ctx := context.Background()
	var err error
	e.DB, err = database.Open(ctx, e.URL, database.Options{Now: e.Clock.Now})
	e.must(err)
	e.t.Cleanup(e.DB.Close)
	e.Queue, err = jobs.New(e.DB, jobs.Options{Clock: e.Clock, Logger: s.logger, Carriers: []jobs.Carrier{
		{Key: "request_id", Read: logging.RequestID, Write: logging.WithRequestID},
	}})
	e.must(err)
	e.Bus = events.New(e.Queue)
	e.Storage, err = storage.Open(ctx, "file://"+e.t.TempDir())
	e.must(err)
	e.t.Cleanup(func() { _ = e.Storage.Close() })
	e.Secrets, err = secrets.New([]byte("a key of thirty-two bytes, fixed"))
	e.must(err)
}

func (e *Env) must(err error) {
	e.t.Helper()
	if err != nil {
		e.t.Fatal(err)
	}
}

// Ctx returns a context that works for a tenant and ends with the test.
func (e *Env) Ctx(tenant string) context.Context {
	return database.WithTenant(e.t.Context(), tenant)
}

// Drain works every job that is due by the clock, with those that they write
// in turn, and fails the test when one fails.
func (e *Env) Drain(t testing.TB) int {
	t.Helper()
	return e.DrainWith(t, func(kind string, err error) { t.Errorf("job %s: %v", kind, err) })
}

// DrainWith is Drain for a test in which jobs are meant to fail.
func (e *Env) DrainWith(t testing.TB, failed func(kind string, err error)) int {
	t.Helper()
	n, err := e.Queue.Drain(t.Context(), failed)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Jobs counts the jobs of a kind in the given states ("available", "scheduled",
// "retryable", "completed", "cancelled", "discarded"); in any, without states.
func (e *Env) Jobs(t testing.TB, kind string, states ...string) int {
	t.Helper()
	var n int
	err := e.DB.Pool().QueryRow(t.Context(),
		`SELECT count(*) FROM river_job WHERE kind = $1 AND (coalesce(cardinality($2::text[]), 0) = 0 OR state::text = ANY($2))`,
		kind, states).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Owner opens a pool as the owner of the tables, for what a test must see or
// do behind the product's back. Row-level security does not hold for it.
func (e *Env) Owner(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), e.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

func newDatabase(t testing.TB) string {
	t.Helper()
	admin, err := adminURL()
	if err != nil {
		t.Fatalf("no server for tests: %v", err)
	}
	ctx := context.Background()
	template, err := template(ctx, admin)
	if err != nil {
		t.Fatalf("template database: %v", err)
	}
	name := "test_" + strings.ReplaceAll(strings.ToLower(secrets.RandomToken(9)), "-", "_")
	if err := createFrom(ctx, admin, name, template); err != nil {
		t.Fatalf("test database: %v", err)
	}
	t.Cleanup(func() {
		if err := execute(ctx, admin, "DROP DATABASE "+quote(name)+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test database: %v", err)
		}
	})
	return withDatabase(admin, name)
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

func createFrom(ctx context.Context, admin, name, template string) error {
	return execute(ctx, admin, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY", quote(name), quote(template)))
}

func execute(ctx context.Context, url, sql string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, sql)
	return err
}

// template returns the name of the migrated database, which the first test
// makes while the others wait. Its name follows the content of the migrations.
func template(ctx context.Context, admin string) (string, error) {
	name := "template_" + migrations.Hash()
	conn, err := pgx.Connect(ctx, admin)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(hashtext($1))", name); err != nil {
		return "", err
	}
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil || exists {
		return name, err
	}
	return name, buildTemplate(ctx, conn, admin, name)
}

func buildTemplate(ctx context.Context, conn *pgx.Conn, admin, name string) error {
	draft := name + "_draft"
	for _, sql := range []string{
		"DROP DATABASE IF EXISTS " + quote(draft) + " WITH (FORCE)",
		"CREATE DATABASE " + quote(draft),
	} {
		if _, err := conn.Exec(ctx, sql); err != nil {
			return err
		}
	}
	url := withDatabase(admin, draft)
	if err := migrations.Up(ctx, url); err != nil {
		return err
	}
	if err := addTenants(ctx, url); err != nil {
		return err
	}
	return rename(ctx, conn, draft, name)
}

// rename waits for the connections of the migrations, which end a moment
// after they were closed.
func rename(ctx context.Context, conn *pgx.Conn, from, to string) error {
	for try := 0; ; try++ {
		_, err := conn.Exec(ctx, "ALTER DATABASE "+quote(from)+" RENAME TO "+quote(to))
		if err == nil || try == 100 {
			return err
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func addTenants(ctx context.Context, url string) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	for _, t := range Tenants {
		if _, err := conn.Exec(ctx, "INSERT INTO tenants (id, name, host) VALUES ($1, $2, $3)", t.ID, t.Name, t.Host); err != nil {
			return err
		}
	}
	return nil
}
