package i18n_test

import (
	"maps"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

func TestInFallsBack(t *testing.T) {
	for _, tt := range []struct {
		text           i18n.Text
		lang           string
		want, language string
	}{
		{i18n.Text{"it": "Ciao", "en": "Hello"}, "en", "Hello", "en"},
		{i18n.Text{"it": "Ciao", "en": ""}, "en", "Ciao", "it"},
		{i18n.Text{"it": "Ciao"}, "de", "Ciao", "it"},
		{i18n.Text{"it": "", "en": "Hello"}, "it", "", "it"}, // said to be empty
		{i18n.Text{"fr": "Salut", "en": "Hello"}, "de", "Hello", "en"},
		{nil, "en", "", "it"},
	} {
		if got, language := tt.text.In(tt.lang); got != tt.want || language != tt.language {
			t.Errorf("%v in %s = %q in %s, want %q in %s", tt.text, tt.lang, got, language, tt.want, tt.language)
		}
	}
}

func TestTextIsStoredAsJSON(t *testing.T) {
	for _, text := range []i18n.Text{nil, {}, {"it": "Ciao «a tutti»", "en": "Hello"}} {
		stored, err := text.Value()
		if err != nil {
			t.Fatal(err)
		}
		sources := []any{stored}
		if s, ok := stored.(string); ok {
			sources = append(sources, []byte(s))
		}
		for _, src := range sources {
			got := i18n.Text{"it": "what was there before"}
			if err := got.Scan(src); err != nil || !maps.Equal(got, text) || (got == nil) != (text == nil) {
				t.Errorf("%v read from %T = %v, %v", text, src, got, err)
			}
		}
	}
	var text i18n.Text
	if err := text.Scan(7); err == nil {
		t.Error("a number was read as a text")
	}
}
