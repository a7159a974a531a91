package wordpress

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/outbound"
)

// maxPages stops a website that never ends.
const maxPages = 1000

// Client reads a website over the network.
type Client struct {
	HTTP *outbound.Client
}

// Read reads everything that the REST API of a website tells about the types
// of post wanted.
func (c *Client) Read(ctx context.Context, site string, wanted []string) (*Site, error) {
	s := &Site{URL: strings.TrimRight(site, "/")}
	var taxonomies, types map[string]struct {
		Slug string `json:"slug"`
		Base string `json:"rest_base"`
	}
	if err := c.get(ctx, s.endpoint("taxonomies"), &taxonomies); err != nil {
		return nil, fmt.Errorf("the REST API of %s does not answer: %w", site, err)
	}
	if err := c.get(ctx, s.endpoint("types"), &types); err != nil {
		return nil, fmt.Errorf("the REST API of %s does not answer: %w", site, err)
	}
	byBase := map[string]map[string]Term{}
	for _, name := range sorted(taxonomies) {
		base := taxonomies[name].Base
		byBase[base] = map[string]Term{}
		c.pages(ctx, s, base, func(raw json.RawMessage, place string) {
			if t, ok := s.restTerm(raw, place, name); ok {
				byBase[base][t.ID] = t
				s.Terms = append(s.Terms, t)
			}
		})
	}
	for _, name := range sorted(types) {
		if slices.Contains(wanted, name) {
			c.pages(ctx, s, types[name].Base, func(raw json.RawMessage, place string) { s.restItem(raw, place, name, byBase) })
		}
	}
	return s, nil
}

func sorted[V any](m map[string]V) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (s *Site) endpoint(name string) string { return s.URL + "/wp-json/wp/v2/" + name }

func (c *Client) get(ctx context.Context, address string, out any) error {
	res, err := c.HTTP.Do(ctx, outbound.Request{Method: http.MethodGet, URL: address}, out)
	if err == nil && res.Status >= http.StatusMultipleChoices {
		return fmt.Errorf("it answers with status %d: give the final address of the website", res.Status)
	}
	return err
}

// pages visits the elements of a list, page after page. A page that fails
// becomes a fault and ends the list.
func (c *Client) pages(ctx context.Context, s *Site, base string, visit func(raw json.RawMessage, place string)) {
	last := 1
	for page := 1; page <= min(last, maxPages); page++ {
		place := fmt.Sprintf("%s?per_page=100&page=%d&orderby=id&order=asc", s.endpoint(base), page)
		var list []json.RawMessage
		res, err := c.HTTP.Do(ctx, outbound.Request{Method: http.MethodGet, URL: place}, &list)
		if err != nil {
			s.fault(place, "", "la pagina non si legge: %v", err)
			return
		}
		if n, err := strconv.Atoi(res.Header.Get("X-WP-TotalPages")); err == nil {
			last = n
		}
		for _, raw := range list {
			visit(raw, place)
		}
	}
}

func (s *Site) restTerm(raw json.RawMessage, place, taxonomy string) (Term, bool) {
	var in struct {
		ID   json.Number `json:"id"`
		Slug string      `json:"slug"`
		Name string      `json:"name"`
	}
	if err := json.Unmarshal(raw, &in); err != nil {
		s.fault(place, "", "il termine non ha la forma attesa: %v", err)
		return Term{}, false
	}
	return Term{ID: in.ID.String(), Taxonomy: taxonomy, Slug: in.Slug, Name: html.UnescapeString(in.Name)}, true
}

type rendered struct {
	Rendered string `json:"rendered"`
}

func (s *Site) restItem(raw json.RawMessage, place, typ string, terms map[string]map[string]Term) {
	var in struct {
		ID       json.Number     `json:"id"`
		Date     string          `json:"date_gmt"`
		Slug     string          `json:"slug"`
		Status   string          `json:"status"`
		Link     string          `json:"link"`
		Title    rendered        `json:"title"`
		Content  rendered        `json:"content"`
		Caption  rendered        `json:"caption"`
		Featured json.Number     `json:"featured_media"`
		Alt      string          `json:"alt_text"`
		File     string          `json:"source_url"`
		Template string          `json:"template"`
		Boxes    json.RawMessage `json:"cmb2"`
	}
	var all map[string]json.RawMessage
	if err := errors.Join(json.Unmarshal(raw, &in), json.Unmarshal(raw, &all)); err != nil {
		s.fault(place, in.ID.String(), "l'elemento non ha la forma attesa: %v", err)
		return
	}
	item := Item{
		ID: in.ID.String(), Type: typ, Title: html.UnescapeString(in.Title.Rendered), Slug: in.Slug, Link: in.Link, Status: in.Status,
		Date: moment(in.Date), Body: in.Content.Rendered, Excerpt: in.Caption.Rendered, File: in.File, Meta: map[string]any{}, Place: place,
	}
	if item.ID == "" {
		s.fault(place, "", "l'elemento non ha identificativo")
		return
	}
	if in.Alt != "" {
		item.Meta[MetaAlt] = in.Alt
	}
	if in.Template != "" {
		item.Meta[MetaTemplate] = in.Template
	}
	if id := in.Featured.String(); id != "" && id != "0" {
		item.Meta[MetaFeatured] = id
	}
	s.boxes(&item, in.Boxes)
	for _, base := range sorted(terms) {
		var ids []json.Number
		if json.Unmarshal(all[base], &ids) != nil {
			continue
		}
		for _, id := range ids {
			if t, ok := terms[base][id.String()]; ok {
				item.Terms = append(item.Terms, t)
			}
		}
	}
	s.Items = append(s.Items, item)
}

// Fields that WordPress itself gives to posts.
const (
	MetaAlt      = "_wp_attachment_image_alt"
	MetaTemplate = "_wp_page_template"
	MetaFeatured = "_thumbnail_id"
)

// boxes puts the fields of the theme together, whatever box they are shown in.
func (s *Site) boxes(item *Item, raw json.RawMessage) {
	var boxes map[string]map[string]any
	if len(raw) == 0 || string(raw) == "[]" {
		return // PHP writes an empty map as a list
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&boxes); err != nil {
		s.fault(item.Place, item.ID, "i campi non hanno la forma attesa: %v", err)
		return
	}
	for _, fields := range boxes {
		for key, v := range fields {
			item.Meta[key] = v
		}
	}
}

// Fetch downloads a file of the website, following it to where it moved as
// long as it stays on the same host.
func (c *Client) Fetch(ctx context.Context, host, address string) ([]byte, error) {
	for range 4 {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" {
			return nil, errors.New("l'indirizzo non è del web")
		}
		if strings.TrimPrefix(strings.ToLower(u.Host), "www.") != host {
			return nil, fmt.Errorf("il file è su un altro sito (%s)", u.Host)
		}
		res, err := c.HTTP.Do(ctx, outbound.Request{Method: http.MethodGet, URL: u.String()}, nil)
		if err != nil {
			return nil, err
		}
		if res.Status < http.StatusMultipleChoices {
			return res.Body, nil
		}
		next, err := u.Parse(res.Header.Get("Location"))
		if err != nil {
			return nil, err
		}
		address = next.String()
	}
	return nil, errors.New("il file rimanda altrove senza fine")
}
