package feedback

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

func (s store) createRating(ctx context.Context, r *Rating) error {
	return s.db.From(ctx).Create(r).Error
}

// StatisticsQuery chooses the opinions that are summed up.
type StatisticsQuery struct {
	Scope    Scope
	From, To *time.Time
	Limit    int
}

// Statistics are sums of opinions; nobody can be found in them.
type Statistics struct {
	Ratings int
	Average float64
	Stars   [5]int         // how many gave one star, two …
	Answers map[string]int // by code
	Pages   []PageStatistics
}

// PageStatistics are those of one address, the least appreciated first.
type PageStatistics struct {
	Path    string
	Ratings int
	Average float64
}

func (s store) rated(ctx context.Context, q StatisticsQuery) *gorm.DB {
	db := s.db.From(ctx).Model(&Rating{}).Where("scope = ?", q.Scope)
	if q.From != nil {
		db = db.Where("created_at >= ?", *q.From)
	}
	if q.To != nil {
		db = db.Where("created_at < ?", *q.To)
	}
	return db
}

func (s store) statistics(ctx context.Context, q StatisticsQuery) (Statistics, error) {
	out := Statistics{Answers: map[string]int{}}
	var stars []struct{ Stars, Count int }
	if err := s.rated(ctx, q).Select("stars, count(*) AS count").Group("stars").Scan(&stars).Error; err != nil {
		return out, fmt.Errorf("stars: %w", err)
	}
	sum := 0
	for _, row := range stars {
		out.Stars[row.Stars-1] = row.Count
		out.Ratings += row.Count
		sum += row.Stars * row.Count
	}
	if out.Ratings > 0 {
		out.Average = float64(sum) / float64(out.Ratings)
	}
	var answers []struct {
		Answer string
		Count  int
	}
	err := s.rated(ctx, q).Joins("CROSS JOIN LATERAL jsonb_array_elements_text(answers) AS answer").
		Select("answer, count(*) AS count").Group("answer").Scan(&answers).Error
	if err != nil {
		return out, fmt.Errorf("answers: %w", err)
	}
	for _, row := range answers {
		out.Answers[row.Answer] = row.Count
	}
	err = s.rated(ctx, q).Select("path, count(*) AS ratings, avg(stars)::float8 AS average").
		Group("path").Order("average, ratings DESC, path").Clauses(database.Limit(q.Limit)).Scan(&out.Pages).Error
	return out, err
}

func (s store) comments(ctx context.Context, path string, limit int, from *after) (rows []Rating, err error) {
	q := s.db.From(ctx).Where("comment <> ''")
	if path != "" {
		q = q.Where("path = ?", path)
	}
	if from != nil {
		q = q.Where("(created_at, id) < (?, ?::uuid)", from.At, from.ID)
	}
	err = q.Order("created_at DESC, id DESC").Clauses(database.Limit(limit + 1)).Find(&rows).Error
	return rows, err
}

// nextNumber gives the next number of the year; a rollback gives it back.
func (s store) nextNumber(ctx context.Context, year int) (string, error) {
	c := counter{Year: year, Last: 1}
	err := s.db.From(ctx).Clauses(
		clause.OnConflict{
			Columns:   []clause.Column{{Name: "tenant_id"}, {Name: "year"}},
			DoUpdates: clause.Assignments(map[string]any{"last": gorm.Expr("assistance_counters.last + 1")}),
		},
		clause.Returning{Columns: []clause.Column{{Name: "last"}}},
	).Create(&c).Error
	return fmt.Sprintf("AS-%04d-%05d", year, c.Last), err
}

func (s store) createRequest(ctx context.Context, r *Request) error {
	return s.db.From(ctx).Create(r).Error
}

func (s store) addMessage(ctx context.Context, m *Message) error {
	return s.db.From(ctx).Create(m).Error
}

func (s store) byToken(ctx context.Context, hash string) (Request, error) {
	return one(s.db.From(ctx).Where("token_hash = ?", hash))
}

func (s store) find(ctx context.Context, id string) (Request, error) {
	if uuid.Validate(id) != nil {
		return Request{}, ErrNotFound
	}
	return one(s.db.From(ctx).Where("id = ?", id))
}

// lock returns the request and holds it until the transaction ends.
func (s store) lock(ctx context.Context, id string) (Request, error) {
	if uuid.Validate(id) != nil {
		return Request{}, ErrNotFound
	}
	return one(s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = ?", id))
}

func one(q *gorm.DB) (r Request, err error) {
	err = q.First(&r).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		err = ErrNotFound
	}
	return r, err
}

func (s store) messages(ctx context.Context, requestID string) (rows []Message, err error) {
	err = s.db.From(ctx).Where("request_id = ?", requestID).Order("sent_at, id").Find(&rows).Error
	return rows, err
}

func (s store) setStatus(ctx context.Context, id string, status Status, now time.Time) error {
	return s.db.From(ctx).Model(&Request{}).Where("id = ?", id).
		Updates(map[string]any{"status": status, "updated_at": now}).Error
}

func (s store) close(ctx context.Context, id string, now time.Time) error {
	return s.db.From(ctx).Model(&Request{}).Where("id = ?", id).
		Updates(map[string]any{"status": Closed, "updated_at": now, "closed_at": now}).Error
}

// list goes from the oldest on among those that wait for the office, from the
// newest on otherwise.
func (s store) list(ctx context.Context, status Status, limit int, from *after) (rows []Request, err error) {
	order, beyond := "updated_at DESC, id DESC", "(updated_at, id) < (?, ?::uuid)"
	if status == Submitted {
		order, beyond = "updated_at, id", "(updated_at, id) > (?, ?::uuid)"
	}
	q := s.db.From(ctx)
	if status != "" {
		q = q.Where("status = ?", status)
	}
	if from != nil {
		q = q.Where(beyond, from.At, from.ID)
	}
	err = q.Order(order).Clauses(database.Limit(limit + 1)).Find(&rows).Error
	return rows, err
}

func (s store) purge(ctx context.Context, before time.Time) error {
	return s.db.From(ctx).Where("status = ? AND closed_at < ?", Closed, before).Delete(&Request{}).Error
}
