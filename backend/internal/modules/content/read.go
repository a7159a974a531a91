package content

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

const (
	mostInverse = 20
	mostRelated = 4
	usualLimit  = 20
	largestPage = 100
)

// Cards returns a page of published contents.
func (s *Service) Cards(ctx context.Context, q Query) (Page, error) {
	after, err := s.prepare(&q)
	if err != nil {
		return Page{}, err
	}
	now := s.Clock.Now()
	rows, err := s.store.page(ctx, q, now, after, wantsData(q.Fields))
	if err != nil {
		return Page{}, fmt.Errorf("list contents: %w", err)
	}
	page := Page{}
	if after != nil {
		page.Total, page.Newest = after.Total, after.Newest
	} else if err := s.count(ctx, q, now, &page); err != nil {
		return Page{}, err
	}
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		page.Next = nextCursor(q.Sort, rows[q.Limit-1], page)
	}
	page.Items, err = s.cards(ctx, rows)
	return page, err
}

// count fills what a first page says about all the pages.
func (s *Service) count(ctx context.Context, q Query, now time.Time, page *Page) error {
	counts, err := s.store.counts(ctx, q, now)
	if err != nil {
		return fmt.Errorf("count contents: %w", err)
	}
	for _, c := range counts {
		if len(q.Kinds) > 0 && !slices.ContainsFunc(q.Kinds, func(kind string) bool { return slices.Contains(c.KindCodes, kind) }) {
			continue
		}
		page.Total += c.Count
		if c.Newest.After(page.Newest) {
			page.Newest = c.Newest
		}
	}
	if len(q.Types) == 1 {
		page.Kinds = termCounts(q.Types[0], counts)
	}
	return nil
}

// prepare checks a query and fills what it leaves open.
func (s *Service) prepare(q *Query) (*pageCursor, error) {
	for _, name := range q.Types {
		if _, ok := TypeOf(name); !ok {
			return nil, ErrQuery.With("type " + name)
		}
	}
	for _, id := range []string{q.Unit, q.Person, q.Place, q.Service} {
		if id != "" && !ids.Valid(id) {
			return nil, ErrQuery.With("id " + id)
		}
	}
	if q.Limit <= 0 || q.Limit > largestPage {
		q.Limit = usualLimit
	}
	if q.When == "" && len(q.Types) == 1 && q.Types[0] == "event" {
		q.When = Current
	}
	if q.Sort == "" {
		q.Sort = usualSort(*q)
	}
	if orders[q.Sort] == "" {
		return nil, ErrQuery.With("sort " + q.Sort)
	}
	if q.Cursor == "" {
		return nil, nil //nolint:nilnil // the first page
	}
	var after pageCursor
	if err := httpx.DecodeCursor(q.Cursor, &after); err != nil || !ids.Valid(after.ID) || after.Sort != q.Sort {
		return nil, httpx.ErrCursor
	}
	return &after, nil
}

func usualSort(q Query) string {
	if len(q.Types) != 1 {
		return "-updated_at"
	}
	t, _ := TypeOf(q.Types[0])
	if q.When == Past && t.Sort == "date" {
		return "-date"
	}
	return t.Sort
}

func nextCursor(sort string, last listRow, page Page) string {
	c := pageCursor{Sort: sort, ID: last.ID, Total: page.Total, Newest: page.Newest}
	switch sort {
	case "title", "-title":
		c.Title = last.SortTitle
	case "order":
		c.Title, c.Order = last.SortTitle, last.SortOrder
	case "-updated_at":
		c.At = last.RefreshedAt
	default:
		if last.OrderDate != nil {
			c.At = *last.OrderDate
		}
	}
	return httpx.EncodeCursor(c)
}

func wantsData(fields []string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { return f == "data" || strings.HasPrefix(f, "data.") })
}

// Kinds lists the kinds in use among the published contents of a type.
func (s *Service) Kinds(ctx context.Context, typ string) ([]TermCount, error) {
	if _, ok := TypeOf(typ); !ok {
		return nil, ErrQuery.With("type " + typ)
	}
	counts, err := s.store.counts(ctx, Query{Types: []string{typ}}, s.Clock.Now())
	if err != nil {
		return nil, fmt.Errorf("count kinds: %w", err)
	}
	return termCounts(typ, counts), nil
}

