//go:build pdfa

package documents

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestDocumentsKeepToPDFA asks veraPDF, which `make pdfa` has built, about
// every kind of document and about one with odd text.
func TestDocumentsKeepToPDFA(t *testing.T) {
	jars := os.Getenv("VERAPDF_CLASSPATH")
	if jars == "" {
		t.Fatal("run make pdfa, which says where veraPDF is")
	}
	all, c := samples(t), oddReceipt()
	odd, err := c.render(sampleIssuer(), sampleDocument(KindReceipt, c.number()))
	if err != nil {
		t.Fatal(err)
	}
	all["odd"] = odd
	dir := t.TempDir()
	var files []string
	for name, pdf := range all {
		file := filepath.Join(dir, name+".pdf")
		if err := os.WriteFile(file, pdf, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	slices.Sort(files)
	for _, standard := range []string{"2a", "ua1"} {
		out, err := exec.CommandContext(t.Context(), "java", append([]string{"-cp", jars, "Validate", standard}, files...)...).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v\n%s", standard, err, out)
		}
	}
}
