package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const dockerfile = `FROM golang:1.26.8-bookworm AS build
COPY backend/go.mod ./
RUN go build -o /server .

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /server /server
USER nonroot
HEALTHCHECK CMD ["/server", "health"]
ENTRYPOINT ["/server"]
`

const compose = `services:
  postgres:
    image: postgres:17.10-bookworm
    environment: { POSTGRES_PASSWORD: "${POSTGRES_PASSWORD}" }
    healthcheck: { test: ["CMD", "pg_isready"] }
  api:
    build: { context: .., dockerfile: docker/api.Dockerfile }
    restart: unless-stopped
    read_only: true
    cap_drop: [ALL]
    environment: { SECRET_KEY: "${SECRET_KEY}" }
    ports: ["127.0.0.1:8080:8080"]
`

func TestWhatIsWrongIsFound(t *testing.T) {
	tests := map[string]struct {
		file, old, new string
		want           string // empty: nothing is found
	}{
		"a clean set passes":             {"", "", "", ""},
		"a base image that moves":        {"docker/api.Dockerfile", "golang:1.26.8-bookworm", "golang:1-bookworm", "moves with each minor release"},
		"a base image without a tag":     {"docker/api.Dockerfile", "golang:1.26.8-bookworm", "golang", "no tag that stays"},
		"a container of root":            {"docker/api.Dockerfile", "USER nonroot\n", "", "run as root"},
		"a container that says it is":    {"docker/api.Dockerfile", "USER nonroot", "USER 0:0", "run as root"},
		"no check of its health":         {"docker/api.Dockerfile", `HEALTHCHECK CMD ["/server", "health"]` + "\n", "", "healthy"},
		"a shell that eats the signals":  {"docker/api.Dockerfile", `ENTRYPOINT ["/server"]`, "ENTRYPOINT /server", "without a shell"},
		"a source that is not there":     {"docker/api.Dockerfile", "backend/go.mod", "backend/gone.mod", "not in the repository"},
		"a keyword of another case":      {"docker/api.Dockerfile", "AS build", "as build", "FromAsCasing"},
		"a variable that nobody lists":   {"docker/compose.yaml", "${SECRET_KEY}", "${SECRET}", "SECRET is not in .env.example"},
		"a setting that does not exist":  {"docker/compose.yaml", "{ SECRET_KEY:", "{ SECRETKEY:", "SECRETKEY is not a setting"},
		"a port open to the network":     {"docker/compose.yaml", "127.0.0.1:8080:8080", "8080:8080", "open to the network"},
		"capabilities that nobody needs": {"docker/compose.yaml", "    cap_drop: [ALL]\n", "", "capabilities"},
		"a database that moves":          {"docker/compose.yaml", "postgres:17.10-bookworm", "postgres:latest", "no tag that stays"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			root := repository(t)
			if tt.file != "" {
				change(t, filepath.Join(root, tt.file), tt.old, tt.new)
			}
			found, err := lint(t.Context(), root)
			if err != nil {
				t.Fatal(err)
			}
			named := func(finding string) bool { return strings.Contains(finding, tt.want) }
			if tt.want == "" && len(found) > 0 || tt.want != "" && !slices.ContainsFunc(found, named) {
				t.Errorf("found %q, want %q", found, tt.want)
			}
		})
	}
}

func TestAComposeFileOutsideTheSpecificationIsRefused(t *testing.T) {
	root := repository(t)
	change(t, filepath.Join(root, "docker/compose.yaml"), "read_only:", "readonly:")
	if found, err := lint(t.Context(), root); err == nil {
		t.Errorf("found %q, want an error", found)
	}
}

func repository(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for path, text := range map[string]string{
		"backend/go.mod": "module x\n", ".env.example": "SECRET_KEY=\n",
		"docker/.env.example": "POSTGRES_PASSWORD=\nSECRET_KEY=\n", "docker/compose.yaml": compose,
		"docker/api.Dockerfile": dockerfile, "docker/api.Dockerfile.dockerignore": "*\n!backend\n",
	} {
		file := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func change(t *testing.T, file, old, changed string) {
	t.Helper()
	raw, err := os.ReadFile(file) //nolint:gosec // made by this test
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), old) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(raw), old, changed, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
