package content_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

// grant lets an operator edit a part of the website.
func (w *world) grant(p who, role string, sections ...string) {
	w.t.Helper()
	if sections == nil {
		sections = []string{}
	}
	w.do(admin, http.MethodPut, "/office/editors/"+p.actor.OperatorID, object{
		"grants": []any{object{"role": role, "sections": sections, "unit_ids": []any{}}},
	}).Want(http.StatusOK)
}

func (w *world) create(p who, typ string, data object) testkit.Answer {
	w.t.Helper()
	return w.do(p, http.MethodPost, "/office/contents", object{"type": typ, "data": data})
}

func (w *world) edit(p who, id, version string, patch object) testkit.Answer {
	w.t.Helper()
	return w.do(p, http.MethodPatch, "/office/contents/"+id, patch, "Content-Type", httpx.MediaMergePatch, "If-Match", `"`+version+`"`)
}

func (w *world) publish(p who, id string, body object) testkit.Answer {
	w.t.Helper()
	return w.do(p, http.MethodPut, "/office/contents/"+id+"/publication", body)
}

// draft is a news item that its editor can publish, with its id and version.
func (w *world) draft(title string, more ...object) (id, version string) {
	w.t.Helper()
	data := news(title, "2026-03-01", more...)
	unit, err := w.service.IDByKey(w.Ctx(borgolago), "registry")
	if err != nil {
		w.t.Fatal(err)
	}
	data["authored_by"] = []any{unit}
	made := w.create(admin, "news", data).Want(http.StatusCreated)
	return made.Str("id"), made.Str("version")
}

func (w *world) path(id string) string {
	w.t.Helper()
	return w.do(admin, http.MethodGet, "/office/contents/"+id, nil).Want(http.StatusOK).Str("path")
}

func codes(a testkit.Answer, key string) (out []string) {
	for _, e := range a.List(key) {
		out = append(out, fmt.Sprint(e["code"]))
	}
	return out
}

func actions(a testkit.Answer) string {
	list, _ := a.Body()["allowed_actions"].([]any)
	return strings.Trim(fmt.Sprint(list), "[]")
}

func TestADraftIsWrittenPublishedAndChanged(t *testing.T) {
	w := newWorld(t)
	w.office()
	id, version := w.draft("Mercato in piazza")
	w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusNotFound)

	published := w.publish(admin, id, nil).Want(http.StatusOK)
	if published.Str("status") != "published" || published.Str("has_changes") != "false" {
		t.Fatalf("published = %s", published.Raw)
	}
	w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK)

	w.edit(admin, id, version, object{"data": object{"title": it("Altro")}}).Problem(http.StatusPreconditionFailed, "version-mismatch")
	changed := w.edit(admin, id, published.Str("version"), object{"data": object{"title": it("Mercato spostato")}}).Want(http.StatusOK)
	if changed.Str("has_changes") != "true" || changed.Str("status") != "published" {
		t.Errorf("changed = %s", changed.Raw)
	}
	if title := w.get("/contents/"+id).Str("title", "it"); title != "Mercato in piazza" {
		t.Errorf("visitors already read %q", title)
	}
	w.publish(admin, id, nil).Want(http.StatusOK)
	if title := w.get("/contents/"+id).Str("title", "it"); title != "Mercato spostato" {
		t.Errorf("visitors still read %q", title)
	}
	for topic, want := range map[string]int{"content-created": 1, "content-saved": 1, "content-published": 2} {
		var n int
		if err := w.Owner(t).QueryRow(t.Context(), "SELECT count(*) FROM audit_entries WHERE action = $1 AND subject_id = $2", topic, id).Scan(&n); err != nil || n != want {
			t.Errorf("%d entries of %s, want %d (%v)", n, topic, want, err)
		}
	}
}

