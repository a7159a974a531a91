package payments

import (
	"context"
	"errors"
	"time"
)

// The modes of the platform, kept with every payment: one made with a
// simulator must never be taken for a real one.
const (
	ModeReal      = "real"
	ModeSimulator = "simulator"
	ModeOff       = "off"
)

// What a Gateway answers when the platform says no. Any other error is a
// trouble of the moment and the call may be repeated.
var (
	// ErrPositionExists says that the platform already holds this position or its notice number.
	ErrPositionExists = errors.New("payments: the platform already holds the position")
	// ErrPositionUnknown says that the platform holds no such position.
	ErrPositionUnknown = errors.New("payments: the platform holds no such position")
	// ErrPositionRefused says that the platform will never accept the position as it is.
	ErrPositionRefused = errors.New("payments: the platform refused the position")
	// ErrNotPayable says that the platform does not let the notice be paid now.
	ErrNotPayable = errors.New("payments: the notice cannot be paid now")
	// ErrReceiptNotReady says that the receipt of a payment is not there yet.
	ErrReceiptNotReady = errors.New("payments: the receipt is not ready")
	// ErrKeyRefused says that the platform does not accept our key.
	ErrKeyRefused = errors.New("payments: the platform refused our key")
)

// BusyError is a refusal that lasts: the platform asks to be left alone for After.
type BusyError struct {
	After time.Duration
	Err   error
}

// Error describes the refusal.
func (e *BusyError) Error() string { return "payments: the platform asks to wait " + e.After.String() }

// Unwrap returns the answer behind the refusal.
func (e *BusyError) Unwrap() error { return e.Err }

// Gateway is the payment platform, in this module's words.
type Gateway interface {
	// Mode tells whether real money moves.
	Mode() string
	// OpenPosition publishes a position. Its id makes the call repeatable: a
	// position already there is ErrPositionExists.
	OpenPosition(ctx context.Context, p Position) error
	// ReadPosition returns the state of a position.
	ReadPosition(ctx context.Context, creditorTaxCode, id string) (PositionState, error)
	// WithdrawPosition removes a position that nobody has paid.
	WithdrawPosition(ctx context.Context, creditorTaxCode, id string) error
	// PaidPositions lists the positions paid between two days, both included.
	PaidPositions(ctx context.Context, creditorTaxCode string, from, to time.Time) ([]PositionState, error)
	// StartCheckout returns the address of the page where a notice is paid.
	StartCheckout(ctx context.Context, c Cart) (string, error)
	// ReadReceipt returns the receipt of a notice, ErrReceiptNotReady while there is none.
	ReadReceipt(ctx context.Context, creditorTaxCode, iuv string) (Collection, error)
}

// Position is what somebody owes, as the platform must publish it.
type Position struct {
	ID          string // IUPD
	Creditor    Creditor
	IUV         string
	NAV         string
	AmountCents int64
	Description string
	DueAt       time.Time
	Debtor      Debtor
	Transfers   []Transfer
}

// Transfer is one credit inside a position. It has an account or a stamp, never both.
type Transfer struct {
	AmountCents int64
	Description string
	Category    string // code of the taxonomy of collections
	IBAN        string
	Stamp       *Stamp
}

// Stamp is a digital revenue stamp bound to a document.
type Stamp struct {
	DocumentHash string // base64 of SHA-256
	Type         string
	Province     string
}

// Creditor is the body that is paid.
type Creditor struct {
	TaxCode string
	Name    string
}

// PositionState is what the platform says of a position.
type PositionState struct {
	ID                   string
	Status               string // as the platform spells it
	IUV                  string
	NAV                  string
	AmountCents          int64
	NotificationFeeCents int64
	FeeCents             int64
	PaidAt               *time.Time
	PSP                  string
	Method               string
	ReceiptID            string
}

// Cart is one visit to the payment page. Checkout returns to one of the four
// addresses, and none of them proves anything.
type Cart struct {
	ID          string
	NAV         string
	Creditor    Creditor
	AmountCents int64
	Description string
	ReturnURLs  ReturnURLs
}

// ReturnURLs are the addresses the payment page sends the person back to.
type ReturnURLs struct{ OK, Cancel, Error, Waiting string }

// Collection is one payment as a receipt tells it, wherever it was made.
type Collection struct {
	ReceiptID   string
	IUV         string
	NAV         string
	AmountCents int64
	FeeCents    int64
	PaidAt      time.Time
	PSP         string
	Method      string
	Payer       string
	Source      string // position, receipt or notice
	Document    []byte // the receipt as received
}
