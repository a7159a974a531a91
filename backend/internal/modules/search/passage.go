package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// The marks around the words found: code points that no text has.
const (
	markStart = '\ue000'
	markEnd   = '\ue001'
)

const (
	passageBefore = 80  // characters before the first word found
	passageLength = 240 // characters in all
)

// passages cuts out of a text, in each language, the place where the words
// are; a language without them has none.
func (w words) passages(body i18n.Text) i18n.Text {
	stems := make([]string, 0, len(w.single))
	for _, word := range w.single {
		stems = append(stems, stem(word))
	}
	out := i18n.Text{}
	for lang, text := range body {
		if cut := passage(text, stems); cut != "" {
			out[lang] = cut
		}
	}
	return out
}

// stem is the beginning that forms of one word share, in Italian most of all.
// It only decides what is marked: what is found is decided by the index.
func stem(word string) string {
	runes := []rune(folded(word))
	switch {
	case len(runes) > 7:
		return string(runes[:len(runes)-3])
	case len(runes) > 4:
		return string(runes[:len(runes)-1])
	}
	return string(runes)
}

// folded is lower case without accents.
func folded(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFD.String(text))
}

func passage(text string, stems []string) string {
	runes := []rune(text)
	marked := spans(runes, stems)
	if len(marked) == 0 {
		return ""
	}
	from := wordStart(runes, max(0, marked[0][0]-passageBefore))
	to := min(len(runes), from+passageLength)
	if to < len(runes) {
		to = max(wordStart(runes, to), marked[0][1])
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	at := from
	for _, m := range marked {
		if m[1] > to {
			break
		}
		b.WriteString(string(runes[at:m[0]]))
		b.WriteRune(markStart)
		b.WriteString(string(runes[m[0]:m[1]]))
		b.WriteRune(markEnd)
		at = m[1]
	}
	b.WriteString(strings.TrimRight(string(runes[at:to]), " "))
	if to < len(runes) {
		b.WriteString(" …")
	}
	return b.String()
}

// spans lists where words that begin as one of the stems stand.
func spans(runes []rune, stems []string) (out [][2]int) {
	for at := 0; at < len(runes); {
		if !letter(runes[at]) {
			at++
			continue
		}
		end := at
		for end < len(runes) && letter(runes[end]) {
			end++
		}
		if begins(runes[at], stems) && like(folded(string(runes[at:end])), stems) {
			out = append(out, [2]int{at, end})
		}
		at = end
	}
	return out
}

// begins spares folding words whose first letter already differs.
func begins(first rune, stems []string) bool {
	if first >= unicode.MaxASCII {
		return true
	}
	first = unicode.ToLower(first)
	for _, s := range stems {
		if s != "" && rune(s[0]) == first {
			return true
		}
	}
	return false
}

func like(word string, stems []string) bool {
	for _, s := range stems {
		if len([]rune(s)) >= 3 && strings.HasPrefix(word, s) || word == s {
			return true
		}
	}
	return false
}

func letter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// wordStart is the first position at or before at where a word begins.
func wordStart(runes []rune, at int) int {
	for at > 0 && !unicode.IsSpace(runes[at-1]) {
		at--
	}
	return at
}
