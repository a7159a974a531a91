package catalogue

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	idShape   = regexp.MustCompile(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)
	keyShape  = regexp.MustCompile(`^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$`)
	codeShape = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// fieldTypes are the types a field may have.
var fieldTypes = []string{
	"text", "textarea", "email", "tel", "url", "tax_code", "vat_number", "iban", "plate", "notice_code", "number", "money",
	"date", "time", "year", "radio", "select", "checkboxes", "ranking", "checkbox", "street", "point", "area", "signature",
	"list", "file", "computed", "info",
}

// Words that a service may use of what it is.
var (
	kinds = []string{
		"istanza", "communication", "booking", "certificate", "enrolment", "report", "grant", "payment", "concession", "ranking", "competition",
	}
	archetypes   = []string{"permits", "paid_services", "economic_benefits", "ranking", "payments_due"}
	outcomeKinds = []string{
		"acknowledgement", "permit", "registration", "certificate", "enrolment", "grant", "concession", "document_copy", "appointment",
		"payment_receipt", "tax_decision", "ranking", "record", "contract", "refund", "resolution", "identity_document", "opinion",
	}
	appointments = []string{"required", "optional", "not_relevant"}
	audiences    = []string{"citizen", "business", "professional", "association", "public_body"}
	specialData  = []string{"health", "religion", "judicial", "minors"}
)

// checker finds what the strict reading of the files cannot: references that
// lead nowhere, expressions that do not compile, values out of their range.
type checker struct {
	*folder
	def *Definition
}

func newChecker(f *folder, def *Definition) checker { return checker{f, def} }

func (c checker) run() {
	c.identity()
	c.vocabularies()
	c.words()
	c.procedure()
	c.limits()
	c.texts()
	if !c.def.Online() {
		c.platform()
		c.def.schema = lazySchema(nil)
		return
	}
	c.layoutShape()
	c.def.eachField(c.field)
	c.sections()
	c.fees()
	if len(c.problems) == 0 {
		c.ownSchema()
	}
}

// at reports a problem in service.yaml.
func (c checker) at(pointer, format string, args ...any) { c.service.at(pointer, format, args...) }

// in reports a problem in the layout.
func (c checker) in(pointer, format string, args ...any) { c.layout.at(pointer, format, args...) }

func (c checker) identity() {
	switch {
	case c.def.ID == "":
		c.at("/id", "the key %q is missing", "id")
	case !idShape.MatchString(c.def.ID):
		c.at("/id", "the id %q may have small letters, digits and single hyphens only", c.def.ID)
	case c.def.ID != c.name:
		c.at("/id", "the id %q is not the name of the folder, %q", c.def.ID, c.name)
	}
	if c.def.Status != Active && c.def.Status != Suspended {
		c.at("/status", "the status %q is neither active nor suspended", c.def.Status)
	}
	if c.def.Access.MinLevel < 0 || c.def.Access.MinLevel > 3 {
		c.at("/access/min_level", "access.min_level must be from 0 to 3")
	}
	if c.def.Online() && !c.service.written("/access/min_level") {
		c.at("/access", "access.min_level is missing")
	}
	if c.def.Access.Label.missing() {
		c.at("/access", "access.label is missing")
	}
}

// platform checks a service that is delivered elsewhere: the sheet leads to a
// safe address or to a page of the site, and nothing is asked here.
func (c checker) platform() {
	page := strings.HasPrefix(c.def.Access.URL, "/") && !strings.HasPrefix(c.def.Access.URL, "//")
	if !page && (!strings.HasPrefix(c.def.Access.URL, "https://") || !ValidURL(c.def.Access.URL)) {
		c.at("/access/url", "access.url must be a web address that begins with https://, or a page of the site that begins with /")
	}
	if _, err := fs.Stat(c.files, path.Join(c.name, layoutFile)); err == nil {
		c.problem(layoutFile, 1, "a service with access.url has no form")
	}
	for _, key := range []string{"/fees", "/declarations", "/workflow/outcomes", "/limits"} {
		if at := c.service.spot(key); c.service.written(key) && !c.emptyAt(key) {
			c.service.problem(at, "a service with access.url has no %s", name(key))
		}
	}
}

func (c checker) emptyAt(pointer string) bool {
	switch pointer {
	case "/fees":
		return len(c.def.Fees) == 0
	case "/declarations":
		return len(c.def.Declarations) == 0
	case "/workflow/outcomes":
		return len(c.def.Outcomes) == 0
	}
	return false
}

