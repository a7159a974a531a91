package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// report collects the findings of one file.
type report struct {
	file  string
	found []string
}

func (r *report) add(line int, format string, args ...any) {
	r.found = append(r.found, fmt.Sprintf("%s:%d: %s", r.file, line, fmt.Sprintf(format, args...)))
}

func lintDockerfile(root, file string) ([]string, error) {
	f, err := os.Open(file) //nolint:gosec // of this repository
	if err != nil {
		return nil, err
	}
	defer f.Close()
	parsed, err := parser.Parse(f)
	if err != nil {
		return nil, err
	}
	name, _ := filepath.Rel(root, file)
	r := &report{file: name}
	for _, w := range parsed.Warnings {
		var at []parser.Range
		if w.Location != nil {
			at = append(at, *w.Location)
		}
		r.add(line(at...), "%s", w.Short)
	}
	checks := linter.New(&linter.Config{Warn: func(rule, _, _, message string, at []parser.Range) {
		r.add(line(at...), "%s: %s", rule, message)
	}})
	stages, _, err := instructions.Parse(parsed.AST, checks)
	if err != nil {
		return nil, err
	}
	for i, stage := range stages {
		r.base(stages[:i], stage)
		r.sources(root, stage)
	}
	r.last(stages[len(stages)-1])
	if _, err := os.Stat(file + ".dockerignore"); err != nil {
		r.add(1, "what is on the machine of the builder would come along: add %s.dockerignore", filepath.Base(file))
	}
	return r.found, nil
}

func line(at ...parser.Range) int {
	if len(at) == 0 {
		return 1
	}
	return at[0].Start.Line
}

// base wants images by a tag that does not move to another release.
func (r *report) base(before []instructions.Stage, stage instructions.Stage) {
	for _, other := range before {
		if strings.EqualFold(other.Name, stage.BaseName) {
			return
		}
	}
	if problem := unpinned(stage.BaseName); problem != "" {
		r.add(line(stage.Location...), "%s", problem)
	}
}

func unpinned(image string) string {
	if strings.Contains(image, "@sha256:") || image == "scratch" {
		return ""
	}
	_, tag, found := strings.Cut(image[strings.LastIndex(image, "/")+1:], ":")
	if !found || tag == "latest" {
		return fmt.Sprintf("the image %s has no tag that stays", image)
	}
	version, _, _ := strings.Cut(tag, "-")
	if numbered := strings.ContainsAny(version, "0123456789"); numbered && !strings.Contains(version, ".") {
		return fmt.Sprintf("the tag of %s moves with each minor release", image)
	}
	return ""
}

// sources wants what is copied from the repository to be there.
func (r *report) sources(root string, stage instructions.Stage) {
	for _, c := range stage.Commands {
		copied, ok := c.(*instructions.CopyCommand)
		if !ok || copied.From != "" {
			continue
		}
		for _, path := range copied.SourcePaths {
			if matches, _ := filepath.Glob(filepath.Join(root, path)); len(matches) == 0 {
				r.add(line(copied.Location()...), "%s is not in the repository", path)
			}
		}
	}
}

// last looks at the stage that runs: not root, no shell between the signals
// and the program, and a check of its health.
func (r *report) last(stage instructions.Stage) {
	user, health, starts := "", false, false
	for _, c := range stage.Commands {
		switch c := c.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.HealthCheckCommand:
			health = c.Health != nil && !slices.Equal(c.Health.Test, []string{"NONE"})
		case *instructions.CmdCommand:
			starts = starts || !c.PrependShell
		case *instructions.EntrypointCommand:
			starts = starts || !c.PrependShell
		}
	}
	at := line(stage.Location...)
	if name, _, _ := strings.Cut(user, ":"); name == "" || name == "root" || name == "0" {
		r.add(at, "the container would run as root")
	}
	if !health {
		r.add(at, "nothing tells whether the container is healthy")
	}
	if !starts {
		r.add(at, "the program does not start by itself, without a shell")
	}
}