func TestTwoEditorsDoNotOverwriteEachOther(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.grant(writer, "author")
	id, version := w.draft("Mercato in piazza")
	w.edit(writer, id, version, object{"data": object{"title": it("Mercato di Rita")}}).Want(http.StatusOK)
	late := w.edit(admin, id, version, object{"data": object{"title": it("Mercato di Ada")}})
	late.Problem(http.StatusPreconditionFailed, "version-mismatch")
	params, _ := late.List("errors")[0]["params"].(map[string]any)
	if params["updated_by"] != "Rita Redattrice" || params["updated_at"] != testkit.Start.Format(time.RFC3339) {
		t.Errorf("who and when: %v", params)
	}
	w.do(admin, http.MethodPatch, "/office/contents/"+id, object{}, "Content-Type", httpx.MediaMergePatch).Problem(http.StatusPreconditionRequired, "version-missing")
}

func TestASecondPersonApproves(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.approval = true
	w.grant(writer, "author", "news")
	w.grant(checker, "publisher", "news")
	id, version := w.draft("Mercato in piazza")
	mine := w.edit(writer, id, version, object{"data": object{"title": it("Mercato di Rita")}}).Want(http.StatusOK)
	if got := actions(mine); got != "edit review copy delete" {
		t.Errorf("an author may %s", got)
	}
	w.publish(writer, id, nil).Problem(http.StatusForbidden, "forbidden")
	asked := w.do(writer, http.MethodPut, "/office/contents/"+id+"/review", object{"note": "Va bene?"}).Want(http.StatusOK)
	if asked.Str("status") != "in_review" {
		t.Errorf("status = %s", asked.Str("status"))
	}
	if got := actions(w.do(checker, http.MethodGet, "/office/contents/"+id, nil)); !strings.Contains(got, "publish") {
		t.Errorf("the second person may %s", got)
	}
	back := w.do(checker, http.MethodPut, "/office/contents/"+id+"/return", object{"note": "Manca la data"}).Want(http.StatusOK)
	if back.Str("status") != "draft" {
		t.Errorf("status = %s", back.Str("status"))
	}
	fixed := w.edit(checker, id, back.Str("version"), object{"data": object{"title": it("Mercato di Pino")}}).Want(http.StatusOK)
	if got := actions(fixed); strings.Contains(got, "publish") {
		t.Errorf("who last edited may %s", got)
	}
	w.publish(checker, id, nil).Problem(http.StatusForbidden, "content-own-work")
	w.publish(admin, id, nil).Want(http.StatusOK)
}

