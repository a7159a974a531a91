package applications

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

const (
	draftLife  = 90 * 24 * time.Hour
	draftAlert = 7 * 24 * time.Hour
)

// Start opens a draft of the service for the acting citizen, filled with what
// is already known. Whoever has one open gets that one; created says which.
func (s *Service) Start(ctx context.Context, serviceID string) (view View, created bool, err error) {
	actor := identity.ActorFrom(ctx)
	def, err := s.Catalogue.Definition(ctx, serviceID)
	if err != nil {
		return view, false, err
	}
	if actor.Level < def.Access.MinLevel {
		return view, false, identity.ErrLevelTooLow
	}
	var id string
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		open, err := s.store.openDraft(ctx, actor.PersonID, def.ID)
		if !errors.Is(err, ErrNotFound) {
			id = open.ID
			return err
		}
		person, err := s.Identity.Person(ctx, actor.PersonID)
		if err != nil {
			return err
		}
		if err := s.admitted(ctx, def, person); err != nil {
			return err
		}
		id, created, err = s.newDraft(ctx, person, def)
		return err
	})
	if err != nil {
		return view, false, err
	}
	view, err = s.Own(ctx, id)
	return view, created, err
}

const serviceActive = "active"

func (s *Service) newDraft(ctx context.Context, person identity.Person, def *catalogue.Definition) (string, bool, error) {
	now := s.now()
	expires := now.Add(draftLife)
	app := Application{
		ID: ids.New(), ServiceID: def.ID, ApplicantID: person.ID, Status: Draft, Version: 1,
		Declarations: []string{}, ExpiresAt: &expires, CreatedAt: now, UpdatedAt: now,
	}
	app.identify(newApplicant(person))
	s.fill(&app, def, def.Prefill(person.Map()), s.env(person))
	inserted, err := s.store.create(ctx, &app)
	if err != nil {
		return "", false, err
	}
	if !inserted { // the same person started at once on another device
		open, err := s.store.openDraft(ctx, person.ID, def.ID)
		return open.ID, false, err
	}
	if err := s.trace(ctx, &app, stepDraft, ""); err != nil {
		return "", false, err
	}
	if err := s.audit(ctx, &app, "application.started", nil); err != nil {
		return "", false, err
	}
	return app.ID, true, s.Queue.Enqueue(ctx, draftTermJob{ApplicationID: app.ID}, jobs.At(expires.Add(-draftAlert)))
}

// fill puts data into a draft as the definition wants it: identity data in its
// place, hidden answers out, fees computed.
func (s *Service) fill(app *Application, def *catalogue.Definition, data map[string]any, env catalogue.Env) {
	app.ServiceVersion = def.Version
	app.ServiceTitleIT, app.ServiceTitleEN = def.Title.IT, def.Title.EN
	app.Office = def.Office
	app.Data = def.Clean(data, env)
	app.Fees, app.TotalCents = []StoredFee{}, 0
	if fees, err := def.ComputeFees(app.Data, env); err == nil { // an incomplete draft has no price yet
		app.setFees(fees)
	}
}

func (a *Application) setFees(fees []catalogue.Fee) {
	a.Fees, a.TotalCents = make([]StoredFee, len(fees)), catalogue.Total(fees)
	for i, f := range fees {
		a.Fees[i] = StoredFee{Code: f.Code, ReasonIT: f.Reason.IT, ReasonEN: f.Reason.EN, AmountCents: f.AmountCents, Kind: f.Kind}
	}
}

// Patch is a change to a draft; what is nil stays as it is.
type Patch struct {
	Data            map[string]any
	Step            *string
	PrivacyAccepted *bool
	Declarations    *[]string
}

var stepName = regexp.MustCompile(`^[a-z0-9_-]{0,40}$`)

// Save changes a draft of the acting citizen. Wrong answers are kept: a draft
// may be wrong. Version is the one the change was made on.
func (s *Service) Save(ctx context.Context, id string, version int64, patch Patch) (View, error) {
	if patch.Step != nil && !stepName.MatchString(*patch.Step) {
		return View{}, ErrPatch
	}
	err := s.change(ctx, id, func(ctx context.Context, app *Application) error {
		if app.Status != Draft {
			return ErrStep
		}
		if app.Version != version {
			return ErrVersion
		}
		def, person, err := s.current(ctx, app)
		if err != nil {
			return err
		}
		moved := s.moveForm(app, def, person)
		s.apply(app, def, person, patch)
		app.FormChanged = moved
		return nil
	})
	if err != nil {
		return View{}, err
	}
	return s.Own(ctx, id)
}

func (s *Service) apply(app *Application, def *catalogue.Definition, person identity.Person, patch Patch) {
	data := app.Data
	if patch.Data != nil {
		data = patch.Data
	}
	app.identify(newApplicant(person))
	s.fill(app, def, data, s.env(person))
	if patch.Step != nil {
		app.Step = *patch.Step
	}
	if patch.PrivacyAccepted != nil {
		s.acknowledge(app, def, *patch.PrivacyAccepted)
	}
	if patch.Declarations != nil {
		app.Declarations = knownDeclarations(def, *patch.Declarations)
	}
	expires := s.now().Add(draftLife)
	app.ExpiresAt, app.RemindedAt = &expires, nil
}

