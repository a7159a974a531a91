package applications

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// store holds every query of this module.
type store struct{ db *database.DB }

var forUpdate = clause.Locking{Strength: "UPDATE"}

// notFound turns GORM's "no row" into the error people get.
func notFound(err, instead error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return instead
	}
	return err
}

func validID(id string) bool { return uuid.Validate(id) == nil }

// create writes a draft, unless the person already has one of the service.
func (s store) create(ctx context.Context, a *Application) (bool, error) {
	res := s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(a)
	return res.RowsAffected == 1, res.Error
}

// get returns an application of the tenant, whoever's it is.
func (s store) get(ctx context.Context, id string) (a Application, err error) {
	if !validID(id) {
		return a, ErrNotFound
	}
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&a, "id = ?", id).Error
	return a, notFound(err, ErrNotFound)
}

// lock returns the application and holds it until the transaction ends.
func (s store) lock(ctx context.Context, id string) (a Application, err error) {
	if !validID(id) {
		return a, ErrNotFound
	}
	err = s.db.From(ctx).Clauses(forUpdate, database.Limit(1)).Take(&a, "id = ?", id).Error
	return a, notFound(err, ErrNotFound)
}

// lockByPayment is lock for whoever only knows the payment.
func (s store) lockByPayment(ctx context.Context, paymentID string) (a Application, err error) {
	if !validID(paymentID) {
		return a, ErrNotFound
	}
	err = s.db.From(ctx).Clauses(forUpdate, database.Limit(1)).Take(&a, "payment_id = ?", paymentID).Error
	return a, notFound(err, ErrNotFound)
}

// openDraft returns the draft the person has of the service.
func (s store) openDraft(ctx context.Context, personID, serviceID string) (a Application, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).
		Take(&a, "applicant_id = ? AND service_id = ? AND status = 'draft'", personID, serviceID).Error
	return a, notFound(err, ErrNotFound)
}

// update writes the whole row; each write is a new version.
func (s store) update(ctx context.Context, a *Application, now time.Time) error {
	a.Version++
	a.UpdatedAt = now
	return s.db.From(ctx).Model(a).Select("*").Omit("id", "tenant_id", "created_at").Updates(a).Error
}

// touch writes what the system notes about an application: the version the
// applicant works on stays the same.
func (s store) touch(ctx context.Context, a *Application) error {
	return s.db.From(ctx).Model(a).
		Select("receipt_id", "outcome_id", "expires_at", "reminded_at", "unread_by_applicant", "unread_by_office").
		Updates(a).Error
}

func (s store) delete(ctx context.Context, a *Application) error {
	return s.db.From(ctx).Delete(a).Error
}

// nextNumber gives the next number of the year. The counter's row stays locked
// until the transaction ends: a rollback gives the number back.
func (s store) nextNumber(ctx context.Context, year int) (string, error) {
	c := counter{Year: year, Last: 1}
	err := s.db.From(ctx).Clauses(
		clause.OnConflict{
			Columns:   []clause.Column{{Name: "tenant_id"}, {Name: "year"}},
			DoUpdates: clause.Assignments(map[string]any{"last": gorm.Expr("application_counters.last + 1")}),
		},
		clause.Returning{Columns: []clause.Column{{Name: "last"}}},
	).Create(&c).Error
	return fmt.Sprintf("%04d-%06d", year, c.Last), err
}

func (s store) addStep(ctx context.Context, step *Step) error {
	return s.db.From(ctx).Create(step).Error
}

func (s store) steps(ctx context.Context, applicationID string) (steps []Step, err error) {
	err = s.db.From(ctx).Where("application_id = ?", applicationID).Order("at, id").Find(&steps).Error
	return steps, err
}

func (s store) addAttachment(ctx context.Context, a *Attachment) error {
	return s.db.From(ctx).Create(a).Error
}

func (s store) deleteAttachment(ctx context.Context, a *Attachment) error {
	return s.db.From(ctx).Delete(a).Error
}

func (s store) attachments(ctx context.Context, applicationID string) (rows []Attachment, err error) {
	err = s.db.From(ctx).Where("application_id = ?", applicationID).Order("uploaded_at, id").Find(&rows).Error
	return rows, err
}

func (s store) attachment(ctx context.Context, applicationID, id string) (a Attachment, err error) {
	if !validID(id) {
		return a, ErrAttachmentNotFound
	}
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&a, "id = ? AND application_id = ?", id, applicationID).Error
	return a, notFound(err, ErrAttachmentNotFound)
}

// sendAttachments shows the files to the office from now on.
func (s store) sendAttachments(ctx context.Context, applicationID, purpose string, ids []string, now time.Time) (int64, error) {
	q := s.db.From(ctx).Model(&Attachment{}).
		Where("application_id = ? AND purpose = ? AND sent_at IS NULL", applicationID, purpose)
	if ids != nil {
		q = q.Where("id = ANY(?::uuid[])", pgArray(ids))
	}
	q = q.Update("sent_at", now)
	return q.RowsAffected, q.Error
}

func (s store) addIntegration(ctx context.Context, i *Integration) error {
	return s.db.From(ctx).Create(i).Error
}

// integration returns the request of the application, if there ever was one.
func (s store) integration(ctx context.Context, applicationID string) (*Integration, error) {
	var rows []Integration
	err := s.db.From(ctx).Where("application_id = ?", applicationID).Find(&rows).Error
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}

func (s store) updateIntegration(ctx context.Context, i *Integration) error {
	return s.db.From(ctx).Model(i).Select("answer", "closed_at", "receipt_id").Updates(i).Error
}

// labels reads what names the applications of a person among the ids.
func (s store) labels(ctx context.Context, personID string, ids []string) (rows []Application, err error) {
	err = s.db.From(ctx).Select("id", "number", "service_title_it", "service_title_en").
		Where("applicant_id = ? AND id = ANY(?::uuid[])", personID, pgArray(ids)).Find(&rows).Error
	return rows, err
}

func (s store) fileNames(ctx context.Context, ids []string) (rows []Attachment, err error) {
	err = s.db.From(ctx).Select("id", "file_name").Where("id = ANY(?::uuid[])", pgArray(ids)).Find(&rows).Error
	return rows, err
}

// allOfPerson lists the applications of a person, the last touched first.
func (s store) allOfPerson(ctx context.Context, personID string) (rows []Application, err error) {
	err = s.db.From(ctx).Where("applicant_id = ?", personID).Order("updated_at DESC, id DESC").Find(&rows).Error
	return rows, err
}

// surroundings are what several applications have around them.
type surroundings struct {
	attachments  []Attachment
	integrations []Integration
	steps        map[string][]Step
}

func (s store) around(ctx context.Context, ids []string) (a surroundings, err error) {
	of := func() *gorm.DB { return s.db.From(ctx).Where("application_id = ANY(?::uuid[])", pgArray(ids)) }
	if err := of().Order("uploaded_at, id").Find(&a.attachments).Error; err != nil {
		return a, err
	}
	if err := of().Find(&a.integrations).Error; err != nil {
		return a, err
	}
	var steps []Step
	if err := of().Order("at, id").Find(&steps).Error; err != nil {
		return a, err
	}
	a.steps = map[string][]Step{}
	for _, step := range steps {
		a.steps[step.ApplicationID] = append(a.steps[step.ApplicationID], step)
	}
	return a, nil
}
