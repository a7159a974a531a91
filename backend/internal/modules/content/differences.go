package content

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sergi/go-diff/diffmatchpatch"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// Revision is what a change left behind.
type Revision struct {
	Number                 int64
	At                     time.Time
	Author, Action, Reason string
	Title                  i18n.Text
	Slug                   string
	Values                 map[string]any // only of a single revision
}

// Part is a piece of a text that stayed, came or went.
type Part struct{ Op, Text string }

// Difference is a field that is not the same in two revisions, as plain text.
type Difference struct {
	Field         string
	Label         i18n.Text
	Before, After string
	Parts         []Part
}

// Revisions lists the revisions of a content, newest first.
func (s *Service) Revisions(ctx context.Context, id string) ([]Revision, error) {
	if _, err := s.readable(ctx, id); err != nil {
		return nil, err
	}
	rows, err := s.store.revisions(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("list revisions: %w", err)
	}
	out := make([]Revision, len(rows))
	for i, r := range rows {
		out[i] = newRevision(r)
	}
	return out, nil
}

func newRevision(r revision) Revision {
	out := Revision{Number: r.Number, At: r.At, Author: r.Author, Action: r.Action, Reason: r.Reason, Slug: r.Slug}
	_ = r.Title.Into(&out.Title) // written by us
	return out
}

// Revision returns one revision with its text.
func (s *Service) Revision(ctx context.Context, id string, number int64) (Revision, error) {
	if _, err := s.readable(ctx, id); err != nil {
		return Revision{}, err
	}
	r, err := s.store.revision(ctx, id, number)
	if err != nil {
		return Revision{}, err
	}
	out := newRevision(r)
	out.Values, err = decode(r.Data)
	return out, err
}

// readable refuses who may not see a content at work.
func (s *Service) readable(ctx context.Context, id string) (*Type, error) {
	r, err := s.editor(ctx)
	if err != nil {
		return nil, err
	}
	row, err := s.store.get(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.allow(r, &row, toWrite)
}

// Differences compares two revisions field by field and language by language.
func (s *Service) Differences(ctx context.Context, id string, from, to int64) ([]Difference, error) {
	t, err := s.readable(ctx, id)
	if err != nil {
		return nil, err
	}
	before, err := s.store.revision(ctx, id, from)
	if err != nil {
		return nil, err
	}
	after, err := s.store.revision(ctx, id, to)
	if err != nil {
		return nil, err
	}
	older, err := decode(before.Data)
	if err != nil {
		return nil, err
	}
	newer, err := decode(after.Data)
	if err != nil {
		return nil, err
	}
	w, err := s.reader(ctx, t, older, newer)
	if err != nil {
		return nil, err
	}
	out := w.compare(t, older, newer)
	if before.Slug != after.Slug {
		out = append(out, newDifference("slug", text("Indirizzo", "Address"), before.Slug, after.Slug))
	}
	return out, nil
}

// reader writes values as people read them.
type reader struct {
	titles map[string]string
	files  map[string]media.Media
}

// reader looks up the titles of whatever the values refer to.
func (s *Service) reader(ctx context.Context, t *Type, all ...map[string]any) (*reader, error) {
	var refs, files []string
	for _, data := range all {
		r, f := idsOf(t, data)
		refs, files = append(refs, r...), append(files, f...)
	}
	standings, err := s.store.standings(ctx, refs)
	if err != nil {
		return nil, err
	}
	w := &reader{titles: map[string]string{}}
	for id, standing := range standings {
		var title i18n.Text
		_ = standing.Title.Into(&title) // written by us
		w.titles[id] = title["it"]
	}
	w.files, err = s.Media.ByID(ctx, files)
	return w, err
}

func (w *reader) compare(t *Type, older, newer map[string]any) (out []Difference) {
	for i := range t.Fields {
		f := &t.Fields[i]
		if f.IsLocalised() && !f.Many {
			before, after := localised(older[f.Key]), localised(newer[f.Key])
			for _, lang := range langsOf(before, after) {
				x, y := w.one(f, before[lang]), w.one(f, after[lang])
				if x == y {
					continue
				}
				key, label := f.Key, f.Label
				if lang != "it" {
					key, label = f.Key+"."+lang, i18n.Text{"it": f.Label["it"] + " (" + lang + ")", "en": f.Label["en"] + " (" + lang + ")"}
				}
				out = append(out, newDifference(key, label, x, y))
			}
			continue
		}
		if x, y := w.value(f, older[f.Key]), w.value(f, newer[f.Key]); x != y {
			out = append(out, newDifference(f.Key, f.Label, x, y))
		}
	}
	return out
}

func langsOf(texts ...i18n.Text) (langs []string) {
	for _, t := range texts {
		for lang := range t {
			if !slices.Contains(langs, lang) {
				langs = append(langs, lang)
			}
		}
	}
	slices.SortFunc(langs, func(a, b string) int {
		if a == "it" {
			return -1
		}
		if b == "it" {
			return 1
		}
		return strings.Compare(a, b)
	})
	return langs
}

// value writes a whole field, the items of a list one a line.
func (w *reader) value(f *Field, value any) string {
	if value == nil {
		return ""
	}
	items := each(value, f.Many)
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = w.one(f, item)
	}
	return strings.Join(lines, "\n")
}

