package content

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

//go:embed vocabularies/*.json
var vocabularyFiles embed.FS

// term is a term with what only this package needs of it.
type term struct {
	Term
	Singular  i18n.Text
	Plural    i18n.Text
	Describes i18n.Text
	segment   string // of addresses
	uri       string // of the term in its published scheme
}

// vocabulary keeps its terms in their published order.
type vocabulary struct {
	terms    []*term
	byCode   map[string]*term
	children map[string][]string
}

// vocabularies are those of the site model, by name.
var vocabularies = func() map[string]*vocabulary {
	entries, err := vocabularyFiles.ReadDir("vocabularies")
	if err != nil {
		panic(err)
	}
	all := make(map[string]*vocabulary, len(entries))
	for _, entry := range entries {
		v, err := readVocabulary(entry.Name())
		if err != nil {
			panic(err) // a broken file is a broken build
		}
		all[strings.TrimSuffix(entry.Name(), ".json")] = v
	}
	return all
}()

func readVocabulary(name string) (*vocabulary, error) {
	raw, err := vocabularyFiles.ReadFile("vocabularies/" + name)
	if err != nil {
		return nil, err
	}
	var file struct {
		Terms []struct {
			Code        string `json:"code"`
			Label       string `json:"label_it"`
			LabelEN     string `json:"label_en"`
			Singular    string `json:"singular_it"`
			Plural      string `json:"plural_it"`
			Description string `json:"description_it"`
			Parent      string `json:"parent"`
			Path        string `json:"path"`
			ListPath    string `json:"list_path"`
			URI         string `json:"external_uri"`
		} `json:"terms"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, fmt.Errorf("vocabulary %s: %w", name, err)
	}
	v := &vocabulary{byCode: map[string]*term{}, children: map[string][]string{}}
	for _, t := range file.Terms {
		if v.byCode[t.Code] != nil || t.Code == "" || t.Label == "" {
			return nil, fmt.Errorf("vocabulary %s: the term %q is there twice or has no label", name, t.Code)
		}
		made := &term{
			Term:     Term{Code: t.Code, Label: text(t.Label, t.LabelEN), Parent: t.Parent},
			Singular: text(t.Singular, ""), Plural: text(t.Plural, ""), Describes: text(t.Description, ""), uri: t.URI,
		}
		switch {
		case t.Path != "":
			made.segment = path.Base(t.Path)
		case t.ListPath != "":
			made.segment = path.Base(t.ListPath)
		}
		v.terms, v.byCode[t.Code] = append(v.terms, made), made
		if t.Parent != "" {
			v.children[t.Parent] = append(v.children[t.Parent], t.Code)
		}
	}
	return v, nil
}

func text(it, en string) i18n.Text {
	out := i18n.Text{}
	if it != "" {
		out["it"] = it
	}
	if en != "" {
		out["en"] = en
	}
	return out
}

// withParents is the code with those of the terms above it, itself first.
func (v *vocabulary) withParents(code string) []string {
	var out []string
	for t := v.byCode[code]; t != nil && !slices.Contains(out, t.Code); t = v.byCode[t.Parent] {
		out = append(out, t.Code)
	}
	return out
}

// root is the highest term above code.
func (v *vocabulary) root(code string) string {
	all := v.withParents(code)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// Vocabulary lists the terms of a vocabulary of the site model.
func Vocabulary(name string) ([]Term, error) {
	v, ok := vocabularies[name]
	if !ok {
		return nil, ErrVocabulary.With(name)
	}
	terms := make([]Term, len(v.terms))
	for i, t := range v.terms {
		terms[i] = t.Term
	}
	return terms, nil
}

// TermOf finds a term of a vocabulary.
func TermOf(name, code string) (Term, bool) {
	v, ok := vocabularies[name]
	if !ok {
		return Term{}, false
	}
	t, ok := v.byCode[code]
	if !ok {
		return Term{}, false
	}
	return t.Term, true
}

// TermURI is the address of a term in its published scheme; "" when it has none.
func TermURI(name, code string) string {
	if v, ok := vocabularies[name]; ok && v.byCode[code] != nil {
		return v.byCode[code].uri
	}
	return ""
}
