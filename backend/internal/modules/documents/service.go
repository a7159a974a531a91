// Package documents keeps files, numbers the register of the municipality and
// writes the PDFs it issues: receipts and acts. Each PDF carries a code that
// anybody can use to check that it is authentic, without learning anything
// about the person it concerns.
package documents

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/storage"
)

// Tenants tells how the municipality of the context signs its documents, and
// which municipalities there are.
type Tenants interface {
	Issuer(ctx context.Context) (Issuer, error)
	IDs(ctx context.Context) ([]string, error)
}

// Service holds the rules about files, registrations and generated documents.
type Service struct {
	db      *database.DB
	store   store
	blobs   *storage.Store
	queue   *jobs.Queue
	clock   clock.Clock
	tenants Tenants
}

// New returns the service and registers its jobs.
func New(db *database.DB, blobs *storage.Store, queue *jobs.Queue, clk clock.Clock, tenants Tenants) *Service {
	s := &Service{db: db, store: store{db: db}, blobs: blobs, queue: queue, clock: clk, tenants: tenants}
	jobs.Register(queue, s.removeBlob)
	jobs.Register(queue, s.sweep)
	queue.Periodic(sweepEvery, sweep{})
	return s
}

// Receipt issues the receipt of a submitted application. Like the other
// kinds it is written once for its subject: a repeated call returns the first.
// Call it from a job, outside a transaction: it stores a file.
func (s *Service) Receipt(ctx context.Context, c ReceiptContent) (Document, error) {
	return s.issue(ctx, KindReceipt, c.Case, c.number, c.render)
}

// Outcome issues the numbered act that accepts or rejects an application.
func (s *Service) Outcome(ctx context.Context, c OutcomeContent) (Document, error) {
	return s.issue(ctx, KindOutcome, c.Case, c.number, c.render)
}

// PaymentReceipt issues the receipt of a settled payment.
func (s *Service) PaymentReceipt(ctx context.Context, c PaymentReceiptContent) (Document, error) {
	return s.issue(ctx, KindPaymentReceipt, c.Case, c.number, c.render)
}

// IntegrationReceipt issues the receipt of documents added to an application.
func (s *Service) IntegrationReceipt(ctx context.Context, c IntegrationReceiptContent) (Document, error) {
	return s.issue(ctx, KindIntegrationReceipt, c.Case, c.number, c.render)
}
