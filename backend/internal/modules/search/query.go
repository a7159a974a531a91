package search

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

const (
	maxText        = 200 // characters of a search that count
	maxSuggestions = 5
)

// Query is a search. Values inside Kinds and inside Topics are alternatives.
type Query struct {
	Text     string
	Kinds    []string
	Topics   []string
	From, To *time.Time
	Archived bool
	ByDate   bool // newest first instead of most relevant first
	Limit    int
	Cursor   string
}

// Result is a page of what was found.
type Result struct {
	Items []Hit
	Next  string
	Total int
	// AtLeast says that there are more than the total: only so many are counted.
	AtLeast bool
	Kinds   map[string]int
	Topics  map[string]int
	// DidYouMean is the text that was searched instead, when the one given
	// finds nothing.
	DidYouMean string
}

// Hit is one content that was found.
type Hit struct {
	content.Card
	// Passage is where the words are, with the words between U+E000 and U+E001.
	Passage i18n.Text
	File    *FoundFile
}

// FoundFile is the file of a content in which the words are.
type FoundFile struct {
	Title i18n.Text
	URL   string
}

// position is where a page ended.
type position struct {
	Rank float64   `json:"r,omitempty"`
	Date time.Time `json:"d,omitzero"`
	ID   string    `json:"i"`
}

// Search finds published contents. Without a text it lists them all, newest
// first; a text that finds nothing is tried again as the nearest words known.
func (s *Service) Search(ctx context.Context, q Query) (Result, error) {
	q.Text = trimmed(q.Text)
	var from *position
	if q.Cursor != "" {
		from = &position{}
		if err := httpx.DecodeCursor(q.Cursor, from); err != nil {
			return Result{}, httpx.ErrCursor
		}
	}
	if q.Text == "" {
		q.ByDate = true
		return s.find(ctx, q, words{}, from)
	}
	result, err := s.findText(ctx, q, q.Text, from)
	if err != nil || result.Total > 0 {
		return result, err
	}
	meant, err := s.meant(ctx, q.Text)
	if err != nil || meant == "" {
		return result, err
	}
	result, err = s.findText(ctx, q, meant, from)
	if result.Total > 0 {
		result.DidYouMean = meant
	}
	return result, err
}

func (s *Service) findText(ctx context.Context, q Query, text string, from *position) (Result, error) {
	synonyms, err := s.synonyms(ctx)
	if err != nil {
		return Result{}, err
	}
	return s.find(ctx, q, compile(parts(text, synonyms)), from)
}

func (s *Service) find(ctx context.Context, q Query, text words, from *position) (Result, error) {
	found, err := s.store.find(ctx, q, text, from)
	if err != nil {
		return Result{}, err
	}
	result := Result{Total: found.total, AtLeast: text.every != "" && found.total >= candidates, Kinds: found.kinds, Topics: found.topics}
	page := found.page
	if len(page) > q.Limit {
		page = page[:q.Limit]
		last := page[q.Limit-1]
		result.Next = httpx.EncodeCursor(position{Rank: last.Rank, Date: last.When, ID: last.ContentID})
	}
	ids := make([]string, len(page))
	for i, row := range page {
		ids[i] = row.ContentID
	}
	cards, err := s.Contents.CardsByID(ctx, ids)
	if err != nil {
		return result, err
	}
	passages, files, err := s.store.passages(ctx, ids, text)
	if err != nil {
		return result, err
	}
	for _, id := range ids {
		if card, ok := cards[id]; ok { // what was withdrawn a moment ago is not shown
			result.Items = append(result.Items, Hit{Card: card, Passage: passages[id], File: files[id]})
		}
	}
	return result, nil
}

// Suggestion is a page that somebody who has begun to type may be looking for.
type Suggestion struct {
	Kind, Path string
	Title      i18n.Text
}

// Suggest proposes at most five pages whose title has the words begun.
func (s *Service) Suggest(ctx context.Context, text string) ([]Suggestion, error) {
	text = trimmed(text)
	if len([]rune(text)) < 3 {
		return nil, nil
	}
	return s.store.suggest(ctx, text)
}

// meant replaces each unknown word by the nearest known one; "" when there is
// nothing to replace.
func (s *Service) meant(ctx context.Context, text string) (string, error) {
	fields := split(text)
	known, err := s.store.nearest(ctx, fields)
	if err != nil {
		return "", err
	}
	changed := false
	for i, word := range fields {
		if other := known[word]; other != "" && other != word {
			fields[i], changed = other, true
		}
	}
	if !changed {
		return "", nil
	}
	return strings.Join(fields, " "), nil
}

func trimmed(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > maxText {
		text = string(runes[:maxText])
	}
	return text
}

func split(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// parts are what must all be found of a text, each with what means the
// same.
func parts(text string, synonyms [][]string) [][]string {
	lower := strings.ToLower(text)
	var out [][]string
	for _, group := range synonyms {
		for _, term := range group {
			if at := indexWord(lower, term); at >= 0 {
				out = append(out, group)
				lower = lower[:at] + " " + lower[at+len(term):]
				break
			}
		}
	}
	if rest := strings.TrimSpace(lower); rest != "" {
		out = append(out, []string{rest})
	}
	return out
}

// indexWord finds term in text where it is not part of a longer word.
func indexWord(text, term string) int {
	for at, from := 0, 0; from < len(text); from = at + len(term) {
		at = strings.Index(text[from:], term)
		if at < 0 {
			return -1
		}
		at += from
		before, after := []rune(text[:at]), []rune(text[at+len(term):])
		if (len(before) == 0 || !unicode.IsLetter(before[len(before)-1])) && (len(after) == 0 || !unicode.IsLetter(after[0])) {
			return at
		}
	}
	return -1
}

// synonymsFor is how long a replica goes on with the synonyms it knows.
const synonymsFor = 5 * time.Second

type rememberedSynonyms struct {
	groups [][]string
	read   time.Time
}

// synonyms are asked for at every search, and change a few times a year.
func (s *Service) synonyms(ctx context.Context) ([][]string, error) {
	tenant := database.TenantID(ctx)
	if known, ok := s.remembered.Load(tenant); ok {
		if r, ok := known.(rememberedSynonyms); ok && time.Since(r.read) < synonymsFor {
			return r.groups, nil
		}
	}
	groups, err := s.store.synonyms(ctx)
	if err == nil {
		s.remembered.Store(tenant, rememberedSynonyms{groups, time.Now()})
	}
	return groups, err
}

// Synonyms are the groups of terms that mean the same, in the editors' order.
func (s *Service) Synonyms(ctx context.Context) ([][]string, error) { return s.store.synonyms(ctx) }

// PutSynonyms replaces them all.
func (s *Service) PutSynonyms(ctx context.Context, groups [][]string) error {
	clean := make([][]string, 0, len(groups))
	for _, group := range groups {
		var terms []string
		for _, term := range group {
			term = strings.ToLower(strings.Join(strings.Fields(term), " "))
			if len([]rune(term)) > 60 {
				return ErrSynonyms
			}
			if term != "" && !slices.Contains(terms, term) {
				terms = append(terms, term)
			}
		}
		if len(terms) < 2 {
			return ErrSynonyms
		}
		clean = append(clean, terms)
	}
	defer s.remembered.Delete(database.TenantID(ctx))
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.putSynonyms(ctx, clean); err != nil {
			return err
		}
		return s.Changed(ctx)
	})
}
