package payments

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"
)

// open publishes the position of a payment unless it is already there. The
// network is called between two transactions, never inside one.
func (s *Service) open(ctx context.Context, id string) error {
	if s.Gateway == nil {
		return ErrUnavailable
	}
	p, settings, again, err := s.prepare(ctx, id)
	if err != nil || p.Status != Requested && p.Status != Failed {
		return err
	}
	if again { // an earlier try may have reached the platform: read before writing
		if err := s.adopt(ctx, p, settings); !errors.Is(err, ErrPositionUnknown) {
			return s.refused(ctx, p.ID, err)
		}
	}
	err = s.Gateway.OpenPosition(ctx, s.position(p, settings))
	if err == nil {
		return s.opened(ctx, p.ID)
	}
	if !errors.Is(err, ErrPositionRefused) && !errors.Is(err, ErrKeyRefused) {
		err = s.readBack(ctx, p, settings, err)
	}
	return s.refused(ctx, p.ID, err)
}

// readBack looks for the position after a create that ended badly.
func (s *Service) readBack(ctx context.Context, p Payment, v Settings, cause error) error {
	var busy *BusyError
	if errors.As(cause, &busy) {
		return cause
	}
	err := s.adopt(ctx, p, v)
	switch {
	case err == nil || errors.Is(err, errPositionDiffers):
		return err
	case errors.Is(cause, ErrPositionExists) && errors.Is(err, ErrPositionUnknown):
		return fmt.Errorf("%w: the notice number belongs to another position", ErrPositionRefused)
	}
	return cause
}

var errPositionDiffers = errors.New("payments: the platform holds another position under this id")

// adopt takes the position that the platform already holds for p.
func (s *Service) adopt(ctx context.Context, p Payment, v Settings) error {
	st, err := s.Gateway.ReadPosition(ctx, v.CreditorTaxCode, p.ID)
	if err != nil {
		return err
	}
	p.NotificationFeeCents = st.NotificationFeeCents
	if st.NAV != p.NAV || !p.accepts(st.AmountCents) {
		return errPositionDiffers
	}
	if err := s.opened(ctx, p.ID); err != nil {
		return err
	}
	return s.apply(ctx, p.ID, st)
}

// refused marks the payment as failed when the platform will never take it.
func (s *Service) refused(ctx context.Context, id string, cause error) error {
	if !errors.Is(cause, ErrPositionRefused) && !errors.Is(cause, errPositionDiffers) {
		return cause
	}
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil || p.Status != Requested {
			return err
		}
		if err := p.moveTo(Failed); err != nil {
			return err
		}
		if err := s.save(ctx, &p); err != nil {
			return err
		}
		return s.record(ctx, &p, "payment.refused", map[string]string{"reason": cause.Error()})
	})
	return errors.Join(cause, err)
}

// prepare gives the payment its codes and notes that the platform is about to
// be called; again tells that it had been called before.
func (s *Service) prepare(ctx context.Context, id string) (p Payment, v Settings, again bool, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context) (err error) {
		if v, err = s.store.settings(ctx); err != nil {
			return err
		}
		if p, err = s.store.lock(ctx, id); err != nil || p.Status != Requested && p.Status != Failed {
			return err
		}
		again = p.OpeningAt != nil
		if p.IUV == "" {
			if p.IUV, err = newIUV(v.SegregationCode, p.Number); err != nil {
				return err
			}
			p.NAV = newNAV(p.IUV)
		}
		now := s.Clock.Now()
		if !p.DueDate.After(now) {
			p.DueDate = s.dueAt(nil)
		}
		p.OpeningAt, p.PlatformMode = &now, s.mode()
		return s.save(ctx, &p)
	})
	return p, v, again, err
}

func (s *Service) opened(ctx context.Context, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		if p.Status == Cancelled { // given up while the platform was answering
			return s.Queue.Enqueue(ctx, withdrawPosition{PaymentID: id})
		}
		if p.Status != Requested && p.Status != Failed {
			return nil
		}
		if err := p.moveTo(Open); err != nil {
			return err
		}
		now := s.Clock.Now()
		p.OpenedAt = &now
		if err := s.save(ctx, &p); err != nil {
			return err
		}
		return s.record(ctx, &p, "payment.opened", map[string]string{"nav": p.NAV})
	})
}

