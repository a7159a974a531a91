// Command newmodule writes a module that works: its table, rules, queries,
// endpoints and tests, laid out as all the others. What only a person can
// decide, it says at the end.
package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/sportello-pa/sportello/backend/tools/internal/scaffold"
)

//go:embed template
var templates embed.FS

// names are the forms of the module's name in its files.
type names struct {
	Package string // bookings
	Table   string // bookings
	Path    string // bookings
	Type    string // Booking
	ID      string // booking
	Kebab   string // booking
	Word    string // booking, in sentences
	Words   string // bookings
}

func main() {
	name := ""
	if len(os.Args) == 2 {
		name = os.Args[1]
	}
	if err := run(".", name); err != nil {
		fmt.Fprintln(os.Stderr, "new-module:", err)
		os.Exit(1)
	}
}

func run(backend, name string) error {
	n, err := forms(name)
	if err != nil {
		return err
	}
	files, err := generate(backend, n)
	if err != nil {
		return err
	}
	for _, f := range files {
		fmt.Println("backend/" + filepath.ToSlash(f))
	}
	fmt.Printf(next, n.Package, n.Path, n.Kebab)
	return nil
}

const next = `
What is left:
  internal/app/architecture_test.go  the line of %[1]s in the table of modules
  internal/app/app.go                %[1]s.NewHandler(%[1]s.New(f.DB, f.Clock)) among the handlers
  cmd/server/main.go                 @tag.name %[2]s and what it is about
  frontend/src/lib/i18n              texts of %[3]s-not-found and %[3]s-invalid, in every language
  then make generate, and make test
`

var word = regexp.MustCompile(`^[a-z]{3,30}$`)

// forms derives the other forms from the plural noun that names a module.
func forms(name string) (names, error) {
	if !word.MatchString(name) || !strings.HasSuffix(name, "s") {
		return names{}, fmt.Errorf("%q is no name: an English noun in the plural, lower case, like bookings", name)
	}
	one := strings.TrimSuffix(name, "s")
	switch {
	case strings.HasSuffix(name, "ies"):
		one = strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "sses"), strings.HasSuffix(name, "xes"), strings.HasSuffix(name, "ches"), strings.HasSuffix(name, "shes"):
		one = strings.TrimSuffix(name, "es")
	}
	return names{
		Package: name, Table: name, Path: name, Words: name,
		Type: strings.ToUpper(one[:1]) + one[1:], ID: one, Kebab: one, Word: one,
	}, nil
}

// generate writes the module and its migration under backend.
func generate(backend string, n names) ([]string, error) {
	module, err := fs.Sub(templates, "template/module")
	if err != nil {
		return nil, err
	}
	files, err := scaffold.Tree(module, filepath.Join(backend, "internal/modules", n.Package), n)
	if err != nil {
		return nil, err
	}
	sql, err := templates.ReadFile("template/migration.sql.tmpl")
	if err != nil {
		return nil, err
	}
	migration, err := scaffold.Migration(filepath.Join(backend, "migrations"), n.Table, strings.ReplaceAll(string(sql), "[[.Table]]", n.Table))
	return append(files, migration), err
}
