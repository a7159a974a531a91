package app

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/feedback"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// actor tells the audit trail who acts, from what identity put in the context.
func actor(ctx context.Context) audit.Who {
	a := identity.ActorFrom(ctx)
	switch a.Kind {
	case identity.Citizen:
		return audit.Who{Kind: string(a.Kind), ID: a.PersonID, Name: a.Name}
	case identity.Operator:
		return audit.Who{Kind: string(a.Kind), ID: a.OperatorID, Name: a.Name}
	default:
		return audit.Who{Kind: "system"}
	}
}

// municipality describes the tenant of the context to the modules that print
// and write in its name.
type municipality struct{ *tenants.Service }

func (m municipality) Issuer(ctx context.Context) (documents.Issuer, error) {
	t, err := m.Current(ctx)
	if err != nil {
		return documents.Issuer{}, err
	}
	return documents.Issuer{
		Name: t.Name, Address: t.Contacts.Address, Phone: t.Contacts.Phone, Email: t.Contacts.Email,
		PEC: t.Contacts.PEC, TaxCode: t.Contacts.TaxCode, PublicURL: m.URLOf(t), Demo: t.Demo,
	}, nil
}

func (m municipality) Sender(ctx context.Context) (notifications.Sender, error) {
	t, err := m.Current(ctx)
	if err != nil {
		return notifications.Sender{}, err
	}
	return notifications.Sender{
		Name: t.Name, PublicURL: m.URLOf(t), Contacts: t.Contacts.Address + " · " + t.Contacts.Phone, Demo: t.Demo,
	}, nil
}

// people tells notifications where to write. The feedback service is set once
// it exists: it stands above notifications.
type people struct {
	*identity.Service
	feedback *feedback.Service
}

func (p *people) Contact(ctx context.Context, personID string) (email, language string, err error) {
	person, err := p.Person(ctx, personID)
	return person.Email, person.Language, err
}

func (p *people) Correspondent(ctx context.Context, requestID string) (notifications.Contact, error) {
	email, language, path, err := p.feedback.Correspondent(ctx, requestID)
	return notifications.Contact{Email: email, Language: language, Path: path}, err
}

// correspondence tells the authors of requests for assistance.
type correspondence struct{ *notifications.Service }

func (c correspondence) NotifyCorrespondent(ctx context.Context, requestID, template string, params map[string]string) error {
	return c.Notify(ctx, notifications.Notice{CorrespondentID: requestID, Template: template, Params: params})
}

// isServiceCategory knows the categories of the model.
func isServiceCategory(code string) bool {
	_, ok := content.TermOf("service-categories", code)
	return ok
}

// paymentReceipts has the receipt of a payment printed as a document of its
// application. The applications service is set once it exists: it stands above
// payments.
type paymentReceipts struct {
	documents    *documents.Service
	applications *applications.Service
}

func (p *paymentReceipts) PaymentReceipt(ctx context.Context, c payments.ReceiptContent) (string, error) {
	head, err := p.applications.Case(ctx, c.SubjectID)
	if err != nil {
		return "", err
	}
	head.SubjectKind, head.SubjectID = "payment", c.PaymentID
	head.Simulated = c.Simulated
	lines := make([]documents.FeeLine, len(c.Lines))
	for i, l := range c.Lines {
		lines[i] = documents.FeeLine{Reason: documents.Localized(l.Reason), AmountCents: l.AmountCents}
	}
	doc, err := p.documents.PaymentReceipt(ctx, documents.PaymentReceiptContent{
		Case: head, Reason: documents.Localized(c.Reason), Lines: lines, TotalCents: c.AmountCents,
		NoticeNumber: c.NAV, IUV: c.IUV, ReceiptID: c.ReceiptID, PSP: c.PSP, PaidAt: c.PaidAt,
	})
	return doc.ID, err
}
