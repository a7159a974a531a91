package catalogue

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/sportello-pa/sportello/backend/internal/foundation/calendar"
)

// Limits of free text whose field sets none.
const (
	defaultTextLength     = 255
	defaultTextareaLength = 5000
)

// Validate says what is still wrong with an application: answers missing or
// wrong, attachments missing (attachments counts the files of each field key),
// declarations not made. An empty result means that it can be sent.
func (d *Definition) Validate(data map[string]any, attachments map[string]int, declarations []string, env Env) []FieldError {
	cleaned := d.Clean(data, env)
	v := &validation{def: d, attachments: attachments, env: env, root: cleaned}
	vars := d.newScope(cleaned, env)
	for _, step := range d.Form.Steps {
		v.step = step.ID
		for _, section := range step.Sections {
			v.section = section.ID
			if section.VisibleIf == "" || vars.holds(section.VisibleIf) {
				v.fields(section.Fields, cleaned, vars, "")
			}
		}
	}
	v.schema()
	v.declarations(declarations)
	return v.errors
}

// validation collects the errors of one application.
type validation struct {
	def           *Definition
	env           Env
	root          map[string]any
	attachments   map[string]int
	step, section string
	errors        []FieldError
}

func (v *validation) add(key, code string, params map[string]any) {
	v.errors = append(v.errors, FieldError{
		Pointer: pointerOf(key), Code: code, Params: params, Step: v.step, Section: v.section, Field: key,
	})
}

// fields checks the visible fields of object, whose own key is prefix.
func (v *validation) fields(fields []Field, object map[string]any, vars scope, prefix string) {
	for _, field := range fields {
		if field.VisibleIf != "" && !vars.holds(field.VisibleIf) {
			continue
		}
		key := prefix + field.Key
		required := field.Required || field.RequiredIf != "" && vars.holds(field.RequiredIf)
		if field.Type == "file" {
			v.file(field, key, required)
			continue
		}
		value := get(object, field.Key)
		if field.Type == "info" || field.Type == "computed" {
			continue
		}
		if empty(value) || field.Type == "checkbox" && value == false {
			v.missing(field, key, required)
			continue
		}
		v.value(field, key, value, object, vars)
	}
}

func (v *validation) missing(field Field, key string, required bool) {
	switch {
	case required:
		v.add(key, "required", nil)
	case field.Type == "list":
		v.count(field, key, 0)
	}
}

func (v *validation) file(field Field, key string, required bool) {
	count := v.attachments[key]
	if required && count == 0 {
		v.add(key, "attachment_required", nil)
	}
	if field.MaxFiles != nil && count > *field.MaxFiles {
		v.add(key, "max_items", map[string]any{"max": *field.MaxFiles})
	}
}

// value checks a given answer by the type of its field.
func (v *validation) value(field Field, key string, value any, object map[string]any, vars scope) {
	switch field.Type {
	case "list":
		v.list(field, key, value, vars)
	case "checkboxes", "ranking":
		v.choices(field, key, value)
	case "checkbox":
		if _, ok := value.(bool); !ok {
			v.add(key, "type", map[string]any{"expected": "boolean"})
		}
	case "number", "money":
		v.number(field, key, value)
	case "year":
		v.year(field, key, value, vars)
	case "date":
		v.date(field, key, value, vars)
	case "time":
		v.time(field, key, value)
	case "point":
		if !isPoint(value) {
			v.add(key, "type", map[string]any{"expected": "point"})
		}
	case "area":
		v.area(field, key, value)
	case "signature":
		v.signature(key, value)
	default:
		v.text(field, key, value, object)
	}
}

func (v *validation) list(field Field, key string, value any, vars scope) {
	list, _ := value.([]any)
	if v.count(field, key, len(list)) {
		return
	}
	for i, item := range objects(list) {
		v.fields(field.Fields, item, vars.withItem(item), itemKey(key, i, ""))
	}
	v.unique(field, key, list)
}

// unique refuses two items with the same value in the field that tells them
// apart; the error stands at the second one.
func (v *validation) unique(field Field, key string, list []any) {
	if field.UniqueBy == "" {
		return
	}
	seen := map[any]bool{}
	for i, element := range list {
		item, _ := element.(map[string]any)
		value := get(item, field.UniqueBy)
		if empty(value) || !scalar(value) {
			continue
		}
		if seen[value] {
			v.add(itemKey(key, i, field.UniqueBy), "unique", nil)
		}
		seen[value] = true
	}
}

