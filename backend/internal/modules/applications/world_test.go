package applications_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5/pgxpool"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/admin"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

const (
	permit    = "ztl-permit"         // fee and stamp duty, decision in 30 days
	residence = "residence-transfer" // no fee, assent by silence after 45 days
)

// world is the product as far as applications need it, with people in it.
type world struct {
	*testkit.Env
	t        *testing.T
	engine   *gin.Engine
	owner    *pgxpool.Pool
	services *shelf
	mail     *mailbox
	payments *payments.Service
	deps     applications.Deps
	actors   map[string]identity.Actor
}

// shelf is a catalogue whose services a test can replace.
type shelf struct {
	mu       sync.Mutex
	current  map[string]*catalogue.Definition
	versions map[string]*catalogue.Definition
}

var errNoService = errs.New(errs.NotFound, "service-not-found", "There is no such service.")

func (s *shelf) put(defs ...*catalogue.Definition) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range defs {
		s.current[d.ID], s.versions[d.ID+" "+d.Version] = d, d
	}
}

func (s *shelf) Definition(_ context.Context, id string) (*catalogue.Definition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.current[id]; d != nil {
		return d, nil
	}
	return nil, errNoService
}

func (s *shelf) DefinitionVersion(_ context.Context, id, version string) (*catalogue.Definition, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.versions[id+" "+version]; d != nil {
		return d, nil
	}
	return nil, errNoService
}

// mailbox is the mail server.
type mailbox struct {
	mu   sync.Mutex
	sent []notifications.Message
}

func (m *mailbox) Send(_ context.Context, msg notifications.Message) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, msg)
	return nil
}

func (m *mailbox) Mode() string { return "simulator" }

// town answers what the other modules ask about municipality and people.
type town struct {
	identity *identity.Service
}

func (town) Issuer(context.Context) (documents.Issuer, error) {
	return documents.Issuer{Name: "Comune di Borgolago", PublicURL: "http://localhost:8080", Demo: true}, nil
}

func (town) Sender(context.Context) (notifications.Sender, error) {
	return notifications.Sender{Name: "Comune di Borgolago", PublicURL: "http://localhost:8080"}, nil
}

func (town) IDs(context.Context) ([]string, error) { return []string{"borgolago", "pontefiume"}, nil }

func (c town) Contact(ctx context.Context, id string) (string, string, error) {
	p, err := c.identity.Person(ctx, id)
	return p.Email, p.Language, err
}

func (town) Correspondent(context.Context, string) (notifications.Contact, error) {
	return notifications.Contact{}, nil // nobody here asks for assistance
}

// services are those of the catalogue, read once for all tests.
var services = sync.OnceValues(func() ([]*catalogue.Definition, error) { return catalogue.Load(shipped.Files) })

func setup(t *testing.T) *world {
	t.Helper()
	gin.SetMode(gin.TestMode)
	w := &world{Env: testkit.New(t, testkit.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))), t: t, mail: &mailbox{}}
	w.owner = w.Owner(t)
	w.services = &shelf{current: map[string]*catalogue.Definition{}, versions: map[string]*catalogue.Definition{}}
	defs, err := services()
	w.ok(err)
	w.services.put(defs...)
	w.wire()
	w.people()
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) wire() {
	trail := audit.New(w.DB, w.Clock, func(ctx context.Context) audit.Who {
		a := identity.ActorFrom(ctx)
		return audit.Who{Kind: string(a.Kind), ID: a.PersonID + a.OperatorID, Name: a.Name}
	})
	who := identity.New(identity.Deps{DB: w.DB, Queue: w.Queue, Tenants: town{}, Clock: w.Clock, Secrets: w.Secrets})
	place := tenants.New(w.DB, tenants.Origin{Scheme: "http", Port: "8080"})
	for _, tenant := range testkit.Tenants {
		w.ok(place.Put(w.Ctx(tenant.ID), tenants.Tenant{ID: tenant.ID, Name: tenant.Name, Host: tenant.Host, Settings: tenants.Settings{
			Offices: []tenants.Office{
				{ID: "mobility", Name: tenants.Text{IT: "Ufficio Mobilità", EN: "Mobility office"}, Responsible: "Rosa Prova"},
				{ID: "registry", Name: tenants.Text{IT: "Ufficio Anagrafe", EN: "Registry office"}},
			},
		}}))
	}
	w.payments = payments.New(payments.Deps{DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Audit: trail, Tenants: town{}})
	docs := documents.New(w.DB, w.Storage, w.Queue, w.Clock, town{})
	talk := messages.New(w.DB, w.Clock)
	w.deps = applications.Deps{
		DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Identity: who, Catalogue: w.services, Documents: docs,
		Payments: w.payments, Messages: talk, Audit: trail, Tenants: place,
		Notifications: notifications.New(w.DB, w.Queue, w.Clock, town{who}, town{}, w.mail),
	}
	w.engine = gin.New()
	guard := httpx.Idempotent(w.DB, func(ctx context.Context) string {
		a := identity.ActorFrom(ctx)
		return a.PersonID + a.OperatorID
	})
	base := w.engine.Group("", w.signIn)
	router := httpx.Router{
		Public: base, Citizen: base.Group("", identity.RequireCitizen()),
		Operator: base.Group("", identity.RequireOperator()), Admin: base.Group("", identity.RequireAdmin()),
	}
	applications.NewHandler(applications.New(w.deps), guard).Routes(router)
	messages.NewHandler(talk).Routes(router)
	admin.NewHandler(admin.New(w.DB, w.Queue, trail)).Routes(router)
}

