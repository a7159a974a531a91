package catalogue_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

func shippedServices(t *testing.T) []*catalogue.Definition {
	t.Helper()
	definitions, err := catalogue.Load(copyOf(t))
	if err != nil {
		t.Fatal(err)
	}
	return definitions
}

func service(t *testing.T, id string) *catalogue.Definition {
	t.Helper()
	for _, definition := range shippedServices(t) {
		if definition.ID == id {
			return definition
		}
	}
	t.Fatalf("no service %s", id)
	return nil
}

// put writes value at a dotted path, with numbers for items of lists; nil takes
// the value away.
func put(t *testing.T, data map[string]any, path string, value any) {
	t.Helper()
	var current any = data
	keys := strings.Split(path, ".")
	for _, key := range keys[:len(keys)-1] {
		switch c := current.(type) {
		case map[string]any:
			if c[key] == nil {
				c[key] = map[string]any{}
			}
			current = c[key]
		case []any:
			var i int
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(c) {
				t.Fatalf("no item %s in %s", key, path)
			}
			current = c[i]
		}
	}
	object, ok := current.(map[string]any)
	if !ok {
		t.Fatalf("%s leads nowhere", path)
	}
	if value == nil {
		delete(object, keys[len(keys)-1])
		return
	}
	object[keys[len(keys)-1]] = value
}

func codes(errors []catalogue.FieldError) string {
	var found []string
	for _, e := range errors {
		found = append(found, e.Pointer+" "+e.Code)
	}
	slices.Sort(found)
	return strings.Join(found, ", ")
}

func TestExamplesAreValid(t *testing.T) {
	for _, definition := range shippedServices(t) {
		data, attachments, declarations := catalogue.Example(definition)
		errors := definition.Validate(data, catalogue.CountFiles(attachments), declarations, catalogue.ExampleEnv(definition))
		if len(errors) > 0 || len(data) == 0 {
			t.Errorf("%s: %s", definition.ID, codes(errors))
		}
	}
}

// TestEachMandatoryAnswerIsMissed leaves out, one at a time, everything the
// example gives that the form marks as required.
func TestEachMandatoryAnswerIsMissed(t *testing.T) {
	for _, definition := range shippedServices(t) {
		for pointer, want := range mandatory(definition) {
			env := catalogue.ExampleEnv(definition)
			data, attachments, declarations := catalogue.Example(definition)
			key := strings.NewReplacer("/", ".").Replace(strings.TrimPrefix(pointer, "/"))
			if want == "required" {
				if isReadOnly(definition, key) {
					env.Person = nil
				}
				put(t, data, key, nil)
			}
			if want == "attachment_required" {
				attachments = slices.DeleteFunc(attachments, func(k string) bool { return pointerOf(k) == pointer })
			}
			if want == "declaration_required" {
				declarations = slices.DeleteFunc(declarations, func(k string) bool { return "/declarations/"+k == pointer })
			}
			errors := definition.Validate(data, catalogue.CountFiles(attachments), declarations, env)
			index := slices.IndexFunc(errors, func(e catalogue.FieldError) bool { return e.Pointer == pointer && e.Code == want })
			if index < 0 {
				t.Errorf("%s without %s: %s", definition.ID, pointer, codes(errors))
				continue
			}
			if e := errors[index]; e.Step == "" || e.Section == "" || e.Field == "" {
				t.Errorf("%s: the error does not say where: %+v", definition.ID, e)
			}
		}
	}
}

func isReadOnly(definition *catalogue.Definition, key string) bool {
	_, prefilled := definition.PrefillFrom[key]
	return prefilled && strings.HasPrefix(key, "applicant.")
}

func pointerOf(key string) string {
	return "/" + strings.NewReplacer(".", "/", "[", "/", "]", "").Replace(key)
}

// mandatory lists, by pointer, what the example gives and the form requires.
func mandatory(definition *catalogue.Definition) map[string]string {
	data, attachments, _ := catalogue.Example(definition)
	found := map[string]string{}
	for _, step := range definition.Form.Steps {
		for _, section := range step.Sections {
			for _, field := range section.Fields {
				collect(field, "", data, attachments, found)
			}
		}
	}
	for _, declaration := range definition.Declarations {
		if declaration.Required {
			found["/declarations/"+declaration.Key] = "declaration_required"
		}
	}
	return found
}