// count checks the number of items; it says whether that was wrong.
func (v *validation) count(field Field, key string, n int) bool {
	if field.MinItems != nil && n < *field.MinItems {
		v.add(key, "min_items", map[string]any{"min": *field.MinItems})
		return true
	}
	if field.MaxItems != nil && n > *field.MaxItems {
		v.add(key, "max_items", map[string]any{"max": *field.MaxItems})
		return true
	}
	return false
}

func (v *validation) choices(field Field, key string, value any) {
	list, ok := value.([]any)
	if !ok {
		v.add(key, "type", map[string]any{"expected": "array"})
		return
	}
	seen := map[any]bool{}
	for _, element := range list {
		if seen[element] {
			v.add(key, "unique", nil)
			return
		}
		seen[element] = true
		if !field.offers(element) {
			v.add(key, "option", nil)
			return
		}
	}
	v.count(field, key, len(list))
}

func (f Field) offers(value any) bool {
	return slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value })
}

func (v *validation) number(field Field, key string, value any) {
	var n float64
	switch x := value.(type) {
	case int64:
		n = float64(x)
	case float64:
		if field.Type == "money" {
			v.add(key, "type", map[string]any{"expected": "integer"})
			return
		}
		if field.Integer {
			v.add(key, "integer", nil)
			return
		}
		n = x
	default:
		v.add(key, "type", map[string]any{"expected": "number"})
		return
	}
	if low, ok := asFloat(field.Min); ok && n < low {
		v.add(key, "min", map[string]any{"min": field.Min})
		return
	}
	if high, ok := asFloat(field.Max); ok && n > high {
		v.add(key, "max", map[string]any{"max": field.Max})
	}
}

func asFloat(value any) (float64, bool) {
	switch n := plain(value).(type) {
	case int64:
		return float64(n), true
	case float64:
		return n, true
	}
	return 0, false
}

func (v *validation) date(field Field, key string, value any, vars scope) {
	date, ok := parseDate(value)
	if !ok {
		v.add(key, "type", map[string]any{"expected": "date"})
		return
	}
	if low, ok := dateLimit(field.Min, vars, v.env); ok && date.Before(low) {
		v.addDate(key, "min", "date_future", field.Min, low)
		return
	}
	if high, ok := dateLimit(field.Max, vars, v.env); ok && date.After(high) {
		v.addDate(key, "max", "date_past", field.Max, high)
		return
	}
	v.day(field, key, date)
}

// day looks at the day of the week and at the holidays.
func (v *validation) day(field Field, key string, date time.Time) {
	weekday := int(date.Weekday()+6)%7 + 1 // Monday is 1
	switch {
	case len(field.Weekdays) > 0 && !slices.Contains(field.Weekdays, weekday):
		v.add(key, "weekday", map[string]any{"weekdays": field.Weekdays})
	case field.WorkingDays && calendar.Holiday(date):
		v.add(key, "working_day", nil)
	}
}

func (v *validation) year(field Field, key string, value any, vars scope) {
	year, ok := value.(int64)
	if !ok || year < 1000 || year > 9999 {
		v.add(key, "type", map[string]any{"expected": "year"})
		return
	}
	if low, ok := yearLimit(field.Min, vars, v.env); ok && year < low {
		v.add(key, "min", map[string]any{"min": low})
		return
	}
	if high, ok := yearLimit(field.Max, vars, v.env); ok && year > high {
		v.add(key, "max", map[string]any{"max": high})
	}
}

// yearLimit is a year, or the year of a date limit.
func yearLimit(limit any, vars scope, env Env) (int64, bool) {
	if year, ok := plain(limit).(int64); ok {
		return year, true
	}
	if date, ok := dateLimit(limit, vars, env); ok {
		return int64(date.Year()), true
	}
	if source := limitExpression(limit); source != "" {
		year, err := vars.integer(source)
		return year, err == nil
	}
	return 0, false
}

func (v *validation) time(field Field, key string, value any) {
	minutes, ok := minutesOf(value)
	if !ok {
		v.add(key, "type", map[string]any{"expected": "time"})
		return
	}
	low, _ := minutesOf(field.Min) // midnight where there is no limit
	high, limited := minutesOf(field.Max)
	switch {
	case minutes < low:
		v.add(key, "min", map[string]any{"min": field.Min})
	case limited && minutes > high:
		v.add(key, "max", map[string]any{"max": field.Max})
	case field.Step != nil && (minutes-low)%*field.Step != 0:
		v.add(key, "step", map[string]any{"step": *field.Step})
	}
}

