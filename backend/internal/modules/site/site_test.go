package site_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/site"
)

func TestPagesMadeOfBoxesTakeAFewQueries(t *testing.T) {
	w := newWorld(t)
	w.office()
	for i := range 8 {
		w.news(fmt.Sprint("Notizia ", i), "2026-02-1"+fmt.Sprint(i))
		w.event(fmt.Sprint("Evento ", i), "2026-03-1"+fmt.Sprint(i)+"T20:00:00Z", "2026-03-1"+fmt.Sprint(i)+"T22:00:00Z")
	}
	for _, code := range []string{"acqua", "sport", "turismo", "imposte"} {
		w.put("topic", "topic/"+code, object{"code": code, "short_description": it("Di che si tratta."), "managing_units": []any{"key:office"}})
	}
	for path, most := range map[string]int64{
		"/site":                   6,
		"/site/home":              10,
		"/site/sections/live":     8,
		"/site/sections/services": 8,
		"/site/topics":            8,
		"/site/topics/acqua":      10,
		"/site/map":               6,
	} {
		t.Run(path, func(t *testing.T) {
			w.queries.n.Store(0)
			w.get("/api/v1" + path).Want(http.StatusOK)
			if n := w.queries.n.Load(); n > most {
				t.Errorf("%d queries, at most %d", n, most)
			}
			w.queries.n.Store(0)
			w.get("/api/v1" + path).Want(http.StatusOK)
			if n := w.queries.n.Load(); n != 0 {
				t.Errorf("%d queries the second time", n)
			}
		})
	}
}

func TestTheCalendarOfTheHomePage(t *testing.T) {
	w := newWorld(t) // it is 2 March
	w.event("Mostra", "2026-02-20T09:00:00Z", "2026-03-20T18:00:00Z")
	w.event("Ieri", "2026-03-01T20:00:00Z", "2026-03-01T22:00:00Z")
	for _, day := range []string{"03", "04", "05", "06"} {
		w.event("Concerto del "+day, "2026-03-"+day+"T20:00:00Z", "2026-03-"+day+"T22:00:00Z")
	}
	fair := w.event("Fiera", "2026-09-07T08:00:00Z", "2026-09-07T20:00:00Z")

	days := func() (out []string) {
		for _, day := range w.get("/api/v1/site/home").Want(http.StatusOK).List("calendar") {
			out = append(out, day["date"].(string)+" "+strings.Join(titles(day["items"]), ", "))
		}
		return out
	}
	want := []string{"2026-03-02 Mostra", "2026-03-03 Concerto del 03", "2026-03-04 Concerto del 04", "2026-03-05 Concerto del 05"}
	if got := days(); !slices.Equal(got, want) {
		t.Errorf("calendar = %q", got)
	}
	_, err := w.service.PutEvidence(w.Ctx(borgolago), "home.events", []string{fair}, 0, "Rita Redattrice")
	w.ok(err)
	want = []string{"2026-03-02 Mostra", "2026-03-03 Concerto del 03", "2026-03-04 Concerto del 04", "2026-09-07 Fiera"}
	if got := days(); !slices.Equal(got, want) {
		t.Errorf("calendar with an event in evidence = %q", got)
	}
}

func TestWhatIsOverLeavesItsPlaceToTheMostRecent(t *testing.T) {
	w := newWorld(t)
	soon := w.event("Presto", "2026-03-05T20:00:00Z", "2026-03-05T22:00:00Z")
	w.event("Poi", "2026-03-20T20:00:00Z", "2026-03-20T22:00:00Z")
	_, err := w.service.PutEvidence(w.Ctx(borgolago), "live.events", []string{soon}, 0, "Rita Redattrice")
	w.ok(err)
	if got := titles(w.get("/api/v1/site/sections/live").Body()["featured"]); !slices.Equal(got, []string{"Presto", "Poi"}) {
		t.Errorf("featured = %q", got)
	}
	w.Clock.Advance(7 * 24 * time.Hour)
	w.news("Qualcosa cambia", "2026-03-09") // and the cache forgets
	if got := titles(w.get("/api/v1/site/sections/live").Body()["featured"]); !slices.Equal(got, []string{"Poi"}) {
		t.Errorf("featured a week later = %q", got)
	}
	withdrawn := w.news("Ritirata", "2026-03-08")
	_, err = w.service.PutEvidence(w.Ctx(borgolago), "news", []string{withdrawn}, 0, "Rita Redattrice")
	w.ok(err)
	_, err = w.Owner(t).Exec(t.Context(), `UPDATE contents SET public = false WHERE id = $1`, withdrawn)
	w.ok(err)
	if got := titles(w.get("/api/v1/site/sections/news").Body()["featured"]); !slices.Equal(got, []string{"Qualcosa cambia"}) {
		t.Errorf("featured after the withdrawal = %q", got)
	}
}

