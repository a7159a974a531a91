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
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/sync/errgroup"
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
	shared, faults := readBlocks(sources)
	problems = append(problems, faults...)
	definitions := make([]*Definition, len(folders))
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, f := range folders {
		group.Go(func() error {
			definitions[i] = f.load(shared)
			return nil
		})
	}
	_ = group.Wait() // faults are in the folders
	ids := map[string]string{}
	for i, f := range folders {
		id := definitions[i].ID
		if first, twice := ids[id]; twice {
			f.service.at("/id", "the id %q is already taken by the folder %s", id, first)
		}
		ids[id] = f.name
		problems = append(problems, f.problems...)
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
			if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "_") {
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
	serviceFile = "service.yaml"
	layoutFile  = "form.yaml"
	schemaFile  = "form.schema.json"
	exampleFile = "example.json"
)

// folder is a service being read.
type folder struct {
	name     string
	files    fs.FS
	problems []Problem
	service  *decoder
	layout   *decoder
	schema   *node // of form.schema.json
}

func (f *folder) problem(file string, line int, format string, args ...any) {
	f.problems = append(f.problems, Problem{File: path.Join(f.name, file), Line: max(line, 1), Reason: fmt.Sprintf(format, args...)})
}

// serviceYAML is the content of service.yaml; its tags are the known keys.
type serviceYAML struct {
	ID                  string        `json:"id"`
	Title               Localized     `json:"title"`
	Summary             Localized     `json:"summary"`
	Category            string        `json:"category"`
	Topics              []string      `json:"topics"`
	LifeEvents          []string      `json:"life_events"`
	BusinessEvents      []string      `json:"business_events"`
	Audience            []string      `json:"audience"`
	Status              string        `json:"status"`
	Access              Access        `json:"access"`
	Workflow            workflowYAML  `json:"workflow"`
	Limits              Limits        `json:"limits"`
	Fees                []FeeRule     `json:"fees"`
	Declarations        []Declaration `json:"declarations"`
	DeclarationsDefault *bool         `json:"declarations_default"`
	Privacy             Privacy       `json:"privacy"`
	Texts               Texts         `json:"texts"`
	Keywords            Keywords      `json:"keywords"`
	Sheet               Sheet         `json:"sheet"`
	Related             []string      `json:"related"`
}

type workflowYAML struct {
	Kind          string    `json:"kind"`
	Archetype     string    `json:"archetype"`
	Office        string    `json:"office"`
	DeadlineDays  *int      `json:"deadline_days"`
	DeadlineUnit  string    `json:"deadline_unit"`
	DeadlineBasis Localized `json:"deadline_basis"`
	Silence       string    `json:"silence"`
	Outcomes      []string  `json:"outcomes"`
	OutcomeKind   string    `json:"outcome_kind"`
	Appointment   string    `json:"appointment"`
}

// layoutYAML is the content of form.yaml once its blocks are in place.
type layoutYAML struct {
	Steps []Step `json:"steps"`
}

// load reads the folder; what is wrong is in f.problems.
func (f *folder) load(shared *blocks) *Definition {
	var service serviceYAML
	f.service = f.read(serviceFile, &service)
	definition := service.definition()
	if f.service == nil {
		f.service = &decoder{folder: f, file: serviceFile}
		definition.ID = f.name
		return definition
	}
	f.layout = &decoder{folder: f, file: layoutFile, spots: map[string]spot{}}
	if definition.Online() {
		f.readForm(definition, shared)
	}
	shared.texts.complete(definition, service.DeclarationsDefault == nil || *service.DeclarationsDefault)
	newChecker(f, definition).run()
	if len(f.problems) == 0 {
		definition.Version = version(definition)
		f.readExample(definition)
	}
	return definition
}

func (s serviceYAML) definition() *Definition {
	w := s.Workflow
	deadline := Deadline{Unit: cmp.Or(w.DeadlineUnit, CalendarDays), Basis: w.DeadlineBasis, Silence: cmp.Or(w.Silence, "none")}
	if w.DeadlineDays != nil {
		deadline.Days, deadline.Immediate = *w.DeadlineDays, *w.DeadlineDays == 0
	}
	return &Definition{
		ID: s.ID, Title: s.Title, Abstract: s.Summary, Category: s.Category, Topics: s.Topics, LifeEvents: s.LifeEvents,
		BusinessEvents: s.BusinessEvents, Audience: s.Audience, Kind: w.Kind, Archetype: w.Archetype,
		OutcomeKind: w.OutcomeKind, Appointment: w.Appointment, Limits: s.Limits, Related: s.Related,
		Status: cmp.Or(s.Status, Active), Office: w.Office, Access: s.Access, Fees: s.Fees, Deadline: deadline,
		Outcomes: w.Outcomes, Declarations: s.Declarations, Privacy: s.Privacy, Texts: s.Texts, Keywords: s.Keywords, Sheet: s.Sheet,
	}
}

// read decodes one file strictly; nil when it cannot be read at all.
func (f *folder) read(file string, target any) *decoder {
	n := f.parse(file, parseYAML)
	if n == nil {
		return nil
	}
	d := &decoder{folder: f, file: file, spots: map[string]spot{}}
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

// readForm reads the layout with its blocks in place, and derives the schema.
func (f *folder) readForm(definition *Definition, shared *blocks) {
	n := f.parse(layoutFile, parseYAML)
	if n == nil {
		return
	}
	var layout layoutYAML
	n = expander{shared, f.layout.problem}.form(n)
	f.layout.decode(n, reflect.ValueOf(&layout).Elem(), "")
	definition.Form.Steps = layout.Steps
	definition.indexFields()
	definition.fillDefaults()
	definition.Form.Schema = definition.deriveSchema(f.ownSchema())
}

// ownSchema reads the constraints that a service adds to what follows from its
// layout.
func (f *folder) ownSchema() json.RawMessage {
	content, err := fs.ReadFile(f.files, path.Join(f.name, schemaFile))
	if err != nil {
		return nil // most have none
	}
	if f.schema = f.parse(schemaFile, parseJSON); f.schema == nil {
		return nil
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, content); err != nil {
		return nil // reported by parse
	}
	return compact.Bytes()
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

// version is the short hash of what applications depend on. A better sentence
// of the sheet, or another topic, ages no open draft.
func version(definition *Definition) string {
	copied := *definition
	copied.Version, copied.Sheet, copied.Keywords = "", Sheet{}, Keywords{}
	copied.Category, copied.Topics, copied.LifeEvents, copied.BusinessEvents = "", nil, nil, nil
	copied.Audience, copied.Related = nil, nil
	return shortHash(copied)
}

func shortHash(value any) string {
	content, err := json.Marshal(value)
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
	definition.indexFields()
	definition.schema = lazySchema(definition.Form.Schema)
	return &definition, nil
}

// lazySchema compiles a schema when the first application is checked: few of
// the services of a catalogue are in use at a time.
func lazySchema(content []byte) func() (*jsonschema.Schema, error) {
	return sync.OnceValues(func() (*jsonschema.Schema, error) {
		if len(content) == 0 {
			return nil, nil
		}
		return compileSchema(content)
	})
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

// limitExpression is the limit of a date when it is an expression, not a date
// or a distance.
func limitExpression(limit any) string {
	text, ok := limit.(string)
	if _, isDate := parseDate(text); !ok || isDate || limitShape.MatchString(text) {
		return ""
	}
	return text
}