func (v *validation) area(field Field, key string, value any) {
	ring, ok := ringOf(value)
	if !ok {
		v.add(key, "type", map[string]any{"expected": "area"})
		return
	}
	if field.MaxArea != nil && squareMetres(ring) > *field.MaxArea {
		v.add(key, "max", map[string]any{"max": *field.MaxArea})
	}
}

func (v *validation) signature(key string, value any) {
	text, ok := value.(string)
	if !ok || !IsDrawing(text) && utf8.RuneCountInString(text) > maxTypedName {
		v.add(key, "type", map[string]any{"expected": "signature"})
	}
}

// addDate reports a date beyond its limit. The limit of today has a code of its
// own, which says where the date must be: people read "not in the past" more
// easily than a date.
func (v *validation) addDate(key, code, todayCode string, limit any, value time.Time) {
	if limit == "today" {
		v.add(key, todayCode, nil)
		return
	}
	v.add(key, code, map[string]any{code: value.Format(dateLayout)})
}

func (v *validation) text(field Field, key string, value any, object map[string]any) {
	text, ok := value.(string)
	if !ok {
		v.add(key, "type", map[string]any{"expected": "string"})
		return
	}
	if limit := field.maxLength(); utf8.RuneCountInString(text) > limit {
		v.add(key, "too_long", map[string]any{"max": limit})
		return
	}
	if field.MinLength != nil && utf8.RuneCountInString(text) < *field.MinLength {
		v.add(key, "too_short", map[string]any{"min": *field.MinLength})
		return
	}
	if code, params := checkText(field, text, object); code != "" {
		v.add(key, code, params)
		return
	}
	if field.Pattern != "" && !matches(field.Pattern, text) {
		v.add(key, "pattern", nil)
	}
}

func (f Field) maxLength() int {
	switch {
	case f.MaxLength != nil:
		return *f.MaxLength
	case f.Type == "textarea":
		return defaultTextareaLength
	}
	return defaultTextLength
}

// patterns remembers the patterns in use.
var patterns sync.Map // string → *regexp.Regexp

func matches(pattern, text string) bool {
	known, ok := patterns.Load(pattern)
	if !ok {
		expression, err := regexp.Compile(wholePattern(pattern))
		if err != nil {
			return false
		}
		known, _ = patterns.LoadOrStore(pattern, expression)
	}
	return known.(*regexp.Regexp).MatchString(text)
}

// checkText applies the rule of the field's type; an empty code means right.
func checkText(field Field, text string, object map[string]any) (string, map[string]any) {
	switch field.Type {
	case "email":
		return failed(ValidEmail(text), "email")
	case "tel":
		return failed(phone.MatchString(text), "pattern")
	case "iban":
		return failed(ValidIBAN(text), "iban")
	case "plate":
		return failed(ValidPlate(text), "plate")
	case "url":
		return failed(ValidURL(text), "url")
	case "vat_number":
		return failed(ValidVATNumber(text), "vat_number")
	case "notice_code":
		return failed(ValidNoticeCode(text), "notice_code")
	case "radio", "select":
		return failed(field.offers(text) || field.Source != "" && inSource(field.Source, text), "option")
	case "tax_code":
		return checkTaxCode(field, text, object)
	}
	return "", nil
}

func failed(right bool, code string) (string, map[string]any) {
	if right {
		return "", nil
	}
	return code, nil
}

// checkTaxCode also compares the code with the birth date and the sex that the
// same group of fields asks for.
func checkTaxCode(field Field, text string, object map[string]any) (string, map[string]any) {
	if !ValidTaxCode(text) {
		return "tax_code", nil
	}
	group := ""
	if i := strings.LastIndex(field.Key, "."); i >= 0 {
		group = field.Key[:i+1]
	}
	if date, ok := parseDate(get(object, group+"birth_date")); ok && !taxCodeBornOn(text, date) {
		return "tax_code", map[string]any{"reason": "birth_date"}
	}
	if gender, ok := get(object, group+"gender").(string); ok && !taxCodeOfGender(text, gender) {
		return "tax_code", map[string]any{"reason": "gender"}
	}
	return "", nil
}

