package identity

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// store holds every query of the module.
type store struct{ db *database.DB }

// found turns "no row" into missing.
func found(err, missing error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return missing
	}
	return err
}

func (s store) person(ctx context.Context, id string) (p Person, err error) {
	err = s.db.From(ctx).Take(&p, "id = ?", id).Error
	return p, found(err, ErrPersonNotFound)
}

// lockPerson returns the person with the tax code and holds the row.
func (s store) lockPerson(ctx context.Context, taxCode string) (p Person, err error) {
	err = s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Take(&p, "tax_code = ?", taxCode).Error
	return p, found(err, ErrPersonNotFound)
}

func (s store) lockPersonByID(ctx context.Context, id string) (p Person, err error) {
	err = s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Take(&p, "id = ?", id).Error
	return p, found(err, ErrPersonNotFound)
}

// addPerson inserts p unless somebody with its tax code came first.
func (s store) addPerson(ctx context.Context, p *Person) error {
	return s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(p).Error
}

func (s store) updatePerson(ctx context.Context, p *Person) error {
	return s.db.From(ctx).Model(p).Select("*").Updates(p).Error
}

// simulated tells whether a simulator vouched for anybody.
func (s store) simulated(ctx context.Context) (bool, error) {
	for _, model := range []any{&Person{}, &session{}} {
		var n int64
		err := s.db.From(ctx).Model(model).Where("platform_mode = ?", modeSimulator).Count(&n).Error
		if err != nil || n > 0 {
			return n > 0, err
		}
	}
	return false, nil
}

func (s store) addSession(ctx context.Context, row *session) error {
	return s.db.From(ctx).Create(row).Error
}

func (s store) session(ctx context.Context, tokenHash string) (row session, err error) {
	err = s.db.From(ctx).Take(&row, "token_hash = ?", tokenHash).Error
	return row, found(err, ErrSessionExpired)
}

func (s store) touchSession(ctx context.Context, id string, at time.Time) error {
	return s.db.From(ctx).Model(&session{}).Where("id = ?", id).Update("last_seen_at", at).Error
}

func (s store) deleteSession(ctx context.Context, tokenHash string) error {
	return s.db.From(ctx).Delete(&session{}, "token_hash = ?", tokenHash).Error
}

func (s store) addSignIn(ctx context.Context, row *signInRequest) error {
	return s.db.From(ctx).Create(row).Error
}

func (s store) purgeSignIns(ctx context.Context, now time.Time) error {
	return s.db.From(ctx).Delete(&signInRequest{}, "expires_at < ?", now).Error
}

// takeSignIn returns the request and deletes it: of two callers one gets it.
func (s store) takeSignIn(ctx context.Context, stateHash string) (signInRequest, error) {
	var rows []signInRequest
	err := s.db.From(ctx).Clauses(clause.Returning{}).Where("state_hash = ?", stateHash).Delete(&rows).Error
	if err != nil {
		return signInRequest{}, err
	}
	if len(rows) == 0 {
		return signInRequest{}, ErrSignInExpired
	}
	return rows[0], nil
}

func (s store) operator(ctx context.Context, username string) (o operatorRow, err error) {
	err = s.db.From(ctx).Take(&o, "username = ? AND NOT disabled", username).Error
	return o, found(err, ErrOperatorNotFound)
}

func (s store) operatorByID(ctx context.Context, id string) (o operatorRow, err error) {
	err = s.db.From(ctx).Take(&o, "id = ? AND NOT disabled", id).Error
	return o, found(err, ErrOperatorNotFound)
}

// operators lists the enabled operators by name.
func (s store) operators(ctx context.Context) (rows []operatorRow, err error) {
	err = s.db.From(ctx).Where("NOT disabled").Order("name, id").Find(&rows).Error
	return rows, err
}

// putOperator inserts the operator or brings the one with its username up to date.
func (s store) putOperator(ctx context.Context, o *operatorRow) error {
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "tenant_id"}, {Name: "username"}},
		DoUpdates: clause.AssignmentColumns([]string{
			"password_hash", "totp_secret", "name", "email", "roles", "offices", "updated_at",
		}),
	}).Create(o).Error
}

// spendStep records the step of a one-time code; false when that step or a
// later one was used before.
func (s store) spendStep(ctx context.Context, operatorID string, step int64) (bool, error) {
	res := s.db.From(ctx).Model(&operatorRow{}).
		Where("id = ? AND last_totp_step < ?", operatorID, step).Update("last_totp_step", step)
	return res.RowsAffected == 1, res.Error
}

// lockAttempt returns the counter of the key, new if there was none, and holds it.
func (s store) lockAttempt(ctx context.Context, keyHash string, now time.Time) (row loginAttempt, err error) {
	fresh := loginAttempt{KeyHash: keyHash, BlockedUntil: now, UpdatedAt: now}
	if err := s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&fresh).Error; err != nil {
		return row, err
	}
	err = s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Take(&row, "key_hash = ?", keyHash).Error
	return row, err
}

func (s store) updateAttempt(ctx context.Context, row *loginAttempt) error {
	return s.db.From(ctx).Model(row).Select("failures", "blocked_until", "updated_at").Updates(row).Error
}

func (s store) forgetAttempts(ctx context.Context, keyHashes []string) error {
	return s.db.From(ctx).Where("key_hash = ANY(?)", textArray(keyHashes)).Delete(&loginAttempt{}).Error
}

// signingKeys lists the keys that still verify at now, newest first.
func (s store) signingKeys(ctx context.Context, now time.Time) (rows []signingKey, err error) {
	err = s.db.From(ctx).Where("retires_at > ?", now).Order("created_at DESC, kid DESC").Find(&rows).Error
	return rows, err
}

func (s store) addSigningKey(ctx context.Context, row *signingKey) error {
	return s.db.From(ctx).Create(row).Error
}

// retireSigningKeys shortens the life of every key that outlives end.
func (s store) retireSigningKeys(ctx context.Context, end time.Time) error {
	return s.db.From(ctx).Model(&signingKey{}).Where("retires_at > ?", end).Update("retires_at", end).Error
}

// spend records that a token is used up; false when it was already.
func (s store) spend(ctx context.Context, row *spentToken) (bool, error) {
	res := s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(row)
	return res.RowsAffected == 1, res.Error
}

func (s store) isSpent(ctx context.Context, jti string) (bool, error) {
	var n int64
	err := s.db.From(ctx).Model(&spentToken{}).Where("jti = ?", jti).Count(&n).Error
	return n > 0, err
}

// purge deletes the tenant's rows that no longer mean anything at now.
func (s store) purge(ctx context.Context, now time.Time) error {
	db := s.db.From(ctx)
	return errors.Join(
		db.Delete(&session{}, "last_seen_at < ? OR created_at < ?", now.Add(-idleLimit), now.Add(-absoluteLimit)).Error,
		s.purgeSignIns(ctx, now),
		db.Delete(&spentToken{}, "expires_at < ?", now).Error,
		db.Delete(&loginAttempt{}, "updated_at < ?", now.Add(-attemptMemory)).Error,
		db.Delete(&signingKey{}, "retires_at < ?", now).Error,
	)
}

// sessionsOf lists the sessions of a person, newest first.
func (s store) sessionsOf(ctx context.Context, personID string) (rows []session, err error) {
	err = s.db.From(ctx).Where("person_id = ?", personID).Order("created_at DESC, id DESC").Find(&rows).Error
	return rows, err
}
