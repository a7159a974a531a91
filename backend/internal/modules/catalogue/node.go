package catalogue

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// node is a value of a YAML or JSON file that remembers its place.
type node struct {
	file    string // where a block was written; empty in the file being read
	line    int
	scalar  any // string, bool, int64, float64 or nil
	entries []entry
	items   []*node
	kind    nodeKind
}

type nodeKind string

const (
	scalarNode nodeKind = "a value"
	objectNode nodeKind = "a group of keys"
	listNode   nodeKind = "a list"
)

type entry struct {
	key   string
	file  string
	line  int
	value *node
}

// spot is a place in a file of the catalogue.
type spot struct {
	file string
	line int
}

func (n *node) spot() spot { return spot{n.file, n.line} }
func (e entry) spot() spot { return spot{e.file, e.line} }

// writtenIn notes the file of a value and of all in it.
func (n *node) writtenIn(file string) {
	n.file = file
	for i := range n.entries {
		n.entries[i].file = file
		n.entries[i].value.writtenIn(file)
	}
	for _, item := range n.items {
		item.writtenIn(file)
	}
}

// with returns a copy in which a key has another value, at the same place.
func (n *node) with(key string, value *node) *node {
	out := *n
	out.entries = nil
	for _, e := range n.entries {
		if e.key == key {
			e.value, value = value, nil
		}
		out.entries = append(out.entries, e)
	}
	if value != nil {
		out.entries = append(out.entries, entry{key, value.file, value.line, value})
	}
	return &out
}

// mapped returns a copy in which each element of the list at a key is what
// change makes of it; without the list, the node itself.
func (n *node) mapped(key string, change func(*node) *node) *node {
	list := n.get(key)
	if list == nil {
		return n
	}
	out := *list
	out.items = nil
	for _, item := range list.items {
		out.items = append(out.items, change(item))
	}
	return n.with(key, &out)
}

// without returns a copy that lacks some keys.
func (n *node) without(keys ...string) *node {
	out := *n
	out.entries = nil
	for _, e := range n.entries {
		if !slices.Contains(keys, e.key) {
			out.entries = append(out.entries, e)
		}
	}
	return &out
}

// saying returns a copy of a value that has another text.
func (n *node) saying(text string) *node {
	return &node{file: n.file, line: n.line, kind: scalarNode, scalar: text}
}

// get returns the value of a key; nil when it is not there.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, e := range n.entries {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

func (n *node) text() string {
	if n == nil {
		return ""
	}
	text, _ := n.scalar.(string)
	return text
}

// lineError is what is wrong with a file, and where.
type lineError struct {
	line   int
	reason string
}

func (e lineError) Error() string { return e.reason }

// parseYAML reads a YAML file. Anchors and merges are not part of the format.
func parseYAML(content []byte) (*node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, yamlError(err)
	}
	if len(document.Content) == 0 {
		return nil, lineError{1, "the file is empty"}
	}
	return fromYAML(document.Content[0])
}

func yamlError(err error) error {
	text := err.Error()
	var line int
	if _, scan := fmt.Sscanf(text, "yaml: line %d:", &line); scan != nil {
		line = 1
	}
	if strings.Contains(text, "did not find expected") {
		line++ // the library counts the lines of these errors from zero
	}
	_, reason, found := strings.Cut(strings.TrimPrefix(text, "yaml: line"), ": ")
	if !found {
		reason = text
	}
	return lineError{line, "this is not YAML: " + reason}
}

func fromYAML(source *yaml.Node) (*node, error) {
	n := &node{line: source.Line}
	switch source.Kind {
	case yaml.MappingNode:
		n.kind = objectNode
		for i := 0; i < len(source.Content); i += 2 {
			key := source.Content[i]
			value, err := fromYAML(source.Content[i+1])
			if err != nil {
				return nil, err
			}
			if err := n.add(key.Value, key.Line, value); err != nil {
				return nil, err
			}
		}
	case yaml.SequenceNode:
		n.kind = listNode
		for _, element := range source.Content {
			value, err := fromYAML(element)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, value)
		}
	case yaml.ScalarNode:
		n.kind = scalarNode
		n.scalar = yamlScalar(source)
	default:
		return nil, lineError{source.Line, "anchors and aliases are not allowed here"}
	}
	return n, nil
}

func yamlScalar(source *yaml.Node) any {
	switch source.Tag {
	case "!!int":
		if i, err := strconv.ParseInt(source.Value, 0, 64); err == nil {
			return i
		}
	case "!!float":
		if f, err := strconv.ParseFloat(source.Value, 64); err == nil {
			return f
		}
	case "!!bool":
		return source.Value == "true" || source.Value == "True" || source.Value == "TRUE"
	case "!!null":
		return nil
	}
	return source.Value
}

func (n *node) add(key string, line int, value *node) error {
	if n.get(key) != nil {
		return lineError{line, fmt.Sprintf("the key %q is written twice", key)}
	}
	n.entries = append(n.entries, entry{key, "", line, value})
	return nil
}

// parseJSON reads a JSON file.
func parseJSON(content []byte) (*node, error) {
	r := &jsonReader{content: content, decoder: json.NewDecoder(bytes.NewReader(content))}
	r.decoder.UseNumber()
	n, err := r.value()
	if err != nil {
		return nil, r.explain(err)
	}
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, lineError{r.line(), "there is more after the end of the JSON value"}
	}
	return n, nil
}

type jsonReader struct {
	content []byte
	decoder *json.Decoder
}

func (r *jsonReader) line() int {
	return 1 + bytes.Count(r.content[:r.decoder.InputOffset()], []byte("\n"))
}

func (r *jsonReader) explain(err error) error {
	var known lineError
	if errors.As(err, &known) {
		return known
	}
	line := r.line()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line = 1 + bytes.Count(r.content[:min(int(syntax.Offset), len(r.content))], []byte("\n"))
	}
	return lineError{line, "this is not JSON: " + err.Error()}
}

func (r *jsonReader) value() (*node, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	n := &node{line: r.line(), kind: scalarNode}
	switch t := token.(type) {
	case json.Delim:
		if t == '{' {
			n.kind = objectNode
			return n, r.object(n)
		}
		n.kind = listNode
		return n, r.list(n)
	case json.Number:
		n.scalar = jsonNumber(t)
	default:
		n.scalar = t
	}
	return n, nil
}

func jsonNumber(n json.Number) any {
	if i, err := n.Int64(); err == nil {
		return i
	}
	f, _ := n.Float64()
	return f
}

func (r *jsonReader) object(n *node) error {
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		key, _ := token.(string)
		line := r.line()
		value, err := r.value()
		if err != nil {
			return err
		}
		if err := n.add(key, line, value); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

func (r *jsonReader) list(n *node) error {
	for r.decoder.More() {
		value, err := r.value()
		if err != nil {
			return err
		}
		n.items = append(n.items, value)
	}
	_, err := r.decoder.Token()
	return err
}
