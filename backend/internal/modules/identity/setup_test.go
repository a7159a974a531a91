package identity_test

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc"
	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

const (
	borgolago  = "localhost"
	pontefiume = "pontefiume.localhost"
)

var tenantOf = map[string]string{borgolago: "borgolago", pontefiume: "pontefiume"}

func origin(ctx context.Context) string {
	for host, tenant := range tenantOf {
		if tenant == database.TenantID(ctx) {
			return "http://" + host + ":8080"
		}
	}
	return "http://unknown.localhost"
}

// env is the module as the product mounts it, with the simulator as provider.
type env struct {
	*testkit.Env
	t       *testing.T
	service *identity.Service
	engine  *gin.Engine
	sim     *simulator.Simulator
	issuer  string
	trail   *audit.Service
}

// IDs lists the municipalities.
func (e *env) IDs(context.Context) ([]string, error) { return []string{"borgolago", "pontefiume"}, nil }

func setup(t *testing.T) *env {
	t.Helper()
	e := &env{Env: testkit.New(t), t: t}
	server := httptest.NewUnstartedServer(nil)
	e.issuer = "http://" + server.Listener.Addr().String() + "/oidc"
	var err error
	e.sim, err = simulator.New(simulator.Options{Issuer: e.issuer, ClientID: "sportello", ClientSecret: "s3cret", Clock: e.Clock})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = e.sim
	server.Start()
	t.Cleanup(server.Close)
	trail := audit.New(e.DB, e.Clock, func(ctx context.Context) audit.Who {
		a := identity.ActorFrom(ctx)
		return audit.Who{Kind: string(a.Kind), ID: a.PersonID + a.OperatorID, Name: a.Name}
	})
	e.trail = trail
	e.service = identity.New(identity.Deps{
		DB: e.DB, Queue: e.Queue, Clock: e.Clock, Secrets: e.Secrets, Simulated: true, Origin: origin, Tenants: e,
		Provider: oidc.New(oidc.Config{
			Issuer: e.issuer, ClientID: "sportello", ClientSecret: "s3cret", AllowSimulator: true, HTTP: server.Client(), Clock: e.Clock,
		}),
		Record: func(ctx context.Context, action, subject, id string, detail map[string]string) error {
			return trail.Record(ctx, audit.Entry{Action: action, Subject: subject, SubjectID: id, Detail: detail})
		},
	})
	e.engine = e.mount()
	return e
}

func (e *env) mount() *gin.Engine {
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	api := engine.Group("/api/v1", func(c *gin.Context) {
		host, _, err := net.SplitHostPort(c.Request.Host)
		if err != nil {
			host = c.Request.Host
		}
		c.Request = c.Request.WithContext(database.WithTenant(c.Request.Context(), tenantOf[host]))
	}, e.service.Authenticate())
	router := httpx.Router{
		Public: api.Group(""), Citizen: api.Group("", identity.RequireCitizen()),
		Operator: api.Group("", identity.RequireOperator()), Admin: api.Group("", identity.RequireAdmin()),
	}
	identity.NewHandler(e.service).Routes(router)
	empty := func(c *gin.Context) { c.Status(http.StatusNoContent) }
	router.Operator.GET("/office/probe", empty)
	router.Admin.GET("/office/admin-probe", empty)
	router.Citizen.GET("/me/strong-probe", identity.RequireLevel(3), empty)
	return engine
}

// browser keeps cookies for one host.
type browser struct {
	e       *env
	host    string
	cookies map[string]string
	bearer  string
	address string
}

func (e *env) browser(host string) *browser {
	return &browser{e: e, host: host, cookies: map[string]string{}, address: "192.0.2.1:1000"}
}

// send sends a request to the API; body is sent as it is.
func (b *browser) send(method, path, contentType, body string) *httptest.ResponseRecorder {
	b.e.t.Helper()
	req := httptest.NewRequest(method, "http://"+b.host+"/api/v1"+path, strings.NewReader(body))
	req.Host, req.RemoteAddr = b.host, b.address
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if b.bearer != "" {
		req.Header.Set("Authorization", "Bearer "+b.bearer)
	}
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	b.e.engine.ServeHTTP(rec, req)
	for _, cookie := range rec.Result().Cookies() {
		b.keep(cookie)
	}
	return rec
}

