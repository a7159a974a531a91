package imports

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// plainWords brings a label down to what two spellings of it share: small
// letters without accents, words without punctuation.
func plainWords(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// stems takes off the endings in which Italian singulars and plurals differ.
func stems(words string) string {
	parts := strings.Fields(words)
	out := parts[:0]
	for _, w := range parts {
		if len(w) <= 2 {
			continue // articles and prepositions
		}
		if len(w) > 3 {
			w = strings.TrimRight(w, "aeio")
			w = strings.TrimSuffix(w, "h")
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// match finds the term of a vocabulary that a label or a slug means. It is
// not sure when only a few letters differ.
func match(vocabulary, label string) (code string, sure bool) {
	terms, err := content.Vocabulary(vocabulary)
	if err != nil {
		return "", false
	}
	words := plainWords(label)
	if words == "" {
		return "", false
	}
	for _, t := range terms {
		if t.Code == label || plainWords(t.Label["it"]) == words || plainWords(t.Label["en"]) == words || plainWords(t.Code) == words {
			return t.Code, true
		}
	}
	stem, found := stems(words), ""
	for _, t := range terms {
		if stem != "" && stems(plainWords(t.Label["it"])) == stem {
			if found != "" {
				return "", false
			}
			found = t.Code
		}
	}
	if found != "" {
		return found, true
	}
	return nearest(terms, words), false
}

// nearest is the only term within a few letters of the words.
func nearest(terms []content.Term, words string) string {
	most := len([]rune(words)) / 7
	found, least := "", most+1
	for _, t := range terms {
		d := distance(plainWords(t.Label["it"]), words, most)
		switch {
		case d < least:
			found, least = t.Code, d
		case d == least && d <= most:
			found = "" // two fit as well
		}
	}
	return found
}

// distance counts the letters to change between two texts (Levenshtein), or
// gives more than most.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > most || len(y)-len(x) > most {
		return most + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			cost := diagonal
			if r != s {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