func TestEditorsKeepToTheirSectionsAndOffices(t *testing.T) {
	w := newWorld(t)
	unit := w.office()
	w.grant(writer, "author", "documents")
	id, version := w.draft("Mercato in piazza")

	w.do(nobody, http.MethodGet, "/office/contents", nil).Problem(http.StatusForbidden, "forbidden")
	w.do(anybody, http.MethodGet, "/office/contents", nil).Want(http.StatusUnauthorized)
	w.do(writer, http.MethodGet, "/office/contents/"+id, nil).Problem(http.StatusNotFound, "content-not-found")
	w.edit(writer, id, version, object{"data": object{}}).Problem(http.StatusNotFound, "content-not-found")
	w.create(writer, "news", object{}).Problem(http.StatusForbidden, "forbidden")
	if total := w.do(writer, http.MethodGet, "/office/contents", nil).Want(http.StatusOK).Str("total"); total != "0" {
		t.Errorf("an author of documents sees %s contents", total)
	}
	w.do(abroad, http.MethodGet, "/office/contents/"+id, nil).Problem(http.StatusNotFound, "content-not-found")

	w.do(admin, http.MethodPut, "/office/editors/"+writer.actor.OperatorID, object{
		"grants": []any{object{"role": "author", "sections": []any{"news"}, "unit_ids": []any{unit}}},
	}).Want(http.StatusOK)
	w.do(writer, http.MethodGet, "/office/contents/"+id, nil).Problem(http.StatusNotFound, "content-not-found")
	made := w.create(writer, "news", object{"title": it("Dell'anagrafe")}).Want(http.StatusCreated)
	if made.Str("owner_unit_id") != unit {
		t.Errorf("the office is %q", made.Str("owner_unit_id"))
	}
	for _, wrong := range []string{"ufficio", id, ids.New()} {
		w.edit(admin, id, version, object{"owner_unit_id": wrong}).Problem(http.StatusUnprocessableEntity, "content-invalid")
	}
	given := w.edit(admin, id, version, object{"owner_unit_id": unit}).Want(http.StatusOK)
	if got := given.Str("references", unit, "title", "it"); got == "" {
		t.Errorf("nobody says which office %s is: %s", unit, given.Raw)
	}
	w.do(writer, http.MethodGet, "/office/contents/"+id, nil).Want(http.StatusOK)
	if items := w.do(writer, http.MethodGet, "/office/contents?sort=title", nil).Want(http.StatusOK).Items(); len(items) != 2 {
		t.Errorf("an author of the office sees %v", items)
	}
	for _, item := range w.do(writer, http.MethodGet, "/office/content-types", nil).Want(http.StatusOK).Items() {
		can, _ := item["can"].([]any)
		if creates := slices.Contains(can, any("create")); creates != (item["type"] == "news") {
			t.Errorf("%s: can %v", item["type"], can)
		}
	}
	w.do(writer, http.MethodGet, "/office/editors/"+writer.actor.OperatorID, nil).Problem(http.StatusForbidden, "forbidden")
	w.do(admin, http.MethodPut, "/office/editors/"+writer.actor.OperatorID, object{
		"grants": []any{object{"role": "king", "sections": []any{}, "unit_ids": []any{}}},
	}).Problem(http.StatusUnprocessableEntity, "content-invalid")
}

func TestWhatStandsBetweenAContentAndItsPublication(t *testing.T) {
	w := newWorld(t)
	w.office()
	hidden := w.picture("")
	long := strings.Repeat("Considerata la summenzionata determinazione amministrativa concernente l'approvvigionamento infrastrutturale ", 6)
	for name, tt := range map[string]struct {
		data  object
		block string
		warn  string
	}{
		"a mandatory field is empty":     {object{"topics": []any{}}, "mandatory", ""},
		"the assertion asks for more":    {object{"body": nil}, "assertion", ""},
		"Italian is missing":             {object{"title": object{"en": "Market"}, "short_description": object{"en": "x"}}, "italian", ""},
		"a rule makes a field mandatory": {object{"news_type": "comunicati"}, "mandatory", ""},
		"a link leads to no page":        {object{"body": it(`<p>Vedi <a href="/novita/notizie/che-non-c-e">la notizia</a>.</p>`)}, "link_broken", ""},
		"a link says only click here":    {object{"body": it(`<p>Per saperne di più <a href="/servizi">clicca qui</a>.</p>`)}, "vague_link", ""},
		"a picture says nothing":         {object{"image": hidden}, "image_alt", ""},
		"a title shouts":                 {object{"title": it("ATTENZIONE MERCATO SOSPESO")}, "capitals", ""},
		"a text is hard to read":         {object{"body": it("<p>" + long + "</p>")}, "", "hard_to_read"},
		"a text names a tax code":        {object{"body": it("<p>Codice RSSMRA80A01Z999X.</p>")}, "", "tax_code"},
		"a description is long":          {object{"short_description": it(strings.Repeat("parola ", 30))}, "", "long"},
		"everything is bold":             {object{"body": it("<p><strong>" + strings.Repeat("mercato ", 20) + "</strong></p>")}, "", "emphasis"},
	} {
		t.Run(name, func(t *testing.T) {
			id, _ := w.draft("Mercato "+name, tt.data)
			gates := codes(w.do(admin, http.MethodGet, "/office/contents/"+id, nil).Want(http.StatusOK), "gates")
			if want := tt.block + tt.warn; !slices.Contains(gates, want) {
				t.Fatalf("gates = %v, want %s", gates, want)
			}
			answer := w.publish(admin, id, nil)
			if tt.block == "" {
				answer.Want(http.StatusOK)
				return
			}
			answer.Problem(http.StatusUnprocessableEntity, "content-not-ready")
			if got := codes(answer, "errors"); !slices.Contains(got, tt.block) {
				t.Errorf("errors = %v", got)
			}
			if tt.block == "assertion" {
				w.publish(admin, id, object{"override_reason": "La pagina è un segnaposto."}).Want(http.StatusOK)
			}
		})
	}
}

