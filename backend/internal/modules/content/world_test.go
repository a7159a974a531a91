package content_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

const (
	borgolago  = "borgolago"
	pontefiume = "pontefiume"
)

// world is the module as the product mounts it.
type world struct {
	*testkit.Env
	t        *testing.T
	service  *content.Service
	media    *media.Service
	engine   *gin.Engine
	approval bool
	announce int // changes told to the replicas
}

// who sends a request: somebody of a municipality, or anybody.
type who struct {
	tenant string
	actor  identity.Actor
}

func operator(tenant, id, name string, roles ...string) who {
	return who{tenant, identity.Actor{Kind: identity.Operator, OperatorID: id, Name: name, TenantID: tenant, Roles: roles}}
}

var (
	anybody = who{tenant: borgolago}
	admin   = operator(borgolago, "019a0000-0000-7000-8000-000000000001", "Ada Immaginaria", identity.RoleAdmin)
	writer  = operator(borgolago, "019a0000-0000-7000-8000-000000000002", "Rita Redattrice")
	checker = operator(borgolago, "019a0000-0000-7000-8000-000000000003", "Pino Pubblicatore")
	nobody  = operator(borgolago, "019a0000-0000-7000-8000-000000000004", "Nora Nessuno")
	abroad  = operator(pontefiume, "019a0000-0000-7000-8000-000000000005", "Alba Supposta", identity.RoleAdmin)
)

// queue is a queue of its own, for a second service in the same world.
func (w *world) queue() *jobs.Queue {
	w.t.Helper()
	q, err := jobs.New(w.DB, jobs.Options{Clock: w.Clock})
	if err != nil {
		w.t.Fatal(err)
	}
	return q
}

type askerKey struct{}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, Env: testkit.New(t)}
	trail := audit.New(w.DB, w.Clock, func(ctx context.Context) audit.Who {
		a := identity.ActorFrom(ctx)
		return audit.Who{Kind: string(a.Kind), ID: a.OperatorID, Name: a.Name}
	})
	w.media = media.New(media.Deps{DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Storage: w.Storage, Audit: trail})
	cache := httpx.NewCache(1<<20, time.Minute)
	w.service = content.New(content.Deps{
		DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Media: w.media, Audit: trail,
		Changed:          func(ctx context.Context) error { w.announce++; cache.FlushTenant(database.TenantID(ctx)); return nil },
		ApprovalRequired: func(context.Context) (bool, error) { return w.approval, nil },
	})
	gin.SetMode(gin.TestMode)
	w.engine = gin.New()
	api := w.engine.Group("/api/v1", func(c *gin.Context) {
		p, _ := c.Request.Context().Value(askerKey{}).(who)
		ctx := database.WithTenant(c.Request.Context(), p.tenant)
		if p.actor.Kind != "" {
			ctx = identity.WithActor(ctx, p.actor)
		}
		c.Request = c.Request.WithContext(ctx)
	})
	router := httpx.Router{
		Public: api.Group(""), Citizen: api.Group("", identity.RequireCitizen()),
		Operator: api.Group("", identity.RequireOperator()), Admin: api.Group("", identity.RequireAdmin()),
	}
	content.NewHandler(w.service, cache, func(context.Context) {}).Routes(router)
	return w
}

// do sends a request with a JSON body; heads are pairs of names and values.
func (w *world) do(p who, method, path string, body any, heads ...string) testkit.Answer {
	w.t.Helper()
	var raw []byte
	if body != nil {
		var err error
		if raw, err = json.Marshal(body); err != nil {
			w.t.Fatal(err)
		}
		heads = append([]string{"Content-Type", "application/json"}, heads...)
	}
	ctx := context.WithValue(w.t.Context(), askerKey{}, p)
	r := httptest.NewRequestWithContext(ctx, method, "http://localhost/api/v1"+path, bytes.NewReader(raw))
	for i := 0; i < len(heads); i += 2 {
		r.Header.Set(heads[i], heads[i+1])
	}
	rec := httptest.NewRecorder()
	w.engine.ServeHTTP(rec, r)
	return testkit.Answer{T: w.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

func (w *world) get(path string, heads ...string) testkit.Answer {
	w.t.Helper()
	return w.do(anybody, http.MethodGet, path, nil, heads...)
}

// it is a text in Italian.
func it(s string) map[string]any { return map[string]any{"it": s} }

type object = map[string]any

// put imports and publishes a content of Borgolago and returns its id.
func (w *world) put(typ, key string, data object) string {
	w.t.Helper()
	id, changed, err := w.service.Put(w.Ctx(borgolago), content.Import{Type: typ, Key: key, Data: data, Publish: true})
	if err != nil {
		w.t.Fatal(err)
	}
	if !changed {
		w.t.Fatalf("%s was there already", key)
	}
	return id
}

// picture makes an image of the library with its alternative text.
func (w *world) picture(alt string) string {
	w.t.Helper()
	id := ids.New()
	_, err := w.Owner(w.t).Exec(w.t.Context(), `
INSERT INTO media (tenant_id, id, kind, title, alt, label, mime, file_name, size, sha256, source_sha256, width, height, state, created_at, updated_at)
VALUES ($1, $2, 'image', '{"it": "Una foto"}', jsonb_strip_nulls(jsonb_build_object('it', nullif($3, ''))), 'Una foto', 'image/jpeg', 'foto.jpg', 1000,
        repeat('a', 64), repeat('a', 64), 800, 600, 'ready', now(), now())`, borgolago, id, alt)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

// office imports an office with seat, contacts and one person.
func (w *world) office() string {
	w.t.Helper()
	w.put("contact_point", "contact", object{"title": it("URP"), "items": []any{object{"type": "telefono", "value": "+390000000100"}}})
	w.put("place", "townhall", object{
		"title": it("Municipio"), "place_types": []any{"B1"}, "image": w.picture("Il municipio"), "short_description": it("La sede del Comune."),
		"access": it("<p>Si entra dalla piazza, senza gradini.</p>"), "contact_points": []any{"key:contact"},
		"address": object{"street": "Piazza dell'Approdo 1", "postal_code": "00000", "city": "Borgolago", "geo": object{"lat": 45.1, "lon": 9.2}},
	})
	w.put("public_person", "aldo", object{"given_name": "Aldo", "family_name": "Campione", "contact_points": []any{"key:contact"}})
	return w.put("organizational_unit", "registry", object{
		"title": it("Ufficio Anagrafe"), "short_description": it("Residenza, stato civile, carte d'identità."), "unit_type": "ufficio",
		"competences": it("<p>Tiene i registri della popolazione.</p>"), "people": []any{"key:aldo"}, "main_place": "key:townhall",
		"contact_points": []any{"key:contact"},
	})
}

// news is a news item that can be published.
func news(title, day string, more ...object) object {
	data := object{
		"title": it(title), "short_description": it("Si dice tutto in una frase."), "news_type": "notizie", "published_on": day,
		"topics": []any{"acqua"}, "body": it("<p>Il testo della notizia.</p>"), "authored_by": []any{"key:registry"},
	}
	for _, m := range more {
		for key, value := range m {
			data[key] = value
		}
	}
	return data
}
