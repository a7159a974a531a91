package documents

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
)

type store struct{ db *database.DB }

// found turns "no row" into the module's own error.
func found(err error, missing *errs.Error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return missing
	}
	return err
}

func (s store) insertFile(ctx context.Context, f *File) error {
	return s.db.From(ctx).Create(f).Error
}

func (s store) file(ctx context.Context, id string) (f File, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&f, "id = ?", id).Error
	return f, found(err, ErrFileNotFound)
}

// knownFiles tells which of the files have a row.
func (s store) knownFiles(ctx context.Context, ids []string) (map[string]bool, error) {
	known := map[string]bool{}
	if len(ids) == 0 {
		return known, nil
	}
	var found []string
	err := s.db.From(ctx).Model(&File{}).Where("id IN ?", ids).Pluck("id", &found).Error
	for _, id := range found {
		known[id] = true
	}
	return known, err
}

func (s store) deleteFile(ctx context.Context, id string) error {
	return s.db.From(ctx).Where("id = ?", id).Delete(&File{}).Error
}

// next takes the following number of a series. The counter's row stays locked
// until the transaction ends, so numbers have no gaps; used() runs under that
// lock and may say that no number is needed after all.
func (s store) next(ctx context.Context, series string, year int, used func() (bool, error)) (int64, error) {
	db := s.db.From(ctx)
	start := counter{TenantID: database.TenantID(ctx), Series: series, Year: year}
	if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&start).Error; err != nil {
		return 0, err
	}
	var c counter
	err := db.Clauses(clause.Locking{Strength: "UPDATE"}, database.Limit(1)).
		Take(&c, "series = ? AND year = ?", series, year).Error
	if err != nil {
		return 0, err
	}
	if done, err := used(); done || err != nil {
		return 0, err
	}
	err = db.Model(&counter{}).Where("series = ? AND year = ?", series, year).
		Update("last", c.Last+1).Error
	return c.Last + 1, err
}

func (s store) registration(ctx context.Context, kind, id string) (r Registration, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).
		Take(&r, "subject_kind = ? AND subject_id = ?", kind, id).Error
	return r, found(err, ErrNotFound)
}

func (s store) insertRegistration(ctx context.Context, r *Registration) error {
	return s.db.From(ctx).Create(r).Error
}

func (s store) bySubject(ctx context.Context, kind Kind, subjectKind, subjectID string) (d Document, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).
		Take(&d, "subject_kind = ? AND subject_id = ? AND kind = ?", subjectKind, subjectID, kind).Error
	return d, found(err, ErrNotFound)
}

func (s store) insertDocument(ctx context.Context, d *Document) error {
	return s.db.From(ctx).Create(d).Error
}

// markIssued records the stored file of a document that had none yet.
func (s store) markIssued(ctx context.Context, d Document) error {
	return s.db.From(ctx).Model(&Document{}).Where("id = ? AND issued_at IS NULL", d.ID).
		Updates(map[string]any{"sha256": d.SHA256, "size": d.Size, "issued_at": d.IssuedAt}).Error
}

func (s store) document(ctx context.Context, id string) (d Document, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).
		Take(&d, "id = ? AND issued_at IS NOT NULL", id).Error
	return d, found(err, ErrNotFound)
}

func (s store) titles(ctx context.Context, ids []string) (list []Document, err error) {
	err = s.db.From(ctx).Select("id", "title_it", "title_en").Where("id IN ?", ids).Find(&list).Error
	return list, err
}

func (s store) documents(ctx context.Context, subjectKind string, subjectIDs []string) (list []Document, err error) {
	err = s.db.From(ctx).
		Where("subject_kind = ? AND subject_id IN ? AND issued_at IS NOT NULL", subjectKind, subjectIDs).
		Order("created_at, id").Find(&list).Error
	return list, err
}

func (s store) byCode(ctx context.Context, code string) (d Document, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).
		Take(&d, "verification_code = ? AND issued_at IS NOT NULL", code).Error
	return d, found(err, ErrUnknown)
}

func (s store) byHash(ctx context.Context, sha string) (d Document, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).
		Take(&d, "sha256 = ? AND issued_at IS NOT NULL", sha).Error
	return d, found(err, ErrUnknown)
}
