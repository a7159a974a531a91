package app_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"image"
	"image/png"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// publish puts contents of the website there, as an import does.
func (w *world) publish(tenant, typ, key string, data map[string]any) string {
	w.t.Helper()
	id, _, err := w.app.Content.Put(w.Ctx(tenant), content.Import{Type: typ, Key: key, Publish: true, Data: data})
	w.ok(err)
	return id
}

func (w *world) news(n int, kind string) string {
	data := map[string]any{
		"title": text(fmt.Sprint("Notizia numero ", n)), "short_description": text("Che cosa succede"), "news_type": kind,
		"published_on": fmt.Sprintf("2026-11-%02d", n), "topics": []any{"residenza"}, "body": text("<p>Testo della notizia.</p>"), "authored_by": []any{w.anOffice()},
	}
	if kind == "comunicati" {
		data["release_number"] = fmt.Sprint(n, "/2026")
	}
	return w.publish("borgolago", "news", fmt.Sprint("news/", n), data)
}

// anOffice is one of the offices that the sheets of the services name.
func (w *world) anOffice() string {
	w.t.Helper()
	return w.get(stranger, "/contents?type=organizational_unit&limit=1").Want(http.StatusOK).Items()[0]["id"].(string)
}

// root asks for what lies outside the API.
func (w *world) root(path string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, httptest.NewRequestWithContext(w.t.Context(), http.MethodGet, "http://localhost:8080"+path, nil))
	return rec
}

func TestTheWebsiteShowsWhatIsPublished(t *testing.T) {
	w := newWorld(t)
	for n, kind := range map[int]string{1: "notizie", 2: "notizie", 3: "avvisi", 4: "comunicati", 5: "notizie"} {
		w.news(n, kind)
	}
	w.publish("borgolago", "alert", "alert/1", map[string]any{
		"text": text("Scuole chiuse per neve"), "level": "warning", "scope": "site", "expires_at": "2026-12-01T00:00:00Z",
	})
	site := w.get(stranger, "/site").Want(http.StatusOK).Body()
	if site["name"] != "Comune di Borgolago" || site["demo"] != true {
		t.Errorf("site = %v", site)
	}
	if alerts := site["alerts"].([]any); len(alerts) != 1 || alerts[0].(map[string]any)["level"] != "warning" {
		t.Errorf("alerts = %v", alerts)
	}
	var titles []string
	for _, entry := range site["navigation"].([]any) {
		e := entry.(map[string]any)
		if e["id"] != "news" {
			continue
		}
		for _, child := range e["children"].([]any) {
			titles = append(titles, child.(map[string]any)["title"].(map[string]any)["it"].(string))
		}
	}
	if !slices.Equal(titles, []string{"Notizie", "Comunicati", "Avvisi"}) {
		t.Errorf("pages under Novità = %v", titles)
	}

	home := w.get(stranger, "/site/home").Want(http.StatusOK)
	if got := home.Str("hero", "title", "it"); got != "Notizia numero 5" {
		t.Errorf("hero = %q, want the newest", got)
	}
	if news := home.List("news"); len(news) != 3 || news[0]["title"].(map[string]any)["it"] != "Notizia numero 4" {
		t.Errorf("news = %v", news)
	}
	section := w.get(stranger, "/site/sections/notizie").Want(http.StatusOK)
	if crumbs := section.List("breadcrumb"); len(crumbs) != 3 || crumbs[1]["path"] != "/novita" {
		t.Errorf("breadcrumb = %v", crumbs)
	}
	w.get(stranger, "/site/sections/astronavi").Problem(http.StatusNotFound, "site-section-not-found")
	if got := w.get(who{host: there}, "/site/home").Body()["news"].([]any); len(got) != 0 {
		t.Errorf("the other municipality shows %v", got)
	}
}

