// Command newservice writes the folder of a digital service that works: a
// form of two steps, a procedure and every text, to be made one's own.
package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/tools/internal/scaffold"
)

//go:embed template
var templates embed.FS

func main() {
	id := ""
	if len(os.Args) == 2 {
		id = os.Args[1]
	}
	files, err := generate("catalogue", id, time.Now())
	if err != nil {
		fmt.Fprintln(os.Stderr, "new-service:", err)
		os.Exit(1)
	}
	for _, f := range files {
		fmt.Println("backend/" + filepath.ToSlash(f))
	}
	fmt.Println("\nMake it your own, in service.yaml first; backend/catalogue/README.md explains every key.\n" +
		"(cd backend && go run ./cmd/server catalogue check) says what is wrong, and where.")
}

var kebab = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

type service struct {
	ID, Title, Today, KeywordsJSON string
}

// generate writes the service into the folder id of catalogue.
func generate(catalogue, id string, now time.Time) ([]string, error) {
	if !kebab.MatchString(id) {
		return nil, fmt.Errorf("%q is no name: lower case words with hyphens, like bulky-waste", id)
	}
	words := strings.Split(id, "-")
	keywords, err := json.Marshal(words)
	if err != nil {
		return nil, err
	}
	title := strings.Join(words, " ")
	s := service{
		ID: id, Title: strings.ToUpper(title[:1]) + title[1:], Today: now.Format(time.DateOnly), KeywordsJSON: string(keywords),
	}
	files, err := fs.Sub(templates, "template")
	if err != nil {
		return nil, err
	}
	return scaffold.Tree(files, filepath.Join(catalogue, id), s)
}
