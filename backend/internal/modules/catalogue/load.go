package catalogue

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Problem is a mistake in a service folder.
type Problem struct {
	File   string
	Line   int
	Reason string
}

// String gives file:line: reason, which editors can follow.
func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Reason) }

// Invalid is the error of a catalogue with faulty folders.
type Invalid []Problem

// Error lists the problems, one a line.
func (i Invalid) Error() string {
	lines := make([]string, 0, len(i)+1)
	lines = append(lines, "the catalogue has faulty services:")
	for _, p := range i {
		lines = append(lines, "  "+p.String())
	}
	return strings.Join(lines, "\n")
}

// Sources are the folders of services that the product ships and, when dir is
// not empty, those of a directory: they add to the shipped ones, and replace
// those of the same name.
func Sources(shipped fs.FS, dir string) []fs.FS {
	if dir == "" {
		return []fs.FS{shipped}
	}
	return []fs.FS{shipped, os.DirFS(dir)}
}

// Check reads every service folder and says what is wrong with them.
func Check(sources ...fs.FS) []Problem {
	_, problems := read(sources)
	return problems
}

// Load reads every service folder. One fault refuses the whole catalogue, with
// an Invalid that says where it is.
func Load(sources ...fs.FS) ([]*Definition, error) {
	definitions, problems := read(sources)
	if len(problems) > 0 {
		return nil, Invalid(problems)
	}
	return definitions, nil
}

func read(sources []fs.FS) ([]*Definition, []Problem) {
	folders, problems := findFolders(sources)
	var definitions []*Definition
	ids := map[string]string{}
	for _, f := range folders {
		definition := f.load()
		if first, twice := ids[definition.ID]; twice {
			f.problem(serviceFile, f.service.line("/id"), "the id %q is already taken by the folder %s", definition.ID, first)
		}
		ids[definition.ID] = f.name
		problems = append(problems, f.problems...)
		definitions = append(definitions, definition)
	}
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return definitions, problems
}

// findFolders lists the service folders; one of a later source replaces its
// namesake.
func findFolders(sources []fs.FS) ([]*folder, []Problem) {
	byName := map[string]*folder{}
	var problems []Problem
	for _, source := range sources {
		entries, err := fs.ReadDir(source, ".")
		if err != nil {
			problems = append(problems, Problem{File: ".", Line: 1, Reason: "the catalogue cannot be read: " + err.Error()})
			continue
		}
		for _, e := range entries {
			if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
				byName[e.Name()] = &folder{name: e.Name(), files: source}
			}
		}
	}
	folders := make([]*folder, 0, len(byName))
	for _, f := range byName {
		folders = append(folders, f)
	}
	slices.SortFunc(folders, func(a, b *folder) int { return cmp.Compare(a.name, b.name) })
	return folders, problems
}

const (
	serviceFile   = "service.yaml"
	defaultSchema = "form.schema.json"
	defaultLayout = "form.ui.json"
	exampleFile   = "example.json"
)

// folder is a service being read.
type folder struct {
	name     string
	files    fs.FS
	problems []Problem
	service  *decoder
	layout   *decoder
	schema   *node
	schemaIn string
}

func (f *folder) problem(file string, line int, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: path.Join(f.name, file), Line: max(line, 1), Reason: fmt.Sprintf(format, args...)})
}

// serviceYAML is the content of service.yaml; its tags are the known keys.
type serviceYAML struct {
	ID           string            `json:"id"`
	Title        Localized         `json:"title"`
	Summary      Localized         `json:"summary"`
	Category     string            `json:"category"`
	Topics       []string          `json:"topics"`
	LifeEvents   []string          `json:"life_events"`
	Status       string            `json:"status"`
	Access       Access            `json:"access"`
	Form         string            `json:"form"`
	Layout       string            `json:"layout"`
	Workflow     workflowYAML      `json:"workflow"`
	Fees         []FeeRule         `json:"fees"`
	Declarations []Declaration     `json:"declarations"`
	Privacy      Privacy           `json:"privacy"`
	Prefill      map[string]string `json:"prefill"`
	Texts        Texts             `json:"texts"`
	Keywords     Keywords          `json:"keywords"`
	Sheet        Sheet             `json:"sheet"`
}

