package catalogue

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
)

var (
	idShape   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	keyShape  = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
	codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// fieldTypes are the types a field may have and, for those that store a value,
// the JSON type that the schema must give it.
var fieldTypes = map[string]string{
	"text": "string", "textarea": "string", "email": "string", "tel": "string", "tax_code": "string", "iban": "string",
	"plate": "string", "number": "number", "money": "integer", "date": "string", "radio": "string", "select": "string",
	"checkboxes": "array", "checkbox": "boolean", "ranking": "array", "list": "array", "computed": "", "file": "", "info": "",
}

// checker finds what the strict reading of the files cannot: references that
// lead nowhere, expressions that do not compile, values out of their range.
type checker struct {
	*folder
	def *Definition
}

func newChecker(f *folder, def *Definition) checker { return checker{f, def} }

func (c checker) run() {
	c.def.programs = &programs{bySource: map[string]compiled{}}
	c.def.indexFields()
	c.identity()
	c.vocabularies()
	c.procedure()
	c.texts()
	c.layoutShape()
	c.def.eachField(c.field)
	c.sections()
	c.fees()
	c.prefill()
	c.compileSchema()
}

// at reports a problem in service.yaml.
func (c checker) at(pointer, format string, args ...any) {
	c.problem(serviceFile, c.service.line(pointer), format, args...)
}

// in reports a problem in the layout.
func (c checker) in(pointer, format string, args ...any) {
	c.problem(c.layout.file, c.layout.line(pointer), format, args...)
}

func (c checker) identity() {
	switch {
	case c.def.ID == "":
		c.at("/id", "the key %q is missing", "id")
	case !idShape.MatchString(c.def.ID):
		c.at("/id", "the id %q may have small letters, digits and single hyphens only", c.def.ID)
	case c.def.ID != c.name:
		c.at("/id", "the id %q is not the name of the folder, %q", c.def.ID, c.name)
	}
	if c.def.Status != "active" && c.def.Status != "suspended" {
		c.at("/status", "the status %q is neither active nor suspended", c.def.Status)
	}
	if c.def.Access.MinLevel < 1 || c.def.Access.MinLevel > 3 {
		c.at("/access/min_level", "access.min_level must be 1, 2 or 3")
	}
	if c.def.Access.Label == (Localized{}) {
		c.at("/access", "access.label is missing")
	}
}

func (c checker) vocabularies() {
	if _, ok := vocabularies.category(c.def.Category); !ok {
		c.at("/category", "there is no category %q in the vocabulary", c.def.Category)
	}
	if _, ok := vocabularies.office(c.def.Office); !ok {
		c.at("/workflow/office", "there is no office %q in the vocabulary", c.def.Office)
	}
	for i, topic := range c.def.Topics {
		if _, ok := vocabularies.topic(topic); !ok {
			c.at(fmt.Sprintf("/topics/%d", i), "there is no topic %q in the vocabulary", topic)
		}
	}
	for i, event := range c.def.LifeEvents {
		if _, ok := vocabularies.lifeEvent(event); !ok {
			c.at(fmt.Sprintf("/life_events/%d", i), "there is no life event %q in the vocabulary", event)
		}
	}
	if len(c.def.Topics) == 0 {
		c.at("/topics", "at least one topic is needed")
	}
}

func (c checker) procedure() {
	deadline := c.def.Deadline
	if deadline.Days < 1 || deadline.Days > 365 {
		c.at("/workflow/deadline_days", "workflow.deadline_days must be between 1 and 365")
	}
	if !slices.Contains([]string{"none", "assent", "refusal"}, deadline.Silence) {
		c.at("/workflow/silence", "workflow.silence %q is none of none, assent, refusal", deadline.Silence)
	}
	if len(c.def.Outcomes) == 0 {
		c.at("/workflow/outcomes", "workflow.outcomes must name at least one outcome")
	}
	for i, outcome := range c.def.Outcomes {
		pointer := fmt.Sprintf("/workflow/outcomes/%d", i)
		if outcome != "accepted" && outcome != "rejected" {
			c.at(pointer, "the outcome %q is neither accepted nor rejected", outcome)
		} else if _, ok := c.def.Texts[outcome]; !ok {
			c.at(pointer, "the outcome %q has no text in texts", outcome)
		}
	}
	for key := range c.def.Texts {
		if !slices.Contains([]string{"accepted", "rejected", "accepted_silence"}, key) {
			c.at("/texts/"+key, "unknown text %q: texts are accepted, rejected and accepted_silence", key)
		}
	}
	if _, ok := c.def.Texts["accepted_silence"]; deadline.Silence == "assent" && !ok {
		c.at("/texts", "silence is assent, so texts needs accepted_silence")
	}
}

func (c checker) texts() {
	sheet := c.def.Sheet
	required := map[string]Localized{
		"/title": c.def.Title, "/summary": c.def.Abstract, "/privacy/text": c.def.Privacy.Text,
		"/sheet/audience": sheet.Audience, "/sheet/description": sheet.Description, "/sheet/how_to": sheet.HowTo,
		"/sheet/requirements": sheet.Requirements, "/sheet/outcome": sheet.Outcome, "/sheet/deadlines": sheet.Deadlines,
		"/sheet/conditions": sheet.Conditions, "/sheet/contacts": sheet.Contacts,
	}
	for _, pointer := range slices.Sorted(maps.Keys(required)) {
		if _, written := c.service.lines[pointer]; !written {
			c.at(pointer, "the text %q is missing", name(pointer))
		}
	}
	if len(sheet.Needed) == 0 {
		c.at("/sheet/needed", "sheet.needed must list what a person needs, at least one thing")
	}
	if _, ok := parseDate(sheet.LastUpdate); !ok {
		c.at("/sheet/last_update", "sheet.last_update must be a date, YYYY-MM-DD")
	}
	if c.def.Privacy.Version == "" {
		c.at("/privacy", "privacy.version is missing")
	}
	seen := map[string]bool{}
	for i, declaration := range c.def.Declarations {
		c.unique(seen, declaration.Key, fmt.Sprintf("/declarations/%d/key", i), "declaration")
	}
}

func (c checker) unique(seen map[string]bool, key, pointer, what string) {
	if !codeShape.MatchString(key) {
		c.at(pointer, "the %s %q may have small letters, digits and underscores only", what, key)
	}
	if seen[key] {
		c.at(pointer, "there are two %ss %q", what, key)
	}
	seen[key] = true
}

func (c checker) layoutShape() {
	if len(c.def.Form.Steps) == 0 {
		c.in("/steps", "the form has no steps")
	}
	steps, sections, keys := map[string]bool{}, map[string]bool{}, map[string]bool{}
	twice := func(seen map[string]bool, id, pointer, what string) {
		if id == "" {
			c.in(pointer, "a %s has no id", what)
		} else if seen[id] {
			c.in(pointer+"/id", "there are two %ss %q", what, id)
		}
		seen[id] = true
	}
	for s, step := range c.def.Form.Steps {
		twice(steps, step.ID, fmt.Sprintf("/steps/%d", s), "step")
		for n, section := range step.Sections {
			pointer := fmt.Sprintf("/steps/%d/sections/%d", s, n)
			twice(sections, section.ID, pointer, "section")
			c.title(section.Title, pointer, "section "+section.ID)
		}
		c.title(step.Title, fmt.Sprintf("/steps/%d", s), "step "+step.ID)
	}
	c.def.eachField(func(field *Field, key, pointer string) {
		if keys[key] {
			c.in(pointer+"/key", "there are two fields %q", key)
		}
		keys[key] = true
	})
}

func (c checker) title(title Localized, pointer, what string) {
	if title == (Localized{}) {
		c.in(pointer, "the %s has no title", what)
	}
}

func (c checker) sections() {
	for s, step := range c.def.Form.Steps {
		for n, section := range step.Sections {
			c.condition(section.VisibleIf, fmt.Sprintf("/steps/%d/sections/%d/visible_if", s, n), "", c.layout)
		}
	}
}

// field checks one field of the layout.
func (c checker) field(field *Field, key, pointer string) {
	if !keyShape.MatchString(field.Key) {
		c.in(pointer+"/key", "the key %q is not a dotted path of small letters, digits and underscores", field.Key)
		return
	}
	jsonType, known := fieldTypes[field.Type]
	if !known {
		c.in(pointer+"/type", "the field %q has the unknown type %q", key, field.Type)
		return
	}
	if field.Label == (Localized{}) {
		c.in(pointer, "the field %q has no label", key)
	}
	list, _, inList := strings.Cut(key, "[].")
	if !inList {
		list = ""
	}
	if inList && field.Type == "list" {
		c.in(pointer+"/type", "the field %q is a list inside a list", key)
	}
	c.condition(field.VisibleIf, pointer+"/visible_if", list, c.layout)
	c.condition(field.RequiredIf, pointer+"/required_if", list, c.layout)
	c.shape(field, key, pointer, list)
	if field.Type != "file" && field.Type != "info" {
		c.property(key, jsonType, field, pointer)
	}
}

// shape checks what each type needs.
func (c checker) shape(field *Field, key, pointer, list string) {
	switch field.Type {
	case "radio", "select", "checkboxes", "ranking":
		if len(field.Options) == 0 {
			c.in(pointer, "the field %q has no options", key)
		}
		seen := map[string]bool{}
		for i, option := range field.Options {
			if seen[option.Value] {
				c.in(fmt.Sprintf("%s/options/%d", pointer, i), "the field %q offers %q twice", key, option.Value)
			}
			seen[option.Value] = true
		}
	case "list":
		if len(field.Fields) == 0 {
			c.in(pointer, "the list %q has no fields", key)
		}
		if field.UniqueBy != "" && c.def.fields[key+"[]."+field.UniqueBy] == nil {
			c.in(pointer+"/unique_by", "unique_by names the unknown field %q", field.UniqueBy)
		}
	case "computed":
		if field.Value == "" {
			c.in(pointer, "the computed field %q has no value", key)
		}
		c.expression(field.Value, pointer+"/value", list, c.layout)
	case "date":
		c.dateLimit(field.Min, pointer+"/min", list)
		c.dateLimit(field.Max, pointer+"/max", list)
	}
	if field.Pattern != "" {
		if _, err := regexp.Compile(field.Pattern); err != nil {
			c.in(pointer+"/pattern", "the pattern of %q is wrong: %s", key, err)
		}
	}
}

func (c checker) dateLimit(limit any, pointer, list string) {
	if limit == nil {
		return
	}
	text, ok := limit.(string)
	if !ok {
		c.in(pointer, "the limit of a date must be a date, a distance such as today+1y, or an expression")
		return
	}
	if expression := limitExpression(limit); expression != "" {
		c.expression(expression, pointer, list, c.layout)
		return
	}
	if parts := limitShape.FindStringSubmatch(text); parts != nil && parts[1] != "today" {
		c.path(parts[1], pointer, list, c.layout)
	}
}

// condition checks an expression that must be true or false.
func (c checker) condition(source, pointer, list string, file *decoder) {
	if checked := c.expression(source, pointer, list, file); checked != nil {
		if t := checked.OutputType(); !t.IsExactType(cel.BoolType) && !t.IsExactType(cel.DynType) {
			c.problem(file.file, file.line(pointer), "the condition %q gives %s, not true or false", source, t)
		}
	}
}

// expression compiles source and checks the fields it names. list is the list
// whose items it sees as item.
func (c checker) expression(source, pointer, list string, file *decoder) *cel.Ast {
	if source == "" {
		return nil
	}
	if err := c.def.programs.add(source); err != nil {
		c.problem(file.file, file.line(pointer), "the expression %q is wrong: %s", source, err)
		return nil
	}
	checked := c.def.programs.bySource[source].ast
	reported := map[string]bool{}
	for _, path := range referencedPaths(checked) {
		if !reported[path] {
			c.path(path, pointer, list, file)
		}
		reported[path] = true
	}
	return checked
}

// path checks that data.… or item.… leads to a field or to a group of fields.
func (c checker) path(path, pointer, list string, file *decoder) {
	root, key, _ := strings.Cut(path, ".")
	switch {
	case root == "item" && list == "":
		c.problem(file.file, file.line(pointer), "%s is used outside a list", path)
		return
	case root == "item":
		key = list + "[]." + key
	case root != "data":
		return
	}
	for known, field := range c.def.fields {
		if known == key && field.Type != "file" && field.Type != "info" || strings.HasPrefix(known, key+".") {
			return
		}
	}
	c.problem(file.file, file.line(pointer), "it names the unknown field %q", strings.TrimPrefix(path, "data."))
}

func (c checker) fees() {
	seen := map[string]bool{}
	for i, fee := range c.def.Fees {
		pointer := fmt.Sprintf("/fees/%d", i)
		c.unique(seen, fee.Code, pointer+"/code", "fee")
		if fee.Kind != "fee" && fee.Kind != "stamp_duty" {
			c.at(pointer+"/kind", "the kind %q of a fee is neither fee nor stamp_duty", fee.Kind)
		}
		if fee.Reason == (Localized{}) {
			c.at(pointer, "the fee %q has no reason", fee.Code)
		}
		c.feeAmount(fee, pointer)
	}
}

func (c checker) feeAmount(fee FeeRule, pointer string) {
	ways := 0
	for _, given := range []bool{fee.AmountCents != nil, fee.Amount != "", len(fee.Table) > 0} {
		if given {
			ways++
		}
	}
	_, written := c.service.lines[pointer+"/amount_cents"]
	switch {
	case ways > 1:
		c.at(pointer, "the fee %q has more than one of amount_cents, amount and table", fee.Code)
	case ways == 0 && !written:
		c.at(pointer, "the fee %q has none of amount_cents, amount and table", fee.Code)
	}
	if fee.AmountCents != nil && *fee.AmountCents < 0 {
		c.at(pointer+"/amount_cents", "amount_cents must not be negative")
	}
	c.condition(fee.When, pointer+"/when", "", c.service)
	c.amount(fee.Amount, pointer+"/amount", fee.When != "")
	for i, row := range fee.Table {
		at := fmt.Sprintf("%s/table/%d", pointer, i)
		c.condition(row.When, at+"/when", "", c.service)
		if row.Amount == "" {
			c.at(at, "a row of the fee %q has no amount", fee.Code)
		}
		c.amount(row.Amount, at+"/amount", fee.When != "" || row.When != "")
	}
	if rows := len(fee.Table); rows > 0 && fee.Table[rows-1].When != "" {
		c.at(fmt.Sprintf("%s/table/%d", pointer, rows-1), "the last row of the fee %q must have no when, so that the table always gives an amount", fee.Code)
	}
}

// amount checks an expression of cents. Unless a condition guards it, it may
// read only what an application always has: a fee that cannot be computed is
// not asked.
func (c checker) amount(source, pointer string, guarded bool) {
	checked := c.expression(source, pointer, "", c.service)
	if checked == nil {
		return
	}
	if t := checked.OutputType(); !t.IsExactType(cel.IntType) && !t.IsExactType(cel.DynType) {
		c.at(pointer, "the amount %q gives %s, not a whole number of cents", source, t)
	}
	for _, path := range referencedPaths(checked) {
		field := c.def.fields[strings.TrimPrefix(path, "data.")]
		if field != nil && !guarded && field.Type != "computed" && (!field.Required || field.VisibleIf != "") {
			c.at(pointer, "the amount reads %q, which may be left empty: give the fee a when", strings.TrimPrefix(path, "data."))
		}
	}
}

func (c checker) prefill() {
	for key, from := range c.def.PrefillFrom {
		if c.def.fields[key] == nil {
			c.at("/prefill/"+key, "prefill names the unknown field %q", key)
		}
		if !slices.Contains(personPaths, from) {
			c.at("/prefill/"+key, "a person has no %q: use one of %s", from, strings.Join(personPaths, ", "))
		}
	}
}

// personPaths are what a form may take over from the profile of a person.
var personPaths = []string{
	"given_name", "family_name", "tax_code", "birth_date", "birth_place", "gender", "email", "phone", "language",
	"address.street", "address.number", "address.postal_code", "address.municipality", "address.province",
}

func (c checker) compileSchema() {
	if c.schema == nil || len(c.def.Form.Schema) == 0 {
		return
	}
	schema, err := compileSchema(c.def.Form.Schema)
	if err != nil {
		line, reason := c.explainSchema(err)
		c.problem(c.schemaIn, line, "the schema is not valid: %s", reason)
		return
	}
	c.def.schema = schema
}