func TestEvidenceIsTheEditors(t *testing.T) {
	w := newWorld(t)
	old, first := w.news(1, "notizie"), w.news(9, "notizie")
	put := func(version string, ids ...string) int {
		return w.do(admin, http.MethodPut, "/office/evidence/home.hero", map[string]any{"contents": ids}, "If-Match", version).Code
	}
	for _, tt := range []struct {
		name string
		got  int
		want int
	}{
		{"two where one fits", put(`"0"`, old, first), http.StatusUnprocessableEntity},
		{"what nobody wrote", put(`"0"`, "01990000-0000-7000-8000-0000000000ff"), http.StatusUnprocessableEntity},
		{"what does not belong there", put(`"0"`, w.anOffice()), http.StatusUnprocessableEntity},
		{"without saying over what", put("", old), http.StatusPreconditionRequired},
		{"the older one", put(`"0"`, old), http.StatusOK},
		{"over somebody else's choice", put(`"0"`, first), http.StatusPreconditionFailed},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: status = %d, want %d", tt.name, tt.got, tt.want)
		}
	}
	slot := w.get(admin, "/office/evidence/home.hero").Want(http.StatusOK)
	if items := slot.List("items"); len(items) != 1 || items[0]["id"] != old || slot.Head.Get("ETag") != `"1"` {
		t.Errorf("slot = %s, ETag %s", slot.Raw, slot.Head.Get("ETag"))
	}
	w.get(admin, "/office/evidence/home.moon").Problem(http.StatusNotFound, "site-slot-not-found")
	if got := w.get(stranger, "/site/home").Str("hero", "title", "it"); got != "Notizia numero 1" {
		t.Errorf("hero = %q", got)
	}
	w.do(mobility, http.MethodPut, "/office/evidence/home.hero", map[string]any{"contents": []string{}}, "If-Match", `"1"`).Want(http.StatusForbidden)
}

func TestSettingsOfTheWebsite(t *testing.T) {
	w := newWorld(t)
	read := w.get(admin, "/office/site").Want(http.StatusOK)
	var whole struct {
		Version  int
		Settings map[string]any
	}
	w.ok(json.Unmarshal(read.Raw, &whole))
	tests := map[string]struct {
		change  func(s map[string]any)
		pointer string
	}{
		"a colour that cannot be read":      {func(s map[string]any) { s["theme"] = map[string]any{"primary": "#88CCEE"} }, "/theme/primary"},
		"a statement that is not with AgID": {func(s map[string]any) { s["accessibility_url"] = "https://comune.example/a" }, "/accessibility_url"},
		"a statement elsewhere with AgID":   {func(s map[string]any) { s["accessibility_url"] = "https://form.agid.gov.it/app" }, "/accessibility_url"},
		"an unknown social network": {func(s map[string]any) {
			s["socials"] = []any{map[string]any{"type": "orkut", "url": "https://x.example"}}
		}, "/socials/0/type"},
		"an address that leaves the site": {func(s map[string]any) {
			s["header_links"] = []any{map[string]any{"label": text("Via"), "path": "//evil.example"}}
		}, "/header_links/0/path"},
		"mail that is no address": {func(s map[string]any) { s["contacts"] = with(s["contacts"], "email", "chi lo sa") }, "/contacts/email"},
		"an office that is not there": {func(s map[string]any) {
			s["contacts"] = with(s["contacts"], "urp_unit_id", "01990000-0000-7000-8000-0000000000ff")
		}, "/contacts/urp_unit_id"},
		"a logo that is not there": {func(s map[string]any) { s["logo_id"] = "01990000-0000-7000-8000-0000000000ff" }, "/logo_id"},
		"a map from another site":  {func(s map[string]any) { s["map_style_url"] = "https://map.example/style.json" }, "/map_style_url"},
		"a language twice": {func(s map[string]any) {
			s["languages"] = slices.Repeat([]any{map[string]any{"code": "it", "label": "Italiano"}}, 2)
		}, "/languages/1"},
		"a menu of another name":                  {func(s map[string]any) { s["live_label"] = text("Scopri il Comune") }, "/live_label/it"},
		"no Italian":                              {func(s map[string]any) { s["languages"] = []any{map[string]any{"code": "en", "label": "English"}} }, "/languages"},
		"more links than stand beside the topics": {func(s map[string]any) { s["header_links"] = slices.Repeat([]any{link()}, 4) }, "/header_links"},
		"statistics of an account that cannot be": {func(s map[string]any) { s["analytics"] = map[string]any{"site_id": "1');alert(1"} }, "/analytics/site_id"},
		"figures shown elsewhere": {func(s map[string]any) {
			s["analytics"] = map[string]any{"site_id": "XqNlV4ZpQy", "dashboard_url": "https://webanalytics.italia.it.example/x"}
		}, "/analytics/dashboard_url"},
		"a link that leads nowhere":               {func(s map[string]any) { s["useful_links"] = []any{map[string]any{"label": text("Vuoto")}} }, "/useful_links/0/path"},
		"a social network without a safe address": {func(s map[string]any) { s["socials"] = []any{map[string]any{"type": "x", "url": "http://x.example"}} }, "/socials/0/url"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := maps.Clone(whole.Settings)
			tt.change(s)
			answer := w.do(admin, http.MethodPut, "/office/site", s, "If-Match", fmt.Sprintf("%q", fmt.Sprint(whole.Version)))
			answer.Problem(http.StatusUnprocessableEntity, "site-settings-invalid")
			if errors := answer.List("errors"); len(errors) == 0 || errors[0]["pointer"] != tt.pointer {
				t.Errorf("errors = %v, want %s", errors, tt.pointer)
			}
		})
	}
	whole.Settings["tagline"] = text("Un paese sul lago")
	whole.Settings["theme"] = map[string]any{"primary": "#0066CC"}
	w.do(admin, http.MethodPut, "/office/site", whole.Settings, "If-Match", fmt.Sprintf("%q", fmt.Sprint(whole.Version))).Want(http.StatusOK)
	w.do(admin, http.MethodPut, "/office/site", whole.Settings, "If-Match", fmt.Sprintf("%q", fmt.Sprint(whole.Version))).Problem(http.StatusPreconditionFailed, "site-version-mismatch")
	public := w.get(stranger, "/site")
	if got := public.Str("tagline", "it"); got != "Un paese sul lago" {
		t.Errorf("tagline = %q", got)
	}
	if got, there := public.Body()["analytics"]; there {
		t.Errorf("statistics that nobody asked for: %v", got)
	}

	delete(whole.Settings, "socials")
	delete(whole.Settings, "tagline")
	w.do(admin, http.MethodPut, "/office/site", whole.Settings, "If-Match", fmt.Sprintf("%q", fmt.Sprint(whole.Version+1))).Want(http.StatusOK)
	site := w.get(stranger, "/site").Want(http.StatusOK).Body()
	if site["socials"] == nil || site["tagline"] == nil {
		t.Errorf("what was left out is null: %v", site)
	}
}

