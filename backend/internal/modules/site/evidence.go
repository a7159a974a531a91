package site

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// Slot is a place of the website where editors put contents in evidence
// (content model §5). What has expired leaves it by itself.
type Slot struct {
	ID    string
	Label i18n.Text
	Most  int
	Types []string
	// Fill are the types whose most recent contents fill the place up; without
	// them it may stay empty.
	Fill []string
	// Pictured are places for the pictures of events that are over.
	Pictured bool
}

var slots = []Slot{
	{ID: "home.hero", Label: words("Pagina iniziale: contenuto principale", "Home: main content"), Most: 1, Types: []string{"news", "event"}, Fill: []string{"news"}},
	{ID: "home.news", Label: words("Pagina iniziale: novità", "Home: news"), Most: 3, Types: []string{"news"}, Fill: []string{"news"}},
	{ID: "home.administration", Label: words("Pagina iniziale: amministrazione", "Home: administration"), Most: 3, Types: []string{"organizational_unit", "public_person"}, Fill: []string{"organizational_unit", "public_person"}},
	{ID: "home.events", Label: words("Pagina iniziale: eventi del calendario", "Home: events of the calendar"), Most: 4, Types: []string{"event"}},
	{ID: "home.topics", Label: words("Pagina iniziale: argomenti", "Home: topics"), Most: 3, Types: []string{"topic"}, Fill: []string{"topic"}},
	{ID: "home.galleries", Label: words("Pagina iniziale: gallerie di eventi passati", "Home: galleries of past events"), Most: 3, Types: []string{"event"}, Pictured: true},
	{ID: "home.places", Label: words("Pagina iniziale: luoghi", "Home: places"), Most: 3, Types: []string{"place"}},
	{ID: "home.thematic_sites", Label: words("Pagina iniziale: siti tematici", "Home: thematic sites"), Most: 6, Types: []string{"thematic_site"}, Fill: []string{"thematic_site"}},
	{ID: "administration", Label: words("Amministrazione", "Administration"), Most: 3, Types: []string{"organizational_unit", "public_person", "public_document"}},
	{ID: "news", Label: words("Novità", "News"), Most: 3, Types: []string{"news"}, Fill: []string{"news"}},
	{ID: "services", Label: words("Servizi", "Services"), Most: 5, Types: []string{"service"}, Fill: []string{"service"}},
	{ID: "live.events", Label: words("Vivere il Comune: eventi", "Living here: events"), Most: 6, Types: []string{"event"}, Fill: []string{"event"}},
	{ID: "live.places", Label: words("Vivere il Comune: luoghi", "Living here: places"), Most: 6, Types: []string{"place"}, Fill: []string{"place"}},
	{ID: "documents", Label: words("Documenti e dati", "Documents and data"), Most: 3, Types: documentTypes, Fill: documentTypes},
	{ID: "topics", Label: words("Argomenti", "Topics"), Most: 3, Types: []string{"topic"}, Fill: []string{"topic"}},
}

func slotOf(id string) (Slot, bool) {
	i := slices.IndexFunc(slots, func(s Slot) bool { return s.ID == id })
	if i < 0 {
		return Slot{}, false
	}
	return slots[i], true
}

// Evidence is what the editors put in a slot.
type Evidence struct {
	Slot      Slot
	Items     []content.Card
	Version   int64
	UpdatedBy string
	UpdatedAt time.Time
}

// Evidence lists the slots with what is in them.
func (s *Service) Evidence(ctx context.Context) ([]Evidence, error) {
	rows, err := s.store.evidence(ctx)
	if err != nil {
		return nil, err
	}
	cards, err := s.Contents.CardsByID(ctx, allOf(rows))
	if err != nil {
		return nil, err
	}
	out := make([]Evidence, len(slots))
	for i, slot := range slots {
		row := rows[slot.ID]
		out[i] = Evidence{Slot: slot, Items: pick(row.Contents, cards), Version: row.Version, UpdatedBy: row.UpdatedBy, UpdatedAt: row.UpdatedAt}
	}
	return out, nil
}

// EvidenceOf is what is in one slot.
func (s *Service) EvidenceOf(ctx context.Context, slotID string) (Evidence, error) {
	if _, ok := slotOf(slotID); !ok {
		return Evidence{}, ErrSlot
	}
	all, err := s.Evidence(ctx)
	if err != nil {
		return Evidence{}, err
	}
	return all[slices.IndexFunc(all, func(e Evidence) bool { return e.Slot.ID == slotID })], nil
}

func allOf(rows map[string]evidenceRow) (all []string) {
	for _, r := range rows {
		all = append(all, r.Contents...)
	}
	return all
}

func pick(wanted []string, cards map[string]content.Card) []content.Card {
	out := []content.Card{}
	for _, id := range wanted {
		if c, ok := cards[id]; ok && !c.Archived {
			out = append(out, c)
		}
	}
	return out
}

