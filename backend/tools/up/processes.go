package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/embeddedpg"
)

const (
	readyWithin = 90 * time.Second
	stopWithin  = 25 * time.Second
)

// service is a process that runs until the end.
type service struct {
	name, dir string
	args, env []string
	ready     string // answers 200 when the process is ready
}

// processes are those that run, with their logs.
type processes struct {
	logs    string
	running []*process
	ended   chan string // the name of one that ended by itself
}

type process struct {
	name string
	cmd  *exec.Cmd
	done chan struct{}
}

func newProcesses(logs string) *processes {
	return &processes{logs: logs, ended: make(chan string, 8)}
}

func (a *processes) log(name string) string { return filepath.Join(a.logs, name+".log") }

// start starts a service in a process group of its own, so that Ctrl-C comes
// to us alone. The thread that starts it stays: where the kernel can, it ends
// the service when that thread ends, however that happens.
func (a *processes) start(s service) error {
	log, err := os.Create(a.log(s.name))
	if err != nil {
		return err
	}
	cmd := exec.Command(s.args[0], s.args[1:]...) //nolint:gosec // our own programs
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = s.dir, s.env, log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	endWithParent(cmd.SysProcAttr)
	p := &process{name: s.name, cmd: cmd, done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		_ = log.Close()
		started <- err
		if err != nil {
			return
		}
		_ = cmd.Wait()
		close(p.done)
		a.ended <- p.name
	}()
	if err := <-started; err != nil {
		return fmt.Errorf("start %s: %w", s.name, err)
	}
	a.running = append(a.running, p)
	return nil
}

// ready waits until every service answers.
func (a *processes) ready(ctx context.Context, services []service) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	for _, s := range services {
		for {
			err := answers(ctx, s.ready)
			if err == nil {
				break
			}
			select {
			case name := <-a.ended:
				return a.failure(name)
			case <-ctx.Done():
				return fmt.Errorf("%s is not ready: %w; the end of its log (%s):\n%s", s.name, err, a.log(s.name), a.tail(s.name))
			case <-time.After(100 * time.Millisecond):
			}
		}
	}
	return nil
}

// answers asks an address and tells why it is not ready.
func answers(ctx context.Context, url string) error {
	// Not a child of ctx: its end must not hide what the service said last.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", url, res.Status)
	}
	return nil
}

func (a *processes) failure(name string) error {
	return fmt.Errorf("%s ended by itself; the end of its log (%s):\n%s", name, a.log(name), a.tail(name))
}

func (a *processes) tail(name string) string {
	b, _ := os.ReadFile(a.log(name))
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}

// stop ends the services, the last one first.
func (a *processes) stop() {
	for _, p := range slices.Backward(a.running) {
		p.stop()
	}
}

func (p *process) stop() {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGKILL} {
		_ = syscall.Kill(-p.cmd.Process.Pid, sig) // the whole group: npm starts others
		select {
		case <-p.done:
			return
		case <-time.After(stopWithin):
		}
	}
}

func pidFile(root string) string { return filepath.Join(root, ".data", "up.pid") }

// claim makes sure that one `make run` works in this folder, and leaves word
// for `make stop`. Tests end to end have a folder of their own.
func (p *plan) claim() (func(), error) {
	if p.e2e || p.seed {
		return func() {}, nil
	}
	if pid, alive := runningPID(p.root); alive {
		return nil, fmt.Errorf("it runs already (process %d): `make stop` ends it", pid)
	}
	path := pidFile(p.root)
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
		return nil, err
	}
	return func() { _ = os.Remove(path) }, nil
}

func runningPID(root string) (pid int, alive bool) {
	b, err := os.ReadFile(pidFile(root))
	if err != nil {
		return 0, false
	}
	pid, err = strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || pid <= 1 || pid == os.Getpid() {
		return 0, false
	}
	// After a crash the number may have become another program's.
	if name, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "comm")); err == nil && strings.TrimSpace(string(name)) != "up" { //nolint:gosec // a process
		return 0, false
	}
	return pid, syscall.Kill(pid, 0) == nil
}

// stopRunning ends a `make run` of this folder and, if asked, deletes its data.
func stopRunning(ctx context.Context, root string, reset bool) error {
	ctx, cancel := context.WithTimeout(ctx, 2*stopWithin)
	defer cancel()
	if pid, alive := runningPID(root); alive {
		say("ending process %d", pid)
		if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
			return err
		}
		for alive {
			select {
			case <-ctx.Done():
				return fmt.Errorf("process %d does not end", pid)
			case <-time.After(100 * time.Millisecond):
			}
			_, alive = runningPID(root)
		}
	}
	if _, err := embeddedpg.StopOther(ctx, filepath.Join(root, ".data", "pg")); err != nil {
		return err
	}
	if !reset {
		return nil
	}
	say("deleting the data in .data")
	var all []error
	for _, name := range []string{"pg", "files", "simulators", "logs", "e2e", "secret.key"} {
		all = append(all, os.RemoveAll(filepath.Join(root, ".data", name)))
	}
	return errors.Join(all...)
}
