package main

import (
	"cmp"
	"context"
	"crypto/hmac"
	cryptorand "crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/sportello-pa/sportello/backend/internal/foundation/embeddedpg"
)

// plan is one installation: where its data are, on which ports it answers,
// and the environment of its processes.
type plan struct {
	root, data     string
	e2e, dev, seed bool
	args           []string
	ports          []port
	env            []string
	external       bool // DATABASE_URL was given
	lock           *os.File
	databaseEnded  <-chan struct{}
}

// port is one that must be free; variable is how to choose another.
type port struct {
	what, variable string
	number         int
}

func newPlan(root string, o options) (*plan, error) {
	p := &plan{root: root, data: filepath.Join(root, ".data"), e2e: o.e2e, dev: o.dev, seed: o.seed, args: o.command}
	if p.e2e {
		p.data = filepath.Join(p.data, "e2e")
		if len(p.args) == 0 {
			return nil, errors.New("-e2e needs the command to run: up -e2e -- npm run e2e")
		}
		if err := p.startAfresh(); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(filepath.Join(p.data, "logs"), 0o755); err != nil { //nolint:gosec // the database's user passes through it
		return nil, err
	}
	if err := p.choosePorts(); err != nil {
		return nil, err
	}
	return p, p.environment()
}

// startAfresh deletes what the last end-to-end run left, logs included. The
// lock is held until the process ends.
func (p *plan) startAfresh() error {
	if err := os.MkdirAll(filepath.Dir(p.data), 0o755); err != nil { //nolint:gosec // the database's user passes through it
		return err
	}
	lock, err := os.OpenFile(p.data+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return errors.New("other end-to-end tests run from this folder: wait for their end")
	}
	p.lock = lock
	return os.RemoveAll(p.data)
}

func (p *plan) choosePorts() error {
	p.ports = []port{
		{"the site and its API", "HTTP_PORT", 8080},
		{"the simulators", "SIMULATORS_PORT", 8090},
		{"the mail simulator", "SMTP_PORT", 8025},
		{"the pages of the site", "SITE_PORT", 3000},
		{"the metrics", "METRICS_PORT", 9090},
	}
	for i := range p.ports {
		q := &p.ports[i]
		if p.e2e {
			if err := q.pickFree(); err != nil {
				return err
			}
			continue
		}
		if text := os.Getenv(q.variable); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > 65535 {
				return fmt.Errorf("%s=%s is not a port: use a number from 1 to 65535", q.variable, text)
			}
			q.number = n
		}
	}
	return nil
}

// pickFree takes a port below those that the system hands out by itself: it
// stays free for the minute that passes until somebody listens on it.
func (q *port) pickFree() error {
	for range 100 {
		q.number = 20_000 + rand.IntN(12_000) //nolint:gosec // any free port will do
		if q.check() == nil {
			return nil
		}
	}
	return errors.New("no free port")
}

func (p *plan) port(variable string) string {
	for _, q := range p.ports {
		if q.variable == variable {
			return strconv.Itoa(q.number)
		}
	}
	return ""
}

// host is where the processes listen: this machine only, unless told.
func host() string { return cmp.Or(os.Getenv("LISTEN_HOST"), "127.0.0.1") }

func (p *plan) siteURL() string       { return "http://localhost:" + p.port("HTTP_PORT") }
func (p *plan) secondURL() string     { return "http://pontefiume.localhost:" + p.port("HTTP_PORT") }
func (p *plan) simulatorsURL() string { return "http://localhost:" + p.port("SIMULATORS_PORT") }

// environment writes the settings of a demonstration. What the caller has set
// already stays as it is.
func (p *plan) environment() error {
	key, err := p.secretKey()
	if err != nil {
		return err
	}
	settings := map[string]string{
		"ENVIRONMENT":   "development",
		"SECRET_KEY":    key,
		"HTTP_ADDR":     net.JoinHostPort(host(), p.port("HTTP_PORT")),
		"METRICS_ADDR":  "127.0.0.1:" + p.port("METRICS_PORT"),
		"PUBLIC_SCHEME": "http",
		"PUBLIC_PORT":   p.port("HTTP_PORT"),
		"SITE_URL":      "http://127.0.0.1:" + p.port("SITE_PORT"),
		"STORAGE_URL":   "file://" + filepath.Join(p.data, "files"),

		"IDENTITY_MODE":      "simulator",
		"OIDC_ISSUER":        p.simulatorsURL() + "/oidc",
		"OIDC_CLIENT_ID":     "sportello",
		"OIDC_CLIENT_SECRET": derive(key, "oidc"),

		"PAGOPA_MODE":          "simulator",
		"PAGOPA_BASE_URL":      p.simulatorsURL() + "/pagopa",
		"PAGOPA_KEY":           "simulator",
		"PAGOPA_NOTIFY_SECRET": derive(key, "pagopa"),

		"SMTP_MODE": "simulator",
		"SMTP_ADDR": "127.0.0.1:" + p.port("SMTP_PORT"),
		"SMTP_FROM": "sportello@example.org",

		"SIMULATORS_ADDR": net.JoinHostPort(host(), p.port("SIMULATORS_PORT")),
		"SIMULATORS_URL":  p.simulatorsURL(),
		"ISSUER":          p.simulatorsURL() + "/oidc",
		"PUBLIC_URL":      p.siteURL(),
		"DATA_DIR":        filepath.Join(p.data, "simulators"),
	}
	p.env = os.Environ()
	for name, value := range settings {
		if _, given := os.LookupEnv(name); !given || p.e2e {
			p.env = append(p.env, name+"="+value)
		}
	}
	p.external = os.Getenv("DATABASE_URL") != "" && !p.e2e
	return nil
}

