package content

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// Status is where the working text of a content stands. What visitors read is
// another matter: a published content that goes back to its editors keeps
// showing its published text.
type Status string

// The statuses of the model.
const (
	Draft       Status = "draft"
	InReview    Status = "in_review"
	Scheduled   Status = "scheduled"
	Live        Status = "published"
	Expired     Status = "expired"
	Archived    Status = "archived"
	Unpublished Status = "unpublished"
)

var statuses = []Status{Draft, InReview, Scheduled, Live, Expired, Archived, Unpublished}

// textArray is a PostgreSQL array of text or of UUIDs.
type textArray []string

// Value writes the array in PostgreSQL's text form.
func (t textArray) Value() (driver.Value, error) {
	quote := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	items := make([]string, len(t))
	for i, s := range t {
		items[i] = `"` + quote.Replace(s) + `"`
	}
	return "{" + strings.Join(items, ",") + "}", nil
}

// Scan reads the array from what the driver gives.
func (t *textArray) Scan(src any) error {
	var items []string
	if err := pgtype.NewMap().SQLScanner(&items).Scan(src); err != nil {
		return fmt.Errorf("content: read array: %w", err)
	}
	*t = items
	return nil
}

// row is one row of contents.
type row struct {
	TenantID         string `gorm:"primaryKey"`
	ID               string `gorm:"primaryKey"`
	Key              string
	ImportHash       string
	Type             string
	Slug             string
	Path             string
	Status           Status
	Version          int64
	Title            database.JSON
	Label            string
	Data             database.JSON
	OwnerUnitID      *string
	PublishAt        *time.Time
	ExpiresAt        *time.Time
	LeavesAt         *time.Time
	CreatedAt        time.Time
	CreatedBy        string
	UpdatedAt        time.Time `gorm:"autoUpdateTime:false"`
	UpdatedBy        string
	UpdatedByID      string
	Public           bool
	PublishedData    database.JSON
	PublishedVersion *int64
	PublishedAt      *time.Time
	RefreshedAt      *time.Time
	ArchivedAt       *time.Time
	Card             database.JSON
	KindCode         string
	KindCodes        textArray
	TopicCodes       textArray
	Date             *time.Time
	EndDate          *time.Time
	OrderDate        *time.Time
	SortTitle        string
	SortOrder        int
	Words            string
}

// TableName names the table of contents.
func (row) TableName() string { return "contents" }

// values decodes the working text.
func (r *row) values() (map[string]any, error) { return decode(r.Data) }

// published decodes the public text.
func (r *row) published() (map[string]any, error) { return decode(r.PublishedData) }

func decode(j database.JSON) (map[string]any, error) {
	data := map[string]any{}
	if err := j.Into(&data); err != nil {
		return nil, fmt.Errorf("read the fields of a content: %w", err)
	}
	return data, nil
}

// hasChanges tells whether the working text differs from the public one.
func (r *row) hasChanges() bool {
	return r.Public && (r.PublishedVersion == nil || *r.PublishedVersion != r.Version)
}

func (r *row) titles() i18n.Text { return titlesOf(r.Title) }

func titlesOf(j database.JSON) i18n.Text {
	var t i18n.Text
	_ = j.Into(&t) // written by us
	return t
}

// cardData is what the row keeps of a card: ids and codes, of which reading
// makes files and terms.
type cardData struct {
	Title            i18n.Text      `json:"t"`
	ShortDescription i18n.Text      `json:"s,omitempty"`
	Image            string         `json:"i,omitempty"`
	Kinds            []string       `json:"k,omitempty"`
	Topics           []string       `json:"o,omitempty"`
	Extra            map[string]any `json:"x,omitempty"`
}

// revision is one row of content_revisions.
type revision struct {
	TenantID  string `gorm:"primaryKey"`
	ContentID string `gorm:"primaryKey"`
	Number    int64  `gorm:"primaryKey"`
	Data      database.JSON
	Title     database.JSON
	Slug      string
	Author    string
	AuthorID  string
	At        time.Time
	Action    string
	Reason    string
}

// TableName names the table of revisions.
func (revision) TableName() string { return "content_revisions" }

// link is one row of content_links.
type link struct {
	TenantID string `gorm:"primaryKey"`
	FromID   string `gorm:"primaryKey"`
	Field    string `gorm:"primaryKey"`
	Position int    `gorm:"primaryKey"`
	ToID     string
}

// TableName names the table of links.
func (link) TableName() string { return "content_links" }

// tag is one row of content_tags.
type tag struct {
	TenantID  string `gorm:"primaryKey"`
	Tag       string `gorm:"primaryKey"`
	ContentID string `gorm:"primaryKey"`
}

// TableName names the table of tags.
func (tag) TableName() string { return "content_tags" }

// The kinds of tag.
const (
	topicTag = "topic:"
	kindTag  = "kind:"
	refTag   = "ref:"
)

// tags lists what the public text of a row is found by.
func (r *row) tags(refs []string) (out []string) {
	for _, part := range []struct {
		kind  string
		codes []string
	}{{topicTag, r.TopicCodes}, {kindTag, r.KindCodes}, {refTag, refs}} {
		for _, code := range part.codes {
			out = append(out, part.kind+code)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// mediaUse is one row of content_media.
type mediaUse struct {
	TenantID  string `gorm:"primaryKey"`
	ContentID string `gorm:"primaryKey"`
	MediaID   string `gorm:"primaryKey"`
	Public    bool   `gorm:"primaryKey"`
}

// TableName names the table of the files in use.
func (mediaUse) TableName() string { return "content_media" }

// Redirect is an address that leads elsewhere; to nowhere when ToPath is
// empty, because what was there is gone.
type Redirect struct {
	TenantID  string `gorm:"primaryKey"`
	ID        string `gorm:"primaryKey"`
	FromPath  string
	ToPath    string
	ContentID *string
	Automatic bool
	CreatedAt time.Time
	CreatedBy string
}

// TableName names the table of redirects.
func (Redirect) TableName() string { return "redirects" }
