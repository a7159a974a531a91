package catalogue

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// overridesFresh is how long a replica goes on with what it read of a tenant.
const overridesFresh = 30 * time.Second

// Status values of a service.
const (
	Active    = "active"
	Suspended = "suspended"
	Disabled  = "disabled" // not offered by the tenant at all
)

// Service answers what is offered, from memory.
type Service struct {
	store store
	clock clock.Clock

	municipalities Municipalities
	order          []*Definition          // by Italian title
	byID           map[string]*Definition // the current versions
	published      map[string]time.Time   // when the current version first appeared

	mu        sync.RWMutex
	old       map[string]*Definition // restored versions by id and version
	overrides map[string]tenantOverrides
	indexed   map[string]bool // tenants whose services this process made findable
}

type tenantOverrides struct {
	byService map[string]Override
	read      time.Time
}

// Municipalities are those that offer the services.
type Municipalities interface {
	IDs(ctx context.Context) ([]string, error)
	Office(ctx context.Context, id string) (tenants.Office, error)
}

// New reads the services of sources and publishes them: it keeps their versions
// and makes them findable. A faulty folder is an Invalid error.
func New(ctx context.Context, db *database.DB, clk clock.Clock, sources []fs.FS, municipalities Municipalities) (*Service, error) {
	definitions, err := loadOnce(sources)
	if err != nil {
		return nil, err
	}
	s := &Service{
		store: store{db}, clock: clk, municipalities: municipalities, order: definitions, byID: map[string]*Definition{},
		old: map[string]*Definition{}, published: map[string]time.Time{}, overrides: map[string]tenantOverrides{}, indexed: map[string]bool{},
	}
	for _, definition := range definitions {
		s.byID[definition.ID] = definition
	}
	slices.SortFunc(s.order, func(a, b *Definition) int { return cmp.Compare(a.Title.IT, b.Title.IT) })
	return s, s.publish(ctx)
}

// embedded remembers the services that are part of the program, which never
// change while it runs.
var embedded sync.Map // embed.FS → func() ([]*Definition, error)

func loadOnce(sources []fs.FS) ([]*Definition, error) {
	files, part := sources[0].(embed.FS)
	if !part || len(sources) > 1 {
		return Load(sources...)
	}
	load, _ := embedded.LoadOrStore(files, sync.OnceValues(func() ([]*Definition, error) { return Load(files) }))
	definitions, err := load.(func() ([]*Definition, error))()
	return slices.Clone(definitions), err
}

func (s *Service) publish(ctx context.Context) error {
	ids, err := s.municipalities.IDs(ctx)
	if err != nil {
		return fmt.Errorf("publish services: %w", err)
	}
	for _, id := range ids {
		if err := s.reindex(database.WithTenant(ctx, id)); err != nil {
			return fmt.Errorf("publish services of %s: %w", id, err)
		}
	}
	return nil
}

// keepVersions stores the versions that are offered for the first time: an
// application keeps the one it was written for.
func (s *Service) keepVersions(ctx context.Context, offered []*Definition) error {
	current := map[string]string{}
	s.mu.RLock()
	for _, definition := range offered {
		if _, kept := s.published[definition.ID]; !kept {
			current[definition.ID] = definition.Version
		}
	}
	s.mu.RUnlock()
	if len(current) == 0 {
		return nil
	}
	known, err := s.store.versions(ctx, current)
	if err != nil {
		return err
	}
	now := s.clock.Now().UTC().Truncate(time.Microsecond)
	var fresh []versionRow
	for id, version := range current {
		if _, old := known[id]; !old {
			known[id] = now
			fresh = append(fresh, versionRow{id, version, database.ToJSON(s.byID[id]), now})
		}
	}
	if err := s.store.keep(ctx, fresh); err != nil {
		return err
	}
	s.mu.Lock()
	maps.Copy(s.published, known)
	s.mu.Unlock()
	return nil
}

