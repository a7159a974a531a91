package applications

import (
	"context"
	"fmt"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

const silenceAssent = "assent"

// step runs a job's step on a locked application, as the system.
func (s *Service) step(ctx context.Context, id string, step func(ctx context.Context, app *Application) error) error {
	ctx = asSystem(ctx)
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		app, err := s.store.lock(ctx, id)
		if err != nil {
			return gone(err)
		}
		return step(ctx, &app)
	})
}

// gone ends a job whose application no longer exists.
func gone(err error) error {
	if isNotFound(err) {
		return nil
	}
	return err
}

// register enters a submitted application in the register; its term begins.
func (s *Service) register(ctx context.Context, job registerJob) error {
	return s.step(ctx, job.ApplicationID, func(ctx context.Context, app *Application) error {
		if app.Status != Submitted {
			return nil
		}
		def, err := s.Catalogue.DefinitionVersion(ctx, app.ServiceID, app.ServiceVersion)
		if err != nil {
			return fmt.Errorf("definition of application %s: %w", app.ID, err)
		}
		entry, err := s.Documents.Register(ctx, "application", app.ID)
		if err != nil {
			return fmt.Errorf("register application %s: %w", app.ID, err)
		}
		if err := app.moveTo(Registered); err != nil {
			return err
		}
		registered := entry.Date.UTC()
		app.RegistrationNumber, app.RegisteredAt = entry.Number, &registered
		return s.startTerm(ctx, app, def)
	})
}

func (s *Service) startTerm(ctx context.Context, app *Application, def *catalogue.Definition) error {
	if def.Deadline.Days > 0 {
		due := def.Deadline.Due(day(*app.RegisteredAt))
		app.DueDate = &due
		app.AssentBySilence = def.Deadline.Silence == silenceAssent
	}
	if err := s.trace(ctx, app, stepRegistered, ""); err != nil {
		return err
	}
	if err := s.tell(ctx, app, notifications.ApplicationRegistered, nil); err != nil {
		return err
	}
	if err := s.Queue.Enqueue(ctx, receiptJob{ApplicationID: app.ID}); err != nil {
		return err
	}
	if err := s.watchTerm(ctx, app); err != nil {
		return err
	}
	if err := s.Bus.Publish(ctx, RegisteredEvent{ApplicationID: app.ID}); err != nil {
		return err
	}
	return s.store.update(ctx, app, s.now())
}

// watchTerm leaves the job that looks at the application when its term is
// over, where silence has a meaning.
func (s *Service) watchTerm(ctx context.Context, app *Application) error {
	if !app.AssentBySilence || app.DueDate == nil {
		return nil
	}
	return s.Queue.Enqueue(ctx, termJob{ApplicationID: app.ID}, jobs.At(endOf(*app.DueDate)))
}

// endTerm accepts by silence what the office did not decide in time. While the
// term is suspended it does nothing: whoever ends the suspension watches again.
func (s *Service) endTerm(ctx context.Context, job termJob) error {
	var wait time.Duration
	err := s.step(ctx, job.ApplicationID, func(ctx context.Context, app *Application) error {
		if app.Status != Registered && app.Status != InProgress || !app.AssentBySilence || app.DueDate == nil {
			return nil
		}
		if wait = endOf(*app.DueDate).Sub(s.now()); wait > 0 {
			return nil
		}
		if err := app.moveTo(AcceptedSilence); err != nil {
			return err
		}
		return s.decided(ctx, app, "", "")
	})
	return orWait(err, wait)
}

// orWait asks the queue to come back when it is too early.
func orWait(err error, wait time.Duration) error {
	if err == nil && wait > 0 {
		return jobs.Snooze(wait)
	}
	return err
}

// decided writes the end of a procedure; the act follows in a job.
func (s *Service) decided(ctx context.Context, app *Application, reasons, operator string) error {
	now := s.now()
	app.Decision, app.Reasons, app.DecidedBy, app.DecidedAt = string(app.Status), reasons, operator, &now
	if err := s.trace(ctx, app, string(app.Status), ""); err != nil {
		return err
	}
	detail := map[string]string{"outcome": app.Decision}
	if err := s.audit(ctx, app, "application.decided", detail); err != nil {
		return err
	}
	if err := s.Queue.Enqueue(ctx, outcomeJob{ApplicationID: app.ID}); err != nil {
		return err
	}
	return s.close(ctx, app)
}

