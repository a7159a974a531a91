package catalogue

import (
	"fmt"
	"strconv"
	"strings"
)

// Summary tells the answers in words, in lang, in the order of the form.
// Questions without an answer are left out.
func (d *Definition) Summary(data map[string]any, lang string) []SummaryStep {
	var steps []SummaryStep
	for _, step := range d.Form.Steps {
		out := SummaryStep{Title: step.Title.In(lang)}
		for _, section := range step.Sections {
			out.Sections = append(out.Sections, summarise(section, data, lang)...)
		}
		if len(out.Sections) > 0 {
			steps = append(steps, out)
		}
	}
	return steps
}

// FieldLabel names the field with the given key, which may carry an index
// (children[0].certificate), in words; the key itself when there is none.
func (d *Definition) FieldLabel(key, lang string) string {
	path := strings.Split(strings.Trim(pointerOf(key), "/"), "/")
	field := d.fields[genericKey(path)]
	if field == nil {
		return key
	}
	for i, part := range path {
		index, err := strconv.Atoi(part)
		if list := d.fields[genericKey(path[:i])]; err == nil && list != nil {
			return fmt.Sprintf("%s – %s", itemTitle(*list, index, lang), field.Label.In(lang))
		}
	}
	return field.Label.In(lang)
}

func summarise(section Section, data map[string]any, lang string) []SummarySection {
	own := SummarySection{Title: section.Title.In(lang)}
	var lists []SummarySection
	for _, field := range section.Fields {
		if field.Type != "list" {
			own.Rows = append(own.Rows, row(field, data, lang)...)
			continue
		}
		for i, item := range items(data, field.Key) {
			card := SummarySection{Title: itemTitle(field, i, lang)}
			for _, inner := range field.Fields {
				card.Rows = append(card.Rows, row(inner, item, lang)...)
			}
			lists = append(lists, card)
		}
	}
	if len(own.Rows) == 0 {
		return lists
	}
	return append([]SummarySection{own}, lists...)
}

func itemTitle(list Field, index int, lang string) string {
	label := list.Label
	if list.ItemLabel != nil {
		label = *list.ItemLabel
	}
	return fmt.Sprintf("%s %d", label.In(lang), index+1)
}

func row(field Field, data map[string]any, lang string) []SummaryRow {
	value := get(data, field.Key)
	if empty(value) || field.Type == "file" || field.Type == "info" {
		return nil
	}
	return []SummaryRow{{Label: field.Label.In(lang), Value: words(field, value, lang)}}
}

// words writes one answer as a person reads it.
func words(field Field, value any, lang string) string {
	switch v := value.(type) {
	case bool:
		return yesNo(v, lang)
	case []any:
		return wordList(field, v, lang)
	case string:
		return textWords(field, v, lang)
	case map[string]any:
		return placeWords(v)
	}
	return numberWords(field, plain(value), lang)
}

func textWords(field Field, text, lang string) string {
	if date, ok := parseDate(text); ok && (field.Type == "date" || field.Type == "computed") {
		return date.Format("02/01/2006")
	}
	switch {
	case field.Type == "notice_code":
		return fours(text)
	case field.Type == "signature" && IsDrawing(text):
		return Localized{"Firma tracciata", "Drawn signature"}.In(lang)
	case field.Source != "":
		return sourceLabel(field.Source, text).In(lang)
	}
	return field.optionLabel(text, lang)
}

func numberWords(field Field, value any, lang string) string {
	var text string
	switch n := value.(type) {
	case int64:
		if field.Type == "money" || field.Format == "money" {
			return Euros(n)
		}
		text = strconv.FormatInt(n, 10)
	case float64:
		text = strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", ",", 1)
	default:
		return fmt.Sprint(value)
	}
	if field.Unit != nil {
		text += " " + field.Unit.In(lang)
	}
	return text
}

// placeWords writes a point by its name and coordinates, an area by its size.
func placeWords(place map[string]any) string {
	if size, ok := plain(place["square_metres"]).(int64); ok {
		return strconv.FormatInt(size, 10) + " m²"
	}
	lat, _ := asFloat(place["lat"])
	lon, _ := asFloat(place["lon"])
	at := fmt.Sprintf("%.5f, %.5f", lat, lon)
	if label, _ := place["label"].(string); label != "" {
		return label + " – " + at
	}
	return at
}

// fours writes a long code in groups of four.
func fours(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wordList(field Field, values []any, lang string) string {
	parts := make([]string, 0, len(values))
	for i, value := range values {
		label := words(field, value, lang)
		if field.Type == "ranking" {
			label = fmt.Sprintf("%d. %s", i+1, label)
		}
		parts = append(parts, label)
	}
	return strings.Join(parts, ", ")
}

func (f Field) optionLabel(value, lang string) string {
	for _, option := range f.Options {
		if option.Value == value {
			return option.Label.In(lang)
		}
	}
	return value
}

func yesNo(v bool, lang string) string {
	switch {
	case v && lang == "en":
		return "Yes"
	case v:
		return "Sì"
	}
	return "No"
}

// Euros writes an amount of cents the Italian way: 1.234,56 €.
func Euros(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "." + whole[i:]
	}
	return fmt.Sprintf("%s%s,%02d €", sign, whole, cents%100)
}
