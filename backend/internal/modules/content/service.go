// Package content keeps what the website says: services, offices, people,
// places, events, news, documents. The types are data, after the model of the
// websites of Italian municipalities: fields, sections, what is mandatory. A
// content has a working text, which editors change, and a published one,
// which visitors read; each saving leaves a revision.
package content

import (
	"context"
	"errors"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// Deps are what the service stands on.
type Deps struct {
	DB    *database.DB
	Queue *jobs.Queue
	Bus   *events.Bus
	Clock clock.Clock
	Media *media.Service
	Audit *audit.Service
	// Changed tells every replica, once the transaction of ctx is over, that
	// what the public reads has changed.
	Changed func(ctx context.Context) error
	// ApprovalRequired tells whether the municipality wants a second person to
	// publish what the first one wrote.
	ApprovalRequired func(ctx context.Context) (bool, error)
}

// Service holds the rules about contents.
type Service struct {
	Deps
	store store
}

type store struct{ db *database.DB }

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d, store: store{d.DB}} }

var errBuilding = errors.New("content: this reading is not there yet")

// Cards returns a page of published contents.
func (s *Service) Cards(_ context.Context, _ Query) (Page, error) { return Page{}, errBuilding }

// Get returns a published content as its page shows it.
func (s *Service) Get(_ context.Context, _ string) (Content, error) { return Content{}, errBuilding }

// ByPath returns the published content at an address; when it has moved, the
// new address instead.
func (s *Service) ByPath(_ context.Context, _ string) (found Content, movedTo string, err error) {
	return Content{}, "", errBuilding
}

// CardsByID returns the cards of the published contents among ids.
func (s *Service) CardsByID(_ context.Context, _ []string) (map[string]Card, error) {
	return nil, errBuilding
}

// Kinds lists the kinds in use among the published contents of a type.
func (s *Service) Kinds(_ context.Context, _ string) ([]TermCount, error) { return nil, errBuilding }

// Put writes a content that comes from outside; calling it again with the
// same import changes nothing.
func (s *Service) Put(_ context.Context, _ Import) (id string, changed bool, err error) {
	return "", false, errBuilding
}
