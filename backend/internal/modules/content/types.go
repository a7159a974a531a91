package content

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// FieldKind says what a field holds.
type FieldKind string

// The kinds of field.
const (
	KindText     FieldKind = "text"
	KindTextarea FieldKind = "textarea"
	KindRich     FieldKind = "rich"
	KindBool     FieldKind = "bool"
	KindInt      FieldKind = "int"
	KindDecimal  FieldKind = "decimal"
	KindMoney    FieldKind = "money"
	KindDate     FieldKind = "date"
	KindDatetime FieldKind = "datetime"
	KindURL      FieldKind = "url"
	KindEmail    FieldKind = "email"
	KindTel      FieldKind = "tel"
	KindEnum     FieldKind = "enum"
	KindTerm     FieldKind = "term"
	KindRef      FieldKind = "ref"
	KindMedia    FieldKind = "media"
	KindGroup    FieldKind = "group"
	KindGeo      FieldKind = "geo"
)

var fieldKinds = []FieldKind{
	KindText, KindTextarea, KindRich, KindBool, KindInt, KindDecimal, KindMoney, KindDate, KindDatetime, KindURL,
	KindEmail, KindTel, KindEnum, KindTerm, KindRef, KindMedia, KindGroup, KindGeo,
}

// Obligation says how strictly a field is asked for.
type Obligation string

// The obligations of the model: mandatory, asked by the assertion of the
// measure, checked by the validator, conditional, optional, extension.
const (
	Mandatory   Obligation = "M"
	Assertion   Obligation = "A"
	Validator   Obligation = "V"
	Conditional Obligation = "C"
	Optional    Obligation = "o"
	Extension   Obligation = "x"
)

// Option is a value of an enum.
type Option struct {
	Value string    `yaml:"value" json:"value" binding:"required"`
	Label i18n.Text `yaml:"label" json:"label" binding:"required"`
} //	@name	ContentOption

// Field is one field of a type of content.
type Field struct {
	Key        string     `yaml:"key" json:"key" binding:"required"`
	Group      string     `yaml:"group" json:"group,omitempty"`
	Kind       FieldKind  `yaml:"kind" json:"kind" binding:"required"`
	Label      i18n.Text  `yaml:"label" json:"label" binding:"required"`
	Help       i18n.Text  `yaml:"help" json:"help,omitempty"`
	Obligation Obligation `yaml:"obligation" json:"obligation" enums:"M,A,V,C,o,x" binding:"required"`
	Rule       string     `yaml:"rule" json:"rule,omitempty"` // CEL over data: when a conditional field is mandatory
	Many       bool       `yaml:"many" json:"many,omitempty"`
	MinItems   int        `yaml:"min_items" json:"min_items,omitempty" format:"int32"`
	MaxItems   int        `yaml:"max_items" json:"max_items,omitempty" format:"int32"`
	MaxLength  int        `yaml:"max_length" json:"max_length,omitempty" format:"int32"`
	WarnLength int        `yaml:"warn_length" json:"warn_length,omitempty" format:"int32"`
	Options    []Option   `yaml:"options" json:"options,omitempty"`
	Vocabulary string     `yaml:"vocabulary" json:"vocabulary,omitempty"`
	To         []string   `yaml:"to" json:"to,omitempty"`
	Media      string     `yaml:"media" json:"media,omitempty"`
	Fields     []Field    `yaml:"fields" json:"fields,omitempty"`
	Use        string     `yaml:"use" json:"-"` // a shared group of _base.yaml
	Localised  *bool      `yaml:"localised" json:"localised,omitempty"`
	Inverse    string     `yaml:"inverse" json:"inverse,omitempty"` // name of the relation seen from the other side
	Computed   bool       `yaml:"computed" json:"computed,omitempty"`
	Default    any        `yaml:"default" json:"default,omitempty"`
} //	@name	ContentField

// IsLocalised tells whether the field has a value for each language.
func (f Field) IsLocalised() bool {
	switch f.Kind {
	case KindText, KindTextarea, KindRich:
		return f.Localised == nil || *f.Localised
	default:
		return false
	}
}