func collect(field catalogue.Field, prefix string, object map[string]any, attachments []string, found map[string]string) {
	key := prefix + field.Key
	if field.Type == "file" && field.Required && slices.Contains(attachments, key) {
		found[pointerOf(key)] = "attachment_required"
	}
	var value any = object
	for _, part := range strings.Split(field.Key, ".") {
		inner, _ := value.(map[string]any)
		value = inner[part]
	}
	if field.Required && value != nil {
		found[pointerOf(key)] = "required"
	}
	list, _ := value.([]any)
	for i, item := range list {
		if inner, ok := item.(map[string]any); ok {
			for _, f := range field.Fields {
				collect(f, fmt.Sprintf("%s[%d].", key, i), inner, attachments, found)
			}
		}
	}
}

func TestWrongAnswersAreNamed(t *testing.T) {
	const ztl, residence, nursery = "ztl-permit", "residence-transfer", "nursery-enrolment"
	tests := map[string]struct {
		service, path string
		value         any
		want          string
	}{
		"a plate of the wrong shape":             {ztl, "vehicle.plate", "ZZ12ZZ", "/vehicle/plate plate"},
		"an old plate":                           {ztl, "vehicle.plate", "roma a1234", ""},
		"a motorcycle":                           {ztl, "vehicle.plate", "ZZ12345", ""},
		"an e-mail without domain":               {ztl, "contacts.email", "anna@", "/contacts/email email"},
		"a phone with letters":                   {ztl, "contacts.phone", "call me", "/contacts/phone pattern"},
		"a postal code of four digits":           {ztl, "residence.postal_code", "1234", "/residence/postal_code pattern"},
		"a number where text belongs":            {ztl, "vehicle.model", 12.0, "/vehicle/model type"},
		"an object where text belongs":           {ztl, "vehicle.model", map[string]any{"a": "b"}, "/vehicle/model required"},
		"a text that is too long":                {ztl, "vehicle.model", strings.Repeat("a", 81), "/vehicle/model too_long"},
		"an option that is not offered":          {ztl, "vehicle.title", "theft", "/vehicle/title option"},
		"a zone that is not offered":             {ztl, "permit.zones", []any{"A", "D"}, "/permit/zones option"},
		"no zone":                                {ztl, "permit.zones", []any{}, "/permit/zones required"},
		"a zone twice":                           {ztl, "permit.zones", []any{"A", "A"}, "/permit/zones unique"},
		"a date that does not exist":             {ztl, "period.to", "2027-02-30", "/period/to type"},
		"a first day in the past":                {ztl, "period.from", "2026-11-23", "/period/from date_future"},
		"a first day of today":                   {ztl, "period.from", "2026-11-24", ""},
		"a last day before the first":            {ztl, "period.to", "2026-11-30", "/period/to min"},
		"twelve months":                          {ztl, "period.to", "2027-11-30", ""},
		"twelve months and a day":                {ztl, "period.to", "2027-12-01", "/period/to max"},
		"a tax code with a wrong last letter":    {ztl, "household.owner_tax_code", "PRVBRN83L14Z999A", "/household/owner_tax_code tax_code"},
		"no owner, so no question on the owner":  {ztl, "household.vehicle", "no", ""},
		"a garage without title":                 {ztl, "permit.reason", "garage", "/documents/garage_title attachment_required, /permit/garage_address required"},
		"another person's tax code is put right": {ztl, "applicant.tax_code", "PRVBRN83L14Z999K", ""},
		"a move from abroad":                     {residence, "move.kind", "abroad", "/documents/eu_statement attachment_required, /move/origin_country required"},
		"a move that has not happened":           {residence, "move.since", "2026-11-25", "/move/since date_past"},
		"a guest without consent":                {residence, "occupation.title", "guest", "/documents/owner_consent attachment_required, /occupation/owner_name required, /occupation/owner_tax_code required"},
		"an owner without cadastral data":        {residence, "occupation.title", "ownership", "/occupation/cadastral_parcel required, /occupation/cadastral_sheet required"},
		"a tax code of another birth date":       {residence, "household.members.0.birth_date", "1988-01-21", "/household/members/0/tax_code tax_code"},
		"a tax code of the other sex":            {residence, "household.members.0.gender", "F", "/household/members/0/tax_code tax_code"},
		"a member from outside the Union":        {residence, "household.members.0.citizenship", "non_eu", "/household/members/0/residence_permit attachment_required"},
		"a grown-up without document":            {residence, "household.members.1.birth_date", "2000-09-03", "/household/members/1/identity_document attachment_required, /household/members/1/licence required, /household/members/1/tax_code tax_code"},
		"nobody else moves":                      {residence, "household.others", "no", ""},
		"an empty household":                     {residence, "household.members", []any{}, "/household/members required"},
		"a household that is not a list":         {residence, "household.members", "Marco", "/household/members required"},
		"a child that is too old":                {nursery, "children.0.birth_date", "2023-11-23", "/children/0/birth_date min, /children/0/tax_code tax_code"},
		"no disability, no certificate":          {nursery, "children.0.disability", "no", ""},
		"four nurseries":                         {nursery, "preferences.nurseries", []any{"the-kite", "the-dragonfly", "the-hazelnut", "the-little-boat"}, "/preferences/nurseries max_items"},
		"a nursery twice":                        {nursery, "preferences.nurseries", []any{"the-kite", "the-kite"}, "/preferences/nurseries unique"},
		"one parent":                             {nursery, "family.other_parent", "no", ""},
		"an ISEE that is not declared":           {nursery, "isee.declared", "no", ""},
		"an ISEE that has expired":               {nursery, "isee.valid_until", "2026-01-15", "/isee/valid_until date_future"},
		"an ISEE with half a cent":               {nursery, "isee.amount", 100.5, "/isee/amount type"},
		"an ISEE below zero":                     {nursery, "isee.amount", -1.0, "/isee/amount min"},
		"too many working hours":                 {nursery, "work.weekly_hours", 81.0, "/work/weekly_hours max"},
		"half an hour of work":                   {nursery, "work.weekly_hours", 36.5, "/work/weekly_hours integer"},
		"hours as text":                          {nursery, "work.weekly_hours", "many", "/work/weekly_hours type"},
		"a diet without saying which":            {nursery, "preferences.diet", true, "/preferences/diet_notes required"},
		"a checkbox that is not one":             {nursery, "preferences.diet", "yes", "/preferences/diet type"},
		"the other parent begins to work":        {nursery, "other_work.condition", "self_employed", "/documents/other_employer attachment_required, /other_work/employer required, /other_work/weekly_hours required, /other_work/workplace required"},
	}
	definitions := map[string]*catalogue.Definition{}
	for _, definition := range shippedServices(t) {
		definitions[definition.ID] = definition
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			definition := definitions[tt.service]
			data, attachments, declarations := catalogue.Example(definition)
			put(t, data, tt.path, tt.value)
			errors := definition.Validate(data, catalogue.CountFiles(attachments), declarations, catalogue.ExampleEnv(definition))
			if got := codes(errors); got != tt.want {
				t.Errorf("errors: %s\nwant:   %s", got, tt.want)
			}
		})
	}
}

