// Package payments holds what people owe to a municipality for a subject of
// another module, opens it on the national payment platform, sends the person
// to the platform's page and learns, from the platform only, that it was paid.
// Money may arrive late, twice, in the wrong amount or without anybody coming
// back: each collection is recorded once and settles a payment at most once.
package payments

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

// dueDays is the term of a payment that asks for none.
const dueDays = 30

// Auditor records what happens to a payment.
type Auditor interface {
	Record(ctx context.Context, e audit.Entry) error
}

// Tenants names the municipalities of the installation.
type Tenants interface {
	IDs(ctx context.Context) ([]string, error)
}

// Receipts makes the document that a person keeps of a payment. It returns the
// document already made when called again for the same payment.
type Receipts interface {
	PaymentReceipt(ctx context.Context, c ReceiptContent) (documentID string, err error)
}

// ReceiptContent is what the document of a payment says.
type ReceiptContent struct {
	PaymentID   string
	SubjectKind string
	SubjectID   string
	PersonID    string
	Creditor    Creditor
	Debtor      Debtor
	Payer       string
	Reason      Localized
	Lines       []Line
	AmountCents int64
	FeeCents    int64 // what the payment provider took, not due to the municipality
	NAV         string
	IUV         string
	ReceiptID   string
	PSP         string
	PaidAt      time.Time
	Simulated   bool
}

// Deps are what the service needs from outside.
type Deps struct {
	DB       *database.DB
	Queue    *jobs.Queue
	Bus      *events.Bus
	Clock    clock.Clock
	Gateway  Gateway // nil when the platform is off: payments wait
	Audit    Auditor
	Tenants  Tenants
	Renderer Receipts                         // nil when nobody makes documents
	SiteURL  func(ctx context.Context) string // scheme and host of the site of the tenant
}

// Service keeps the rules of payments.
type Service struct {
	Deps
	store store
}

// New returns the service and registers its jobs.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{db: d.DB}}
	s.registerJobs()
	return s
}

// Request is a sum that somebody owes.
type Request struct {
	Subject   string // kind of the subject, for instance "application"
	SubjectID string
	PersonID  string
	Reason    Localized
	Lines     []Line
	Debtor    Debtor
	DueDate   *time.Time // day until which it is due; nil is thirty days from now
}

// Request records a sum due and leaves a job that opens its position. It joins
// the caller's transaction.
func (s *Service) Request(ctx context.Context, r Request) (Payment, error) {
	total, err := sum(r.Lines)
	if err != nil {
		return Payment{}, err
	}
	p := Payment{
		ID: ids.New(), SubjectKind: r.Subject, SubjectID: r.SubjectID, PersonID: r.PersonID,
		ReasonIT: r.Reason.IT, ReasonEN: r.Reason.EN, AmountCents: total, Lines: r.Lines, Debtor: r.Debtor,
		Status: Requested, PlatformMode: s.mode(), DueDate: s.dueAt(r.DueDate),
		CreatedAt: s.Clock.Now(), UpdatedAt: s.Clock.Now(),
	}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.create(ctx, &p); err != nil {
			return err
		}
		if err := s.record(ctx, &p, "payment.requested", nil); err != nil {
			return err
		}
		return s.Queue.Enqueue(ctx, openPosition{PaymentID: p.ID})
	})
	return p, err
}

func sum(lines []Line) (total int64, err error) {
	if len(lines) < 1 || len(lines) > 5 {
		return 0, ErrAmount
	}
	for _, l := range lines {
		if l.AmountCents < 1 {
			return 0, ErrAmount
		}
		total += l.AmountCents
	}
	return total, nil
}

// dueAt returns the last instant of the day in Italy.
func (s *Service) dueAt(day *time.Time) time.Time {
	d := s.Clock.Now().In(clock.Rome).AddDate(0, 0, dueDays)
	if day != nil {
		d = day.In(clock.Rome)
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 23, 59, 59, 999_000_000, clock.Rome).UTC()
}

// Payment returns a payment by its id.
func (s *Service) Payment(ctx context.Context, id string) (Payment, error) {
	return s.store.find(ctx, id)
}

// Own returns a payment of the person; one of somebody else does not exist.
func (s *Service) Own(ctx context.Context, id, personID string) (Payment, error) {
	p, err := s.store.find(ctx, id)
	if err == nil && (personID == "" || p.PersonID != personID) {
		return Payment{}, ErrNotFound
	}
	return p, err
}

// ForSubject returns the payments of the given subjects, oldest first.
func (s *Service) ForSubject(ctx context.Context, subjectIDs ...string) ([]Payment, error) {
	if len(subjectIDs) == 0 {
		return nil, nil
	}
	return s.store.bySubjects(ctx, subjectIDs)
}

