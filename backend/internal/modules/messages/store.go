package messages

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// store holds every query of this module.
type store struct{ db *database.DB }

func (s store) create(ctx context.Context, m *Message) error {
	return s.db.From(ctx).Create(m).Error
}

func (s store) list(ctx context.Context, applicationID string) (rows []Message, err error) {
	err = s.db.From(ctx).Where("application_id = ?", applicationID).Order("sent_at, id").Find(&rows).Error
	return rows, err
}

// after is where a page ended.
type after struct {
	SentAt time.Time `json:"s"`
	ID     string    `json:"i"`
}

func (s store) ofPerson(ctx context.Context, personID string, limit int, from *after) (rows []Message, err error) {
	q := s.db.From(ctx).Where("person_id = ?", personID)
	if from != nil {
		q = q.Where("(sent_at, id) < (?, ?::uuid)", from.SentAt, from.ID)
	}
	err = q.Order("sent_at DESC, id DESC").Clauses(database.Limit(limit + 1)).Find(&rows).Error
	return rows, err
}

// everything lists all the messages of a person, newest first.
func (s store) everything(ctx context.Context, personID string) (rows []Message, err error) {
	err = s.db.From(ctx).Where("person_id = ?", personID).Order("sent_at DESC, id DESC").Find(&rows).Error
	return rows, err
}

func (s store) markRead(ctx context.Context, applicationID string, senders []Sender, now time.Time) error {
	return s.db.From(ctx).Model(&Message{}).
		Where("application_id = ? AND sender IN ? AND read_at IS NULL", applicationID, senders).
		Update("read_at", now).Error
}
