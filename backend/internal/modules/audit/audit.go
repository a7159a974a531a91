// Package audit keeps who read and who changed personal data, in an
// append-only table: the product's own role may add rows and read them, and
// nothing else (accountability, GDPR art. 5 par. 2).
package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
)

// Who is the author of an act: a citizen, an operator or the system.
type Who struct{ Kind, ID, Name string }

// Entry is one act to record. Subject is the kind of thing ("application"),
// Detail holds codes and ids, never contents.
type Entry struct {
	Action    string
	Subject   string
	SubjectID string
	Detail    map[string]string
}

// Access is one recorded act.
type Access struct {
	At        time.Time
	ActorKind string
	ActorName string
	Action    string
}

// auditEntry is a row of audit_entries.
type auditEntry struct {
	ID        string
	TenantID  string
	At        time.Time
	ActorKind string
	ActorID   string
	ActorName string
	Action    string
	Subject   string
	SubjectID string
	Detail    database.JSON
	RequestID string
}

func (auditEntry) TableName() string { return "audit_entries" }

// Service writes the trail and reads it back.
type Service struct {
	db    *database.DB
	clock clock.Clock
	who   func(context.Context) Who
}

// New makes the service; who names the author from the context.
func New(db *database.DB, clk clock.Clock, who func(context.Context) Who) *Service {
	return &Service{db: db, clock: clk, who: who}
}

// Record adds an entry; inside a transaction it stands or falls with it.
func (s *Service) Record(ctx context.Context, e Entry) error {
	who := s.who(ctx)
	if e.Detail == nil {
		e.Detail = map[string]string{}
	}
	detail, err := json.Marshal(e.Detail)
	if err != nil {
		return fmt.Errorf("audit detail: %w", err)
	}
	row := auditEntry{
		ID: ids.New(), At: s.clock.Now().UTC(), ActorKind: who.Kind, ActorID: who.ID, ActorName: who.Name,
		Action: e.Action, Subject: e.Subject, SubjectID: e.SubjectID, Detail: detail, RequestID: logging.RequestID(ctx),
	}
	return s.db.From(ctx).Create(&row).Error
}

// Of lists the newest acts on one thing, at most limit.
func (s *Service) Of(ctx context.Context, subject, id string, limit int) ([]Access, error) {
	var rows []Access
	err := s.db.From(ctx).Model(&auditEntry{}).
		Select("at", "actor_kind", "actor_name", "action").
		Where("subject = ? AND subject_id = ?", subject, id).
		Order("at DESC, id DESC").Clauses(database.Limit(limit)).Scan(&rows).Error
	return rows, err
}
