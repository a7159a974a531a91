// Package tenants knows the municipalities (enti) that share the installation:
// their host names, contacts, offices and settings. A request belongs to the
// municipality whose host name it was sent to.
package tenants

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
)

// What can go wrong.
var (
	ErrUnknownHost   = errs.New(errs.NotFound, "unknown-host", "No municipality answers at this address.")
	ErrUnknownOffice = errs.New(errs.NotFound, "office-not-found", "There is no such office.")
)

// Text is a text in the languages of the product.
type Text struct {
	IT string `json:"it"`
	EN string `json:"en"`
}

// Contacts are how to reach the municipality.
type Contacts struct {
	Address string `json:"address"`
	Phone   string `json:"phone"`
	Email   string `json:"email"`
	PEC     string `json:"pec"` // posta elettronica certificata
	TaxCode string `json:"tax_code"`
}

// Office is an organisational unit that handles applications.
type Office struct {
	ID          string `json:"id"`
	Name        Text   `json:"name"`
	Address     string `json:"address"`
	Phone       string `json:"phone"`
	Email       string `json:"email"`
	Hours       Text   `json:"hours"`
	Responsible string `json:"responsible"` // responsabile del procedimento
	// Unit is the key of the office among the imported contents of the website.
	Unit string `json:"unit,omitempty"`
}

// Settings is what an administrator may change of a municipality.
type Settings struct {
	Region      string   `json:"region"`
	Description Text     `json:"description"`
	Contacts    Contacts `json:"contacts"`
	Demo        bool     `json:"demo"` // invented, for demonstrations
	Offices     []Office `json:"offices"`
}

// Tenant is a municipality.
type Tenant struct {
	ID, Name, Host string
	Settings
}

type row struct {
	ID       string `gorm:"primaryKey"`
	Name     string
	Host     string
	Settings database.JSON
}

func (row) TableName() string { return "tenants" }

// Service answers from memory; the list is read again every few seconds.
type Service struct {
	db     *database.DB
	origin Origin
	known  atomic.Pointer[directory]
}

// Origin says how the public addresses are made: scheme and, when it is not
// the scheme's own, port.
type Origin struct{ Scheme, Port string }

type directory struct {
	byID, byHost map[string]Tenant
	ids          []string
	read         time.Time
}

const freshFor = 10 * time.Second

// New makes the service.
func New(db *database.DB, origin Origin) *Service { return &Service{db: db, origin: origin} }

func (s *Service) directory(ctx context.Context) (*directory, error) {
	if d := s.known.Load(); d != nil && time.Since(d.read) < freshFor {
		return d, nil
	}
	d, err := s.read(ctx)
	if err != nil {
		if old := s.known.Load(); old != nil {
			return old, nil // the list rarely changes: an old one serves while the database is away
		}
		return nil, err
	}
	s.known.Store(d)
	return d, nil
}

func (s *Service) read(ctx context.Context) (*directory, error) {
	var rows []row
	if err := s.db.From(ctx).Order("id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("read tenants: %w", err)
	}
	d := &directory{byID: map[string]Tenant{}, byHost: map[string]Tenant{}, read: time.Now()}
	for _, r := range rows {
		t := Tenant{ID: r.ID, Name: r.Name, Host: r.Host}
		if err := json.Unmarshal(r.Settings, &t.Settings); err != nil {
			return nil, fmt.Errorf("settings of tenant %s: %w", r.ID, err)
		}
		d.byID[t.ID], d.byHost[t.Host] = t, t
		d.ids = append(d.ids, t.ID)
	}
	return d, nil
}

// ByHost finds the municipality of a Host header.
func (s *Service) ByHost(ctx context.Context, host string) (Tenant, error) {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	d, err := s.directory(ctx)
	if err != nil {
		return Tenant{}, err
	}
	t, ok := d.byHost[strings.ToLower(host)]
	if !ok {
		return Tenant{}, ErrUnknownHost
	}
	return t, nil
}

// Current is the municipality of the context.
func (s *Service) Current(ctx context.Context) (Tenant, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return Tenant{}, err
	}
	t, ok := d.byID[database.TenantID(ctx)]
	if !ok {
		return Tenant{}, errors.New("no tenant in the context")
	}
	return t, nil
}

// IDs lists the municipalities, for work that visits each.
func (s *Service) IDs(ctx context.Context) ([]string, error) {
	d, err := s.directory(ctx)
	if err != nil {
		return nil, err
	}
	return d.ids, nil
}

// Office finds an office of the current municipality.
func (s *Service) Office(ctx context.Context, id string) (Office, error) {
	t, err := s.Current(ctx)
	if err != nil {
		return Office{}, err
	}
	for _, o := range t.Offices {
		if o.ID == id {
			return o, nil
		}
	}
	return Office{}, ErrUnknownOffice.With(id)
}

// URL is the public address of the current municipality, without a final slash;
// "" when it is not known.
func (s *Service) URL(ctx context.Context) string {
	t, err := s.Current(ctx)
	if err != nil {
		return ""
	}
	return s.URLOf(t)
}

// URLOf is the public address of a municipality.
func (s *Service) URLOf(t Tenant) string {
	u := url.URL{Scheme: s.origin.Scheme, Host: t.Host}
	if s.origin.Port != "" {
		u.Host = net.JoinHostPort(t.Host, s.origin.Port)
	}
	return u.String()
}

// Put writes a municipality, new or changed.
func (s *Service) Put(ctx context.Context, t Tenant) error {
	settings, err := json.Marshal(t.Settings)
	if err != nil {
		return err
	}
	s.known.Store(nil)
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"name", "host", "settings"}),
	}).Create(&row{ID: t.ID, Name: t.Name, Host: strings.ToLower(t.Host), Settings: settings}).Error
}
