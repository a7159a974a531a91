// Package wordpress reads a website made with WordPress and the theme for
// Italian municipalities, from the file of its export (WXR) or from its REST
// API. It knows how WordPress writes things down, nothing of what they mean.
package wordpress

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"time"
)

// Site is what was read of a website.
type Site struct {
	URL    string
	Items  []Item
	Terms  []Term
	Faults []Fault
}

// Host is the name of the website without the www.
func (s *Site) Host() string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Host), "www.")
}

// Item is a post of any type: a page, a service, an attachment.
type Item struct {
	ID    string
	Type  string // of the post: servizio, notizia, attachment …
	Title string
	Slug  string
	Link  string
	// Status is publish for what everybody sees.
	Status  string
	Date    time.Time
	Body    string
	Excerpt string
	File    string // address of an attachment
	// Meta are the fields by their key, with lists and maps unpacked.
	Meta  map[string]any
	Terms []Term
	// Place says where the item was found: a line or an address.
	Place string
}

// Term is a term of a taxonomy.
type Term struct {
	ID       string
	Taxonomy string
	Slug     string
	Name     string
}

// Fault is something that could not be read.
type Fault struct {
	Place   string
	ID      string
	Message string // in Italian, as the report that it ends up in
}

// FileName is the last part of the address of an attachment.
func FileName(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Path == "" {
		return "file"
	}
	return path.Base(u.Path)
}

func (s *Site) fault(place, id, format string, args ...any) {
	s.Faults = append(s.Faults, Fault{Place: place, ID: id, Message: fmt.Sprintf(format, args...)})
}

// moment reads the forms in which WordPress writes moments in UTC.
func moment(s string) time.Time {
	for _, layout := range []string{time.DateTime, "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil && t.Year() > 1 {
			return t
		}
	}
	return time.Time{}
}
