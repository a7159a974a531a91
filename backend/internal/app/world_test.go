package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/pquerna/otp/totp"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	oidc "github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	pagopa "github.com/sportello-pa/sportello/backend/internal/adapters/pagopa/simulator"
	smtp "github.com/sportello-pa/sportello/backend/internal/adapters/smtp/simulator"
	"github.com/sportello-pa/sportello/backend/internal/app"
	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/seeds"
)

const (
	here  = "localhost"
	there = "pontefiume.localhost"
)

// world is the whole product, wired as the server wires it, with every
// platform played in this process.
type world struct {
	*testkit.Env
	t       *testing.T
	clk     clock.Clock // of the platforms
	app     *app.App
	handler http.Handler
	bank    *pagopa.Simulator
	mail    *smtp.Mailbox
	issuer  string
	// seen is told of every request and answer.
	seen func(r *http.Request, body []byte, rec *httptest.ResponseRecorder)
	// tokens and cookies by host and name
	signed map[string]func(*http.Request)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := newEmptyWorld(t)
	w.ok(w.app.SeedDemo(t.Context()))
	return w
}

// newEmptyWorld is the product before any municipality has come.
func newEmptyWorld(t *testing.T) *world {
	t.Helper()
	gin.SetMode(gin.ReleaseMode)
	w := &world{t: t, Env: testkit.New(t, testkit.At(time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC))), signed: map[string]func(*http.Request){}}
	w.clk = w.Clock
	w.wire()
	return w
}

func (w *world) wire() {
	c := config.Config{
		Environment: "development", PublicScheme: "http", PublicPort: "8080", TrustedProxies: []string{"127.0.0.1"},
		IdentityMode: config.Simulator, OIDCIssuer: w.provider(), OIDCClientID: "sportello", OIDCClientSecret: "secret",
		PagoPAMode: config.Simulator, PagoPABaseURL: w.platform(), PagoPAKey: "simulator", PagoPANotifySecret: "notify",
		SMTPMode: config.Simulator, SMTPAddr: w.mailServer(), SMTPFrom: "sportello@example.org",
	}
	var err error
	w.app, err = app.New(w.t.Context(), app.Foundation{
		Config: c, DB: w.DB, Queue: w.Queue, Clock: w.Clock, Storage: w.Storage, Secrets: w.Secrets,
	})
	w.ok(err)
	w.handler = w.app.Handler(nil)
}

// provider starts the identity provider and returns its address.
func (w *world) provider() string {
	server := httptest.NewUnstartedServer(nil)
	w.issuer = "http://" + server.Listener.Addr().String() + "/oidc"
	handler, err := oidc.New(oidc.Options{Issuer: w.issuer, ClientID: "sportello", ClientSecret: "secret", Clock: w.clk})
	w.ok(err)
	server.Config.Handler = handler
	server.Start()
	w.t.Cleanup(server.Close)
	return w.issuer
}

// platform starts pagoPA and returns its address.
func (w *world) platform() string {
	server := httptest.NewUnstartedServer(nil)
	address := "http://" + server.Listener.Addr().String()
	var err error
	w.bank, err = pagopa.New(pagopa.Options{PublicURL: address, Clock: w.clk})
	w.ok(err)
	server.Config.Handler = w.bank
	server.Start()
	w.t.Cleanup(server.Close)
	return address
}

func (w *world) mailServer() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	w.ok(err)
	w.mail, err = smtp.New(smtp.Options{Clock: w.clk})
	w.ok(err)
	go func() { _ = w.mail.Serve(l) }()
	w.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = w.mail.Shutdown(ctx)
	})
	return l.Addr().String()
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// who is somebody at the site of a municipality; nobody without a name.
type who struct{ host, name string }

func (p who) String() string { return p.name + " at " + p.host }

var (
	anna     = who{here, "anna"}
	bruno    = who{here, "bruno"}
	stranger = who{here, ""}
	mobility = who{here, "mobilita"}
	admin    = who{here, "admin"}
)

// citizen tells a person of the identity provider from an operator.
func (p who) citizen() bool {
	for _, known := range oidc.People() {
		if known.ID == p.name {
			return true
		}
	}
	return false
}

