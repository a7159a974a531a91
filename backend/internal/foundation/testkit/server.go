package testkit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"crypto/sha256"
	"encoding/hex"

	"github.com/sportello-pa/sportello/backend/internal/foundation/embeddedpg"
)

// One server serves every test process on the machine. It is kept by a
// process of its own, a copy of the first test binary that needed it, which
// ends it when no test has run for a minute.
//
//	users.lock   shared by every test process; free means that nobody tests
//	keeper.lock  held while somebody looks for the server or starts it
const (
	keeperEnv   = "SPORTELLO_TESTKIT_KEEPER"
	idleTime    = time.Minute
	startWithin = 2 * time.Minute
	minShared   = 512 << 20
)

func init() {
	if dir := os.Getenv(keeperEnv); dir != "" {
		os.Exit(keep(dir))
	}
}

var adminURL = sync.OnceValues(findServer)

// findServer returns the address of a server on which databases can be made.
func findServer() (string, error) {
	if url := os.Getenv("TEST_DATABASE_URL"); url != "" {
		return url, nil
	}
	dir := stateDir()
	if err := os.MkdirAll(dir, 0o755); err != nil { //nolint:gosec // the server's user passes through it
		return "", err
	}
	if _, err := flock(filepath.Join(dir, "users.lock"), syscall.LOCK_SH); err != nil { // held until we exit
		return "", err
	}
	unlock, err := flock(filepath.Join(dir, "keeper.lock"), syscall.LOCK_EX)
	if err != nil {
		return "", err
	}
	defer unlock()
	if url, err := readURL(dir); err == nil && answers(url) {
		return url, nil
	}
	return startKeeper(dir)
}

// stateDir is the same for every test process of this checkout and user.
func stateDir() string {
	sum := sha256.Sum256([]byte(embeddedpg.Root()))
	return filepath.Join(os.TempDir(), fmt.Sprintf("sportello-tests-%d-%s", os.Getuid(), hex.EncodeToString(sum[:4])))
}

func flock(path string, how int) (func(), error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // our own file
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), how); err != nil {
		_ = f.Close()
		return nil, err
	}
	held = append(held, f)
	return func() { _ = f.Close() }, nil
}

// held keeps lock files from being closed by the garbage collector.
var held []*os.File

func urlFile(dir string) string { return filepath.Join(dir, "url") }

func readURL(dir string) (string, error) {
	b, err := os.ReadFile(urlFile(dir))
	return string(b), err
}

func answers(url string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return execute(ctx, url, "SELECT 1") == nil
}

func startKeeper(dir string) (string, error) {
	_ = os.Remove(urlFile(dir))
	log, err := os.Create(filepath.Join(dir, "keeper.log")) //nolint:gosec // our own file
	if err != nil {
		return "", err
	}
	defer func() { _ = log.Close() }()
	exe, err := os.Executable()
	if err != nil {
		return "", err
	}
	cmd := exec.Command(exe) //nolint:gosec // ourselves
	cmd.Env = append(os.Environ(), keeperEnv+"="+dir)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for deadline := time.After(startWithin); ; {
		if url, err := readURL(dir); err == nil {
			return url, nil
		}
		select {
		case err := <-ended:
			text, _ := os.ReadFile(log.Name())
			return "", fmt.Errorf("the server for tests does not start: %w: %s", err, text)
		case <-deadline:
			return "", errors.New("the server for tests does not start in time")
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// keep is the life of the keeper.
func keep(dir string) int {
	data, err := dataDir()
	if err == nil {
		defer func() { _ = os.RemoveAll(data) }()
		err = serve(dir, data)
	}
	if err != nil {
		slog.Error("server for tests", "error", err)
		return 1
	}
	return 0
}

func serve(dir, data string) error {
	server, err := embeddedpg.Start(context.Background(), embeddedpg.Options{
		DataDir: data, Ephemeral: true, Database: "postgres",
	})
	if err != nil {
		return err
	}
	tmp := urlFile(dir) + ".new"
	if err := errors.Join(os.WriteFile(tmp, []byte(server.URL), 0o600), os.Rename(tmp, urlFile(dir))); err != nil {
		return errors.Join(err, server.Stop())
	}
	release := waitIdle(dir, server.Done())
	defer release()
	return errors.Join(os.Remove(urlFile(dir)), server.Stop())
}

// waitIdle returns when no test process has been there for idleTime, holding
// the lock that keeps the next one waiting until the server is gone.
func waitIdle(dir string, ended <-chan struct{}) (release func()) {
	for idleSince := time.Now(); ; {
		unlock, err := flock(filepath.Join(dir, "users.lock"), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err != nil:
			idleSince = time.Now()
		case time.Since(idleSince) >= idleTime:
			return unlock
		default:
			unlock()
		}
		select {
		case <-ended:
			return func() {}
		case <-time.After(time.Second):
		}
	}
}

// dataDir prefers memory: making a database there takes a tenth of the time.
func dataDir() (string, error) {
	base := ""
	var fs syscall.Statfs_t
	if syscall.Statfs("/dev/shm", &fs) == nil && fs.Bavail*uint64(fs.Bsize) >= minShared { //nolint:gosec // a size
		base = "/dev/shm"
	}
	dir, err := os.MkdirTemp(base, "sportello-tests-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755) //nolint:gosec // the server's user passes through it
}
