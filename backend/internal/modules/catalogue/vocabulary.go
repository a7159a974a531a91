package catalogue

import (
	"embed"
	"encoding/json"
	"fmt"
)

// Term is a word of a controlled vocabulary.
type Term struct {
	ID          string    `json:"id"`
	Title       Localized `json:"title"`
	Description Localized `json:"description"`
	URI         string    `json:"uri"`
}

//go:embed vocabularies/*.json
var vocabularyFiles embed.FS

// vocabulary keeps its terms in their published order.
type vocabulary struct {
	terms []Term
	byID  map[string]Term
}

func (v vocabulary) find(id string) (Term, bool) {
	term, ok := v.byID[id]
	return term, ok
}

// vocabularySet are the vocabularies that service folders refer to. The titles
// of the categories are those of the site model and must stay as they are.
type vocabularySet struct {
	categories, topics, lifeEvents, businessEvents, offices vocabulary
}

func (s vocabularySet) category(id string) (Term, bool) { return s.categories.find(id) }
func (s vocabularySet) topic(id string) (Term, bool)    { return s.topics.find(id) }
func (s vocabularySet) office(id string) (Term, bool)   { return s.offices.find(id) }

var vocabularies = vocabularySet{
	categories:     mustVocabulary("categories"),
	topics:         mustVocabulary("topics"),
	lifeEvents:     mustVocabulary("life_events"),
	businessEvents: mustVocabulary("business_events"),
	offices:        mustVocabulary("offices"),
}

// mustVocabulary reads an embedded file; a broken one is a broken build.
func mustVocabulary(name string) vocabulary {
	content, err := vocabularyFiles.ReadFile("vocabularies/" + name + ".json")
	if err != nil {
		panic(err)
	}
	v := vocabulary{byID: map[string]Term{}}
	if err := json.Unmarshal(content, &v.terms); err != nil {
		panic(fmt.Errorf("vocabulary %s: %w", name, err))
	}
	for _, term := range v.terms {
		v.byID[term.ID] = term
	}
	return v
}

// OfficeName is the usual name of an office, which a tenant may override.
func OfficeName(id string) Localized {
	term, _ := vocabularies.office(id)
	return term.Title
}
