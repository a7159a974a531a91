// Package privacy shows people what the municipality does with their data: who
// looked at or changed them, when and for what, and everything that is held, as
// a copy to take away (GDPR art. 15 and 20). It owns none of those data: the
// trail is the audit module's, and every other module tells of its own.
package privacy

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
	"github.com/sportello-pa/sportello/backend/internal/foundation/storage"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// Cases names the applications and the attached files that acts are about.
type Cases interface {
	Labels(ctx context.Context, personID string, ids []string) (map[string]applications.Label, error)
	FileNames(ctx context.Context, ids []string) (map[string]string, error)
}

// Papers names the issued documents that acts are about.
type Papers interface {
	Titles(ctx context.Context, ids []string) (map[string]documents.Localized, error)
}

// People knows who asks for a copy, and in which language to write it.
type People interface {
	Person(ctx context.Context, id string) (identity.Person, error)
}

// Notices tells people that their copy is ready.
type Notices interface {
	Notify(ctx context.Context, notice notifications.Notice) error
}

// Issuers tells in whose name a copy is written.
type Issuers interface {
	Issuer(ctx context.Context) (documents.Issuer, error)
}

// Deps is what the service is built from.
type Deps struct {
	DB      *database.DB
	Queue   *jobs.Queue
	Clock   clock.Clock
	Storage *storage.Store
	Audit   *audit.Service
	Tenants *tenants.Service
	Cases   Cases
	Papers  Papers
	People  People
	Notices Notices
	Issuers Issuers
	// Sources are the modules that hold something about persons: a new one
	// joins the copies by standing here.
	Sources []personaldata.Source
	// Simulated says that identities come from a simulator: copies say so.
	Simulated bool
}

const (
	purgeEvery = time.Hour
	buildTime  = 10 * time.Minute
)

// Service holds the rules.
type Service struct {
	Deps
	store store
}

// New returns the service and registers its jobs.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{db: d.DB}}
	s.Sources = append(s.Sources[:len(s.Sources):len(s.Sources)], s)
	jobs.Register(d.Queue, s.build, jobs.Timeout(buildTime))
	jobs.Register(d.Queue, s.purge)
	d.Queue.Periodic(purgeEvery, purge{})
	return s
}

// now is the current instant as the database keeps it.
func (s *Service) now() time.Time { return s.Clock.Now().UTC().Truncate(time.Microsecond) }
