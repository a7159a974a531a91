package content

import (
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// Term is a word of a controlled vocabulary.
type Term struct {
	Code   string
	Label  i18n.Text
	Parent string
}

// TermCount is a term with how many contents have it.
type TermCount struct {
	Term  Term
	Count int
}

// Link is a title with the page it leads to.
type Link struct {
	Title i18n.Text
	Path  string
}

// Card is what lists, chips and boxes show of a published content.
type Card struct {
	ID, Type, Slug, Path string
	Title                i18n.Text
	ShortDescription     i18n.Text
	Image                *media.Media
	Kind                 *Term
	Kinds                []Term
	Topics               []Term
	Date                 *time.Time
	EndDate              *time.Time
	UpdatedAt            time.Time
	PublishedAt          time.Time
	Archived             bool
	// Extra is what only some types show: see the schemas of the answers.
	Extra map[string]any
	// Data are the fields of the content, when the reader asked for them: of
	// contact points and seats inside a page, or of a sparse list.
	Data map[string]any
}

// Content is a published content as its page shows it. In Data references are
// Cards, terms are Terms, files are media.Media and rich texts are safe HTML.
type Content struct {
	Card
	Groups     []Group
	Breadcrumb []Link
	// Inverse are the contents that refer to this one, by the name of the
	// relation seen from here.
	Inverse   map[string][]Card
	Languages []string
	Legacy    bool
}

// Query asks for a page of published contents.
type Query struct {
	Types        []string
	Kinds        []string // terms of the kind; children of a term count too
	Topics       []string
	Text         string
	Unit         string // contents of this office
	Person       string
	Place        string
	Service      string
	From, To     *time.Time
	When         When
	Archived     bool // archived contents too
	ChangedSince *time.Time
	Sort         string // title, -title, date, -date or -updated_at; the type's own order when empty
	Fields       []string
	Limit        int // 20 unless told, at most 100
	Cursor       string
}

// When says which side of today the dates of a list lie on.
type When string

// The sides of today.
const (
	Any     When = "all"
	Current When = "current"
	Past    When = "past"
)

// Page is a page of cards.
type Page struct {
	Items []Card
	Next  string
	Total int
	// Kinds are the kinds in use, when the query is about one type.
	Kinds []TermCount
	// Newest is the latest change among the contents that were looked at.
	Newest time.Time
}

// Import is a content that comes from outside: demo data, an older website,
// the catalogue of services. A value of a reference may be "key:<key>", which
// stands for the content imported with that key.
type Import struct {
	Type       string
	Key        string
	Data       map[string]any
	Publish    bool
	LegacyURLs []string
	// Slug is the one wished; made from the title when empty.
	Slug string
	// Anyway publishes in spite of what is missing: for what the program itself
	// must show. Editors still see what to complete.
	Anyway bool
	// Archived puts the content away after its publication.
	Archived bool
	// PublishedAt is when an older website first showed the content.
	PublishedAt *time.Time
}
