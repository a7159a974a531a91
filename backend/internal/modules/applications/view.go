package applications

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// View is an application with everything around it.
type View struct {
	Application
	Now         time.Time
	OfficeName  tenants.Text
	Attachments []Attachment
	Documents   []documents.Document
	Payment     *payments.Payment
	Integration *Integration
	Timeline    []Milestone
}

// Own returns an application of the acting citizen, a draft on the newest form.
func (s *Service) Own(ctx context.Context, id string) (View, error) {
	app, err := s.getOwn(ctx, id)
	if err != nil {
		return View{}, err
	}
	if app.Status == Draft {
		if app, err = s.refresh(ctx, app); err != nil {
			return View{}, err
		}
	}
	return s.view(ctx, app)
}

func (s *Service) view(ctx context.Context, app Application) (v View, err error) {
	v = View{Application: app, Now: s.now()}
	if v.OfficeName, err = s.officeName(ctx, app.Office); err != nil {
		return v, err
	}
	files, err := s.store.attachments(ctx, app.ID)
	if err != nil {
		return v, err
	}
	for _, f := range files {
		if f.Purpose != purposeMessage {
			v.Attachments = append(v.Attachments, f)
		}
	}
	if v.Integration, err = s.store.integration(ctx, app.ID); err != nil {
		return v, err
	}
	if v.Documents, err = s.papers(ctx, &app, v.Integration); err != nil {
		return v, err
	}
	if app.PaymentID != nil {
		payment, err := s.Payments.Payment(ctx, *app.PaymentID)
		if err != nil {
			return v, fmt.Errorf("payment of application %s: %w", app.ID, err)
		}
		v.Payment = &payment
	}
	steps, err := s.store.steps(ctx, app.ID)
	v.Timeline = timeline(&v, steps)
	return v, err
}

// officeName falls back on the id of an office that no longer exists.
func (s *Service) officeName(ctx context.Context, id string) (tenants.Text, error) {
	office, err := s.Tenants.Office(ctx, id)
	if errors.Is(err, tenants.ErrUnknownOffice) {
		return tenants.Text{IT: id, EN: id}, nil
	}
	return office.Name, err
}

// Where a milestone stands.
const (
	milestoneDone    = "done"
	milestoneCurrent = "current"
	milestoneFuture  = "future"
)

// Milestone is a step that happened or is expected.
type Milestone struct {
	ID       string
	Kind     string
	State    string
	At       *time.Time
	Expected *time.Time
	Note     string
}

// ahead lists what is still to come from each state, when all goes well.
var ahead = map[Status][]string{
	Draft:                {stepSubmitted, stepRegistered, stepAssigned, stepDue},
	AwaitingPayment:      {stepPaymentSettled, stepSubmitted, stepRegistered, stepAssigned, stepDue},
	Submitted:            {stepRegistered, stepAssigned, stepDue},
	Registered:           {stepAssigned, stepDue},
	InProgress:           {stepDue},
	IntegrationRequested: {stepIntegrationAnswered, stepDue},
}

// timeline puts together what happened and what comes next. The last thing
// that happened to an open application is where it stands now.
func timeline(v *View, steps []Step) []Milestone {
	out := make([]Milestone, 0, len(steps)+5)
	for i, step := range steps {
		state := milestoneDone
		if i == len(steps)-1 && !v.Status.Closed() {
			state = milestoneCurrent
		}
		at := step.At
		out = append(out, Milestone{ID: step.ID, Kind: step.Kind, State: state, At: &at, Note: step.Note})
	}
	for _, kind := range ahead[v.Status] {
		if kind == stepAssigned && v.TakenInChargeAt != nil {
			continue
		}
		out = append(out, Milestone{ID: "next-" + kind, Kind: kind, State: milestoneFuture, Expected: expected(v, kind)})
	}
	return out
}

func expected(v *View, kind string) *time.Time {
	switch {
	case kind == stepDue:
		return v.DueDate
	case kind == stepIntegrationAnswered && v.Integration != nil:
		last := lastDay(v.Integration)
		return &last
	case kind == stepPaymentSettled && v.Payment != nil:
		last := day(v.Payment.DueDate)
		return &last
	}
	return nil
}

// lastDay is the last day on which the request can be answered.
func lastDay(i *Integration) time.Time { return day(i.DueAt.Add(-time.Second)) }

// MineFilter selects a page of the acting citizen's applications.
type MineFilter struct {
	Statuses []Status
	Query    string
	Limit    int
	Cursor   string
}

// ParseStatuses reads a list of statuses separated by commas.
func ParseStatuses(list string) ([]Status, error) {
	var out []Status
	for name := range strings.SplitSeq(list, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !knownStatus(Status(name)) {
			return nil, ErrFilter
		}
		out = append(out, Status(name))
	}
	return out, nil
}

// Mine lists the acting citizen's applications, the last touched first, and
// says where the next page starts.
func (s *Service) Mine(ctx context.Context, f MineFilter) ([]ListRow, string, error) {
	if len(f.Query) > maxQuery {
		return nil, "", ErrFilter
	}
	var after *mineCursor
	if f.Cursor != "" {
		after = &mineCursor{}
		if err := httpx.DecodeCursor(f.Cursor, after); err != nil || !validID(after.ID) {
			return nil, "", httpx.ErrCursor
		}
	}
	rows, err := s.store.mine(ctx, identity.ActorFrom(ctx).PersonID, f, after)
	if err != nil || len(rows) <= f.Limit {
		return rows, "", err
	}
	last := rows[f.Limit-1]
	return rows[:f.Limit], httpx.EncodeCursor(mineCursor{UpdatedAt: last.UpdatedAt, ID: last.ID}), nil
}
