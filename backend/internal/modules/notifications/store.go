package notifications

import (
	"context"
	"errors"

	"gorm.io/gorm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

type store struct{ db *database.DB }

func (s store) insert(ctx context.Context, n *Notification) error {
	return s.db.From(ctx).Create(n).Error
}

// find returns a notification, or false when it does not exist.
func (s store) find(ctx context.Context, id string) (n Notification, ok bool, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&n, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return n, false, nil
	}
	return n, err == nil, err
}

func (s store) list(ctx context.Context, applicationID string) (list []Notification, err error) {
	err = s.db.From(ctx).Where("application_id = ?", applicationID).Order("created_at, id").Find(&list).Error
	return list, err
}

// ofPerson lists what was sent to a person, newest first.
func (s store) ofPerson(ctx context.Context, personID string) (list []Notification, err error) {
	err = s.db.From(ctx).Where("person_id = ?", personID).Order("created_at DESC, id DESC").Find(&list).Error
	return list, err
}

// settle writes how an attempt went, unless another one got there first.
func (s store) settle(ctx context.Context, n Notification) error {
	return s.db.From(ctx).Model(&Notification{}).Where("id = ? AND status = ?", n.ID, Queued).
		Select("Status", "Language", "Detail", "Attempts", "SentAt", "PlatformMode").Updates(&n).Error
}
