package content

import (
	"html"
	"strings"
	"unicode"

	xhtml "golang.org/x/net/html"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// visit calls fn with every single value of data, its field and its path as
// in "procedure.manager"; lists are visited item by item.
func visit(fields []Field, data map[string]any, prefix string, fn func(path string, f *Field, value any)) {
	for i := range fields {
		f := &fields[i]
		value, ok := data[f.Key]
		if !ok {
			continue
		}
		path := prefix + f.Key
		for _, one := range each(value, f.Many) {
			if object, group := one.(map[string]any); group && f.Kind == KindGroup {
				visit(f.Fields, object, path+".", fn)
				continue
			}
			fn(path, f, one)
		}
	}
}

func each(value any, many bool) []any {
	if !many {
		return []any{value}
	}
	items, _ := value.([]any)
	return items
}

// idsOf lists the contents and the files that data refers to, without
// repetitions, in order.
func idsOf(t *Type, data map[string]any) (refs, files []string) {
	seen := map[string]bool{}
	visit(t.Fields, data, "", func(_ string, f *Field, value any) {
		id, _ := value.(string)
		if id == "" || seen[id] {
			return
		}
		switch f.Kind { //nolint:exhaustive // the others hold no id
		case KindRef:
			seen[id], refs = true, append(refs, id)
		case KindMedia:
			seen[id], files = true, append(files, id)
		}
	})
	return refs, files
}

// linksOf lists the references of data field by field.
func linksOf(t *Type, data map[string]any) (links []link) {
	next := map[string]int{}
	visit(t.Fields, data, "", func(path string, f *Field, value any) {
		if id, _ := value.(string); f.Kind == KindRef && id != "" {
			links = append(links, link{Field: path, Position: next[path], ToID: id})
			next[path]++
		}
	})
	return links
}

// localised reads a text in several languages; one that has no languages
// counts as Italian.
func localised(value any) i18n.Text {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
		return i18n.Text{"it": v}
	case map[string]any:
		out := make(i18n.Text, len(v))
		for lang, inner := range v {
			if s, ok := inner.(string); ok && s != "" {
				out[lang] = s
			}
		}
		return out
	}
	return nil
}

func str(value any) string {
	s, _ := value.(string)
	return s
}

func strs(value any) []string {
	switch v := value.(type) {
	case string:
		if v != "" {
			return []string{v}
		}
	case []any:
		out := make([]string, 0, len(v))
		for _, item := range v {
			if s, ok := item.(string); ok {
				out = append(out, s)
			}
		}
		return out
	}
	return nil
}

// plain is the text of an HTML text, with a space where a block ends.
func plain(rich string) string {
	var b strings.Builder
	z := xhtml.NewTokenizer(strings.NewReader(rich))
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case xhtml.TextToken:
			_, _ = b.WriteString(html.UnescapeString(string(z.Raw())))
		case xhtml.StartTagToken, xhtml.EndTagToken, xhtml.SelfClosingTagToken:
			if name, _ := z.TagName(); !inline[string(name)] {
				_ = b.WriteByte(' ')
			}
		}
	}
}

var inline = map[string]bool{"a": true, "strong": true, "em": true}

// Texts are the words of a content, for an index: what is read in its fields,
// language by language, rich texts without their marks.
func Texts(t *Type, data map[string]any) i18n.Text {
	parts := map[string][]string{}
	visit(t.Fields, data, "", func(path string, f *Field, value any) {
		if strings.HasPrefix(path, "seo.") || path == "legacy_urls" {
			return
		}
		switch f.Kind { //nolint:exhaustive // the others hold no words
		case KindText, KindTextarea, KindRich:
			for lang, s := range localised(value) {
				if f.Kind == KindRich {
					s = plain(s)
				}
				parts[lang] = append(parts[lang], s)
			}
		}
	})
	out := make(i18n.Text, len(parts))
	for lang, words := range parts {
		out[lang] = strings.Join(words, " ")
	}
	return out
}

// languages are those in which every text of the heading is there.
func languages(title, short i18n.Text) []string {
	out := []string{"it"}
	for lang := range title {
		if lang != "it" && title[lang] != "" && (short["it"] == "" || short[lang] != "") {
			out = append(out, lang)
		}
	}
	return out
}

// shouting tells whether a title is written all in capitals.
func shouting(s string) bool {
	letters, words := 0, 0
	for _, word := range strings.Fields(s) {
		long := 0
		for _, r := range word {
			if unicode.IsLower(r) {
				return false
			}
			if unicode.IsUpper(r) {
				long++
			}
		}
		if letters += long; long > 0 {
			words++
		}
	}
	return letters > 5 || words > 1
}
