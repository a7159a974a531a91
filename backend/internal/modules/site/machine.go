package site

import (
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// contentsOfAMap is how many contents one file of the site map lists: with the
// pages of the sections it stays below the 50,000 addresses that a file may
// hold (sitemaps.org, 0.9).
const contentsOfAMap = 49_000

type sitemapURL struct {
	Loc       string         `xml:"loc"`
	LastMod   string         `xml:"lastmod,omitempty"`
	Languages []sitemapOther `xml:"xhtml:link"`
}

// sitemapOther is the same page in another language.
type sitemapOther struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type urlset struct {
	XMLName xml.Name     `xml:"urlset"`
	Space   string       `xml:"xmlns,attr"`
	XHTML   string       `xml:"xmlns:xhtml,attr"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapindex struct {
	XMLName  xml.Name     `xml:"sitemapindex"`
	Space    string       `xml:"xmlns,attr"`
	Sitemaps []sitemapURL `xml:"sitemap"`
}

const (
	sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	xhtmlSpace   = "http://www.w3.org/1999/xhtml"
)

// Sitemap is sitemap.xml, or one of its parts (from 1 on) when there are too
// many addresses for one file.
func (s *Service) Sitemap(ctx context.Context, part int) ([]byte, error) {
	n, err := s.Contents.CountAddresses(ctx)
	if err != nil {
		return nil, err
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return nil, err
	}
	changed, err := s.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	m := mapOfSite{base: s.Tenants.URL(ctx), languages: settings.Languages, changed: changed}
	parts := max(1, (int(n)+contentsOfAMap-1)/contentsOfAMap)
	switch {
	case part == 0 && parts > 1:
		return document(m.index(parts))
	case part > parts:
		return nil, ErrSection.With("sitemap " + strconv.Itoa(part))
	}
	all, err := s.Contents.Addresses(ctx, nil, contentsOfAMap, max(0, part-1)*contentsOfAMap)
	if err != nil {
		return nil, err
	}
	set := urlset{Space: sitemapSpace, XHTML: xhtmlSpace}
	if part <= 1 {
		counted, err := s.count(ctx)
		if err != nil {
			return nil, err
		}
		set.URLs = m.sections(counted)
	}
	known := map[string]bool{}
	for _, u := range set.URLs {
		known[u.Loc] = true
	}
	for _, a := range all {
		if !known[m.base+a.Path] {
			set.URLs = append(set.URLs, m.url(a.Path, a.UpdatedAt, a.Title))
		}
	}
	return document(set)
}

// mapOfSite writes entries of the site map.
type mapOfSite struct {
	base      string
	languages []Language
	changed   time.Time
}

func (m mapOfSite) index(parts int) sitemapindex {
	out := sitemapindex{Space: sitemapSpace}
	for i := range parts {
		out.Sitemaps = append(out.Sitemaps, sitemapURL{Loc: m.base + "/sitemap-" + strconv.Itoa(i+1) + ".xml", LastMod: m.changed.UTC().Format(time.RFC3339)})
	}
	return out
}

// sections are the pages that are no contents.
func (m mapOfSite) sections(counted counts) []sitemapURL {
	out := []sitemapURL{m.url("/", m.changed, nil)}
	for _, section := range sections {
		if section.Parent == "" || counted[section.ID] > 0 {
			out = append(out, m.url(section.Path, time.Time{}, nil))
		}
	}
	for _, l := range transversal {
		out = append(out, m.url(l.Path, time.Time{}, nil))
	}
	return out
}

// url is a page in the languages that its title is written in; the site's own
// pages are in all of them.
func (m mapOfSite) url(path string, at time.Time, title i18n.Text) sitemapURL {
	u := sitemapURL{Loc: m.base + path}
	if !at.IsZero() {
		u.LastMod = at.UTC().Format(time.RFC3339)
	}
	for _, l := range m.languages {
		href := u.Loc
		if l.Code != "it" {
			href += "?lang=" + l.Code
		}
		if title == nil || title[l.Code] != "" {
			u.Languages = append(u.Languages, sitemapOther{"alternate", l.Code, href})
		}
	}
	if len(u.Languages) < 2 { // one language needs no others
		u.Languages = nil
	}
	return u
}

// LastChange is when contents, settings or evidence last changed.
func (s *Service) LastChange(ctx context.Context) (time.Time, error) {
	contents, err := s.Contents.LastChange(ctx)
	if err != nil {
		return contents, err
	}
	own, err := s.store.lastChange(ctx)
	if own.After(contents) {
		return own, err
	}
	return contents, err
}

func document(v any) ([]byte, error) {
	body, err := xml.Marshal(v)
	return append([]byte(xml.Header), body...), err
}

// Robots is robots.txt: everything may be read but what belongs to somebody.
func (s *Service) Robots(ctx context.Context) string {
	return "User-agent: *\nDisallow: /area-personale\nDisallow: /ufficio\nDisallow: /accedi\nDisallow: /assistenza/\nDisallow: /api/v1/auth/\n\nSitemap: " +
		s.Tenants.URL(ctx) + "/sitemap.xml\n"
}

// channels are the feeds by name.
var channels = map[string]struct {
	title, path string
	query       content.Query
}{
	"novita":    {"Novità", "/novita", content.Query{Types: []string{"news"}, Sort: "-date"}},
	"eventi":    {"Eventi", "/vivere-il-comune/eventi", content.Query{Types: []string{"event"}, Sort: "date", When: content.Current}},
	"documenti": {"Documenti e dati", "/amministrazione/documenti-e-dati", content.Query{Types: documentTypes, Sort: "-updated_at"}},
	"bandi":     {"Bandi", "/amministrazione/documenti-e-dati/bandi", content.Query{Types: []string{"call"}, Sort: "-date"}},
	"albo":      {"Albo pretorio", "/albo-pretorio", content.Query{Types: []string{"notice_board_entry"}, Sort: "-date"}},
}

// Feed is the newest of a channel as RSS 2.0 ("rss") or Atom ("atom").
func (s *Service) Feed(ctx context.Context, name, format string) (string, error) {
	channel, ok := channels[name]
	if !ok || format != "rss" && format != "atom" {
		return "", ErrSection.With("feed " + name)
	}
	settings, err := s.Settings(ctx)
	if err != nil {
		return "", err
	}
	q := channel.query
	q.Limit = 50
	page, err := s.Contents.Cards(ctx, q)
	if err != nil {
		return "", err
	}
	base := s.Tenants.URL(ctx)
	feed := &feeds.Feed{
		Title: channel.title + " - " + settings.Name, Link: &feeds.Link{Href: base + channel.path}, Id: base + "/feeds/" + name,
		Description: settings.Tagline["it"], Author: &feeds.Author{Name: settings.Name}, Updated: page.Newest, Copyright: "CC BY 4.0",
	}
	for _, card := range page.Items {
		item := &feeds.Item{
			Id: base + card.Path, Title: card.Title["it"], Link: &feeds.Link{Href: base + card.Path}, Description: card.ShortDescription["it"],
			Created: card.PublishedAt, Updated: card.UpdatedAt,
		}
		if name == "eventi" && card.Date != nil {
			item.Description = strings.TrimSpace(card.Date.In(clock.Rome).Format("02/01/2006 15:04") + " " + item.Description)
		}
		feed.Items = append(feed.Items, item)
	}
	if format == "atom" {
		return feed.ToAtom()
	}
	return feed.ToRss()
}

// allDatasets reads every dataset with its fields.
func (s *Service) allDatasets(ctx context.Context) ([]content.Card, error) {
	var out []content.Card
	for cursor := ""; ; {
		page, err := s.Contents.Cards(ctx, content.Query{Types: []string{"dataset"}, Sort: "title", Fields: []string{"data"}, Limit: 100, Cursor: cursor})
		if err != nil {
			return nil, fmt.Errorf("read the datasets: %w", err)
		}
		out = append(out, page.Items...)
		if cursor = page.Next; cursor == "" {
			return out, nil
		}
	}
}
