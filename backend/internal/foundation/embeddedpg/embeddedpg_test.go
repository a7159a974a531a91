package embeddedpg

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// childEnv makes the test binary start a server and wait: see
// TestServerEndsWithItsProcess.
const childEnv = "EMBEDDEDPG_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		server, err := Start(context.Background(), Options{DataDir: dir, Ephemeral: true})
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("ready", server.URL)
		select {}
	}
	os.Exit(m.Run())
}

func exec1(t *testing.T, url, sql string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func start(t *testing.T, dir string) *Server {
	t.Helper()
	server, err := Start(t.Context(), Options{DataDir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Stop() })
	return server
}

// The temporary folder of a test is closed to other users: as root this goes
// through the user namespace, or the copy where namespaces are refused.
func TestRowsSurviveARestartAndALiveServerIsReused(t *testing.T) {
	dir := t.TempDir()
	first := start(t, dir)
	if first.Reused {
		t.Fatal("the first start reused something")
	}
	exec1(t, first.URL, "CREATE TABLE kept (n int)")

	second := start(t, dir)
	if !second.Reused || second.URL != first.URL {
		t.Fatalf("second start: reused %v", second.Reused)
	}
	if err := second.Stop(); err != nil {
		t.Fatal(err)
	}
	exec1(t, first.URL, "INSERT INTO kept VALUES (1)")

	if err := first.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := ping(t.Context(), first.URL); err == nil {
		t.Fatal("it answers after Stop")
	}
	third := start(t, dir)
	exec1(t, third.URL, "INSERT INTO kept VALUES (2)")
}

func TestThePasswordIsAsked(t *testing.T) {
	server := start(t, t.TempDir())
	wrong := strings.Replace(server.URL, "sportello:", "sportello:x", 1)
	if err := ping(t.Context(), wrong); err == nil {
		t.Fatal("a wrong password passed")
	}
	if strings.Contains(server.URL, "localhost") || !strings.Contains(server.URL, "@127.0.0.1:") {
		t.Fatalf("not on loopback: %s", server.URL)
	}
}

// TestAnOpenFolderIsUsed also covers, under root, the change of user: the
// folder can be reached by the one that PostgreSQL runs as.
func TestAnOpenFolderIsUsed(t *testing.T) {
	dir, err := os.MkdirTemp("/tmp", "embeddedpg-open-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o755); err != nil { //nolint:gosec // what is tested
		t.Fatal(err)
	}
	server := start(t, dir)
	exec1(t, server.URL, "SELECT 1")
	info, err := os.Stat(filepath.Join(dir, "data"))
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Fatalf("data folder: %v, %v", info.Mode(), err)
	}
}

func TestADataFolderWithoutItsPasswordSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	server := start(t, dir)
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "run.json")); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{DataDir: dir})
	if err == nil || !strings.Contains(err.Error(), "make reset") {
		t.Fatalf("err = %v", err)
	}
}

func TestServerEndsWithItsProcess(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0]) //nolint:gosec // ourselves
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "ready ")
	if !ok {
		t.Fatalf("child: %s", line)
	}
	_ = cmd.Process.Kill() // no chance to clean up
	_ = cmd.Wait()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, alive := postmaster(filepath.Join(dir, "data")); !alive {
			break
		}
		if time.Now().After(deadline) {
			_, _ = StopOther(t.Context(), dir)
			t.Fatal("the server outlived the process that started it")
		}
	}
	if err := ping(t.Context(), url); err == nil {
		t.Fatal("it still answers")
	}
}

func TestMissingProgramsNameTheRemedies(t *testing.T) {
	t.Setenv("PG_BINDIR", t.TempDir())
	if _, err := findBinaries(); err == nil || !strings.Contains(err.Error(), "PG_BINDIR") {
		t.Fatalf("err = %v", err)
	}
	for _, word := range []string{"npm ci", "PG_BINDIR", "DATABASE_URL"} {
		if !strings.Contains(errNoBinaries.Error(), word) {
			t.Errorf("the remedy %s is not named", word)
		}
	}
}

func TestCopyKeepsLinks(t *testing.T) {
	from, to := t.TempDir(), filepath.Join(t.TempDir(), "copy")
	if err := os.WriteFile(filepath.Join(from, "lib.so.1"), []byte("x"), 0o755); err != nil { //nolint:gosec // what is tested
		t.Fatal(err)
	}
	if err := os.Symlink("lib.so.1", filepath.Join(from, "lib.so")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := copyTree(from, to); err != nil {
			t.Fatal(err)
		}
	}
	if target, err := os.Readlink(filepath.Join(to, "lib.so")); err != nil || target != "lib.so.1" {
		t.Fatalf("link to %q, %v", target, err)
	}
}
