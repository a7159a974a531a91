package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	oidc "github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

// validator holds answers against openapi.yaml.
type validator struct {
	t      *testing.T
	router routers.Router
	told   map[string]bool
	asked  map[string]bool
}

func newValidator(t *testing.T) *validator {
	t.Helper()
	doc := spec(t)
	doc.Servers = openapi3.Servers{{URL: "/api/v1"}}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, media := range []string{"application/pdf", "image/png", "image/jpeg", "application/octet-stream", "application/zip"} {
		openapi3filter.RegisterBodyDecoder(media, openapi3filter.FileBodyDecoder)
	}
	openapi3filter.RegisterBodyDecoder("application/merge-patch+json", decodeJSON)
	return &validator{t: t, router: router, told: map[string]bool{}, asked: map[string]bool{}}
}

func decodeJSON(body io.Reader, _ http.Header, _ *openapi3.SchemaRef, _ openapi3filter.EncodingFn) (any, error) {
	var v any
	err := json.NewDecoder(body).Decode(&v)
	return v, err
}

// check complains once of each operation and status that is not as described.
func (v *validator) check(r *http.Request, body []byte, rec *httptest.ResponseRecorder) {
	v.t.Helper()
	asked := r.Clone(r.Context())
	asked.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := v.router.FindRoute(asked)
	if err != nil {
		v.t.Errorf("%s %s: %v", r.Method, r.URL.Path, err)
		return
	}
	v.asked[route.Method+" "+route.Path] = true
	options := &openapi3filter.Options{
		AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, IncludeResponseStatus: true, MultiError: true,
	}
	in := &openapi3filter.RequestValidationInput{Request: asked, PathParams: params, Route: route, Options: options}
	if rec.Code < 400 {
		v.complain(route, "request", openapi3filter.ValidateRequest(r.Context(), in))
	}
	v.complain(route, fmt.Sprintf("answer %d", rec.Code), openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: rec.Code, Header: rec.Header(), Options: options,
		Body: io.NopCloser(bytes.NewReader(rec.Body.Bytes())),
	}))
}

func (v *validator) complain(route *routers.Route, what string, err error) {
	v.t.Helper()
	key := route.Method + " " + route.Path + " " + what
	if err == nil || v.told[key] {
		return
	}
	v.told[key] = true
	v.t.Errorf("%s is not as described: %.900s", key, err)
}

// readEverything asks for everything that somebody may read of an application.
func (w *world) readEverything(p who, id string) (paths []string) {
	w.t.Helper()
	prefix := "/applications/" + id
	if !p.citizen() {
		prefix = "/office/applications/" + id
	}
	app := w.get(p, prefix).Want(http.StatusOK)
	paths = append(paths, prefix, prefix+"/messages")
	for _, kind := range []string{"attachments", "documents"} {
		for _, file := range app.List(kind) {
			paths = append(paths, prefix+"/"+kind+"/"+fmt.Sprint(file["id"]))
		}
	}
	if p.citizen() {
		paths = append(paths, "/payments/"+app.Str("payment", "id"))
	}
	for _, path := range paths {
		w.get(p, path).Want(http.StatusOK)
	}
	return paths
}

func TestTheJourneyAnswersAsDescribed(t *testing.T) {
	w := newWorld(t)
	v := newValidator(t)
	w.seen = v.check
	w.visit()
	id := w.decided(anna)
	w.readEverything(anna, id)
	w.readEverything(mobility, id)
	w.personalArea(id)
	w.office()
	w.checkDocuments(id)
	w.changeMind()
	w.files()
	w.contents()
	w.website()
	w.opinions()
	w.send(mobility, http.MethodPut, "/auth/session", nil).Want(http.StatusOK)
	w.send(mobility, http.MethodDelete, "/auth/session", nil).Want(http.StatusNoContent)

	for _, route := range w.routes() {
		path := parameter.ReplaceAllStringFunc(route.Path, func(p string) string { return "{" + p[1:] + "}" })
		switch name := route.Method + " " + strings.TrimPrefix(path, "/api/v1"); name {
		case "GET /openapi.json", "GET /auth/sign-in", "GET /auth/callback", "POST /platforms/pagopa/receipts", "POST /office/jobs/{id}/retry":
			// browsers, platforms and failures, which have tests of their own
		default:
			if !v.asked[name] {
				t.Errorf("the journey does not ask for %s", name)
			}
		}
	}
}

