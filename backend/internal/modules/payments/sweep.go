package payments

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

// sweepOverlap is how far each sweep reaches before the end of the last one:
// the platform may write a payment after its instant.
const sweepOverlap = 24 * time.Hour

// Sweep looks for what the other ways missed: positions never opened, payments
// made anywhere and at any time, receipts that never came.
func (s *Service) Sweep(ctx context.Context) error {
	v, err := s.store.settings(ctx)
	if errors.Is(err, ErrSettings) {
		return nil
	}
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	if err := s.startAgain(ctx, now); err != nil {
		return err
	}
	from := now.Add(-30 * 24 * time.Hour)
	if v.SweptTo != nil {
		from = v.SweptTo.Add(-sweepOverlap)
	}
	paid, err := s.Gateway.PaidPositions(ctx, v.CreditorTaxCode, from, now)
	if err != nil {
		return err
	}
	for _, st := range paid {
		if err := s.sweepOne(ctx, st); err != nil {
			return err
		}
	}
	return s.store.sweptTo(ctx, now)
}

// startAgain enqueues the work whose job is gone, for instance because the
// platform was off when it ran.
func (s *Service) startAgain(ctx context.Context, now time.Time) error {
	waiting, err := s.store.unopened(ctx, now.Add(-sweepEvery))
	if err != nil {
		return err
	}
	for _, p := range waiting {
		if err := s.Queue.Enqueue(ctx, openPosition{PaymentID: p.ID}, jobs.Unique()); err != nil {
			return err
		}
	}
	bare, err := s.store.undocumented(ctx, now.Add(-sweepEvery))
	if err != nil {
		return err
	}
	for _, p := range bare {
		if s.Renderer == nil {
			break
		}
		if err := s.Queue.Enqueue(ctx, fetchReceipt{PaymentID: p.ID}, jobs.Unique()); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sweepOne(ctx context.Context, st PositionState) error {
	p, err := s.store.find(ctx, st.ID)
	switch {
	case errors.Is(err, ErrNotFound):
		slog.DebugContext(ctx, "paid position of another system", "iupd", st.ID)
		return nil
	case err != nil:
		return err
	case (p.Status == Paid || p.Status == Mismatch) && p.ReceiptID == st.ReceiptID:
		return nil
	}
	return s.apply(ctx, p.ID, st)
}
