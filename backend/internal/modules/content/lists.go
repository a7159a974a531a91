package content

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// Lists answers several questions with one: the first page of each, for pages
// made of many boxes. Pages have a total only when they are counted, which
// reads all that a question is about.
func (s *Service) Lists(ctx context.Context, counted bool, queries ...Query) ([]Page, error) {
	out := make([]Page, len(queries))
	if len(queries) == 0 {
		return out, nil
	}
	for i := range queries {
		if _, err := s.prepare(&queries[i]); err != nil {
			return nil, err
		}
	}
	rows, err := s.store.lists(ctx, queries, s.Clock.Now(), counted)
	if err != nil {
		return nil, fmt.Errorf("read lists: %w", err)
	}
	cards, err := s.cards(ctx, rows)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		list, total, _ := strings.Cut(r.Relation, "/")
		n, err := strconv.Atoi(list)
		if err != nil {
			return nil, fmt.Errorf("read lists: %w", err)
		}
		out[n].Items = append(out[n].Items, cards[i])
		if out[n].Total, err = strconv.Atoi(total); err != nil {
			return nil, fmt.Errorf("read lists: %w", err)
		}
	}
	return out, nil
}

// lists reads the first rows of every query. The relation of a row is the
// number of its query and how many rows that is about ("0/12").
func (s store) lists(ctx context.Context, queries []Query, now time.Time, counted bool) ([]listRow, error) {
	total := "0"
	if counted {
		total = "count(*) OVER ()"
	}
	parts, unions := make([]any, len(queries)), make([]string, len(queries))
	for i, q := range queries {
		order := orders[q.Sort]
		columns := fmt.Sprintf("%d AS list, row_number() OVER (ORDER BY %s) AS place, '%d/' || %s AS relation, %s, NULL::jsonb AS data", i, order, i, total, listColumns)
		parts[i], unions[i] = s.part(ctx, q, now).Select(columns).Order(order).Clauses(database.Limit(q.Limit)), "(?)"
	}
	sql := "SELECT relation, " + listColumns + ", data FROM (" + strings.Join(unions, " UNION ALL ") + ") lists ORDER BY list, place"
	//nolint:forbidigo // GORM has no UNION; every part names tenant_id
	return readList(s.db.From(ctx).Raw(sql, parts...), true)
}

// part is the scope of a query inside another: it does not pass the guard.
func (s store) part(ctx context.Context, q Query, now time.Time) *gorm.DB {
	return s.scope(ctx, q, now, true).Where("tenant_id = ?", database.TenantID(ctx))
}

// Tally counts the public contents by type and by kind.
type Tally struct {
	Types map[string]int
	kinds map[string]int
}

// Of counts the contents of a type, of one of its kinds when it names one.
// What is of a child of a kind is of that kind too.
func (t Tally) Of(typ, kind string) int {
	if kind == "" {
		return t.Types[typ]
	}
	return t.kinds[typ+" "+kind]
}

type tallyRow struct {
	Type      string
	KindCodes textArray
	Count     int
}

// Tally counts what is published and not archived, in one query that an index
// answers.
func (s *Service) Tally(ctx context.Context) (Tally, error) {
	out := Tally{Types: map[string]int{}, kinds: map[string]int{}}
	var rows []tallyRow
	err := s.DB.From(ctx).Model(&row{}).Where("public AND archived_at IS NULL").
		Select("type, kind_codes, count(*) AS count").Group("type, kind_codes").Scan(&rows).Error
	if err != nil {
		return out, fmt.Errorf("count contents: %w", err)
	}
	for _, r := range rows {
		out.Types[r.Type] += r.Count
		for _, kind := range r.KindCodes {
			out.kinds[r.Type+" "+kind] += r.Count
		}
	}
	return out, nil
}

// LastChange is when the public contents last changed: one was published,
// changed or withdrawn.
func (s *Service) LastChange(ctx context.Context) (time.Time, error) {
	var last struct{ At *time.Time }
	err := s.DB.From(ctx).Model(&row{}).Where("refreshed_at IS NOT NULL").Select("max(refreshed_at) AS at").Scan(&last).Error
	if err != nil {
		return time.Time{}, fmt.Errorf("when the contents last changed: %w", err)
	}
	if last.At == nil {
		return time.Time{}, nil
	}
	return *last.At, nil
}
