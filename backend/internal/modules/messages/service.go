// Package messages keeps the conversations between applicants and offices:
// what each side wrote about an application and the notices of its steps. Who
// may read or write is decided by the module that owns the application.
package messages

import (
	"context"

	"github.com/google/uuid"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// Service holds the rules about conversations.
type Service struct {
	store store
	clock clock.Clock
}

// New returns the service.
func New(db *database.DB, clk clock.Clock) *Service {
	return &Service{store: store{db: db}, clock: clk}
}

// Post adds a message to a conversation; it joins the caller's transaction.
func (s *Service) Post(ctx context.Context, m Message) (Message, error) {
	m.ID = ids.New()
	m.SentAt = s.clock.Now().UTC()
	if m.Attachments == nil {
		m.Attachments = []Attachment{}
	}
	return m, s.store.create(ctx, &m)
}

// List returns a conversation, oldest message first.
func (s *Service) List(ctx context.Context, applicationID string) ([]Message, error) {
	return s.store.list(ctx, applicationID)
}

// MarkRead notes that one side has read what the other wrote.
func (s *Service) MarkRead(ctx context.Context, applicationID string, reader Sender) error {
	senders := []Sender{Office, System}
	if reader == Office {
		senders = []Sender{Applicant}
	}
	return s.store.markRead(ctx, applicationID, senders, s.clock.Now().UTC())
}

// Mine returns a page of everything written about a person's applications,
// newest first, and the cursor of the next page.
func (s *Service) Mine(ctx context.Context, personID string, limit int, cursor string) ([]Message, string, error) {
	var from *after
	if cursor != "" {
		from = &after{}
		if err := httpx.DecodeCursor(cursor, from); err != nil || uuid.Validate(from.ID) != nil {
			return nil, "", httpx.ErrCursor
		}
	}
	rows, err := s.store.ofPerson(ctx, personID, limit, from)
	if err != nil || len(rows) <= limit {
		return rows, "", err
	}
	last := rows[limit-1]
	return rows[:limit], httpx.EncodeCursor(after{SentAt: last.SentAt, ID: last.ID}), nil
}
