package scaffold_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/sportello-pa/sportello/backend/tools/internal/scaffold"
)

func TestMigrationsTakeTheNextNumber(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"0001_first.sql", "0009_ninth.sql", "0003_third.sql", "migrations.go"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for want, name := range map[string]string{"0010_add_column.sql": "add_column"} {
		file, err := scaffold.Migration(dir, name, "-- +goose Up\n")
		if err != nil || filepath.Base(file) != want {
			t.Errorf("wrote %s, %v; want %s", file, err, want)
		}
	}
	for _, name := range []string{"", "Add", "add-column", "../up", "add__column", "1st"} {
		if file, err := scaffold.Migration(dir, name, ""); err == nil {
			t.Errorf("%q was taken: %s", name, file)
		}
	}
}

func TestTreeFillsInAndNeverWritesOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	files := fstest.MapFS{
		"[[.Name]].go.tmpl": {Data: []byte("package [[.Name]]\nvar   X = map[string]string{\"{{a}}\": \"b\"}\n")},
		"texts/a.md":        {Data: []byte("[[.Name]]\n")},
	}
	data := map[string]string{"Name": "books"}
	if _, err := scaffold.Tree(files, dir, data); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"books.go":   "package books\n\nvar X = map[string]string{\"{{a}}\": \"b\"}\n",
		"texts/a.md": "books\n",
	} {
		got, err := os.ReadFile(filepath.Join(dir, name)) //nolint:gosec // written above
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	if _, err := scaffold.Tree(files, dir, data); err == nil {
		t.Error("a folder was written over")
	}
}