// Group is a section of the page and of the form.
type Group struct {
	ID     string    `yaml:"id" json:"id" binding:"required"`
	Title  i18n.Text `yaml:"title" json:"title" binding:"required"`
	Anchor string    `yaml:"anchor" json:"anchor" binding:"required"`
} //	@name	ContentGroup

// Type is a type of content: its fields in the order of the model.
type Type struct {
	Type       string    `yaml:"type"`
	Label      i18n.Text `yaml:"label"`
	Plural     i18n.Text `yaml:"plural"`
	Section    string    `yaml:"section"`
	Path       string    `yaml:"path"`
	Searchable bool      `yaml:"searchable"`
	Kind       string    `yaml:"kind"` // the field whose term is the kind of the card
	Date       string    `yaml:"date"`
	EndDate    string    `yaml:"end_date"`
	Expires    string    `yaml:"expires"`    // the field after whose moment the content leaves lists
	Retention  string    `yaml:"retention"`  // the field after whose day the content is withdrawn
	TitleFrom  []string  `yaml:"title_from"` // the fields that make the title, when it has none of its own
	Summary    string    `yaml:"summary"`    // the field that stands for the short description
	Picture    string    `yaml:"picture"`    // the field that stands for the image
	Sort       string    `yaml:"sort"`       // of lists
	Omit       []string  `yaml:"omit"`       // base fields that the type has not
	Groups     []Group   `yaml:"groups"`
	Fields     []Field   `yaml:"fields"`

	fields map[string]*Field
}

// Field finds a field by its key.
func (t *Type) Field(key string) (*Field, bool) {
	f, ok := t.fields[key]
	return f, ok
}

// base is _base.yaml: what every type has, and the groups they share.
type base struct {
	Groups []Group            `yaml:"groups"`
	Fields []Field            `yaml:"fields"`
	Shared map[string][]Field `yaml:"shared"`
}

//go:embed types/*.yaml
var typeFiles embed.FS

// model holds the types in the order of the content model.
type model struct {
	types  []*Type
	byName map[string]*Type
}

// order is that of the content model.
var order = []string{
	"service", "organizational_unit", "public_person", "role_assignment", "place", "event", "news", "public_document",
	"dataset", "contact_point", "topic", "faq", "thematic_site", "call", "ranking_publication", "form_document",
	"pnrr_project", "transparency_item", "notice_board_entry", "page", "alert",
}

// shipped is the content model of this release; a broken one is a broken build.
var shipped = func() *model {
	m, err := loadModel(typeFiles)
	if err != nil {
		panic(err)
	}
	return m
}()

// Types are the types of content, in the order of the model.
func Types() []*Type { return shipped.types }

// TypeOf finds a type by its name.
func TypeOf(name string) (*Type, bool) {
	t, ok := shipped.byName[name]
	return t, ok
}

func loadModel(files fs.FS) (*model, error) {
	var b base
	if err := readYAML(files, "_base.yaml", &b); err != nil {
		return nil, err
	}
	m := &model{byName: map[string]*Type{}}
	for _, name := range order {
		t := &Type{}
		if err := readYAML(files, name+".yaml", t); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			return nil, err
		}
		if t.Type != name {
			return nil, fmt.Errorf("types/%s.yaml is about %s", name, t.Type)
		}
		m.types, m.byName[name] = append(m.types, t), t
	}
	var problems []error
	for _, t := range m.types {
		if err := t.complete(b); err != nil {
			problems = append(problems, err)
		}
	}
	for _, t := range m.types {
		problems = append(problems, t.check()...)
	}
	return m, errors.Join(problems...)
}

