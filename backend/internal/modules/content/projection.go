package content

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

const wordsPerMinute = 200

// facts are what a public text shows and does not hold itself.
type facts struct {
	files      map[string]media.Media
	role       i18n.Text // of a person
	units      []string  // of a person
	personKind string
}

// titleOf is the title of a content, from its own field or from those that
// its type names.
func titleOf(t *Type, data map[string]any) i18n.Text {
	if len(t.TitleFrom) == 0 {
		return localised(data["title"])
	}
	out := i18n.Text{}
	for _, key := range t.TitleFrom {
		f, _ := t.Field(key)
		part := localised(data[key])
		if f.Kind == KindTerm {
			known, _ := TermOf(f.Vocabulary, str(data[key]))
			part = known.Label
		}
		for lang, s := range part {
			out[lang] = strings.TrimSpace(out[lang] + " " + s)
		}
	}
	return out
}

// summaryOf is the short description of a content.
func summaryOf(t *Type, data map[string]any) i18n.Text {
	if t.Summary != "" {
		return localised(data[t.Summary])
	}
	return localised(data["short_description"])
}

// label is what the list of editors searches and sorts by.
func labelOf(title i18n.Text) string {
	langs := make([]string, 0, len(title))
	for lang := range title {
		langs = append(langs, lang)
	}
	slices.Sort(langs)
	parts := make([]string, len(langs))
	for i, lang := range langs {
		parts[i] = title[lang]
	}
	return strings.Join(parts, " ")
}

// project writes in r what lists need of its public text.
func (r *row) project(t *Type, data map[string]any, know facts) {
	title, short := titleOf(t, data), summaryOf(t, data)
	picture := "image"
	if t.Picture != "" {
		picture = t.Picture
	}
	card := cardData{
		Title: title, ShortDescription: short, Image: str(data[picture]), Kinds: kindsOf(t, data),
		Topics: strs(data["topics"]), Extra: extraOf(t, data, know),
	}
	r.Card = database.ToJSON(card)
	r.KindCode, r.KindCodes = "", textArray{}
	if f, ok := t.Field(t.Kind); ok && len(card.Kinds) > 0 {
		r.KindCode = card.Kinds[0]
		for _, code := range card.Kinds {
			for _, up := range vocabularies[f.Vocabulary].withParents(code) {
				if !slices.Contains(r.KindCodes, up) {
					r.KindCodes = append(r.KindCodes, up)
				}
			}
		}
	}
	r.TopicCodes = textArray(card.Topics)
	r.Date, r.EndDate = momentOf(t, t.Date, data, false), momentOf(t, t.EndDate, data, true)
	r.LeavesAt = momentOf(t, t.Expires, data, true)
	if r.LeavesAt != nil && data["personal_data"] == true {
		r.ExpiresAt = r.LeavesAt // data about people go when their time is over
	}
	if until := momentOf(t, t.Retention, data, true); until != nil && (r.ExpiresAt == nil || until.Before(*r.ExpiresAt)) {
		r.ExpiresAt = until
	}
	r.OrderDate = r.Date
	if r.OrderDate == nil {
		r.OrderDate = r.PublishedAt
	}
	r.SortTitle = sortTitle(t, data, title)
	order, _ := toNumber(data["order"])
	r.SortOrder = int(math.Min(math.Max(order, -1e6), 1e6))
	r.Words = withoutAccents(labelOf(title) + " " + labelOf(short))
}

func kindsOf(t *Type, data map[string]any) []string {
	if t.Kind == "" {
		return nil
	}
	return strs(data[t.Kind])
}

// sortTitle puts people in the order of their family names.
func sortTitle(t *Type, data map[string]any, title i18n.Text) string {
	s := title["it"]
	if t.Type == "public_person" {
		s = str(data["family_name"]) + " " + str(data["given_name"])
	}
	return strings.ReplaceAll(slugOf(s), "-pagina", "")
}

// momentOf reads a date as its first moment in Italy, or as the first one
// after it.
func momentOf(t *Type, key string, data map[string]any, end bool) *time.Time {
	f, ok := t.Field(key)
	if !ok {
		return nil
	}
	s := str(data[key])
	if f.Kind == KindDatetime {
		if at, err := time.Parse(time.RFC3339, s); err == nil {
			at = at.UTC()
			return &at
		}
		return nil
	}
	day, err := time.ParseInLocation(time.DateOnly, s, clock.Rome)
	if err != nil {
		return nil
	}
	if end {
		day = day.AddDate(0, 0, 1)
	}
	day = day.UTC()
	return &day
}