// do sends a request with a JSON body; heads are pairs of names and values.
func (w *world) do(p who, method, path string, body any, heads ...string) testkit.Answer {
	w.t.Helper()
	var raw []byte
	if body != nil {
		var err error
		raw, err = json.Marshal(body)
		w.ok(err)
		heads = append([]string{"Content-Type", "application/json"}, heads...)
	}
	return w.send(p, method, path, raw, heads...)
}

func (w *world) get(p who, path string) testkit.Answer {
	w.t.Helper()
	return w.send(p, http.MethodGet, path, nil)
}

func (w *world) send(p who, method, path string, body []byte, heads ...string) testkit.Answer {
	w.t.Helper()
	r := httptest.NewRequestWithContext(w.t.Context(), method, "http://"+p.host+":8080/api/v1"+path, bytes.NewReader(body))
	r.Header.Set("Idempotency-Key", ids.New())
	for i := 0; i < len(heads); i += 2 {
		r.Header.Set(heads[i], heads[i+1])
	}
	if p.name != "" {
		w.credentials(p)(r)
	}
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if w.seen != nil {
		w.seen(r, body, rec)
	}
	return testkit.Answer{T: w.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

// credentials signs in once: citizens hold a token, as API clients do, and
// operators a session.
func (w *world) credentials(p who) func(*http.Request) {
	w.t.Helper()
	if sign := w.signed[p.String()]; sign != nil {
		return sign
	}
	sign := w.operatorSession
	if p.citizen() {
		sign = w.token
	}
	w.signed[p.String()] = sign(p)
	return w.signed[p.String()]
}

func (w *world) token(p who) func(*http.Request) {
	w.t.Helper()
	token := w.send(who{host: p.host}, http.MethodPost, "/auth/tokens", w.assertion(p.name),
		"Content-Type", "application/x-www-form-urlencoded").Want(http.StatusOK).Str("access_token")
	return func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+token) }
}

// assertion is the body that exchanges an identity for a token.
func (w *world) assertion(name string) []byte {
	w.t.Helper()
	res, err := http.PostForm(w.issuer+"/token", url.Values{"grant_type": {oidc.DemoGrant}, "person": {name}})
	w.ok(err)
	defer res.Body.Close()
	var given struct {
		IDToken string `json:"id_token"`
	}
	w.ok(json.NewDecoder(res.Body).Decode(&given))
	form := url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {given.IDToken}}
	return []byte(form.Encode())
}

func (w *world) operatorSession(p who) func(*http.Request) {
	w.t.Helper()
	w.Clock.Advance(time.Minute) // a code is good once
	code, err := totp.GenerateCode(seeds.TOTPSecret, w.Clock.Now())
	w.ok(err)
	a := w.do(who{host: p.host}, http.MethodPost, "/auth/operator-session",
		map[string]string{"username": p.name, "password": seeds.Password, "one_time_code": code}).Want(http.StatusOK)
	cookies := (&http.Response{Header: a.Head}).Cookies()
	return func(r *http.Request) {
		for _, c := range cookies {
			r.AddCookie(c)
		}
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
}

var paper = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")

// form is a multipart body with a file.
func form(t *testing.T, fields map[string]string, name string, content []byte) (body []byte, contentType string) {
	t.Helper()
	var out bytes.Buffer
	m := multipart.NewWriter(&out)
	for key, value := range fields {
		if err := m.WriteField(key, value); err != nil {
			t.Fatal(err)
		}
	}
	part, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), m.FormDataContentType()
}

func (w *world) attach(p who, application, key, name string, content []byte) testkit.Answer {
	w.t.Helper()
	body, contentType := form(w.t, map[string]string{"key": key}, name, content)
	return w.send(p, http.MethodPost, "/applications/"+application+"/attachments", body, "Content-Type", contentType)
}

func definition(t *testing.T, id string) *catalogue.Definition {
	t.Helper()
	all, err := catalogue.Load(shipped.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.ID == id {
			return d
		}
	}
	t.Fatalf("no service %s", id)
	return nil
}

