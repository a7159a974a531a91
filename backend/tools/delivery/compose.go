package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/dotenv"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
	"github.com/compose-spec/compose-go/v2/types"
	"go.yaml.in/yaml/v3"
)

// lintCompose loads the file as compose would, with the settings of the
// example filled in.
func lintCompose(ctx context.Context, root, file string) ([]string, error) {
	raw, err := os.ReadFile(file) //nolint:gosec // of this repository
	if err != nil {
		return nil, err
	}
	name, _ := filepath.Rel(root, file)
	r := &report{file: name}
	example, err := dotenv.Read(filepath.Join(filepath.Dir(file), ".env.example"))
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	for variable := range template.ExtractVariables(tree, template.DefaultPattern) {
		if _, ok := example[variable]; !ok {
			r.add(1, "%s is not in .env.example", variable)
		}
	}
	for variable, value := range example {
		if value == "" {
			example[variable] = "filled-in"
		}
	}
	project, err := loader.LoadWithContext(ctx, types.ConfigDetails{
		WorkingDir:  filepath.Dir(file),
		ConfigFiles: []types.ConfigFile{{Filename: file, Content: raw}},
		Environment: types.Mapping(example),
	}, func(o *loader.Options) { o.SetProjectName("sportello", true) })
	if err != nil {
		return nil, err
	}
	settings, err := settingNames(root)
	if err != nil {
		return nil, err
	}
	for _, service := range project.Services {
		r.service(service, settings)
	}
	return r.found, nil
}

var setting = regexp.MustCompile(`(?m)^#? ?([A-Z][A-Z0-9_]+)=`)

// settingNames are those that the product documents.
func settingNames(root string) ([]string, error) {
	raw, err := os.ReadFile(filepath.Join(root, ".env.example")) //nolint:gosec // of this repository
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range setting.FindAllStringSubmatch(string(raw), -1) {
		names = append(names, m[1])
	}
	return names, nil
}

// service wants nothing published beyond this machine, no more rights than
// needed, and only settings that the product knows.
func (r *report) service(s types.ServiceConfig, settings []string) {
	say := func(format string, args ...any) { r.add(1, "%s: %s", s.Name, fmt.Sprintf(format, args...)) }
	for _, p := range s.Ports {
		if p.HostIP != "127.0.0.1" {
			say("port %s is open to the network: TLS ends before it", p.Published)
		}
	}
	if s.Privileged {
		say("privileged")
	}
	if s.Build == nil {
		if problem := unpinned(s.Image); problem != "" {
			say("%s", problem)
		}
		if s.HealthCheck == nil {
			say("no health check")
		}
		return
	}
	if _, err := os.Stat(filepath.Join(s.Build.Context, s.Build.Dockerfile)); err != nil {
		say("%v", err)
	}
	if s.Restart != "" && (!s.ReadOnly || !slices.Contains(s.CapDrop, "ALL")) {
		say("runs for long with a file system to write to or capabilities it does not need")
	}
	if strings.HasSuffix(s.Build.Dockerfile, "api.Dockerfile") {
		for name := range s.Environment {
			if !slices.Contains(settings, name) {
				say("%s is not a setting of .env.example", name)
			}
		}
	}
}
