package testkit

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Golden compares got with testdata/<name of the test>.golden. JSON is laid
// out first, and the values of the fields named by masks, at any depth, are
// replaced: they differ from run to run. `make golden` rewrites the files.
func Golden(t testing.TB, got []byte, masks ...string) {
	t.Helper()
	got = normal(got, masks)
	path := filepath.Join("testdata", strings.NewReplacer("/", "__", " ", "_").Replace(t.Name())+".golden")
	if os.Getenv("GOLDEN") == "rewrite" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // part of the sources
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil { //nolint:gosec // part of the sources
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path) //nolint:gosec // part of the sources
	if err != nil {
		t.Fatalf("%v\nrun `make golden` and read the diff; it would hold:\n%s", err, got)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func normal(b []byte, masks []string) []byte {
	var value any
	if json.Unmarshal(b, &value) != nil {
		return append(bytes.TrimRight(b, "\n"), '\n')
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	_ = e.Encode(mask(value, masks)) // it came from JSON
	return out.Bytes()
}

func mask(value any, masks []string) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if slices.Contains(masks, key) {
				v[key] = "<" + key + ">"
				continue
			}
			v[key] = mask(inner, masks)
		}
	case []any:
		for i := range v {
			v[i] = mask(v[i], masks)
		}
	}
	return value
}
