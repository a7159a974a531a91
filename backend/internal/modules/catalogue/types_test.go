package catalogue

import (
	"encoding/json"
	"os"
	"testing"
	"time"
)

// TestValuesOfEveryType reads the cases that the browser's side of the engine
// reads too: what one accepts the other does.
func TestValuesOfEveryType(t *testing.T) {
	content, err := os.ReadFile("testdata/field-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Today string `json:"today"`
		Cases []struct {
			Name  string `json:"name"`
			Field Field  `json:"field"`
			Value any    `json:"value"`
			Code  string `json:"code"`
		} `json:"cases"`
	}
	if err := json.Unmarshal(content, &file); err != nil || len(file.Cases) < 30 {
		t.Fatalf("%d cases, %v", len(file.Cases), err)
	}
	today, err := time.Parse(time.DateOnly, file.Today)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range file.Cases {
		t.Run(tt.Name, func(t *testing.T) {
			tt.Field.Key = "f"
			var found []string
			for _, e := range formOf(tt.Field).Validate(map[string]any{"f": tt.Value}, nil, nil, Env{Today: today}) {
				found = append(found, e.Code)
			}
			if want := tt.Code; len(found) > 1 || want == "" && len(found) > 0 || want != "" && (len(found) == 0 || found[0] != want) {
				t.Errorf("codes = %v, want %q", found, want)
			}
		})
	}
}

// formOf is a form of some fields.
func formOf(fields ...Field) *Definition {
	d := &Definition{ID: "sample", Form: Form{Steps: []Step{{ID: "general", Sections: []Section{{ID: "s", Fields: fields}}}}}}
	d.indexFields()
	d.Form.Schema = d.deriveSchema(nil)
	d.schema = lazySchema(d.Form.Schema)
	return d
}

func TestWordsOfEveryType(t *testing.T) {
	area := map[string]any{"type": "Polygon", "coordinates": []any{[]any{
		[]any{10.6, 45.5}, []any{10.601, 45.5}, []any{10.601, 45.501}, []any{10.6, 45.5},
	}}, "square_metres": 1}
	metres := &Localized{"m²", "m²"}
	for name, tt := range map[string]struct {
		field    Field
		value    any
		it, lang string
	}{
		"a year without dots":  {Field{Type: "year"}, 2026, "2026", "it"},
		"a number with a unit": {Field{Type: "number", Unit: metres}, 1200.5, "1200,5 m²", "it"},
		"a notice in groups":   {Field{Type: "notice_code"}, "302000000000000037", "3020 0000 0000 0000 37", "it"},
		"a point":              {Field{Type: "point"}, map[string]any{"lat": 45.5, "lon": 10.6, "label": "Molo"}, "Molo – 45.50000, 10.60000", "it"},
		"an area, measured":    {Field{Type: "area"}, area, "4333 m²", "it"},
		"a drawing":            {Field{Type: "signature"}, "M1 2L3 4", "Drawn signature", "en"},
		"a typed signature":    {Field{Type: "signature"}, "Anna Esempio", "Anna Esempio", "it"},
		"a country":            {Field{Type: "select", Source: "countries"}, "DE", "Germany", "en"},
		"a province":           {Field{Type: "select", Source: "provinces"}, "FI", "Firenze", "it"},
		"a VAT number":         {Field{Type: "vat_number"}, "123 4567 8903", "12345678903", "it"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.field.Key, tt.field.Label = "f", Localized{"F", "F"}
			d := formOf(tt.field)
			summary := d.Summary(d.Clean(map[string]any{"f": tt.value}, Env{}), tt.lang)
			if len(summary) != 1 || summary[0].Sections[0].Rows[0].Value != tt.it {
				t.Errorf("summary = %+v, want %q", summary, tt.it)
			}
		})
	}
}

func TestListsOfCodes(t *testing.T) {
	for source, minimum := range map[string]int{listCountries: 200, listProvinces: 107} {
		if n := len(codedSources[source].options); n < minimum {
			t.Errorf("%s has %d entries", source, n)
		}
		for _, option := range codedSources[source].options {
			if len(option.Value) != 2 || option.Label.IT == "" || option.Label.EN == "" {
				t.Errorf("%s: %+v", source, option)
			}
		}
	}
	field := Field{Key: "f", Type: "select", Source: listCountries}
	if found := formOf(field).Validate(map[string]any{"f": "XX"}, nil, nil, Env{}); len(found) != 1 || found[0].Code != "option" {
		t.Errorf("an unknown country: %+v", found)
	}
	for day, want := range map[string]string{"2026-08-31": "2025/2026", "2026-09-01": "2026/2027"} {
		today, _ := parseDate(day)
		if years := schoolYearsFrom(today); len(years) != 2 || years[0].Value != want {
			t.Errorf("school years on %s: %+v", day, years)
		}
	}
}

func TestWindows(t *testing.T) {
	winter := Window{From: "11-15", To: "02-10"}
	for name, tt := range map[string]struct {
		windows  []Window
		today    string
		open     bool
		from, to string
	}{
		"no window":                  {nil, "2026-11-24", true, "0001-01-01", "0001-01-01"},
		"before a yearly one":        {[]Window{{"01-10", "01-31"}}, "2026-11-24", false, "2027-01-10", "2027-01-31"},
		"its first day":              {[]Window{{"01-10", "01-31"}}, "2027-01-10", true, "2027-01-10", "2027-01-31"},
		"its last day":               {[]Window{{"01-10", "01-31"}}, "2027-01-31", true, "2027-01-10", "2027-01-31"},
		"the day after":              {[]Window{{"01-10", "01-31"}}, "2027-02-01", false, "2028-01-10", "2028-01-31"},
		"over the end of the year":   {[]Window{winter}, "2027-01-01", true, "2026-11-15", "2027-02-10"},
		"the beginning of that":      {[]Window{winter}, "2026-12-31", true, "2026-11-15", "2027-02-10"},
		"once, to come":              {[]Window{{"2027-03-01", "2027-03-31"}}, "2026-11-24", false, "2027-03-01", "2027-03-31"},
		"once, over":                 {[]Window{{"2025-03-01", "2025-03-31"}}, "2026-11-24", false, "0001-01-01", "0001-01-01"},
		"the nearest of two":         {[]Window{{"09-01", "09-30"}, {"03-01", "03-31"}}, "2026-11-24", false, "2027-03-01", "2027-03-31"},
		"the last day of February":   {[]Window{{"02-01", "02-29"}}, "2027-02-28", true, "2027-02-01", "2027-02-28"},
		"and 29 days in a leap year": {[]Window{{"02-01", "02-29"}}, "2028-02-29", true, "2028-02-01", "2028-02-29"},
	} {
		t.Run(name, func(t *testing.T) {
			today, _ := parseDate(tt.today)
			period, open := (&Definition{Limits: Limits{Windows: tt.windows}}).Window(today)
			if open != tt.open || period.From.Format(dateLayout) != tt.from || period.To.Format(dateLayout) != tt.to {
				t.Errorf("open = %v, %s – %s", open, period.From.Format(dateLayout), period.To.Format(dateLayout))
			}
		})
	}
}
