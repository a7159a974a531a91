package applications

import (
	"context"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// countLimit is where counting stops: past it the exact figure helps nobody
// and would cost more than the page itself.
const countLimit = 1000

// ListRow is what lists show of an application: the listColumns, in order.
type ListRow struct {
	ID                string
	Number            *string
	ServiceID         string
	ServiceTitleIT    string `gorm:"column:service_title_it"`
	ServiceTitleEN    string `gorm:"column:service_title_en"`
	Status            Status
	CreatedAt         time.Time
	UpdatedAt         time.Time
	SubmittedAt       *time.Time
	DueDate           *time.Time
	DueOrder          time.Time
	ApplicantName     string
	ApplicantTaxCode  string
	AssigneeID        *string
	AssigneeName      string
	UnreadByApplicant int
	UnreadByOffice    int
}

const listColumns = "id, number, service_id, service_title_it, service_title_en, status, created_at, updated_at, " +
	"submitted_at, due_date, due_order, applicant_name, applicant_tax_code, assignee_id, assignee_name, unread_by_applicant, unread_by_office"

// The conditions are literal so that they match the partial indexes.
const (
	openOnes   = "status IN ('submitted', 'registered', 'in_progress', 'integration_requested')"
	unassigned = openOnes + " AND assignee_id IS NULL"
	closedOnes = "submitted_at IS NOT NULL AND status IN ('accepted', 'accepted_silence', 'rejected', 'withdrawn')"
	sentOnes   = "submitted_at IS NOT NULL"
)

// mineCursor is where a page of the applicant's list ended.
type mineCursor struct {
	UpdatedAt time.Time `json:"u"`
	ID        string    `json:"i"`
}

// mine lists a person's applications, the last touched first.
func (s store) mine(ctx context.Context, personID string, f MineFilter, after *mineCursor) ([]ListRow, error) {
	q := s.db.From(ctx).Model(&Application{}).Select(listColumns).Where("applicant_id = ?", personID)
	if len(f.Statuses) > 0 {
		q = q.Where("status = ANY(?)", pgArray(f.Statuses))
	}
	if f.Query != "" {
		pattern := "%" + likeEscape(strings.ToLower(f.Query)) + "%"
		q = q.Where("lower(number) LIKE ? OR lower(service_title_it) LIKE ? OR lower(service_title_en) LIKE ? OR lower(registration_number) LIKE ?",
			pattern, pattern, pattern, pattern)
	}
	if after != nil {
		q = q.Where("(updated_at, id) < (?, ?::uuid)", after.UpdatedAt, after.ID)
	}
	return listed(q.Order("updated_at DESC, id DESC"), f.Limit+1)
}

// listed reads at most limit rows of listColumns, by hand: it is half the time
// that reflection takes on the lists everybody looks at all day.
func listed(q *gorm.DB, limit int) (list []ListRow, err error) {
	rows, err := q.Clauses(database.Limit(limit)).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	list = make([]ListRow, 0, limit)
	for rows.Next() {
		list = append(list, ListRow{})
		r := &list[len(list)-1]
		if err := rows.Scan(&r.ID, &r.Number, &r.ServiceID, &r.ServiceTitleIT, &r.ServiceTitleEN, (*string)(&r.Status),
			&r.CreatedAt, &r.UpdatedAt, &r.SubmittedAt, &r.DueDate, &r.DueOrder, &r.ApplicantName, &r.ApplicantTaxCode,
			&r.AssigneeID, &r.AssigneeName, &r.UnreadByApplicant, &r.UnreadByOffice); err != nil {
			return nil, err
		}
	}
	return list, rows.Err()
}

// officeCursor is where a page of the office's list ended. It carries the
// total, so that only the first page counts.
type officeCursor struct {
	Due         *time.Time `json:"d,omitempty"`
	SubmittedAt *time.Time `json:"s,omitempty"`
	ID          string     `json:"i"`
	Total       int64      `json:"t"`
}

// office lists the applications of some offices; nil offices are all of them.
func (s store) office(ctx context.Context, f OfficeFilter, after *officeCursor) ([]ListRow, error) {
	q := s.officeScope(ctx, f).Select(listColumns)
	if f.byUrgency() {
		if after != nil && after.Due != nil {
			q = q.Where("(due_order, id) > (?::date, ?::uuid)", after.Due.Format(time.DateOnly), after.ID)
		}
		q = q.Order("due_order, id")
	} else {
		if after != nil && after.SubmittedAt != nil {
			q = q.Where("(submitted_at, id) < (?, ?::uuid)", *after.SubmittedAt, after.ID)
		}
		q = q.Order("submitted_at DESC, id DESC")
	}
	return listed(q, f.Limit+1)
}

// officeTotal counts what the filter selects, up to countLimit.
func (s store) officeTotal(ctx context.Context, f OfficeFilter) (int64, error) {
	limited := s.officeScope(ctx, f).Select("1").Clauses(database.Limit(countLimit))
	var total int64
	//nolint:forbidigo // GORM cannot count a limited selection; the selection itself names tenant_id
	err := s.db.From(ctx).Raw("SELECT count(*) FROM (?) AS selection", limited).Scan(&total).Error
	return total, err
}

// officeCounts counts what every filter selects, each up to countLimit.
func (s store) officeCounts(ctx context.Context, f OfficeFilter) (counts OfficeCounts, err error) {
	limited := func(status string) *gorm.DB {
		f.Status = status
		return s.officeScope(ctx, f).Select("1").Clauses(database.Limit(countLimit))
	}
	//nolint:forbidigo // GORM cannot count limited selections; each names tenant_id
	err = s.db.From(ctx).Raw(`SELECT
		(SELECT count(*) FROM (?) AS s) AS "open", (SELECT count(*) FROM (?) AS s) AS mine,
		(SELECT count(*) FROM (?) AS s) AS unassigned, (SELECT count(*) FROM (?) AS s) AS integration,
		(SELECT count(*) FROM (?) AS s) AS closed, (SELECT count(*) FROM (?) AS s) AS "all"`,
		limited(filterOpen), limited(filterMine), limited(filterUnassigned), limited(filterIntegration),
		limited(filterClosed), limited(filterAll)).Scan(&counts).Error
	return counts, err
}

func (s store) officeScope(ctx context.Context, f OfficeFilter) *gorm.DB {
	q := s.db.From(ctx).Model(&Application{})
	switch len(f.Offices) {
	case 0:
	case 1:
		q = q.Where("office = ?", f.Offices[0])
	default:
		q = q.Where("office = ANY(?)", pgArray(f.Offices))
	}
	switch f.Status {
	case filterOpen:
		q = q.Where(openOnes)
	case filterMine:
		q = q.Where("assignee_id = ? AND "+openOnes, f.OperatorID)
	case filterUnassigned:
		q = q.Where(unassigned)
	case filterIntegration:
		q = q.Where("status = 'integration_requested'")
	case filterClosed:
		q = q.Where(closedOnes)
	default:
		q = q.Where(sentOnes)
	}
	return matching(q, f.Query)
}

// matching narrows to a number, a tax code or the beginning of a name. Ranges
// rather than LIKE: only they use an index under row-level security.
func matching(q *gorm.DB, text string) *gorm.DB {
	key := searchKey(text)
	if key == "" {
		return q
	}
	end := key + "\U0010FFFF"
	return q.Where(`((number COLLATE "C" >= ? AND number COLLATE "C" < ?) OR (name_key >= ? AND name_key < ?)`+
		` OR (family_key >= ? AND family_key < ?) OR applicant_tax_code = ?) AND submitted_at IS NOT NULL`,
		key, end, key, end, key, end, strings.ToUpper(strings.TrimSpace(text)))
}

func likeEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}

// pgArray writes strings as a PostgreSQL array literal.
func pgArray[S ~string](items []S) string {
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	quoted := make([]string, len(items))
	for i, item := range items {
		quoted[i] = `"` + quote.Replace(string(item)) + `"`
	}
	return "{" + strings.Join(quoted, ",") + "}"
}