func TestAServiceNeedsItsOffice(t *testing.T) {
	w := newWorld(t)
	w.office()
	bare := w.create(admin, "organizational_unit", object{"title": it("Ufficio nuovo"), "unit_type": "ufficio"}).Want(http.StatusCreated).Str("id")
	data := object{
		"title": it("Chiedere un certificato"), "short_description": it("Come si chiede."), "categories": []any{"anagrafe-e-stato-civile"},
		"service_status": "active", "audience_text": it("<p>Tutti.</p>"), "how_to": it("<p>Online.</p>"), "needed_intro": it("<p>Serve:</p>"),
		"needed_items": []any{it("SPID")}, "output_text": it("<p>Il certificato.</p>"), "times_text": it("<p>Subito.</p>"),
		"outcome_procedure": it("<p>Per e-mail.</p>"), "booking_enabled": true, "terms_text": it("<p>Le condizioni.</p>"),
		"topics": []any{"anagrafe"}, "responsible_unit": bare,
	}
	id := w.create(admin, "service", data).Want(http.StatusCreated).Str("id")
	stopped := w.publish(admin, id, object{"override_reason": "Prova."})
	stopped.Problem(http.StatusUnprocessableEntity, "content-not-ready")
	got := codes(stopped, "errors")
	slices.Sort(got)
	if fmt.Sprint(got) != "[mandatory mandatory unit_unpublic]" {
		t.Errorf("errors = %v: %s", got, stopped.Raw)
	}
	unit, err := w.service.IDByKey(w.Ctx(borgolago), "registry")
	if err != nil {
		t.Fatal(err)
	}
	version := w.do(admin, http.MethodGet, "/office/contents/"+id, nil).Str("version")
	w.edit(admin, id, version, object{"data": object{
		"responsible_unit": unit, "digital_channel": []any{object{"label": it("Chiedi online"), "service_definition_id": "certificate"}},
	}}).Want(http.StatusOK)
	w.publish(admin, id, nil).Want(http.StatusOK)
	page := w.lookup("/servizi/anagrafe-e-stato-civile/chiedere-un-certificato").Want(http.StatusOK)
	if page.Str("content", "extra", "online") != "true" || page.Str("content", "extra", "service_id") != "certificate" {
		t.Errorf("extra = %v", page.Body()["content"].(map[string]any)["extra"])
	}
}

// TestPagesOfTheProgramAreNoBrokenLinks links to what stands beside the contents.
func TestPagesOfTheProgramAreNoBrokenLinks(t *testing.T) {
	w := newWorld(t)
	w.office()
	body := ""
	for _, path := range []string{
		"/", "/servizi", "/servizi/prenotazione-appuntamento", "/servizi/richiesta-assistenza?categoria=tributi", "/servizi/segnalazione-disservizio",
		"/servizi/ztl-permit/richiesta", "/argomenti/acqua", "/ricerca?q=nido", "/verifica", "/mappa-sito", "/note-legali", "/privacy", "/area-personale/pratiche",
	} {
		body += `<p><a href="` + path + `">Una pagina del sito</a></p>`
	}
	id, _ := w.draft("Indirizzi utili", object{"body": it(body)})
	w.publish(admin, id, nil).Want(http.StatusOK)

	for _, path := range []string{"/servizi/prenotazioni", "/privacy-vecchia"} {
		id, _ := w.draft("Indirizzo "+path, object{"body": it(`<p><a href="` + path + `">Una pagina del sito</a></p>`)})
		if got := codes(w.publish(admin, id, nil), "errors"); !slices.Equal(got, []string{"link_broken"}) {
			t.Errorf("%s: %v", path, got)
		}
	}
}

