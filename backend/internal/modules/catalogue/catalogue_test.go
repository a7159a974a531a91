package catalogue_test

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

// examples are the services of which tests know every question.
var examples = []string{"nursery-enrolment", "residence-transfer", "ztl-permit"}

// copyOf returns these services, with the blocks, as files that a test may
// change.
func copyOf(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(shipped.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		folder, _, _ := strings.Cut(path, "/")
		if err != nil || entry.IsDir() || folder != "_blocks" && !slices.Contains(examples, folder) {
			return err
		}
		content, err := fs.ReadFile(shipped.Files, path)
		files[path] = &fstest.MapFile{Data: content}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// overlay is copyOf with one text replaced in one file.
func overlay(t *testing.T, file, old, replacement string) fstest.MapFS {
	t.Helper()
	files := copyOf(t)
	content := string(files[file].Data)
	if !strings.Contains(content, old) {
		t.Fatalf("%s does not contain %q", file, old)
	}
	files[file] = &fstest.MapFile{Data: []byte(strings.Replace(content, old, replacement, 1))}
	return files
}

func TestFaultsAreNamedWithFileLineAndReason(t *testing.T) {
	const service, layout, sections, fields = "ztl-permit/service.yaml", "ztl-permit/form.yaml", "_blocks/sections.yaml", "_blocks/fields.yaml"
	tests := map[string]struct{ file, old, replacement, want string }{
		"an unknown key":               {service, "status: active", "state: active", `ztl-permit/service.yaml:13: unknown key "state"`},
		"a key in the wrong place":     {service, "  office: mobility", "  ofice: mobility", `ztl-permit/service.yaml:20: unknown key "ofice"`},
		"a key written twice":          {service, "status: active", "id: ztl-permit", `ztl-permit/service.yaml:13: the key "id" is written twice`},
		"broken YAML":                  {service, "status: active", "status: [active", "ztl-permit/service.yaml:13: this is not YAML"},
		"a missing translation":        {service, "title: { it: Permesso di accesso ad area ZTL, en: Limited traffic zone permit }", "title: { it: Permesso ZTL }", `ztl-permit/service.yaml:2: title has no translation in "en"`},
		"a third language":             {service, "en: Limited traffic zone permit }", "en: Limited traffic zone permit, fr: Permis }", `ztl-permit/service.yaml:2: unknown language "fr"`},
		"an id that is not the folder": {service, "id: ztl-permit", "id: ztl", `ztl-permit/service.yaml:1: the id "ztl" is not the name of the folder, "ztl-permit"`},
		"an unknown category":          {service, "category: mobilita-e-trasporti", "category: trasporti", `ztl-permit/service.yaml:6: there is no category "trasporti" in the vocabulary`},
		"an unknown topic":             {service, "topics: [ztl,", "topics: [auto,", `ztl-permit/service.yaml:7: there is no topic "auto" in the vocabulary`},
		"an unknown business event":    {service, "status: active", "business_events: [BE99]", `ztl-permit/service.yaml:13: there is no business event "BE99" in the vocabulary`},
		"an unknown audience":          {service, "audience: [citizen,", "audience: [tourist,", `ztl-permit/service.yaml:12: audience.0 "tourist" is none of citizen`},
		"an unknown office":            {service, "office: mobility", "office: magic", `ztl-permit/service.yaml:20: there is no office "magic" in the vocabulary`},
		"an unknown kind":              {service, "kind: istanza", "kind: plea", `ztl-permit/service.yaml:18: workflow.kind "plea" is none of istanza`},
		"an unknown silence":           {service, "silence: none", "silence: golden", `ztl-permit/service.yaml:22: workflow.silence "golden" is none of none, assent, refusal`},
		"silence without a term":       {service, "deadline_days: 30\n  silence: none", "silence: assent", "silence is assent, so workflow.deadline_days must say after how long"},
		"a window that is none":        {service, "status: active", "limits: { windows: [{ from: \"01-10\", to: \"2027-01-31\" }] }", "ztl-permit/service.yaml:13: a window goes from one day to another"},
		"a limit of nothing":           {service, "status: active", "limits: { per_person: { max: 1 } }", "ztl-permit/service.yaml:13: limits.per_person needs max, from 1, and each"},
		"a link with a form":           {service, "min_level: 2", "min_level: 2\n  url: https://www.example.org/", "ztl-permit/form.yaml:1: a service with access.url has no form"},
		"a link that is not safe":      {service, "min_level: 2", "min_level: 2\n  url: http://www.example.org/", "ztl-permit/service.yaml:17: access.url must be a web address that begins with https://"},
		"a missing text file":          {service, "audience: texts/audience.md", "audience: texts/audiance.md", "ztl-permit/service.yaml:55: the text file texts/audiance.it.md is missing"},
		"a text that is not there":     {service, "  audience: texts/audience.md\n", "", `the text "sheet.audience" is missing`},
		"a fee that is not integer":    {service, "amount_cents: 1600\ndecl", "amount_cents: 16.50\ndecl", "ztl-permit/service.yaml:38: fees.1.amount_cents must be a whole number, not 16.5"},
		"a fee with decimals":          {service, "data.permit.zones.size() * 3000", "30.5", `ztl-permit/service.yaml:34: fees.0.table.2.amount must be a text, not 30.5`},
		"a fee that gives a text":      {service, "amount: data.permit.zones.size() * 3000", "amount: \"'gratis'\"", `the amount "'gratis'" gives string, not a whole number of cents`},
		"a fee of an unknown field":    {service, "when: data.period.months <= 3", "when: data.period.weeks <= 3", `ztl-permit/service.yaml:32: it names the unknown field "period.weeks"`},
		"a fee on an optional answer":  {service, "{ amount: data.permit.zones.size() * 3000 }", "{ amount: data.permit.garage_address.size() * 3000 }", `the amount reads "permit.garage_address", which may be left empty`},
		"a table with a hole":          {service, "{ amount: data.permit.zones.size() * 3000 }", "{ when: data.period.months <= 12, amount: data.permit.zones.size() * 3000 }", `ztl-permit/service.yaml:34: the last row of the fee "issue" must have no when`},
		"two fees of one code":         {service, "code: stamp", "code: issue", `ztl-permit/service.yaml:35: there are two fees "issue"`},
		"fees that the sheet hides":    {service, "  costs:\n", "  costs: []\n  phases:\n", "the key \"phases\" is written twice"},
		"broken YAML of a form":        {layout, "- id: vehicle", "- id: [vehicle", "ztl-permit/form.yaml"},
		"an unknown key of a field":    {layout, "key: vehicle.model,", "key: vehicle.model, mandatory: true,", `unknown key "mandatory"`},
		"an unknown section block":     {layout, "- residence", "- home", `ztl-permit/form.yaml:6: there is no section block "home"`},
		"an unknown field block":       {layout, "use: yes_no", "use: maybe", `there is no field block "maybe"`},
		"a bad expression":             {layout, `"data.household.vehicle == 'yes'"`, `"data.household.vehicle = 'yes'"`, "Syntax error"},
		"a condition on nothing":       {layout, `"data.household.vehicle == 'yes'"`, `"data.household.car == 'yes'"`, `it names the unknown field "household.car"`},
		"a condition that is a text":   {layout, `"data.household.vehicle == 'yes'"`, `"'yes'"`, `the condition "'yes'" gives string, not true or false`},
		"an item outside a list":       {layout, `"data.household.vehicle == 'yes'"`, `"item.vehicle == 'yes'"`, "item.vehicle is used outside a list"},
		"an unknown type":              {layout, "type: plate", "type: targa", `the field "vehicle.plate" has the unknown type "targa"`},
		"a key of another type":        {layout, "key: vehicle.model, type: text,", "key: vehicle.model, type: text, working_days: true,", `the field "vehicle.model" is a text, which has no working_days`},
		"a field in a field":           {layout, "key: vehicle.model,", "key: vehicle.kind.model,", `"vehicle.kind" is a field, so "vehicle.kind.model" cannot be below it`},
		"two fields of one key":        {layout, "key: vehicle.model,", "key: vehicle.plate,", `there are two fields "vehicle.plate"`},
		"a limit on an unknown date":   {layout, "min: data.period.from", "min: data.period.start", `it names the unknown field "period.start"`},
		"a bad pattern of a block":     {sections, `"^[0-9]{5}$"`, `"^[0-9{5}$"`, `the pattern of "residence.postal_code" is wrong`},
		"a prefill from nowhere":       {sections, "prefill: phone", "prefill: fax", `_blocks/sections.yaml:33: a person has no "fax"`},
		"a key of a block":             {sections, "read_only: true, prefill: tax_code", "readonly: true", `_blocks/sections.yaml:13: unknown key "readonly"`},
		"an option of a field block":   {fields, "value: \"no\"", "value: \"yes\"", `offers "yes" twice`},
		"an example that is refused":   {"ztl-permit/example.json", "ZZ123ZZ", "ZZ12", `ztl-permit/example.json:1: the example is not valid: /vehicle/plate is refused with "plate"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var all []string
			files := overlay(t, tt.file, tt.old, tt.replacement)
			maps.DeleteFunc(files, func(path string, _ *fstest.MapFile) bool {
				return !strings.HasPrefix(path, "ztl-permit/") && !strings.HasPrefix(path, "_blocks/")
			})
			for _, problem := range catalogue.Check(files) {
				all = append(all, problem.String())
				if problem.Line < 1 || !strings.HasPrefix(problem.File, "ztl-permit/") && !strings.HasPrefix(problem.File, "_blocks/") {
					t.Errorf("no place in %q", problem)
				}
			}
			if !strings.Contains(strings.Join(all, "\n"), tt.want) {
				t.Errorf("problems:\n%s\nwant one with:\n%s", strings.Join(all, "\n"), tt.want)
			}
		})
	}
}

func TestMissingFilesAreNamed(t *testing.T) {
	for _, file := range []string{"service.yaml", "form.yaml"} {
		files := copyOf(t)
		delete(files, "ztl-permit/"+file)
		want := "ztl-permit/" + file + ":1: the file is missing"
		if problems := catalogue.Check(files); len(problems) == 0 || problems[0].String() != want {
			t.Errorf("without %s: %v", file, problems)
		}
	}
}

func TestAFaultyFolderRefusesTheCatalogue(t *testing.T) {
	_, err := catalogue.Load(overlay(t, "ztl-permit/service.yaml", "office: mobility", "office: magic"))
	var invalid catalogue.Invalid
	if !errors.As(err, &invalid) || !strings.Contains(err.Error(), "ztl-permit/service.yaml:20") {
		t.Errorf("error = %v", err)
	}
}

func TestADirectoryAddsAndReplacesServices(t *testing.T) {
	dir := t.TempDir()
	files := copyOf(t)
	for path, file := range files {
		if rest, ok := strings.CutPrefix(path, "ztl-permit/"); ok {
			content := string(file.Data)
			write(t, filepath.Join(dir, "market-permit", rest), strings.ReplaceAll(content, "id: ztl-permit", "id: market-permit"))
			write(t, filepath.Join(dir, "ztl-permit", rest), strings.ReplaceAll(content, "amount_cents: 1600", "amount_cents: 3200"))
		}
	}
	definitions, err := catalogue.Load(catalogue.Sources(copyOf(t), dir)...)
	if err != nil {
		t.Fatal(err)
	}
	shippedOnly, err := catalogue.Load(catalogue.Sources(copyOf(t), "")...)
	if err != nil || len(definitions) != len(shippedOnly)+1 {
		t.Fatalf("%d services with a directory, %d without, %v", len(definitions), len(shippedOnly), err)
	}
	for _, definition := range definitions {
		if definition.ID == "ztl-permit" && *definition.Fees[1].AmountCents != 3200 {
			t.Error("the folder of the directory does not replace the shipped one")
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADirectoryThatIsNotThereIsNamed(t *testing.T) {
	problems := catalogue.Check(catalogue.Sources(copyOf(t), filepath.Join(t.TempDir(), "nowhere"))...)
	if len(problems) != 1 || !strings.Contains(problems[0].Reason, "cannot be read") {
		t.Errorf("problems = %v", problems)
	}
}

func TestTheVersionFollowsTheFormNotTheSheet(t *testing.T) {
	version := func(files fs.FS) string {
		definitions, err := catalogue.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		for _, definition := range definitions {
			if definition.ID == "ztl-permit" {
				return definition.Version
			}
		}
		t.Fatal("the service is missing")
		return ""
	}
	original := version(copyOf(t))
	if original != version(copyOf(t)) || len(original) != 12 {
		t.Errorf("the version is not stable: %q", original)
	}
	if version(overlay(t, "ztl-permit/texts/how-to.it.md", "Premi", "Tocca")) != original {
		t.Error("a sentence of the sheet changed the version")
	}
	if version(overlay(t, "ztl-permit/service.yaml", "zones.size() * 3000", "zones.size() * 4000")) == original {
		t.Error("a fee did not change the version")
	}
}