func TestTwoItemsMayNotBeTheSamePerson(t *testing.T) {
	definition := service(t, "residence-transfer")
	data, attachments, declarations := catalogue.Example(definition)
	members := data["household"].(map[string]any)["members"].([]any)
	data["household"].(map[string]any)["members"] = append(members, maps.Clone(members[1].(map[string]any)))
	errors := definition.Validate(data, catalogue.CountFiles(attachments), declarations, catalogue.ExampleEnv(definition))
	if got := codes(errors); got != "/household/members/2/tax_code unique" {
		t.Errorf("errors: %s", got)
	}
}

func TestTooManyFiles(t *testing.T) {
	definition := service(t, "ztl-permit")
	data, attachments, declarations := catalogue.Example(definition)
	counts := catalogue.CountFiles(append(attachments, "documents.registration", "documents.registration"))
	errors := definition.Validate(data, counts, declarations, catalogue.ExampleEnv(definition))
	if got := codes(errors); got != "/documents/registration max_items" {
		t.Errorf("errors: %s", got)
	}
}

func TestAnEmptyDraftIsWrongButNoFault(t *testing.T) {
	for _, definition := range shippedServices(t) {
		env := catalogue.Env{Today: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)}
		errors := definition.Validate(nil, nil, nil, env)
		if len(errors) < 10 {
			t.Errorf("%s: an empty application has %d errors only", definition.ID, len(errors))
		}
		fees, err := definition.ComputeFees(nil, env)
		if err != nil || catalogue.Total(fees) > 1600 {
			t.Errorf("%s: fees of nothing: %+v, %v", definition.ID, fees, err)
		}
		if steps := definition.Summary(nil, "it"); len(steps) != 0 {
			t.Errorf("%s: a summary of nothing: %+v", definition.ID, steps)
		}
	}
}

