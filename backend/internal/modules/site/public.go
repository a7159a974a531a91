package site

import (
	"context"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

const maxAlerts = 3

// Public is what every page of a website shows of its municipality.
type Public struct {
	Settings
	Logo       *media.Media
	URP        *content.Link
	Alerts     []Alert
	Navigation []Entry
	Demo       bool
	UpdatedAt  time.Time
}

// Alert is a notice above the pages.
type Alert struct {
	ID          string
	Text        i18n.Text
	Level       string
	Link        string
	Scope       string
	Dismissible bool
}

// Entry is an entry of the main menu with the pages under it that have contents.
type Entry struct {
	ID       string
	Title    i18n.Text
	Path     string
	Children []Child
}

// Child is a page under an entry or a section.
type Child struct {
	Section
	Count int
}

// menu are the four entries of the first level in their order, with the name
// that the conformance tool gives them.
var menu = []struct{ id, section string }{
	{"management", "administration"}, {"news", "news"}, {"services", "services"}, {"live", "live"},
}

// Site gathers what every page shows.
func (s *Service) Site(ctx context.Context) (Public, error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return Public{}, err
	}
	tenant, err := s.Tenants.Current(ctx)
	if err != nil {
		return Public{}, err
	}
	out := Public{Settings: settings.Settings, Demo: tenant.Demo, UpdatedAt: settings.UpdatedAt}
	if out.Alerts, err = s.alerts(ctx); err != nil {
		return out, err
	}
	counted, err := s.count(ctx)
	if err != nil {
		return out, err
	}
	for _, m := range menu {
		section, _ := sectionOf(m.section)
		if m.id == "live" {
			section.Title = settings.LiveLabel
		}
		out.Navigation = append(out.Navigation, Entry{ID: m.id, Title: section.Title, Path: section.Path, Children: filled(section.ID, counted)})
	}
	return out, s.decorate(ctx, &out)
}

// decorate adds the logo and the office of public relations.
func (s *Service) decorate(ctx context.Context, out *Public) error {
	if out.LogoID != "" {
		files, err := s.Media.ByID(ctx, []string{out.LogoID})
		if err != nil {
			return err
		}
		if logo, ok := files[out.LogoID]; ok {
			out.Logo = &logo
		}
	}
	if id := out.Contacts.URPUnitID; id != "" {
		cards, err := s.Contents.CardsByID(ctx, []string{id})
		if err != nil {
			return err
		}
		if office, ok := cards[id]; ok {
			out.URP = &content.Link{Title: office.Title, Path: office.Path}
		}
	}
	return nil
}

// filled are the pages under a section that have something to show.
func filled(id string, counted counts) []Child {
	out := []Child{}
	for _, child := range childrenOf(id) {
		if n := counted[child.ID]; n > 0 {
			out = append(out, Child{child, n})
		}
	}
	return out
}

// alerts are the most urgent of those whose time it is, then the newest: as
// many as a page may show of those for every page, and of those for the home.
func (s *Service) alerts(ctx context.Context) ([]Alert, error) {
	page, err := s.Contents.Cards(ctx, content.Query{Types: []string{"alert"}, When: content.Current, Sort: "-date", Limit: 20, Fields: []string{"data"}})
	if err != nil {
		return nil, err
	}
	out := []Alert{}
	now := s.Clock.Now()
	for _, card := range page.Items {
		if (card.Date == nil || !card.Date.After(now)) && (card.EndDate == nil || card.EndDate.After(now)) {
			out = append(out, newAlert(card))
		}
	}
	slices.SortStableFunc(out, func(a, b Alert) int { return urgency(b.Level) - urgency(a.Level) })
	ofScope := map[string]int{}
	return slices.DeleteFunc(out, func(a Alert) bool {
		ofScope[a.Scope]++
		return ofScope[a.Scope] > maxAlerts
	}), nil
}

func urgency(level string) int {
	return slices.Index([]string{"success", "info", "warning", "danger"}, level)
}

func newAlert(card content.Card) Alert {
	a := Alert{ID: card.ID, Text: card.Title}
	a.Level, _ = card.Data["level"].(string)
	a.Scope, _ = card.Data["scope"].(string)
	a.Dismissible, _ = card.Data["dismissible"].(bool)
	if link, ok := card.Data["link"].(map[string]any); ok {
		a.Link, _ = link["url"].(string)
		if target, ok := link["ref"].(content.Card); ok {
			a.Link = target.Path
		}
	}
	return a
}

// SectionPage is the heading of a page of the first or second level.
type SectionPage struct {
	Section
	Featured       []content.Card
	FeaturedPlaces []content.Card
	Children       []Child
	Breadcrumb     []content.Link
}

// SectionPage gathers the heading of a section.
func (s *Service) SectionPage(ctx context.Context, id string) (SectionPage, error) {
	section, ok := sectionOf(id)
	if !ok {
		return SectionPage{}, ErrSection.With(id)
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return SectionPage{}, err
	}
	out := SectionPage{Section: section, Featured: []content.Card{}, Children: []Child{}}
	if section.ID == "live" {
		out.Title = settings.LiveLabel
	}
	out.Breadcrumb = trail(section, settings.LiveLabel)
	if len(childrenOf(section.ID)) > 0 {
		counted, err := s.count(ctx)
		if err != nil {
			return out, err
		}
		out.Children = filled(section.ID, counted)
	}
	return out, s.feature(ctx, &out)
}

// feature takes what is in evidence; pages without a place of their own show
// the most recent of what they list.
func (s *Service) feature(ctx context.Context, out *SectionPage) error {
	if out.Slot == "" {
		page, err := s.Contents.Cards(ctx, content.Query{Types: out.Types, Kinds: out.Kinds, Sort: usual(out.Types), Limit: 3})
		if page.Total > 3 { // few contents are all in sight already
			out.Featured = page.Items
		}
		return err
	}
	slots := []string{out.Slot}
	if out.ID == "live" {
		slots = append(slots, "live.places")
	}
	shelf, _, err := s.shelf(ctx, slots)
	if err != nil {
		return err
	}
	out.Featured = shelf.take(out.Slot)
	if out.ID == "live" {
		out.FeaturedPlaces = shelf.take("live.places")
	}
	return nil
}

var home = content.Link{Title: words("Home", "Home"), Path: "/"}

// trail is the breadcrumb of a section: its own title comes last.
func trail(section Section, live i18n.Text) []content.Link {
	out := []content.Link{}
	for at := section; ; {
		title := at.Title
		if at.ID == "live" {
			title = live
		}
		out = append([]content.Link{{Title: title, Path: at.Path}}, out...)
		parent, ok := sectionOf(at.Parent)
		if !ok {
			return append([]content.Link{home}, out...)
		}
		at = parent
	}
}