// keep stores a cookie as browsers do, and checks that the prefix is honoured.
func (b *browser) keep(cookie *http.Cookie) {
	b.e.t.Helper()
	if !strings.HasPrefix(cookie.Name, "__Host-") || !cookie.Secure || !cookie.HttpOnly || cookie.Path != "/" ||
		cookie.Domain != "" || cookie.SameSite != http.SameSiteLaxMode {
		b.e.t.Errorf("cookie %s", cookie)
	}
	if cookie.MaxAge < 0 {
		delete(b.cookies, cookie.Name)
		return
	}
	b.cookies[cookie.Name] = cookie.Value
}

func (b *browser) get(path string) *httptest.ResponseRecorder {
	return b.send(http.MethodGet, path, "", "")
}

func (b *browser) json(method, path string, v any) *httptest.ResponseRecorder {
	body, err := json.Marshal(v)
	if err != nil {
		b.e.t.Fatal(err)
	}
	return b.send(method, path, "application/json", string(body))
}

var requestField = regexp.MustCompile(`name="request" value="([^"]+)"`)

// choose begins to sign in and answers on the simulator's page; it returns the
// callback with its query, not followed yet.
func (b *browser) choose(query, person, level string) string {
	t := b.e.t
	t.Helper()
	rec := b.get("/auth/sign-in?" + query)
	if rec.Code != http.StatusSeeOther {
		t.Fatalf("sign-in: %d %s", rec.Code, rec.Body)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	page := httptest.NewRecorder()
	res, err := client.Get(rec.Header().Get("Location"))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	_, _ = page.Body.ReadFrom(res.Body)
	found := requestField.FindStringSubmatch(page.Body.String())
	if found == nil {
		t.Fatalf("no page to choose on: %s", page.Body)
	}
	res, err = client.PostForm(b.e.issuer+"/authorize/answer", url.Values{"request": {found[1]}, "person": {person}, "level": {level}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	back, err := url.Parse(res.Header.Get("Location"))
	if err != nil || back.Path != "/api/v1/auth/callback" {
		t.Fatalf("sent back to %s", back)
	}
	return "/auth/callback?" + back.RawQuery
}

// signIn goes all the way and returns the answer of the callback.
func (b *browser) signIn(query, person, level string) *httptest.ResponseRecorder {
	b.e.t.Helper()
	return b.get(b.choose(query, person, level))
}

type sessionBody struct {
	Authenticated bool
	Kind          string
	Person        *struct {
		ID        string
		GivenName string `json:"given_name"`
		TaxCode   string `json:"tax_code"`
		Language  string
	}
	Operator *struct {
		ID, Name       string
		Roles, Offices []string
	}
	Provider string
	Level    int
	Idle     string `json:"idle_expires_at"`
	Expires  string `json:"expires_at"`
}

func (b *browser) session() sessionBody {
	b.e.t.Helper()
	rec := b.get("/auth/session")
	var s sessionBody
	if err := json.Unmarshal(rec.Body.Bytes(), &s); err != nil || rec.Code != http.StatusOK {
		b.e.t.Fatalf("session: %d %s", rec.Code, rec.Body)
	}
	return s
}

// problem reads the status and the code of a problem.
func problem(t *testing.T, rec *httptest.ResponseRecorder) (int, string) {
	t.Helper()
	var p httpx.Problem
	if rec.Code >= http.StatusBadRequest {
		if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil {
			t.Fatalf("no problem in %d %s", rec.Code, rec.Body)
		}
	}
	return rec.Code, p.Code
}

func wantProblem(t *testing.T, rec *httptest.ResponseRecorder, status int, code string) {
	t.Helper()
	if gotStatus, got := problem(t, rec); gotStatus != status || got != code {
		t.Errorf("answer %d %q, want %d %q", gotStatus, got, status, code)
	}
}

// wantRefusal checks that the browser was sent to the sign-in page.
func wantRefusal(t *testing.T, rec *httptest.ResponseRecorder, code string) {
	t.Helper()
	location, _ := url.Parse(rec.Header().Get("Location"))
	if rec.Code != http.StatusSeeOther || location == nil || location.Path != "/accedi" || location.Query().Get("error") != code {
		t.Errorf("answer %d to %v %s, want a refusal %q", rec.Code, location, rec.Body, code)
	}
}