func (w *reader) one(f *Field, value any) string {
	switch f.Kind { //nolint:exhaustive // the others are words already
	case KindRich:
		return plainBlocks(firstText(value))
	case KindText, KindTextarea:
		return firstText(value)
	case KindTerm:
		if known, ok := TermOf(f.Vocabulary, str(value)); ok {
			return known.Label["it"]
		}
	case KindEnum:
		for _, o := range f.Options {
			if o.Value == value {
				return o.Label["it"]
			}
		}
	case KindRef:
		if title := w.titles[str(value)]; title != "" {
			return title
		}
	case KindMedia:
		if file, ok := w.files[str(value)]; ok {
			return file.FileName
		}
	case KindBool:
		if value == true {
			return "sì"
		}
		return "no"
	case KindMoney:
		if n, ok := toNumber(value); ok {
			return strconv.FormatFloat(n/100, 'f', 2, 64) + " €"
		}
	case KindGeo:
		point, _ := value.(map[string]any)
		return fmt.Sprint(point["lat"], ", ", point["lon"])
	case KindGroup:
		return w.group(f, value)
	}
	return fmt.Sprint(value)
}

func (w *reader) group(f *Field, value any) string {
	object, _ := value.(map[string]any)
	var parts []string
	for i := range f.Fields {
		inner := &f.Fields[i]
		if s := w.value(inner, object[inner.Key]); s != "" {
			parts = append(parts, inner.Label["it"]+": "+s)
		}
	}
	return strings.Join(parts, "; ")
}

func firstText(value any) string {
	texts := localised(value)
	parts := make([]string, 0, len(texts))
	for _, lang := range langsOf(texts) {
		parts = append(parts, texts[lang])
	}
	return strings.Join(parts, " / ")
}

var blockEnds = strings.NewReplacer("</p>", "</p>\n", "</li>", "</li>\n", "</h3>", "</h3>\n", "</h4>", "</h4>\n", "</h5>", "</h5>\n", "<br>", "\n",
	"<br/>", "\n", "</tr>", "</tr>\n", "</blockquote>", "</blockquote>\n")

// plainBlocks is the text of an HTML text, one block a line.
func plainBlocks(html string) string {
	var lines []string
	for line := range strings.SplitSeq(blockEnds.Replace(html), "\n") {
		if line = plain(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

var operations = map[diffmatchpatch.Operation]string{
	diffmatchpatch.DiffEqual: "same", diffmatchpatch.DiffInsert: "added", diffmatchpatch.DiffDelete: "removed",
}

// newDifference finds the words that stayed, came and went between two texts.
func newDifference(field string, label i18n.Text, before, after string) Difference {
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 200 * time.Millisecond
	known := map[string]rune{}
	var list []string
	x, y := asRunes(before, known, &list), asRunes(after, known, &list)
	out := Difference{Field: field, Label: label, Before: before, After: after}
	for _, d := range dmp.DiffMainRunes(x, y, false) {
		var words strings.Builder
		for _, r := range d.Text {
			_, _ = words.WriteString(list[int(r)-firstWord])
		}
		out.Parts = append(out.Parts, Part{operations[d.Type], words.String()})
	}
	return out
}

// firstWord is where the runes begin that stand for words: private ones, which
// no surrogate interrupts.
const firstWord = 0xF0000

var wordsAndGaps = regexp.MustCompile(`\s+|[^\s]+`)

// asRunes writes a text with one rune for each word, so that words are
// compared whole.
func asRunes(s string, known map[string]rune, list *[]string) (out []rune) {
	for _, word := range wordsAndGaps.FindAllString(s, -1) {
		r, ok := known[word]
		if !ok {
			r = rune(firstWord + len(*list)) //nolint:gosec // at most maxRich words
			known[word], *list = r, append(*list, word)
		}
		out = append(out, r)
	}
	return out
}
