package payments

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
)

// The outcomes a return page may tell. They prove nothing.
const (
	ReturnOK      = "ok"
	ReturnCancel  = "cancel"
	ReturnError   = "error"
	ReturnWaiting = "waiting"
)

// Checkout returns the address of the page where the person pays now, and
// starts following what happens there. The same key is the same visit, however
// often it is asked for.
func (s *Service) Checkout(ctx context.Context, personID, id, returnPath, key string) (string, error) {
	if !samePath(returnPath) {
		return "", ErrReturnPath
	}
	p, err := s.payable(ctx, personID, id)
	if err != nil {
		return "", err
	}
	visit := visitID(database.TenantID(ctx), id, key)
	if known, err := s.store.attempt(ctx, id, visit); !errors.Is(err, ErrNotFound) {
		return known.URL, err
	}
	v, err := s.store.settings(ctx)
	if err != nil {
		return "", err
	}
	token := secrets.RandomToken(32)
	attempt := Attempt{ID: visit, PaymentID: p.ID, TokenHash: secrets.Hash(token), CreatedAt: s.Clock.Now()}
	attempt.URL, err = s.Gateway.StartCheckout(ctx, Cart{
		ID: attempt.ID, NAV: p.NAV, Creditor: v.creditor(), AmountCents: p.AmountCents + p.NotificationFeeCents,
		Description: short(p.ReasonIT), ReturnURLs: returnURLs(s.SiteURL(ctx), returnPath, attempt.ID, token),
	})
	if errors.Is(err, ErrNotPayable) {
		return "", s.notPayable(ctx, personID, id)
	}
	if err != nil {
		return "", unavailable(err)
	}
	return s.begin(ctx, p.ID, attempt)
}

// visits is the name space of the visits to payment pages.
var visits = uuid.MustParse("6d1c2f0a-5f43-4b0e-9f0a-3d6f5b7c8e21")

// visitID names a visit after the key it was asked for with, so that whoever
// asks again finds it.
func visitID(tenantID, paymentID, key string) string {
	return uuid.NewSHA1(visits, []byte(tenantID+" "+paymentID+" "+key)).String()
}

// payable returns the payment with its position open on the platform.
func (s *Service) payable(ctx context.Context, personID, id string) (Payment, error) {
	p, err := s.Own(ctx, id, personID)
	if err != nil {
		return p, err
	}
	if err := due(p); err != nil {
		return p, err
	}
	if s.Gateway == nil {
		return p, ErrUnavailable
	}
	if p.Status == InProgress { // a visit before this one may have ended well
		err = s.check(ctx, id)
	} else {
		err = s.open(ctx, id)
	}
	if err != nil {
		return p, unavailable(err)
	}
	if p, err = s.Own(ctx, id, personID); err != nil {
		return p, err
	}
	if p.Status == Requested { // the platform had lost it
		return p, ErrUnavailable
	}
	return p, due(p)
}

func due(p Payment) error {
	switch {
	case p.Status == Paid || p.Status == Mismatch:
		return ErrAlreadyPaid
	case !p.Payable():
		return ErrNotDue
	}
	return nil
}

// notPayable finds out why the platform does not let a notice be paid.
func (s *Service) notPayable(ctx context.Context, personID, id string) error {
	if err := s.check(ctx, id); err != nil {
		return unavailable(err)
	}
	p, err := s.Own(ctx, id, personID)
	if err != nil {
		return err
	}
	if err := due(p); err != nil {
		return err
	}
	return ErrUnavailable
}

// begin records the visit and the job that follows it, and returns the address
// of its page. Of two requests for one visit the first recorded it.
func (s *Service) begin(ctx context.Context, id string, a Attempt) (page string, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		first, err := s.store.attempt(ctx, id, a.ID)
		if !errors.Is(err, ErrNotFound) {
			page = first.URL
			return err
		}
		page = a.URL
		return s.visit(ctx, &p, a)
	})
	return page, err
}

func (s *Service) visit(ctx context.Context, p *Payment, a Attempt) error {
	if err := due(*p); err != nil {
		return err
	}
	if p.Status == Open {
		if err := p.moveTo(InProgress); err != nil {
			return err
		}
	}
	p.CheckoutAt = &a.CreatedAt
	if err := s.save(ctx, p); err != nil {
		return err
	}
	if err := s.store.addAttempt(ctx, &a); err != nil {
		return err
	}
	if err := s.record(ctx, p, "payment.checkout", map[string]string{"attempt": a.ID}); err != nil {
		return err
	}
	return s.Queue.Enqueue(ctx, checkPayment{PaymentID: p.ID, Since: a.CreatedAt})
}

// returnURLs are pages of the site; each tells which visit it ends, with a
// token that only that visit knows.
func returnURLs(site, path, attemptID, token string) ReturnURLs {
	page := func(outcome string) string {
		q := url.Values{"payment_outcome": {outcome}, "attempt": {attemptID}, "token": {token}}
		separator := "?"
		if strings.Contains(path, "?") {
			separator = "&"
		}
		return site + path + separator + q.Encode()
	}
	return ReturnURLs{OK: page(ReturnOK), Cancel: page(ReturnCancel), Error: page(ReturnError), Waiting: page(ReturnWaiting)}
}

// Return is what a return page knows of the visit it ends.
type Return struct{ AttemptID, Token, Outcome string }

// refreshPause keeps impatient pages from asking the platform at each click.
const refreshPause = 2 * time.Second

// Refresh asks the platform now what became of a payment. A return, when it is
// a real one, only says that the visit is over.
func (s *Service) Refresh(ctx context.Context, personID, id string, back Return) (Payment, error) {
	p, err := s.Own(ctx, id, personID)
	if err != nil || p.Final() {
		return p, err
	}
	if s.Gateway == nil {
		return p, ErrUnavailable
	}
	if p.CheckedAt == nil || s.Clock.Now().Sub(*p.CheckedAt) >= refreshPause {
		if err := s.check(ctx, id); err != nil {
			return p, unavailable(err)
		}
	}
	if back.AttemptID != "" {
		if err := s.returned(ctx, id, back); err != nil {
			return p, err
		}
	}
	return s.Own(ctx, id, personID)
}

// returned notes how a visit ended. After a cancel or an error the payment can
// be made again at once.
func (s *Service) returned(ctx context.Context, id string, back Return) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		a, err := s.store.attempt(ctx, id, back.AttemptID)
		if err != nil || a.TokenHash != secrets.Hash(back.Token) || a.ReturnedAt != nil {
			return ignoreMissing(err)
		}
		now := s.Clock.Now()
		a.ReturnedAt, a.Outcome = &now, back.Outcome
		if err := s.store.updateAttempt(ctx, &a); err != nil {
			return err
		}
		if p.Status != InProgress || back.Outcome != ReturnCancel && back.Outcome != ReturnError {
			return nil
		}
		if err := p.moveTo(Open); err != nil {
			return err
		}
		return s.save(ctx, &p)
	})
}

func ignoreMissing(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
