package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// tool is a program the product cannot do without.
type tool struct {
	name         string
	args         []string
	major, minor int
	where        string
}

var tools = []tool{
	{"go", []string{"version"}, 1, 26, "https://go.dev/dl/"},
	{"node", []string{"--version"}, 20, 0, "https://nodejs.org/"},
	{"npm", []string{"--version"}, 9, 0, "it comes with Node"},
}

var versionNumber = regexp.MustCompile(`(\d+)\.(\d+)`)

func checkTools(ctx context.Context) error {
	var all []error
	for _, t := range tools {
		all = append(all, t.check(ctx))
	}
	return errors.Join(all...)
}

func (t tool) check(ctx context.Context) error {
	out, err := exec.CommandContext(ctx, t.name, t.args...).Output() //nolint:gosec // a fixed list
	if err != nil {
		return fmt.Errorf("%s is missing: install version %d.%d or newer (%s)", t.name, t.major, t.minor, t.where)
	}
	found := versionNumber.FindStringSubmatch(string(out))
	if found == nil {
		return nil // an unusual build: let it try
	}
	major, _ := strconv.Atoi(found[1])
	minor, _ := strconv.Atoi(found[2])
	if major < t.major || major == t.major && minor < t.minor {
		return fmt.Errorf("%s is too old: this is %s, version %d.%d or newer is needed (%s)", t.name, found[0], t.major, t.minor, t.where)
	}
	return nil
}

func (p *plan) checkPorts() error {
	var all []error
	for _, q := range p.ports {
		if err := q.check(); err != nil {
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}

// check tries the port on every address that a browser may reach.
func (q port) check() error {
	for _, address := range []string{"127.0.0.1", "0.0.0.0"} {
		l, err := net.Listen("tcp", net.JoinHostPort(address, strconv.Itoa(q.number)))
		if err == nil {
			_ = l.Close()
			continue
		}
		who := ""
		if name := listener(q.number); name != "" {
			who = " by " + name
		}
		return fmt.Errorf("port %d, for %s, is taken%s: end that program, or choose another port with %s=%d make run",
			q.number, q.what, who, q.variable, q.number+1)
	}
	return nil
}

// listener names the process that listens on a port, where Linux lets us see.
func listener(number int) string {
	inodes := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		b, _ := os.ReadFile(table) //nolint:gosec // a fixed list
		for line := range strings.Lines(string(b)) {
			f := strings.Fields(line)
			if len(f) > 9 && f[3] == "0A" && strings.HasSuffix(f[1], fmt.Sprintf(":%04X", number)) {
				inodes["socket:["+f[9]+"]"] = true
			}
		}
	}
	if len(inodes) == 0 {
		return ""
	}
	files, _ := filepath.Glob("/proc/[0-9]*/fd/*")
	for _, file := range files {
		target, err := os.Readlink(file)
		if err != nil || !inodes[target] {
			continue
		}
		pid := strings.Split(file, "/")[2]
		program, err := os.Readlink(filepath.Join("/proc", pid, "exe"))
		if err != nil {
			program = "a program"
		}
		return fmt.Sprintf("%s (process %s)", filepath.Base(program), pid)
	}
	return ""
}

// loadEnvFile sets the variables of a file, unless they are set already.
func loadEnvFile(path string) error {
	b, err := os.ReadFile(path) //nolint:gosec // of this folder
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		name, value, ok := strings.Cut(line, "=")
		if !ok || strings.HasPrefix(line, "#") || value == "" {
			continue
		}
		if _, given := os.LookupEnv(name); given {
			continue
		}
		if err := os.Setenv(strings.TrimSpace(name), strings.Trim(strings.TrimSpace(value), `"'`)); err != nil {
			return err
		}
	}
	return nil
}