type workflowYAML struct {
	Office       string   `json:"office"`
	DeadlineDays int      `json:"deadline_days"`
	Silence      string   `json:"silence"`
	Outcomes     []string `json:"outcomes"`
}

// layoutJSON is the content of form.ui.json.
type layoutJSON struct {
	Schema string `json:"$schema"`
	Steps  []Step `json:"steps"`
}

// load reads the folder; what is wrong is in f.problems.
func (f *folder) load() *Definition {
	var service serviceYAML
	f.service = f.read(serviceFile, parseYAML, &service)
	definition := service.definition()
	if f.service == nil {
		f.service = &decoder{folder: f, file: serviceFile}
		definition.ID = f.name
		return definition
	}
	f.readForm(definition, cmp.Or(service.Form, defaultSchema), cmp.Or(service.Layout, defaultLayout))
	newChecker(f, definition).run()
	if len(f.problems) == 0 {
		definition.Version = version(definition)
		f.readExample(definition)
	}
	return definition
}

func (s serviceYAML) definition() *Definition {
	return &Definition{
		ID: s.ID, Title: s.Title, Abstract: s.Summary, Category: s.Category, Topics: s.Topics, LifeEvents: s.LifeEvents,
		Status: cmp.Or(s.Status, "active"), Office: s.Workflow.Office, Access: s.Access, Fees: s.Fees,
		Deadline: Deadline{Days: s.Workflow.DeadlineDays, Silence: cmp.Or(s.Workflow.Silence, "none")},
		Outcomes: s.Workflow.Outcomes, Declarations: s.Declarations, Privacy: s.Privacy, PrefillFrom: s.Prefill,
		Texts: s.Texts, Keywords: s.Keywords, Sheet: s.Sheet,
	}
}

// read decodes one file strictly; nil when it cannot be read at all.
func (f *folder) read(file string, parse func([]byte) (*node, error), target any) *decoder {
	n := f.parse(file, parse)
	if n == nil {
		return nil
	}
	d := &decoder{folder: f, file: file, lines: map[string]int{}}
	d.decode(n, reflect.ValueOf(target).Elem(), "")
	return d
}

func (f *folder) parse(file string, parse func([]byte) (*node, error)) *node {
	content, err := fs.ReadFile(f.files, path.Join(f.name, file))
	if err != nil {
		f.problem(file, 1, "the file is missing")
		return nil
	}
	n, err := parse(content)
	if err != nil {
		line := 1
		var where lineError
		if errors.As(err, &where) {
			line = where.line
		}
		f.problem(file, line, "%s", err)
		return nil
	}
	return n
}

func (f *folder) readForm(definition *Definition, schemaFile, layoutFile string) {
	var layout layoutJSON
	if f.layout = f.read(layoutFile, parseJSON, &layout); f.layout == nil {
		f.layout = &decoder{folder: f, file: layoutFile}
	}
	definition.Form.Steps = layout.Steps
	f.schemaIn = schemaFile
	if f.schema = f.parse(schemaFile, parseJSON); f.schema == nil {
		return
	}
	content, err := fs.ReadFile(f.files, path.Join(f.name, schemaFile))
	if err != nil {
		return // reported by parse
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, content); err == nil {
		definition.Form.Schema = compact.Bytes()
	}
}

func (f *folder) readExample(definition *Definition) {
	content, err := fs.ReadFile(f.files, path.Join(f.name, exampleFile))
	if err != nil {
		return // an example is welcome, not required
	}
	var example ExampleData
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&example); err != nil {
		f.problem(exampleFile, 1, "this is not an example: %s", err)
		return
	}
	definition.Example = &example
	f.checkExample(definition)
}

