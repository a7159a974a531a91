package app_test

import (
	"archive/zip"
	"bytes"
	"net/http"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
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

// TestTheWordsOfFilesAreFound publishes a document whose file is read only
// afterwards, as uploads are.
func TestTheWordsOfFilesAreFound(t *testing.T) {
	w := newWorld(t)
	ctx := w.Ctx("borgolago")
	file, _, err := w.app.Media.Put(ctx, media.Import{Key: "file/rules", FileName: "regolamento.docx", Bytes: letter(t, "Le arnie stanno lontane dalle case")})
	w.ok(err)
	id, _, err := w.app.Content.Put(ctx, content.Import{Type: "public_document", Key: "document/rules", Publish: true, Anyway: true, Data: map[string]any{
		"title": map[string]any{"it": "Regolamento di polizia rurale"}, "document_type": "documento-tecnico-di-supporto",
		"short_description": map[string]any{"it": "Le regole della campagna."}, "topics": []any{"agricoltura"},
		"files": []any{map[string]any{"media": file}},
	}})
	w.ok(err)
	w.Drain(t)

	found := w.get(stranger, "/search?q=arnie").Want(http.StatusOK).Items()
	if len(found) != 1 || found[0]["id"] != id {
		t.Errorf("found %v", found)
	}
	shown := w.get(admin, "/office/media/"+file).Want(http.StatusOK).List("uses")
	if len(shown) != 1 || shown[0]["content_id"] != id || shown[0]["title"] != "Regolamento di polizia rurale" || shown[0]["published"] != true {
		t.Errorf("shown by %v", shown)
	}
}

// letter is a word processor's document with one paragraph.
func letter(t *testing.T, text string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for name, body := range map[string]string{
		"[Content_Types].xml": "<Types/>",
		"word/document.xml":   `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`,
	} {
		part, err := archive.Create(name)
		if err == nil {
			_, err = part.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
