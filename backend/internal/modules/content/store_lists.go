package content

import (
	"context"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// listRow is what lists read of a public content. Data is there only when the
// list asks for fields.
type listRow struct {
	Relation    string // how it refers to the content asked for, "" when that refers to it
	ID          string
	Type        string
	Slug        string
	Path        string
	Card        database.JSON
	Date        *time.Time
	EndDate     *time.Time
	OrderDate   *time.Time
	SortTitle   string
	SortOrder   int
	RefreshedAt time.Time
	PublishedAt time.Time
	ArchivedAt  *time.Time
	Data        database.JSON
}

const listColumns = "id, type, slug, path, card, date, end_date, order_date, sort_title, sort_order, refreshed_at, published_at, archived_at"

// readList reads rows of listColumns and Data, by hand: half the time that
// reflection takes.
func readList(q *gorm.DB, related bool) (list []listRow, err error) {
	rows, err := q.Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		list = append(list, listRow{})
		r := &list[len(list)-1]
		into := []any{
			&r.ID, &r.Type, &r.Slug, &r.Path, &r.Card, &r.Date, &r.EndDate, &r.OrderDate, &r.SortTitle, &r.SortOrder,
			&r.RefreshedAt, &r.PublishedAt, &r.ArchivedAt, &r.Data,
		}
		if related {
			into = append([]any{&r.Relation}, into...)
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
	}
	return list, rows.Err()
}

// pageCursor is where a page of a public list ended.
type pageCursor struct {
	Sort  string    `json:"s"`
	At    time.Time `json:"d,omitzero"`
	Title string    `json:"t,omitempty"`
	Order int       `json:"o,omitempty"`
	ID    string    `json:"i"`
	// Only the first page counts.
	Total  int       `json:"n"`
	Newest time.Time `json:"m,omitzero"`
}

// scope are the public contents that a query is about.
func (s store) scope(ctx context.Context, q Query, now time.Time, withKinds bool) *gorm.DB {
	g := s.db.From(ctx).Model(&row{}).Where("public")
	if !q.Archived {
		g = g.Where("archived_at IS NULL")
	}
	if len(q.Types) == 1 {
		g = g.Where("type = ?", q.Types[0])
	} else if len(q.Types) > 1 {
		g = g.Where("type IN ?", q.Types)
	}
	if withKinds && len(q.Kinds) > 0 {
		g = g.Where("id IN (?)", s.tagged(ctx, prefixed(kindTag, q.Kinds)...))
	}
	if len(q.Topics) > 0 {
		g = g.Where("id IN (?)", s.tagged(ctx, prefixed(topicTag, q.Topics)...))
	}
	for _, id := range []string{q.Unit, q.Person, q.Place, q.Service} {
		if id != "" {
			g = g.Where("id IN (?)", s.tagged(ctx, refTag+id))
		}
	}
	for _, word := range strings.Fields(q.Text) {
		g = g.Where("words LIKE ?", "%"+likeEscape(withoutAccents(word))+"%")
	}
	if q.ChangedSince != nil {
		g = g.Where("refreshed_at >= ?", *q.ChangedSince)
	}
	return dated(g, q, now)
}

// tagged are the ids of the public contents with any of the tags. A subquery
// does not pass the guard: it names its tenant itself.
func (s store) tagged(ctx context.Context, names ...string) *gorm.DB {
	return s.db.From(ctx).Model(&tag{}).Select("content_id").Where("tenant_id = ? AND tag IN ?", database.TenantID(ctx), names)
}

func prefixed(kind string, codes []string) []string {
	out := make([]string, len(codes))
	for i, code := range codes {
		out[i] = kind + code
	}
	return out
}

// dated limits a list to the days asked for. A call without a deadline and a
// content without a date are never past.
func dated(g *gorm.DB, q Query, now time.Time) *gorm.DB {
	if q.From != nil {
		g = g.Where("coalesce(end_date, date, order_date) >= ?", *q.From)
	}
	if q.To != nil {
		g = g.Where("coalesce(date, order_date) < ?", *q.To)
	}
	midnight := clock.Midnight(now)
	const end = "CASE WHEN type IN ('call', 'alert') THEN end_date ELSE coalesce(end_date, date) END"
	switch q.When {
	case Current:
		g = g.Where("coalesce("+end+", 'infinity') >= ?", midnight)
	case Past:
		g = g.Where(end+" < ?", midnight)
	case Any:
	}
	return g
}

func likeEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// page reads one row more than the limit: it tells whether there is a next page.
func (s store) page(ctx context.Context, q Query, now time.Time, after *pageCursor, withData bool) ([]listRow, error) {
	g := s.scope(ctx, q, now, true)
	if after != nil {
		switch q.Sort {
		case "title":
			g = g.Where("(sort_title, id) > (?, ?::uuid)", after.Title, after.ID)
		case "-title":
			g = g.Where("(sort_title, id) < (?, ?::uuid)", after.Title, after.ID)
		case "date":
			g = g.Where("(order_date, id) > (?, ?::uuid)", after.At, after.ID)
		case "-date":
			g = g.Where("(order_date, id) < (?, ?::uuid)", after.At, after.ID)
		case "-updated_at":
			g = g.Where("(refreshed_at, id) < (?, ?::uuid)", after.At, after.ID)
		case "order":
			g = g.Where("(sort_order, sort_title, id) > (?, ?, ?::uuid)", after.Order, after.Title, after.ID)
		}
	}
	columns := listColumns + ", NULL::jsonb AS data"
	if withData {
		columns = listColumns + ", published_data AS data"
	}
	return readList(g.Select(columns).Order(orders[q.Sort]).Clauses(database.Limit(q.Limit+1)), false)
}

// orders are the orders that a list can be asked for, and "order", the one
// that editors gave.
var orders = map[string]string{
	"title": "sort_title, id", "-title": "sort_title DESC, id DESC", "date": "order_date, id", "-date": "order_date DESC, id DESC",
	"-updated_at": "refreshed_at DESC, id DESC", "order": "sort_order, sort_title, id",
}

// kindCount is how many contents have the same kinds, and when the last of
// them changed.
type kindCount struct {
	KindCodes textArray
	Count     int
	Newest    time.Time
}

// counts counts the contents of a query, whatever their kind, by their kinds.
// An index answers without looking at the contents.
func (s store) counts(ctx context.Context, q Query, now time.Time) (list []kindCount, err error) {
	err = s.scope(ctx, q, now, false).Select("kind_codes, count(*) AS count, max(refreshed_at) AS newest").Group("kind_codes").Scan(&list).Error
	return list, err
}

func (s store) public(ctx context.Context, where string, arg any) (r listRow, err error) {
	list, err := readList(s.db.From(ctx).Model(&row{}).Select(listColumns+", published_data AS data").
		Where("public AND "+where, arg).Clauses(database.Limit(1)), false)
	if err != nil {
		return r, err
	}
	if len(list) == 0 {
		return r, ErrNotFound
	}
	return list[0], nil
}

// deep are the types whose fields are read along with a reference to them.
const deep = "CASE WHEN type IN ('contact_point', 'place', 'organizational_unit', 'role_assignment') THEN published_data END AS data"

// referred reads the public contents among ids.
func (s store) referred(ctx context.Context, wanted []string, withData bool) ([]listRow, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	columns := listColumns + ", NULL::jsonb AS data"
	if withData {
		columns = listColumns + ", " + deep
	}
	return readList(s.db.From(ctx).Model(&row{}).Select(columns).Where("id IN ? AND public", wanted), false)
}

// filled lists the public contents among ids with something in a field.
func (s store) filled(ctx context.Context, wanted []string, field string) (known []string, err error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	err = s.db.From(ctx).Model(&row{}).Where("id IN ? AND public", wanted).
		Where("COALESCE(published_data -> ?, '[]') NOT IN ('[]', 'null')", field).Pluck("id", &known).Error
	return known, err
}

const aroundSQL = `
SELECT '' AS relation, ` + listColumns + `, ` + deep + `
FROM contents WHERE tenant_id = @tenant AND id = ANY(CAST(@refs AS uuid[])) AND public
UNION ALL
SELECT relation, ` + listColumns + `, ` + deep + ` FROM (
    SELECT l.field AS relation, c.*, row_number() OVER (PARTITION BY c.type, l.field ORDER BY c.order_date DESC, c.id DESC) AS place
    FROM content_links l JOIN contents c ON c.tenant_id = l.tenant_id AND c.id = l.from_id
    WHERE l.tenant_id = @tenant AND l.to_id = @id AND c.public AND c.archived_at IS NULL) inverse
WHERE place <= @most`

// around reads, in one query, what a content refers to and the newest of what
// refers to it.
func (s store) around(ctx context.Context, id string, refs []string, most int) ([]listRow, error) {
	//nolint:forbidigo // GORM has no UNION; both halves name tenant_id
	return readList(s.db.From(ctx).Raw(aroundSQL, map[string]any{
		"tenant": database.TenantID(ctx), "refs": textArray(refs), "id": id, "most": most,
	}), true)
}

// related reads public contents that share topics or life with one.
func (s store) related(ctx context.Context, id string, topics []string, types []string, most int) ([]listRow, error) {
	if len(topics) == 0 {
		return nil, nil
	}
	return readList(s.db.From(ctx).Model(&row{}).Select(listColumns+", NULL::jsonb AS data").
		Where("public AND archived_at IS NULL AND id <> ? AND type IN ?", id, types).
		Where("id IN (?)", s.tagged(ctx, prefixed(topicTag, topics)...)).
		Order("refreshed_at DESC, id DESC").Clauses(database.Limit(most)), false)
}

// change is a content that was published or withdrawn.
type change struct {
	ID          string
	Type        string
	Path        string
	Public      bool
	RefreshedAt time.Time
}

func (s store) changes(ctx context.Context, since time.Time, afterID string, limit int) (list []change, err error) {
	q := s.db.From(ctx).Model(&row{}).Select("id", "type", "path", "public", "refreshed_at")
	if afterID != "" {
		q = q.Where("(refreshed_at, id) > (?, ?::uuid)", since, afterID)
	} else {
		q = q.Where("refreshed_at >= ?", since)
	}
	err = q.Order("refreshed_at, id").Clauses(database.Limit(limit)).Find(&list).Error
	return list, err
}

// searchable lists the ids of the public contents of some types, for who
// keeps an index of them.
func (s store) searchable(ctx context.Context, types []string) (list []string, err error) {
	err = s.db.From(ctx).Model(&row{}).Where("public AND type IN ?", types).Order("id").Pluck("id", &list).Error
	return list, err
}
