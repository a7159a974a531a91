//go:build samples

package imports_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/adapters/wordpress"
	"github.com/sportello-pa/sportello/backend/internal/imports"
)

// TestASampleExport imports the export in the folder SAMPLES, twice.
func TestASampleExport(t *testing.T) {
	file, err := os.Open(filepath.Join(os.Getenv("SAMPLES"), "export.wxr.xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	read, err := wordpress.ReadWXR(file)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	from := imports.FromWordPress(read, near, "Prova")
	first := w.run(from, imports.Options{Publish: true})
	if err := first.Summary(t.Output()); err != nil {
		t.Fatal(err)
	}
	for _, l := range first.Lines {
		t.Log(l)
	}
	second := w.run(from, imports.Options{Publish: true})
	for i, tally := range second.Tallies {
		if tally.Created+tally.Updated > 0 || tally.Unchanged != first.Tallies[i].Created {
			t.Errorf("the second run: %+v", tally)
		}
	}
}