func TestSlugsOfEditors(t *testing.T) {
	w := newWorld(t)
	w.office()
	id, version := w.draft("Mercato in piazza")
	other, _ := w.draft("Mercato in piazza")
	if got := w.path(other); got != "/novita/notizie/mercato-in-piazza-2" {
		t.Errorf("a second page with the title has the address %s", got)
	}
	for slug, code := range map[string]string{"www-mercato": "slug_www", "un-http": "slug_www", "richiesta": "slug_reserved", "Mercato!": "slug_form"} {
		refused := w.edit(admin, id, version, object{"slug": slug})
		refused.Problem(http.StatusUnprocessableEntity, "content-invalid")
		if got := codes(refused, "errors"); got[0] != code {
			t.Errorf("%s: %v", slug, got)
		}
	}
	w.edit(admin, id, version, object{"slug": "mercato-in-piazza-2"}).Problem(http.StatusConflict, "address-taken")

	published := w.publish(admin, id, nil).Want(http.StatusOK)
	w.edit(admin, id, published.Str("version"), object{"slug": "mercato-del-sabato"}).Want(http.StatusOK)
	w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK)
	w.publish(admin, id, nil).Want(http.StatusOK)
	if moved := w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK).Str("moved_to"); moved != "/novita/notizie/mercato-del-sabato" {
		t.Errorf("the former address leads to %q", moved)
	}
	again := w.do(admin, http.MethodGet, "/office/contents/"+id, nil).Str("version")
	w.edit(admin, id, again, object{"slug": "mercato-in-piazza"}).Want(http.StatusOK)
	w.publish(admin, id, nil).Want(http.StatusOK)
	if id := w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK).Str("content", "id"); id == "" {
		t.Error("back at its first address the page is not shown")
	}
	if moved := w.lookup("/novita/notizie/mercato-del-sabato").Str("moved_to"); moved != "/novita/notizie/mercato-in-piazza" {
		t.Errorf("the second address leads to %q", moved)
	}
}

func TestAPublicationWaitsForItsTimeAndEnds(t *testing.T) {
	w := newWorld(t)
	w.office()
	id, _ := w.draft("Mercato in piazza")
	at, until := testkit.Start.Add(2*time.Hour), testkit.Start.Add(5*time.Hour)
	scheduled := w.publish(admin, id, object{"publish_at": at.Format(time.RFC3339), "expires_at": until.Format(time.RFC3339)}).Want(http.StatusOK)
	if scheduled.Str("status") != "scheduled" || scheduled.Str("published") != "false" {
		t.Fatalf("scheduled = %s", scheduled.Raw)
	}
	address := "/novita/notizie/mercato-in-piazza"
	w.Drain(t)
	w.lookup(address).Want(http.StatusNotFound)

	w.Clock.Advance(2 * time.Hour)
	w.Drain(t)
	w.lookup(address).Want(http.StatusOK)
	if by := w.do(admin, http.MethodGet, "/office/contents/"+id+"/revisions", nil).Items()[0]["author"]; by != "system" {
		t.Errorf("published by %v", by)
	}

	w.Clock.Advance(3 * time.Hour)
	w.Drain(t)
	w.lookup(address).Problem(http.StatusGone, "content-gone")
	if status := w.do(admin, http.MethodGet, "/office/contents/"+id, nil).Str("status"); status != "expired" {
		t.Errorf("status = %s", status)
	}
	w.publish(admin, id, object{"expires_at": testkit.Start.Format(time.RFC3339)}).Problem(http.StatusUnprocessableEntity, "content-invalid")
}

