package payments

import (
	"context"
)

// ensureDocument keeps the receipt of the platform and has the person's
// document made. first tells that this run completed the work.
func (s *Service) ensureDocument(ctx context.Context, p Payment) (first bool, err error) {
	kept, err := s.keptReceipt(ctx, p)
	if err != nil {
		return false, err
	}
	if kept.Document == "" {
		if s.Gateway == nil {
			return false, nil
		}
		if err := s.readReceipt(ctx, p); err != nil {
			return false, err
		}
		first = true
	}
	if s.Renderer == nil || p.ReceiptDocumentID != nil {
		return first, nil
	}
	return true, s.render(ctx, p.ID)
}

// keptReceipt returns the receipt that settled the payment.
func (s *Service) keptReceipt(ctx context.Context, p Payment) (Receipt, error) {
	list, err := s.store.receipts(ctx, p.ID)
	if err != nil {
		return Receipt{}, err
	}
	for _, r := range list {
		if r.ReceiptID == p.ReceiptID {
			return r, nil
		}
	}
	return Receipt{}, ErrNotFound
}

// readReceipt asks the platform for the receipt and records it. A receipt with
// another number than the one known is a second payment of the same notice.
func (s *Service) readReceipt(ctx context.Context, p Payment) error {
	v, err := s.store.settings(ctx)
	if err != nil {
		return err
	}
	c, err := s.Gateway.ReadReceipt(ctx, v.CreditorTaxCode, p.IUV)
	if err != nil {
		return err
	}
	c.Source = "receipt"
	return s.Collect(ctx, p.ID, c)
}

// render has the document made; the renderer returns the same document when
// this is repeated.
func (s *Service) render(ctx context.Context, id string) error {
	p, err := s.store.find(ctx, id)
	if err != nil {
		return err
	}
	r, err := s.keptReceipt(ctx, p)
	if err != nil {
		return err
	}
	v, err := s.store.settings(ctx)
	if err != nil {
		return err
	}
	documentID, err := s.Renderer.PaymentReceipt(ctx, receiptContent(p, r, v))
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil || p.ReceiptDocumentID != nil {
			return err
		}
		p.ReceiptDocumentID = &documentID
		return s.save(ctx, &p)
	})
}

func receiptContent(p Payment, r Receipt, v Settings) ReceiptContent {
	return ReceiptContent{
		PaymentID: p.ID, SubjectKind: p.SubjectKind, SubjectID: p.SubjectID, PersonID: p.PersonID,
		Creditor: v.creditor(), Debtor: p.Debtor, Payer: r.Payer, Reason: p.Reason(), Lines: p.Lines,
		AmountCents: r.AmountCents, FeeCents: r.FeeCents, NAV: p.NAV, IUV: p.IUV, ReceiptID: r.ReceiptID,
		PSP: r.PSP, PaidAt: r.PaidAt, Simulated: p.PlatformMode == ModeSimulator,
	}
}