// termCounts puts the counts of kinds in the order of their vocabulary.
func termCounts(typ string, counts []kindCount) (out []TermCount) {
	t, _ := TypeOf(typ)
	f, ok := t.Field(t.Kind)
	if !ok {
		return nil
	}
	by := map[string]int{}
	for _, c := range counts {
		for _, code := range c.KindCodes {
			by[code] += c.Count
		}
	}
	for _, known := range vocabularies[f.Vocabulary].terms {
		if n := by[known.Code]; n > 0 {
			out = append(out, TermCount{known.Term, n})
		}
	}
	return out
}

// CardsByID returns the cards of the published contents among ids.
func (s *Service) CardsByID(ctx context.Context, wanted []string) (map[string]Card, error) {
	valid := slices.DeleteFunc(slices.Clone(wanted), func(id string) bool { return !ids.Valid(id) })
	rows, err := s.store.referred(ctx, valid, false)
	if err != nil {
		return nil, fmt.Errorf("read cards: %w", err)
	}
	cards, err := s.cards(ctx, rows)
	out := make(map[string]Card, len(cards))
	for _, c := range cards {
		out[c.ID] = c
	}
	return out, err
}

// Filled tells which of the published contents among ids have something in a
// field.
func (s *Service) Filled(ctx context.Context, wanted []string, field string) (map[string]bool, error) {
	valid := slices.DeleteFunc(slices.Clone(wanted), func(id string) bool { return !ids.Valid(id) })
	known, err := s.store.filled(ctx, valid, field)
	if err != nil {
		return nil, fmt.Errorf("contents with %s: %w", field, err)
	}
	out := make(map[string]bool, len(known))
	for _, id := range known {
		out[id] = true
	}
	return out, nil
}

// Get returns a published content as its page shows it.
func (s *Service) Get(ctx context.Context, id string) (Content, error) {
	if !ids.Valid(id) {
		return Content{}, ErrNotFound
	}
	r, err := s.store.public(ctx, "id = ?", id)
	if errors.Is(err, ErrNotFound) {
		return Content{}, s.goneOr(ctx, id)
	}
	if err != nil {
		return Content{}, err
	}
	return s.content(ctx, r)
}

// goneOr tells a content that was withdrawn from one that never was public.
func (s *Service) goneOr(ctx context.Context, id string) error {
	r, err := s.store.get(ctx, id)
	if err == nil && r.PublishedAt != nil {
		return ErrGone.With(parentPath(r.Path))
	}
	return ErrNotFound
}

// ByPath returns the published content at an address; when it has moved, the
// new address instead. What was withdrawn is ErrGone, whose detail is the
// page above.
func (s *Service) ByPath(ctx context.Context, path string) (found Content, movedTo string, err error) {
	if path = cleanPath(path); path == "" {
		return Content{}, "", ErrNotFound
	}
	r, err := s.store.public(ctx, "path = ?", path)
	if err == nil {
		found, err = s.content(ctx, r)
		return found, "", err
	}
	if !errors.Is(err, ErrNotFound) {
		return Content{}, "", err
	}
	moved, err := s.store.redirect(ctx, path)
	switch {
	case errors.Is(err, ErrRedirect):
		return Content{}, "", ErrNotFound
	case err != nil:
		return Content{}, "", err
	case moved.ToPath == "":
		return Content{}, "", ErrGone.With(parentPath(path))
	}
	return Content{}, moved.ToPath, nil
}

// cleanPath is an address without what a client may add to it.
func cleanPath(path string) string {
	path, _, _ = strings.Cut(path, "?")
	if !strings.Contains(path, "/domande-frequenti#") {
		path, _, _ = strings.Cut(path, "#")
	}
	if !strings.HasPrefix(path, "/") || len(path) > 2000 {
		return ""
	}
	if len(path) > 1 {
		path = strings.TrimRight(path, "/")
	}
	return path
}

// content adds to a row what surrounds it: what it refers to, what refers to
// it, and files. It takes three queries, whatever there is.
func (s *Service) content(ctx context.Context, r listRow) (Content, error) {
	t, ok := TypeOf(r.Type)
	if !ok {
		return Content{}, ErrNotFound
	}
	data, err := decode(r.Data)
	if err != nil {
		return Content{}, err
	}
	refs, _ := idsOf(t, data)
	around, err := s.store.around(ctx, r.ID, refs, mostInverse)
	if err != nil {
		return Content{}, fmt.Errorf("read what surrounds a content: %w", err)
	}
	return s.assemble(ctx, t, r, data, around)
}

