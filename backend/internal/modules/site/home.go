package site

import (
	"context"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

const (
	calendarDays   = 4 // with events; empty days are skipped
	eventsOfADay   = 4
	linksOfATopic  = 4
	topicCandidate = 60
)

// rome is the clock that days are told by.
var rome = func() *time.Location {
	l, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		panic(err)
	}
	return l
}()

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

// Home gathers the home page.
func (s *Service) Home(ctx context.Context) (out Home, err error) {
	shelf, err := s.shelf(ctx, "home.hero", "home.news", "home.administration", "home.topics", "home.galleries", "home.places", "home.thematic_sites")
	if err != nil {
		return out, err
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return out, err
	}
	out.UsefulLinks = settings.UsefulLinks
	hero, err := shelf.take(ctx, "home.hero")
	if err != nil {
		return out, err
	}
	if len(hero) > 0 {
		out.Hero = &hero[0]
	}
	for slot, into := range map[string]*[]content.Card{
		"home.administration": &out.Admin, "home.galleries": &out.Galleries, "home.places": &out.Places, "home.thematic_sites": &out.ThematicSites,
	} {
		if *into, err = shelf.take(ctx, slot); err != nil {
			return out, err
		}
	}
	if out.News, err = shelf.take(ctx, "home.news", hero...); err != nil {
		return out, err
	}
	if out.Calendar, err = s.calendar(ctx); err != nil {
		return out, err
	}
	featured, err := shelf.take(ctx, "home.topics")
	if err != nil {
		return out, err
	}
	return out, s.topics(ctx, &out, featured)
}

// calendar are the next days on which something begins or goes on.
func (s *Service) calendar(ctx context.Context) ([]Day, error) {
	page, err := s.Contents.Cards(ctx, content.Query{Types: []string{"event"}, When: content.Current, Sort: "date", Limit: 60})
	if err != nil {
		return nil, err
	}
	today := s.Clock.Now().In(rome).Format(time.DateOnly)
	byDay := map[string][]content.Card{}
	for _, event := range page.Items {
		if event.Date == nil {
			continue
		}
		day := max(today, event.Date.In(rome).Format(time.DateOnly))
		if len(byDay[day]) < eventsOfADay {
			byDay[day] = append(byDay[day], event)
		}
	}
	days := make([]string, 0, len(byDay))
	for day := range byDay {
		days = append(days, day)
	}
	slices.Sort(days)
	out := make([]Day, 0, calendarDays)
	for _, day := range days[:min(calendarDays, len(days))] {
		out = append(out, Day{day, byDay[day]})
	}
	return out, nil
}

// topics fills the boxes of the topics in evidence, with one question for what
// all of them say, and lists the other topics.
func (s *Service) topics(ctx context.Context, out *Home, featured []content.Card) error {
	codes := make([]string, 0, len(featured))
	for _, t := range featured {
		codes = append(codes, codeOf(t))
	}
	said := content.Page{}
	var err error
	if len(codes) > 0 {
		said, err = s.Contents.Cards(ctx, content.Query{Topics: codes, Types: []string{"service", "news", "public_document", "event", "thematic_site"}, Sort: "-updated_at", Limit: topicCandidate})
		if err != nil {
			return err
		}
	}
	for _, t := range featured {
		box := TopicBox{Topic: t, Links: []content.Card{}, Sites: []content.Card{}}
		for _, c := range said.Items {
			switch {
			case !about(c, codeOf(t)):
			case c.Type == "thematic_site":
				box.Sites = append(box.Sites, c)
			case len(box.Links) < linksOfATopic:
				box.Links = append(box.Links, c)
			}
		}
		out.Topics = append(out.Topics, box)
	}
	all, err := s.Contents.Cards(ctx, content.Query{Types: []string{"topic"}, Sort: "title", Limit: 100})
	if err != nil {
		return err
	}
	for _, t := range all.Items {
		if !slices.ContainsFunc(featured, func(f content.Card) bool { return f.ID == t.ID }) {
			out.OtherTopics = append(out.OtherTopics, t)
		}
	}
	return nil
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
func (s *Service) AllTopics(ctx context.Context) (out Topics, err error) {
	shelf, err := s.shelf(ctx, "topics")
	if err != nil {
		return out, err
	}
	if out.Featured, err = shelf.take(ctx, "topics"); err != nil {
		return out, err
	}
	page, err := s.Contents.Cards(ctx, content.Query{Types: []string{"topic"}, Sort: "title", Limit: 100})
	out.Items = page.Items
	return out, err
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
// each section. Six questions, one for each section.
func (s *Service) Topic(ctx context.Context, code string) (out TopicPage, err error) {
	if out.Topic, _, err = s.Contents.ByPath(ctx, "/argomenti/"+code); err != nil {
		return out, err
	}
	out.Managers, out.Featured = cardsIn(out.Topic.Data["managing_units"]), cardsIn(out.Topic.Data["featured_contents"])
	out.Sections = map[string]Part{}
	for _, p := range parts {
		q := content.Query{Types: p.types, Topics: []string{codeOf(out.Topic.Card)}, Sort: p.sort, Limit: 3}
		if p.name == "events" {
			q.When = content.Current
		}
		page, err := s.Contents.Cards(ctx, q)
		if err != nil {
			return out, err
		}
		if page.Total > 0 {
			out.Sections[p.name] = Part{page.Items, page.Total}
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
