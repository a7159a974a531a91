package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

const (
	crowd     = 200
	memoryCap = 64.0 // MiB
)

// memory starts the program itself, workers on, and reads what the system says
// of its resident memory, first left alone, then under a crowd that reads.
func (r *run) memory(ctx context.Context, g *ground, w *world) error {
	requests, err := w.mixture(ctx)
	if err != nil {
		return err
	}
	w.DB.Close() // its connections are those of the program now
	server, err := startServer(ctx, g, w)
	if err != nil {
		return err
	}
	defer server.stop()
	time.Sleep(2*time.Second + r.turn)
	rest, err := server.resident()
	if err != nil {
		return err
	}
	if r.verbose {
		fmt.Println(server.parts())
	}
	peak, rate, err := server.crowded(requests, 4*r.turn)
	if err != nil {
		return err
	}
	if r.verbose {
		fmt.Println(server.parts())
	}
	r.add(row{what: "memory of the API process with its workers, at rest", ours: fmt.Sprintf("%.1f MiB", rest), figure: rest, atMost: memoryCap, unit: "MiB"})
	r.add(row{
		what: fmt.Sprintf("memory of the API process, %d connections, mixed reads (%s/s)", crowd, thousands(int(rate))),
		ours: fmt.Sprintf("%.1f MiB", peak), figure: peak, atMost: memoryCap, unit: "MiB",
	})
	return nil
}

// mixture is what people ask for, public pages most of all.
func (w *world) mixture(ctx context.Context) ([][]byte, error) {
	citizen, err := w.citizenCookie(ctx)
	if err != nil {
		return nil, err
	}
	operator, err := w.operatorCookie(ctx)
	if err != nil {
		return nil, err
	}
	base := "/api/v1"
	requests := [][]byte{
		get(base + "/tenant"), get(base + "/services"), get(base + "/services/ztl-permit"), get(base + "/service-categories"),
		get(base + "/services/nursery-enrolment"), get(base + "/services/residence-transfer/form"), get(base + "/openapi.json"),
		get(base+"/auth/session", citizen), get(base+"/me/applications", citizen), get(base+"/me/profile", citizen),
		get(base+"/office/applications", operator), get(base+"/office/applications?status=closed", operator),
	}
	for i := range 8 {
		requests = append(requests, get(fmt.Sprintf("%s/services?q=permesso+%d", base, i)))
	}
	return requests, nil
}

func (w *world) citizenCookie(ctx context.Context) (string, error) {
	people, err := w.people(inTenant(ctx), 1)
	if err != nil {
		return "", err
	}
	return cookie(people[0].session), nil
}

func (w *world) operatorCookie(ctx context.Context) (string, error) {
	token := secrets.RandomToken(32)
	_, err := w.owner.Exec(ctx, `INSERT INTO sessions (tenant_id, id, token_hash, kind, operator_id, provider, protocol, level, platform_mode, created_at, last_seen_at)
		SELECT tenant_id, $1, $2, 'operator', id, 'password', 'password', 2, 'off', now(), now() FROM operators WHERE tenant_id = $3 AND username = 'mobilita'`,
		ids.New(), secrets.Hash(token), tenant)
	return cookie(token), err
}

func cookie(token string) string { return "Cookie: " + identity.CookieName + "=" + token }

// process is the running program.
type process struct {
	cmd  *exec.Cmd
	addr string
	log  bytes.Buffer
}

// startServer builds the program as the container image does, and starts it.
func startServer(ctx context.Context, g *ground, w *world) (*process, error) {
	program := filepath.Join(g.dir, "server")
	build := exec.CommandContext(ctx, "go", "build", "-tags", "nomsgpack,nodynamic", "-trimpath", "-ldflags", "-s -w", "-o", program, "./cmd/server")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	build.Dir = filepath.Join(g.root, "backend")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w: %s", err, out)
	}
	addresses, err := freeAddresses(2)
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.CommandContext(ctx, program, "serve"), addr: addresses[0]} //nolint:gosec // just built
	p.cmd.Cancel = func() error { return p.cmd.Process.Signal(syscall.SIGTERM) }
	p.cmd.Stdout, p.cmd.Stderr = &p.log, &p.log
	p.cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "GOGC=" + os.Getenv("GOGC"), "ENVIRONMENT=development", "DATABASE_URL=" + w.url, "HTTP_ADDR=" + p.addr, "METRICS_ADDR=" + addresses[1],
		"PUBLIC_SCHEME=http", "STORAGE_URL=file://" + filepath.Join(g.dir, "files-"+w.name), "SECRET_KEY=" + strings.Repeat("A", 43) + "=", "WORKERS=on",
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	return p, p.ready()
}

func freeAddresses(n int) (addresses []string, err error) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		addresses = append(addresses, l.Addr().String())
		defer func() { _ = l.Close() }()
	}
	return addresses, nil
}

func (p *process) ready() error {
	for range 200 {
		response, err := http.Get("http://" + p.addr + "/ready")
		if err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				return nil
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.stop()
	return errors.New("the server does not get ready: " + p.log.String())
}

func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.cmd.Wait()
}

// resident is the resident memory in MiB.
func (p *process) resident() (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(b)) {
		if text, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kib, err := strconv.Atoi(strings.Fields(text)[0])
			return float64(kib) / 1024, err
		}
	}
	return 0, errors.New("the system does not tell the resident memory")
}

// crowded is the highest resident memory seen during d of reading.
func (p *process) crowded(requests [][]byte, d time.Duration) (peak, rate float64, err error) {
	finished := make(chan error, 1)
	go func() {
		var err error
		rate, err = load{addr: p.addr, status: http.StatusOK, requests: requests}.run(crowd, d)
		finished <- err
	}()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-finished:
			return peak, rate, err
		case <-tick.C:
			now, err := p.resident()
			if err != nil {
				return peak, rate, err
			}
			peak = max(peak, now)
		}
	}
}

// parts tells what the resident memory is made of: the program's own file is
// shared by all who run it.
func (p *process) parts() string {
	var all []string
	for line := range strings.Lines(readFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))) {
		if name, value, _ := strings.Cut(line, ":"); strings.HasPrefix(name, "Rss") {
			all = append(all, name+" "+strings.TrimSpace(value))
		}
	}
	return "  " + strings.Join(all, ", ")
}
