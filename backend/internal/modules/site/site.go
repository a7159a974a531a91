// Package site makes a website out of the contents: its settings, menus and
// evidence, the home page and the pages of the first and second level, topics,
// the map, and what machines read of it (site map, feeds, the catalogue of
// datasets). It keeps no text of its own but the headings of the model.
package site

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// What can go wrong.
var (
	ErrSettings = errs.New(errs.Invalid, "site-settings-invalid", "The settings of the website cannot be taken as they are.")
	ErrEvidence = errs.New(errs.Invalid, "site-evidence-invalid", "These contents cannot be put in evidence here.")
	ErrSlot     = errs.New(errs.NotFound, "site-slot-not-found", "There is no such place for evidence.")
	ErrSection  = errs.New(errs.NotFound, "site-section-not-found", "There is no such section of the website.")
	ErrVersion  = errs.New(errs.Precondition, "site-version-mismatch", "Somebody else has changed this meanwhile.")
	ErrIfMatch  = errs.New(errs.Required, "site-version-missing", "The header If-Match is needed here.")
)

// Contents is what this module asks the contents for.
type Contents interface {
	Cards(ctx context.Context, q content.Query) (content.Page, error)
	Lists(ctx context.Context, counted bool, queries ...content.Query) ([]content.Page, error)
	CardsByID(ctx context.Context, ids []string) (map[string]content.Card, error)
	Filled(ctx context.Context, ids []string, field string) (map[string]bool, error)
	ByPath(ctx context.Context, path string) (found content.Content, movedTo string, err error)
	Tally(ctx context.Context) (content.Tally, error)
	LastChange(ctx context.Context) (time.Time, error)
	Addresses(ctx context.Context, types []string, limit, offset int) ([]content.Address, error)
	CountAddresses(ctx context.Context) (int64, error)
}

// Deps are what the service stands on.
type Deps struct {
	DB       *database.DB
	Clock    clock.Clock
	Contents Contents
	Media    *media.Service
	Tenants  *tenants.Service
	Audit    *audit.Service
	// Changed tells every replica, once the transaction of ctx is over, that
	// what the public reads has changed.
	Changed func(ctx context.Context) error
	// MayDecide tells whether the operator of ctx may change what concerns the
	// website as a whole.
	MayDecide func(ctx context.Context) bool
}

// Service holds the rules about a website as a whole.
type Service struct {
	Deps
	store store
}

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d, store: store{db: d.DB}} }