func TestStatisticsAreThereOnceTheAccountIs(t *testing.T) {
	w := newWorld(t)
	set := func(analytics map[string]any) testkit.Answer {
		w.t.Helper()
		read := w.get(admin, "/office/site").Want(http.StatusOK)
		settings := read.Body()["settings"].(map[string]any)
		settings["analytics"] = analytics
		w.do(admin, http.MethodPut, "/office/site", settings, "If-Match", read.Head.Get("ETag")).Want(http.StatusOK)
		return w.get(stranger, "/site").Want(http.StatusOK)
	}
	site := set(map[string]any{"site_id": "XqNlV4ZpQy", "dashboard_url": "https://webanalytics.italia.it/comune"})
	if site.Str("analytics", "site_id") != "XqNlV4ZpQy" || site.Str("analytics", "dashboard_url") != "https://webanalytics.italia.it/comune" {
		t.Errorf("analytics = %v", site.Body()["analytics"])
	}
	set(map[string]any{"site_id": "", "dashboard_url": ""})
	settings := w.get(admin, "/office/site").Want(http.StatusOK).Body()["settings"].(map[string]any)
	if got, there := settings["analytics"]; there {
		t.Errorf("statistics without an account: %v", got)
	}
}

func TestTheLogoIsNotRemovedFromTheLibrary(t *testing.T) {
	w := newWorld(t)
	var picture bytes.Buffer
	w.ok(png.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 64))))
	body, contentType := form(w.t, nil, "stemma.png", picture.Bytes())
	id := w.send(admin, http.MethodPost, "/office/media", body, "Content-Type", contentType).Want(http.StatusCreated).Str("id")
	logo := func(id string) {
		w.t.Helper()
		read := w.get(admin, "/office/site").Want(http.StatusOK)
		settings := read.Body()["settings"].(map[string]any)
		settings["logo_id"] = id
		w.do(admin, http.MethodPut, "/office/site", settings, "If-Match", read.Head.Get("ETag")).Want(http.StatusOK)
	}
	logo(id)
	uses := w.get(admin, "/office/media/"+id).Want(http.StatusOK).List("uses")
	if len(uses) != 1 || uses[0]["type"] != "site_settings" || uses[0]["path"] != "/ufficio/sito" || uses[0]["published"] != true {
		t.Errorf("uses = %v", uses)
	}
	refused := w.do(admin, http.MethodDelete, "/office/media/"+id, nil)
	refused.Problem(http.StatusConflict, "media-in-use")
	if errors := refused.List("errors"); len(errors) != 1 || errors[0]["detail"] != "Impostazioni del sito: logo" {
		t.Errorf("errors = %v", errors)
	}
	logo("")
	w.do(admin, http.MethodDelete, "/office/media/"+id, nil).Want(http.StatusNoContent)
}