func TestANoticeLeavesListsAtItsExpiryAndKeepsItsPage(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.put("news", "n1", news("Avviso di piena", "2026-03-02", object{"news_type": "avvisi", "expires_on": "2026-03-03"}))
	w.Clock.Advance(36 * time.Hour) // the evening of the last day
	w.Drain(t)
	if total := w.get("/contents?type=news").Str("total"); total != "1" {
		t.Errorf("on its last day it is not listed: %s", total)
	}
	w.Clock.Advance(4 * time.Hour)
	w.Drain(t)
	if total := w.get("/contents?type=news").Str("total"); total != "0" {
		t.Errorf("after its last day it is still listed: %s", total)
	}
	if archived := w.lookup("/novita/avvisi/avviso-di-piena").Want(http.StatusOK).Str("content", "archived"); archived != "true" {
		t.Errorf("archived = %s", archived)
	}
	if total := w.get("/contents?type=news&archived=true").Str("total"); total != "1" {
		t.Errorf("with the archived ones: %s", total)
	}
}

func TestAWithdrawnPageIsGoneOrLeadsElsewhere(t *testing.T) {
	w := newWorld(t)
	w.office()
	first, second := w.put("news", "n1", news("Mercato in piazza", "2026-03-01")), w.put("news", "n2", news("Mercato coperto", "2026-03-01"))
	w.do(admin, http.MethodPut, "/office/contents/"+first+"/withdrawal", object{"reason": ""}).Problem(http.StatusUnprocessableEntity, "content-invalid")
	w.do(admin, http.MethodPut, "/office/contents/"+first+"/withdrawal", object{"reason": "Un errore."}).Want(http.StatusOK)
	w.do(admin, http.MethodPut, "/office/contents/"+second+"/withdrawal", object{"reason": "Doppione.", "redirect_to": "/novita/notizie"}).Want(http.StatusOK)

	gone := w.lookup("/novita/notizie/mercato-in-piazza")
	gone.Problem(http.StatusGone, "content-gone")
	if gone.Str("detail") != "/novita/notizie" {
		t.Errorf("the page above is %q", gone.Str("detail"))
	}
	w.get("/contents/"+first).Problem(http.StatusGone, "content-gone")
	if moved := w.lookup("/novita/notizie/mercato-coperto").Want(http.StatusOK).Str("moved_to"); moved != "/novita/notizie" {
		t.Errorf("moved to %q", moved)
	}
	if total := w.get("/contents?type=news").Str("total"); total != "0" {
		t.Errorf("total = %s", total)
	}
	changes := w.get("/changes?since=" + testkit.Start.Format(time.RFC3339)).Want(http.StatusOK).Items()
	withdrawn := 0
	for _, c := range changes {
		if c["action"] == "withdrawn" {
			withdrawn++
		}
	}
	if withdrawn != 2 {
		t.Errorf("changes = %v", changes)
	}
	w.do(admin, http.MethodDelete, "/office/contents/"+first, nil).Problem(http.StatusConflict, "content-step")
	w.publish(admin, first, nil).Want(http.StatusOK)
	w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK)
}

func TestChangesSinceAMomentArePaged(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.Clock.Advance(time.Hour)
	since := w.Clock.Now().Format(time.RFC3339)
	for i := range 5 {
		w.put("news", fmt.Sprint(i), news(fmt.Sprint("Notizia numero ", i), "2026-03-01"))
		w.Clock.Advance(time.Minute)
	}
	var seen []any
	cursor := ""
	for {
		page := w.get("/changes?limit=2&since=" + since + "&cursor=" + cursor).Want(http.StatusOK)
		for _, c := range page.Items() {
			seen = append(seen, c["path"])
		}
		if cursor = page.Str("next_cursor"); cursor == "" {
			break
		}
	}
	if len(seen) != 5 || seen[0] != "/novita/notizie/notizia-numero-0" || seen[4] != "/novita/notizie/notizia-numero-4" {
		t.Errorf("seen = %v", seen)
	}
}