func readYAML(files fs.FS, name string, v any) error {
	f, err := files.Open(path.Join("types", name))
	if err != nil {
		return err
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(v); err != nil {
		return fmt.Errorf("types/%s: %w", name, err)
	}
	return nil
}

// complete adds what every type has. A field of the type with the key of a
// base field replaces it.
func (t *Type) complete(b base) error {
	own := map[string]bool{}
	for _, f := range t.Fields {
		own[f.Key] = true
	}
	var before, after []Field
	for _, f := range b.Fields {
		switch {
		case own[f.Key] || slices.Contains(t.Omit, f.Key):
		case f.Group == "header":
			before = append(before, f)
		default:
			after = append(after, f)
		}
	}
	t.Fields = slices.Concat(before, t.Fields, after)
	for _, g := range b.Groups {
		if !slices.ContainsFunc(t.Groups, func(have Group) bool { return have.ID == g.ID }) {
			if g.ID == "header" {
				t.Groups = slices.Insert(t.Groups, 0, g)
				continue
			}
			t.Groups = append(t.Groups, g)
		}
	}
	if t.Path != "" && t.Sort == "" {
		t.Sort = "title"
	}
	t.fields = make(map[string]*Field, len(t.Fields))
	for i := range t.Fields {
		f := &t.Fields[i]
		if err := f.complete(b); err != nil {
			return fmt.Errorf("types/%s.yaml: %s: %w", t.Type, f.Key, err)
		}
		if t.fields[f.Key] != nil {
			return fmt.Errorf("types/%s.yaml: %s is there twice", t.Type, f.Key)
		}
		t.fields[f.Key] = f
	}
	return nil
}

func (f *Field) complete(b base) error {
	if f.Use != "" {
		shared, ok := b.Shared[f.Use]
		if !ok {
			return fmt.Errorf("no shared group %s", f.Use)
		}
		f.Kind, f.Fields = KindGroup, slices.Clone(shared)
	}
	for i := range f.Fields {
		if err := f.Fields[i].complete(b); err != nil {
			return err
		}
	}
	return nil
}

// check finds the mistakes that a file can have and YAML cannot see.
func (t *Type) check() (problems []error) {
	say := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("types/%s.yaml: "+format, append([]any{t.Type}, args...)...))
	}
	for _, text := range []i18n.Text{t.Label, t.Plural} {
		if text["it"] == "" || text["en"] == "" {
			say("label and plural are needed in Italian and English")
		}
	}
	for _, key := range slices.Concat([]string{t.Kind, t.Date, t.EndDate, t.Expires, t.Retention, t.Summary, t.Picture}, t.TitleFrom) {
		if _, ok := t.fields[key]; key != "" && !ok {
			say("no field %s", key)
		}
	}
	groups := map[string]bool{}
	for _, g := range t.Groups {
		groups[g.ID] = true
		if g.Title["it"] == "" || g.Title["en"] == "" {
			say("the group %s has no title in Italian or English", g.ID)
		}
	}
	for _, f := range t.Fields {
		if !groups[f.Group] {
			say("%s is in the unknown group %q", f.Key, f.Group)
		}
		f.check(f.Key, say)
	}
	return problems
}

func (f Field) check(at string, say func(string, ...any)) {
	if !slices.Contains(fieldKinds, f.Kind) {
		say("%s has the unknown kind %q", at, f.Kind)
	}
	if !strings.Contains("MAVCox", string(f.Obligation)) || len(f.Obligation) != 1 {
		say("%s has the unknown obligation %q", at, f.Obligation)
	}
	if f.Label["it"] == "" || f.Label["en"] == "" {
		say("%s has no label in Italian or English", at)
	}
	if (f.Rule != "") != (f.Obligation == Conditional) {
		say("%s needs a rule exactly when it is conditional", at)
	}
	if f.Rule != "" {
		if _, err := compileRule(f.Rule); err != nil {
			say("%s: rule: %w", at, err)
		}
	}
	if _, ok := vocabularies[f.Vocabulary]; (f.Kind == KindTerm) != ok {
		say("%s: vocabulary %q", at, f.Vocabulary)
	}
	if f.Kind == KindEnum && len(f.Options) == 0 {
		say("%s has no options", at)
	}
	for _, o := range f.Options {
		if o.Label["it"] == "" || o.Label["en"] == "" {
			say("%s: the option %s has no label in Italian or English", at, o.Value)
		}
	}
	for _, to := range f.To {
		if !slices.Contains(order, to) {
			say("%s refers to the unknown type %s", at, to)
		}
	}
	if f.Kind == KindGroup && len(f.Fields) == 0 {
		say("%s has no fields", at)
	}
	for _, inner := range f.Fields {
		inner.check(at+"."+inner.Key, say)
	}
}
