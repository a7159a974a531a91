package applications

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

// What an office may look at.
const (
	filterOpen        = "open"
	filterMine        = "mine"
	filterUnassigned  = "unassigned"
	filterIntegration = "integration"
	filterClosed      = "closed"
	filterAll         = "all"
)

// How an office may order it.
const (
	sortUrgency = "urgency"
	sortNewest  = "newest"
)

// OfficeFilter selects a page of an office's applications.
type OfficeFilter struct {
	Status     string
	Query      string
	Sort       string
	Limit      int
	Cursor     string
	WithCounts bool     // count every tab too
	Offices    []string // set by the service; empty is all of them
	OperatorID string   // set by the service
}

// byUrgency orders by the end of the term, so that what is overdue comes
// first. Only what is open has an urgency.
func (f OfficeFilter) byUrgency() bool {
	return f.Sort == sortUrgency && f.Status != filterClosed && f.Status != filterAll
}

func (f *OfficeFilter) check() error {
	if f.Status == "" {
		f.Status = filterOpen
	}
	if f.Sort == "" {
		f.Sort = sortUrgency
	}
	known := slices.Contains([]string{filterOpen, filterMine, filterUnassigned, filterIntegration, filterClosed, filterAll}, f.Status)
	if !known || f.Sort != sortUrgency && f.Sort != sortNewest || len(f.Query) > maxQuery {
		return ErrFilter
	}
	return nil
}

const maxQuery = 200

// OfficePage is a page of an office's applications. Total and Counts stop at
// countLimit.
type OfficePage struct {
	Rows   []ListRow
	Next   string
	Total  int64
	Counts *OfficeCounts
}

// OfficeCounts says how many applications each filter selects, with the same
// words looked for.
type OfficeCounts struct {
	Open, Mine, Unassigned, Integration, Closed, All int64
}

// OfficeList returns a page of what the acting operator's offices have.
func (s *Service) OfficeList(ctx context.Context, f OfficeFilter) (page OfficePage, err error) {
	if err := f.check(); err != nil {
		return page, err
	}
	actor := identity.ActorFrom(ctx)
	f.OperatorID = actor.OperatorID
	if !actor.HasRole(identity.RoleAdmin) {
		if f.Offices = actor.Offices; len(f.Offices) == 0 {
			if f.WithCounts {
				page.Counts = &OfficeCounts{}
			}
			return page, nil
		}
	}
	if f.Query != "" { // who is looked for is personal data: only that somebody was is kept
		err := s.Audit.Record(ctx, audit.Entry{Action: "application.searched", Subject: "application"})
		if err != nil {
			return page, err
		}
	}
	if f.WithCounts {
		counts, err := s.store.officeCounts(ctx, f)
		if err != nil {
			return page, err
		}
		page.Counts = &counts
	}
	after, err := s.officeStart(ctx, &f)
	if err != nil {
		return page, err
	}
	page.Total = after.Total
	if page.Rows, err = s.store.office(ctx, f, after); err != nil || len(page.Rows) <= f.Limit {
		return page, err
	}
	page.Rows = page.Rows[:f.Limit]
	page.Next = httpx.EncodeCursor(cursorAfter(page.Rows[f.Limit-1], f, page.Total))
	return page, nil
}

// officeStart reads the cursor; the first page counts instead.
func (s *Service) officeStart(ctx context.Context, f *OfficeFilter) (*officeCursor, error) {
	after := &officeCursor{}
	if f.Cursor == "" {
		total, err := s.store.officeTotal(ctx, *f)
		after.Total = total
		return after, err
	}
	if err := httpx.DecodeCursor(f.Cursor, after); err != nil {
		return nil, err
	}
	if !validID(after.ID) || f.byUrgency() && after.Due == nil || !f.byUrgency() && after.SubmittedAt == nil {
		return nil, httpx.ErrCursor
	}
	return after, nil
}

func cursorAfter(last ListRow, f OfficeFilter, total int64) officeCursor {
	c := officeCursor{ID: last.ID, Total: total}
	if f.byUrgency() {
		c.Due = &last.DueOrder
	} else {
		c.SubmittedAt = last.SubmittedAt
	}
	return c
}