func TestGalleriesAreThoseOfPastEvents(t *testing.T) {
	w := newWorld(t) // it is 2 March
	var b bytes.Buffer
	w.ok(png.Encode(&b, image.NewGray(image.Rect(0, 0, 60, 40))))
	photo, _, err := w.files.Put(w.Ctx(borgolago), media.Import{Key: "photo", FileName: "foto.png", Bytes: b.Bytes()})
	w.ok(err)
	pictured := func(title, start, end string) string {
		return w.put("event", title, object{
			"title": it(title), "short_description": it("In piazza."), "event_types": "111", "topics": []any{"acqua"},
			"start_at": start, "end_at": end, "gallery": []any{photo},
		})
	}
	past := pictured("Regata", "2026-02-20T09:00:00Z", "2026-02-21T18:00:00Z")
	coming := pictured("Fiera", "2026-09-07T08:00:00Z", "2026-09-07T20:00:00Z")
	bare := w.event("Convegno", "2026-02-20T09:00:00Z", "2026-02-20T18:00:00Z")
	for name, wrong := range map[string]string{"an event to come": coming, "an event without pictures": bare} {
		_, err := w.service.PutEvidence(w.Ctx(borgolago), "home.galleries", []string{past, wrong}, 0, "Rita Redattrice")
		var refused *errs.Error
		if !errors.As(err, &refused) || !errors.Is(err, site.ErrEvidence) || refused.Fields[0].Code != "past_gallery" || refused.Fields[0].Pointer != "/contents/1" {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err = w.service.PutEvidence(w.Ctx(borgolago), "home.galleries", []string{past}, 0, "Rita Redattrice")
	w.ok(err)
	if got := titles(w.get("/api/v1/site/home").Want(http.StatusOK).Body()["galleries"]); !slices.Equal(got, []string{"Regata"}) {
		t.Errorf("galleries = %q", got)
	}
	_, err = w.Owner(t).Exec(t.Context(), `UPDATE site_evidence SET contents = to_jsonb(ARRAY[$1, $2]) WHERE slot = 'home.galleries'`, past, coming)
	w.ok(err)
	w.news("Qualcosa cambia", "2026-03-01") // and the cache forgets
	if got := titles(w.get("/api/v1/site/home").Want(http.StatusOK).Body()["galleries"]); !slices.Equal(got, []string{"Regata"}) {
		t.Errorf("galleries with what was chosen before = %q", got)
	}
}

func TestAlertsAreFewAndTheMostUrgentComeFirst(t *testing.T) {
	w := newWorld(t)
	alert := func(text, level, scope, from, to string) {
		w.put("alert", text, object{"text": it(text), "level": level, "scope": scope, "starts_at": from, "expires_at": to, "link": object{"url": "https://example.org/" + level}})
	}
	alert("Informazione", "info", "site", "2026-03-02T08:00:00Z", "2026-03-05T00:00:00Z")
	alert("Allagamento", "danger", "site", "2026-03-01T08:00:00Z", "2026-03-05T00:00:00Z")
	alert("Vento", "warning", "site", "2026-03-02T07:00:00Z", "2026-03-05T00:00:00Z")
	alert("Buona notizia", "success", "site", "2026-03-02T06:00:00Z", "2026-03-05T00:00:00Z")
	alert("Solo in casa", "info", "home", "2026-03-02T08:30:00Z", "2026-03-05T00:00:00Z")
	alert("Domani", "danger", "site", "2026-03-03T08:00:00Z", "2026-03-05T00:00:00Z")
	alert("Finito un'ora fa", "danger", "site", "2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z")
	var got []string
	for _, a := range w.get("/api/v1/site").Want(http.StatusOK).List("alerts") {
		got = append(got, a["text"].(object)["it"].(string)+" "+a["scope"].(string)+" "+a["link"].(string))
	}
	want := []string{
		"Allagamento site https://example.org/danger", "Vento site https://example.org/warning",
		"Solo in casa home https://example.org/info", "Informazione site https://example.org/info",
	}
	if !slices.Equal(got, want) {
		t.Errorf("alerts = %q", got)
	}
}

func TestTheMenuHasThePagesThatHaveContents(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.event("Fiera", "2026-09-07T08:00:00Z", "2026-09-07T20:00:00Z")
	w.put("public_document", "document", object{"title": it("Statuto"), "short_description": it("Le regole."), "document_type": "atto-normativo"})
	got := map[string][]string{}
	for _, entry := range w.get("/api/v1/site").Want(http.StatusOK).List("navigation") {
		got[entry["id"].(string)] = titles(entry["children"])
	}
	for id, want := range map[string][]string{
		"management": {"Uffici", "Documenti e dati"}, "news": nil, "services": nil, "live": {"Eventi"},
	} {
		if !slices.Equal(got[id], want) {
			t.Errorf("under %s = %q, want %q", id, got[id], want)
		}
	}
	if children := titles(w.get("/api/v1/site/sections/documents").Body()["children"]); !slices.Equal(children, []string{"Atti normativi"}) {
		t.Errorf("kinds of documents = %q", children)
	}
}

func TestThePageOfATopic(t *testing.T) {
	w := newWorld(t)
	w.office()
	first := w.news("Prima", "2026-02-01")
	for _, day := range []string{"02", "03", "04"} {
		w.news("Del "+day, "2026-02-"+day)
	}
	w.put("topic", "topic/acqua", object{
		"code": "acqua", "short_description": it("L'acqua."), "managing_units": []any{"key:office"}, "featured_contents": []any{first},
	})
	page := w.get("/api/v1/site/topics/acqua").Want(http.StatusOK)
	body := page.Body()
	if got := titles(body["managing_units"]); !slices.Equal(got, []string{"Ufficio Ambiente"}) {
		t.Errorf("managing units = %q", got)
	}
	if got := titles(body["featured"]); !slices.Equal(got, []string{"Prima"}) {
		t.Errorf("featured = %q", got)
	}
	sections := body["sections"].(object)
	if len(sections) != 1 {
		t.Errorf("sections = %v, want news only", sections)
	}
	news := sections["news"].(object)
	if got := titles(news["items"]); !slices.Equal(got, []string{"Del 04", "Del 03", "Del 02"}) || news["total"] != 4.0 {
		t.Errorf("news = %q of %v", got, news["total"])
	}
	w.get("/api/v1/site/topics/sport").Problem(http.StatusNotFound, "content-not-found")
}

type sitemap struct {
	XMLName xml.Name
	URL     []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
		Link    []struct {
			Lang string `xml:"hreflang,attr"`
			Href string `xml:"href,attr"`
		} `xml:"http://www.w3.org/1999/xhtml link"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 url"`
	Sitemap []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	} `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemap"`
}

func (w *world) sitemap(path string) (out sitemap) {
	w.t.Helper()
	w.ok(xml.Unmarshal(w.get(path).Want(http.StatusOK).Raw, &out))
	return out
}

func TestTheSiteMapNamesThePagesInTheirLanguages(t *testing.T) {
	w := newWorld(t)
	w.put("news", "both", object{"title": both("Due lingue", "Two languages"), "news_type": "notizie", "published_on": "2026-02-01"})
	w.news("Solo italiano", "2026-02-02")
	others := map[string][]string{}
	for _, u := range w.sitemap("/sitemap.xml").URL {
		for _, l := range u.Link {
			others[u.Loc] = append(others[u.Loc], l.Lang+" "+l.Href)
		}
		if strings.Contains(u.Loc, "/notizie/") && u.LastMod != "2026-03-02T09:00:00Z" {
			t.Errorf("%s changed %q", u.Loc, u.LastMod)
		}
	}
	for path, want := range map[string][]string{
		"/":                                  {"it https://localhost/", "en https://localhost/?lang=en"},
		"/novita/notizie/due-lingue":         {"it https://localhost/novita/notizie/due-lingue", "en https://localhost/novita/notizie/due-lingue?lang=en"},
		"/novita/notizie/solo-italiano":      nil,
		"/amministrazione/organi-di-governo": nil,
	} {
		if got := others["https://localhost"+path]; !slices.Equal(got, want) {
			t.Errorf("%s in other languages = %q", path, got)
		}
	}
}

func TestALargeSiteMapComesInParts(t *testing.T) {
	w := newWorld(t)
	w.news("Una fra tante", "2026-02-02")
	const copies = 50_000
	_, err := w.Owner(t).Exec(t.Context(), `
INSERT INTO contents (tenant_id, id, type, slug, path, status, card, kind_codes, public, published_data, refreshed_at, published_at, created_at, updated_at)
SELECT tenant_id, gen_random_uuid(), type, slug || n, path || n, status, card, kind_codes, true, '{}', refreshed_at, published_at, created_at, updated_at
FROM contents, generate_series(1, $1) n WHERE type = 'news'`, copies)
	w.ok(err)
	index := w.sitemap("/sitemap.xml")
	if index.XMLName.Local != "sitemapindex" || len(index.Sitemap) != 2 || index.Sitemap[1].Loc != "https://localhost/sitemap-2.xml" || index.Sitemap[0].LastMod == "" {
		t.Fatalf("index = %+v", index)
	}
	seen := map[string]bool{}
	for _, part := range []string{"/sitemap-1.xml", "/sitemap-2.xml"} {
		list := w.sitemap(part).URL
		if len(list) > 50_000 || len(list) == 0 {
			t.Errorf("%s has %d addresses", part, len(list))
		}
		for _, u := range list {
			if seen[u.Loc] {
				t.Fatalf("%s is there twice", u.Loc)
			}
			seen[u.Loc] = true
		}
	}
	for _, path := range []string{"/", "/novita/notizie", "/novita/notizie/una-fra-tante", "/novita/notizie/una-fra-tante50000"} {
		if !seen["https://localhost"+path] {
			t.Errorf("%s is missing", path)
		}
	}
	if len(seen) < copies {
		t.Errorf("%d addresses", len(seen))
	}
	w.get("/sitemap-3.xml").Want(http.StatusNotFound)
}

func TestWhatMachinesReadIsAskedAgainByDate(t *testing.T) {
	w := newWorld(t)
	gone := w.news("Passeggera", "2026-02-02")
	for _, path := range []string{"/sitemap.xml", "/feeds/novita.rss", "/feeds/novita.atom", "/feeds/eventi.rss", "/dcat.ttl"} {
		at := w.get(path).Want(http.StatusOK).Head.Get("Last-Modified")
		if at != "Mon, 02 Mar 2026 09:00:00 GMT" {
			t.Errorf("%s: Last-Modified = %q", path, at)
		}
		w.get(path, "If-Modified-Since", at).Want(http.StatusNotModified)
	}
	at := w.get("/feeds/novita.rss").Head.Get("Last-Modified")
	w.Clock.Advance(time.Hour)
	editor := identity.WithActor(w.Ctx(borgolago), identity.Actor{Kind: identity.Operator, TenantID: borgolago, Name: "Ada Immaginaria", Roles: []string{identity.RoleAdmin}})
	var version int64
	w.ok(w.Owner(t).QueryRow(t.Context(), `SELECT version FROM contents WHERE id = $1`, gone).Scan(&version))
	_, err := w.contents.Withdraw(editor, gone, version, "Era sbagliata.", "")
	w.ok(err)
	if again := w.get("/feeds/novita.rss", "If-Modified-Since", at).Want(http.StatusOK); strings.Contains(string(again.Raw), "Passeggera") {
		t.Error("what was withdrawn is still in the feed")
	}
	w.Clock.Advance(24 * time.Hour)
	w.news("Nuova", "2026-03-03")
	if day := w.get("/feeds/eventi.atom").Head.Get("Last-Modified"); day == at {
		t.Errorf("the feed of events is as old as %s", day)
	}
}