func TestCleanLeavesOutWhatIsNotAsked(t *testing.T) {
	definition := service(t, "ztl-permit")
	env := catalogue.ExampleEnv(definition)
	data, _, _ := catalogue.Example(definition)
	put(t, data, "household.vehicle", "no")
	put(t, data, "vehicle.plate", " zz 123-zz ")
	put(t, data, "vehicle.secret", "x")
	put(t, data, "extra", map[string]any{"a": 1})
	put(t, data, "applicant.given_name", "Somebody Else")
	before, _ := json.Marshal(data)

	got := definition.Clean(data, env)

	if after, _ := json.Marshal(data); string(after) != string(before) {
		t.Error("the input was changed")
	}
	if _, kept := got["extra"]; kept || got["vehicle"].(map[string]any)["secret"] != nil {
		t.Error("unknown keys stay")
	}
	want := map[string]any{"vehicle": "no"}
	if diff := cmp.Diff(want, got["household"]); diff != "" {
		t.Errorf("hidden answers stay: %s", diff)
	}
	if plate := got["vehicle"].(map[string]any)["plate"]; plate != "ZZ123ZZ" {
		t.Errorf("plate = %v", plate)
	}
	if name := got["applicant"].(map[string]any)["given_name"]; name != "Anna" {
		t.Errorf("the identity gave way to %v", name)
	}
	if months := got["period"].(map[string]any)["months"]; months != int64(6) {
		t.Errorf("months = %v", months)
	}
	if diff := cmp.Diff(got, definition.Clean(got, env)); diff != "" {
		t.Errorf("cleaning twice differs: %s", diff)
	}
}

func TestCleanFollowsChainsOfConditions(t *testing.T) {
	definition := service(t, "residence-transfer")
	data, _, _ := catalogue.Example(definition)
	put(t, data, "move.kind", "abroad")
	put(t, data, "applicant_more.citizenship", "italian")
	put(t, data, "move.aire", "yes")
	put(t, data, "move.aire_municipality", "Borgolago")
	env := catalogue.ExampleEnv(definition)
	if move := definition.Clean(data, env)["move"].(map[string]any); move["aire_municipality"] != "Borgolago" || move["origin_municipality"] != nil {
		t.Errorf("move = %v", move)
	}
	put(t, data, "applicant_more.citizenship", "eu")
	if move := definition.Clean(data, env)["move"].(map[string]any); move["aire"] != nil || move["aire_municipality"] != nil {
		t.Errorf("move = %v", move)
	}
}

func TestComputedValuesInsideLists(t *testing.T) {
	definition := service(t, "residence-transfer")
	data, _, _ := catalogue.Example(definition)
	members := definition.Clean(data, catalogue.ExampleEnv(definition))["household"].(map[string]any)["members"].([]any)
	for i, want := range []int64{38, 7} {
		if age := members[i].(map[string]any)["age"]; age != want {
			t.Errorf("age of member %d = %v, want %d", i, age, want)
		}
	}
}

