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
// Detail holds codes and ids, never contents. An act on somebody's data says
// whose they are, so that the person can be told.
type Entry struct {
	Action        string
	Subject       string
	SubjectID     string
	Detail        map[string]string
	PersonID      string // whose data; empty when nobody's
	ApplicationID string // the application the act belongs to
	Office        string // the office the author acted for
}

// Access is one recorded act.
type Access struct {
	At        time.Time
	ActorKind string
	ActorName string
	Action    string
}

// Act is one recorded act on the data of a person.
type Act struct {
	ID            string
	At            time.Time
	ActorKind     string
	ActorID       string
	Action        string
	Subject       string
	SubjectID     string
	Detail        database.JSON
	ApplicationID *string
	Office        string
}

// Selection says which acts on the data of a person to list.
type Selection struct {
	PersonID      string
	ApplicationID string // only those on this application
	After         *Mark  // where the page before ended
	Limit         int
}

// Mark is the place of an act in the list.
type Mark struct {
	At time.Time `json:"a"`
	ID string    `json:"i"`
}

// auditEntry is a row of audit_entries.
type auditEntry struct {
	ID            string
	TenantID      string
	At            time.Time
	ActorKind     string
	ActorID       string
	ActorName     string
	Action        string
	Subject       string
	SubjectID     string
	Detail        database.JSON
	RequestID     string
	PersonID      *string
	ApplicationID *string
	Office        string
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
		PersonID: optional(e.PersonID), ApplicationID: optional(e.ApplicationID), Office: e.Office,
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

// optional is nil for what was not given.
func optional(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}

// Concerning lists the acts on the data of a person, newest first.
func (s *Service) Concerning(ctx context.Context, sel Selection) ([]Act, error) {
	q := s.db.From(ctx).Model(&auditEntry{}).Where("person_id = ?", sel.PersonID)
	if sel.ApplicationID != "" {
		q = q.Where("application_id = ?", sel.ApplicationID)
	}
	if sel.After != nil {
		q = q.Where("(at, id) < (?, ?::uuid)", sel.After.At, sel.After.ID)
	}
	var rows []Act
	err := q.Select("id", "at", "actor_kind", "actor_id", "action", "subject", "subject_id", "detail", "application_id", "office").
		Order("at DESC, id DESC").Clauses(database.Limit(sel.Limit)).Scan(&rows).Error
	return rows, err
}
