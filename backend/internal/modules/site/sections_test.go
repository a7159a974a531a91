package site

import (
	"slices"
	"testing"
)

// allowed are the titles that the conformance tool takes on the second level
// (C.SI.1.7).
var allowed = map[string][]string{
	"administration": {"Organi di governo", "Aree amministrative", "Uffici", "Enti e fondazioni", "Politici", "Personale amministrativo", "Documenti e dati"},
	"news":           {"Notizie", "Comunicati", "Avvisi"},
	"live":           {"Luoghi", "Eventi"},
	"services": {
		"Educazione e formazione", "Salute, benessere e assistenza", "Vita lavorativa", "Mobilità e trasporti", "Catasto e urbanistica",
		"Anagrafe e stato civile", "Turismo", "Giustizia e sicurezza pubblica", "Tributi, finanze e contravvenzioni", "Cultura e tempo libero",
		"Ambiente", "Imprese e commercio", "Autorizzazioni", "Appalti pubblici", "Agricoltura e pesca",
	},
}

func TestTitlesOfTheSecondLevelAreThoseOfTheModel(t *testing.T) {
	for parent, want := range allowed {
		var got []string
		for _, section := range childrenOf(parent) {
			got = append(got, section.Title["it"])
			for _, lang := range []string{"it", "en"} {
				if section.Title[lang] == "" || section.Description[lang] == "" {
					t.Errorf("%s has no words in %s", section.Path, lang)
				}
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("under %s = %q, want %q", parent, got, want)
		}
	}
}
