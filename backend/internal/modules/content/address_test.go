package content

import (
	"errors"
	"testing"
)

func TestSlugsComeFromTitles(t *testing.T) {
	for title, want := range map[string]string{
		"Mercato in piazza: l'elenco è già qui!": "mercato-in-piazza-l-elenco-e-gia-qui",
		"Nuovo sito www.esempio.it":              "nuovo-sito-esempio-it",
		"Argomenti":                              "argomenti-pagina",
		"***":                                    "pagina",
	} {
		if got := slugOf(title); got != want {
			t.Errorf("%s: slug = %s, want %s", title, got, want)
		}
	}
}

func TestSomeSlugsAreRefused(t *testing.T) {
	for _, slug := range []string{"www-comune", "a-http-b", "richiesta", "notizie", "con spazio", "-a", "Maiuscole", ""} {
		if err := checkSlug(slug); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q passed", slug)
		}
	}
	if err := checkSlug("mercato-2026"); err != nil {
		t.Error(err)
	}
}

func TestAddressesFollowTheTree(t *testing.T) {
	for name, tt := range map[string]struct {
		of   string
		data map[string]any
		want string
	}{
		"a news item":          {"news", map[string]any{"news_type": "avvisi"}, "/novita/avvisi/x"},
		"an office":            {"organizational_unit", map[string]any{"unit_type": "ufficio"}, "/amministrazione/uffici/x"},
		"a committee":          {"organizational_unit", map[string]any{"unit_type": "commissione"}, "/amministrazione/organi-di-governo/x"},
		"a root kind of unit":  {"organizational_unit", map[string]any{"unit_type": "altra-struttura"}, "/amministrazione/enti-e-fondazioni/x"},
		"a service":            {"service", map[string]any{"categories": []any{"ambiente", "turismo"}}, "/servizi/ambiente/x"},
		"a document":           {"public_document", map[string]any{"document_type": "atto-normativo"}, "/amministrazione/documenti-e-dati/atti-normativi/x"},
		"a question":           {"faq", nil, "/domande-frequenti#faq-1"},
		"a section of the law": {"transparency_item", map[string]any{"section": "01.02"}, "/amministrazione-trasparente/disposizioni-generali/atti-generali/x"},
		"a contact":            {"contact_point", nil, ""},
		"a part is missing":    {"news", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			of, _ := TypeOf(tt.of)
			if got := pathOf(of, tt.data, "x", "1"); got != tt.want {
				t.Errorf("path = %s, want %s", got, tt.want)
			}
		})
	}
	if crumbs := breadcrumb("/novita/avvisi/x"); len(crumbs) != 3 || crumbs[2].Path != "/novita/avvisi" {
		t.Errorf("breadcrumb = %v", crumbs)
	}
}
