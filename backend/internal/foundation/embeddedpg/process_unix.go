//go:build unix

package embeddedpg

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// lock takes an exclusive lock on a file and returns what releases it.
func lock(path string) (func(), error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // our own file
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		_ = f.Close()
		return nil, err
	}
	return func() { _ = f.Close() }, nil
}

// startPostmaster starts the server and watches over it: the server gets the
// order to end when the thread that started it does, so that thread stays.
func startPostmaster(bin binaries, as runAs, dir string, port int, ephemeral bool) (*Server, int, error) {
	log, err := os.OpenFile(filepath.Join(dir, "postgres.log"), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // our own file
	if err != nil {
		return nil, 0, err
	}
	cmd := exec.Command(filepath.Join(bin.dir, "postgres"), arguments(filepath.Join(dir, "data"), port, ephemeral)...) //nolint:gosec // our own program
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = "/", environment(), log, log
	as.apply(cmd)
	cmd.SysProcAttr.Setpgid = true // Ctrl-C in a terminal is for us, not for it
	endWithParent(cmd.SysProcAttr)
	server := &Server{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		_ = log.Close()
		started <- err
		if err == nil {
			_ = cmd.Wait()
		}
		close(server.done)
	}()
	if err := <-started; err != nil {
		return nil, 0, fmt.Errorf("start postgres: %w", err)
	}
	server.stop = func() error { return stopProcess(cmd.Process, server.done) }
	return server, cmd.Process.Pid, nil
}

// stopProcess asks for a fast shutdown, and for an immediate one when that
// takes too long.
func stopProcess(p *os.Process, done <-chan struct{}) error {
	for _, sig := range []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGKILL} {
		if err := p.Signal(sig); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		select {
		case <-done:
			return nil
		case <-time.After(stopTimeout):
		}
	}
	return fmt.Errorf("PostgreSQL (process %d) does not end", p.Pid)
}

// StopOther ends the server that runs on dataDir, whoever started it. It tells
// whether there was one.
func StopOther(ctx context.Context, dataDir string) (bool, error) {
	pid, alive := postmaster(filepath.Join(dataDir, "data"))
	if !alive {
		return false, nil
	}
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		return true, fmt.Errorf("stop PostgreSQL (process %d): %w", pid, err)
	}
	for {
		if _, alive := postmaster(filepath.Join(dataDir, "data")); !alive {
			return true, nil
		}
		select {
		case <-ctx.Done():
			return true, fmt.Errorf("PostgreSQL (process %d) does not end", pid)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// runAs is the user that the server runs as. PostgreSQL refuses to be root.
type runAs struct {
	attr func() *syscall.SysProcAttr
	uid  int // owner of the data; -1 when they stay ours
}

func (r runAs) apply(cmd *exec.Cmd) { cmd.SysProcAttr = r.attr() }

func (r runAs) own(path string) error {
	if r.uid < 0 {
		return nil
	}
	return filepath.WalkDir(path, func(p string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(p, r.uid, r.uid)
	})
}

func ourselves() runAs {
	return runAs{attr: func() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }, uid: -1}
}

// nobody is an unprivileged user that every system has.
const nobody = 65534

func asNobody() runAs {
	return runAs{attr: func() *syscall.SysProcAttr {
		return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}, uid: nobody}
}

// chooseUser decides how root starts the server, from the gentlest way on: as
// nobody, when nobody can walk to programs and data; in a user namespace in
// which root has another number; with programs and data copied elsewhere.
func chooseUser(bin *binaries, dir *string) (runAs, error) {
	if os.Geteuid() != 0 {
		return ourselves(), nil
	}
	if passable(bin.dir) && passable(*dir) {
		return asNobody(), nil
	}
	if as, ok := inNamespace(); ok && works(as, *bin) {
		return as, nil
	}
	return asNobody(), moveAway(bin, dir)
}

// passable tells whether everybody may walk to path.
func passable(path string) bool {
	for ; ; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		if path == filepath.Dir(path) {
			return true
		}
	}
}

func works(as runAs, bin binaries) bool {
	cmd := exec.Command(filepath.Join(bin.dir, "postgres"), "--version") //nolint:gosec // our own program
	cmd.Dir, cmd.Env = "/", environment()
	as.apply(cmd)
	return cmd.Run() == nil
}

// home is where programs and data go when the checkout is out of reach.
const home = "/var/lib/sportello"

func moveAway(bin *binaries, dir *string) error {
	if bin.tree != "" && !passable(bin.dir) {
		to := filepath.Join(home, "pg-"+filepath.Base(bin.tree)+"-"+bin.major)
		if err := copyTree(bin.tree, to); err != nil {
			return fmt.Errorf("copy PostgreSQL to %s: %w", to, err)
		}
		bin.tree, bin.dir = to, filepath.Join(to, "native", "bin")
	}
	if !passable(bin.dir) {
		return fmt.Errorf("PostgreSQL does not run as root, and no other user can reach %s", bin.dir)
	}
	if passable(*dir) {
		return nil
	}
	// The old place keeps a link, so that the next start finds the same rows.
	to := filepath.Join(home, "data-"+nameOf(*dir))
	if err := os.MkdirAll(to, 0o755); err != nil { //nolint:gosec // nobody passes through it
		return err
	}
	for _, name := range []string{"data", "run.json"} {
		link := filepath.Join(*dir, name)
		if _, err := os.Lstat(link); err == nil {
			continue
		}
		if err := os.Symlink(filepath.Join(to, name), link); err != nil {
			return err
		}
	}
	*dir = to
	return nil
}
