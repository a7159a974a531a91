package app_test

import (
	"context"
	"testing"

	shipped "github.com/sportello-pa/sportello/backend/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/app"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// TestEverySheetCanBePublished puts the sheet of every service of the catalogue
// through the gates that editors meet.
func TestEverySheetCanBePublished(t *testing.T) {
	w := newWorld(t)
	ctx := w.Ctx("pontefiume")
	put := func(in content.Import) string {
		id, _, err := w.app.Content.Put(ctx, in)
		if err != nil {
			t.Error(err)
		}
		return id
	}
	both := func(s string) map[string]string { return map[string]string{"it": s, "en": s} }
	place := put(content.Import{Type: "place", Key: "try/place", Publish: true, Anyway: true, Data: map[string]any{"title": both("Municipio")}})
	contact := put(content.Import{Type: "contact_point", Key: "try/contact", Publish: true, Anyway: true, Data: map[string]any{
		"title": both("Ufficio"), "items": []map[string]any{{"type": "email", "value": "ufficio@pontefiume.example"}},
	}})
	unit := put(content.Import{Type: "organizational_unit", Key: "try/unit", Publish: true, Anyway: true, Data: map[string]any{
		"title": both("Ufficio"), "unit_type": "ufficio", "main_place": place, "contact_points": []string{contact}, "no_people": true,
		"short_description": both("Un ufficio."), "opening_hours": map[string]any{"text": both("<p>Sempre</p>")},
	}})
	definitions, err := catalogue.Load(shipped.Files)
	if err != nil || len(definitions) < 300 {
		t.Fatalf("%d services, %v", len(definitions), err)
	}
	for _, d := range definitions {
		data := app.SheetData(d)
		data["responsible_unit"], data["title"] = unit, both("Prova "+d.ID)
		put(content.Import{Type: "service", Key: "try/" + d.ID, Publish: true, Data: data})
	}
}

// TestASheetComesAndGoesWithTheService offers a service, links it to a sheet
// that the website has already, and takes it back.
func TestASheetComesAndGoesWithTheService(t *testing.T) {
	w := newWorld(t)
	ctx := w.Ctx("pontefiume")
	channels := func(id string) int {
		public, err := w.app.Content.Get(ctx, id)
		w.ok(err)
		list, _ := public.Data["digital_channel"].([]any)
		return len(list)
	}
	run := func(action, id string) {
		t.Helper()
		var out discard
		w.ok(w.app.Services(ctx, app.ServicesOptions{Tenant: "pontefiume", Action: action, ID: id}, &out))
	}
	run("activate", "dog-registration")
	id, err := w.app.Content.IDByKey(ctx, "catalogue:dog-registration")
	w.ok(err)
	if channels(id) != 1 {
		t.Error("the service has no sheet")
	}
	own := w.ownSheet(ctx)
	run("activate", "library-card")
	if channels(own) != 1 {
		t.Error("the sheet of the website does not lead to the service")
	}
	if _, err := w.app.Content.IDByKey(ctx, "catalogue:library-card"); err == nil {
		t.Error("there are two sheets")
	}
	run("disable", "library-card")
	if channels(own) != 0 {
		t.Error("the sheet leads to a service that is not offered")
	}
	run("suspend", "dog-registration")
	run("disable", "dog-registration")
	run("activate", "dog-registration")
	if channels(id) != 1 {
		t.Error("the sheet did not come back")
	}
	run("list", "")
}

// ownSheet is a sheet that the website has of a service.
func (w *world) ownSheet(ctx context.Context) string {
	w.t.Helper()
	definition, err := w.app.Catalogue.Choices(ctx)
	w.ok(err)
	unit, err := w.app.Content.IDByKey(ctx, "office:environment")
	w.ok(err)
	for _, choice := range definition {
		if choice.ID == "library-card" {
			data := app.SheetData(choice.Definition)
			data["responsible_unit"] = unit
			data["digital_channel"] = []map[string]any{{"label": map[string]string{"it": "Vai", "en": "Go"}, "url": "https://www.example.org/"}}
			id, _, err := w.app.Content.Put(ctx, content.Import{Type: "service", Key: "service/own", Publish: true, Anyway: true, Data: data})
			w.ok(err)
			return id
		}
	}
	w.t.Fatal("there is no library card")
	return ""
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
