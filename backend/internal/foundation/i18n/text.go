// Package i18n holds texts in several languages, Italian first.
package i18n

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// Text is a text by language ("it", "en"). Italian is the language that every
// other one falls back to.
type Text map[string]string

// In returns the text in lang, or in Italian when that is missing, and says in
// which language it is. A text without Italian is given in whatever language
// there is, the first by its code.
func (t Text) In(lang string) (text, language string) {
	if text := t[lang]; text != "" {
		return text, lang
	}
	if text, ok := t["it"]; ok {
		return text, "it"
	}
	for _, language := range slices.Sorted(maps.Keys(t)) {
		if text := t[language]; text != "" {
			return text, language
		}
	}
	return "", "it"
}

// GormDataType is the type of the column.
func (Text) GormDataType() string { return "jsonb" }

// Value stores the text as JSON; a nil text is NULL.
func (t Text) Value() (driver.Value, error) {
	if t == nil {
		return nil, nil //nolint:nilnil // NULL
	}
	b, err := json.Marshal(map[string]string(t))
	return string(b), err
}

// Scan reads the text from JSON.
func (t *Text) Scan(src any) error {
	*t = nil
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), (*map[string]string)(t))
	case []byte:
		return json.Unmarshal(v, (*map[string]string)(t))
	}
	return fmt.Errorf("i18n: cannot read a text from %T", src)
}
