package content

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

func (s store) grants(ctx context.Context, operatorID string) (rows []grantRow, err error) {
	err = s.db.From(ctx).Where("operator_id = ?", operatorID).Order("id").Find(&rows).Error
	return rows, err
}

func (s store) allGrants(ctx context.Context) (rows []grantRow, err error) {
	err = s.db.From(ctx).Order("operator_id, id").Find(&rows).Error
	return rows, err
}

func (s store) setGrants(ctx context.Context, operatorID string, rows []grantRow) error {
	if err := s.db.From(ctx).Delete(&grantRow{}, "operator_id = ?", operatorID).Error; err != nil || len(rows) == 0 {
		return err
	}
	return s.db.From(ctx).Create(&rows).Error
}

// OfficeQuery asks for a page of the contents that editors work on.
type OfficeQuery struct {
	Types    []string
	Statuses []string
	Text     string
	Unit     string
	Mine     bool
	Sort     string // title or -updated_at
	Limit    int
	Cursor   string
}

// check refuses what the list cannot be asked for.
func (q OfficeQuery) check() error {
	for _, name := range q.Types {
		if _, ok := TypeOf(name); !ok {
			return ErrQuery.With("type " + name)
		}
	}
	for _, status := range q.Statuses {
		if !slices.Contains(statuses, Status(status)) {
			return ErrQuery.With("status " + status)
		}
	}
	if q.Unit != "" && !ids.Valid(q.Unit) || len(q.Text) > 200 || !slices.Contains([]string{"", "title", "-updated_at"}, q.Sort) {
		return ErrQuery
	}
	return nil
}

// officeCursor is where a page of the list of editors ended.
type officeCursor struct {
	At    time.Time `json:"d,omitzero"`
	Label string    `json:"t,omitempty"`
	ID    string    `json:"i"`
}

// officeScope are the contents that an editor sees, before the status.
func (s store) officeScope(ctx context.Context, q OfficeQuery, r rights) *gorm.DB {
	g := s.db.From(ctx).Model(&row{})
	if !r.admin {
		g = g.Where(s.visibleTo(ctx, r))
	}
	if len(q.Types) > 0 {
		g = g.Where("type IN ?", q.Types)
	}
	if q.Unit != "" {
		g = g.Where("owner_unit_id = ?", q.Unit)
	}
	if q.Mine {
		g = g.Where("updated_by_id = ?", r.ID)
	}
	for _, word := range strings.Fields(q.Text) {
		g = g.Where("plain_text(label) LIKE '%' || plain_text(?) || '%'", likeEscape(word))
	}
	return g
}

// visibleTo are the contents of the sections and offices of an editor.
func (s store) visibleTo(ctx context.Context, r rights) *gorm.DB {
	any := s.db.From(ctx)
	for _, grant := range r.grants {
		one := s.db.From(ctx).Where("type IN ?", typesIn(grant.Sections))
		if len(grant.UnitIDs) > 0 {
			one = one.Where("owner_unit_id = ANY(?::uuid[])", textArray(grant.UnitIDs))
		}
		any = any.Or(one)
	}
	return any
}

// typesIn lists the types of some sections; without any, of all.
func typesIn(names []string) (out []string) {
	for _, t := range shipped.types {
		if len(names) == 0 || slices.Contains(names, t.Section) {
			out = append(out, t.Type)
		}
	}
	return out
}

func (s store) officePage(ctx context.Context, q OfficeQuery, r rights, after *officeCursor) (rows []row, err error) {
	g := s.officeScope(ctx, q, r)
	if len(q.Statuses) > 0 {
		g = g.Where("status IN ?", q.Statuses)
	}
	order := "updated_at DESC, id DESC"
	if q.Sort == "title" {
		order = "label, id"
		if after != nil {
			g = g.Where("(label, id) > (?, ?::uuid)", after.Label, after.ID)
		}
	} else if after != nil {
		g = g.Where("(updated_at, id) < (?, ?::uuid)", after.At, after.ID)
	}
	err = g.Select("id", "type", "title", "label", "status", "path", "version", "public", "published_version", "updated_at", "updated_by",
		"publish_at", "expires_at", "owner_unit_id").Order(order).Clauses(database.Limit(q.Limit + 1)).Find(&rows).Error
	return rows, err
}

// statusCount is how many contents have a status.
type statusCount struct {
	Status Status
	Count  int
}

func (s store) statusCounts(ctx context.Context, q OfficeQuery, r rights) (list []statusCount, err error) {
	err = s.officeScope(ctx, q, r).Select("status, count(*) AS count").Group("status").Scan(&list).Error
	return list, err
}

// rowsOf reads contents, public or not.
func (s store) rowsOf(ctx context.Context, wanted []string) (rows []row, err error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	err = s.db.From(ctx).Where("id IN ?", wanted).Find(&rows).Error
	return rows, err
}

// referable finds contents that others may refer to, those whose title begins
// with the text first.
func (s store) referable(ctx context.Context, types []string, text string, limit int) (rows []row, err error) {
	g := s.db.From(ctx).Where("status NOT IN ('unpublished', 'expired', 'archived')")
	if len(types) > 0 {
		g = g.Where("type IN ?", types)
	}
	for _, word := range strings.Fields(text) {
		g = g.Where("plain_text(label) LIKE '%' || plain_text(?) || '%'", likeEscape(word))
	}
	err = g.Order("public DESC, updated_at DESC, id DESC").Clauses(database.Limit(limit)).Find(&rows).Error
	return rows, err
}
