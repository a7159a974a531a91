package payments

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// Reasons of a refund.
const (
	RefundPaidTwice    = "paid_twice"
	RefundOtherPayment = "other_payment"
)

// Collect records one collection of money for a payment. The same receipt may
// be told any number of times, by any source, late and in any order: it counts
// once. The first one settles the payment if it is what was due.
func (s *Service) Collect(ctx context.Context, id string, c Collection) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		known, err := s.knownReceipt(ctx, p, c)
		if err != nil || known {
			return err
		}
		c.PaidAt = at(c.PaidAt, s.Clock.Now())
		if err := s.store.addReceipt(ctx, s.newReceipt(p, c)); err != nil {
			return err
		}
		switch {
		case p.Status == Paid || p.Status == Mismatch:
			return s.refundDue(ctx, &p, c, RefundPaidTwice)
		case !p.accepts(c.AmountCents):
			return s.mismatch(ctx, &p, c)
		}
		return s.settle(ctx, &p, c)
	})
}

// knownReceipt tells whether the collection was already recorded, and keeps
// the document of the receipt when this is the first time it comes along.
func (s *Service) knownReceipt(ctx context.Context, p Payment, c Collection) (bool, error) {
	list, err := s.store.receipts(ctx, p.ID)
	if err != nil {
		return false, err
	}
	for i := range list {
		r := &list[i]
		if r.ReceiptID != c.ReceiptID && !sameUntold(r.ReceiptID, c.ReceiptID) {
			continue
		}
		names := strings.HasPrefix(r.ReceiptID, provisional) && r.ReceiptID != c.ReceiptID
		if strings.HasPrefix(c.ReceiptID, provisional) || !names && (r.Document != "" || len(c.Document) == 0) {
			return true, nil
		}
		fresh := s.newReceipt(p, c)
		fresh.ID, fresh.TenantID, fresh.ReceivedAt = r.ID, r.TenantID, r.ReceivedAt
		fresh.PaidAt = at(c.PaidAt, r.PaidAt)
		if err := s.store.updateReceipt(ctx, fresh); err != nil {
			return true, err
		}
		return true, s.nameReceipt(ctx, p, r.ReceiptID, c)
	}
	return false, nil
}

// sameUntold tells whether one of two receipt numbers was not known when it was recorded.
func sameUntold(a, b string) bool {
	return strings.HasPrefix(a, provisional) || strings.HasPrefix(b, provisional)
}

// nameReceipt completes a payment settled before its receipt was known. A
// receipt that tells another sum than the position did is for a person to see.
func (s *Service) nameReceipt(ctx context.Context, p Payment, old string, c Collection) error {
	if p.ReceiptID == old {
		p.ReceiptID = c.ReceiptID
		if p.PSP == "" {
			p.PSP = c.PSP
		}
		if err := s.save(ctx, &p); err != nil {
			return err
		}
	}
	if p.Status != Paid || p.accepts(c.AmountCents) {
		return nil
	}
	return s.record(ctx, &p, "payment.receipt_amount_differs", map[string]string{"receipt_id": c.ReceiptID})
}

func (s *Service) newReceipt(p Payment, c Collection) *Receipt {
	r := &Receipt{
		ID: ids.New(), PaymentID: p.ID, ReceiptID: c.ReceiptID, AmountCents: c.AmountCents, FeeCents: c.FeeCents,
		PaidAt: c.PaidAt, PSP: c.PSP, Method: c.Method, Payer: c.Payer, Source: c.Source,
		Document: string(c.Document), ReceivedAt: s.Clock.Now(),
	}
	if len(c.Document) > 0 {
		hash := sha256.Sum256(c.Document)
		r.SHA256 = hex.EncodeToString(hash[:])
	}
	return r
}

func (s *Service) settle(ctx context.Context, p *Payment, c Collection) error {
	closed := p.Status == Cancelled
	if err := s.close(ctx, p, c, Paid, "payment.settled"); err != nil {
		return err
	}
	if closed {
		if err := s.paidInstead(ctx, p, c); err != nil {
			return err
		}
	}
	if err := s.Bus.Publish(ctx, Settled{PaymentID: p.ID}); err != nil {
		return err
	}
	return s.Queue.Enqueue(ctx, fetchReceipt{PaymentID: p.ID})
}

// paidInstead notes a refund when a withdrawn notice is paid although another
// one of the same subject has been paid in its place.
func (s *Service) paidInstead(ctx context.Context, p *Payment, c Collection) error {
	others, err := s.store.bySubjects(ctx, []string{p.SubjectID})
	if err != nil {
		return err
	}
	for _, o := range others {
		if o.ID != p.ID && o.Status == Paid && o.SubjectKind == p.SubjectKind {
			return s.refundDue(ctx, p, c, RefundOtherPayment)
		}
	}
	return nil
}

func (s *Service) mismatch(ctx context.Context, p *Payment, c Collection) error {
	if err := s.close(ctx, p, c, Mismatch, "payment.mismatched"); err != nil {
		return err
	}
	return s.Bus.Publish(ctx, Mismatched{PaymentID: p.ID})
}

func (s *Service) close(ctx context.Context, p *Payment, c Collection, next Status, action string) error {
	before := p.Status
	if err := p.moveTo(next); err != nil {
		return err
	}
	now, paid := s.Clock.Now(), c.PaidAt
	p.CheckedAt, p.PaidAt, p.PSP, p.ReceiptID = &now, &paid, c.PSP, c.ReceiptID
	if err := s.save(ctx, p); err != nil {
		return err
	}
	return s.record(ctx, p, action, map[string]string{"receipt_id": c.ReceiptID, "source": c.Source, "before": string(before)})
}

func (s *Service) refundDue(ctx context.Context, p *Payment, c Collection, reason string) error {
	err := s.store.addRefund(ctx, &Refund{
		ID: ids.New(), PaymentID: p.ID, ReceiptID: c.ReceiptID, AmountCents: c.AmountCents,
		Reason: reason, CreatedAt: s.Clock.Now(),
	})
	if err != nil {
		return err
	}
	return s.record(ctx, p, "payment.refund_due", map[string]string{"receipt_id": c.ReceiptID, "reason": reason})
}
