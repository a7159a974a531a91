package wordpress

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// maxItem is the longest item accepted, in bytes.
const maxItem = 16 << 20

var siteAddress = regexp.MustCompile(`<wp:base_(?:blog|site)_url>([^<]+)</wp:base_(?:blog|site)_url>`)

// ReadWXR reads an export as it streams by, item by item: one that is broken
// becomes a fault and the others are read.
func ReadWXR(from io.Reader) (*Site, error) {
	s := &Site{}
	lines := bufio.NewReaderSize(from, 1<<16)
	known := false
	var chunk bytes.Buffer
	end, began := "", 0
	for n := 1; ; n++ {
		line, err := lines.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read the export: %w", err)
		}
		known = known || strings.Contains(line, "wordpress.org/export/")
		if m := siteAddress.FindStringSubmatch(line); m != nil {
			s.URL = strings.TrimRight(m[1], "/")
		}
		if end == "" {
			if tag := opening(line); tag != "" {
				end, began = "</"+tag+">", n
				chunk.Reset()
			}
		}
		if end != "" {
			s.collect(&chunk, line, &end, began)
		}
		if err != nil {
			break
		}
	}
	if end != "" {
		s.fault(fmt.Sprintf("riga %d", began), "", "l'elemento non finisce: il file è troncato")
	}
	if !known {
		return nil, errors.New("the file is not an export of WordPress (WXR)")
	}
	return s, nil
}

// opening tells which element that matters begins on a line.
func opening(line string) string {
	trimmed := strings.TrimSpace(line)
	for _, tag := range []string{"item", "wp:term"} {
		if strings.HasPrefix(trimmed, "<"+tag+">") {
			return tag
		}
	}
	return ""
}

func (s *Site) collect(chunk *bytes.Buffer, line string, end *string, began int) {
	chunk.WriteString(line)
	place := fmt.Sprintf("riga %d", began)
	switch {
	case chunk.Len() > maxItem:
		s.fault(place, "", "l'elemento supera %d byte", maxItem)
	case !strings.Contains(line, *end):
		return
	case *end == "</item>":
		s.item(chunk.Bytes(), place)
	default:
		s.term(chunk.Bytes(), place)
	}
	*end = ""
}

type wxrItem struct {
	Title   string `xml:"title"`
	Link    string `xml:"link"`
	Body    string `xml:"content encoded"`
	Excerpt string `xml:"excerpt encoded"`
	ID      string `xml:"wp post_id"`
	Date    string `xml:"wp post_date_gmt"`
	Local   string `xml:"wp post_date"`
	Slug    string `xml:"wp post_name"`
	Status  string `xml:"wp status"`
	Type    string `xml:"wp post_type"`
	File    string `xml:"wp attachment_url"`
	Terms   []struct {
		Taxonomy string `xml:"domain,attr"`
		Slug     string `xml:"nicename,attr"`
		Name     string `xml:",chardata"`
	} `xml:"category"`
	Meta []struct {
		Key   string `xml:"wp meta_key"`
		Value string `xml:"wp meta_value"`
	} `xml:"wp postmeta"`
}

var postID = regexp.MustCompile(`<wp:post_id>\s*(\d+)`)

func (s *Site) item(raw []byte, place string) {
	var in wxrItem
	if err := decode(raw, &in); err != nil {
		id := ""
		if m := postID.FindSubmatch(raw); m != nil {
			id = string(m[1])
		}
		s.fault(place, id, "l'elemento non è XML valido: %v", err)
		return
	}
	item := Item{
		ID: in.ID, Type: in.Type, Title: in.Title, Slug: in.Slug, Link: in.Link, Status: in.Status, Date: moment(in.Date),
		Body: in.Body, Excerpt: in.Excerpt, File: in.File, Meta: make(map[string]any, len(in.Meta)), Place: place,
	}
	if item.Date.IsZero() {
		item.Date = moment(in.Local)
	}
	if item.ID == "" || item.Type == "" {
		s.fault(place, item.ID, "l'elemento non ha identificativo o tipo")
		return
	}
	for _, t := range in.Terms {
		item.Terms = append(item.Terms, Term{Taxonomy: t.Taxonomy, Slug: t.Slug, Name: strings.TrimSpace(t.Name)})
	}
	for _, m := range in.Meta {
		v, err := unpack(m.Value)
		if err != nil {
			s.fault(place, item.ID, "%s: %v", m.Key, err)
			continue
		}
		item.Meta[m.Key] = v
	}
	s.Items = append(s.Items, item)
}

func (s *Site) term(raw []byte, place string) {
	var in struct {
		ID       string `xml:"wp term_id"`
		Taxonomy string `xml:"wp term_taxonomy"`
		Slug     string `xml:"wp term_slug"`
		Name     string `xml:"wp term_name"`
	}
	if err := decode(raw, &in); err != nil {
		s.fault(place, "", "il termine non è XML valido: %v", err)
		return
	}
	s.Terms = append(s.Terms, Term{ID: in.ID, Taxonomy: in.Taxonomy, Slug: in.Slug, Name: in.Name})
}

// decode reads an element out of its document: the prefixes stand for
// themselves.
func decode(raw []byte, into any) error {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Entity = xml.HTMLEntity
	return d.Decode(into)
}
