package content_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

func (w *world) lookup(path string, heads ...string) testkit.Answer {
	w.t.Helper()
	return w.get("/contents/lookup?path="+url.QueryEscape(path), heads...)
}

func TestAPageBringsAlongWhatItRefersTo(t *testing.T) {
	w := newWorld(t)
	office := w.office()
	item := w.put("news", "n1", news("Mercato in piazza", "2026-03-01"))

	page := w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK)
	if got := page.Str("content", "id"); got != item {
		t.Fatalf("id = %s, want %s", got, item)
	}
	testkit.Golden(t, page.Raw, "id", "url", "created_at")

	unit := w.lookup("/amministrazione/uffici/ufficio-anagrafe").Want(http.StatusOK)
	seat := unit.Body()["content"].(map[string]any)["data"].(map[string]any)["main_place"].(map[string]any)
	if street := seat["data"].(map[string]any)["address"].(map[string]any)["street"]; street != "Piazza dell'Approdo 1" {
		t.Errorf("the seat has the street %v", street)
	}
	inverse := unit.Body()["content"].(map[string]any)["inverse"].(map[string]any)
	if list, _ := inverse["news"].([]any); len(list) != 1 {
		t.Errorf("inverse = %v", inverse)
	}
	if got := unit.Str("content", "id"); got != office {
		t.Errorf("id = %s", got)
	}
}

func TestAPersonShowsRolesAndOfficesThatNameThem(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.lookup("/amministrazione/personale-amministrativo/aldo-campione").Want(http.StatusOK)
	w.put("role_assignment", "mayor", object{"title": it("Sindaco"), "role_type": "sindaco", "person": "key:aldo", "start_date": "2025-06-01"})

	if moved := w.lookup("/amministrazione/personale-amministrativo/aldo-campione").Want(http.StatusOK).Str("moved_to"); moved != "/amministrazione/politici/aldo-campione" {
		t.Errorf("moved to %q", moved)
	}
	card := w.get("/contents?type=public_person").Want(http.StatusOK).Items()[0]
	extra, _ := card["extra"].(map[string]any)
	if role := extra["role"].(map[string]any)["it"]; role != "Sindaco" {
		t.Errorf("role = %v", role)
	}
	if units, _ := extra["units"].([]any); len(units) != 1 || units[0].(map[string]any)["path"] != "/amministrazione/uffici/ufficio-anagrafe" {
		t.Errorf("units = %v", extra["units"])
	}
}

func TestListsPageFilterAndCount(t *testing.T) {
	w := newWorld(t)
	w.office()
	for i := range 5 {
		w.put("news", fmt.Sprint("n", i), news(fmt.Sprint("Notizia numero ", i), fmt.Sprintf("2026-02-0%d", i+1)))
	}
	w.put("news", "warning", news("Avviso di piena", "2026-02-20", object{"news_type": "avvisi", "topics": []any{"aria"}}))

	var titles []string
	cursor := ""
	for {
		page := w.get("/contents?type=news&limit=4&cursor=" + cursor).Want(http.StatusOK)
		if total := page.Str("total"); total != "6" {
			t.Fatalf("total = %s", total)
		}
		for _, item := range page.Items() {
			titles = append(titles, item["title"].(map[string]any)["it"].(string))
		}
		if cursor = page.Str("next_cursor"); cursor == "" {
			break
		}
	}
	if got := strings.Join(titles, ", "); got != "Avviso di piena, Notizia numero 4, Notizia numero 3, Notizia numero 2, Notizia numero 1, Notizia numero 0" {
		t.Errorf("titles = %s", got)
	}
	for query, want := range map[string]string{
		"type=news&kind=avvisi": "1", "type=news&topic=acqua": "5", "q=numero+3": "1", "type=news&from=2026-02-03&to=2026-02-04": "2",
		"type=news,place": "7", "type=event": "0", "topic=aria,acqua": "6", "type=news&changed_since=2030-01-01T00:00:00Z": "0",
	} {
		if total := w.get("/contents?" + query).Want(http.StatusOK).Str("total"); total != want {
			t.Errorf("%s: total = %s, want %s", query, total, want)
		}
	}
	kinds := w.get("/contents?type=news").List("kinds")
	if len(kinds) != 2 || fmt.Sprint(kinds[0]["count"]) != "5" {
		t.Errorf("kinds = %v", kinds)
	}
	for _, query := range []string{"sort=order", "type=dragons", "when=soon", "unit=x", "fields=secret", "from=yesterday"} {
		w.get("/contents?"+query).Problem(http.StatusBadRequest, "bad-query")
	}
	w.get("/contents?cursor=x").Problem(http.StatusBadRequest, "bad-cursor")
}

