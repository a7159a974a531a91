package applications

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// admitted checks the bounds within which a service can be asked for: its
// windows, and how many applications there are already.
func (s *Service) admitted(ctx context.Context, def *catalogue.Definition, person identity.Person) error {
	if def.Status != serviceActive || !def.Online() {
		return ErrServiceOffline
	}
	period, open := def.Window(s.Clock.Now().In(clock.Rome))
	if !open {
		return ErrWindow.WithFields(errs.Field{Pointer: "/service_id", Code: "window_not_open", Params: windowParams(period)})
	}
	limits := def.Limits
	if err := s.within(ctx, def.ID, limits.PerPerson, s.store.ofPerson(person.ID)); err != nil {
		return err
	}
	address := newApplicant(person).Address
	if limits.PerHousehold != nil && address != nil {
		if err := s.within(ctx, def.ID, limits.PerHousehold, s.store.ofHousehold(*address)); err != nil {
			return err
		}
	}
	if limits.Maximum == 0 {
		return nil
	}
	count, err := s.store.countSent(ctx, def.ID, period.From)
	if err == nil && count >= int64(limits.Maximum) {
		return ErrLimit
	}
	return err
}

func windowParams(next catalogue.Period) map[string]any {
	if next.From.IsZero() {
		return nil // there is none to come
	}
	return map[string]any{"opens_at": next.From.Format(time.DateOnly), "closes_at": next.To.Format(time.DateOnly)}
}

// within refuses one more application than a limit admits, and names the one
// that is there when it is the person's own.
func (s *Service) within(ctx context.Context, serviceID string, limit *catalogue.Limit, whose condition) error {
	if limit == nil {
		return nil
	}
	found, err := s.store.sentBy(ctx, serviceID, limit.Each, s.Clock.Now().In(clock.Rome).Year(), whose)
	if err != nil || len(found) < limit.Max {
		return err
	}
	refused := errs.Field{Pointer: "/service_id", Code: "already_requested"}
	if last := found[0]; last.ApplicantID == identity.ActorFrom(ctx).PersonID {
		refused.Params = map[string]any{"application_id": last.ID, "number": last.number()}
	}
	return ErrRepeated.WithFields(refused)
}

// condition narrows a query.
type condition func(*gorm.DB) *gorm.DB

// ofPerson are the applications of a person.
func (store) ofPerson(personID string) condition {
	return func(q *gorm.DB) *gorm.DB { return q.Where("applicant_id = ?", personID) }
}

// ofHousehold are the applications of whoever lived at the same address when
// they applied.
func (store) ofHousehold(home Address) condition {
	return func(q *gorm.DB) *gorm.DB {
		for key, value := range map[string]string{
			"street": home.Street, "number": home.Number, "postal_code": home.PostalCode, "municipality": home.Municipality,
		} {
			q = q.Where("lower(applicant->'address'->>'"+key+"') = ?", strings.ToLower(value))
		}
		return q
	}
}

// sent are the applications of a service that were sent and did not come to
// nothing.
func (s store) sent(ctx context.Context, serviceID string) *gorm.DB {
	return s.db.From(ctx).Model(&Application{}).
		Where("service_id = ? AND number IS NOT NULL AND status NOT IN ('rejected', 'withdrawn', 'expired')", serviceID)
}

// sentBy returns the applications that a limit counts, the last one first.
func (s store) sentBy(ctx context.Context, serviceID, each string, year int, whose condition) (found []Application, err error) {
	q := whose(s.sent(ctx, serviceID))
	switch each {
	case catalogue.EachYear: // a number begins with the year in which it was given
		q = q.Where("number LIKE ?", strconv.Itoa(year)+"-%")
	case catalogue.EachOpen:
		q = q.Where("status NOT IN ('accepted', 'accepted_silence')")
	}
	err = q.Select("id", "number", "applicant_id").Order("number DESC").Find(&found).Error
	return found, err
}

// countSent counts what was sent since a day in Italy, or ever.
func (s store) countSent(ctx context.Context, serviceID string, since time.Time) (count int64, err error) {
	q := s.sent(ctx, serviceID)
	if !since.IsZero() {
		y, m, d := since.Date()
		q = q.Where("coalesce(submitted_at, updated_at) >= ?", time.Date(y, m, d, 0, 0, 0, 0, clock.Rome))
	}
	return count, q.Count(&count).Error
}

// onlyIfLimited waits for other submissions of a service whose applications
// are counted.
func (s *Service) onlyIfLimited(ctx context.Context, def *catalogue.Definition) error {
	if limits := def.Limits; limits.PerPerson == nil && limits.PerHousehold == nil && limits.Maximum == 0 {
		return nil
	}
	return s.store.oneAtATime(ctx, def.ID)
}

// oneAtATime lets one submission of a limited service after the other count
// what is there, until the transaction ends.
func (s store) oneAtATime(ctx context.Context, serviceID string) error {
	const wait = "SELECT pg_advisory_xact_lock(hashtextextended('limits:' || tenant_id || ':' || ?, 0)) FROM (SELECT ?::text AS tenant_id) AS here"
	return s.db.From(ctx).Exec(wait, serviceID, database.TenantID(ctx)).Error
}