func (v *validation) declarations(made []string) {
	for _, declaration := range v.def.Declarations {
		if declaration.Required && !slices.Contains(made, declaration.Key) {
			v.errors = append(v.errors, FieldError{
				Pointer: "/declarations/" + declaration.Key, Code: "declaration_required",
				Step: "summary", Section: "declarations", Field: declaration.Key,
			})
		}
	}
}

// schema adds what the JSON Schema refuses and the layout did not see.
func (v *validation) schema() {
	schema, err := v.def.schema()
	if err != nil || schema == nil {
		return // a schema that does not compile was refused when it was loaded
	}
	var refused *jsonschema.ValidationError
	if !errors.As(schema.Validate(clone(v.root)), &refused) {
		return
	}
	leaves(refused, func(leaf *jsonschema.ValidationError) {
		for _, e := range v.schemaErrors(leaf) {
			if !v.known(e.Pointer) {
				v.errors = append(v.errors, e)
			}
		}
	})
}

func leaves(e *jsonschema.ValidationError, visit func(*jsonschema.ValidationError)) {
	if len(e.Causes) == 0 {
		visit(e)
	}
	for _, cause := range e.Causes {
		leaves(cause, visit)
	}
}

// known tells whether an error already stands at the pointer, below it or above.
func (v *validation) known(pointer string) bool {
	return slices.ContainsFunc(v.errors, func(e FieldError) bool {
		return strings.HasPrefix(e.Pointer+"/", pointer+"/") || strings.HasPrefix(pointer, e.Pointer+"/")
	})
}

func (v *validation) schemaErrors(leaf *jsonschema.ValidationError) []FieldError {
	code, missing := schemaCode(leaf.ErrorKind)
	if code != "required" {
		return []FieldError{v.at(leaf.InstanceLocation, code)}
	}
	found := make([]FieldError, 0, len(missing))
	for _, name := range missing {
		found = append(found, v.at(append(slices.Clone(leaf.InstanceLocation), name), code))
	}
	return found
}

// at places an error at a path of the data and finds the field it belongs to.
func (v *validation) at(path []string, code string) FieldError {
	e := FieldError{Code: code, Field: strings.Join(path, ".")}
	if len(path) > 0 { // the pointer to the whole is empty: "/" would be a field without a name
		e.Pointer = "/" + strings.Join(path, "/")
	}
	for end := len(path); end > 0; end-- {
		if place, ok := v.def.placeOf(genericKey(path[:end])); ok {
			e.Step, e.Section = place.step, place.section
			e.Field = keyOf(path[:end])
			break
		}
	}
	if len(v.def.Form.Steps) > 0 {
		e.Step = cmp.Or(e.Step, v.def.Form.Steps[0].ID)
	}
	return e
}

// keyOf is the inverse of pointerOf.
func keyOf(path []string) string {
	var b strings.Builder
	for i, part := range path {
		if part != "" && part[0] >= '0' && part[0] <= '9' {
			b.WriteString("[" + part + "]")
			continue
		}
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(part)
	}
	return b.String()
}

type place struct{ step, section string }

// placeOf finds the step and the section that ask for a key.
func (d *Definition) placeOf(key string) (place, bool) {
	for _, step := range d.Form.Steps {
		for _, section := range step.Sections {
			for _, field := range section.Fields {
				if field.Key == key || strings.HasPrefix(field.Key, key+".") || strings.HasPrefix(key, field.Key+"[]") {
					return place{step.ID, section.ID}, true
				}
			}
		}
	}
	return place{}, false
}

// schemaCode gives a schema failure one of the stable codes.
func schemaCode(k jsonschema.ErrorKind) (string, []string) {
	switch k := k.(type) {
	case *kind.Required:
		return "required", k.Missing
	case *kind.DependentRequired:
		return "required", k.Missing
	case *kind.MaxLength:
		return "too_long", nil
	case *kind.MinLength:
		return "too_short", nil
	case *kind.Minimum, *kind.ExclusiveMinimum:
		return "min", nil
	case *kind.Maximum, *kind.ExclusiveMaximum:
		return "max", nil
	case *kind.Pattern:
		return "pattern", nil
	case *kind.Enum, *kind.Const:
		return "option", nil
	case *kind.MinItems, *kind.Contains:
		return "min_items", nil
	case *kind.MaxItems:
		return "max_items", nil
	case *kind.UniqueItems:
		return "unique", nil
	}
	return "type", nil
}
