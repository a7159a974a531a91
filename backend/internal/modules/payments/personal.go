package payments

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
)

// HeldPayment is a payment with who owes it and what was collected, as the
// copy of a person's data tells it.
type HeldPayment struct {
	PaymentResponse
	DebtorName    string           `json:"debtor_name"`
	DebtorTaxCode string           `json:"debtor_tax_code"`
	DebtorEmail   string           `json:"debtor_email,omitempty"`
	CreatedAt     time.Time        `json:"created_at"`
	Collections   []HeldCollection `json:"collections"`
}

// HeldCollection is one collection of money.
type HeldCollection struct {
	ReceiptID   string    `json:"receipt_id,omitempty"`
	AmountCents int64     `json:"amount_cents"`
	FeeCents    int64     `json:"fee_cents"`
	PaidAt      time.Time `json:"paid_at"`
	PSP         string    `json:"psp,omitempty"`
	Method      string    `json:"method,omitempty"`
	Payer       string    `json:"payer,omitempty"`
}

// PersonalData tells what a person owed and paid.
func (s *Service) PersonalData(ctx context.Context, p personaldata.Person) ([]personaldata.Part, error) {
	rows, err := s.store.ofPerson(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	receipts, err := s.store.receiptsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	collected := map[string][]HeldCollection{}
	for _, r := range receipts {
		collected[r.PaymentID] = append(collected[r.PaymentID], HeldCollection{
			toldReceipt(r.ReceiptID), r.AmountCents, r.FeeCents, r.PaidAt.UTC(), r.PSP, r.Method, r.Payer,
		})
	}
	part := personaldata.Part{Name: "payments", Title: p.Say("Pagamenti", "Payments")}
	held := make([]HeldPayment, len(rows))
	for i, r := range rows {
		held[i] = HeldPayment{
			NewPaymentResponse(r), r.Debtor.Name, r.Debtor.TaxCode, r.Debtor.Email, r.CreatedAt.UTC(),
			append([]HeldCollection{}, collected[r.ID]...),
		}
		part.Items = append(part.Items, paymentItem(p, held[i]))
	}
	part.Data = held
	return []personaldata.Part{part}, nil
}

// stateWords are the states of a payment as people read them.
var stateWords = map[Status]Localized{
	Requested: {IT: "in preparazione", EN: "being prepared"}, Open: {IT: "da pagare", EN: "to be paid"},
	InProgress: {IT: "in corso", EN: "in progress"}, Paid: {IT: "pagato", EN: "paid"}, Failed: {IT: "non riuscito", EN: "failed"},
	Cancelled: {IT: "annullato", EN: "cancelled"}, Mismatch: {IT: "in verifica", EN: "being checked"},
}

func paymentItem(p personaldata.Person, h HeldPayment) personaldata.Item {
	state := stateWords[h.Status]
	return personaldata.Item{Title: p.Say(h.Reason.IT, h.Reason.EN), Lines: [][2]string{
		{p.Say("Importo", "Amount"), p.Money(h.AmountCents)}, {p.Say("Stato", "Status"), p.Say(state.IT, state.EN)},
		{p.Say("Registrato il", "Recorded on"), p.Instant(h.CreatedAt)}, {p.Say("Intestatario", "Debtor"), h.DebtorName},
		{p.Say("Codice avviso", "Notice code"), h.NoticeNumber}, {"IUV", h.IUV},
		{p.Say("Pagato il", "Paid on"), p.InstantOf(h.PaidAt)}, {p.Say("Pagato tramite", "Paid through"), h.PSP},
		{p.Say("Ricevuta", "Receipt"), h.ReceiptID},
	}}
}