// Known tells whether the catalogue has a service, offered or not.
func (s *Service) Known(serviceID string) bool { return s.byID[serviceID] != nil }

// Activate makes the current tenant offer services, unless it has already
// decided on them. Services that the catalogue does not have are an error.
func (s *Service) Activate(ctx context.Context, serviceIDs ...string) error {
	rows := make([]Override, len(serviceIDs))
	for i, id := range serviceIDs {
		if !s.Known(id) {
			return ErrNotFound.With(id)
		}
		rows[i] = Override{ServiceID: id, UpdatedAt: s.clock.Now().UTC()}
	}
	if err := s.store.activate(ctx, rows); err != nil {
		return fmt.Errorf("activate services: %w", err)
	}
	return s.offerChanged(ctx)
}

// Offer changes what the current tenant does with a service: its status
// (active, suspended or disabled) and the office that handles it. Empty values
// go back to what the catalogue says.
func (s *Service) Offer(ctx context.Context, serviceID, status, office string) error {
	if !s.Known(serviceID) {
		return ErrNotFound.With(serviceID)
	}
	if !slices.Contains([]string{"", Active, Suspended, Disabled}, status) {
		return ErrOffer.With("status " + status)
	}
	if _, known := vocabularies.office(office); office != "" && !known {
		return ErrOffer.With("office " + office)
	}
	row := Override{ServiceID: serviceID, Status: status, Office: office, UpdatedAt: s.clock.Now().UTC()}
	if err := s.store.override(ctx, row); err != nil {
		return fmt.Errorf("change the offer of %s: %w", serviceID, err)
	}
	return s.offerChanged(ctx)
}

// offerChanged makes what the tenant offers now seen and found.
func (s *Service) offerChanged(ctx context.Context) error {
	s.mu.Lock()
	delete(s.overrides, database.TenantID(ctx))
	s.mu.Unlock()
	return s.reindex(ctx)
}

// NotOffered is the status of a service that the tenant has not activated.
const NotOffered = "not_offered"

// Choice is a service of the catalogue with what the tenant does with it.
type Choice struct {
	*Definition
	Status string // active, suspended, disabled or not_offered
}

// Choices lists the whole catalogue by Italian title, as the current tenant
// sees it.
func (s *Service) Choices(ctx context.Context) ([]Choice, error) {
	overrides, err := s.tenantOverrides(ctx)
	if err != nil {
		return nil, err
	}
	choices := make([]Choice, len(s.order))
	for i, definition := range s.order {
		choices[i] = Choice{definition, NotOffered}
		row, decided := overrides[definition.ID]
		if !decided {
			continue
		}
		choices[i].Status = cmp.Or(row.Status, definition.Status)
		if offered := row.apply(definition); offered != nil {
			choices[i].Definition = offered
		}
	}
	return choices, nil
}

// reindex writes what can be found of the services that the tenant offers.
func (s *Service) reindex(ctx context.Context) error {
	offered, err := s.offered(ctx)
	if err != nil {
		return err
	}
	if err := s.keepVersions(ctx, offered); err != nil {
		return err
	}
	documents := make([]searchDocument, 0, len(offered))
	for _, definition := range offered {
		documents = append(documents, definition.searchDocument(s.clock.Now().UTC()))
	}
	if err := s.store.db.Tx(ctx, func(ctx context.Context) error { return s.store.index(ctx, documents) }); err != nil {
		return err
	}
	s.mu.Lock()
	s.indexed[database.TenantID(ctx)] = true
	s.mu.Unlock()
	return nil
}

// ensureIndexed makes the services findable of a tenant that joined after the
// start.
func (s *Service) ensureIndexed(ctx context.Context) error {
	s.mu.RLock()
	done := s.indexed[database.TenantID(ctx)]
	s.mu.RUnlock()
	if done {
		return nil
	}
	return s.reindex(ctx)
}