// signIn stands where sessions are read: it trusts a header.
func (w *world) signIn(c *gin.Context) {
	actor := w.actors[c.GetHeader("X-Who")]
	ctx := database.WithTenant(c.Request.Context(), actor.TenantID)
	c.Request = c.Request.WithContext(identity.WithActor(ctx, actor))
}

func (w *world) people() {
	w.actors = map[string]identity.Actor{}
	for name, p := range map[string]identity.Person{
		"anna":  {TenantID: "borgolago", TaxCode: "SMPNNA85C41Z999N", GivenName: "Anna", FamilyName: "Esempio", BirthDate: "1985-03-01", BirthPlace: "Borgolago", Gender: "F", Email: "anna.esempio@example.org", Phone: "+39 000 0000001", Language: "it"},
		"bruno": {TenantID: "borgolago", TaxCode: "PRVBRN83L14Z999I", GivenName: "Bruno", FamilyName: "Prova", BirthDate: "1983-07-14", BirthPlace: "Borgolago", Gender: "M", Email: "bruno.prova@example.org", Language: "it"},
		"elena": {TenantID: "borgolago", TaxCode: "MDLLNE90E52Z999U", GivenName: "Elena", FamilyName: "Modello", BirthDate: "1990-05-12", BirthPlace: "Newtown", Gender: "F", Email: "elena.modello@example.org", Phone: "+39 000 0000005", Language: "en"},
		"far":   {TenantID: "pontefiume", TaxCode: "SMPNNA85C41Z999N", GivenName: "Anna", FamilyName: "Esempio", Email: "anna.esempio@example.org", Language: "it"},
	} {
		p.ID, p.CreatedAt, p.UpdatedAt = ids.New(), w.Clock.Now(), w.Clock.Now()
		w.ok(w.DB.From(w.Ctx(p.TenantID)).Create(&p).Error)
		w.actors[name] = identity.Actor{Kind: identity.Citizen, PersonID: p.ID, Name: p.FullName(), TenantID: p.TenantID, Level: 2}
	}
	operator := func(tenant, name, office string, roles ...string) identity.Actor {
		return identity.Actor{Kind: identity.Operator, OperatorID: ids.New(), Name: name, TenantID: tenant, Offices: []string{office}, Roles: roles}
	}
	w.actors["mobility"] = operator("borgolago", "Mara Finta", "mobility")
	w.actors["mobility2"] = operator("borgolago", "Nino Finto", "mobility")
	w.actors["registry"] = operator("borgolago", "Rita Finta", "registry")
	w.actors["admin"] = operator("borgolago", "Ada Finta", "registry", identity.RoleAdmin)
	w.actors["mobility.pf"] = operator("pontefiume", "Pia Finta", "mobility")
	w.actors["admin.pf"] = operator("pontefiume", "Ugo Finto", "mobility", identity.RoleAdmin)
}

