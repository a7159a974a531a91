// Package embeddedpg runs PostgreSQL for development and tests: no service to
// install, no container. The program comes from npm packages with a lock file,
// or from the system; the server listens on loopback only. It is never meant
// for production, where DATABASE_URL names a server that someone looks after.
package embeddedpg

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Options are the choices of Start.
type Options struct {
	// DataDir keeps the rows, the password and the log of the server.
	DataDir string
	// Ephemeral trades safety for speed: the rows do not survive a crash.
	Ephemeral bool
	// Database is created when it is missing; "sportello" unless told.
	Database string
}

// Server is a running PostgreSQL.
type Server struct {
	// URL is the address of Options.Database, with the password.
	URL string
	// Reused says that another process had started it; Stop leaves it alone.
	Reused bool

	stop func() error
	once sync.Once
	done chan struct{}
}

const (
	user         = "sportello"
	startTimeout = 60 * time.Second
	stopTimeout  = 10 * time.Second
)

// runFile is DataDir/run.json: what another process needs to reach the server.
type runFile struct {
	Port     int    `json:"port"`
	Password string `json:"password"`
	PID      int    `json:"pid"`
}

func (r runFile) url(database string) string {
	return fmt.Sprintf("postgres://%s:%s@127.0.0.1:%d/%s?sslmode=disable", user, r.Password, r.Port, database)
}

// Start starts a server on DataDir, or reuses the one that runs there. The
// server ends with Stop, or with the process.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Database == "" {
		o.Database = "sportello"
	}
	dir, err := filepath.Abs(o.DataDir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // an unprivileged user passes through it
		return nil, fmt.Errorf("embedded PostgreSQL: %w", err)
	}
	unlock, err := lock(filepath.Join(dir, "start.lock"))
	if err != nil {
		return nil, fmt.Errorf("embedded PostgreSQL: %w", err)
	}
	defer unlock()
	server, err := reuse(ctx, dir)
	if err == nil && server == nil {
		server, err = launch(ctx, dir, o)
	}
	if err != nil {
		return nil, fmt.Errorf("embedded PostgreSQL: %w", err)
	}
	if err := server.useDatabase(ctx, o.Database); err != nil {
		return nil, errors.Join(fmt.Errorf("embedded PostgreSQL: %w", err), server.Stop())
	}
	return server, nil
}

// Stop ends the server: clients are disconnected, the rows are safe.
func (s *Server) Stop() error {
	var err error
	s.once.Do(func() {
		if s.stop != nil {
			err = s.stop()
		}
	})
	return err
}

// Done is closed when the server has ended, whoever ended it. It is nil for a
// reused server.
func (s *Server) Done() <-chan struct{} { return s.done }

func (s *Server) useDatabase(ctx context.Context, name string) error {
	conn, err := pgx.Connect(ctx, s.URL)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var exists bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&exists); err != nil {
		return err
	}
	if !exists {
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
			return err
		}
	}
	s.URL = strings.Replace(s.URL, "/postgres?", "/"+name+"?", 1)
	return nil
}

func readRun(dir string) (run runFile, ok bool) {
	b, err := os.ReadFile(filepath.Join(dir, "run.json")) //nolint:gosec // our own file
	return run, err == nil && json.Unmarshal(b, &run) == nil && run.Password != ""
}

func writeRun(dir string, run runFile) error {
	b, err := json.Marshal(run)
	if err != nil {
		return err
	}
	tmp := filepath.Join(dir, "run.json.new")
	if err := os.WriteFile(tmp, b, 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, filepath.Join(dir, "run.json"))
}