func (s *Service) position(p Payment, v Settings) Position {
	out := Position{
		ID: p.ID, Creditor: v.creditor(), IUV: p.IUV, NAV: p.NAV, AmountCents: p.AmountCents,
		Description: short(p.ReasonIT), DueAt: p.DueDate, Debtor: p.Debtor,
	}
	for _, l := range p.Lines {
		out.Transfers = append(out.Transfers, transfer(p, l, v))
	}
	return out
}

// transfer turns a line into a credit. Stamp duty becomes a digital stamp only
// where the municipality is enabled to it; elsewhere it is a plain credit.
func transfer(p Payment, l Line, v Settings) Transfer {
	t := Transfer{AmountCents: l.AmountCents, Description: short(l.Reason.IT), Category: l.Category}
	if l.Kind == KindStampDuty && v.DigitalStamp {
		hash := sha256.Sum256([]byte(p.SubjectKind + ":" + p.SubjectID))
		t.Stamp = &Stamp{DocumentHash: base64.StdEncoding.EncodeToString(hash[:]), Type: "01", Province: v.Province}
	} else {
		t.IBAN = v.IBAN
	}
	if t.Category == "" {
		t.Category = v.FeeCategory
		if l.Kind == KindStampDuty {
			t.Category = v.StampCategory
		}
	}
	return t
}

// short cuts a text to what the platform accepts.
func short(s string) string {
	r := []rune(s)
	if len(r) > 140 {
		return string(r[:139]) + "…"
	}
	return s
}

// check asks the platform what became of a payment, and acts on it.
func (s *Service) check(ctx context.Context, id string) error {
	if s.Gateway == nil {
		return ErrUnavailable
	}
	p, err := s.store.find(ctx, id)
	if err != nil || p.Status == Requested || p.Status == Failed {
		return err
	}
	v, err := s.store.settings(ctx)
	if err != nil {
		return err
	}
	st, err := s.Gateway.ReadPosition(ctx, v.CreditorTaxCode, id)
	if errors.Is(err, ErrPositionUnknown) && !p.Final() {
		return s.reopen(ctx, id)
	}
	if err != nil {
		return err
	}
	return s.apply(ctx, id, st)
}

// reopen publishes again a position that the platform has lost.
func (s *Service) reopen(ctx context.Context, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil || p.Status != Open && p.Status != InProgress {
			return err
		}
		p.Status, p.OpeningAt, p.OpenedAt = Requested, nil, nil
		if err := s.save(ctx, &p); err != nil {
			return err
		}
		if err := s.record(ctx, &p, "payment.position_lost", nil); err != nil {
			return err
		}
		return s.Queue.Enqueue(ctx, openPosition{PaymentID: id})
	})
}

// apply brings a payment in step with the state of its position.
func (s *Service) apply(ctx context.Context, id string, st PositionState) error {
	if collected(ctx, st) {
		return s.Collect(ctx, id, st.collection())
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		p.CheckedAt, p.NotificationFeeCents = &now, st.NotificationFeeCents
		return s.save(ctx, &p)
	})
}

// provisional stands for the number of a receipt that the platform has not told yet.
const provisional = "iuv:"

func (st PositionState) collection() Collection {
	c := Collection{
		ReceiptID: st.ReceiptID, IUV: st.IUV, NAV: st.NAV, AmountCents: st.AmountCents, FeeCents: st.FeeCents,
		PSP: st.PSP, Method: st.Method, Source: "position",
	}
	if c.ReceiptID == "" {
		c.ReceiptID = provisional + st.IUV
	}
	if st.PaidAt != nil {
		c.PaidAt = *st.PaidAt
	}
	return c
}

func at(t time.Time, fallback time.Time) time.Time {
	if t.IsZero() {
		return fallback
	}
	return t.UTC()
}
