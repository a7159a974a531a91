package payments

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

type store struct{ db *database.DB }

func (s store) settings(ctx context.Context) (Settings, error) {
	var out Settings
	err := s.db.From(ctx).First(&out).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = ErrSettings
	}
	return out, err
}

func (s store) saveSettings(ctx context.Context, v *Settings) error {
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "tenant_id"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"creditor_tax_code", "creditor_name", "broker_tax_code", "station_id", "segregation_code",
			"iban", "fee_category", "stamp_category", "digital_stamp", "province", "updated_at",
		}),
	}).Create(v).Error
}

func (s store) sweptTo(ctx context.Context, at time.Time) error {
	return s.db.From(ctx).Model(&Settings{}).Where("creditor_tax_code <> ''").Update("swept_to", at).Error
}

func (s store) create(ctx context.Context, p *Payment) error {
	return s.db.From(ctx).Create(p).Error
}

func (s store) find(ctx context.Context, id string) (Payment, error) {
	return s.one(s.db.From(ctx), id)
}

// lock returns the payment and holds it until the transaction ends.
func (s store) lock(ctx context.Context, id string) (Payment, error) {
	return s.one(s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}), id)
}

func (s store) one(q *gorm.DB, id string) (p Payment, err error) {
	if !ids.Valid(id) {
		return p, ErrNotFound
	}
	return p, found(q.First(&p, "id = ?", id).Error)
}

func (s store) byNAV(ctx context.Context, nav string) (p Payment, err error) {
	return p, found(s.db.From(ctx).First(&p, "nav = ? AND nav <> ''", nav).Error)
}

func (s store) update(ctx context.Context, p *Payment) error {
	return s.db.From(ctx).Model(p).Select("*").Omit("tenant_id", "id", "number", "created_at").Updates(p).Error
}

func (s store) bySubjects(ctx context.Context, subjectIDs []string) (list []Payment, err error) {
	err = s.db.From(ctx).Where("subject_id IN ?", subjectIDs).Order("created_at, id").Find(&list).Error
	return list, err
}

// page returns the payments of a person, newest first, after the one named by
// the cursor.
func (s store) page(ctx context.Context, personID string, after pageCursor, limit int) (list []Payment, err error) {
	q := s.db.From(ctx).Where("person_id = ?", personID)
	if after.ID != "" {
		q = q.Where("(created_at, id) < (?, ?)", after.CreatedAt, after.ID)
	}
	err = q.Order("created_at DESC, id DESC").Clauses(database.Limit(limit)).Find(&list).Error
	return list, err
}

// unopened lists payments whose position never reached the platform.
func (s store) unopened(ctx context.Context, before time.Time) (list []Payment, err error) {
	err = s.db.From(ctx).Where("status = ? AND created_at < ?", Requested, before).
		Order("created_at").Clauses(database.Limit(100)).Find(&list).Error
	return list, err
}

// undocumented lists paid payments whose receipt or document is missing.
func (s store) undocumented(ctx context.Context, before time.Time) (list []Payment, err error) {
	err = s.db.From(ctx).Where("status = ? AND receipt_document_id IS NULL AND updated_at < ?", Paid, before).
		Order("paid_at").Clauses(database.Limit(100)).Find(&list).Error
	return list, err
}

func (s store) simulated(ctx context.Context) (n int64, err error) {
	err = s.db.From(ctx).Model(&Payment{}).Where("platform_mode = ?", ModeSimulator).Count(&n).Error
	return n, err
}

func (s store) receipts(ctx context.Context, paymentID string) (list []Receipt, err error) {
	err = s.db.From(ctx).Where("payment_id = ?", paymentID).Order("received_at, id").Find(&list).Error
	return list, err
}

// ofPerson lists all the payments of a person, newest first.
func (s store) ofPerson(ctx context.Context, personID string) (list []Payment, err error) {
	err = s.db.From(ctx).Where("person_id = ?", personID).Order("created_at DESC, id DESC").Find(&list).Error
	return list, err
}

// receiptsOf lists the collections of several payments.
func (s store) receiptsOf(ctx context.Context, paymentIDs []string) (list []Receipt, err error) {
	if len(paymentIDs) == 0 {
		return nil, nil
	}
	err = s.db.From(ctx).Where("payment_id IN ?", paymentIDs).Order("received_at, id").Find(&list).Error
	return list, err
}

func (s store) addReceipt(ctx context.Context, r *Receipt) error {
	return s.db.From(ctx).Create(r).Error
}

func (s store) updateReceipt(ctx context.Context, r *Receipt) error {
	return s.db.From(ctx).Model(r).Select("receipt_id", "amount_cents", "fee_cents", "paid_at", "psp", "method",
		"payer", "source", "document", "sha256").Updates(r).Error
}

func (s store) addAttempt(ctx context.Context, a *Attempt) error {
	return s.db.From(ctx).Create(a).Error
}

func (s store) attempt(ctx context.Context, paymentID, id string) (a Attempt, err error) {
	if !ids.Valid(id) {
		return a, ErrNotFound
	}
	return a, found(s.db.From(ctx).First(&a, "id = ? AND payment_id = ?", id, paymentID).Error)
}

func (s store) updateAttempt(ctx context.Context, a *Attempt) error {
	return s.db.From(ctx).Model(a).Select("outcome", "returned_at").Updates(a).Error
}

func (s store) addRefund(ctx context.Context, r *Refund) error {
	return s.db.From(ctx).Create(r).Error
}

func (s store) refunds(ctx context.Context) (list []Refund, err error) {
	err = s.db.From(ctx).Order("created_at, id").Find(&list).Error
	return list, err
}

func found(err error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return ErrNotFound
	}
	return err
}
