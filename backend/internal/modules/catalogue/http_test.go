package catalogue_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

type api struct {
	*testkit.Env
	service *catalogue.Service
	cache   *httpx.Cache
	engine  *gin.Engine
}

func setup(t *testing.T) *api {
	t.Helper()
	gin.SetMode(gin.TestMode)
	e := testkit.New(t)
	municipalities := tenants.New(e.DB, tenants.Origin{Scheme: "http"})
	service, err := catalogue.New(context.Background(), e.DB, e.Clock, catalogue.Sources(copyOf(t), ""), municipalities)
	if err != nil {
		t.Fatal(err)
	}
	a := &api{Env: e, service: service, cache: httpx.NewCache(1<<20, time.Minute), engine: gin.New()}
	group := a.engine.Group("/api/v1", municipalities.Resolve())
	catalogue.NewHandler(a.service, a.cache, service.Offer).Routes(httpx.Router{Public: group, Admin: group})
	for _, town := range []string{"borgolago", "pontefiume"} {
		if err := service.Activate(a.Ctx(town), examples...); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func (a *api) get(host, path string, header ...string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, "/api/v1"+path, nil)
	request.Host = host
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	recorder := httptest.NewRecorder()
	a.engine.ServeHTTP(recorder, request)
	return recorder
}

func decode[T any](t *testing.T, recorder *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if recorder.Code != http.StatusOK {
		t.Fatalf("status = %d: %s", recorder.Code, recorder.Body)
	}
	if err := json.Unmarshal(recorder.Body.Bytes(), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func ids(page catalogue.PageResponse) string {
	var found []string
	for _, item := range page.Items {
		found = append(found, item.ID)
	}
	return strings.Join(found, " ")
}

func TestSearch(t *testing.T) {
	a := setup(t)
	tests := map[string]struct{ query, want string }{
		"everything by title":             {"", "residence-transfer nursery-enrolment ztl-permit"},
		"an acronym":                      {"?q=ztl", "ztl-permit"},
		"a misspelt word":                 {"?q=permeso", "ztl-permit"},
		"the plural of a word":            {"?q=residenze", "residence-transfer"},
		"an English word":                 {"?q=nurseries", "nursery-enrolment"},
		"a word without its accent":       {"?q=mobilita", "ztl-permit"},
		"two words of which one is wrong": {"?q=asillo+nido", "nursery-enrolment"},
		"a misspelt word and an acronym":  {"?q=permeso+ztl", "ztl-permit"},
		"capital letters":                 {"?q=ASILO", "nursery-enrolment"},
		"a keyword that is not on screen": {"?q=trasloco", "residence-transfer"},
		"quotes and operators":            {"?q=%22%27%3Aztl%26%7C%21", "ztl-permit"},
		"nothing":                         {"?q=astronave", ""},
		"a category":                      {"?category=anagrafe-e-stato-civile", "residence-transfer"},
		"an empty category":               {"?category=turismo", ""},
		"a category and another's words":  {"?category=anagrafe-e-stato-civile&q=ztl", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := decode[catalogue.PageResponse](t, a.get("localhost", "/services"+tt.query))
			if first, _, _ := strings.Cut(ids(got), " "); ids(got) != tt.want && (tt.query == "" || first != tt.want) {
				t.Errorf("found %q, want %q", ids(got), tt.want)
			}
			if (tt.want == "") != (got.Total == 0) {
				t.Errorf("total = %d", got.Total)
			}
		})
	}
}

func TestListRefusesWhatItDoesNotKnow(t *testing.T) {
	a := setup(t)
	for path, code := range map[string]string{
		"/services?category=magia":                "service-category-unknown",
		"/services?limit=0":                       "",
		"/services?cursor=%25":                    "",
		"/services?q=" + strings.Repeat("a", 201): "search-too-long",
	} {
		recorder := a.get("localhost", path)
		if recorder.Code != http.StatusBadRequest || !strings.Contains(recorder.Body.String(), code) {
			t.Errorf("%s: status = %d: %s", path, recorder.Code, recorder.Body)
		}
	}
	for _, path := range []string{"/services/astronave", "/services/astronave/form", "/services/ztl-permit/form?version=none"} {
		if recorder := a.get("localhost", path); recorder.Code != http.StatusNotFound || !strings.Contains(recorder.Body.String(), "service-not-found") {
			t.Errorf("%s: status = %d: %s", path, recorder.Code, recorder.Body)
		}
	}
}

func TestPages(t *testing.T) {
	a := setup(t)
	var seen []string
	path := "/services?limit=1"
	for range 5 {
		page := decode[catalogue.PageResponse](t, a.get("localhost", path))
		if page.Total != 3 {
			t.Fatalf("total = %d", page.Total)
		}
		seen = append(seen, ids(page))
		if page.NextCursor == "" {
			break
		}
		path = "/services?limit=1&cursor=" + page.NextCursor
	}
	if got := strings.Join(seen, " "); got != "residence-transfer nursery-enrolment ztl-permit" {
		t.Errorf("pages gave %q", got)
	}
}

func TestPublicAnswers(t *testing.T) {
	a := setup(t)
	for name, path := range map[string]string{
		"categories": "/service-categories", "list": "/services", "sheet": "/services/ztl-permit", "form": "/services/ztl-permit/form",
	} {
		t.Run(name, func(t *testing.T) {
			recorder := a.get("localhost", path)
			if recorder.Code != http.StatusOK {
				t.Fatalf("status = %d: %s", recorder.Code, recorder.Body)
			}
			testkit.Golden(t, recorder.Body.Bytes(), "version")
			etag := recorder.Header().Get("ETag")
			if again := a.get("localhost", path, "If-None-Match", etag); etag == "" || again.Code != http.StatusNotModified {
				t.Errorf("with the ETag %q status = %d", etag, again.Code)
			}
		})
	}
}

func TestEveryCategoryIsListed(t *testing.T) {
	a := setup(t)
	list := decode[catalogue.CategoryListResponse](t, a.get("localhost", "/service-categories"))
	if len(list.Items) != 15 {
		t.Fatalf("%d categories", len(list.Items))
	}
	for _, category := range list.Items {
		if category.Title.IT == "" || category.Title.EN == "" || category.Description.IT == "" || category.Description.EN == "" {
			t.Errorf("category %q lacks a text", category.ID)
		}
	}
}

func TestTenantsOfferDifferently(t *testing.T) {
	a := setup(t)
	here := a.Ctx("borgolago")
	if err := a.service.Offer(here, "nursery-enrolment", catalogue.Disabled, ""); err != nil {
		t.Fatal(err)
	}
	if err := a.service.Offer(here, "residence-transfer", catalogue.Suspended, "public-relations"); err != nil {
		t.Fatal(err)
	}
	if recorder := a.get("localhost", "/services/nursery-enrolment"); recorder.Code != http.StatusNotFound {
		t.Errorf("a disabled service answers %d", recorder.Code)
	}
	if found := decode[catalogue.PageResponse](t, a.get("localhost", "/services?q=asilo")); found.Total != 0 {
		t.Errorf("a disabled service is found: %s", ids(found))
	}
	sheet := decode[catalogue.SheetResponse](t, a.get("localhost", "/services/residence-transfer"))
	if sheet.Status != catalogue.Suspended || sheet.Online || sheet.Office.ID != "public-relations" || sheet.Office.Name.EN == "" {
		t.Errorf("suspended sheet: status %q, online %v, office %+v", sheet.Status, sheet.Online, sheet.Office)
	}
	elsewhere := decode[catalogue.PageResponse](t, a.get("pontefiume.localhost", "/services"))
	if elsewhere.Total != 3 {
		t.Errorf("the other municipality offers %d services", elsewhere.Total)
	}
}

func TestOldVersionsStay(t *testing.T) {
	a := setup(t)
	old, err := a.service.Definition(a.Ctx("borgolago"), "ztl-permit")
	if err != nil {
		t.Fatal(err)
	}
	newer := overlay(t, "ztl-permit/service.yaml", "amount_cents: 1600\ndeclarations", "amount_cents: 2000\ndeclarations")
	service, err := catalogue.New(context.Background(), a.DB, a.Clock, []fs.FS{newer}, tenants.New(a.DB, tenants.Origin{}))
	if err != nil {
		t.Fatal(err)
	}
	current, err := service.Definition(a.Ctx("borgolago"), "ztl-permit")
	if err != nil || current.Version == old.Version {
		t.Fatalf("the version did not change: %v", err)
	}
	restored, err := service.DefinitionVersion(a.Ctx("borgolago"), "ztl-permit", old.Version)
	if err != nil {
		t.Fatal(err)
	}
	data, attachments, declarations := catalogue.Example(old)
	env := catalogue.ExampleEnv(old)
	if errors := restored.Validate(data, catalogue.CountFiles(attachments), declarations, env); len(errors) > 0 {
		t.Errorf("the restored version refuses the example: %+v", errors)
	}
	fees, err := restored.ComputeFees(data, env)
	if err != nil || catalogue.Total(fees) != 5600 {
		t.Errorf("the restored version asks %d: %v", catalogue.Total(fees), err)
	}
}

func TestATenantThatJoinsLaterIsFound(t *testing.T) {
	a := setup(t)
	newcomer := tenants.Tenant{ID: "valquieta", Name: "Comune di Valquieta", Host: "valquieta.localhost"}
	municipalities := tenants.New(a.DB, tenants.Origin{})
	if err := municipalities.Put(context.Background(), newcomer); err != nil {
		t.Fatal(err)
	}
	query := catalogue.Query{Text: "ztl", Limit: 10}
	page, err := a.service.List(a.Ctx(newcomer.ID), query)
	if err != nil || page.Total != 0 {
		t.Errorf("found %d that nobody activated: %v", page.Total, err)
	}
	if err := a.service.Activate(a.Ctx(newcomer.ID), "ztl-permit"); err != nil {
		t.Fatal(err)
	}
	page, err = a.service.List(a.Ctx(newcomer.ID), query)
	if err != nil || page.Total != 1 {
		t.Errorf("found %d: %v", page.Total, err)
	}
}

func TestAFaultyFolderStopsTheStart(t *testing.T) {
	e := testkit.New(t)
	faulty := overlay(t, "ztl-permit/service.yaml", "office: mobility", "office: magic")
	_, err := catalogue.New(context.Background(), e.DB, e.Clock, []fs.FS{faulty}, tenants.New(e.DB, tenants.Origin{}))
	if err == nil || !strings.Contains(err.Error(), `ztl-permit/service.yaml:20: there is no office "magic"`) {
		t.Errorf("error = %v", err)
	}
}

func TestAServiceIsOfferedOnceItIsActivated(t *testing.T) {
	a := setup(t)
	here := a.Ctx("borgolago")
	status := func() string {
		choices, err := a.service.Choices(here)
		if err != nil {
			t.Fatal(err)
		}
		for _, choice := range choices {
			if choice.ID == "ztl-permit" {
				return choice.Status
			}
		}
		return ""
	}
	put := func(body string) int {
		request := httptest.NewRequest(http.MethodPut, "/api/v1/office/services/ztl-permit/offer", strings.NewReader(body))
		request.Host = "localhost"
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		a.engine.ServeHTTP(recorder, request)
		return recorder.Code
	}
	for _, step := range []struct {
		body, status string
		code         int
	}{
		{`{"status": "disabled"}`, catalogue.Disabled, http.StatusNoContent},
		{`{"status": "suspended", "office": "local-police"}`, catalogue.Suspended, http.StatusNoContent},
		{`{"status": "gone"}`, catalogue.Suspended, http.StatusUnprocessableEntity},
		{`{"office": "magic"}`, catalogue.Suspended, http.StatusUnprocessableEntity},
		{`{}`, catalogue.Active, http.StatusNoContent},
	} {
		if code := put(step.body); code != step.code || status() != step.status {
			t.Errorf("%s: answered %d, the service is %s", step.body, code, status())
		}
	}
	if err := a.service.Offer(here, "astronave", "", ""); !errors.Is(err, catalogue.ErrNotFound) {
		t.Errorf("a service that is not there: %v", err)
	}
	if err := a.service.Activate(here, "ztl-permit"); err != nil || status() != catalogue.Active {
		t.Errorf("activated twice: %v", err)
	}
}

func TestLists(t *testing.T) {
	a := setup(t)
	here := a.Ctx("borgolago")
	entries, err := catalogue.ReadList(strings.NewReader("\ufeffnome;frazione\nVia del Porto;\n\nVia dell'Àncora;Molo\nVicolo Porto Vecchio;\n"))
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for range 2 { // the second time in place of the first
		if err := a.service.ReplaceList(here, "streets", entries); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]string{
		"streets?q=porto":          "Via del Porto, Vicolo Porto Vecchio",
		"streets?q=vecch+por":      "Vicolo Porto Vecchio",
		"streets?q=ancora":         "Via dell'Àncora",
		"streets?q=%25":            "Via dell'Àncora, Via del Porto, Vicolo Porto Vecchio",
		"streets?q=molo":           "Via dell'Àncora",
		"streets?q=orto":           "",
		"schools":                  "",
		"countries?q=germ":         "DE",
		"countries?q=stati+uni":    "US",
		"provinces?q=fi":           "FI",
		"provinces?q=forli":        "FC",
		"school_years":             "2025/2026, 2026/2027",
		"countries?q=costa+avorio": "CI",
		"provinces?q=roma&limit=1": "RM",
	} {
		recorder := a.get("localhost", "/form-options/"+path)
		var values []string
		for _, option := range decode[catalogue.OptionListResponse](t, recorder).Items {
			values = append(values, option.Value)
		}
		slices.Sort(values)
		wanted := strings.Split(want, ", ")
		slices.Sort(wanted)
		if strings.Join(values, ", ") != strings.Join(wanted, ", ") {
			t.Errorf("%s: %q, want %q", path, values, want)
		}
	}
	seen, path := 0, "/form-options/countries?limit=100"
	for range 10 {
		page := decode[catalogue.OptionListResponse](t, a.get("localhost", path))
		seen += len(page.Items)
		if path = "/form-options/countries?limit=100&cursor=" + page.NextCursor; page.NextCursor == "" {
			break
		}
	}
	if seen < 200 || seen > 260 {
		t.Errorf("the pages hold %d countries", seen)
	}
	if elsewhere := decode[catalogue.OptionListResponse](t, a.get("pontefiume.localhost", "/form-options/streets")); len(elsewhere.Items) != 0 {
		t.Error("the streets of one town are seen in the other")
	}
	if code := a.get("localhost", "/form-options/planets").Code; code != http.StatusNotFound {
		t.Errorf("an unknown list: status = %d", code)
	}
	for name, text := range map[string]string{"an empty file": "", "a heading only": "name\n", "a broken quote": "\"Via", "a name that is no name": strings.Repeat("a", 200)} {
		if _, err := catalogue.ReadList(strings.NewReader(text)); !errors.Is(err, catalogue.ErrListFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
