package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/app"
	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/embeddedpg"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/foundation/storage"
	"github.com/sportello-pa/sportello/backend/internal/foundation/telemetry"
	"github.com/sportello-pa/sportello/backend/migrations"
)

const (
	tenant  = "borgolago"
	office  = "mobility"
	copied  = "residence-transfer" // the service that fills the list
	workers = 4                    // that ask the database at the same time, on either side
)

// ground is where a run happens: a folder and a PostgreSQL with the durable
// settings of production. Both go away at its end.
type ground struct {
	root, dir string
	server    *embeddedpg.Server
}

func newGround(ctx context.Context) (*ground, error) {
	g := &ground{root: embeddedpg.Root()}
	if g.root == "" {
		return nil, errors.New("run this from the folder of the repository")
	}
	logging.Setup(io.Discard, slog.LevelInfo)
	g.dir = filepath.Join(g.root, ".data", "bench")
	var err error
	g.server, err = embeddedpg.Start(ctx, embeddedpg.Options{DataDir: filepath.Join(g.dir, "pg"), Database: "bench"})
	if err == nil && g.server.Reused {
		return nil, errors.New("another measurement runs from this folder: wait for its end")
	}
	return g, err
}

func (g *ground) close() error {
	return errors.Join(g.server.Stop(), os.RemoveAll(g.dir))
}

// world is the product over a database of its own.
type world struct {
	*app.App
	name   string
	url    string
	owner  *pgxpool.Pool // the owner of the tables, for what happens behind the product's back
	tracer *tracer
	files  *storage.Store
	made   int // people

	services string // the folder with more of them
}

func (g *ground) world(ctx context.Context, name string) (*world, error) {
	w := &world{name: name, tracer: &tracer{}, url: strings.Replace(g.server.URL, "/bench?", "/"+name+"?", 1)}
	if err := g.create(ctx, name); err != nil {
		return nil, err
	}
	if err := migrations.Up(ctx, w.url); err != nil {
		return nil, err
	}
	var err error
	if w.owner, err = pgxpool.New(ctx, w.url); err != nil {
		return nil, err
	}
	if w.services, err = g.catalogue(); err != nil {
		return nil, err
	}
	db, err := database.Open(ctx, w.url, database.Options{MaxConns: workers, Tracer: w.tracer})
	if err != nil {
		return nil, err
	}
	if w.files, err = storage.Open(ctx, "file://"+filepath.Join(g.dir, "files-"+name)); err != nil {
		return nil, err
	}
	return w, w.wire(ctx, db)
}

// catalogue writes copies of a shipped service, so that a page of the list is
// as full as that of a real municipality.
func (g *ground) catalogue() (string, error) {
	dir := filepath.Join(g.dir, "services")
	for i := range pageSize {
		id := fmt.Sprintf("bench-%02d", i)
		err := fs.WalkDir(shipped.Files, copied, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			b, err := fs.ReadFile(shipped.Files, path)
			if err != nil {
				return err
			}
			name := filepath.Join(dir, id, strings.TrimPrefix(path, copied))
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				return err
			}
			b = bytes.Replace(b, []byte("id: "+copied), []byte("id: "+id), 1)
			return os.WriteFile(name, b, 0o600)
		})
		if err != nil {
			return "", err
		}
	}
	return dir, nil
}

func (g *ground) create(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, g.server.URL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err = conn.Exec(ctx, "DROP DATABASE IF EXISTS "+pgx.Identifier{name}.Sanitize()); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
	return err
}

func (w *world) wire(ctx context.Context, db *database.DB) error {
	box, err := secrets.New(make([]byte, 32))
	if err != nil {
		return err
	}
	metrics := telemetry.NewMetrics()
	queue, err := jobs.New(db, jobs.Options{Observe: metrics.Job})
	if err != nil {
		return err
	}
	w.App, err = app.New(ctx, app.Foundation{
		Config: config.Config{
			Environment: "development", PublicScheme: "https", TrustedProxies: []string{"127.0.0.1"},
			CatalogueDir: w.services, IdentityMode: config.Off, PagoPAMode: config.Off, SMTPMode: config.Off,
		},
		DB: db, Queue: queue, Clock: clock.System, Storage: w.files, Secrets: box, Metrics: metrics,
	})
	if err != nil {
		return err
	}
	return w.SeedDemo(ctx)
}

func (w *world) close() {
	w.DB.Close()
	w.owner.Close()
	_ = w.files.Close()
}

// byHand is a pgx pool as somebody would open it for this tenant alone.
func (w *world) byHand(ctx context.Context) (*pgxpool.Pool, error) {
	c, err := pgxpool.ParseConfig(w.url)
	if err != nil {
		return nil, err
	}
	c.MaxConns = workers
	c.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "SET ROLE "+database.Role+"; SET app.tenant = '"+tenant+"'")
		return err
	}
	return pgxpool.NewWithConfig(ctx, c)
}

// listen serves h on a free port until stop.
func listen(server *http.Server) (addr string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	go func() { _ = server.Serve(l) }()
	return l.Addr().String(), func() { _ = server.Close() }, nil
}

// tracer notes the statements that go to PostgreSQL while it is asked to.
type tracer struct {
	mu   sync.Mutex
	on   bool
	seen []statement
}

type statement struct {
	sql  string
	args []any
}

// TraceQueryStart notes a statement.
func (t *tracer) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	t.note(data.SQL, data.Args)
	return ctx
}

// TraceQueryEnd does nothing.
func (*tracer) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart does nothing: its statements come one by one.
func (*tracer) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

// TraceBatchQuery notes a statement of a batch.
func (t *tracer) TraceBatchQuery(_ context.Context, _ *pgx.Conn, data pgx.TraceBatchQueryData) {
	t.note(data.SQL, data.Args)
}

// TraceBatchEnd does nothing.
func (*tracer) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// TraceCopyFromStart notes a copy as one statement.
func (t *tracer) TraceCopyFromStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceCopyFromStartData) context.Context {
	t.note("COPY "+data.TableName.Sanitize(), nil)
	return ctx
}

// TraceCopyFromEnd does nothing.
func (*tracer) TraceCopyFromEnd(context.Context, *pgx.Conn, pgx.TraceCopyFromEndData) {}

func (t *tracer) note(sql string, args []any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.on {
		t.seen = append(t.seen, statement{sql, args})
	}
}

// during returns the statements of fn.
func (t *tracer) during(fn func() error) ([]statement, error) {
	t.mu.Lock()
	t.on, t.seen = true, nil
	t.mu.Unlock()
	err := fn()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.on = false
	return t.seen, err
}

// together runs fn on n goroutines for d and returns the calls per second.
func together(n int, d time.Duration, fn func() error) (float64, error) {
	var (
		wg    sync.WaitGroup
		mu    sync.Mutex
		calls int
		fault error
	)
	began := time.Now()
	end := began.Add(d)
	for range n {
		wg.Go(func() {
			mine := 0
			var err error
			for err == nil && time.Now().Before(end) {
				if err = fn(); err == nil {
					mine++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			calls += mine
			fault = errors.Join(fault, err)
		})
	}
	wg.Wait()
	return float64(calls) / time.Since(began).Seconds(), fault
}
