package catalogue_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

// someone is who fills in the generated applications.
func someone() catalogue.Env {
	return catalogue.Env{Today: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Person: map[string]any{
		"given_name": "Anna", "family_name": "Esempio", "tax_code": "SMPNNA85C41Z999N", "birth_date": "1985-03-01",
		"birth_place": "Borgolago", "gender": "F", "email": "anna.esempio@example.org", "phone": "+39 000 0000001",
		"address": map[string]any{"street": "Via dei Mulini", "number": "4", "postal_code": "00000", "municipality": "Borgolago", "province": "BL"},
	}}
}

// variants is how many ways every form is filled in.
const variants = 4

// TestEveryService fills in every form of the catalogue with what its own
// layout asks for.
func TestEveryService(t *testing.T) {
	definitions, err := catalogue.Load(shipped.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, def := range definitions {
		t.Run(def.ID, func(t *testing.T) {
			t.Parallel()
			if !def.Online() {
				if len(def.Form.Steps) > 0 || !strings.Contains(def.Access.URL, "/") {
					t.Errorf("leads to %q, with %d steps", def.Access.URL, len(def.Form.Steps))
				}
				return
			}
			for variant := range variants {
				filled := catalogue.Generate(def, someone(), variant)
				checkFilled(t, def, filled)
				if variant == 0 {
					checkOmissions(t, def, filled)
				}
			}
		})
	}
}

func checkFilled(t *testing.T, def *catalogue.Definition, filled catalogue.Application) {
	t.Helper()
	for _, e := range def.Validate(filled.Data, catalogue.CountFiles(filled.Attachments), filled.Declarations, someone()) {
		t.Errorf("%s is refused with %s %v", e.Pointer, e.Code, e.Params)
	}
	if _, err := def.ComputeFees(filled.Data, someone()); err != nil {
		t.Error(err)
	}
	for _, lang := range []string{"it", "en"} {
		rows := map[string]int{}
		for _, step := range def.Summary(filled.Data, lang) {
			for _, section := range step.Sections {
				for _, row := range section.Rows {
					rows[row.Label]++
					if row.Value == "" || strings.Contains(row.Value, "map[") {
						t.Errorf("%s is told as %q", row.Label, row.Value)
					}
				}
			}
		}
		for label, count := range answers(def, filled.Data, lang) {
			if rows[label] != count {
				t.Errorf("%q was answered %d times and is told %d times", label, count, rows[label])
			}
		}
	}
}

// answers counts, by label, what was answered.
func answers(def *catalogue.Definition, data map[string]any, lang string) map[string]int {
	found := map[string]int{}
	for _, field := range fieldsOf(def) {
		value := at(data, field.Key)
		if list, ok := value.([]any); ok && field.Type == "list" {
			for _, item := range list {
				for _, inner := range field.Fields {
					if object, _ := item.(map[string]any); at(object, inner.Key) != nil {
						found[inner.Label.In(lang)]++
					}
				}
			}
			continue
		}
		if value != nil {
			found[field.Label.In(lang)]++
		}
	}
	return found
}

func fieldsOf(def *catalogue.Definition) []catalogue.Field {
	var fields []catalogue.Field
	for _, step := range def.Form.Steps {
		for _, section := range step.Sections {
			fields = append(fields, section.Fields...)
		}
	}
	return fields
}

func at(data map[string]any, key string) any {
	var value any = data
	for _, part := range strings.Split(key, ".") {
		object, _ := value.(map[string]any)
		value = object[part]
	}
	return value
}

// checkOmissions leaves out each mandatory answer, attachment and declaration
// in turn: each time just that is missed.
func checkOmissions(t *testing.T, def *catalogue.Definition, filled catalogue.Application) {
	t.Helper()
	expect := func(pointer, code string, a catalogue.Application) {
		t.Helper()
		errors := def.Validate(a.Data, catalogue.CountFiles(a.Attachments), a.Declarations, someone())
		if len(errors) != 1 || errors[0].Pointer != pointer || errors[0].Code != code || errors[0].Step == "" || errors[0].Section == "" {
			t.Errorf("without %s: %s, want %s", pointer, codes(errors), code)
		}
	}
	for _, field := range fieldsOf(def) {
		switch value := at(filled.Data, field.Key); {
		case field.Type == "file" && field.Required && slices.Contains(filled.Attachments, field.Key):
			less := filled
			less.Attachments = slices.DeleteFunc(slices.Clone(filled.Attachments), func(key string) bool { return key == field.Key })
			expect(pointerOf(field.Key), "attachment_required", less)
		case value != nil && field.Required && !field.ReadOnly && field.Type != "computed":
			less := filled
			less.Data = without(filled.Data, strings.Split(field.Key, "."))
			expect(pointerOf(field.Key), "required", less)
		}
	}
	for _, declaration := range def.Declarations {
		if declaration.Required {
			less := filled
			less.Declarations = slices.DeleteFunc(slices.Clone(filled.Declarations), func(key string) bool { return key == declaration.Key })
			expect("/declarations/"+declaration.Key, "declaration_required", less)
		}
	}
}

// without copies an object but for one value.
func without(data map[string]any, path []string) map[string]any {
	out := maps.Clone(data)
	if len(path) == 1 {
		delete(out, path[0])
		return out
	}
	if inner, ok := out[path[0]].(map[string]any); ok {
		out[path[0]] = without(inner, path[1:])
	}
	return out
}