// extraOf is what only some types show in their cards; ids stand for what is
// looked up at reading.
func extraOf(t *Type, data map[string]any, know facts) map[string]any {
	out := map[string]any{}
	put := func(key string, value any) {
		if value != nil && value != "" {
			out[key] = value
		}
	}
	switch t.Type {
	case "service":
		put("status", data["service_status"])
		out["online"] = false
		for _, channel := range groups(data["digital_channel"]) {
			if data["service_status"] == "active" && (channel["service_definition_id"] != nil || channel["url"] != nil) {
				out["online"] = true
			}
			if out["service_id"] == nil {
				put("service_id", channel["service_definition_id"])
			}
		}
	case "organizational_unit":
		put("place_id", data["main_place"])
	case "place":
		put("address", data["address"])
		address, _ := data["address"].(map[string]any)
		put("geo", address["geo"])
	case "event":
		out["all_day"] = data["all_day"] == true
		put("event_status", data["event_status"])
		put("place_id", data["place"])
		prices, _ := data["prices"].(map[string]any)
		out["free"] = prices["free"] == true
	case "public_document", "form_document", "dataset":
		formats, size := formatsOf(data, know.files)
		out["formats"] = formats
		if size > 0 {
			out["size"] = size
		}
	case "call":
		for _, key := range []string{"opens_at", "closes_at", "procedure_closed_at", "revoked"} {
			put(key, data[key])
		}
	case "thematic_site":
		put("url", data["url"])
	case "alert":
		put("level", data["level"])
		put("text", data["text"])
		put("scope", data["scope"])
		out["dismissible"] = data["dismissible"] == true
		target, _ := data["link"].(map[string]any)
		put("link_label", target["label"])
		put("link_url", target["url"])
		put("link_id", target["ref"])
	case "faq":
		put("answer", data["answer"])
	case "public_person":
		if len(know.role) > 0 {
			out["role"] = know.role
		}
		if len(know.units) > 0 {
			out["unit_ids"] = know.units
		}
	}
	return out
}

func groups(value any) (out []map[string]any) {
	items, _ := value.([]any)
	for _, item := range items {
		if object, ok := item.(map[string]any); ok {
			out = append(out, object)
		}
	}
	return out
}

// formatsOf lists the formats in which a document can be had, and the size of
// its first file.
func formatsOf(data map[string]any, files map[string]media.Media) (formats []string, size int64) {
	formats = []string{}
	add := func(format string) {
		if format = strings.ToUpper(format); format != "" && !slices.Contains(formats, format) {
			formats = append(formats, format)
		}
	}
	addFile := func(id any) {
		if file, ok := files[str(id)]; ok {
			add(file.Format())
			if size == 0 {
				size = file.Size
			}
		}
	}
	for _, file := range groups(data["files"]) {
		addFile(file["media"])
		add(str(file["format"]))
	}
	for _, id := range strs(data["form_files"]) {
		addFile(id)
	}
	for _, distribution := range groups(data["distributions"]) {
		add(str(distribution["format"]))
	}
	return formats, size
}

// compute fills the fields that follow from others.
func compute(t *Type, data map[string]any, know facts) {
	switch t.Type {
	case "news":
		words := len(strings.Fields(plain(localised(data["body"])["it"])))
		data["reading_minutes"] = int64(max(1, int(math.Ceil(float64(words)/wordsPerMinute))))
	case "public_document", "form_document":
		formats, _ := formatsOf(data, know.files)
		list := make([]any, len(formats))
		for i, format := range formats {
			list[i] = format
		}
		if len(list) > 0 {
			data["formats"] = list
		}
	case "public_person":
		if know.personKind != "" {
			data["person_kind"] = know.personKind
		}
	}
}

// callStatus is where a call stands at a moment.
func callStatus(extra map[string]any, now time.Time) string {
	at := func(key string) (time.Time, bool) {
		s := str(extra[key])
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return t, true
		}
		t, err := time.ParseInLocation(time.DateOnly, s, clock.Rome)
		return t, err == nil
	}
	if extra["revoked"] == true {
		return "revoked"
	}
	if closed, ok := at("procedure_closed_at"); ok && !now.Before(closed) {
		return "closed"
	}
	if closes, ok := at("closes_at"); ok && now.After(closes) {
		return "expired"
	}
	if opens, ok := at("opens_at"); ok && now.Before(opens) {
		return "scheduled"
	}
	return "open"
}