func TestOnlyADemoDoesWithoutAnAccessibilityStatement(t *testing.T) {
	w := newWorld(t)
	town, err := w.app.Tenants.Current(w.Ctx("borgolago"))
	w.ok(err)
	town.Demo = false
	w.ok(w.app.Tenants.Put(t.Context(), town))
	settings := w.get(admin, "/office/site").Want(http.StatusOK).Body()["settings"].(map[string]any)
	settings["accessibility_url"] = ""
	answer := w.do(admin, http.MethodPut, "/office/site", settings, "If-Match", `"0"`)
	answer.Problem(http.StatusUnprocessableEntity, "site-settings-invalid")
	if errors := answer.List("errors"); len(errors) != 1 || errors[0]["code"] != "accessibility_url" {
		t.Errorf("errors = %v", errors)
	}
	settings["accessibility_url"] = "https://form.agid.gov.it/view/0f8fad5b-d9cb-469f-a165-70867728950e"
	w.do(admin, http.MethodPut, "/office/site", settings, "If-Match", `"0"`).Want(http.StatusOK)
}

// with is an object with one of its fields changed.
func with(object any, key string, value any) map[string]any {
	out := maps.Clone(object.(map[string]any))
	out[key] = value
	return out
}

func link() map[string]any { return map[string]any{"label": text("Albo"), "path": "/albo-pretorio"} }

