package payments

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

type openPosition struct {
	PaymentID string `json:"payment_id"`
}

// Kind names the job.
func (openPosition) Kind() string { return "payments.open_position.v1" }

type withdrawPosition struct {
	PaymentID string `json:"payment_id"`
}

// Kind names the job.
func (withdrawPosition) Kind() string { return "payments.withdraw_position.v1" }

// checkPayment follows one visit to the payment page.
type checkPayment struct {
	PaymentID string    `json:"payment_id"`
	Since     time.Time `json:"since"`
}

// Kind names the job.
func (checkPayment) Kind() string { return "payments.check.v1" }

type fetchReceipt struct {
	PaymentID string `json:"payment_id"`
}

// Kind names the job.
func (fetchReceipt) Kind() string { return "payments.receipt.v1" }

// recheckReceipt looks once more, a day later, for a second payment of the same notice.
type recheckReceipt struct {
	PaymentID string `json:"payment_id"`
}

// Kind names the job.
func (recheckReceipt) Kind() string { return "payments.recheck_receipt.v1" }

type sweepAll struct{}

// Kind names the job.
func (sweepAll) Kind() string { return "payments.sweep.v1" }

type sweepTenant struct{}

// Kind names the job.
func (sweepTenant) Kind() string { return "payments.sweep_tenant.v1" }

// sweepEvery is how often all that was paid is read again.
const sweepEvery = 10 * time.Minute

func (s *Service) registerJobs() {
	jobs.Register(s.Queue, s.runOpen)
	jobs.Register(s.Queue, s.runWithdraw)
	jobs.Register(s.Queue, s.runCheck)
	jobs.Register(s.Queue, s.runReceipt)
	jobs.Register(s.Queue, s.runRecheck)
	jobs.Register(s.Queue, s.runSweepAll)
	jobs.Register(s.Queue, s.runSweep)
	s.Queue.Periodic(sweepEvery, sweepAll{})
}

// outcome tells the queue what to do after err: wait as long as the platform
// asked, give up on what cannot heal, otherwise try again.
func outcome(err error) error {
	var busy *BusyError
	switch {
	case errors.As(err, &busy):
		return jobs.Snooze(busy.After)
	case errors.Is(err, ErrPositionRefused), errors.Is(err, errPositionDiffers), errors.Is(err, ErrNotFound):
		return jobs.Permanent(err)
	}
	return err
}

// runOpen does nothing while the platform is off or not configured: the sweep starts again what waits.
func (s *Service) runOpen(ctx context.Context, a openPosition) error {
	if s.Gateway == nil {
		return nil
	}
	err := s.open(ctx, a.PaymentID)
	if errors.Is(err, ErrSettings) {
		return nil
	}
	return outcome(err)
}

func (s *Service) runWithdraw(ctx context.Context, a withdrawPosition) error {
	if s.Gateway == nil {
		return nil
	}
	v, err := s.store.settings(ctx)
	if errors.Is(err, ErrSettings) {
		return nil // nothing was ever opened
	}
	if err != nil {
		return err
	}
	err = s.Gateway.WithdrawPosition(ctx, v.CreditorTaxCode, a.PaymentID)
	switch {
	case errors.Is(err, ErrPositionUnknown):
		return nil
	case errors.Is(err, ErrNotPayable): // somebody was faster: the money is there
		err = s.check(ctx, a.PaymentID)
	}
	return outcome(err)
}

// nextCheck is the rhythm with which a visit to the payment page is followed.
func nextCheck(elapsed time.Duration) time.Duration {
	switch {
	case elapsed < 2*time.Minute:
		return 5 * time.Second
	case elapsed < 30*time.Minute:
		return time.Minute
	}
	return 10 * time.Minute
}

// followFor is how long a visit is followed before it is left to the sweep.
const followFor = 24 * time.Hour

func (s *Service) runCheck(ctx context.Context, a checkPayment) error {
	p, err := s.store.find(ctx, a.PaymentID)
	if err != nil {
		return outcome(err)
	}
	if p.Final() || p.CheckoutAt == nil || p.CheckoutAt.After(a.Since) {
		return nil // done, or followed by the job of a later visit
	}
	elapsed := s.Clock.Now().Sub(a.Since)
	err = s.check(ctx, a.PaymentID)
	if elapsed >= followFor {
		return s.leavePage(ctx, a.PaymentID)
	}
	return s.follow(ctx, a, err, nextCheck(elapsed))
}

// follow waits for the next look. Not reaching the platform is no failure of
// the job: the next look is the remedy.
func (s *Service) follow(ctx context.Context, a checkPayment, err error, wait time.Duration) error {
	var busy *BusyError
	if errors.As(err, &busy) {
		return jobs.Snooze(busy.After)
	}
	if err != nil {
		slog.WarnContext(ctx, "payment not checked", "payment_id", a.PaymentID, "error", err.Error())
		return jobs.Snooze(wait)
	}
	p, err := s.store.find(ctx, a.PaymentID)
	if err != nil || p.Final() {
		return err
	}
	return jobs.Snooze(wait)
}

// leavePage takes a payment back from the payment page: it can still be made.
func (s *Service) leavePage(ctx context.Context, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil || p.Status != InProgress {
			return err
		}
		if err := p.moveTo(Open); err != nil {
			return err
		}
		return s.save(ctx, &p)
	})
}

func (s *Service) runReceipt(ctx context.Context, a fetchReceipt) error {
	p, err := s.store.find(ctx, a.PaymentID)
	if err != nil || p.Status != Paid {
		return outcome(err)
	}
	first, err := s.ensureDocument(ctx, p)
	if errors.Is(err, ErrReceiptNotReady) {
		return jobs.Snooze(receiptWait(s.Clock.Now().Sub(*p.PaidAt)))
	}
	if err != nil || !first {
		return outcome(err)
	}
	return s.Queue.Enqueue(ctx, recheckReceipt(a), jobs.At(s.Clock.Now().Add(24*time.Hour)))
}

func receiptWait(elapsed time.Duration) time.Duration {
	if elapsed < 10*time.Minute {
		return 10 * time.Second
	}
	return 10 * time.Minute
}

func (s *Service) runRecheck(ctx context.Context, a recheckReceipt) error {
	p, err := s.store.find(ctx, a.PaymentID)
	if err != nil || s.Gateway == nil {
		return outcome(err)
	}
	err = s.readReceipt(ctx, p)
	if errors.Is(err, ErrReceiptNotReady) {
		return nil
	}
	return outcome(err)
}

func (s *Service) runSweepAll(ctx context.Context, _ sweepAll) error {
	if s.Gateway == nil || s.Tenants == nil {
		return nil
	}
	tenants, err := s.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range tenants {
		if err := s.Queue.Enqueue(database.WithTenant(ctx, id), sweepTenant{}, jobs.Unique()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) runSweep(ctx context.Context, _ sweepTenant) error {
	if s.Gateway == nil {
		return nil
	}
	return outcome(s.Sweep(ctx))
}