// do sends a request as somebody; heads are pairs of header names and values.
func (w *world) do(who, method, path string, body any, heads ...string) testkit.Answer {
	w.t.Helper()
	var reader io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		w.ok(err)
		reader = bytes.NewReader(b)
	}
	r := httptest.NewRequest(method, path, reader)
	r.Header.Set("X-Who", who)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", ids.New())
	for i := 0; i < len(heads); i += 2 {
		r.Header.Set(heads[i], heads[i+1])
	}
	rec := httptest.NewRecorder()
	w.engine.ServeHTTP(rec, r)
	return testkit.Answer{T: w.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

func (w *world) get(who, path string) testkit.Answer {
	w.t.Helper()
	return w.do(who, http.MethodGet, path, nil)
}

func (w *world) patch(who, id, version string, body any) testkit.Answer {
	w.t.Helper()
	return w.do(who, http.MethodPatch, "/applications/"+id, body, "Content-Type", httpx.MediaMergePatch, "If-Match", `"`+version+`"`)
}

var pdf = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")

func (w *world) upload(who, id, key, name string, content []byte) testkit.Answer {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	w.ok(form.WriteField("key", key))
	part, err := form.CreateFormFile("file", name)
	w.ok(err)
	_, err = part.Write(content)
	w.ok(err)
	w.ok(form.Close())
	r := httptest.NewRequest(http.MethodPost, "/applications/"+id+"/attachments", &body)
	r.Header.Set("X-Who", who)
	r.Header.Set("Content-Type", form.FormDataContentType())
	rec := httptest.NewRecorder()
	w.engine.ServeHTTP(rec, r)
	return testkit.Answer{T: w.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

// fill starts a draft and completes it with the example of its service.
func (w *world) fill(who, service string) string {
	w.t.Helper()
	start := w.do(who, http.MethodPost, "/applications", map[string]any{"service_id": service}).Want(http.StatusCreated)
	id := start.Str("id")
	data, files, declarations := catalogue.Example(w.services.current[service])
	w.patch(who, id, start.Str("version"), map[string]any{
		"data": data, "step": "summary", "privacy_accepted": true, "declarations": declarations,
	}).Want(http.StatusOK)
	for _, key := range files {
		w.upload(who, id, key, strings.ReplaceAll(key, ".", " ")+".pdf", pdf).Want(http.StatusCreated)
	}
	return id
}

func (w *world) submit(who, id string) testkit.Answer {
	w.t.Helper()
	return w.do(who, http.MethodPut, "/applications/"+id+"/submission", nil)
}

// pay is the platform telling that the money arrived.
func (w *world) pay(paymentID string, cents int64) {
	w.t.Helper()
	w.ok(w.payments.Collect(w.Ctx("borgolago"), paymentID, payments.Collection{
		ReceiptID: "receipt-" + paymentID, AmountCents: cents, PSP: "SIMULATORE", Source: "position", PaidAt: w.Clock.Now(),
	}))
}

// sent brings an application of the service to the office's desk.
func (w *world) sent(who, service string) string {
	w.t.Helper()
	id := w.fill(who, service)
	app := w.submit(who, id).Want(http.StatusOK)
	if payment := app.Str("payment", "id"); payment != "" {
		w.pay(payment, int64(app.Body()["total_cents"].(float64)))
	}
	w.Drain(w.t)
	return id
}

func (w *world) status(who, id, want string) testkit.Answer {
	w.t.Helper()
	app := w.get(who, "/applications/"+id).Want(http.StatusOK)
	if got := app.Str("status"); got != want {
		w.t.Fatalf("status = %s, want %s", got, want)
	}
	return app
}

func (w *world) count(sql string, args ...any) int {
	w.t.Helper()
	var n int
	w.ok(w.owner.QueryRow(w.t.Context(), sql, args...).Scan(&n))
	return n
}

// templates lists the notices an application caused, sorted.
func (w *world) templates(id string) []string {
	w.t.Helper()
	rows, err := w.deps.Notifications.ForApplication(w.Ctx("borgolago"), id)
	w.ok(err)
	counts := map[string]int{}
	for _, n := range rows {
		counts[n.Template]++
	}
	out := slices.Sorted(maps.Keys(counts))
	for i, name := range out {
		if counts[name] != 1 {
			out[i] = fmt.Sprintf("%s×%d", name, counts[name])
		}
	}
	return out
}

func kinds(app testkit.Answer) []string {
	var out []string
	for _, e := range app.Body()["timeline"].([]any) {
		entry := e.(map[string]any)
		out = append(out, entry["kind"].(string)+":"+entry["state"].(string))
	}
	return out
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}
