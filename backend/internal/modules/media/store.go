package media

import (
	"context"
	"errors"
	"strings"

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

func (s store) byKey(ctx context.Context, key string) (r row, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&r, "key = ?", key).Error
	return r, found(err)
}

func (s store) insert(ctx context.Context, r *row) error { return s.db.From(ctx).Create(r).Error }

func (s store) update(ctx context.Context, r *row) error {
	return s.db.From(ctx).Model(r).Select("*").Updates(r).Error
}

// finish writes what the job made; the version stays, as nobody edited.
func (s store) finish(ctx context.Context, id string, state State, renditions database.JSON) error {
	return s.db.From(ctx).Model(&row{}).Where("id = ?", id).
		UpdateColumns(map[string]any{"state": state, "renditions": renditions}).Error
}

func (s store) delete(ctx context.Context, id string) error {
	return s.db.From(ctx).Where("id = ?", id).Delete(&row{}).Error
}

func (s store) texts(ctx context.Context, ids []string) (rows []textRow, err error) {
	err = s.db.From(ctx).Where("media_id IN ? AND body <> ''", ids).Find(&rows).Error
	return rows, err
}

// putText writes the text of a document that is still there, new or anew.
func (s store) putText(ctx context.Context, t textRow) error {
	if _, err := s.get(ctx, t.MediaID); err != nil {
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		return err
	}
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "tenant_id"}, {Name: "media_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"sha256", "body"}),
	}).Create(&t).Error
}

var likeEscape = strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)

// list returns a page of rows, newest first, and the number of all of them.
func (s store) list(ctx context.Context, kind Kind, words string, limit int, before string) (rows []row, total int64, err error) {
	all := func() *gorm.DB {
		q := s.db.From(ctx).Model(&row{})
		if kind != "" {
			q = q.Where("kind = ?", kind)
		}
		for word := range strings.FieldsSeq(words) {
			q = q.Where("plain_text(label) LIKE '%' || plain_text(?) || '%'", likeEscape.Replace(word))
		}
		return q
	}
	if err := all().Count(&total).Error; err != nil {
		return nil, 0, err
	}
	page := all()
	if before != "" {
		page = page.Where("id < ?", before)
	}
	err = page.Order("id DESC").Clauses(database.Limit(limit)).Find(&rows).Error
	return rows, total, err
}
