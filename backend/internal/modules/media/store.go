package media

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

type store struct{ db *database.DB }

// found turns "no row" into the module's own error.
func found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return ErrNotFound
	}
	return err
}

func (s store) byIDs(ctx context.Context, ids []string) (rows []row, err error) {
	err = s.db.From(ctx).Where("id IN ?", ids).Find(&rows).Error
	return rows, err
}

func (s store) get(ctx context.Context, id string) (r row, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&r, "id = ?", id).Error
	return r, found(err)
}

// lock returns the row and holds it until the transaction ends.
func (s store) lock(ctx context.Context, id string) (r row, err error) {
	err = s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}, database.Limit(1)).Take(&r, "id = ?", id).Error
	return r, found(err)
}
