package catalogue

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

// blocksFolder holds what forms share: names that begin with an underscore are
// no services.
const blocksFolder = "_blocks"

const (
	sectionsFile = "sections.yaml"
	fieldsFile   = "fields.yaml"
	textsFile    = "texts.yaml"
)

// blocks are the parts that forms take over by name: whole sections, and
// fields or groups of fields.
type blocks struct {
	sections, fields map[string]*node
	texts            sharedTexts
}

// readBlocks reads the blocks of every source; one of a later source replaces
// its namesake.
func readBlocks(sources []fs.FS) (*blocks, []Problem) {
	b := &blocks{sections: map[string]*node{}, fields: map[string]*node{}}
	reader := &folder{name: blocksFolder}
	for _, source := range sources {
		reader.files = source
		if _, err := fs.Stat(source, blocksFolder); err != nil {
			continue
		}
		reader.named(sectionsFile, b.sections)
		reader.named(fieldsFile, b.fields)
		reader.readTexts(&b.texts)
	}
	return b, reader.problems
}

// named adds the values of a file's keys to known.
func (f *folder) named(file string, known map[string]*node) {
	if _, err := fs.Stat(f.files, path.Join(f.name, file)); err != nil {
		return // a directory may add only some kinds of blocks
	}
	n := f.parse(file, parseYAML)
	if n == nil {
		return
	}
	n.writtenIn(path.Join(f.name, file))
	for _, e := range n.entries {
		known[e.key] = e.value
	}
}

// expander replaces the blocks that a form names by what is in them.
type expander struct {
	*blocks
	report func(at spot, format string, args ...any)
}

// group is where the fields at hand belong: keys begin with prefix, and self
// stands in expressions for the root of the block.
type group struct{ prefix, self string }

func (g group) key(name string) string {
	switch {
	case name == "self":
		return g.prefix
	case g.prefix == "":
		return name
	}
	return g.prefix + "." + name
}

// form expands a whole layout.
func (x expander) form(root *node) *node { return root.mapped("steps", x.step) }

func (x expander) step(step *node) *node {
	if title := x.texts.stepTitles[step.get("id").text()]; title != nil && step.kind == objectNode && step.get("title") == nil {
		step = step.with("title", title)
	}
	return step.mapped("sections", x.section)
}

// section expands a section that names a block, alone or with changes: its own
// keys replace the block's, its own fields follow.
func (x expander) section(n *node) *node {
	use := n.get("use").text()
	if n.kind == scalarNode {
		use, n = n.text(), &node{file: n.file, line: n.line, kind: objectNode}
	}
	own := x.fields(n.get("fields"), group{}, false)
	if use == "" {
		if n.get("fields") == nil {
			return n
		}
		return n.with("fields", listOf(n, own))
	}
	block := x.sections[use]
	if block == nil {
		x.report(n.spot(), "there is no section block %q", use)
		return n.without("use")
	}
	id := use
	if given := n.get("id").text(); given != "" {
		id = given
	}
	key := id
	if given := n.get("key").text(); given != "" {
		key = given
	}
	out := n.without("use", "key").with("id", n.saying(id))
	for _, e := range block.entries {
		if e.key != "fields" && out.get(e.key) == nil {
			out.entries = append(out.entries, e)
		}
	}
	fields := x.fields(block.get("fields"), group{key, "data." + key + "."}, false)
	return out.with("fields", listOf(n, append(fields, own...)))
}

func listOf(at *node, items []*node) *node {
	return &node{file: at.file, line: at.line, kind: listNode, items: items}
}

func (x expander) fields(list *node, g group, inList bool) []*node {
	if list == nil {
		return nil
	}
	var out []*node
	for _, field := range list.items {
		if use := field.get("use"); use != nil {
			out = append(out, x.use(field, use.text(), g, inList)...)
			continue
		}
		out = append(out, x.field(field, g))
	}
	return out
}

// field gives a field its full key and, in its expressions, the root of its
// block.
func (x expander) field(field *node, g group) *node {
	out := field
	if key := field.get("key"); key != nil && g.prefix != "" {
		out = out.with("key", key.saying(g.key(key.text())))
	}
	out = g.expressions(out)
	if inner := field.get("fields"); inner != nil {
		out = out.with("fields", listOf(inner, x.fields(inner, group{self: g.self}, true)))
	}
	return out
}

var selfShape = regexp.MustCompile(`(^|[^A-Za-z0-9_.])self\.`)

// expressions writes the root of the block where a field's expressions say
// self.
func (g group) expressions(field *node) *node {
	if g.self == "" {
		return field
	}
	for _, key := range []string{"visible_if", "required_if", "value", "min", "max"} {
		if source := field.get(key); source != nil && strings.Contains(source.text(), "self.") {
			field = field.with(key, source.saying(selfShape.ReplaceAllString(source.text(), "${1}"+g.self)))
		}
	}
	return field
}

// use expands a field that names a block: one field with changes, or a group.
func (x expander) use(field *node, name string, g group, inList bool) []*node {
	block := x.blocks.fields[name]
	if block == nil {
		x.report(field.spot(), "there is no field block %q", name)
		return nil
	}
	if field.get("key").text() == "" {
		x.report(field.spot(), "a field that uses a block needs a key")
		return nil
	}
	if block.get("type") != nil {
		out := field.without("use")
		for _, e := range block.entries {
			if out.get(e.key) == nil {
				out.entries = append(out.entries, e)
			}
		}
		return []*node{x.field(out, g)}
	}
	key := g.key(field.get("key").text())
	self := "data." + key + "."
	if inList {
		self = "item." + key + "."
	}
	children := x.fields(block.get("fields"), group{key, self}, inList)
	field = g.expressions(field)
	for i, child := range children {
		children[i] = x.inherit(child, field, i == 0)
	}
	return children
}

// inherit gives a field of a group what the group was given as a whole.
func (x expander) inherit(child, group *node, first bool) *node {
	for _, e := range group.entries {
		switch e.key {
		case "use", "key":
		case "label":
			child = child.with("label", joined(e.value, child.get("label")))
		case "help":
			if first {
				child = child.with("help", e.value)
			}
		case "visible_if":
			condition := e.value
			if own := child.get("visible_if").text(); own != "" {
				condition = condition.saying("(" + condition.text() + ") && (" + own + ")")
			}
			child = child.with("visible_if", condition)
		case "required":
			if e.value.scalar == false {
				child = child.without("required", "required_if")
			}
		case "required_if":
			if child.get("required") != nil {
				child = child.without("required").with("required_if", e.value)
			}
		case "read_only":
			child = child.with("read_only", e.value)
		default:
			if first {
				x.report(e.spot(), "a group of fields takes label, help, visible_if, required, required_if and read_only, not %q", e.key)
			}
		}
	}
	return child
}

// joined is the label of a field under the label of its group.
func joined(group, field *node) *node {
	out := &node{file: group.file, line: group.line, kind: objectNode}
	for _, lang := range []string{"it", "en"} {
		text := fmt.Sprintf("%s – %s", group.get(lang).text(), field.get(lang).text())
		out.entries = append(out.entries, entry{lang, group.file, group.line, group.saying(text)})
	}
	return out
}