// reuse returns the server that another process runs on dir, or nil.
func reuse(ctx context.Context, dir string) (*Server, error) {
	run, ok := readRun(dir)
	if !ok || run.Port == 0 {
		return nil, nil
	}
	pid, alive := postmaster(filepath.Join(dir, "data"))
	if !alive {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	for {
		err := ping(ctx, run.url("postgres"))
		if err == nil {
			return &Server{URL: run.url("postgres"), Reused: true}, nil
		}
		if _, alive := postmaster(filepath.Join(dir, "data")); !alive {
			return nil, nil // it was on its way out
		}
		if ctx.Err() != nil {
			return nil, fmt.Errorf("a server (process %d) holds %s but does not answer: %w; end it and try again", pid, dir, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// postmaster reads the process id of the server that owns a data directory.
func postmaster(data string) (pid int, alive bool) {
	b, err := os.ReadFile(filepath.Join(data, "postmaster.pid")) //nolint:gosec // our own file
	if err != nil {
		return 0, false
	}
	first, _, _ := strings.Cut(string(b), "\n")
	pid, err = strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 0 {
		return 0, false
	}
	err = syscall.Kill(pid, 0)
	return pid, err == nil || errors.Is(err, syscall.EPERM)
}

func ping(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	return conn.Ping(ctx)
}

// launch creates the cluster when there is none and starts a server on it.
func launch(ctx context.Context, dir string, o Options) (*Server, error) {
	bin, err := findBinaries()
	if err != nil {
		return nil, err
	}
	as, err := chooseUser(&bin, &dir)
	if err != nil {
		return nil, err
	}
	run, err := prepareCluster(ctx, bin, as, dir)
	if err != nil {
		return nil, err
	}
	if run.Port, err = freePort(); err != nil {
		return nil, err
	}
	server, pid, err := startPostmaster(bin, as, dir, run.Port, o.Ephemeral)
	if err != nil {
		return nil, err
	}
	run.PID = pid
	server.URL = run.url("postgres")
	if err := server.waitReady(ctx, dir); err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	if err := writeRun(dir, run); err != nil {
		return nil, errors.Join(err, server.Stop())
	}
	return server, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	addr, ok := l.Addr().(*net.TCPAddr)
	if !ok {
		return 0, errors.New("no free port")
	}
	return addr.Port, nil
}

// prepareCluster runs initdb unless it ran before, and returns the password.
func prepareCluster(ctx context.Context, bin binaries, as runAs, dir string) (runFile, error) {
	data := filepath.Join(dir, "data")
	version, err := os.ReadFile(filepath.Join(data, "PG_VERSION")) //nolint:gosec // our own file
	if err == nil {
		return existingCluster(bin, as, dir, strings.TrimSpace(string(version)))
	}
	if err := os.RemoveAll(data); err != nil { // what an interrupted initdb left
		return runFile{}, err
	}
	if err := os.Mkdir(data, 0o700); err != nil {
		return runFile{}, err
	}
	secret := make([]byte, 24)
	_, _ = rand.Read(secret)
	run := runFile{Password: hex.EncodeToString(secret)}
	// The password is on disk before the cluster that needs it.
	if err := errors.Join(writeRun(dir, run), initdb(ctx, bin, as, dir, run.Password)); err != nil {
		return runFile{}, errors.Join(err, os.RemoveAll(data))
	}
	return run, nil
}

func existingCluster(bin binaries, as runAs, dir, version string) (runFile, error) {
	if bin.major != "" && version != bin.major {
		return runFile{}, fmt.Errorf("%s was written by PostgreSQL %s, this is %s: "+
			"start over with `make reset`, or set PG_BINDIR to the programs of version %s", dir, version, bin.major, version)
	}
	run, ok := readRun(dir)
	if !ok {
		return runFile{}, fmt.Errorf("%s lost its password: start over with `make reset`", filepath.Join(dir, "run.json"))
	}
	return run, as.own(filepath.Join(dir, "data"))
}

func initdb(ctx context.Context, bin binaries, as runAs, dir, password string) error {
	file := filepath.Join(dir, "initdb.password")
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		return err
	}
	defer func() { _ = os.Remove(file) }()
	data := filepath.Join(dir, "data")
	if err := errors.Join(as.own(file), as.own(data)); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	cmd := exec.CommandContext(ctx, filepath.Join(bin.dir, "initdb"), //nolint:gosec // our own program
		"-D", data, "-U", user, "-A", "scram-sha-256", "--pwfile", file,
		"-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
	cmd.Dir = "/"
	cmd.Env = environment()
	as.apply(cmd)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, lastLines(string(out), 5))
	}
	return nil
}

// environment is what the server gets of ours: nothing that changes it.
func environment() []string {
	return []string{"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", "TZ=UTC"}
}

func lastLines(text string, n int) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

func arguments(data string, port int, ephemeral bool) []string {
	settings := []string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(port), "unix_socket_directories=",
		"max_connections=200", "shared_buffers=128MB", "timezone=UTC", "log_min_messages=warning",
	}
	if ephemeral {
		settings = append(settings, "fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "max_wal_size=512MB", "autovacuum_naptime=30s")
	}
	args := []string{"-D", data}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}

// waitReady polls until the server answers, or has ended.
func (s *Server) waitReady(ctx context.Context, dir string) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		err := ping(ctx, s.URL)
		if err == nil {
			return nil
		}
		select {
		case <-s.done:
			log, _ := os.ReadFile(filepath.Join(dir, "postgres.log")) //nolint:gosec // our own file
			return fmt.Errorf("the server ended at once: %s", lastLines(string(log), 5))
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", err)
		case <-time.After(5 * time.Millisecond):
		}
	}
}