func TestFees(t *testing.T) {
	definition := service(t, "ztl-permit")
	tests := map[string]struct {
		zones []any
		to    string
		want  int64
	}{
		"one zone, one month":        {[]any{"A"}, "2026-12-31", 1000 + 1600},
		"one zone, three months":     {[]any{"A"}, "2027-02-28", 1000 + 1600},
		"one zone, a day more":       {[]any{"A"}, "2027-03-01", 2000 + 1600},
		"two zones, six months":      {[]any{"A", "C"}, "2027-05-31", 4000 + 1600},
		"three zones, twelve months": {[]any{"A", "B", "C"}, "2027-11-30", 9000 + 1600},
		"no zone yet":                {nil, "2027-05-31", 1600},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			data, _, _ := catalogue.Example(definition)
			put(t, data, "period.to", tt.to)
			put(t, data, "permit.zones", nil)
			if tt.zones != nil {
				put(t, data, "permit.zones", tt.zones)
			}
			fees, err := definition.ComputeFees(data, catalogue.ExampleEnv(definition))
			if err != nil || catalogue.Total(fees) != tt.want {
				t.Errorf("total = %d, %v; want %d", catalogue.Total(fees), err, tt.want)
			}
		})
	}
	for _, free := range []string{"residence-transfer", "nursery-enrolment"} {
		definition := service(t, free)
		data, _, _ := catalogue.Example(definition)
		if fees, err := definition.ComputeFees(data, catalogue.ExampleEnv(definition)); err != nil || len(fees) != 0 {
			t.Errorf("%s asks %+v, %v", free, fees, err)
		}
	}
}

func TestPrefill(t *testing.T) {
	definition := service(t, "ztl-permit")
	got := definition.Prefill(map[string]any{
		"given_name": "Anna", "tax_code": "SMPNNA85C41Z999N", "email": "", "address": map[string]any{"street": "Via dei Mulini"},
	})
	want := map[string]any{
		"applicant": map[string]any{"given_name": "Anna", "tax_code": "SMPNNA85C41Z999N"},
		"residence": map[string]any{"street": "Via dei Mulini"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSummary(t *testing.T) {
	for _, lang := range []string{"it", "en"} {
		for _, definition := range shippedServices(t) {
			data, _, _ := catalogue.Example(definition)
			cleaned := definition.Clean(data, catalogue.ExampleEnv(definition))
			var text strings.Builder
			for _, step := range definition.Summary(cleaned, lang) {
				fmt.Fprintln(&text, "#", step.Title)
				for _, section := range step.Sections {
					fmt.Fprintln(&text, "##", section.Title)
					for _, row := range section.Rows {
						fmt.Fprintf(&text, "%s: %s\n", row.Label, row.Value)
					}
				}
			}
			t.Run(definition.ID+" "+lang, func(t *testing.T) { golden(t, text.String()) })
		}
	}
}

// TestForms writes the forms as the API gives them, blocks in place, for the
// tests of the other side of the engine.
func TestForms(t *testing.T) {
	for _, id := range []string{"nursery-enrolment", "residence-transfer", "ztl-permit"} {
		form, err := json.MarshalIndent(service(t, id).Form.Steps, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		t.Run(id, func(t *testing.T) { golden(t, string(form)) })
	}
}

func TestFieldLabel(t *testing.T) {
	definition := service(t, "nursery-enrolment")
	for key, want := range map[string]string{
		"children[1].vaccination_document": "Bambina o bambino 2 – Certificato vaccinale, prenotazione o esonero",
		"documents.isee":                   "Attestazione ISEE",
		"nowhere":                          "nowhere",
	} {
		if got := definition.FieldLabel(key, "it"); got != want {
			t.Errorf("label of %s = %q", key, got)
		}
	}
}

func TestAnExpressionThatWorksTooLongIsStopped(t *testing.T) {
	loop := "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, [1,2,3,4,5,6,7,8,9,10].all(d, a + b + c + d > 0)))) ? 1 : 2"
	files := copyOf(t)
	files["ztl-permit/service.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(
		string(files["ztl-permit/service.yaml"].Data), "amount_cents: 1600\ndecl", "amount: \""+loop+"\"\ndecl", 1))}
	delete(files, "ztl-permit/example.json")
	definitions, err := catalogue.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	index := slices.IndexFunc(definitions, func(d *catalogue.Definition) bool { return d.ID == "ztl-permit" })
	if _, err := definitions[index].ComputeFees(nil, catalogue.Env{Today: time.Now()}); err == nil || !strings.Contains(err.Error(), "cost limit") {
		t.Errorf("error = %v", err)
	}
}
