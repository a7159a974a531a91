// Package i18n holds texts in several languages.
package i18n

// Text is a text by language ("it", "en"). Italian is the language that every
// other one falls back to.
type Text map[string]string

// In returns the text in lang, or in Italian when that is missing, and says in
// which language it is.
func (t Text) In(lang string) (text, language string) {
	if text := t[lang]; text != "" {
		return text, lang
	}
	return t["it"], "it"
}
