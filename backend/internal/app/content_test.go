package app_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/app"
	"github.com/sportello-pa/sportello/backend/internal/foundation/config"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

const mergePatch = "application/merge-patch+json"

// contents is an editor who writes a page, publishes it, changes it, puts it
// away and withdraws it; whoever visits the site reads it meanwhile.
func (w *world) contents() {
	w.t.Helper()
	const base = "/office/contents"
	types := w.get(admin, "/office/content-types").Want(http.StatusOK).Items()
	if len(types) != len(content.Types()) {
		w.t.Errorf("%d types", len(types))
	}
	data := map[string]any{
		"title": text("Come arrivare"), "short_description": text("Le strade per venire in Comune."),
		"body": []any{map[string]any{"block": "text", "text": text("<p>In treno, in corriera, a piedi.</p>")}},
	}
	made := w.do(admin, http.MethodPost, base, map[string]any{"type": "page", "data": data}).Want(http.StatusCreated)
	path := base + "/" + made.Str("id")
	w.do(admin, http.MethodPatch, path, map[string]any{"slug": "come-arrivare-in-comune"}, "Content-Type", mergePatch, "If-Match", `"1"`).Want(http.StatusOK)
	w.do(admin, http.MethodPut, path+"/review", map[string]any{"note": "Pronta"}).Want(http.StatusOK)
	w.send(admin, http.MethodPut, path+"/return", nil).Want(http.StatusOK)
	w.do(admin, http.MethodPost, "/office/content-previews", map[string]any{"type": "page", "data": data}).Want(http.StatusOK)
	w.do(admin, http.MethodPut, path+"/publication", map[string]any{}).Want(http.StatusOK)
	for _, read := range []string{
		"/contents?type=page", "/contents?type=page&fields=title,data.body", "/contents?limit=1", "/contents/" + made.Str("id"), "/contents/lookup?path=/come-arrivare-in-comune",
		"/contents/" + made.Str("id") + "/related", "/changes", "/content-types", "/vocabularies/topics",
	} {
		w.get(stranger, read).Want(http.StatusOK)
	}
	w.get(stranger, "/contents/"+made.Str("id")+"/calendar.ics").Want(http.StatusNotFound)
	for _, read := range []string{path, base, path + "/revisions", path + "/revisions/1", path + "/differences?from=1&to=2", "/office/references?q=arrivare", "/office/redirects", "/office/editors"} {
		w.get(admin, read).Want(http.StatusOK)
	}
	version := w.get(admin, path).Str("version")
	w.do(admin, http.MethodPut, path+"/restoration", map[string]any{"revision": 1}, "If-Match", `"`+version+`"`).Want(http.StatusOK)
	w.do(admin, http.MethodPut, path+"/archiving", map[string]any{}).Want(http.StatusOK)
	w.send(admin, http.MethodDelete, path+"/archiving", nil).Want(http.StatusOK)
	w.do(admin, http.MethodPut, path+"/withdrawal", map[string]any{"reason": "Era una prova."}).Want(http.StatusOK)
	w.get(stranger, "/contents/lookup?path=/come-arrivare-in-comune").Want(http.StatusGone)
	double := w.send(admin, http.MethodPost, path+"/copies", nil).Want(http.StatusCreated)
	w.send(admin, http.MethodDelete, base+"/"+double.Str("id"), nil).Want(http.StatusNoContent)
	moved := w.do(admin, http.MethodPost, "/office/redirects", map[string]any{"from_path": "/vecchia", "to_path": "/servizi"}).Want(http.StatusCreated)
	w.send(admin, http.MethodDelete, "/office/redirects/"+moved.Str("id"), nil).Want(http.StatusNoContent)
	editor := "/office/editors/" + made.Str("id")
	w.do(admin, http.MethodPut, editor, map[string]any{"grants": []any{map[string]any{"role": "author", "sections": []any{"news"}, "unit_ids": []any{}}}}).Want(http.StatusOK)
	w.get(admin, editor).Want(http.StatusOK)
}

func text(it string) map[string]string { return map[string]string{"it": it} }

// TestEveryDigitalServiceHasItsSheet looks for the sheets that the program
// itself publishes, here and over there.
func TestEveryDigitalServiceHasItsSheet(t *testing.T) {
	w := newWorld(t)
	services := w.get(stranger, "/services?limit=100").Want(http.StatusOK).Items()
	for _, p := range []who{stranger, {there, ""}} {
		sheets := w.get(p, "/contents?type=service&fields=extra,path,data.responsible_unit").Want(http.StatusOK).Items()
		if len(sheets) != len(services) || len(sheets) == 0 {
			t.Fatalf("%d sheets of %d services", len(sheets), len(services))
		}
		for _, sheet := range sheets {
			extra, _ := sheet["extra"].(map[string]any)
			data, _ := sheet["data"].(map[string]any)
			if extra["online"] != true || extra["service_id"] == nil || data["responsible_unit"] == nil {
				t.Errorf("sheet = %v", sheet)
			}
		}
	}
	w.ok(w.app.PublishSheets(t.Context()))
	var n int
	w.ok(w.Owner(t).QueryRow(t.Context(), "SELECT count(*) FROM content_revisions WHERE number > 2").Scan(&n))
	if n != 0 {
		t.Errorf("a second start changed %d sheets", n)
	}
}

// TestAnEditIsVisibleOnEveryReplicaAtOnce publishes on one replica and reads
// on another, whose cache holds what was there before.
func TestAnEditIsVisibleOnEveryReplicaAtOnce(t *testing.T) {
	w := newWorld(t)
	queue, err := jobs.New(w.DB, jobs.Options{Clock: w.Clock})
	w.ok(err)
	other, err := app.New(t.Context(), app.Foundation{
		Config: config.Config{IdentityMode: config.Off, PagoPAMode: config.Off, SMTPMode: config.Off},
		DB:     w.DB, Queue: queue, Clock: w.Clock, Storage: w.Storage, Secrets: w.Secrets,
	})
	w.ok(err)
	ctx, end := context.WithCancel(t.Context())
	defer end()
	w.ok(other.Listen(ctx))
	gin.SetMode(gin.ReleaseMode)
	here := *w
	here.handler = other.Handler(nil)

	put := func(title string) {
		_, _, err := w.app.Content.Put(w.Ctx("borgolago"), content.Import{Type: "page", Key: "page/p", Slug: "p", Publish: true, Data: map[string]any{
			"title": text(title), "short_description": text("Breve."), "body": []any{map[string]any{"block": "text", "text": text("<p>Testo.</p>")}},
		}})
		w.ok(err)
	}
	put("Prima")
	read := func() string { return here.get(stranger, "/contents/lookup?path=/p").Str("content", "title", "it") }
	for deadline := time.Now().Add(time.Second); read() != "Prima"; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the page does not appear within a second")
		}
	}
	put("Dopo")
	for deadline := time.Now().Add(time.Second); read() != "Dopo"; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the other replica still shows what was there before")
		}
	}
	made := w.do(admin, http.MethodPost, "/office/contents", map[string]any{"type": "page", "data": map[string]any{
		"title": text("Subito"), "short_description": text("Breve."), "body": []any{map[string]any{"block": "text", "text": text("<p>Testo.</p>")}},
	}}).Want(http.StatusCreated)
	w.get(stranger, "/contents?type=page")
	w.do(admin, http.MethodPut, "/office/contents/"+made.Str("id")+"/publication", map[string]any{}).Want(http.StatusOK)
	if total := w.get(stranger, "/contents?type=page").Str("total"); total != "2" {
		t.Errorf("the replica that published still lists %s pages", total)
	}
}