func TestASparseListSendsOnlyWhatIsAskedFor(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.put("news", "n1", news("Mercato in piazza", "2026-03-01"))
	item := w.get("/contents?type=news&fields=title,data.body,data.authored_by").Want(http.StatusOK).Items()[0]
	data, _ := item["data"].(map[string]any)
	if len(item) != 3 || len(data) != 2 || data["body"].(map[string]any)["it"] != "<p>Il testo della notizia.</p>" {
		t.Errorf("item = %v", item)
	}
}

func TestAnAnswerThatTheClientHasIsNotSentAgain(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.put("news", "n1", news("Mercato in piazza", "2026-03-01"))
	for _, path := range []string{"/contents?type=news", "/contents/lookup?path=/novita/notizie/mercato-in-piazza"} {
		first := w.get(path).Want(http.StatusOK)
		etag, modified := first.Head.Get("ETag"), first.Head.Get("Last-Modified")
		if modified != testkit.Start.Format(http.TimeFormat) {
			t.Errorf("%s: last modified %s", path, modified)
		}
		w.get(path, "If-None-Match", etag).Want(http.StatusNotModified)
		w.get(path, "If-Modified-Since", modified).Want(http.StatusNotModified)
		w.get(path, "If-Modified-Since", testkit.Start.Add(-time.Hour).Format(http.TimeFormat)).Want(http.StatusOK)
	}
}

func TestPastEventsLeaveTheUsualList(t *testing.T) {
	w := newWorld(t)
	w.office()
	event := func(title, from, to string) object {
		return object{
			"title": it(title), "short_description": it("Una festa."), "event_types": "111", "topics": []any{"acqua"}, "description": it("<p>Musica.</p>"),
			"audience_text": it("<p>Tutti.</p>"), "place": "key:townhall", "start_at": from, "end_at": to, "prices": object{"free": true},
			"contact_points": []any{"key:contact"}, "event_status": "scheduled",
		}
	}
	w.put("event", "e1", event("Festa passata", "2026-02-01T18:00:00Z", "2026-02-01T20:00:00Z"))
	next := w.put("event", "e2", event("Festa futura", "2026-04-01T18:00:00+02:00", "2026-04-01T23:00:00+02:00"))
	for query, want := range map[string]string{"": "Festa futura", "&when=past": "Festa passata"} {
		items := w.get("/contents?type=event" + query).Want(http.StatusOK).Items()
		if len(items) != 1 || items[0]["title"].(map[string]any)["it"] != want {
			t.Errorf("%s: %v", query, items)
		}
	}
	if total := w.get("/contents?type=event&when=all").Str("total"); total != "2" {
		t.Errorf("total = %s", total)
	}
	calendar := w.get("/contents/" + next + "/calendar.ics").Want(http.StatusOK)
	for _, line := range []string{"SUMMARY:Festa futura", "DTSTART:20260401T160000Z", "DTEND:20260401T210000Z", "LOCATION:Municipio\\, Piazza dell'Approdo 1\\, Borgolago"} {
		if !strings.Contains(string(calendar.Raw), line) {
			t.Errorf("no %s in %s", line, calendar.Raw)
		}
	}
}