// secretKey is made once: what it sealed must open at the next start.
func (p *plan) secretKey() (string, error) {
	path := filepath.Join(p.data, "secret.key")
	b, err := os.ReadFile(path) //nolint:gosec // our own file
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	raw := make([]byte, 32)
	_, _ = cryptorand.Read(raw)
	key := base64.StdEncoding.EncodeToString(raw)
	return key, os.WriteFile(path, []byte(key+"\n"), 0o600)
}

// derive makes the other secrets out of the one that is kept.
func derive(key, use string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(use))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

func (p *plan) startDatabase(ctx context.Context) (stop func() error, err error) {
	if p.external {
		say("using the database of DATABASE_URL")
		return func() error { return nil }, nil
	}
	say("starting PostgreSQL (data in %s)", p.short(filepath.Join(p.data, "pg")))
	server, err := embeddedpg.Start(ctx, embeddedpg.Options{DataDir: filepath.Join(p.data, "pg"), Ephemeral: p.e2e})
	if err != nil {
		return nil, err
	}
	p.env = append(p.env, "DATABASE_URL="+server.URL)
	p.databaseEnded = server.Done()
	return server.Stop, nil
}

func (p *plan) short(path string) string {
	if rel, err := filepath.Rel(p.root, path); err == nil {
		return rel
	}
	return path
}

// services are what runs, in the order in which it starts.
func (p *plan) services() []service {
	bin := filepath.Join(p.root, ".data", "bin")
	site := service{
		name: "site", dir: filepath.Join(p.root, "frontend"), args: []string{p.node(), "build/index.js"},
		env: append(p.env, "HOST=127.0.0.1", "PORT="+p.port("SITE_PORT"), "API_URL=http://127.0.0.1:"+p.port("HTTP_PORT"),
			"HOST_HEADER=x-forwarded-host", "PROTOCOL_HEADER=x-forwarded-proto"),
		ready: p.siteURL() + "/",
	}
	if p.dev {
		site.args = []string{"npm", "run", "dev", "--", "--host", "127.0.0.1", "--port", p.port("SITE_PORT"), "--strictPort"}
		site.ready = "http://127.0.0.1:" + p.port("SITE_PORT") + "/"
	}
	return []service{
		{name: "simulators", dir: p.root, args: []string{filepath.Join(bin, "simulators")}, env: p.env, ready: p.simulatorsURL() + "/healthz"},
		{name: "server", dir: p.root, args: []string{filepath.Join(bin, "server"), "serve"}, env: p.env, ready: p.siteURL() + "/ready"},
		site,
	}
}

// forTests tells the end-to-end tests where everything is.
func (p *plan) forTests() []string {
	return []string{
		"BASE_URL=" + p.siteURL(),
		"SECOND_BASE_URL=" + p.secondURL(),
		"SIMULATORS_URL=" + p.simulatorsURL(),
		"MAILBOX_URL=" + p.simulatorsURL() + "/mail",
		"METRICS_URL=http://127.0.0.1:" + p.port("METRICS_PORT") + "/metrics",
		"E2E_DATA=" + p.data,
	}
}

func (p *plan) welcome() {
	site := p.siteURL()
	if p.dev {
		site = "http://localhost:" + p.port("SITE_PORT") + " (from the sources)"
	}
	fmt.Printf(`
Sportello is running.

  Comune di Borgolago      %s
  Comune di Pontefiume     %s
  back office              %s/ufficio
  API documentation        %s/documentazione-api
  simulators               %s
  mailbox                  %s/mail

Everybody in the demo is invented. Citizens: sign in with SPID or CIE at the
simulator (Anna Esempio, for instance). Operators: mobilita, anagrafe, scuola
or admin, password Sportello-demo-2026, one-time code at %s

Logs are in %s. Ctrl-C stops everything.
`, site, p.secondURL(), p.siteURL(), p.siteURL(), p.simulatorsURL(), p.simulatorsURL(), p.simulatorsURL(),
		p.short(filepath.Join(p.data, "logs")))
}