// endIntegrationTerm gives the application back to the office when the
// applicant did not answer in time.
func (s *Service) endIntegrationTerm(ctx context.Context, job integrationTermJob) error {
	var wait time.Duration
	err := s.step(ctx, job.ApplicationID, func(ctx context.Context, app *Application) error {
		request, err := s.store.integration(ctx, app.ID)
		if err != nil || request == nil || app.Status != IntegrationRequested || request.ClosedAt != nil {
			return err
		}
		if wait = request.DueAt.Sub(s.now()); wait > 0 {
			return nil
		}
		if err := s.resume(ctx, app, request, ""); err != nil {
			return err
		}
		if err := s.trace(ctx, app, stepIntegrationExpired, ""); err != nil {
			return err
		}
		if err := s.tell(ctx, app, integrationExpired, nil); err != nil {
			return err
		}
		return s.store.update(ctx, app, s.now())
	})
	return orWait(err, wait)
}

// endDraftTerm reminds of a draft a week before it expires, and lets it expire
// then. A draft touched in the meantime has a later end.
func (s *Service) endDraftTerm(ctx context.Context, job draftTermJob) error {
	var wait time.Duration
	err := s.step(ctx, job.ApplicationID, func(ctx context.Context, app *Application) error {
		if app.Status != Draft || app.ExpiresAt == nil {
			return nil
		}
		now := s.now()
		switch wait = app.ExpiresAt.Add(-draftAlert).Sub(now); {
		case wait > 0:
			return nil
		case app.RemindedAt == nil:
			app.RemindedAt = &now
			end := now.Add(draftAlert)
			app.ExpiresAt, wait = &end, draftAlert
			last := map[string]string{"due_date": day(end).Format(time.DateOnly)}
			if err := s.tell(ctx, app, notifications.DraftExpiring, last); err != nil {
				return err
			}
			return s.store.touch(ctx, app)
		}
		if wait = app.ExpiresAt.Sub(now); wait > 0 {
			return nil
		}
		return s.expire(ctx, app)
	})
	return orWait(err, wait)
}

// paymentGrace is the time after the due day in which the news of a payment
// made on that day may still come.
const paymentGrace = 24 * time.Hour

// endPaymentTerm lets an application expire that was not paid in time. The
// platform may have moved the due day: the payment knows it.
func (s *Service) endPaymentTerm(ctx context.Context, job paymentTermJob) error {
	var wait time.Duration
	err := s.step(ctx, job.ApplicationID, func(ctx context.Context, app *Application) error {
		if app.Status != AwaitingPayment || app.PaymentID == nil {
			return nil
		}
		payment, err := s.Payments.Payment(ctx, *app.PaymentID)
		if err != nil {
			return fmt.Errorf("payment of application %s: %w", app.ID, err)
		}
		if payment.PaidAt != nil {
			return nil // the news is on its way
		}
		if wait = payment.DueDate.Add(paymentGrace).Sub(s.now()); wait > 0 {
			return nil
		}
		return s.expireUnpaid(ctx, app)
	})
	return orWait(err, wait)
}

func (s *Service) expireUnpaid(ctx context.Context, app *Application) error {
	if err := s.Payments.Cancel(ctx, *app.PaymentID); err != nil {
		return fmt.Errorf("cancel payment of application %s: %w", app.ID, err)
	}
	if err := s.audit(ctx, app, "application.expired", nil); err != nil {
		return err
	}
	if err := s.tell(ctx, app, notifications.PaymentExpired, nil); err != nil {
		return err
	}
	if err := s.Bus.Publish(ctx, ClosedEvent{ApplicationID: app.ID}); err != nil {
		return err
	}
	return s.expire(ctx, app)
}

// expire ends what nobody sent and forgets what was typed in it.
func (s *Service) expire(ctx context.Context, app *Application) error {
	if err := app.moveTo(Expired); err != nil {
		return err
	}
	if err := s.dropFiles(ctx, app.ID); err != nil {
		return err
	}
	app.Data, app.Fees, app.TotalCents, app.ExpiresAt = map[string]any{}, []StoredFee{}, 0, nil
	if err := s.trace(ctx, app, stepExpired, ""); err != nil {
		return err
	}
	return s.store.update(ctx, app, s.now())
}
