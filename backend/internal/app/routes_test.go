package app_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"
)

// public are the routes that answer to anybody; what they say is public, or
// they ask in a way of their own.
var public = []string{
	"GET /api/v1/auth/callback", "GET /api/v1/auth/jwks", "GET /api/v1/auth/providers", "GET /api/v1/auth/session",
	"GET /api/v1/auth/sign-in", "DELETE /api/v1/auth/session",
	"GET /api/v1/changes", "GET /api/v1/content-types", "GET /api/v1/contents", "GET /api/v1/contents/lookup", "GET /api/v1/contents/:id",
	"GET /api/v1/contents/:id/calendar.ics", "GET /api/v1/contents/:id/related", "GET /api/v1/vocabularies/:name",
	"GET /api/v1/document-verifications/:code", "POST /api/v1/document-verifications",
	"POST /api/v1/ratings", "GET /api/v1/rating-statistics", "POST /api/v1/assistance-requests",
	"GET /api/v1/assistance-requests/:token", "POST /api/v1/assistance-requests/:token/messages",
	"GET /api/v1/site", "GET /api/v1/site/home", "GET /api/v1/site/sections/:id", "GET /api/v1/site/topics", "GET /api/v1/site/topics/:code", "GET /api/v1/site/map",
	"GET /api/v1/search", "GET /api/v1/search/suggestions",
	"GET /api/v1/openapi.json", "GET /api/v1/service-categories", "GET /api/v1/services", "GET /api/v1/services/:id",
	"GET /api/v1/services/:id/form", "GET /api/v1/form-options/:source", "GET /api/v1/status", "GET /api/v1/tenant",
}

// credentials are the routes that take credentials in their body or in a
// header of their own: without them they answer 400, 401, 403 or 422.
var credentials = []string{
	"POST /api/v1/auth/operator-session", "POST /api/v1/auth/tokens", "POST /api/v1/platforms/pagopa/receipts",
}

var parameter = regexp.MustCompile(`:\w+`)

func (w *world) routes() gin.RoutesInfo {
	engine := gin.New()
	w.app.Routes(engine)
	return engine.Routes()
}

func TestEveryRouteAsksWhoYouAre(t *testing.T) {
	w := newWorld(t)
	for _, route := range w.routes() {
		name := route.Method + " " + route.Path
		path := strings.TrimPrefix(parameter.ReplaceAllString(route.Path, "01a20c3b-6701-7af6-b6d7-7c6f3225c6e9"), "/api/v1")
		got := w.send(stranger, route.Method, path, nil).Code
		switch {
		case slices.Contains(public, name):
			if got == http.StatusUnauthorized || got >= 500 {
				t.Errorf("%s: status = %d although it is public", name, got)
			}
		case slices.Contains(credentials, name):
			if got < 400 || got >= 500 {
				t.Errorf("%s: status = %d without credentials", name, got)
			}
		case got != http.StatusUnauthorized:
			t.Errorf("%s: status = %d; list it as public, or protect it", name, got)
		}
	}
}

func TestRolesAreKeptApart(t *testing.T) {
	w := newWorld(t)
	for _, route := range w.routes() {
		path := strings.TrimPrefix(parameter.ReplaceAllString(route.Path, "01a20c3b-6701-7af6-b6d7-7c6f3225c6e9"), "/api/v1")
		var intruders []who
		switch {
		case strings.HasPrefix(path, "/office/jobs"), strings.HasPrefix(path, "/office/services"):
			intruders = []who{anna, mobility}
		case strings.HasPrefix(path, "/office/"):
			intruders = []who{anna}
		case strings.HasPrefix(path, "/me/"), strings.HasPrefix(path, "/applications"), strings.HasPrefix(path, "/payments"):
			intruders = []who{mobility, admin}
		}
		for _, p := range intruders {
			if got := w.send(p, route.Method, path, nil).Code; !slices.Contains([]int{401, 403, 404}, got) {
				t.Errorf("%s %s as %s: status = %d", route.Method, path, p, got)
			}
		}
	}
}

func TestRoutesAreTheDescribedOperations(t *testing.T) {
	w := newWorld(t)
	described := map[string]bool{}
	for path, item := range spec(t).Paths.Map() {
		for method := range item.Operations() {
			described[method+" "+regexp.MustCompile(`\{(\w+)\}`).ReplaceAllString(path, ":$1")] = true
		}
	}
	for _, route := range w.routes() {
		name := route.Method + " " + strings.TrimPrefix(route.Path, "/api/v1")
		if name == "GET /openapi.json" {
			continue
		}
		if !described[name] {
			t.Errorf("%s is not in openapi.yaml", name)
		}
		delete(described, name)
	}
	for name := range described {
		t.Errorf("%s is in openapi.yaml and nowhere else", name)
	}
}

func spec(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("../../../openapi/openapi.yaml")
	if err == nil {
		err = doc.Validate(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestUnknownAddressesAreProblems(t *testing.T) {
	w := newWorld(t)
	w.get(stranger, "/nothing").Problem(http.StatusNotFound, "not-found")
	w.send(stranger, http.MethodDelete, "/tenant", nil).Want(http.StatusMethodNotAllowed)
	w.get(who{host: "elsewhere.example"}, "/tenant").Problem(http.StatusNotFound, "unknown-host")
}

// TestAnotherSiteCannotActForASession sends what a browser would send from a
// page of somebody else.
func TestAnotherSiteCannotActForASession(t *testing.T) {
	w := newWorld(t)
	session := w.operatorSession(mobility)
	r := httptest.NewRequestWithContext(t.Context(), http.MethodDelete, "http://localhost:8080/api/v1/auth/session", nil)
	session(r)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	if rec.Code != http.StatusForbidden {
		t.Errorf("status = %d, want 403", rec.Code)
	}
	w.get(mobility, "/office/applications").Want(http.StatusOK)
}
