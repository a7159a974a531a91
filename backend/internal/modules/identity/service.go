// Package identity knows who people are: it signs citizens in through SPID and
// CIE, operators with password and one-time code, third-party software with
// access tokens, and keeps the data each person was identified with.
package identity

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
)

const (
	idleLimit     = 30 * time.Minute
	absoluteLimit = 8 * time.Hour
	touchEvery    = time.Minute
	signInLimit   = 10 * time.Minute
)

// Deps is what the service is built from.
type Deps struct {
	DB      *database.DB
	Clock   clock.Clock
	Secrets *secrets.Box
	// Provider is nil when citizens cannot sign in.
	Provider Provider
	// Simulated says that Provider is a simulator.
	Simulated bool
	// Origin is the public origin of the tenant in the context, such as
	// https://sportello.example.it, without a final slash.
	Origin func(ctx context.Context) string
	// Record writes to the audit trail, in the open transaction.
	Record func(ctx context.Context, action, subject, subjectID string, detail map[string]string) error
}

// Service holds the rules of identity.
type Service struct {
	Deps
	store     store
	passwords *passwords
}

// New returns the service.
func New(d Deps) *Service {
	return &Service{Deps: d, store: store{db: d.DB}, passwords: newPasswords()}
}

// Person returns somebody of the tenant by id.
func (s *Service) Person(ctx context.Context, id string) (Person, error) {
	return s.store.person(ctx, id)
}

// apiURL is the base of the tenant's API: issuer and audience of its tokens.
func (s *Service) apiURL(ctx context.Context) string { return s.Origin(ctx) + "/api/v1" }

// platformMode is kept on each session that came through the provider.
func (s *Service) platformMode() string {
	if s.Simulated {
		return "simulator"
	}
	return "real"
}
