package payments

import (
	"slices"
	"time"
)

// Status is the state of a payment.
type Status string //	@name	PaymentStatus

// The states of a payment.
const (
	Requested  Status = "requested"   // the position is not on the platform yet
	Open       Status = "open"        // it can be paid, here or anywhere
	InProgress Status = "in_progress" // somebody went to the payment page
	Paid       Status = "paid"
	Failed     Status = "failed"    // the platform refused the position
	Cancelled  Status = "cancelled" // the case does not need it any more
	Mismatch   Status = "mismatch"  // paid, but not what was due
)

// transitions is the whole life of a payment. Money may arrive in every state:
// a notice can be paid at a bank after the case was closed.
var transitions = map[Status][]Status{
	Requested:  {Open, Failed, Cancelled, Paid, Mismatch},
	Open:       {InProgress, Cancelled, Paid, Mismatch},
	InProgress: {Open, Cancelled, Paid, Mismatch},
	Failed:     {Open, Cancelled, Paid, Mismatch},
	Cancelled:  {Paid, Mismatch},
}

func (p *Payment) moveTo(next Status) error {
	if !slices.Contains(transitions[p.Status], next) {
		return ErrStep
	}
	p.Status = next
	return nil
}

// Localized is a text in the languages of the product.
type Localized struct{ IT, EN string }

// The kinds of line.
const (
	KindFee       = "fee"
	KindStampDuty = "stamp_duty"
)

// Line is one amount of a payment.
type Line struct {
	Code        string
	Reason      Localized
	AmountCents int64
	Kind        string
	Category    string // taxonomy code; empty takes the one of the settings
}

// Debtor is who owes the payment.
type Debtor struct {
	TaxCode string
	Name    string
	Email   string
}

// Payment is a sum due for a subject of another module, and its row.
type Payment struct {
	TenantID             string `gorm:"primaryKey"`
	ID                   string `gorm:"primaryKey"` // also the IUPD, the key of the position on the platform
	SubjectKind          string
	SubjectID            string
	PersonID             string
	Number               int64 `gorm:"default:(-)"` // from a sequence, the thirteen digits of the IUV
	ReasonIT             string
	ReasonEN             string
	AmountCents          int64
	NotificationFeeCents int64
	Lines                []Line `gorm:"serializer:json"`
	Debtor               Debtor `gorm:"serializer:json"`
	Status               Status
	PlatformMode         string
	IUV                  string
	NAV                  string // numero di avviso
	DueDate              time.Time
	OpeningAt            *time.Time // first try: from then on the platform may hold the position
	OpenedAt             *time.Time
	CheckoutAt           *time.Time // last time somebody went to the payment page
	CheckedAt            *time.Time
	PaidAt               *time.Time
	PSP                  string
	ReceiptID            string
	ReceiptDocumentID    *string
	CreatedAt            time.Time
	UpdatedAt            time.Time
}

// TableName keeps the row in the table of this module.
func (Payment) TableName() string { return "payments" }

// Reason is what the payment is for.
func (p *Payment) Reason() Localized { return Localized{IT: p.ReasonIT, EN: p.ReasonEN} }

// Payable tells whether the person may go to the payment page.
func (p *Payment) Payable() bool {
	return slices.Contains([]Status{Requested, Open, InProgress, Failed}, p.Status)
}

// Final tells whether nothing more is expected from the platform.
func (p *Payment) Final() bool {
	return p.Status == Paid || p.Status == Mismatch || p.Status == Cancelled
}

// accepts tells whether cents is what was due. SEND may add the cost of a
// legal notification to a position by itself.
func (p *Payment) accepts(cents int64) bool {
	return cents == p.AmountCents || cents == p.AmountCents+p.NotificationFeeCents
}

// Receipt is one collection of money for a payment, as told by the platform.
type Receipt struct {
	TenantID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	PaymentID   string
	ReceiptID   string // the platform's own
	AmountCents int64
	FeeCents    int64
	PaidAt      time.Time
	PSP         string
	Method      string
	Payer       string
	Source      string
	Document    string // as received; empty until the platform gives it
	SHA256      string `gorm:"column:sha256"`
	ReceivedAt  time.Time
}

// TableName keeps the row in the table of this module.
func (Receipt) TableName() string { return "payment_receipts" }

// Attempt is one visit to the payment page.
type Attempt struct {
	TenantID   string `gorm:"primaryKey"`
	ID         string `gorm:"primaryKey"`
	PaymentID  string
	TokenHash  string
	URL        string `gorm:"column:url"` // opaque and short-lived
	Outcome    string // what the return page said; it proves nothing
	CreatedAt  time.Time
	ReturnedAt *time.Time
}

// TableName keeps the row in the table of this module.
func (Attempt) TableName() string { return "payment_attempts" }

// Refund is money to give back by hand.
type Refund struct {
	TenantID    string `gorm:"primaryKey"`
	ID          string `gorm:"primaryKey"`
	PaymentID   string
	ReceiptID   string
	AmountCents int64
	Reason      string
	CreatedAt   time.Time
}

// TableName keeps the row in the table of this module.
func (Refund) TableName() string { return "payment_refunds" }

// Settings are what a municipality agreed with the platform. An administrator
// changes them; one row for each tenant.
type Settings struct {
	TenantID        string `gorm:"primaryKey"`
	CreditorTaxCode string
	CreditorName    string
	BrokerTaxCode   string
	StationID       string
	SegregationCode string // two digits of the IUV reserved to this product
	IBAN            string `gorm:"column:iban"`
	FeeCategory     string // taxonomy of a fee without its own
	StampCategory   string
	DigitalStamp    bool   // stamp duty as @e.bollo; otherwise a plain transfer
	Province        string // sigla, asked by @e.bollo
	SweptTo         *time.Time
	UpdatedAt       time.Time
}

// TableName keeps the row in the table of this module.
func (Settings) TableName() string { return "payment_settings" }

func (s Settings) creditor() Creditor {
	return Creditor{TaxCode: s.CreditorTaxCode, Name: s.CreditorName}
}