// visit reads what is public.
func (w *world) visit() {
	for _, path := range []string{
		"/status", "/tenant", "/service-categories", "/services", "/services?q=ztl&limit=1", "/services/ztl-permit", "/services/nothing",
		"/services/ztl-permit/form", "/services/residence-transfer/form", "/services/nursery-enrolment/form",
		"/form-options/streets?q=via&limit=2", "/form-options/provinces", "/form-options/nothing",
		"/auth/providers", "/auth/session", "/auth/jwks", "/document-verifications/AAAAA-AAAAA-AAAAA-AAAAA", "/me/applications",
	} {
		w.get(stranger, path)
	}
}

func (w *world) personalArea(id string) {
	w.t.Helper()
	for _, path := range []string{"/me/profile", "/me/applications", "/me/messages", "/me/payments", "/me/accesses", "/auth/session"} {
		w.get(anna, path).Want(http.StatusOK)
	}
	w.do(anna, http.MethodPatch, "/me/profile", map[string]any{"phone": "+390000000009"}, "Content-Type", "application/merge-patch+json").Want(http.StatusOK)
	w.do(anna, http.MethodPut, "/applications/"+id+"/messages/read", nil).Want(http.StatusNoContent)
	export := w.do(anna, http.MethodPost, "/me/data-exports", nil).Want(http.StatusAccepted).Str("id")
	w.Drain(w.t)
	w.get(anna, "/me/data-exports").Want(http.StatusOK)
	w.get(anna, "/me/data-exports/"+export+"/file").Want(http.StatusOK)
}

func (w *world) office() {
	w.t.Helper()
	for _, path := range []string{"/office/applications", "/office/applications?status=closed&sort=newest&limit=1", "/auth/session"} {
		w.get(mobility, path).Want(http.StatusOK)
	}
	w.get(admin, "/office/jobs?state=failed").Want(http.StatusOK)
	w.get(admin, "/office/jobs?state=waiting").Want(http.StatusOK)
	w.get(admin, "/office/services").Want(http.StatusOK)
	w.do(admin, http.MethodPut, "/office/services/dog-registration/offer", map[string]any{"status": "active", "office": ""}).Want(http.StatusNoContent)
}

// checkDocuments verifies each document by its code and by its file.
func (w *world) checkDocuments(id string) {
	w.t.Helper()
	for _, doc := range w.get(anna, "/applications/"+id).List("documents") {
		code, _ := doc["verification_code"].(string)
		if code == "" {
			w.t.Errorf("a document of kind %v has no code", doc["kind"])
			continue
		}
		w.get(stranger, "/document-verifications/"+code).Want(http.StatusOK)
		file := w.get(anna, "/applications/"+id+"/documents/"+fmt.Sprint(doc["id"])).Raw
		body, contentType := form(w.t, nil, "document.pdf", file)
		got := w.send(stranger, http.MethodPost, "/document-verifications", body, "Content-Type", contentType).Want(http.StatusOK)
		if got.Str("valid") != "true" {
			w.t.Errorf("the file of %v is not recognised: %s", doc["kind"], got.Raw)
		}
	}
}

// changeMind goes the ways that lead back.
func (w *world) changeMind() {
	w.t.Helper()
	draft := w.fill(bruno, "residence-transfer")
	w.get(bruno, "/applications/"+draft+"/validation").Want(http.StatusOK)
	file := w.get(bruno, "/applications/"+draft).List("attachments")[0]
	w.send(bruno, http.MethodDelete, fmt.Sprintf("/applications/%s/attachments/%s", draft, file["id"]), nil).Want(http.StatusNoContent)
	w.do(bruno, http.MethodPut, "/applications/"+draft+"/submission", nil).Want(http.StatusUnprocessableEntity)
	w.send(bruno, http.MethodDelete, "/applications/"+draft, nil).Want(http.StatusNoContent)
	sent := w.delivered(bruno)
	w.do(mobility, http.MethodPut, "/office/applications/"+sent+"/assignment", map[string]any{}).Want(http.StatusOK)
	w.send(mobility, http.MethodDelete, "/office/applications/"+sent+"/assignment", nil).Want(http.StatusOK)
	w.do(bruno, http.MethodPut, "/applications/"+sent+"/withdrawal", map[string]any{"reason": "Non serve più."}).Want(http.StatusOK)
}

