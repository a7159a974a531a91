// Package applications runs the life of an application: a person fills a
// draft, pays what is due and sends it; the office registers it, takes it in
// charge, asks for what is missing and decides; each step leaves a trace in the
// timeline, tells the person and, where the law wants one, issues a document.
// Whatever follows a step is a job written in the step's own transaction, and
// every job first looks whether its work is already done.
package applications

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// Catalogue gives the definitions of services: today's, and the one an
// application was sent under.
type Catalogue interface {
	Definition(ctx context.Context, serviceID string) (*catalogue.Definition, error)
	DefinitionVersion(ctx context.Context, serviceID, version string) (*catalogue.Definition, error)
}

// Deps is what the service is built from.
type Deps struct {
	DB            *database.DB
	Queue         *jobs.Queue
	Bus           *events.Bus
	Clock         clock.Clock
	Identity      *identity.Service
	Catalogue     Catalogue
	Documents     *documents.Service
	Payments      *payments.Service
	Notifications *notifications.Service
	Messages      *messages.Service
	Audit         *audit.Service
	Tenants       *tenants.Service
	// Simulated says that identities come from a simulator: documents say so.
	Simulated bool
}

// Service holds the rules of applications.
type Service struct {
	Deps
	store store
}

// New returns the service, registers its jobs and listens to payments.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{db: d.DB}}
	jobs.Register(d.Queue, s.register)
	jobs.Register(d.Queue, s.issueReceipt)
	jobs.Register(d.Queue, s.issueOutcome)
	jobs.Register(d.Queue, s.issueIntegrationReceipt)
	jobs.Register(d.Queue, s.endTerm)
	jobs.Register(d.Queue, s.endIntegrationTerm)
	jobs.Register(d.Queue, s.endDraftTerm)
	jobs.Register(d.Queue, s.endPaymentTerm)
	events.Subscribe(d.Bus, "applications", s.onPaymentSettled)
	return s
}

// now is the current instant as the database keeps it.
func (s *Service) now() time.Time { return s.Clock.Now().UTC().Truncate(time.Microsecond) }

// env is what the expressions of a form may read.
func (s *Service) env(person identity.Person) catalogue.Env {
	return catalogue.Env{Today: s.Clock.Now().In(clock.Rome), Person: person.Map()}
}

// lockOwn returns the application of the acting citizen, held until the
// transaction ends; somebody else's does not exist.
func (s *Service) lockOwn(ctx context.Context, id string) (Application, error) {
	app, err := s.store.lock(ctx, id)
	return app, owned(ctx, app, err)
}

func (s *Service) getOwn(ctx context.Context, id string) (Application, error) {
	app, err := s.store.get(ctx, id)
	return app, owned(ctx, app, err)
}

func owned(ctx context.Context, app Application, err error) error {
	actor := identity.ActorFrom(ctx)
	if err == nil && (actor.Kind != identity.Citizen || app.ApplicantID != actor.PersonID) {
		return ErrNotFound
	}
	return err
}

// change runs a step of the acting citizen on a locked application and writes
// the row when the step succeeds.
func (s *Service) change(ctx context.Context, id string, step func(ctx context.Context, app *Application) error) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockOwn(ctx, id)
		if err != nil {
			return err
		}
		if err := step(ctx, &app); err != nil {
			return err
		}
		return s.store.update(ctx, &app, s.now())
	})
}

// trace adds a step to the timeline.
func (s *Service) trace(ctx context.Context, app *Application, kind, note string) error {
	return s.store.addStep(ctx, &Step{ID: ids.New(), ApplicationID: app.ID, Kind: kind, Note: note, At: s.now()})
}

func (s *Service) audit(ctx context.Context, app *Application, action string, detail map[string]string) error {
	err := s.Audit.Record(ctx, audit.Entry{
		Action: action, Subject: "application", SubjectID: app.ID, Detail: detail,
		PersonID: app.ApplicantID, ApplicationID: app.ID, Office: actingOffice(ctx, app),
	})
	if err != nil {
		return fmt.Errorf("audit %s: %w", action, err)
	}
	return nil
}

// actingOffice is the office for which an operator works on the application;
// an administrator may belong to none.
func actingOffice(ctx context.Context, app *Application) string {
	if slices.Contains(identity.ActorFrom(ctx).Offices, app.Office) {
		return app.Office
	}
	return ""
}
