package site

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// store holds every query of this module.
type store struct{ db *database.DB }

type settingsRow struct {
	TenantID  string `gorm:"primaryKey"`
	Version   int64
	Settings  database.JSON
	UpdatedBy string
	UpdatedAt time.Time
}

// TableName names the table of settings.
func (settingsRow) TableName() string { return "site_settings" }

type evidenceRow struct {
	TenantID  string `gorm:"primaryKey"`
	Slot      string `gorm:"primaryKey"`
	Version   int64
	Contents  []string `gorm:"serializer:json"`
	UpdatedBy string
	UpdatedAt time.Time
}

// TableName names the table of what is in evidence.
func (evidenceRow) TableName() string { return "site_evidence" }

func (s store) settings(ctx context.Context) (row settingsRow, ok bool, err error) {
	err = s.db.From(ctx).First(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, false, nil
	}
	if err != nil {
		err = fmt.Errorf("read the settings of the website: %w", err)
	}
	return row, err == nil, err
}

// putSettings writes version + 1 over version, 0 being no settings yet.
func (s store) putSettings(ctx context.Context, settings Settings, version int64, by string, now time.Time) error {
	raw, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	row := settingsRow{Version: version + 1, Settings: database.JSON(raw), UpdatedBy: by, UpdatedAt: now}
	if version == 0 {
		return one(s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row))
	}
	return one(s.db.From(ctx).Model(&settingsRow{}).Where("version = ?", version).
		Select("version", "settings", "updated_by", "updated_at").Updates(&row))
}

// lastChange is when settings or evidence last changed.
func (s store) lastChange(ctx context.Context) (time.Time, error) {
	var at time.Time
	for _, table := range []any{&settingsRow{}, &evidenceRow{}} {
		var last struct{ At *time.Time }
		if err := s.db.From(ctx).Model(table).Select("max(updated_at) AS at").Scan(&last).Error; err != nil {
			return at, fmt.Errorf("when the website last changed: %w", err)
		}
		if last.At != nil && last.At.After(at) {
			at = *last.At
		}
	}
	return at, nil
}

func (s store) evidence(ctx context.Context) (map[string]evidenceRow, error) {
	var rows []evidenceRow
	if err := s.db.From(ctx).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read what is in evidence: %w", err)
	}
	out := make(map[string]evidenceRow, len(rows))
	for _, r := range rows {
		out[r.Slot] = r
	}
	return out, nil
}

func (s store) putEvidence(ctx context.Context, slot string, contents []string, version int64, by string, now time.Time) error {
	row := evidenceRow{Slot: slot, Version: version + 1, Contents: contents, UpdatedBy: by, UpdatedAt: now}
	if version == 0 {
		return one(s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&row))
	}
	return one(s.db.From(ctx).Model(&evidenceRow{}).Where("slot = ? AND version = ?", slot, version).
		Select("version", "contents", "updated_by", "updated_at").Updates(&row))
}

// one is ErrVersion when a statement met no row of the version expected.
func one(result *gorm.DB) error {
	if result.Error == nil && result.RowsAffected == 0 {
		return ErrVersion
	}
	return result.Error
}