// checkExample refuses an example that its own form refuses.
func (f *folder) checkExample(definition *Definition) {
	env, err := definition.exampleEnv()
	if err != nil {
		f.problem(exampleFile, 1, "%s", err)
		return
	}
	data, attachments, declarations := Example(definition)
	for _, e := range definition.Validate(data, CountFiles(attachments), declarations, env) {
		f.problem(exampleFile, 1, "the example is not valid: %s is refused with %q", e.Pointer, e.Code)
	}
	if _, err := definition.ComputeFees(data, env); err != nil {
		f.problem(exampleFile, 1, "the example cannot be priced: %s", err)
	}
}

// version is the short hash of what applications depend on: everything but the
// public sheet, so that a better sentence there does not age open drafts.
func version(definition *Definition) string {
	copied := *definition
	copied.Version, copied.Sheet, copied.Keywords = "", Sheet{}, Keywords{}
	content, err := json.Marshal(copied)
	if err != nil {
		panic(err) // the structure is plain data
	}
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:6])
}

// Restore reads a definition that was stored as JSON.
func Restore(content []byte) (*Definition, error) {
	var definition Definition
	if err := json.Unmarshal(content, &definition); err != nil {
		return nil, fmt.Errorf("restore a service definition: %w", err)
	}
	return &definition, definition.compile()
}

// compile prepares the expressions and the schema of a definition that was
// checked when it was loaded.
func (d *Definition) compile() error {
	d.indexFields()
	d.programs = &programs{bySource: map[string]compiled{}}
	for _, source := range d.expressions() {
		if err := d.programs.add(source); err != nil {
			return fmt.Errorf("expression %q of %s: %w", source, d.ID, err)
		}
	}
	schema, err := compileSchema(d.Form.Schema)
	d.schema = schema
	return err
}

func compileSchema(content []byte) (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	const here = "form.schema.json"
	if err := compiler.AddResource(here, document); err != nil {
		return nil, err
	}
	return compiler.Compile(here)
}

// indexFields finds fields by key; those of a list as list[].key.
func (d *Definition) indexFields() {
	d.fields = map[string]*Field{}
	d.eachField(func(field *Field, key string, _ string) { d.fields[key] = field })
}

// eachField visits every field with its generic key and its pointer in the
// layout file.
func (d *Definition) eachField(visit func(field *Field, key, pointer string)) {
	for s := range d.Form.Steps {
		for c := range d.Form.Steps[s].Sections {
			section := &d.Form.Steps[s].Sections[c]
			for i := range section.Fields {
				field := &section.Fields[i]
				pointer := fmt.Sprintf("/steps/%d/sections/%d/fields/%d", s, c, i)
				visit(field, field.Key, pointer)
				for j := range field.Fields {
					inner := &field.Fields[j]
					visit(inner, field.Key+"[]."+inner.Key, fmt.Sprintf("%s/fields/%d", pointer, j))
				}
			}
		}
	}
}

// expressions lists every expression of the definition.
func (d *Definition) expressions() []string {
	var sources []string
	for _, step := range d.Form.Steps {
		for _, section := range step.Sections {
			sources = append(sources, section.VisibleIf)
		}
	}
	d.eachField(func(field *Field, _, _ string) {
		sources = append(sources, field.VisibleIf, field.RequiredIf, field.Value)
		if field.Type == "date" {
			sources = append(sources, limitExpression(field.Min), limitExpression(field.Max))
		}
	})
	for _, fee := range d.Fees {
		sources = append(sources, fee.When, fee.Amount)
		for _, row := range fee.Table {
			sources = append(sources, row.When, row.Amount)
		}
	}
	return slices.DeleteFunc(sources, func(s string) bool { return s == "" })
}

// limitExpression is the limit of a date when it is an expression, not a date
// or a distance.
func limitExpression(limit any) string {
	text, ok := limit.(string)
	if _, isDate := parseDate(text); !ok || isDate || limitShape.MatchString(text) {
		return ""
	}
	return text
}
