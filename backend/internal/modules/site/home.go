package site

import (
	"context"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

const (
	calendarDays   = 4 // with events; empty days are skipped
	eventsOfADay   = 4
	linksOfATopic  = 4
	topicCandidate = 60
	eventsAhead    = 60
)

var homeSlots = []string{
	"home.hero", "home.news", "home.administration", "home.events", "home.topics", "home.galleries", "home.places", "home.thematic_sites",
}

// today is when the day began.
func (s *Service) today() time.Time { return clock.Midnight(s.Clock.Now()) }

// Home is the home page.
type Home struct {
	Hero          *content.Card
	News          []content.Card
	Admin         []content.Card
	Calendar      []Day
	Topics        []TopicBox
	OtherTopics   []content.Card
	Galleries     []content.Card
	Places        []content.Card
	ThematicSites []content.Card
	UsefulLinks   []Link
}

// Day is a day of the calendar.
type Day struct {
	Date  string // YYYY-MM-DD
	Items []content.Card
}

// TopicBox is a topic in evidence with what it says.
type TopicBox struct {
	Topic content.Card
	Links []content.Card
	Sites []content.Card
}

// Home gathers the home page: what is in evidence, what fills it up, the
// calendar and the topics come with one question for contents, what the topics
// say with another.
func (s *Service) Home(ctx context.Context) (out Home, err error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return out, err
	}
	shelf, lists, err := s.shelf(ctx, homeSlots,
		content.Query{Types: []string{"event"}, When: content.Current, Sort: "date", Limit: eventsAhead},
		content.Query{Types: []string{"topic"}, Sort: "title", Limit: 100},
	)
	if err != nil {
		return out, err
	}
	hero := shelf.take("home.hero")
	if len(hero) > 0 {
		out.Hero = &hero[0]
	}
	out.UsefulLinks = settings.UsefulLinks
	out.News = shelf.take("home.news", hero...)
	out.Admin, out.Galleries = shelf.take("home.administration"), shelf.take("home.galleries")
	out.Places, out.ThematicSites = shelf.take("home.places"), shelf.take("home.thematic_sites")
	out.Calendar = calendar(s.Clock.Now(), shelf.take("home.events"), lists[0])
	featured := shelf.take("home.topics")
	out.OtherTopics = slices.DeleteFunc(lists[1], func(t content.Card) bool {
		return slices.ContainsFunc(featured, func(f content.Card) bool { return f.ID == t.ID })
	})
	out.Topics, err = s.boxes(ctx, featured)
	return out, err
}

// calendar are the next days on which something begins or goes on. The days
// and events that editors chose come before others.
func calendar(now time.Time, chosen, coming []content.Card) []Day {
	today := now.In(clock.Rome).Format(time.DateOnly)
	byDay := map[string][]content.Card{}
	var days []string // those of chosen events first, then as they come
	for _, event := range slices.Concat(chosen, coming) {
		if event.Date == nil {
			continue
		}
		day := max(today, event.Date.In(clock.Rome).Format(time.DateOnly))
		if slices.ContainsFunc(byDay[day], func(other content.Card) bool { return other.ID == event.ID }) {
			continue
		}
		if len(byDay[day]) == 0 {
			days = append(days, day)
		}
		if len(byDay[day]) < eventsOfADay {
			byDay[day] = append(byDay[day], event)
		}
	}
	days = days[:min(calendarDays, len(days))]
	slices.Sort(days)
	out := make([]Day, len(days))
	for i, day := range days {
		out[i] = Day{day, byDay[day]}
	}
	return out
}

// boxes are the topics in evidence, with one question for what all of them say.
func (s *Service) boxes(ctx context.Context, featured []content.Card) ([]TopicBox, error) {
	if len(featured) == 0 {
		return nil, nil
	}
	codes := make([]string, len(featured))
	for i, t := range featured {
		codes[i] = codeOf(t)
	}
	said, err := s.Contents.Lists(ctx, false, content.Query{
		Topics: codes, Types: []string{"service", "news", "public_document", "event", "thematic_site"}, Sort: "-updated_at", Limit: topicCandidate,
	})
	if err != nil {
		return nil, err
	}
	out := make([]TopicBox, len(featured))
	for i, t := range featured {
		out[i] = TopicBox{Topic: t, Links: []content.Card{}, Sites: []content.Card{}}
		for _, c := range said[0].Items {
			switch {
			case !about(c, codes[i]):
			case c.Type == "thematic_site":
				out[i].Sites = append(out[i].Sites, c)
			case len(out[i].Links) < linksOfATopic:
				out[i].Links = append(out[i].Links, c)
			}
		}
	}
	return out, nil
}

// codeOf is the term that a topic page is about.
func codeOf(topic content.Card) string {
	if topic.Kind != nil {
		return topic.Kind.Code
	}
	return topic.Slug
}

func about(c content.Card, code string) bool {
	return slices.ContainsFunc(c.Topics, func(t content.Term) bool { return t.Code == code })
}

// Topics are the page of all topics.
type Topics struct{ Featured, Items []content.Card }

// AllTopics lists the topics that have a page, in alphabetical order.
func (s *Service) AllTopics(ctx context.Context) (Topics, error) {
	shelf, lists, err := s.shelf(ctx, []string{"topics"}, content.Query{Types: []string{"topic"}, Sort: "title", Limit: 100})
	if err != nil {
		return Topics{}, err
	}
	return Topics{Featured: shelf.take("topics"), Items: lists[0]}, nil
}

// TopicPage is the page of a topic.
type TopicPage struct {
	Topic    content.Content
	Managers []content.Card
	Featured []content.Card
	Sections map[string]Part
}

// Part is what a topic gathers of one section.
type Part struct {
	Items []content.Card
	Total int
}

// parts are the sections of a topic's page.
var parts = []struct {
	name  string
	types []string
	sort  string
}{
	{"news", []string{"news"}, "-date"},
	{"administration", []string{"organizational_unit", "public_person"}, "title"},
	{"services", []string{"service"}, "title"},
	{"documents", documentTypes, "-updated_at"},
	{"places", []string{"place"}, "title"},
	{"events", []string{"event"}, "date"},
}

// Topic gathers the page of a topic: its own content and three contents of
// each section.
func (s *Service) Topic(ctx context.Context, code string) (out TopicPage, err error) {
	if out.Topic, _, err = s.Contents.ByPath(ctx, "/argomenti/"+code); err != nil {
		return out, err
	}
	out.Managers, out.Featured = cardsIn(out.Topic.Data["managing_units"]), cardsIn(out.Topic.Data["featured_contents"])
	queries := make([]content.Query, len(parts))
	for i, p := range parts {
		queries[i] = content.Query{Types: p.types, Topics: []string{codeOf(out.Topic.Card)}, Sort: p.sort, Limit: 3}
	}
	pages, err := s.Contents.Lists(ctx, true, queries...)
	if err != nil {
		return out, err
	}
	out.Sections = map[string]Part{}
	for i, p := range parts {
		if pages[i].Total > 0 {
			out.Sections[p.name] = Part{pages[i].Items, pages[i].Total}
		}
	}
	return out, nil
}

func cardsIn(value any) []content.Card {
	out := []content.Card{}
	list, _ := value.([]any)
	for _, v := range list {
		if c, ok := v.(content.Card); ok {
			out = append(out, c)
		}
	}
	return out
}
