package applications

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

// Submit sends the draft of the acting citizen. When something is due the
// application waits for the payment; otherwise it goes straight to the office.
// A repeated submission finds the first one and changes nothing.
func (s *Service) Submit(ctx context.Context, id string) (View, error) {
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockOwn(ctx, id)
		if err != nil || app.Number != nil {
			return err
		}
		if app.Status != Draft {
			return ErrStep
		}
		return s.submit(ctx, &app)
	})
	if err != nil {
		return View{}, err
	}
	return s.Own(ctx, id)
}

func (s *Service) submit(ctx context.Context, app *Application) error {
	def, person, err := s.current(ctx, app)
	if err != nil {
		return err
	}
	if err := s.ready(ctx, app, def, person); err != nil {
		return err
	}
	if err := s.onlyIfLimited(ctx, def); err != nil {
		return err
	}
	if err := s.admitted(ctx, def, person); err != nil {
		return err
	}
	if app.Number, err = s.number(ctx); err != nil {
		return err
	}
	app.ExpiresAt = nil
	if err := s.audit(ctx, app, "application.submitted", map[string]string{"number": app.number()}); err != nil {
		return err
	}
	if app.TotalCents == 0 {
		return s.deliver(ctx, app)
	}
	return s.askPayment(ctx, app)
}

// ready checks that the draft can be sent and fixes what it costs.
func (s *Service) ready(ctx context.Context, app *Application, def *catalogue.Definition, person identity.Person) error {
	switch {
	case def.Status != serviceActive || !def.Online():
		return ErrServiceOffline
	case def.Version != app.ServiceVersion:
		return ErrFormChanged
	case identity.ActorFrom(ctx).Level < def.Access.MinLevel:
		return identity.ErrLevelTooLow
	}
	env := s.env(person)
	app.identify(newApplicant(person))
	s.fill(app, def, app.Data, env)
	if err := s.dropHidden(ctx, app, def, env); err != nil {
		return err
	}
	problems, err := s.problems(ctx, app, def, env)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return ErrInvalid.WithFields(fields(problems)...)
	}
	fees, err := def.ComputeFees(app.Data, env)
	if err != nil {
		return fmt.Errorf("fees of application %s: %w", app.ID, err)
	}
	app.setFees(fees)
	return nil
}

func fields(problems []catalogue.FieldError) []errs.Field {
	out := make([]errs.Field, len(problems))
	for i, p := range problems {
		out[i] = errs.Field{Pointer: p.Pointer, Code: p.Code, Params: p.Params, Step: p.Step, Section: p.Section, Field: p.Field}
	}
	return out
}

func (s *Service) number(ctx context.Context) (*string, error) {
	number, err := s.store.nextNumber(ctx, s.Clock.Now().In(clock.Rome).Year())
	return &number, err
}

func (s *Service) askPayment(ctx context.Context, app *Application) error {
	if err := app.moveTo(AwaitingPayment); err != nil {
		return err
	}
	payment, err := s.Payments.Request(ctx, payments.Request{
		Subject: "application", SubjectID: app.ID, PersonID: app.ApplicantID,
		Reason: payments.Localized{IT: app.ServiceTitleIT + " " + app.number(), EN: app.ServiceTitleEN + " " + app.number()},
		Lines:  lines(app.Fees),
		Debtor: payments.Debtor{TaxCode: app.ApplicantTaxCode, Name: app.ApplicantName, Email: app.Applicant.Email},
	})
	if err != nil {
		return fmt.Errorf("ask payment of application %s: %w", app.ID, err)
	}
	app.PaymentID = &payment.ID
	if err := s.trace(ctx, app, stepPaymentRequested, ""); err != nil {
		return err
	}
	end := paymentTermJob{ApplicationID: app.ID}
	if err := s.Queue.Enqueue(ctx, end, jobs.At(payment.DueDate.Add(paymentGrace))); err != nil {
		return err
	}
	due := map[string]string{"due_date": day(payment.DueDate).Format(time.DateOnly)}
	if err := s.tell(ctx, app, notifications.PaymentDue, due); err != nil {
		return err
	}
	return s.store.update(ctx, app, s.now())
}