// fill starts a draft of a service and completes it with its example.
func (w *world) fill(p who, service string) string {
	w.t.Helper()
	start := w.do(p, http.MethodPost, "/applications", map[string]any{"service_id": service}).Want(http.StatusCreated)
	id := start.Str("id")
	data, files, declarations := catalogue.Example(definition(w.t, service))
	w.patch(p, id, start.Str("version"), map[string]any{
		"data": data, "step": "summary", "privacy_accepted": true, "declarations": declarations,
	}).Want(http.StatusOK)
	for _, key := range files {
		w.attach(p, id, key, strings.ReplaceAll(key, ".", " ")+".pdf", paper).Want(http.StatusCreated)
	}
	return id
}

func example(t *testing.T) (data map[string]any, files, declarations []string) {
	t.Helper()
	return catalogue.Example(definition(t, "ztl-permit"))
}

// find gives the texts under a key, wherever it is.
func find(data map[string]any, key string) (out []string) {
	for k, v := range data {
		switch v := v.(type) {
		case string:
			if k == key {
				out = append(out, v)
			}
		case map[string]any:
			out = append(out, find(v, key)...)
		}
	}
	return out
}

func (w *world) patch(p who, id, version string, body any) testkit.Answer {
	w.t.Helper()
	return w.do(p, http.MethodPatch, "/applications/"+id, body, "Content-Type", "application/merge-patch+json", "If-Match", `"`+version+`"`)
}

// pay presses the button on the page of the platform, and asks how it went.
func (w *world) pay(p who, payment string) testkit.Answer {
	w.t.Helper()
	page := w.do(p, http.MethodPost, "/payments/"+payment+"/checkout", map[string]string{"return_path": "/area-personale"}).Want(http.StatusOK)
	_, err := w.bank.Press(page.Str("url"), "pay")
	w.ok(err)
	return w.do(p, http.MethodPost, "/payments/"+payment+"/refresh", nil)
}

// delivered brings a filled permit to the desk of the office.
func (w *world) delivered(p who) (id string) {
	w.t.Helper()
	id = w.fill(p, "ztl-permit")
	payment := w.do(p, http.MethodPut, "/applications/"+id+"/submission", nil).Want(http.StatusOK).Str("payment", "id")
	w.Drain(w.t)
	w.pay(p, payment).Want(http.StatusOK)
	w.Drain(w.t)
	return id
}

// decided brings a permit from the draft to the outcome, by every step.
func (w *world) decided(p who) (id string) {
	w.t.Helper()
	id = w.delivered(p)
	office := "/office/applications/" + id
	w.do(mobility, http.MethodPut, office+"/assignment", map[string]any{}).Want(http.StatusOK)
	w.do(mobility, http.MethodPost, office+"/messages", map[string]any{"body": "Stiamo leggendo la richiesta."}).Want(http.StatusCreated)
	w.do(p, http.MethodPost, "/applications/"+id+"/messages", map[string]any{"body": "Grazie."}).Want(http.StatusCreated)
	w.do(mobility, http.MethodPost, office+"/integration-requests", map[string]any{
		"text": "La patente non si legge.", "keys": []string{"documents.driving_licence"}, "due_days": 10,
	}).Want(http.StatusCreated)
	w.Drain(w.t)
	file := w.attach(p, id, "documents.driving_licence", "patente.pdf", paper).Want(http.StatusCreated).Str("id")
	w.do(p, http.MethodPut, "/applications/"+id+"/integration", map[string]any{"text": "Eccola.", "attachment_ids": []string{file}}).Want(http.StatusOK)
	w.Drain(w.t)
	w.do(mobility, http.MethodPut, office+"/decision", map[string]any{"outcome": "accepted", "reasons": "Documentazione completa."}).Want(http.StatusOK)
	w.Drain(w.t)
	return id
}

// captured is what the process logs while the test runs.
type captured struct {
	mu  sync.Mutex
	out bytes.Buffer
}

func (c *captured) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.Write(p)
}

func (c *captured) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.out.String()
}

func captureLogs(t *testing.T) *captured {
	t.Helper()
	before := slog.Default()
	c := &captured{}
	logging.Setup(c, slog.LevelDebug)
	t.Cleanup(func() { slog.SetDefault(before) })
	return c
}

func TestMain(m *testing.M) {
	logging.Setup(io.Discard, slog.LevelInfo)
	m.Run()
}
