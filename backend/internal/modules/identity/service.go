// Package identity knows who people are: it signs citizens in through SPID and
// CIE, operators with password and one-time code, third-party software with
// access tokens, and keeps the data each person was identified with.
package identity

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
)

const (
	idleLimit     = 30 * time.Minute
	absoluteLimit = 8 * time.Hour
	touchEvery    = time.Minute
	signInLimit   = 10 * time.Minute
)

// Tenants lists the municipalities.
type Tenants interface {
	IDs(ctx context.Context) ([]string, error)
}

// Deps is what the service is built from.
type Deps struct {
	DB      *database.DB
	Queue   *jobs.Queue
	Clock   clock.Clock
	Secrets *secrets.Box
	// Provider is nil when citizens cannot sign in.
	Provider Provider
	// Simulated says that Provider is a simulator.
	Simulated bool
	// Origin is the public origin of the tenant in the context, such as
	// https://sportello.example.it, without a final slash.
	Origin func(ctx context.Context) string
	// Tenants lists the municipalities, for work that visits each.
	Tenants Tenants
	// Record writes to the audit trail, in the open transaction.
	Record func(ctx context.Context, action, subject, subjectID string, detail map[string]string) error
}

// Service holds the rules of identity.
type Service struct {
	Deps
	store     store
	passwords *passwords
}

// New returns the service and registers its jobs.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{db: d.DB}, passwords: newPasswords()}
	jobs.Register(d.Queue, s.purge)
	d.Queue.Periodic(time.Hour, purge{})
	return s
}

// Person returns somebody of the tenant by id.
func (s *Service) Person(ctx context.Context, id string) (Person, error) {
	return s.store.person(ctx, id)
}

// apiURL is the base of the tenant's API: issuer and audience of its tokens.
func (s *Service) apiURL(ctx context.Context) string { return s.Origin(ctx) + "/api/v1" }

// The values of platform_mode.
const (
	modeReal      = "real"
	modeSimulator = "simulator"
)

// platformMode is kept on each person and session that came through the
// provider.
func (s *Service) platformMode() string {
	if s.Simulated {
		return modeSimulator
	}
	return modeReal
}

// HasSimulated tells whether the municipality knows people, or has sessions,
// that come from a simulator: in production such a database must not be served.
func (s *Service) HasSimulated(ctx context.Context) (bool, error) { return s.store.simulated(ctx) }