// getVisible returns an application of the acting operator's offices; any
// other does not exist.
func (s *Service) getVisible(ctx context.Context, id string) (Application, error) {
	app, err := s.store.get(ctx, id)
	if err == nil && !visible(ctx, &app) {
		err = ErrNotFound
	}
	return app, err
}

func (s *Service) lockVisible(ctx context.Context, id string) (Application, error) {
	app, err := s.store.lock(ctx, id)
	if err == nil && !visible(ctx, &app) {
		err = ErrNotFound
	}
	return app, err
}

// handle runs a step of the acting operator on a locked application and writes
// the row when the step succeeds.
func (s *Service) handle(ctx context.Context, id, action string, step func(ctx context.Context, app *Application) error) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockVisible(ctx, id)
		if err != nil {
			return err
		}
		if err := step(ctx, &app); err != nil {
			return err
		}
		if err := s.audit(ctx, &app, action, nil); err != nil {
			return err
		}
		return s.store.update(ctx, &app, s.now())
	})
}

func assigned(ctx context.Context, app *Application) error {
	if app.AssigneeID == nil || *app.AssigneeID != identity.ActorFrom(ctx).OperatorID {
		return ErrNotAssigned
	}
	return nil
}

// OfficeView returns an application for the acting operator, and records that
// it was read.
func (s *Service) OfficeView(ctx context.Context, id string) (View, []audit.Access, error) {
	app, err := s.getVisible(ctx, id)
	if err != nil {
		return View{}, nil, err
	}
	if err := s.audit(ctx, &app, "application.read", nil); err != nil {
		return View{}, nil, err
	}
	view, err := s.view(ctx, app)
	if err != nil {
		return View{}, nil, err
	}
	accesses, err := s.Audit.Of(ctx, "application", app.ID, 50)
	return view, accesses, err
}

// TakeInCharge assigns the application to the acting operator. Of two who try
// at once one gets it.
func (s *Service) TakeInCharge(ctx context.Context, id string) error {
	return s.handle(ctx, id, "application.assigned", func(ctx context.Context, app *Application) error {
		actor := identity.ActorFrom(ctx)
		if app.AssigneeID != nil {
			if *app.AssigneeID == actor.OperatorID {
				return nil
			}
			return ErrAssigned
		}
		if err := app.moveTo(InProgress); err != nil {
			return err
		}
		app.AssigneeID, app.AssigneeName = &actor.OperatorID, actor.Name
		if app.TakenInChargeAt != nil { // given back before: the applicant already knows
			return nil
		}
		now := s.now()
		app.TakenInChargeAt = &now
		if err := s.trace(ctx, app, stepAssigned, ""); err != nil {
			return err
		}
		return s.tell(ctx, app, notifications.ApplicationAssigned, nil)
	})
}

// Release gives the application back to the office.
func (s *Service) Release(ctx context.Context, id string) error {
	return s.handle(ctx, id, "application.released", func(ctx context.Context, app *Application) error {
		if app.AssigneeID == nil && app.Status == Registered {
			return nil
		}
		if !identity.ActorFrom(ctx).HasRole(identity.RoleAdmin) {
			if err := assigned(ctx, app); err != nil {
				return err
			}
		}
		if err := app.moveTo(Registered); err != nil {
			return err
		}
		app.AssigneeID, app.AssigneeName = nil, ""
		return nil
	})
}

const (
	maxText          = 4000
	minRejectReasons = 20
)

// Decide closes the procedure with the office's decision. The numbered act
// and the news to the applicant follow in a job.
func (s *Service) Decide(ctx context.Context, id, outcome, reasons string) error {
	reasons = strings.TrimSpace(reasons)
	if err := checkDecision(outcome, reasons); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockVisible(ctx, id)
		if err != nil {
			return err
		}
		return s.decide(ctx, &app, Status(outcome), reasons)
	})
}

func (s *Service) decide(ctx context.Context, app *Application, outcome Status, reasons string) error {
	if app.Status.Closed() {
		return ErrStep
	}
	if err := assigned(ctx, app); err != nil {
		return err
	}
	def, err := s.Catalogue.DefinitionVersion(ctx, app.ServiceID, app.ServiceVersion)
	if err != nil {
		return fmt.Errorf("definition of application %s: %w", app.ID, err)
	}
	if len(def.Outcomes) > 0 && !slices.Contains(def.Outcomes, string(outcome)) {
		return ErrDecision.WithFields(errs.Field{Pointer: "/outcome", Code: "not_offered"})
	}
	if err := app.moveTo(outcome); err != nil {
		return err
	}
	return s.decided(ctx, app, reasons, identity.ActorFrom(ctx).Name)
}

