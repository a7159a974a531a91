package site

import (
	"context"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// addressesOfAMap is how many addresses one file of the site map may hold.
const addressesOfAMap = 50_000

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapindex struct {
	XMLName  xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Sitemaps []sitemapURL `xml:"sitemap"`
}

// Sitemap is sitemap.xml, or one of its parts (from 1 on) when there are too
// many addresses for one file (sitemaps.org, 0.9).
func (s *Service) Sitemap(ctx context.Context, part int) ([]byte, error) {
	n, err := s.Contents.CountAddresses(ctx)
	if err != nil {
		return nil, err
	}
	base := s.Tenants.URL(ctx)
	parts := (int(n) + addressesOfAMap - 1) / addressesOfAMap
	if part == 0 && parts > 1 {
		index := sitemapindex{}
		for i := range parts {
			index.Sitemaps = append(index.Sitemaps, sitemapURL{Loc: base + "/sitemap-" + strconv.Itoa(i+1) + ".xml"})
		}
		return document(index)
	}
	if part > max(1, parts) {
		return nil, ErrSection.With("sitemap " + strconv.Itoa(part))
	}
	all, err := s.Contents.Addresses(ctx, nil, addressesOfAMap, max(0, part-1)*addressesOfAMap)
	if err != nil {
		return nil, err
	}
	set := urlset{}
	if part <= 1 {
		if set.URLs, err = s.fixed(ctx, base); err != nil {
			return nil, err
		}
	}
	known := map[string]bool{}
	for _, u := range set.URLs {
		known[u.Loc] = true
	}
	for _, a := range all {
		if loc := base + a.Path; !known[loc] {
			set.URLs = append(set.URLs, sitemapURL{Loc: loc, LastMod: a.UpdatedAt.UTC().Format(time.RFC3339)})
		}
	}
	return document(set)
}

// fixed are the pages that are no contents.
func (s *Service) fixed(ctx context.Context, base string) ([]sitemapURL, error) {
	counted, err := s.count(ctx)
	if err != nil {
		return nil, err
	}
	out := []sitemapURL{{Loc: base + "/"}}
	for _, section := range sections {
		if section.Parent == "" || counted[section.ID] > 0 {
			out = append(out, sitemapURL{Loc: base + section.Path})
		}
	}
	for _, l := range transversal {
		out = append(out, sitemapURL{Loc: base + l.Path})
	}
	return out, nil
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
			item.Description = strings.TrimSpace(card.Date.In(rome).Format("02/01/2006 15:04") + " " + item.Description)
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