// assemble makes the page of a content from its fields and what surrounds it.
func (s *Service) assemble(ctx context.Context, t *Type, r listRow, data map[string]any, around []listRow) (Content, error) {
	e := s.expander()
	e.want(&r)
	e.wantData(t, data)
	if err := e.add(around); err != nil {
		return Content{}, err
	}
	if err := e.fetch(ctx); err != nil {
		return Content{}, err
	}
	if t.Type == "public_person" {
		personRelations(data, around)
	}
	card, err := e.card(r)
	if err != nil {
		return Content{}, err
	}
	card.Data = e.shape(t.Fields, data, 2)
	if t.Type == "call" {
		card.Data["call_status"] = card.Extra["call_status"]
	}
	out := Content{
		Card: card, Groups: shownGroups(t, card.Data), Breadcrumb: breadcrumb(r.Path), Languages: languages(card.Title, card.ShortDescription),
		Legacy: len(strs(data["legacy_urls"])) > 0, Inverse: map[string][]Card{},
	}
	if t.Path == "" {
		out.Breadcrumb = []Link{}
	}
	return out, e.inverse(around, out.Inverse)
}

// personRelations adds to a person the roles and offices that name it.
func personRelations(data map[string]any, around []listRow) {
	add := func(key, id string) {
		have := strs(data[key])
		if slices.Contains(have, id) {
			return
		}
		items, _ := data[key].([]any)
		data[key] = append(items, id)
	}
	for _, r := range around {
		switch {
		case r.Type == "role_assignment" && r.Relation == "person":
			add("roles", r.ID)
		case r.Type == "organizational_unit" && (r.Relation == "people" || r.Relation == "responsible_people"):
			add("units", r.ID)
		}
	}
}

// shownGroups are the sections that have something to show.
func shownGroups(t *Type, data map[string]any) []Group {
	out := []Group{}
	for _, g := range t.Groups {
		if g.ID == "header" || g.ID == "settings" {
			continue
		}
		if slices.ContainsFunc(t.Fields, func(f Field) bool { return f.Group == g.ID && data[f.Key] != nil }) {
			out = append(out, g)
		}
	}
	return out
}

// cards makes cards of rows, with one query for what they name and one for
// their pictures.
func (s *Service) cards(ctx context.Context, rows []listRow) ([]Card, error) {
	e := s.expander()
	for i := range rows {
		e.want(&rows[i])
		if t, ok := TypeOf(rows[i].Type); ok && len(rows[i].Data) > 0 {
			data, err := decode(rows[i].Data)
			if err != nil {
				return nil, err
			}
			e.wantData(t, data)
		}
	}
	if err := e.fetch(ctx); err != nil {
		return nil, err
	}
	out := make([]Card, 0, len(rows))
	for _, r := range rows {
		card, err := e.card(r)
		if err != nil {
			return nil, err
		}
		if t, ok := TypeOf(r.Type); ok && len(r.Data) > 0 {
			data, err := decode(r.Data)
			if err != nil {
				return nil, err
			}
			card.Data = e.shape(t.Fields, data, 1)
		}
		out = append(out, card)
	}
	return out, nil
}

// Related are contents near one: those its editor chose, or those that share
// its topics, by section of the site.
func (s *Service) Related(ctx context.Context, id string) ([]RelatedGroup, error) {
	if !ids.Valid(id) {
		return nil, ErrNotFound
	}
	r, err := s.store.public(ctx, "id = ?", id)
	if err != nil {
		return nil, err
	}
	data, err := decode(r.Data)
	if err != nil {
		return nil, err
	}
	chosen := strs(data["related"])
	var rows []listRow
	if len(chosen) > 0 {
		rows, err = s.store.referred(ctx, chosen, false)
		slices.SortFunc(rows, func(a, b listRow) int { return slices.Index(chosen, a.ID) - slices.Index(chosen, b.ID) })
	} else {
		rows, err = s.store.related(ctx, id, strs(data["topics"]), relatedTypes, mostRelated*len(relatedGroups)*2)
	}
	if err != nil {
		return nil, fmt.Errorf("read related contents: %w", err)
	}
	cards, err := s.cards(ctx, rows)
	if err != nil {
		return nil, err
	}
	var out []RelatedGroup
	for _, group := range relatedGroups {
		g := RelatedGroup{ID: group.id}
		for _, c := range cards {
			if slices.Contains(group.types, c.Type) && (len(chosen) > 0 || len(g.Items) < mostRelated) {
				g.Items = append(g.Items, c)
			}
		}
		if len(g.Items) > 0 {
			out = append(out, g)
		}
	}
	return out, nil
}