// TestTheOtherMunicipalitySeesNothing asks, as everybody over there, for
// everything that exists here.
func TestTheOtherMunicipalitySeesNothing(t *testing.T) {
	w := newWorld(t)
	id := w.decided(anna)
	existing := slices.Concat(w.readEverything(anna, id), w.readEverything(mobility, id), []string{"/applications/" + id + "/validation"})
	for _, p := range []who{{there, ""}, {there, "anna"}, {there, "bruno"}, {there, "mobilita.pf"}, {there, "admin.pf"}} {
		for _, path := range existing {
			if got := w.get(p, path).Code; !slices.Contains([]int{401, 403, 404}, got) {
				t.Errorf("GET %s as %q: status = %d", path, p, got)
			}
		}
	}
	for _, path := range []string{"/me/applications", "/me/messages", "/me/payments"} {
		if got := w.get(who{there, "anna"}, path).Want(http.StatusOK).Items(); len(got) != 0 {
			t.Errorf("GET %s over there: %v", path, got)
		}
	}
	if got := w.get(who{there, "admin.pf"}, "/office/applications?status=all").Want(http.StatusOK).Items(); len(got) != 0 {
		t.Errorf("the office over there sees %v", got)
	}
	for _, doc := range w.get(anna, "/applications/"+id).List("documents") {
		w.get(who{there, ""}, "/document-verifications/"+fmt.Sprint(doc["verification_code"])).Want(http.StatusNotFound)
	}
}

// TestCredentialsAreGoodAtHomeOnly carries what opens doors here over there.
func TestCredentialsAreGoodAtHomeOnly(t *testing.T) {
	w := newWorld(t)
	for _, p := range []who{anna, mobility, admin} {
		over := who{there, p.name}
		w.signed[over.String()] = w.credentials(p)
		for _, path := range []string{"/me/profile", "/me/applications", "/office/applications", "/office/jobs?state=failed"} {
			if got := w.get(over, path).Code; got != http.StatusUnauthorized {
				t.Errorf("GET %s over there with what %s got here: status = %d", path, p, got)
			}
		}
	}
}

// TestLogsHoldNoPersonalData searches everything logged on the way for what
// was typed, sent and shown.
func TestLogsHoldNoPersonalData(t *testing.T) {
	logs := captureLogs(t)
	w := newWorld(t)
	id := w.decided(anna)
	w.readEverything(anna, id)
	w.readEverything(mobility, id)
	w.get(mobility, "/office/applications?q=Esempio")
	w.get(anna, "/me/applications?q=ztl")
	w.do(anna, http.MethodPost, "/applications", map[string]any{"service_id": "ztl-permit", "SMPNNA85C52Z999T": 1})
	w.get(stranger, "/services?q=Via+delle+Prove")

	text := strings.ToLower(logs.String())
	if !strings.Contains(text, "request answered") {
		t.Fatal("nothing was logged")
	}
	person := oidc.People()[0]
	private := []string{
		person.FamilyName, person.TaxCode(), person.Email(), person.Phone, person.Street, "delle+prove", "Stiamo leggendo",
		"La patente non si legge", "Documentazione completa", "patente.pdf", "Marta", "Sportello-demo", "Bearer ey", "JBSWY3DPEHPK3PXP",
	}
	data, _, _ := example(t)
	for _, key := range []string{"plate", "model", "owner_name", "owner_tax_code", "garage_address"} {
		private = append(private, find(data, key)...)
	}
	for _, value := range private {
		if at := strings.Index(text, strings.ToLower(value)); at >= 0 {
			t.Errorf("%q is in the log: …%s…", value, text[max(0, at-200):min(len(text), at+100)])
		}
	}
}

// files is an editor who adds a video with its subtitles, replaces it and
// removes it; whoever visits the site gets the file meanwhile.
func (w *world) files() {
	w.t.Helper()
	video := append([]byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), make([]byte, 600)...)
	send := func(method, path, name string, content []byte) testkit.Answer {
		w.t.Helper()
		body, contentType := form(w.t, nil, name, content)
		return w.send(admin, method, path, body, "Content-Type", contentType)
	}
	path := "/office/media/" + send(http.MethodPost, "/office/media", "consiglio.mp4", video).Want(http.StatusCreated).Str("id")
	w.get(admin, "/office/media?kind=video").Want(http.StatusOK)
	w.do(admin, http.MethodPatch, path, map[string]any{"title": map[string]string{"it": "Consiglio comunale"}},
		"Content-Type", "application/merge-patch+json", "If-Match", `"1"`).Want(http.StatusOK)
	send(http.MethodPut, path+"/captions/it", "it.vtt", []byte("WEBVTT\n")).Want(http.StatusOK)
	send(http.MethodPut, path+"/file", "consiglio-2.mp4", append(video, 0)).Want(http.StatusOK)
	shown := w.get(admin, path).Want(http.StatusOK)
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://"+here+shown.Str("url"), nil))
	if rec.Code != http.StatusOK || rec.Header().Get("Content-Type") != "video/mp4" {
		w.t.Errorf("the file: %d %v", rec.Code, rec.Header())
	}
	w.do(admin, http.MethodDelete, path+"/captions/it", nil).Want(http.StatusNoContent)
	w.do(admin, http.MethodDelete, path, nil).Want(http.StatusNoContent)
}
