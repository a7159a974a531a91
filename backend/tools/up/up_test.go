package main

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestATakenPortIsNamedWithItsRemedy(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr, _ := l.Addr().(*net.TCPAddr)
	q := port{"the simulators", "SIMULATORS_PORT", addr.Port}
	err = q.check()
	if err == nil {
		t.Fatal("a taken port passed")
	}
	for _, word := range []string{"the simulators", "is taken", "SIMULATORS_PORT="} {
		if !strings.Contains(err.Error(), word) {
			t.Errorf("%q lacks %q", err, word)
		}
	}
	if _, statErr := os.Stat("/proc/net/tcp"); statErr == nil && !strings.Contains(err.Error(), "(process ") {
		t.Errorf("%q does not name the process", err)
	}
	_ = l.Close()
	if err := q.check(); err != nil {
		t.Errorf("a free port: %v", err)
	}
}

func TestMissingAndOldToolsAreNamed(t *testing.T) {
	missing := tool{"no-such-program", []string{"--version"}, 1, 0, "https://example.org"}
	if err := missing.check(t.Context()); err == nil || !strings.Contains(err.Error(), "is missing") {
		t.Errorf("missing: %v", err)
	}
	old := tool{"go", []string{"version"}, 99, 0, "https://example.org"}
	if err := old.check(t.Context()); err == nil || !strings.Contains(err.Error(), "too old") {
		t.Errorf("old: %v", err)
	}
	if err := tools[0].check(t.Context()); err != nil {
		t.Errorf("go: %v", err)
	}
}

func TestEnvFileFillsWhatIsNotSet(t *testing.T) {
	file := filepath.Join(t.TempDir(), ".env")
	t.Setenv("UP_TEST_SET", "kept")
	for _, name := range []string{"UP_TEST_NEW", "UP_TEST_EMPTY"} {
		t.Setenv(name, "")
		_ = os.Unsetenv(name)
	}
	text := "# a comment=1\nUP_TEST_SET=changed\nUP_TEST_NEW=\"a b\"\nUP_TEST_EMPTY=\nnonsense\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := loadEnvFile(file); err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UP_TEST_SET") != "kept" || os.Getenv("UP_TEST_NEW") != "a b" {
		t.Errorf("set %q, new %q", os.Getenv("UP_TEST_SET"), os.Getenv("UP_TEST_NEW"))
	}
	if _, set := os.LookupEnv("UP_TEST_EMPTY"); set {
		t.Error("an empty line hid the default")
	}
	if err := loadEnvFile(file + ".none"); err != nil {
		t.Errorf("no file: %v", err)
	}
}

func TestThePlanSetsADemonstration(t *testing.T) {
	t.Setenv("HTTP_PORT", "18080")
	t.Setenv("OIDC_ISSUER", "https://login.example.org")
	t.Setenv("DATABASE_URL", "")
	root := t.TempDir()
	p, err := newPlan(root, options{})
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{}
	for _, entry := range p.env {
		name, value, _ := strings.Cut(entry, "=")
		env[name] = value
	}
	for name, want := range map[string]string{
		"ENVIRONMENT": "development", "PUBLIC_PORT": "18080", "HTTP_ADDR": "127.0.0.1:18080",
		"OIDC_ISSUER": "https://login.example.org", "PAGOPA_MODE": "simulator",
	} {
		if env[name] != want {
			t.Errorf("%s = %q, want %q", name, env[name], want)
		}
	}
	again, err := newPlan(root, options{})
	if err != nil {
		t.Fatal(err)
	}
	if first, second := key(p.env), key(again.env); first == "" || first != second {
		t.Errorf("the secret key changed between two starts")
	}
	t.Setenv("SITE_PORT", "many")
	if _, err := newPlan(root, options{}); err == nil || !strings.Contains(err.Error(), "SITE_PORT") {
		t.Errorf("a wrong port: %v", err)
	}
}

func key(env []string) (value string) {
	for _, entry := range env {
		if v, ok := strings.CutPrefix(entry, "SECRET_KEY="); ok {
			value = v
		}
	}
	return value
}

func TestProcessesStartAnswerAndStopInReverse(t *testing.T) {
	ready := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer ready.Close()
	dir := t.TempDir()
	all := newProcesses(dir)
	script := `trap 'echo $0 >> "` + dir + `/order"; exit' TERM; echo started $0; while :; do sleep 0.05; done`
	var services []service
	for _, name := range []string{"one", "two"} {
		services = append(services, service{name: name, dir: dir, args: []string{"sh", "-c", script, name}, ready: ready.URL})
	}
	for _, s := range services {
		if err := all.start(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := all.ready(t.Context(), services); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if strings.Contains(all.tail("two"), "started two") && strings.Contains(all.tail("one"), "started one") {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	all.stop()
	order, _ := os.ReadFile(filepath.Join(dir, "order")) //nolint:gosec // ours
	if string(order) != "two\none\n" {
		t.Fatalf("order of the end: %q", order)
	}
	for _, p := range all.running {
		if syscall.Kill(p.cmd.Process.Pid, 0) == nil {
			t.Errorf("%s is still there", p.name)
		}
	}
}

func TestAProcessThatEndsIsReportedWithItsLog(t *testing.T) {
	dir := t.TempDir()
	all := newProcesses(dir)
	s := service{name: "server", dir: dir, args: []string{"sh", "-c", "echo 'DATABASE_URL is missing'; exit 3"}, ready: "http://127.0.0.1:1/"}
	if err := all.start(s); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := all.ready(ctx, []service{s})
	if err == nil || !strings.Contains(err.Error(), "server ended by itself") || !strings.Contains(err.Error(), "DATABASE_URL is missing") {
		t.Fatalf("err = %v", err)
	}
}

func TestFingerprintFollowsTheSources(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	print1 := func() string {
		t.Helper()
		f, err := fingerprint(dir)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	write("src/app.html", "a")
	before := print1()
	write("build/index.js", "x")
	write("node_modules/x/index.js", "x")
	if print1() != before {
		t.Error("what is built counts as a source")
	}
	write("src/app.html", "ab")
	if print1() == before {
		t.Error("a change was not seen")
	}
}