func TestWhatMachinesRead(t *testing.T) {
	w := newWorld(t)
	w.news(3, "notizie")
	w.publish("borgolago", "dataset", "dataset/alberi", map[string]any{
		"title": text("Alberi monumentali"), "short_description": text("Elenco con \"specie\" e <posizione>"), "themes": []any{"ENVI"}, "identifier": "c_z999:alberi",
		"distributions": []any{map[string]any{"format": "CSV", "download_url": "https://dati.example/alberi.csv"}},
		"rights_holder": w.anOffice(), "modified_on": "2026-10-01", "update_frequency": "ANNUAL", "licence": "A21",
	})

	sitemap := w.root("/sitemap.xml")
	var urls struct {
		URL []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	w.ok(xml.Unmarshal(sitemap.Body.Bytes(), &urls))
	seen := map[string]int{}
	for _, u := range urls.URL {
		seen[strings.TrimPrefix(u.Loc, "http://localhost:8080")]++
	}
	for _, path := range []string{"/", "/novita", "/novita/notizie", "/novita/notizie/notizia-numero-3"} {
		if seen[path] != 1 {
			t.Errorf("%s is %d times in the site map", path, seen[path])
		}
	}
	if seen["/servizi/turismo"] != 0 {
		t.Error("an empty category is in the site map")
	}
	if again := w.root("/sitemap.xml"); again.Header().Get("ETag") == "" || again.Header().Get("Content-Type") != "application/xml; charset=utf-8" {
		t.Errorf("headers = %v", again.Header())
	}
	if got := w.root("/sitemap-2.xml").Code; got != http.StatusNotFound {
		t.Errorf("a part that is not there: status = %d", got)
	}
	if got := w.root("/robots.txt").Body.String(); !strings.Contains(got, "Sitemap: http://localhost:8080/sitemap.xml") || !strings.Contains(got, "Disallow: /area-personale") {
		t.Errorf("robots = %s", got)
	}
	for _, feed := range []string{"/feeds/novita.rss", "/feeds/novita.atom"} {
		answer := w.root(feed)
		if answer.Code != http.StatusOK || !strings.Contains(answer.Body.String(), "http://localhost:8080/novita/notizie/notizia-numero-3") {
			t.Errorf("%s: %d %s", feed, answer.Code, answer.Body)
		}
		w.ok(xml.Unmarshal(answer.Body.Bytes(), new(struct{ XMLName xml.Name })))
	}
	if got := w.root("/feeds/altro.rss").Code; got != http.StatusNotFound {
		t.Errorf("an unknown feed: status = %d", got)
	}
	w.catalogueOfData()
}

// catalogueOfData reads the datasets in the three forms.
func (w *world) catalogueOfData() {
	w.t.Helper()
	var graph struct {
		Graph []map[string]any `json:"@graph"`
	}
	w.ok(json.Unmarshal(w.root("/dcat.jsonld").Body.Bytes(), &graph))
	properties := map[string]bool{}
	for _, node := range graph.Graph {
		for p := range node {
			properties[p] = true
		}
	}
	for _, p := range []string{ // the least of DCAT-AP_IT
		"dct:title", "dct:description", "dct:publisher", "dct:modified", "foaf:homepage", "dct:language", "dcat:themeTaxonomy", "dct:identifier", "dcat:theme",
		"dct:rightsHolder", "dct:accrualPeriodicity", "dcat:distribution", "dcat:accessURL", "dct:license", "dct:format",
	} {
		if !properties[p] {
			w.t.Errorf("the catalogue lacks %s", p)
		}
	}
	ttl := w.root("/dcat.ttl").Body.String()
	for _, want := range []string{`"Elenco con \"specie\" e <posizione>"@it`, "<http://publications.europa.eu/resource/authority/frequency/ANNUAL>", "<https://dati.example/alberi.csv>"} {
		if !strings.Contains(ttl, want) {
			w.t.Errorf("the Turtle lacks %s:\n%s", want, ttl)
		}
	}
	w.ok(xml.Unmarshal(w.root("/dcat.rdf").Body.Bytes(), new(struct{ XMLName xml.Name })))
}

// website reads every page of the site as a whole, and changes what editors may.
func (w *world) website() {
	w.t.Helper()
	w.news(7, "notizie")
	w.publish("borgolago", "topic", "topic/residenza", map[string]any{
		"code": "residenza", "short_description": text("Abitare a Borgolago"), "managing_units": []any{w.anOffice()},
	})
	w.Drain(w.t)
	for _, path := range []string{
		"/site", "/site/home", "/site/sections/services", "/site/sections/live", "/site/topics", "/site/topics/residenza", "/site/map",
		"/search?q=notizia", "/search/suggestions?q=notizia", "/rating-statistics?from=2026-01-01&to=2026-12-31",
	} {
		w.get(stranger, path).Want(http.StatusOK)
	}
	settings := w.get(admin, "/office/site").Want(http.StatusOK).Body()
	w.do(admin, http.MethodPut, "/office/site", settings["settings"], "If-Match", fmt.Sprintf("%q", fmt.Sprint(settings["version"]))).Want(http.StatusOK)
	w.get(admin, "/office/evidence").Want(http.StatusOK)
	w.get(admin, "/office/evidence/home.news").Want(http.StatusOK)
	w.do(admin, http.MethodPut, "/office/evidence/home.news", map[string]any{"contents": []string{}}, "If-Match", `"0"`).Want(http.StatusOK)
	w.do(admin, http.MethodPut, "/office/search/synonyms", map[string]any{"groups": [][]string{{"tari", "rifiuti"}}}).Want(http.StatusOK)
	w.get(admin, "/office/search/synonyms").Want(http.StatusOK)
	w.send(admin, http.MethodPost, "/office/search/rebuilds", nil).Want(http.StatusAccepted)
}
