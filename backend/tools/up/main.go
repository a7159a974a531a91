// Command up starts the whole product on one machine, as `make run` does:
// database, demo data, simulators, API with its workers, site. It says what it
// does and what is missing, and ends everything it started.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/sportello-pa/sportello/backend/internal/foundation/embeddedpg"
)

type options struct {
	e2e, dev, prepare, seed, stop, reset bool
	command                              []string
}

func main() {
	var o options
	flag.BoolVar(&o.e2e, "e2e", false, "run the command that follows against a fresh installation on free ports, and end with its code")
	flag.BoolVar(&o.dev, "dev", false, "serve the site from its sources, so that a change shows at once")
	flag.BoolVar(&o.prepare, "prepare", false, "only install what the product needs")
	flag.BoolVar(&o.seed, "seed", false, "only bring the database up to date and write the demo data")
	flag.BoolVar(&o.stop, "stop", false, "end what runs from this folder")
	flag.BoolVar(&o.reset, "reset", false, "end what runs from this folder and delete its data")
	flag.Parse()
	o.command = flag.Args()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	err := run(ctx, o)
	if ctx.Err() != nil && !o.e2e {
		err = nil // the person asked for the end
	}
	os.Exit(exitCode(err))
}

// testsFailed is the end of the command of -e2e, which has said why itself.
type testsFailed struct{ code int }

// Error is for nobody to read.
func (t testsFailed) Error() string { return fmt.Sprintf("the command ended with code %d", t.code) }

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	var tests testsFailed
	if errors.As(err, &tests) {
		return tests.code
	}
	fmt.Fprintf(os.Stderr, "\n%v\n", err)
	return 1
}

func run(ctx context.Context, o options) error {
	root := embeddedpg.Root()
	if root == "" {
		return errors.New("run this from the folder of the repository")
	}
	if o.stop || o.reset {
		return stopRunning(ctx, root, o.reset)
	}
	if err := checkTools(ctx); err != nil {
		return err
	}
	if err := loadEnvFile(filepath.Join(root, ".env")); err != nil {
		return err
	}
	if o.prepare {
		return install(ctx, root)
	}
	p, err := newPlan(root, o)
	if err != nil {
		return err
	}
	return p.run(ctx)
}

// run goes from nothing to a running product and back.
func (p *plan) run(ctx context.Context) (err error) {
	unlock, err := p.claim()
	if err != nil {
		return err
	}
	defer unlock()
	if !p.seed {
		if err := p.checkPorts(); err != nil {
			return err
		}
	}
	if err := p.build(ctx); err != nil {
		return err
	}
	stopDatabase, err := p.startDatabase(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopDatabase()) }()
	for _, step := range []struct{ say, command string }{
		{"bringing the database up to date", "migrate"}, {"writing the demo data", "seed"},
	} {
		say("%s", step.say)
		if err := p.once(ctx, step.command); err != nil {
			return err
		}
	}
	if p.seed {
		return nil
	}
	return p.serve(ctx)
}

func (p *plan) serve(ctx context.Context) error {
	all := newProcesses(filepath.Join(p.data, "logs"))
	defer all.stop()
	say("starting simulators, API and site")
	for _, s := range p.services() {
		if err := all.start(s); err != nil {
			return err
		}
	}
	if err := all.ready(ctx, p.services()); err != nil {
		return err
	}
	if p.e2e {
		return p.command(ctx, all)
	}
	p.welcome()
	select {
	case <-ctx.Done():
		say("stopping")
		return nil
	case name := <-all.ended:
		return all.failure(name)
	case <-p.databaseEnded:
		return fmt.Errorf("PostgreSQL ended by itself: see %s", filepath.Join(p.data, "pg", "postgres.log"))
	}
}

// command runs the tests; their code is ours.
func (p *plan) command(ctx context.Context, all *processes) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, p.args[0], p.args[1:]...) //nolint:gosec // what the caller asked for
	cmd.Dir = p.root
	cmd.Env = append(os.Environ(), p.forTests()...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	if err := cmd.Start(); err != nil {
		return err
	}
	finished := make(chan error, 1)
	go func() { finished <- cmd.Wait() }()
	select {
	case err := <-finished:
		if code := cmd.ProcessState.ExitCode(); code > 0 {
			return testsFailed{code}
		}
		return err
	case name := <-all.ended:
		cancel()
		<-finished
		return all.failure(name)
	}
}

func say(format string, args ...any) {
	fmt.Printf("→ "+format+"\n", args...)
}