func TestAnArchivedContentKeepsItsPage(t *testing.T) {
	w := newWorld(t)
	w.office()
	id := w.put("news", "n1", news("Mercato in piazza", "2026-03-01"))
	archived := w.do(admin, http.MethodPut, "/office/contents/"+id+"/archiving", object{}).Want(http.StatusOK)
	if archived.Str("status") != "archived" || actions(archived) != "withdraw unarchive copy" {
		t.Errorf("archived: %s, may %s", archived.Str("status"), actions(archived))
	}
	if total := w.get("/contents?type=news").Str("total"); total != "0" {
		t.Errorf("total = %s", total)
	}
	w.lookup("/novita/notizie/mercato-in-piazza").Want(http.StatusOK)
	w.edit(admin, id, archived.Str("version"), object{"data": object{}}).Problem(http.StatusConflict, "content-step")
	back := w.do(admin, http.MethodDelete, "/office/contents/"+id+"/archiving", nil).Want(http.StatusOK)
	if back.Str("has_changes") != "false" {
		t.Error("the step counts as a change of the text")
	}
	if total := w.get("/contents?type=news").Str("total"); total != "1" {
		t.Errorf("total = %s", total)
	}
}

func TestRevisionsAreComparedAndRestored(t *testing.T) {
	w := newWorld(t)
	w.office()
	id, version := w.draft("Mercato in piazza")
	saved := w.edit(admin, id, version, object{"data": object{
		"title": it("Mercato in via Roma"), "topics": []any{"acqua", "aria"}, "body": object{"it": "<p>Il testo nuovo.</p>", "en": "<p>Text.</p>"},
	}}).Want(http.StatusOK)
	list := w.do(admin, http.MethodGet, "/office/contents/"+id+"/revisions", nil).Want(http.StatusOK).Items()
	if len(list) != 2 || list[0]["action"] != "saved" || list[1]["action"] != "created" || list[0]["author"] != "Ada Immaginaria" {
		t.Errorf("revisions = %v", list)
	}
	differences := w.do(admin, http.MethodGet, "/office/contents/"+id+"/differences?from=1&to=2", nil).Want(http.StatusOK)
	testkit.Golden(t, differences.Raw)

	w.do(admin, http.MethodPut, "/office/contents/"+id+"/restoration", object{"revision": 9}, "If-Match", `"2"`).Problem(http.StatusNotFound, "revision-not-found")
	restored := w.do(admin, http.MethodPut, "/office/contents/"+id+"/restoration", object{"revision": 1}, "If-Match", `"`+saved.Str("version")+`"`).Want(http.StatusOK)
	if restored.Str("data", "title", "it") != "Mercato in piazza" || restored.Str("version") != "3" {
		t.Errorf("restored = %s", restored.Raw)
	}
	one := w.do(admin, http.MethodGet, "/office/contents/"+id+"/revisions/2", nil).Want(http.StatusOK)
	if one.Str("data", "title", "it") != "Mercato in via Roma" {
		t.Errorf("revision = %s", one.Raw)
	}
}

