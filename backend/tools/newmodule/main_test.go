package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The generated module is laid over the sources, where the packages of the
// product can be imported, and passes its own tests on PostgreSQL.
func TestAGeneratedModuleWorks(t *testing.T) {
	backend, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	copyNames(t, filepath.Join(backend, "migrations"), filepath.Join(dir, "migrations"))
	n, err := forms("samplecases")
	if err != nil {
		t.Fatal(err)
	}
	files, err := generate(dir, n)
	if err != nil {
		t.Fatal(err)
	}
	replace := map[string]string{}
	for _, f := range files {
		rel, err := filepath.Rel(dir, f)
		if err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(backend, rel)] = f
	}
	overlay := filepath.Join(dir, "overlay.json")
	raw, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(overlay, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "module.test")
	command(t, backend, "go", "test", "-c", "-o", binary, "-vet=off", "-overlay", overlay, "./internal/modules/"+n.Package)
	command(t, filepath.Join(backend, "internal/modules"), binary)
}

func command(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// copyNames makes empty files of the same names, so that the next number is
// the one it would be.
func copyNames(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(to, 0o750); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := os.WriteFile(filepath.Join(to, e.Name()), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNames(t *testing.T) {
	for plural, one := range map[string]string{
		"bookings": "Booking", "activities": "Activity", "addresses": "Address", "boxes": "Box", "branches": "Branch", "alerts": "Alert",
	} {
		if n, err := forms(plural); err != nil || n.Type != one {
			t.Errorf("%s: %s, %v; want %s", plural, n.Type, err, one)
		}
	}
	for _, bad := range []string{"", "Bookings", "booking", "book_ings", "../s"} {
		if _, err := forms(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
