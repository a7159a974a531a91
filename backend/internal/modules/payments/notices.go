package payments

import (
	"context"
	"errors"
)

// Notice is a receipt that the platform brings to us, in the model where it
// does so instead of being asked.
type Notice struct {
	CreditorTaxCode string
	BrokerTaxCode   string
	StationID       string
	Done            bool // false when the receipt tells of a payment that failed
	Collection      Collection
}

// Refusals of a notice, each with its own answer on the wire.
var (
	ErrNoticeSyntax   = errors.New("payments: the notice is not well formed")
	ErrNoticeCreditor = errors.New("payments: the notice is for another creditor")
	ErrNoticeBroker   = errors.New("payments: the notice names another broker")
	ErrNoticeStation  = errors.New("payments: the notice names another station")
	ErrNoticeUnknown  = errors.New("payments: the notice is about an unknown payment")
)

// NoticeCodec reads and answers the messages that bring receipts.
type NoticeCodec interface {
	// Read returns ErrNoticeSyntax for what is not such a message.
	Read(body []byte) (Notice, error)
	// Answer is the answer for the outcome of a notice; nil is a good one.
	Answer(creditorTaxCode string, err error) []byte
}

// ReceiveNotice records the receipt of a notice. The same receipt may come any
// number of times.
func (s *Service) ReceiveNotice(ctx context.Context, n Notice) error {
	v, err := s.store.settings(ctx)
	switch {
	case err != nil:
		return err
	case n.CreditorTaxCode != v.CreditorTaxCode:
		return ErrNoticeCreditor
	case v.BrokerTaxCode != "" && n.BrokerTaxCode != v.BrokerTaxCode:
		return ErrNoticeBroker
	case v.StationID != "" && n.StationID != v.StationID:
		return ErrNoticeStation
	case !n.Done:
		return nil // nothing was collected
	}
	p, err := s.store.byNAV(ctx, n.Collection.NAV)
	if errors.Is(err, ErrNotFound) || err == nil && p.IUV != n.Collection.IUV {
		return ErrNoticeUnknown
	}
	if err != nil {
		return err
	}
	n.Collection.Source = "notice"
	return s.Collect(ctx, p.ID, n.Collection)
}
