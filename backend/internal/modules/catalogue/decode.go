package catalogue

import (
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// decoder fills a structure from a file and notes every key it does not know,
// every value of another kind and every missing translation.
type decoder struct {
	folder *folder
	file   string
	spots  map[string]spot // by JSON pointer
}

func (d *decoder) problem(at spot, format string, args ...any) {
	if at.file != "" {
		reason := fmt.Sprintf(format, args...) + " (in " + d.folder.name + ")"
		d.folder.problems = append(d.folder.problems, Problem{File: at.file, Line: at.line, Reason: reason})
		return
	}
	d.folder.problem(d.file, at.line, format, args...)
}

// at reports a problem of the value at a pointer.
func (d *decoder) at(pointer, format string, args ...any) {
	d.problem(d.spot(pointer), format, args...)
}

// spot is the place of the value at a pointer, or of its nearest parent.
func (d *decoder) spot(pointer string) spot {
	for pointer != "" {
		if at, ok := d.spots[pointer]; ok {
			return at
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
	return spot{"", 1}
}

// written tells whether the file has a value at a pointer.
func (d *decoder) written(pointer string) bool {
	_, ok := d.spots[pointer]
	return ok
}

var localizedType = reflect.TypeFor[Localized]()

func (d *decoder) decode(n *node, target reflect.Value, pointer string) {
	if !d.written(pointer) {
		d.spots[pointer] = n.spot()
	}
	if target.Type() == localizedType {
		d.localized(n, target, pointer)
		return
	}
	switch target.Kind() {
	case reflect.Pointer:
		if n.kind == scalarNode && n.scalar == nil {
			return
		}
		target.Set(reflect.New(target.Type().Elem()))
		d.decode(n, target.Elem(), pointer)
	case reflect.Struct:
		d.structure(n, target, pointer)
	case reflect.Map:
		d.mapping(n, target, pointer)
	case reflect.Slice:
		d.slice(n, target, pointer)
	default:
		d.scalar(n, target, pointer)
	}
}

func (d *decoder) expect(n *node, kind nodeKind, pointer string) bool {
	if n.kind == kind {
		return true
	}
	d.problem(n.spot(), "%s must be %s, not %s", name(pointer), kind, n.kind)
	return false
}

// name writes a pointer as people say it: steps.0.sections.
func name(pointer string) string {
	if pointer == "" {
		return "the file"
	}
	return strings.ReplaceAll(strings.TrimPrefix(pointer, "/"), "/", ".")
}

func (d *decoder) structure(n *node, target reflect.Value, pointer string) {
	if !d.expect(n, objectNode, pointer) {
		return
	}
	fields := map[string]int{}
	for i := range target.NumField() {
		if tag, _, _ := strings.Cut(target.Type().Field(i).Tag.Get("json"), ","); tag != "" && tag != "-" {
			fields[tag] = i
		}
	}
	for _, e := range n.entries {
		index, known := fields[e.key]
		if !known {
			d.problem(e.spot(), "unknown key %q%s", e.key, suggestion(e.key, fields))
			continue
		}
		d.spots[pointer+"/"+e.key] = e.spot()
		d.decode(e.value, target.Field(index), pointer+"/"+e.key)
	}
}

// suggestion names a known key that differs little from the unknown one.
func suggestion(key string, known map[string]int) string {
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if strings.EqualFold(strings.ReplaceAll(key, "-", "_"), name) || strings.HasPrefix(name, key) || strings.HasPrefix(key, name) {
			return fmt.Sprintf(" (is it %q?)", name)
		}
	}
	return ""
}

func (d *decoder) mapping(n *node, target reflect.Value, pointer string) {
	if !d.expect(n, objectNode, pointer) {
		return
	}
	target.Set(reflect.MakeMap(target.Type()))
	for _, e := range n.entries {
		value := reflect.New(target.Type().Elem()).Elem()
		d.spots[pointer+"/"+e.key] = e.spot()
		d.decode(e.value, value, pointer+"/"+e.key)
		target.SetMapIndex(reflect.ValueOf(e.key), value)
	}
}

func (d *decoder) slice(n *node, target reflect.Value, pointer string) {
	if !d.expect(n, listNode, pointer) {
		return
	}
	target.Set(reflect.MakeSlice(target.Type(), len(n.items), len(n.items)))
	for i, item := range n.items {
		d.decode(item, target.Index(i), fmt.Sprintf("%s/%d", pointer, i))
	}
}

func (d *decoder) scalar(n *node, target reflect.Value, pointer string) {
	if !d.expect(n, scalarNode, pointer) {
		return
	}
	wrong := func(want string) { d.problem(n.spot(), "%s must be %s, not %v", name(pointer), want, n.scalar) }
	switch target.Kind() {
	case reflect.String:
		text, ok := n.scalar.(string)
		if cents, whole := n.scalar.(int64); whole && strings.HasSuffix(pointer, "/amount") {
			text, ok = strconv.FormatInt(cents, 10), true // an expression that is a number
		}
		if !ok {
			wrong("a text")
			return
		}
		target.SetString(text)
	case reflect.Bool:
		truth, ok := n.scalar.(bool)
		if !ok {
			wrong("true or false")
			return
		}
		target.SetBool(truth)
	case reflect.Int, reflect.Int64:
		number, ok := n.scalar.(int64)
		if !ok {
			wrong("a whole number")
			return
		}
		target.SetInt(number)
	default: // any
		if n.scalar != nil {
			target.Set(reflect.ValueOf(n.scalar))
		}
	}
}

// localized reads a text in both languages: the two written in place, or the
// name of a pair of files, texts/how-to.md for texts/how-to.it.md and
// texts/how-to.en.md.
func (d *decoder) localized(n *node, target reflect.Value, pointer string) {
	var text Localized
	switch {
	case n.kind == scalarNode && strings.HasSuffix(n.text(), ".md"):
		text.IT = d.textFile(n, "it")
		text.EN = d.textFile(n, "en")
	case n.kind == objectNode:
		text.IT = d.translation(n, "it", pointer)
		text.EN = d.translation(n, "en", pointer)
		for _, e := range n.entries {
			if e.key != "it" && e.key != "en" {
				d.problem(e.spot(), "unknown language %q: texts are in it and en", e.key)
			}
		}
	default:
		d.problem(n.spot(), "%s must be a text in it and en, or the name of a text file that ends in .md", name(pointer))
	}
	target.Set(reflect.ValueOf(text))
}

func (d *decoder) translation(n *node, lang, pointer string) string {
	text := strings.TrimSpace(n.get(lang).text())
	if text == "" {
		d.problem(n.spot(), "%s has no translation in %q", name(pointer), lang)
	}
	return text
}

func (d *decoder) textFile(n *node, lang string) string {
	file := strings.TrimSuffix(n.text(), ".md") + "." + lang + ".md"
	content, err := fs.ReadFile(d.folder.files, path.Join(d.folder.name, file))
	if err != nil {
		d.problem(n.spot(), "the text file %s is missing", file)
		return ""
	}
	text := strings.TrimSpace(string(content))
	if text == "" {
		d.folder.problem(file, 1, "the text is empty")
	}
	return text
}