func (c checker) vocabularies() {
	if _, ok := vocabularies.category(c.def.Category); !ok {
		c.at("/category", "there is no category %q in the vocabulary", c.def.Category)
	}
	if _, ok := vocabularies.office(c.def.Office); !ok {
		c.at("/workflow/office", "there is no office %q in the vocabulary", c.def.Office)
	}
	for _, list := range []struct {
		key, what string
		ids       []string
		from      vocabulary
	}{
		{"/topics", "topic", c.def.Topics, vocabularies.topics},
		{"/life_events", "life event", c.def.LifeEvents, vocabularies.lifeEvents},
		{"/business_events", "business event", c.def.BusinessEvents, vocabularies.businessEvents},
	} {
		for i, id := range list.ids {
			if _, ok := list.from.find(id); !ok {
				c.at(fmt.Sprintf("%s/%d", list.key, i), "there is no %s %q in the vocabulary", list.what, id)
			}
		}
	}
	if len(c.def.Topics) == 0 {
		c.at("/topics", "at least one topic is needed")
	}
}

// words checks what the service says of itself in words that are given.
func (c checker) words() {
	c.oneOf("/workflow/kind", c.def.Kind, kinds)
	c.oneOf("/workflow/archetype", c.def.Archetype, archetypes)
	c.oneOf("/workflow/outcome_kind", c.def.OutcomeKind, outcomeKinds)
	c.oneOf("/workflow/appointment", c.def.Appointment, appointments)
	for i, audience := range c.def.Audience {
		c.oneOf(fmt.Sprintf("/audience/%d", i), audience, audiences)
	}
	for i, special := range c.def.Privacy.Special {
		c.oneOf(fmt.Sprintf("/privacy/special/%d", i), special, specialData)
	}
	for i, id := range c.def.Related {
		if !idShape.MatchString(id) || id == c.def.ID {
			c.at(fmt.Sprintf("/related/%d", i), "%q is not the id of another service", id)
		}
	}
}

// oneOf checks a word that may be left out.
func (c checker) oneOf(pointer, value string, known []string) {
	if value != "" && !slices.Contains(known, value) {
		c.at(pointer, "%s %q is none of %s", name(pointer), value, strings.Join(known, ", "))
	}
}

func (c checker) procedure() {
	deadline := c.def.Deadline
	if deadline.Days < 0 || deadline.Days > 1000 {
		c.at("/workflow/deadline_days", "workflow.deadline_days must be between 0 and 1000")
	}
	c.oneOf("/workflow/deadline_unit", deadline.Unit, []string{CalendarDays, WorkingDays})
	c.oneOf("/workflow/silence", deadline.Silence, []string{"none", "assent", "refusal"})
	if len(c.def.Outcomes) == 0 && c.def.Online() {
		c.at("/workflow/outcomes", "workflow.outcomes must name at least one outcome")
	}
	for i, outcome := range c.def.Outcomes {
		pointer := fmt.Sprintf("/workflow/outcomes/%d", i)
		if outcome != "accepted" && outcome != "rejected" {
			c.at(pointer, "the outcome %q is neither accepted nor rejected", outcome)
		} else if _, ok := c.def.Texts[outcome]; !ok && c.def.Online() {
			c.at(pointer, "the outcome %q has no text in texts", outcome)
		}
	}
	for key := range c.def.Texts {
		if !slices.Contains([]string{"accepted", "rejected", "accepted_silence"}, key) {
			c.at("/texts/"+key, "unknown text %q: texts are accepted, rejected and accepted_silence", key)
		}
	}
	if _, ok := c.def.Texts["accepted_silence"]; deadline.Silence == "assent" && c.def.Online() && !ok {
		c.at("/texts", "silence is assent, so texts needs accepted_silence")
	}
	if deadline.Silence == "assent" && c.def.Online() && deadline.Days == 0 {
		c.at("/workflow/silence", "silence is assent, so workflow.deadline_days must say after how long")
	}
}

func (c checker) limits() {
	for i, window := range c.def.Limits.Windows {
		if !window.valid() {
			c.at(fmt.Sprintf("/limits/windows/%d", i), "a window goes from one day to another, both MM-DD or both YYYY-MM-DD")
		}
	}
	for key, limit := range map[string]*Limit{"/limits/per_person": c.def.Limits.PerPerson, "/limits/per_household": c.def.Limits.PerHousehold} {
		if limit == nil {
			continue
		}
		c.oneOf(key+"/each", limit.Each, []string{EachYear, EachOpen, Ever})
		if limit.Max < 1 || limit.Each == "" {
			c.at(key, "%s needs max, from 1, and each", name(key))
		}
	}
	if c.def.Limits.Maximum < 0 {
		c.at("/limits/maximum", "limits.maximum must not be negative")
	}
}

