package site_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/site"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

const borgolago = "borgolago"

// counter counts the statements that read tables.
type counter struct{ n atomic.Int64 }

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if strings.Contains(strings.ToUpper(q.SQL), "FROM ") {
		c.n.Add(1)
	}
	return ctx
}

func (c *counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// world is the website of a municipality over a database that is counted.
type world struct {
	*testkit.Env
	t        *testing.T
	contents *content.Service
	service  *site.Service
	files    *media.Service
	engine   *gin.Engine
	queries  *counter
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, Env: testkit.New(t), queries: &counter{}}
	db, err := database.Open(t.Context(), w.URL, database.Options{Tracer: w.queries, Now: w.Clock.Now})
	w.ok(err)
	t.Cleanup(db.Close)
	trail := audit.New(db, w.Clock, func(context.Context) audit.Who { return audit.Who{Kind: "system"} })
	cache := httpx.NewCache(1<<24, time.Hour)
	changed := func(ctx context.Context) error { cache.FlushTenant(database.TenantID(ctx)); return nil }
	w.files = media.New(media.Deps{DB: db, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Storage: w.Storage, Audit: trail})
	w.contents = content.New(content.Deps{
		DB: db, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Media: w.files, Audit: trail, Changed: changed,
		ApprovalRequired: func(ctx context.Context) (bool, error) { return w.service.ApprovalRequired(ctx) },
	})
	w.service = site.New(site.Deps{
		DB: db, Clock: w.Clock, Contents: w.contents, Media: w.files, Tenants: tenants.New(db, tenants.Origin{Scheme: "https"}), Audit: trail,
		Changed: changed, MayDecide: func(context.Context) bool { return true },
	})
	gin.SetMode(gin.TestMode)
	w.engine = gin.New()
	in := func(c *gin.Context) {
		c.Request = c.Request.WithContext(database.WithTenant(c.Request.Context(), borgolago))
	}
	api := w.engine.Group("/api/v1", in)
	handler := site.NewHandler(w.service, cache, tenants.SimulatedResponse{})
	handler.Routes(httpx.Router{Public: api, Citizen: api, Operator: api, Admin: api})
	handler.Pages(w.engine.Group("", in))
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// get asks for a page; heads are pairs of names and values.
func (w *world) get(path string, heads ...string) testkit.Answer {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "https://localhost"+path, nil)
	for i := 0; i < len(heads); i += 2 {
		r.Header.Set(heads[i], heads[i+1])
	}
	rec := httptest.NewRecorder()
	w.engine.ServeHTTP(rec, r)
	return testkit.Answer{T: w.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

type object = map[string]any

// both is a text in the two languages.
func both(it, en string) object { return object{"it": it, "en": en} }

func it(s string) object { return object{"it": s} }

// put publishes a content, whatever else its type asks for.
func (w *world) put(typ, key string, data object) string {
	w.t.Helper()
	id, _, err := w.contents.Put(w.Ctx(borgolago), content.Import{Type: typ, Key: key, Data: data, Publish: true, Anyway: true})
	w.ok(err)
	return id
}

func (w *world) office() string {
	w.t.Helper()
	return w.put("organizational_unit", "office", object{"title": it("Ufficio Ambiente"), "short_description": it("Verde e rifiuti."), "unit_type": "ufficio"})
}

func (w *world) event(title, start, end string) string {
	w.t.Helper()
	return w.put("event", title, object{
		"title": it(title), "short_description": it("In piazza."), "event_types": "111", "topics": []any{"acqua"},
		"start_at": start, "end_at": end,
	})
}

func (w *world) news(title, day string) string {
	w.t.Helper()
	return w.put("news", title, object{
		"title": it(title), "short_description": it("In breve."), "news_type": "notizie", "published_on": day, "topics": []any{"acqua"}, "body": it("<p>Testo.</p>"),
	})
}

// settings writes the settings of the website for the first time.
func (w *world) settings(change func(s *site.Settings)) {
	w.t.Helper()
	v, err := w.service.Settings(w.Ctx(borgolago))
	w.ok(err)
	v.Contacts = site.Contacts{
		Address: "Piazza dell'Approdo 1, 00000 Borgolago", Email: "urp@comune.borgolago.invalid", PEC: "protocollo@pec.comune.borgolago.invalid", TaxCode: "00000000000",
	}
	v.AccessibilityURL = "https://form.agid.gov.it/view/0f8fad5b-d9cb-469f-a165-70867728950e"
	change(&v.Settings)
	_, err = w.service.PutSettings(w.Ctx(borgolago), v.Settings, v.Version, "Rita Redattrice")
	w.ok(err)
}

// titles are the Italian titles of a list of cards.
func titles(list any) (out []string) {
	items, _ := list.([]any)
	for _, item := range items {
		out = append(out, item.(object)["title"].(object)["it"].(string))
	}
	return out
}