func (d *Definition) searchDocument(now time.Time) searchDocument {
	category, _ := vocabularies.category(d.Category)
	brief := func(lang string, keywords []string) string {
		words := append(slices.Clone(keywords), d.Abstract.In(lang), category.Title.In(lang))
		for _, id := range d.Topics {
			topic, _ := vocabularies.topic(id)
			words = append(words, topic.Title.In(lang))
		}
		return strings.Join(words, " ")
	}
	body := func(lang string) string {
		sheet := d.Sheet
		texts := []string{sheet.Description.In(lang), sheet.Audience.In(lang), sheet.HowTo.In(lang), sheet.Requirements.In(lang), sheet.Outcome.In(lang)}
		for _, needed := range sheet.Needed {
			texts = append(texts, needed.In(lang))
		}
		return strings.Join(texts, "\n")
	}
	return searchDocument{
		Kind: serviceKind, ID: d.ID, TitleIT: d.Title.IT, TitleEN: d.Title.EN, BriefIT: brief("it", d.Keywords.IT),
		BriefEN: brief("en", d.Keywords.EN), BodyIT: body("it"), BodyEN: body("en"), UpdatedAt: now,
	}
}

// tenantOverrides reads, at most every so often, what the tenant does
// differently. While the database is away the last reading serves.
func (s *Service) tenantOverrides(ctx context.Context) (map[string]Override, error) {
	tenant := database.TenantID(ctx)
	s.mu.RLock()
	known, ok := s.overrides[tenant]
	s.mu.RUnlock()
	if ok && s.clock.Now().Sub(known.read) < overridesFresh {
		return known.byService, nil
	}
	byService, err := s.store.overrides(ctx)
	if err != nil {
		if ok {
			return known.byService, nil
		}
		return nil, err
	}
	s.mu.Lock()
	s.overrides[tenant] = tenantOverrides{byService, s.clock.Now()}
	s.mu.Unlock()
	return byService, nil
}

// apply returns the definition as the tenant offers it; nil when it does not,
// as for a service that it has not activated.
func (o Override) apply(definition *Definition) *Definition {
	if o.ServiceID == "" || o.Status == Disabled {
		return nil
	}
	if (o.Status == "" || o.Status == definition.Status) && o.Office == "" {
		return definition
	}
	changed := *definition
	changed.Status = cmp.Or(o.Status, definition.Status)
	changed.Office = cmp.Or(o.Office, definition.Office)
	return &changed
}

// offered lists the services of the current tenant by title.
func (s *Service) offered(ctx context.Context) ([]*Definition, error) {
	overrides, err := s.tenantOverrides(ctx)
	if err != nil {
		return nil, err
	}
	definitions := make([]*Definition, 0, len(s.order))
	for _, definition := range s.order {
		if offered := overrides[definition.ID].apply(definition); offered != nil {
			definitions = append(definitions, offered)
		}
	}
	return definitions, nil
}

func (s *Service) today() time.Time { return s.clock.Now().In(clock.Rome) }

