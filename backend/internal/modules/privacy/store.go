package privacy

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// store holds every query of this module.
type store struct{ db *database.DB }

// create writes a copy to make, unless the person already waits for one.
func (s store) create(ctx context.Context, e *Export) (bool, error) {
	res := s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(e)
	return res.RowsAffected == 1, res.Error
}

// askedSince tells when the person asked for copies since t, oldest first.
func (s store) askedSince(ctx context.Context, personID string, t time.Time) (at []time.Time, err error) {
	err = s.db.From(ctx).Model(&Export{}).Where("person_id = ? AND requested_at > ?", personID, t).
		Order("requested_at").Pluck("requested_at", &at).Error
	return at, err
}

// ofPerson lists the copies of a person that have not expired, newest first.
func (s store) ofPerson(ctx context.Context, personID string, now time.Time) (rows []Export, err error) {
	err = s.db.From(ctx).Where("person_id = ? AND expires_at > ?", personID, now).Order("requested_at DESC, id DESC").Find(&rows).Error
	return rows, err
}

func (s store) find(ctx context.Context, id string) (e Export, err error) {
	if !ids.Valid(id) {
		return e, ErrExportNotFound
	}
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&e, "id = ?", id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = ErrExportNotFound
	}
	return e, err
}

// finish writes that the copy is there; false when nobody waits for it any more.
func (s store) finish(ctx context.Context, e *Export) (bool, error) {
	res := s.db.From(ctx).Model(&Export{}).Where("id = ? AND status = ?", e.ID, Preparing).
		Updates(map[string]any{"status": Ready, "ready_at": e.ReadyAt, "expires_at": e.ExpiresAt, "size": e.Size, "sha256": e.SHA256})
	return res.RowsAffected == 1, res.Error
}

// giveUp ends the wait for the copies asked for before t.
func (s store) giveUp(ctx context.Context, t time.Time) error {
	return s.db.From(ctx).Model(&Export{}).Where("status = ? AND requested_at < ?", Preparing, t).Update("status", Failed).Error
}

func (s store) expired(ctx context.Context, now time.Time, limit int) (rows []Export, err error) {
	err = s.db.From(ctx).Where("expires_at <= ?", now).Order("expires_at").Clauses(database.Limit(limit)).Find(&rows).Error
	return rows, err
}

func (s store) delete(ctx context.Context, id string) error {
	return s.db.From(ctx).Delete(&Export{}, "id = ?", id).Error
}
