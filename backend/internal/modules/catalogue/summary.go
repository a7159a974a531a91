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
		if date, ok := parseDate(v); ok && (field.Type == "date" || field.Type == "computed") {
			return date.Format("02/01/2006")
		}
		return field.optionLabel(v, lang)
	}
	switch n := plain(value).(type) {
	case int64:
		if field.Type == "money" {
			return Euros(n)
		}
		return strconv.FormatInt(n, 10)
	case float64:
		return strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", ",", 1)
	}
	return fmt.Sprint(value)
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
