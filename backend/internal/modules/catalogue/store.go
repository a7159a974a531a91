package catalogue

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

type store struct{ db *database.DB }

// versionRow is a definition as it was when it was first offered.
type versionRow struct {
	ServiceID  string `gorm:"primaryKey"`
	Version    string `gorm:"primaryKey"`
	Definition database.JSON
	CreatedAt  time.Time
}

// TableName is the name of the table.
func (versionRow) TableName() string { return "service_versions" }

// Override says that a municipality offers a service, and what it does
// differently. Empty values leave what the catalogue says.
type Override struct {
	TenantID  string `gorm:"primaryKey"`
	ServiceID string `gorm:"primaryKey"`
	Status    string // active, suspended or disabled
	Office    string
	UpdatedAt time.Time
}

// TableName is the name of the table.
func (Override) TableName() string { return "tenant_services" }

// searchDocument is a published text as people look for it.
type searchDocument struct {
	TenantID  string `gorm:"primaryKey"`
	Kind      string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	TitleIT   string
	TitleEN   string
	BriefIT   string
	BriefEN   string
	BodyIT    string
	BodyEN    string
	UpdatedAt time.Time
}

// TableName is the name of the table.
func (searchDocument) TableName() string { return "search_documents" }

const serviceKind = "service"

// versions tells when each current version first appeared, of those that are
// known already.
func (s store) versions(ctx context.Context, current map[string]string) (map[string]time.Time, error) {
	var rows []versionRow
	err := s.db.From(ctx).Select("service_id", "version", "created_at").
		Find(&rows, "version IN ?", slices.Sorted(maps.Values(current))).Error
	if err != nil {
		return nil, fmt.Errorf("read the versions of services: %w", err)
	}
	known := map[string]time.Time{}
	for _, row := range rows {
		if current[row.ServiceID] == row.Version {
			known[row.ServiceID] = row.CreatedAt
		}
	}
	return known, nil
}

// versionsAtOnce is how many versions one statement writes.
const versionsAtOnce = 50

// keep stores versions that are new; another replica may be doing the same.
func (s store) keep(ctx context.Context, rows []versionRow) error {
	if len(rows) == 0 {
		return nil
	}
	if err := s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(&rows, versionsAtOnce).Error; err != nil {
		return fmt.Errorf("keep the versions of services: %w", err)
	}
	return nil
}

func (s store) version(ctx context.Context, serviceID, version string) (row versionRow, err error) {
	err = s.db.From(ctx).First(&row, "service_id = ? AND version = ?", serviceID, version).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = ErrNotFound
	}
	return row, err
}

func (s store) overrides(ctx context.Context) (map[string]Override, error) {
	var rows []Override
	if err := s.db.From(ctx).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read what the tenant does differently: %w", err)
	}
	byService := make(map[string]Override, len(rows))
	for _, row := range rows {
		byService[row.ServiceID] = row
	}
	return byService, nil
}

func (s store) override(ctx context.Context, row Override) error {
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "tenant_id"}, {Name: "service_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"status", "office", "updated_at"}),
	}).Create(&row).Error
}

// activate offers services that the tenant has never decided on.
func (s store) activate(ctx context.Context, rows []Override) error {
	if len(rows) == 0 {
		return nil
	}
	return s.db.From(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
}

// index replaces what can be found of the services of the tenant.
func (s store) index(ctx context.Context, documents []searchDocument) error {
	ids := []string{""}
	for _, document := range documents {
		ids = append(ids, document.ID)
	}
	slices.Sort(ids)
	if err := s.db.From(ctx).Delete(&searchDocument{}, "kind = ? AND id NOT IN ?", serviceKind, ids).Error; err != nil {
		return fmt.Errorf("forget services that are no more: %w", err)
	}
	if len(documents) == 0 {
		return nil
	}
	columns := []string{"title_it", "title_en", "brief_it", "brief_en", "body_it", "body_en", "updated_at"}
	err := s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "tenant_id"}, {Name: "kind"}, {Name: "id"}},
		DoUpdates: clause.AssignmentColumns(columns),
	}).Create(&documents).Error
	if err != nil {
		return fmt.Errorf("index services: %w", err)
	}
	return nil
}

const (
	matching = `kind = @kind AND (
		vector @@ (websearch_to_tsquery('italian_unaccent', @q) || websearch_to_tsquery('english', @q))
		OR plain_text(@q) ~ '\w' AND NOT EXISTS (
			SELECT FROM regexp_split_to_table(plain_text(@q), '\W+') AS word WHERE word <> '' AND NOT word <% words))`
	nearest = `ts_rank(vector, websearch_to_tsquery('italian_unaccent', ?) || websearch_to_tsquery('english', ?))
		+ word_similarity(plain_text(?), words) DESC, id`
)

// search returns the ids of the services that match q, best first: by the stems
// of Italian and English words, and by likeness, word for word, for what is
// misspelt.
func (s store) search(ctx context.Context, q string) ([]string, error) {
	var ids []string
	err := s.db.From(ctx).Model(&searchDocument{}).
		Where(matching, map[string]any{"kind": serviceKind, "q": q}).
		Order(clause.OrderBy{Expression: clause.Expr{SQL: nearest, Vars: []any{q, q, q}}}).
		Pluck("id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("search services: %w", err)
	}
	return ids, nil
}