// Collected lists the collections recorded for a payment.
func (s *Service) Collected(ctx context.Context, paymentID string) ([]Receipt, error) {
	return s.store.receipts(ctx, paymentID)
}

// Refunds lists the money to give back.
func (s *Service) Refunds(ctx context.Context) ([]Refund, error) { return s.store.refunds(ctx) }

// PersonPage lists the payments of a person, newest first; next is nil on the last page.
func (s *Service) PersonPage(ctx context.Context, personID, cursor string, limit int) (list []Payment, next *pageCursor, err error) {
	after, err := readCursor(cursor)
	if err != nil {
		return nil, nil, err
	}
	list, err = s.store.page(ctx, personID, after, limit+1)
	if err != nil || len(list) <= limit {
		return list, nil, err
	}
	list = list[:limit]
	last := list[limit-1]
	return list, &pageCursor{CreatedAt: last.CreatedAt, ID: last.ID}, nil
}

// Cancel gives up a payment that nobody has made and withdraws its notice. It
// joins the caller's transaction. A payment already made stays as it is.
func (s *Service) Cancel(ctx context.Context, id string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		p, err := s.store.lock(ctx, id)
		if err != nil || p.Final() {
			return err
		}
		if err := p.moveTo(Cancelled); err != nil {
			return err
		}
		if err := s.save(ctx, &p); err != nil {
			return err
		}
		if err := s.record(ctx, &p, "payment.cancelled", nil); err != nil {
			return err
		}
		return s.Queue.Enqueue(ctx, withdrawPosition{PaymentID: p.ID})
	})
}

// Configure replaces what the municipality agreed with the platform.
func (s *Service) Configure(ctx context.Context, v Settings) error {
	if len(v.CreditorTaxCode) != 11 || !digits(v.CreditorTaxCode) || v.CreditorName == "" ||
		len(v.SegregationCode) != 2 || !digits(v.SegregationCode) || v.IBAN == "" || v.FeeCategory == "" {
		return ErrBadSettings
	}
	if v.StampCategory == "" {
		v.StampCategory = v.FeeCategory
	}
	if v.DigitalStamp && len(v.Province) != 2 {
		return ErrBadSettings
	}
	v.UpdatedAt = s.Clock.Now()
	return s.DB.Tx(ctx, func(ctx context.Context) error { return s.store.saveSettings(ctx, &v) })
}

// Settings returns what the municipality agreed with the platform.
func (s *Service) Settings(ctx context.Context) (Settings, error) { return s.store.settings(ctx) }

// HasSimulated tells whether the municipality holds payments made with a
// simulator: in production such a database must not be served.
func (s *Service) HasSimulated(ctx context.Context) (bool, error) {
	n, err := s.store.simulated(ctx)
	return n > 0, err
}

func (s *Service) mode() string {
	if s.Gateway == nil {
		return ModeOff
	}
	return s.Gateway.Mode()
}

func (s *Service) save(ctx context.Context, p *Payment) error {
	p.UpdatedAt = s.Clock.Now()
	return s.store.update(ctx, p)
}

func (s *Service) record(ctx context.Context, p *Payment, action string, detail map[string]string) error {
	if s.Audit == nil {
		return nil
	}
	all := map[string]string{"status": string(p.Status), "mode": p.PlatformMode}
	for k, v := range detail {
		all[k] = v
	}
	entry := audit.Entry{Action: action, Subject: "payment", SubjectID: p.ID, Detail: all, PersonID: p.PersonID}
	if p.SubjectKind == "application" {
		entry.ApplicationID = p.SubjectID
	}
	return s.Audit.Record(ctx, entry)
}

// unavailable says to the person that the platform does not answer, and keeps
// the reason for the log.
func unavailable(err error) error {
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}

// samePath tells whether path leads to a page of this site: an address given
// by the browser must never send the person elsewhere.
func samePath(path string) bool {
	return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && len(path) <= 500 &&
		!strings.ContainsAny(path, "\\#\r\n\t ") && !strings.Contains(path, "/../")
}

// paidStates are the states of a position, in all the versions of its API,
// that mean that the money was collected. Everything else, known or not, waits.
var paidStates = []string{"PAID", "REPORTED", "PARTIALLY_REPORTED"}

var waitingStates = []string{"DRAFT", "PUBLISHED", "VALID", "PARTIALLY_PAID", "UNPAYABLE", "INVALID", "EXPIRED", "UNPAID"}

func collected(ctx context.Context, st PositionState) bool {
	if slices.Contains(paidStates, st.Status) {
		return true
	}
	if !slices.Contains(waitingStates, st.Status) {
		slog.WarnContext(ctx, "unknown position status", "status", st.Status, "iupd", st.ID)
	}
	return false
}