func lines(fees []StoredFee) []payments.Line {
	out := make([]payments.Line, 0, len(fees))
	for _, f := range fees {
		if f.AmountCents > 0 {
			out = append(out, payments.Line{
				Code: f.Code, Reason: payments.Localized{IT: f.ReasonIT, EN: f.ReasonEN}, AmountCents: f.AmountCents, Kind: f.Kind,
			})
		}
	}
	return out
}

// deliver hands the application to the office: from here on it can only be
// decided or withdrawn.
func (s *Service) deliver(ctx context.Context, app *Application) error {
	if err := app.moveTo(Submitted); err != nil {
		return err
	}
	now := s.now()
	app.SubmittedAt = &now
	if _, err := s.store.sendAttachments(ctx, app.ID, purposeForm, nil, now); err != nil {
		return err
	}
	if err := s.trace(ctx, app, stepSubmitted, ""); err != nil {
		return err
	}
	if err := s.tell(ctx, app, notifications.ApplicationReceived, nil); err != nil {
		return err
	}
	if err := s.Queue.Enqueue(ctx, registerJob{ApplicationID: app.ID}); err != nil {
		return err
	}
	if err := s.Bus.Publish(ctx, SubmittedEvent{ApplicationID: app.ID}); err != nil {
		return err
	}
	return s.store.update(ctx, app, now)
}

// onPaymentSettled sends on the application that waited for the payment. The
// same news may come twice.
func (s *Service) onPaymentSettled(ctx context.Context, e payments.Settled) error {
	ctx = asSystem(ctx)
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.store.lockByPayment(ctx, e.PaymentID)
		switch {
		case errors.Is(err, ErrNotFound):
			return nil // some other module's payment
		case err != nil:
			return err
		case app.Status != AwaitingPayment:
			return nil
		}
		if err := s.trace(ctx, &app, stepPaymentSettled, ""); err != nil {
			return err
		}
		if err := s.tell(ctx, &app, notifications.PaymentReceived, nil); err != nil {
			return err
		}
		return s.deliver(ctx, &app)
	})
}

const maxReason = 2000

// Withdraw ends an application of the acting citizen that was sent and not yet
// decided.
func (s *Service) Withdraw(ctx context.Context, id, reason string) (View, error) {
	if utf8.RuneCountInString(reason) > maxReason {
		return View{}, ErrWithdrawal.WithFields(errs.Field{Pointer: "/reason", Code: "max_length", Params: map[string]any{"max": maxReason}})
	}
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.lockOwn(ctx, id)
		if err != nil || app.Status == Withdrawn {
			return err
		}
		return s.withdraw(ctx, &app, reason)
	})
	if err != nil {
		return View{}, err
	}
	return s.Own(ctx, id)
}

func (s *Service) withdraw(ctx context.Context, app *Application, reason string) error {
	unpaid := app.Status == AwaitingPayment
	if err := app.moveTo(Withdrawn); err != nil {
		return err
	}
	if unpaid && app.PaymentID != nil {
		if err := s.Payments.Cancel(ctx, *app.PaymentID); err != nil {
			return fmt.Errorf("cancel payment of application %s: %w", app.ID, err)
		}
	}
	if err := s.trace(ctx, app, stepWithdrawn, reason); err != nil {
		return err
	}
	if err := s.audit(ctx, app, "application.withdrawn", nil); err != nil {
		return err
	}
	if err := s.tell(ctx, app, notifications.Withdrawn, nil); err != nil {
		return err
	}
	return s.close(ctx, app)
}

// close writes an application that reached its end and spreads the news.
func (s *Service) close(ctx context.Context, app *Application) error {
	if err := s.Bus.Publish(ctx, ClosedEvent{ApplicationID: app.ID}); err != nil {
		return err
	}
	return s.store.update(ctx, app, s.now())
}

// knownStatus tells whether lists can be filtered by it.
func knownStatus(s Status) bool { return slices.Contains(statuses, s) }