func TestPreviewCopyReferencesAndRedirects(t *testing.T) {
	w := newWorld(t)
	unit := w.office()
	id, _ := w.draft("Mercato in piazza")
	data := news("Mercato di prova", "2026-03-01")
	data["authored_by"] = []any{unit}
	preview := w.do(admin, http.MethodPost, "/office/content-previews", object{"type": "news", "data": data, "id": id}).Want(http.StatusOK)
	if preview.Str("title", "it") != "Mercato di prova" || preview.Str("path") != "/novita/notizie/mercato-in-piazza" {
		t.Errorf("preview = %s", preview.Raw)
	}
	if title := w.do(admin, http.MethodGet, "/office/contents/"+id, nil).Str("data", "title", "it"); title != "Mercato in piazza" {
		t.Errorf("the preview was saved: %s", title)
	}
	made := w.do(admin, http.MethodPost, "/office/contents/"+id+"/copies", nil).Want(http.StatusCreated)
	if made.Str("data", "title", "it") != "Mercato in piazza (copia)" || made.Str("status") != "draft" {
		t.Errorf("copy = %s", made.Raw)
	}
	w.do(admin, http.MethodDelete, "/office/contents/"+made.Str("id"), nil).Want(http.StatusNoContent)
	w.do(admin, http.MethodGet, "/office/contents/"+made.Str("id"), nil).Want(http.StatusNotFound)

	found := w.do(admin, http.MethodGet, "/office/references?types=organizational_unit,news&q=anagrafe", nil).Want(http.StatusOK).Items()
	if len(found) != 1 || found[0]["id"] != unit {
		t.Errorf("references = %v", found)
	}

	redirect := w.do(admin, http.MethodPost, "/office/redirects", object{"from_path": "/vecchia", "to_path": "/servizi"}).Want(http.StatusCreated)
	if moved := w.lookup("/vecchia").Want(http.StatusOK).Str("moved_to"); moved != "/servizi" {
		t.Errorf("moved to %q", moved)
	}
	w.do(admin, http.MethodPost, "/office/redirects", object{"from_path": "/a", "to_path": "/a"}).Problem(http.StatusUnprocessableEntity, "redirect-loop")
	w.do(admin, http.MethodPost, "/office/redirects", object{"from_path": "/amministrazione/uffici/ufficio-anagrafe", "gone": true}).Problem(http.StatusConflict, "address-taken")
	w.do(admin, http.MethodDelete, "/office/redirects/"+redirect.Str("id"), nil).Want(http.StatusNoContent)
	w.lookup("/vecchia").Want(http.StatusNotFound)
}

func TestActsOfTheNoticeBoardLeaveItAndThoseAboutPeopleGo(t *testing.T) {
	w := newWorld(t)
	w.office()
	file := w.picture("Atto")
	act := func(subject string, personal bool) object {
		return object{
			"subject": it(subject), "register_number": "1/2026", "act_type": "A-03", "published_from": "2026-03-01", "published_to": "2026-03-02",
			"requesting_body": it("Comune"), "files": []any{file}, "personal_data": personal,
		}
	}
	w.put("notice_board_entry", "a1", act("Ordinanza sul traffico", false))
	w.put("notice_board_entry", "a2", act("Matrimonio da celebrare", true))
	w.Clock.Advance(24 * time.Hour)
	w.Drain(t)
	if total := w.get("/contents?type=notice_board_entry").Str("total"); total != "0" {
		t.Errorf("%s acts are still on the board", total)
	}
	w.lookup("/albo-pretorio/ordinanza-sul-traffico").Want(http.StatusOK)
	w.lookup("/albo-pretorio/matrimonio-da-celebrare").Problem(http.StatusGone, "content-gone")
}

func TestAPoliticianNeedsACurriculum(t *testing.T) {
	w := newWorld(t)
	w.office()
	w.put("role_assignment", "mayor", object{"title": it("Sindaco"), "role_type": "sindaco", "person": "key:aldo", "start_date": "2025-06-01"})
	id, err := w.service.IDByKey(w.Ctx(borgolago), "aldo")
	if err != nil {
		t.Fatal(err)
	}
	person := w.do(admin, http.MethodGet, "/office/contents/"+id, nil).Want(http.StatusOK)
	for _, gate := range person.List("gates") {
		if gate["field"] == "cv" && gate["severity"] == "block" {
			return
		}
	}
	t.Errorf("gates = %v", person.List("gates"))
}