// acknowledge keeps which version of the privacy notice was read, and when.
func (s *Service) acknowledge(app *Application, def *catalogue.Definition, accepted bool) {
	switch {
	case !accepted:
		app.PrivacyVersion, app.PrivacyAcceptedAt = "", nil
	case app.PrivacyAcceptedAt == nil || app.PrivacyVersion != def.Privacy.Version:
		now := s.now()
		app.PrivacyVersion, app.PrivacyAcceptedAt = def.Privacy.Version, &now
	}
}

func knownDeclarations(def *catalogue.Definition, made []string) []string {
	known := []string{}
	for _, d := range def.Declarations {
		if slices.Contains(made, d.Key) {
			known = append(known, d.Key)
		}
	}
	return known
}

// current returns today's definition of the application's service and the
// applicant as known today.
func (s *Service) current(ctx context.Context, app *Application) (*catalogue.Definition, identity.Person, error) {
	def, err := s.Catalogue.Definition(ctx, app.ServiceID)
	if err != nil {
		return nil, identity.Person{}, err
	}
	person, err := s.Identity.Person(ctx, app.ApplicantID)
	return def, person, err
}

// moveForm brings a draft to the definition of today and says whether it was
// made on another one. Answers that still fit are kept.
func (s *Service) moveForm(app *Application, def *catalogue.Definition, person identity.Person) bool {
	if app.ServiceVersion == def.Version {
		return false
	}
	s.fill(app, def, app.Data, s.env(person))
	app.Declarations = []string{} // their text may have changed: they are made again
	if app.PrivacyVersion != def.Privacy.Version {
		s.acknowledge(app, def, false)
	}
	app.FormChanged = true
	return true
}

// refresh moves the draft to the newest form when it is not there yet.
func (s *Service) refresh(ctx context.Context, app Application) (Application, error) {
	def, err := s.Catalogue.Definition(ctx, app.ServiceID)
	if err != nil || app.ServiceVersion == def.Version {
		return app, ignoreGone(err)
	}
	err = s.change(ctx, app.ID, func(ctx context.Context, locked *Application) error {
		person, err := s.Identity.Person(ctx, locked.ApplicantID)
		if err != nil {
			return err
		}
		if locked.Status == Draft {
			s.moveForm(locked, def, person)
		}
		app = *locked
		return nil
	})
	if err != nil {
		return app, err
	}
	return s.store.get(ctx, app.ID)
}

// ignoreGone lets a draft be read and deleted after its service has left the
// catalogue.
func ignoreGone(err error) error {
	var e *errs.Error
	if errors.As(err, &e) && e.Kind == errs.NotFound {
		return nil
	}
	return err
}

// Validation says what is still missing or wrong in the draft, or only in one
// of its steps.
func (s *Service) Validation(ctx context.Context, id, step string) ([]catalogue.FieldError, error) {
	app, err := s.getOwn(ctx, id)
	if err != nil {
		return nil, err
	}
	if app.Status != Draft {
		return nil, ErrStep
	}
	def, person, err := s.current(ctx, &app)
	if err != nil {
		return nil, err
	}
	problems, err := s.problems(ctx, &app, def, s.env(person))
	if step != "" {
		problems = slices.DeleteFunc(problems, func(e catalogue.FieldError) bool { return e.Step != step })
	}
	return problems, err
}

// problems is everything that keeps the draft from being sent.
func (s *Service) problems(ctx context.Context, app *Application, def *catalogue.Definition, env catalogue.Env) ([]catalogue.FieldError, error) {
	files, err := s.store.attachments(ctx, app.ID)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, f := range files {
		counts[f.Key]++
	}
	problems := def.Validate(app.Data, counts, app.Declarations, env)
	if app.PrivacyAcceptedAt == nil || app.PrivacyVersion != def.Privacy.Version {
		problems = append([]catalogue.FieldError{
			{Pointer: "/privacy_accepted", Code: "required", Step: "privacy", Section: "privacy", Field: "privacy_accepted"},
		}, problems...)
	}
	return problems, nil
}

// Delete throws away a draft of the acting citizen with its files.
func (s *Service) Delete(ctx context.Context, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockOwn(ctx, id)
		if err != nil {
			return err
		}
		if app.Status != Draft {
			return ErrStep
		}
		if err := s.dropFiles(ctx, app.ID); err != nil {
			return err
		}
		if err := s.audit(ctx, &app, "application.deleted", nil); err != nil {
			return err
		}
		return s.store.delete(ctx, &app)
	})
}

func (s *Service) dropFiles(ctx context.Context, applicationID string) error {
	files, err := s.store.attachments(ctx, applicationID)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := s.dropFile(ctx, &f); err != nil {
			return err
		}
	}
	return nil
}

func newApplicant(p identity.Person) Applicant {
	a := Applicant{
		GivenName: p.GivenName, FamilyName: p.FamilyName, TaxCode: p.TaxCode, BirthDate: p.BirthDate,
		BirthPlace: p.BirthPlace, Gender: p.Gender, Email: p.Email, Phone: p.Phone, Language: language(p.Language),
	}
	if p.Address != nil {
		a.Address = &Address{
			Street: p.Address.Street, Number: p.Address.Number, PostalCode: p.Address.PostalCode,
			Municipality: p.Address.Municipality, Province: p.Address.Province,
		}
	}
	return a
}

func language(code string) string {
	if code == "en" {
		return "en"
	}
	return "it"
}