func (c checker) texts() {
	sheet := c.def.Sheet
	required := map[string]Localized{
		"/title": c.def.Title, "/summary": c.def.Abstract, "/sheet/audience": sheet.Audience,
		"/sheet/description": sheet.Description, "/sheet/outcome": sheet.Outcome, "/sheet/how_to": sheet.HowTo,
		"/sheet/deadlines": sheet.Deadlines, "/sheet/conditions": sheet.Conditions, "/sheet/contacts": sheet.Contacts,
	}
	if c.def.Online() {
		required["/privacy/text"] = c.def.Privacy.Text
	}
	for _, pointer := range slices.Sorted(maps.Keys(required)) {
		if required[pointer].missing() && !c.service.written(pointer) { // one that is written in part was reported
			c.at(pointer, "the text %q is missing", name(pointer))
		}
	}
	if len(sheet.Needed) == 0 {
		c.at("/sheet/needed", "sheet.needed must list what a person needs, at least one thing")
	}
	if _, ok := parseDate(sheet.LastUpdate); !ok {
		c.at("/sheet/last_update", "sheet.last_update must be a date, YYYY-MM-DD")
	}
	if len(c.def.Fees) > 0 && len(sheet.Costs) == 0 {
		c.at("/sheet", "there are fees, so sheet.costs must tell them")
	}
	if c.def.Privacy.Years < 0 {
		c.at("/privacy/years", "privacy.years must not be negative")
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
			if len(section.Fields) == 0 {
				c.in(pointer, "the section %q asks for nothing", section.ID)
			}
			c.title(section.Title, pointer, "section "+section.ID)
		}
		c.title(step.Title, fmt.Sprintf("/steps/%d", s), "step "+step.ID)
	}
	c.def.eachField(func(field *Field, key, pointer string) {
		if keys[key] {
			c.in(pointer+"/key", "there are two fields %q", key)
		}
		for end := strings.LastIndexByte(key, '.'); end > 0; end = strings.LastIndexByte(key[:end], '.') {
			if group := c.def.fields[key[:end]]; group != nil {
				c.in(pointer+"/key", "%q is a field, so %q cannot be below it", key[:end], key)
			}
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
	if !slices.Contains(fieldTypes, field.Type) {
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
	if field.Prefill != "" && !slices.Contains(personPaths, field.Prefill) {
		c.in(pointer+"/prefill", "a person has no %q: use one of %s", field.Prefill, strings.Join(personPaths, ", "))
	}
	c.shape(field, key, pointer, list)
	c.belongs(field, key, pointer)
}

// keysOfTypes are the keys that only some types have.
var keysOfTypes = []struct {
	key   string
	types []string
	given func(f *Field) bool
}{
	{"integer", []string{"number"}, func(f *Field) bool { return f.Integer }},
	{"unit", []string{"number", "computed"}, func(f *Field) bool { return f.Unit != nil }},
	{"weekdays", []string{"date"}, func(f *Field) bool { return len(f.Weekdays) > 0 }},
	{"working_days", []string{"date"}, func(f *Field) bool { return f.WorkingDays }},
	{"step", []string{"time"}, func(f *Field) bool { return f.Step != nil }},
	{"source", []string{"select", "radio"}, func(f *Field) bool { return f.Source != "" }},
	{"max_area", []string{"area"}, func(f *Field) bool { return f.MaxArea != nil }},
	{"display", []string{"list"}, func(f *Field) bool { return f.Display != "" }},
	{"format", []string{"computed"}, func(f *Field) bool { return f.Format != "" }},
	{"kind", []string{"info"}, func(f *Field) bool { return f.Kind != "" }},
	{"options", []string{"radio", "select", "checkboxes", "ranking"}, func(f *Field) bool { return len(f.Options) > 0 }},
	{"value", []string{"computed"}, func(f *Field) bool { return f.Value != "" }},
	{"fields", []string{"list"}, func(f *Field) bool { return len(f.Fields) > 0 }},
	{"unique_by", []string{"list"}, func(f *Field) bool { return f.UniqueBy != "" }},
	{"max_files", []string{"file"}, func(f *Field) bool { return f.MaxFiles != nil }},
}

// belongs refuses keys that the field's type does not know.
func (c checker) belongs(field *Field, key, pointer string) {
	for _, known := range keysOfTypes {
		if known.given(field) && !slices.Contains(known.types, field.Type) {
			c.in(pointer+"/"+known.key, "the field %q is a %s, which has no %s", key, field.Type, known.key)
		}
	}
	for _, word := range []struct {
		key, value string
		known      []string
	}{
		{"display", field.Display, []string{"cards", "table"}}, {"format", field.Format, []string{"money", "date"}},
		{"kind", field.Kind, []string{"note", "warning"}}, {"source", field.Source, fieldSources},
	} {
		if word.value != "" && !slices.Contains(word.known, word.value) {
			c.in(pointer+"/"+word.key, "the field %q has the %s %q, which is none of %s", key, word.key, word.value, strings.Join(word.known, ", "))
		}
	}
	for _, weekday := range field.Weekdays {
		if weekday < 1 || weekday > 7 {
			c.in(pointer+"/weekdays", "the weekdays of %q go from 1, Monday, to 7", key)
		}
	}
	if field.Step != nil && (*field.Step < 1 || *field.Step > 720) {
		c.in(pointer+"/step", "the step of %q must be between 1 and 720 minutes", key)
	}
}

// shape checks what each type needs.
func (c checker) shape(field *Field, key, pointer, list string) {
	switch field.Type {
	case "radio", "select", "checkboxes", "ranking":
		if len(field.Options) == 0 && field.Source == "" {
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
	case "year":
		c.yearLimit(field.Min, pointer+"/min", list)
		c.yearLimit(field.Max, pointer+"/max", list)
	case "time":
		c.timeLimit(field.Min, pointer+"/min")
		c.timeLimit(field.Max, pointer+"/max")
	case "number", "money":
		c.numberLimit(field.Min, pointer+"/min")
		c.numberLimit(field.Max, pointer+"/max")
	}
	if field.Pattern != "" {
		if _, err := regexp.Compile(field.Pattern); err != nil {
			c.in(pointer+"/pattern", "the pattern of %q is wrong: %s", key, err)
		}
	}
}

func (c checker) yearLimit(limit any, pointer, list string) {
	if _, number := limit.(int64); !number {
		c.dateLimit(limit, pointer, list)
	}
}

func (c checker) timeLimit(limit any, pointer string) {
	if _, ok := minutesOf(limit); limit != nil && !ok {
		c.in(pointer, "the limit of a time must be a time, HH:MM")
	}
}

func (c checker) numberLimit(limit any, pointer string) {
	if _, ok := asFloat(limit); limit != nil && !ok {
		c.in(pointer, "the limit of a number must be a number")
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
	if found, ok := c.expression(source, pointer, list, file); ok && !found.boolean() {
		file.at(pointer, "the condition %q gives %s, not true or false", source, found.gives)
	}
}

// expression compiles source and checks the fields it names. list is the list
// whose items it sees as item.
func (c checker) expression(source, pointer, list string, file *decoder) (analysis, bool) {
	if source == "" {
		return analysis{}, false
	}
	found := analyse(source)
	if found.err != nil {
		file.at(pointer, "the expression %q is wrong: %s", source, found.err)
		return found, false
	}
	reported := map[string]bool{}
	for _, read := range found.paths {
		if !reported[read] {
			c.path(read, pointer, list, file)
		}
		reported[read] = true
	}
	return found, true
}

// path checks that data.… or item.… leads to a field or to a group of fields.
func (c checker) path(full, pointer, list string, file *decoder) {
	root, key, _ := strings.Cut(full, ".")
	switch {
	case root == "item" && list == "":
		file.at(pointer, "%s is used outside a list", full)
		return
	case root == "item":
		key = list + "[]." + key
	case root != "data":
		return
	}
	for known, field := range c.def.fields {
		if known == key && field.Type != "file" && field.Type != "info" || strings.HasPrefix(known, key+".") || field.has(known, key) {
			return
		}
	}
	file.at(pointer, "it names the unknown field %q", strings.TrimPrefix(full, "data."))
}

// has tells whether a key is a member of the value of a field: the size of an
// area, the latitude of a point.
func (f *Field) has(own, key string) bool {
	member, below := strings.CutPrefix(key, own+".")
	switch {
	case !below:
		return false
	case f.Type == "area":
		return member == "square_metres"
	case f.Type == "point":
		return member == "lat" || member == "lon" || member == "label"
	}
	return false
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
	written := c.service.written(pointer + "/amount_cents")
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
	found, ok := c.expression(source, pointer, "", c.service)
	if !ok {
		return
	}
	if !found.whole() {
		c.at(pointer, "the amount %q gives %s, not a whole number of cents", source, found.gives)
	}
	for _, read := range found.paths {
		field := c.def.fields[strings.TrimPrefix(read, "data.")]
		if field != nil && !guarded && field.Type != "computed" && (!field.Required || field.VisibleIf != "") {
			c.at(pointer, "the amount reads %q, which may be left empty: give the fee a when", strings.TrimPrefix(read, "data."))
		}
	}
}

// personPaths are what a form may take over from the profile of a person.
var personPaths = []string{
	"given_name", "family_name", "tax_code", "birth_date", "birth_place", "gender", "email", "phone", "language",
	"address.street", "address.number", "address.postal_code", "address.municipality", "address.province",
}
