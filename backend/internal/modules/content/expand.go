package content

import (
	"context"
	"fmt"
	"slices"

	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// expander turns ids into what they stand for. It first collects what a page
// or a list needs, then reads it all at once.
type expander struct {
	service *Service
	rows    map[string]listRow
	data    map[string]map[string]any
	wanted  map[string]bool // contents to read
	files   map[string]bool
	known   map[string]media.Media
}

func (s *Service) expander() *expander {
	return &expander{
		service: s, rows: map[string]listRow{}, data: map[string]map[string]any{}, wanted: map[string]bool{}, files: map[string]bool{},
	}
}

// want notes what the card of a row needs.
func (e *expander) want(r *listRow) {
	var c cardData
	if r.Card.Into(&c) != nil {
		return
	}
	if c.Image != "" {
		e.files[c.Image] = true
	}
	for _, key := range []string{"place_id", "link_id", "unit_ids"} {
		for _, id := range strs(c.Extra[key]) {
			e.wanted[id] = true
		}
	}
}

// wantData notes what the fields of a content need.
func (e *expander) wantData(t *Type, data map[string]any) {
	refs, files := idsOf(t, data)
	for _, id := range refs {
		e.wanted[id] = true
	}
	for _, id := range files {
		e.files[id] = true
	}
}

// add takes rows that were read already, with what they need in turn.
func (e *expander) add(rows []listRow) error {
	for i := range rows {
		r := rows[i]
		e.want(&r)
		e.rows[r.ID] = r
		if len(r.Data) == 0 || e.data[r.ID] != nil {
			continue
		}
		t, ok := TypeOf(r.Type)
		if !ok {
			continue
		}
		data, err := decode(r.Data)
		if err != nil {
			return err
		}
		data = trimmed(r.Type, data)
		e.data[r.ID] = data
		e.wantData(t, data)
	}
	return nil
}

// trimmed keeps of the fields of a reference those that boxes show.
func trimmed(typ string, data map[string]any) map[string]any {
	keep, some := map[string][]string{
		"organizational_unit": {"main_place", "other_places", "contact_points", "opening_hours", "unit_type"},
		"place":               {"address", "opening_hours", "contact_points", "place_types", "alternative_name"},
	}[typ]
	if !some {
		return data
	}
	out := make(map[string]any, len(keep))
	for _, key := range keep {
		if value, ok := data[key]; ok {
			out[key] = value
		}
	}
	return out
}

// fetch reads what was noted: one query for contents, one for files.
func (e *expander) fetch(ctx context.Context) error {
	var missing []string
	for id := range e.wanted {
		if _, there := e.rows[id]; !there {
			missing = append(missing, id)
		}
	}
	slices.Sort(missing)
	rows, err := e.service.store.referred(ctx, missing, true)
	if err != nil {
		return fmt.Errorf("read references: %w", err)
	}
	if err := e.add(rows); err != nil {
		return err
	}
	files := make([]string, 0, len(e.files))
	for id := range e.files {
		files = append(files, id)
	}
	if e.known, err = e.service.Media.ByID(ctx, files); err != nil {
		return fmt.Errorf("read the files of contents: %w", err)
	}
	return nil
}

// card makes the card of a row.
func (e *expander) card(r listRow) (Card, error) {
	var c cardData
	if err := r.Card.Into(&c); err != nil {
		return Card{}, fmt.Errorf("read card %s: %w", r.ID, err)
	}
	out := Card{
		ID: r.ID, Type: r.Type, Slug: r.Slug, Path: r.Path, Title: c.Title, ShortDescription: c.ShortDescription,
		Date: r.Date, EndDate: r.EndDate, UpdatedAt: r.RefreshedAt.UTC(), PublishedAt: r.PublishedAt.UTC(), Archived: r.ArchivedAt != nil,
		Extra: e.extra(r.Type, c.Extra),
	}
	if picture, ok := e.known[c.Image]; ok {
		out.Image = &picture
	}
	if t, ok := TypeOf(r.Type); ok && t.Kind != "" {
		f, _ := t.Field(t.Kind)
		for _, code := range c.Kinds {
			if known, ok := TermOf(f.Vocabulary, code); ok {
				out.Kinds = append(out.Kinds, known)
			}
		}
	}
	if len(out.Kinds) > 0 {
		out.Kind = &out.Kinds[0]
	}
	for _, code := range c.Topics {
		if known, ok := TermOf("topics", code); ok {
			out.Topics = append(out.Topics, known)
		}
	}
	return out, nil
}

// extra puts titles and addresses in the place of ids.
func (e *expander) extra(typ string, stored map[string]any) map[string]any {
	out := make(map[string]any, len(stored))
	for key, value := range stored {
		switch key {
		case "place_id":
			if typ == "organizational_unit" {
				if address := e.addressOf(str(value)); address != nil {
					out["address"] = address
				}
				continue
			}
			if l, ok := e.link(str(value)); ok {
				out["place"] = l
			}
		case "unit_ids":
			units := []any{}
			for _, id := range strs(value) {
				if l, ok := e.link(id); ok {
					units = append(units, l)
				}
			}
			out["units"] = units
		case "link_id", "link_url", "link_label", "revoked", "procedure_closed_at":
		default:
			out[key] = value
		}
	}
	switch typ {
	case "call":
		out["call_status"] = callStatus(stored, e.service.Clock.Now())
	case "alert":
		if target := e.alertLink(stored); target != nil {
			out["link"] = target
		}
	}
	return out
}

func (e *expander) alertLink(stored map[string]any) map[string]any {
	out := map[string]any{"label": stored["link_label"]}
	if l, ok := e.link(str(stored["link_id"])); ok {
		out["path"] = l.Path
	} else if stored["link_url"] != nil {
		out["url"] = stored["link_url"]
	} else {
		return nil
	}
	return out
}

func (e *expander) link(id string) (Link, bool) {
	r, ok := e.rows[id]
	if !ok {
		return Link{}, false
	}
	var c cardData
	_ = r.Card.Into(&c) // written by us
	return Link{c.Title, r.Path}, true
}

func (e *expander) addressOf(id string) any {
	var c cardData
	_ = e.rows[id].Card.Into(&c) // written by us
	return c.Extra["address"]
}

// shape puts cards, terms and files in the place of ids and codes. References
// that are not public are left out. depth is how many levels of references
// may bring their own fields along.
func (e *expander) shape(fields []Field, data map[string]any, depth int) map[string]any {
	out := make(map[string]any, len(data))
	for i := range fields {
		f := &fields[i]
		value, ok := data[f.Key]
		if !ok || f.Key == "legacy_urls" {
			continue
		}
		if !f.Many {
			if shaped := e.one(f, value, depth); shaped != nil {
				out[f.Key] = shaped
			}
			continue
		}
		items := []any{}
		for _, item := range each(value, true) {
			if shaped := e.one(f, item, depth); shaped != nil {
				items = append(items, shaped)
			}
		}
		if len(items) > 0 {
			out[f.Key] = items
		}
	}
	return out
}

func (e *expander) one(f *Field, value any, depth int) any {
	switch f.Kind { //nolint:exhaustive // the others stay as they are
	case KindGroup:
		object, _ := value.(map[string]any)
		return e.shape(f.Fields, object, depth)
	case KindTerm:
		if known, ok := TermOf(f.Vocabulary, str(value)); ok {
			return known
		}
		return nil
	case KindMedia:
		if file, ok := e.known[str(value)]; ok {
			return file
		}
		return nil
	case KindRef:
		return e.reference(str(value), depth-1)
	}
	return value
}

func (e *expander) reference(id string, depth int) any {
	r, ok := e.rows[id]
	if !ok {
		return nil
	}
	card, err := e.card(r)
	if err != nil {
		return nil
	}
	if t, ok := TypeOf(r.Type); ok && depth >= 0 && e.data[id] != nil {
		card.Data = e.shape(t.Fields, e.data[id], depth)
	}
	return card
}

// inverse sorts the contents that refer to this one by the names that the
// model gives to their relations.
func (e *expander) inverse(around []listRow, out map[string][]Card) error {
	seen := map[string]bool{}
	for _, r := range around {
		if r.Relation == "" {
			continue
		}
		name := inverseName(r.Type, r.Relation)
		if name == "" || seen[name+r.ID] {
			continue
		}
		seen[name+r.ID] = true
		card, err := e.card(r)
		if err != nil {
			return err
		}
		if t, _ := TypeOf(r.Type); r.Type == "role_assignment" {
			card.Data = e.shape(t.Fields, e.data[r.ID], 0)
		}
		out[name] = append(out[name], card)
	}
	for _, cards := range out {
		if t, ok := TypeOf(cards[0].Type); ok && t.Sort == "title" {
			slices.SortStableFunc(cards, func(a, b Card) int { return compareTitles(a, b) })
		}
	}
	return nil
}

func compareTitles(a, b Card) int {
	x, y := slugOf(a.Title["it"]), slugOf(b.Title["it"])
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// inverseName is what a relation is called from the other side.
func inverseName(typ, field string) string {
	t, ok := TypeOf(typ)
	if !ok {
		return ""
	}
	if f, ok := t.Field(field); ok {
		return f.Inverse
	}
	return ""
}
