package app_test

import (
	"net/http"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// TestWhatIsPublishedIsFound publishes a page and looks for it as visitors do.
func TestWhatIsPublishedIsFound(t *testing.T) {
	w := newWorld(t)
	ctx := w.Ctx("borgolago")
	_, _, err := w.app.Content.Put(ctx, content.Import{Type: "page", Key: "page/compost", Publish: true, Data: map[string]any{
		"title":             map[string]any{"it": "Compostaggio domestico", "en": "Home composting"},
		"short_description": map[string]any{"it": "Come chiedere la compostiera"},
		"body":              []any{map[string]any{"block": "text", "text": map[string]any{"it": "<p>La compostiera è gratuita per chi ha un giardino.</p>"}}},
	}})
	w.ok(err)
	w.Drain(t)

	found := w.get(stranger, "/search?q=compostiere%20gratuite").Want(http.StatusOK)
	items := found.Items()
	if len(items) != 1 || items[0]["path"] != "/compostaggio-domestico" {
		t.Fatalf("found %s", found.Raw)
	}
	if facets := found.Body()["facets"].(map[string]any)["types"].([]any); len(facets) != 1 {
		t.Errorf("facets = %v", facets)
	}
	if got := w.get(stranger, "/search/suggestions?q=compos").Want(http.StatusOK).Items(); len(got) != 1 || got[0]["path"] != "/compostaggio-domestico" {
		t.Errorf("suggestions = %v", got)
	}
	if other := w.get(who{host: there}, "/search?q=compostiere").Want(http.StatusOK).Items(); len(other) != 0 {
		t.Errorf("the other municipality finds %v", other)
	}
	w.get(stranger, "/search?sort=size").Problem(http.StatusBadRequest, "search-sort")
	w.get(stranger, "/search?from=ieri").Problem(http.StatusBadRequest, "bad-parameter")

	groups := map[string]any{"groups": [][]string{{"umido", "compostiera"}}}
	w.do(mobility, http.MethodPut, "/office/search/synonyms", groups).Problem(http.StatusForbidden, "forbidden")
	w.do(admin, http.MethodPut, "/office/search/synonyms", groups).Want(http.StatusOK)
	if got := w.get(stranger, "/search?q=umido").Items(); len(got) != 1 {
		t.Errorf("with a synonym: %v", got)
	}
	w.do(admin, http.MethodPost, "/office/search/rebuilds", nil).Want(http.StatusAccepted)
	w.Drain(t)
	if got := w.get(stranger, "/search?q=umido").Items(); len(got) != 1 {
		t.Errorf("after the index was made anew: %v", got)
	}
}