func TestImportsAreCheckedAndRepeatable(t *testing.T) {
	w := newWorld(t)
	w.office()
	in := content.Import{Type: "news", Key: "n1", Data: news("Mercato in piazza", "2026-03-01"), Publish: true, LegacyURLs: []string{"https://vecchio.example/notizie/123.html"}}
	id, changed, err := w.service.Put(w.Ctx(borgolago), in)
	if err != nil || !changed {
		t.Fatal(changed, err)
	}
	if again, changed, err := w.service.Put(w.Ctx(borgolago), in); err != nil || changed || again != id {
		t.Errorf("again: %s, %v, %v", again, changed, err)
	}
	if moved := w.lookup("/notizie/123.html").Want(http.StatusOK).Str("moved_to"); moved != "/novita/notizie/mercato-in-piazza" {
		t.Errorf("the former address leads to %q", moved)
	}
	for name, tt := range map[string]struct {
		data object
		want string
	}{
		"an unknown field":    {object{"colour": "red"}, "/data/colour unknown"},
		"an unknown term":     {object{"topics": []any{"draghi"}}, "/data/topics/0 term"},
		"a text without it":   {object{"title": "Mercato"}, "/data/title localised"},
		"a missing key":       {object{"documents": []any{"key:nothing"}}, "no content has the key nothing"},
		"a mandatory field":   {object{"short_description": nil}, "/data/short_description mandatory"},
		"a day that is not":   {object{"published_on": "2026-02-31"}, "/data/published_on date"},
		"a list that is none": {object{"topics": "acqua"}, "/data/topics list"},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := w.service.Put(w.Ctx(borgolago), content.Import{Type: "news", Key: "bad", Data: news("Altro mercato", "2026-03-01", tt.data), Publish: true})
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), `news "bad"`) {
				t.Errorf("error = %v", err)
			}
		})
	}
}

func TestRichTextsKeepNothingThatRuns(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.put("news", "n1", news("Mercato in piazza", "2026-03-01", object{"body": it(
		`<h1>Titolo</h1><h3 style="color:red" class="x">Sezione</h3><p onclick="x()">Ciao <b>a</b> <i>tutti</i><script>alert(1)</script>` +
			` <a href="javascript:alert(1)">male</a> <a href="https://esempio.example" target="_blank">bene</a><img src=x onerror=alert(1)></p>`)}))
	page := w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK)
	data := page.Body()["content"].(map[string]any)["data"].(map[string]any)
	want := `Titolo<h3>Sezione</h3><p>Ciao <strong>a</strong> <em>tutti</em> male <a href="https://esempio.example">bene</a></p>`
	if got := data["body"].(map[string]any)["it"]; got != want {
		t.Errorf("body = %s\nwant   %s", got, want)
	}
}

func TestAnotherMunicipalitySeesNothingOfIt(t *testing.T) {
	w := newWorld(t)
	w.office()
	id := w.put("news", "n1", news("Mercato in piazza", "2026-03-01"))
	for path, want := range map[string]int{
		"/contents/" + id: http.StatusNotFound, "/contents/lookup?path=/novita/notizie/mercato-in-piazza": http.StatusNotFound,
		"/contents/" + id + "/related": http.StatusNotFound,
	} {
		w.do(abroad, http.MethodGet, path, nil).Want(want)
	}
	if total := w.do(abroad, http.MethodGet, "/contents", nil).Want(http.StatusOK).Str("total"); total != "0" {
		t.Errorf("total = %s", total)
	}
	if items := w.do(abroad, http.MethodGet, "/changes", nil).Want(http.StatusOK).Items(); len(items) != 0 {
		t.Errorf("changes = %v", items)
	}
}

func TestRelatedContentsShareTopics(t *testing.T) {
	w := newWorld(t)
	w.office()
	id := w.put("news", "n1", news("Mercato in piazza", "2026-03-01"))
	w.put("news", "n2", news("Altro mercato", "2026-03-01"))
	w.put("news", "n3", news("Tutt'altro", "2026-03-01", object{"topics": []any{"aria"}}))
	groups := w.get("/contents/" + id + "/related").Want(http.StatusOK).List("groups")
	if len(groups) != 1 || groups[0]["id"] != "news" || len(groups[0]["items"].([]any)) != 1 {
		t.Errorf("groups = %v", groups)
	}
}

func TestTheModelAndItsWordsAreOpen(t *testing.T) {
	w := newWorld(t)
	if types := w.get("/content-types").Want(http.StatusOK).Items(); len(types) != 21 || types[0]["type"] != "service" {
		t.Errorf("%d types", len(types))
	}
	if terms := w.get("/vocabularies/topics").Want(http.StatusOK).Items(); len(terms) != 64 {
		t.Errorf("%d topics", len(terms))
	}
	w.get("/vocabularies/dragons").Problem(http.StatusNotFound, "vocabulary-not-found")
}