// RelatedGroup are related contents of one section of the site.
type RelatedGroup struct {
	ID    string
	Items []Card
}

var relatedGroups = []struct {
	id    string
	types []string
}{
	{"administration", []string{"organizational_unit", "public_person", "place"}},
	{"services", []string{"service"}},
	{"documents", []string{"public_document", "form_document", "dataset", "call"}},
	{"news", []string{"news", "event"}},
}

var relatedTypes = func() (all []string) {
	for _, g := range relatedGroups {
		all = append(all, g.types...)
	}
	return all
}()

// Change is the news about one content for who copies the site.
type Change struct {
	ID, Type, Path string
	Withdrawn      bool
	At             time.Time
}

// changesCursor is where a page of changes ended.
type changesCursor struct {
	At time.Time `json:"d"`
	ID string    `json:"i"`
}

// Changes lists what was published or withdrawn since a moment, oldest first;
// each content once, with its latest change.
func (s *Service) Changes(ctx context.Context, since time.Time, limit int, cursor string) ([]Change, string, error) {
	after := changesCursor{At: since}
	if cursor != "" {
		if err := httpx.DecodeCursor(cursor, &after); err != nil || !ids.Valid(after.ID) {
			return nil, "", httpx.ErrCursor
		}
	}
	rows, err := s.store.changes(ctx, after.At, after.ID, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list changes: %w", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = httpx.EncodeCursor(changesCursor{rows[limit-1].RefreshedAt, rows[limit-1].ID})
	}
	out := make([]Change, len(rows))
	for i, r := range rows {
		out[i] = Change{ID: r.ID, Type: r.Type, Path: r.Path, Withdrawn: !r.Public, At: r.RefreshedAt}
	}
	return out, next, nil
}

// SearchableIDs lists the published contents that an index of the site holds.
func (s *Service) SearchableIDs(ctx context.Context) ([]string, error) {
	var types []string
	for _, t := range shipped.types {
		if t.Searchable {
			types = append(types, t.Type)
		}
	}
	return s.store.searchable(ctx, types)
}

// SearchEntry is a published content as an index takes it.
type SearchEntry struct {
	Card
	// Body are all the words of the content, by language.
	Body i18n.Text
	// Files are the files it shows, whose own words count too.
	Files []string
}

// SearchEntry returns what an index takes of a published content; ErrNotFound
// and ErrGone when it takes nothing.
func (s *Service) SearchEntry(ctx context.Context, id string) (SearchEntry, error) {
	if !ids.Valid(id) {
		return SearchEntry{}, ErrNotFound
	}
	r, err := s.store.public(ctx, "id = ?", id)
	if err != nil {
		return SearchEntry{}, err
	}
	t, ok := TypeOf(r.Type)
	if !ok || !t.Searchable {
		return SearchEntry{}, ErrNotFound
	}
	data, err := decode(r.Data)
	if err != nil {
		return SearchEntry{}, err
	}
	r.Data = nil
	cards, err := s.cards(ctx, []listRow{r})
	if err != nil {
		return SearchEntry{}, err
	}
	_, files := idsOf(t, data)
	return SearchEntry{Card: cards[0], Body: Texts(t, data), Files: files}, nil
}

// MediaUses lists the contents, public or being written, that show a file.
func (s *Service) MediaUses(ctx context.Context, mediaID string) ([]media.Use, error) {
	if !ids.Valid(mediaID) {
		return nil, nil
	}
	rows, err := s.store.showing(ctx, mediaID)
	if err != nil {
		return nil, fmt.Errorf("contents that show a file: %w", err)
	}
	uses := make([]media.Use, len(rows))
	for i, r := range rows {
		uses[i] = media.Use{ContentID: r.ID, Type: r.Type, Title: titlesOf(r.Title)["it"], Path: r.Path, Published: r.InPublic}
	}
	return uses, nil
}