// related lists the services that a definition names and the tenant offers.
func (s *Service) related(ctx context.Context, d *Definition) ([]string, error) {
	overrides, err := s.tenantOverrides(ctx)
	if err != nil {
		return nil, err
	}
	ids := []string{}
	for _, id := range d.Related {
		if known := s.byID[id]; known != nil && overrides[id].apply(known) != nil {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Definition returns the current version of a service as the current tenant
// offers it. A suspended one is returned, with that status: its sheet stays
// public, but no application can start.
func (s *Service) Definition(ctx context.Context, serviceID string) (*Definition, error) {
	definition := s.byID[serviceID]
	if definition == nil {
		return nil, ErrNotFound.With(serviceID)
	}
	overrides, err := s.tenantOverrides(ctx)
	if err != nil {
		return nil, err
	}
	if definition = overrides[serviceID].apply(definition); definition == nil {
		return nil, ErrNotFound.With(serviceID)
	}
	return definition, nil
}

// DefinitionVersion returns a version of a service, current or not: an
// application keeps the one it was written for, also when the service has left
// the catalogue.
func (s *Service) DefinitionVersion(ctx context.Context, serviceID, version string) (*Definition, error) {
	if current := s.byID[serviceID]; current != nil && current.Version == version {
		return current, nil
	}
	key := serviceID + "@" + version
	s.mu.RLock()
	definition := s.old[key]
	s.mu.RUnlock()
	if definition != nil {
		return definition, nil
	}
	row, err := s.store.version(ctx, serviceID, version)
	if err != nil {
		return nil, err
	}
	if definition, err = Restore(row.Definition); err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.old[key] = definition
	s.mu.Unlock()
	return definition, nil
}

// UpdatedAt is when the current version of a service first appeared.
func (s *Service) UpdatedAt(serviceID string) time.Time {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.published[serviceID]
}

// Query is what the list of services is asked for.
type Query struct {
	Category string
	Text     string
	Limit    int
	Cursor   string
}

// Page is a part of a list, with the number of all that match.
type Page struct {
	Items []*Definition
	Next  string
	Total int
}

const maxQuery = 200

// cursor is the last service of the page before.
type cursor struct {
	After string `json:"after"`
}

// List returns the services that match: by title, or best first when there is
// a text to look for.
func (s *Service) List(ctx context.Context, q Query) (Page, error) {
	if _, known := vocabularies.category(q.Category); q.Category != "" && !known {
		return Page{}, ErrUnknownCategory.With(q.Category)
	}
	matching, err := s.matching(ctx, strings.TrimSpace(q.Text))
	if err != nil {
		return Page{}, err
	}
	if q.Category != "" {
		matching = slices.DeleteFunc(matching, func(d *Definition) bool { return d.Category != q.Category })
	}
	return page(matching, q)
}

func (s *Service) matching(ctx context.Context, text string) ([]*Definition, error) {
	offered, err := s.offered(ctx)
	if err != nil || text == "" {
		return offered, err
	}
	if len(text) > maxQuery {
		return nil, ErrQueryTooLong
	}
	if err := s.ensureIndexed(ctx); err != nil {
		return nil, err
	}
	ids, err := s.store.search(ctx, strings.ReplaceAll(text, "\x00", ""))
	if err != nil {
		return nil, err
	}
	byID := make(map[string]*Definition, len(offered))
	for _, definition := range offered {
		byID[definition.ID] = definition
	}
	found := make([]*Definition, 0, len(ids))
	for _, id := range ids {
		if definition := byID[id]; definition != nil {
			found = append(found, definition)
		}
	}
	return found, nil
}

func page(all []*Definition, q Query) (Page, error) {
	start := 0
	if q.Cursor != "" {
		var c cursor
		if err := httpx.DecodeCursor(q.Cursor, &c); err != nil {
			return Page{}, err
		}
		start = 1 + slices.IndexFunc(all, func(d *Definition) bool { return d.ID == c.After })
		if start == 0 {
			return Page{Total: len(all)}, nil // what came before is no longer in the list
		}
	}
	end := min(start+q.Limit, len(all))
	p := Page{Items: all[start:end], Total: len(all)}
	if end < len(all) && end > start {
		p.Next = httpx.EncodeCursor(cursor{all[end-1].ID})
	}
	return p, nil
}

// CategoryCount is a category with the number of services offered in it.
type CategoryCount struct {
	Term
	Services int
}

// Categories lists the categories of the site model in their order, also the
// empty ones: each has its page.
func (s *Service) Categories(ctx context.Context) ([]CategoryCount, error) {
	offered, err := s.offered(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, definition := range offered {
		counts[definition.Category]++
	}
	list := make([]CategoryCount, 0, len(vocabularies.categories.terms))
	for _, term := range vocabularies.categories.terms {
		list = append(list, CategoryCount{term, counts[term.ID]})
	}
	return list, nil
}
