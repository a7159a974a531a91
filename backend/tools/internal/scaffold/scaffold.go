// Package scaffold writes the files that a piece of the product begins with,
// from templates. It never writes over what is there.
package scaffold

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"
)

var snake = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// Migration writes body into dir under the next number and returns the file.
func Migration(dir, name, body string) (string, error) {
	if !snake.MatchString(name) {
		return "", fmt.Errorf("%q is no name: lower case letters, digits and underscores, like add_column", name)
	}
	next, err := nextNumber(dir)
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, fmt.Sprintf("%04d_%s.sql", next, name))
	return file, write(file, []byte(body))
}

var numbered = regexp.MustCompile(`^(\d{4})_.*\.sql$`)

func nextNumber(dir string) (int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return 0, err
	}
	last := 0
	for _, e := range entries {
		if m := numbered.FindStringSubmatch(e.Name()); m != nil {
			n, _ := strconv.Atoi(m[1]) // four digits
			last = max(last, n)
		}
	}
	return last + 1, nil
}

// Tree renders every template of files into dir and returns what it wrote. A
// name may hold an action too; the suffix .tmpl goes away, and Go is laid out.
func Tree(files fs.FS, dir string, data any) ([]string, error) {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("%s is there already", dir)
	}
	var written []string
	err := fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		name, err := render(path, path, data)
		if err != nil {
			return err
		}
		out, err := render(path, string(text), data)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, strings.TrimSuffix(string(name), ".tmpl"))
		if strings.HasSuffix(file, ".go") {
			if out, err = format.Source(out); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		written = append(written, file)
		return write(file, out)
	})
	return written, err
}

// render uses [[ ]], because what is written may have braces of its own.
func render(name, text string, data any) ([]byte, error) {
	t, err := template.New(name).Delims("[[", "]]").Option("missingkey=error").Parse(text)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = t.Execute(&out, data)
	return out.Bytes(), err
}

func write(file string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil { //nolint:gosec // sources
		return err
	}
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // sources
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