func checkDecision(outcome, reasons string) error {
	length := utf8.RuneCountInString(reasons)
	switch {
	case outcome != string(Accepted) && outcome != string(Rejected):
		return ErrDecision.WithFields(errs.Field{Pointer: "/outcome", Code: "unknown"})
	case length == 0:
		return ErrDecision.WithFields(errs.Field{Pointer: "/reasons", Code: "required"})
	case outcome == string(Rejected) && length < minRejectReasons:
		return ErrDecision.WithFields(errs.Field{Pointer: "/reasons", Code: "min_length", Params: map[string]any{"min": minRejectReasons}})
	case length > maxText:
		return ErrDecision.WithFields(errs.Field{Pointer: "/reasons", Code: "max_length", Params: map[string]any{"max": maxText}})
	}
	return nil
}

// allowedActions names what the acting operator may do now.
func allowedActions(ctx context.Context, app *Application) []string {
	actions := []string{}
	mine := assigned(ctx, app) == nil
	admin := identity.ActorFrom(ctx).HasRole(identity.RoleAdmin)
	if app.Status == Registered && app.AssigneeID == nil {
		actions = append(actions, "assign")
	}
	if app.Status == InProgress && (mine || admin) {
		actions = append(actions, "release")
	}
	if app.Status.withOffice() {
		actions = append(actions, "message")
	}
	if app.Status == InProgress && mine {
		if !app.SuspendedOnce {
			actions = append(actions, "request_integration")
		}
		actions = append(actions, "accept", "reject")
	}
	return actions
}

// OfficeMessages returns the conversation to the acting operator; what the
// applicant wrote counts as read.
func (s *Service) OfficeMessages(ctx context.Context, id string) ([]messages.Message, error) {
	var list []messages.Message
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockVisible(ctx, id)
		if err != nil {
			return err
		}
		if list, err = s.Messages.List(ctx, app.ID); err != nil {
			return err
		}
		if err := s.audit(ctx, &app, "application.messages_read", nil); err != nil {
			return err
		}
		app.UnreadByOffice = 0
		if err := s.store.touch(ctx, &app); err != nil {
			return err
		}
		return s.Messages.MarkRead(ctx, app.ID, messages.Office)
	})
	return list, err
}

// OfficeWrite sends a message from the acting operator to the applicant.
func (s *Service) OfficeWrite(ctx context.Context, id, body string) (m messages.Message, err error) {
	if body, err = messageBody(body); err != nil {
		return m, err
	}
	err = s.handle(ctx, id, "application.message_sent", func(ctx context.Context, app *Application) (err error) {
		if !app.Status.withOffice() {
			return ErrStep
		}
		m, err = s.fromOffice(ctx, app, body)
		if err != nil {
			return err
		}
		return s.tell(ctx, app, notifications.MessageFromOffice, nil)
	})
	return m, err
}

func (s *Service) fromOffice(ctx context.Context, app *Application, body string) (messages.Message, error) {
	app.UnreadByApplicant++
	return s.Messages.Post(ctx, messages.Message{
		ApplicationID: app.ID, PersonID: app.ApplicantID, Sender: messages.Office, Author: identity.ActorFrom(ctx).Name,
		Subject: app.subject(), Body: body,
	})
}

// subject is what every message about the application has for a title.
func (a *Application) subject() string {
	return strings.TrimSpace(a.serviceTitle() + " " + a.number())
}

func messageBody(body string) (string, error) {
	body = strings.TrimSpace(body)
	switch n := utf8.RuneCountInString(body); {
	case n == 0:
		return "", ErrMessage.WithFields(errs.Field{Pointer: "/body", Code: "required"})
	case n > maxText:
		return "", ErrMessage.WithFields(errs.Field{Pointer: "/body", Code: "max_length", Params: map[string]any{"max": maxText}})
	}
	return body, nil
}