// PutEvidence replaces what is in a slot.
func (s *Service) PutEvidence(ctx context.Context, slotID string, contents []string, version int64, by string) (Evidence, error) {
	slot, ok := slotOf(slotID)
	if !ok {
		return Evidence{}, ErrSlot
	}
	if len(contents) > slot.Most {
		return Evidence{}, ErrEvidence.WithFields(errs.Field{Pointer: "/contents", Code: "max_items", Params: map[string]any{"max": slot.Most}})
	}
	cards, err := s.Contents.CardsByID(ctx, contents)
	if err != nil {
		return Evidence{}, err
	}
	for i, id := range contents {
		card, there := cards[id]
		if !there || !slices.Contains(slot.Types, card.Type) || slices.Contains(contents[:i], id) {
			return Evidence{}, ErrEvidence.WithFields(errs.Field{Pointer: "/contents", Code: "option"})
		}
	}
	if slot.Pictured {
		if err := s.checkPictured(ctx, contents, cards); err != nil {
			return Evidence{}, err
		}
	}
	if contents == nil {
		contents = []string{}
	}
	now := s.Clock.Now().UTC()
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.putEvidence(ctx, slotID, contents, version, by, now); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, audit.Entry{Action: "site.evidence", Subject: "site", SubjectID: slotID}); err != nil {
			return err
		}
		return s.Changed(ctx)
	})
	return Evidence{Slot: slot, Items: pick(contents, cards), Version: version + 1, UpdatedBy: by, UpdatedAt: now}, err
}

// checkPictured takes events that are over and have a gallery.
func (s *Service) checkPictured(ctx context.Context, contents []string, cards map[string]content.Card) error {
	pictured, err := s.Contents.Filled(ctx, contents, "gallery")
	if err != nil {
		return err
	}
	for i, id := range contents {
		if !pictured[id] || !ended(cards[id], s.Clock.Now()) {
			return ErrEvidence.WithFields(errs.Field{
				Pointer: "/contents/" + strconv.Itoa(i), Code: "past_gallery", Params: map[string]any{"title": cards[id].Title["it"]},
			})
		}
	}
	return nil
}

// shelf is what the slots of a page show: what editors put there and is still
// current, filled up with the most recent.
type shelf struct {
	picked map[string][]content.Card
	recent map[string][]content.Card
}

// shelf reads the slots of a page and, along with them, its other lists.
func (s *Service) shelf(ctx context.Context, wanted []string, others ...content.Query) (*shelf, [][]content.Card, error) {
	picked, err := s.picked(ctx, wanted)
	if err != nil {
		return nil, nil, err
	}
	var short []string
	queries := others
	for _, id := range wanted {
		slot, _ := slotOf(id)
		if len(slot.Fill) > 0 && len(picked[id]) < slot.Most {
			short = append(short, id)
			queries = append(queries, slot.filling())
		}
	}
	pages, err := s.Contents.Lists(ctx, false, queries...)
	if err != nil {
		return nil, nil, err
	}
	lists := make([][]content.Card, len(others))
	for i := range others {
		lists[i] = pages[i].Items
	}
	out := &shelf{picked: picked, recent: map[string][]content.Card{}}
	for i, id := range short {
		out.recent[id] = pages[len(others)+i].Items
	}
	return out, lists, nil
}

// picked are the current contents that editors put in the slots.
func (s *Service) picked(ctx context.Context, wanted []string) (map[string][]content.Card, error) {
	rows, err := s.store.evidence(ctx)
	if err != nil {
		return nil, err
	}
	maps.DeleteFunc(rows, func(slot string, _ evidenceRow) bool { return !slices.Contains(wanted, slot) })
	cards, err := s.Contents.CardsByID(ctx, allOf(rows))
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	out := map[string][]content.Card{}
	for id, row := range rows {
		slot, _ := slotOf(id)
		out[id] = slices.DeleteFunc(pick(row.Contents, cards), func(c content.Card) bool {
			if slot.Pictured {
				return !ended(c, now)
			}
			return c.Type == "event" && over(c, now)
		})
	}
	return out, nil
}

// filling asks for the contents that fill a slot up: twice as many, for some
// may be in sight already.
func (s Slot) filling() content.Query {
	q := content.Query{Types: s.Fill, Sort: usual(s.Fill), Limit: 2 * s.Most}
	if s.Fill[0] == "event" {
		q.When = content.Current
	}
	return q
}

// take returns the contents of a slot but those already shown.
func (f *shelf) take(id string, shown ...content.Card) []content.Card {
	slot, _ := slotOf(id)
	out := []content.Card{}
	for _, c := range slices.Concat(f.picked[id], f.recent[id]) {
		same := func(other content.Card) bool { return other.ID == c.ID }
		if len(out) < slot.Most && !slices.ContainsFunc(out, same) && !slices.ContainsFunc(shown, same) {
			out = append(out, c)
		}
	}
	return out
}

// over tells what leaves the places for what is current, a day after its end.
func over(c content.Card, now time.Time) bool { return ended(c, now.Add(-24*time.Hour)) }

func ended(c content.Card, now time.Time) bool {
	end := c.EndDate
	if end == nil {
		end = c.Date
	}
	return end != nil && end.Before(now)
}

// usual is the order of what fills a slot up.
func usual(types []string) string {
	if len(types) == 1 {
		switch types[0] {
		case "event":
			return "date"
		case "news":
			return "-date"
		case "topic", "thematic_site", "place":
			return "" // the type's own
		}
	}
	return "-updated_at"
}
