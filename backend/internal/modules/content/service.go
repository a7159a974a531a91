// Package content keeps what the website says: services, offices, people,
// places, events, news, documents. The types are data, after the model of the
// websites of Italian municipalities: fields, sections, what is mandatory. A
// content has a working text, which editors change, and a published one,
// which visitors read; each saving leaves a revision.
package content

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
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
	// Operators lists those who may be given a part of the website to edit.
	Operators func(ctx context.Context) ([]identity.OperatorInfo, error)
}

// Service holds the rules about contents.
type Service struct {
	Deps
	store store
}

// New returns the service.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{d.DB}}
	jobs.Register(d.Queue, s.onDue)
	return s
}
