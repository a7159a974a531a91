package app

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/sportello-pa/sportello/backend/internal/"

// lines is the order of the modules: each may import those of a lower number.
var lines = map[string]int{
	"audit": 0, "tenants": 1, "identity": 2, "notifications": 3,
	"payments": 4, "documents": 4, "messages": 4, "media": 4,
	"catalogue": 5, "content": 5, "feedback": 5, "applications": 6, "admin": 7, "privacy": 7, "search": 7, "site": 7,
}

// TestImportsPointDown holds the table of which way imports go.
func TestImportsPointDown(t *testing.T) {
	eachImport(t, "..", func(file, imported string) {
		if reason := wrongWay(room(file), room(imported)); reason != "" {
			t.Errorf("%s imports %s: %s", file, imported, reason)
		}
	})
}

type place struct{ layer, name string }

func room(path string) place {
	parts := strings.Split(filepath.ToSlash(path), "/")
	if parts[0] == "app" {
		return place{layer: "app"}
	}
	if len(parts) < 2 {
		return place{layer: parts[0]}
	}
	return place{parts[0], parts[1]}
}

func wrongWay(from, to place) string {
	switch {
	case from == to || from.layer == "app":
		return ""
	case from.layer == "imports":
		// It stands beside the product and writes through its modules.
		if to.layer == "imports" || to.layer == "foundation" || to.layer == "modules" || to == (place{"adapters", "wordpress"}) {
			return ""
		}
		return "an import only knows modules and the reader of older websites"
	case to.layer == "imports":
		return "only app starts imports"
	case from.layer == "foundation" && to.layer != "foundation":
		return "the foundation knows nothing above it"
	case from.layer == "modules" && (to.layer == "adapters" || to.layer == "app"):
		return "a module never imports an adapter or app"
	case from.layer == "adapters" && to.layer == "app":
		return "an adapter never imports app"
	case from.layer == "modules" && to.layer == "modules":
		above, known := lines[from.name]
		below, alsoKnown := lines[to.name]
		if !known || !alsoKnown {
			return "the module is not in the table of lines"
		}
		if below >= above {
			return "modules import only from the lines below their own"
		}
	}
	return ""
}

func eachImport(t *testing.T, root string, visit func(file, imported string)) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		tree, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		for _, spec := range tree.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if inside, ok := strings.CutPrefix(imported, module); ok {
				visit(name, inside)
			}
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("read %d files below %s: %v", files, root, err)
	}
}
