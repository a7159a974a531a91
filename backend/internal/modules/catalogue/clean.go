package catalogue

import (
	"maps"
	"reflect"
	"strings"
)

// maxPasses bounds the search for a stable set of visible fields; a form whose
// conditions chase each other longer than that keeps the last result.
const maxPasses = 12

// Clean returns the part of data that the form asks for: unknown keys and the
// values of hidden fields are left out, identity values are put back in their
// read-only fields, text is trimmed, codes are upper-cased and computed values
// are filled in. Wrong values stay: a draft may be wrong.
func (d *Definition) Clean(data map[string]any, env Env) map[string]any {
	out := map[string]any{}
	for _, field := range d.allFields() {
		pick(field, data, out)
	}
	d.restoreReadOnly(out, env)
	for range maxPasses {
		if !d.cleanPass(out, env) {
			break
		}
	}
	return out
}

// Prefill returns the data that is already known of the person.
func (d *Definition) Prefill(person map[string]any) map[string]any {
	data := map[string]any{}
	for key, path := range d.PrefillFrom {
		if value := get(person, path); !empty(value) {
			set(data, key, value)
		}
	}
	return data
}

func (d *Definition) restoreReadOnly(data map[string]any, env Env) {
	for key, path := range d.PrefillFrom {
		field := d.fields[key]
		if field == nil || !field.ReadOnly {
			continue
		}
		if value := get(env.Person, path); !empty(value) {
			set(data, key, normalise(*field, value))
		}
	}
}

// cleanPass removes what is hidden and computes what is computed; it says
// whether anything changed.
func (d *Definition) cleanPass(data map[string]any, env Env) bool {
	changed := false
	vars := d.newScope(data, env)
	for _, step := range d.Form.Steps {
		for _, section := range step.Sections {
			shown := section.VisibleIf == "" || vars.holds(section.VisibleIf)
			if cleanFields(section.Fields, data, vars, shown) {
				changed = true
			}
		}
	}
	return changed
}

func cleanFields(fields []Field, data map[string]any, vars scope, shown bool) bool {
	changed := false
	for _, field := range fields {
		visible := shown && (field.VisibleIf == "" || vars.holds(field.VisibleIf))
		switch {
		case !visible:
			changed = remove(data, field.Key) || changed
		case field.Type == "computed":
			changed = compute(field, data, vars) || changed
		case field.Type == "list":
			for _, item := range items(data, field.Key) {
				changed = cleanFields(field.Fields, item, vars.withItem(item), true) || changed
			}
		}
	}
	return changed
}

func compute(field Field, data map[string]any, vars scope) bool {
	value, err := vars.eval(field.Value)
	if err != nil || value == nil {
		return remove(data, field.Key)
	}
	value = plain(value)
	if reflect.DeepEqual(get(data, field.Key), value) {
		return false
	}
	set(data, field.Key, value)
	return true
}

// items returns the objects of a list; other values in it are skipped.
func items(data map[string]any, key string) []map[string]any {
	list, _ := get(data, key).([]any)
	return objects(list)
}

func objects(list []any) []map[string]any {
	found := make([]map[string]any, 0, len(list))
	for _, value := range list {
		if object, ok := value.(map[string]any); ok {
			found = append(found, object)
		}
	}
	return found
}

// pick copies the value of field from one object to another when it has a
// shape that the field can have.
func pick(field Field, from, to map[string]any) {
	switch field.Type {
	case "file", "info", "computed":
		return
	case "list":
		pickList(field, from, to)
		return
	}
	if value := normalise(field, get(from, field.Key)); !empty(value) {
		set(to, field.Key, value)
	}
}

func pickList(field Field, from, to map[string]any) {
	source := items(from, field.Key)
	if len(source) == 0 {
		return
	}
	list := make([]any, 0, len(source))
	for _, item := range source {
		kept := map[string]any{}
		for _, inner := range field.Fields {
			pick(inner, item, kept)
		}
		list = append(list, kept)
	}
	set(to, field.Key, list)
}

// normalise gives a value its one spelling; nil when its shape cannot be the
// field's.
func normalise(field Field, value any) any {
	switch v := value.(type) {
	case string:
		v = strings.TrimSpace(v)
		switch field.Type {
		case "tax_code", "vat_number", "iban", "plate", "notice_code":
			v = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(v))
		case "email":
			v = strings.ToLower(v)
		}
		return v
	case []string:
		list := make([]any, len(v))
		for i, text := range v {
			list[i] = text
		}
		return normalise(field, list)
	case []any:
		if field.Type != "checkboxes" && field.Type != "ranking" {
			return nil
		}
		list := make([]any, 0, len(v))
		for _, element := range v {
			if scalar(element) {
				list = append(list, plain(element))
			}
		}
		return list
	case map[string]any:
		if field.Type != "point" && field.Type != "area" {
			return nil
		}
		return measured(field.Type, v)
	}
	return plain(value)
}

func scalar(value any) bool {
	switch value.(type) {
	case nil, []any, map[string]any:
		return false
	}
	return true
}

// allFields lists the fields of every section, not those inside lists.
func (d *Definition) allFields() []Field {
	var fields []Field
	for _, step := range d.Form.Steps {
		for _, section := range step.Sections {
			fields = append(fields, section.Fields...)
		}
	}
	return fields
}

// clone copies an object and the objects and lists in it.
func clone(data map[string]any) map[string]any {
	out := maps.Clone(data)
	for key, value := range out {
		out[key] = cloneValue(value)
	}
	return out
}

func cloneValue(value any) any {
	switch v := value.(type) {
	case map[string]any:
		return clone(v)
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = cloneValue(element)
		}
		return list
	}
	return value
}
