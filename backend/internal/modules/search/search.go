// Package search finds what the website says: one index of every published
// content and of the text inside its files, with the stems of the languages,
// synonyms, tolerance of typing errors, suggestions and facets. The index is
// kept by jobs that follow what is published.
package search

import (
	"context"
	"sync"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// What can go wrong.
var (
	ErrSort     = errs.New(errs.BadRequest, "search-sort", "The order is relevance or date.")
	ErrSynonyms = errs.New(errs.Invalid, "search-synonyms", "Each group needs at least two different terms, of at most 60 characters.")
)

// Entry is a published content as the index takes it.
type Entry struct {
	ContentID string
	Kind      string // group of the facets: see Kinds
	Topics    []string
	Date      *time.Time
	Archived  bool
	Path      string
	Title     i18n.Text
	Brief     i18n.Text
	Body      i18n.Text // plain text
	Files     []File
}

// File is a file of a content with the text found in it.
type File struct {
	MediaID string
	Title   i18n.Text
	URL     string
	Text    string
}

// Source gives what is to be found.
type Source interface {
	// SearchEntries returns the public ones among the contents; the others are
	// left out.
	SearchEntries(ctx context.Context, ids []string) ([]Entry, error)
	// SearchableIDs lists all of them.
	SearchableIDs(ctx context.Context) ([]string, error)
	// SearchUses lists the contents that show a file.
	SearchUses(ctx context.Context, mediaID string) ([]string, error)
}

// Tenants lists the municipalities, for work that visits each.
type Tenants interface {
	IDs(ctx context.Context) ([]string, error)
}

// Contents gives the cards of what was found.
type Contents interface {
	CardsByID(ctx context.Context, ids []string) (map[string]content.Card, error)
}

// Deps are what the service stands on.
type Deps struct {
	DB       *database.DB
	Queue    *jobs.Queue
	Bus      *events.Bus
	Tenants  Tenants
	Source   Source
	Contents Contents
	// Changed empties the caches of public reads on every replica.
	Changed func(ctx context.Context) error
}

// Service searches and keeps the index.
type Service struct {
	Deps
	store      store
	remembered sync.Map // synonyms by municipality
}

// New returns the service, registers its jobs and listens to what is published.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{db: d.DB}}
	jobs.Register(d.Queue, s.rebuildMissing)
	jobs.Register(d.Queue, s.rebuild, jobs.Timeout(10*time.Minute))
	d.Queue.Periodic(time.Hour, rebuildMissing{})
	events.Subscribe(d.Bus, "search", func(ctx context.Context, e content.Published) error { return s.Index(ctx, e.ContentID) })
	events.Subscribe(d.Bus, "search", func(ctx context.Context, e content.Withdrawn) error { return s.Index(ctx, e.ContentID) })
	events.Subscribe(d.Bus, "search", s.onMedia)
	return s
}

// NewReader returns a service that only searches: no jobs, no news.
func NewReader(db *database.DB, contents Contents) *Service {
	return &Service{Deps: Deps{DB: db, Contents: contents}, store: store{db: db}}
}

// onMedia takes in the text of a file that has been read meanwhile.
func (s *Service) onMedia(ctx context.Context, e media.Changed) error {
	ids, err := s.Source.SearchUses(ctx, e.MediaID)
	if err != nil {
		return err
	}
	return s.Index(ctx, ids...)
}

// Kinds are the groups of the facets in their order (content model §10).
var Kinds = []Kind{
	{"organizational_unit", i18n.Text{"it": "Unità organizzativa", "en": "Organisational units"}},
	{"public_person", i18n.Text{"it": "Persona pubblica", "en": "Public figures"}},
	{"document", i18n.Text{"it": "Documenti", "en": "Documents"}},
	{"service", i18n.Text{"it": "Servizi", "en": "Services"}},
	{"news", i18n.Text{"it": "Novità", "en": "News"}},
	{"place", i18n.Text{"it": "Luoghi", "en": "Places"}},
	{"event", i18n.Text{"it": "Eventi", "en": "Events"}},
	{"page", i18n.Text{"it": "Altre pagine", "en": "Other pages"}},
}

// Kind is a group of the facets.
type Kind struct {
	Code  string
	Label i18n.Text
}

// KindOf is the group of a content type.
func KindOf(contentType string) string {
	switch contentType {
	case "service", "organizational_unit", "public_person", "news", "place", "event":
		return contentType
	case "public_document", "form_document", "dataset", "call", "ranking_publication", "notice_board_entry", "transparency_item":
		return "document"
	default:
		return "page"
	}
}
