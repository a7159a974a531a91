package app_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	oidc "github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/privacy"
)

// TestAPersonSeesWhoLookedAtTheirData brings an application to its end and
// asks, as its applicant, who had to do with it.
func TestAPersonSeesWhoLookedAtTheirData(t *testing.T) {
	w := newWorld(t)
	id := w.decided(anna)
	w.readEverything(mobility, id)
	other := w.fill(bruno, "residence-transfer")

	var all []map[string]any
	seen := map[string]bool{}
	for path := "/me/accesses?limit=7"; ; {
		page := w.get(anna, path).Want(http.StatusOK)
		all = append(all, page.Items()...)
		next := page.Str("next_cursor")
		if next == "" {
			break
		}
		path = "/me/accesses?limit=7&cursor=" + next
	}
	for i, a := range all {
		key := a["id"].(string)
		if seen[key] {
			t.Errorf("access %s comes twice", key)
		}
		seen[key] = true
		if i > 0 && a["at"].(string) > all[i-1]["at"].(string) {
			t.Errorf("access %d is newer than the one before", i)
		}
	}
	acts := func(action, kind, name string) (found []map[string]any) {
		for _, a := range all {
			who := a["who"].(map[string]any)
			if a["action"] == action && who["kind"] == kind && who["name"].(map[string]any)["it"] == name {
				found = append(found, a)
			}
		}
		return found
	}
	for _, want := range []struct{ action, kind, name string }{
		{"application.read", "office", "Ufficio Mobilità"}, {"application.attachment_read", "office", "Ufficio Mobilità"},
		{"application.decided", "office", "Ufficio Mobilità"},
		{"application.submitted", "self", "Tu"}, {"token-issued", "self", "Tu"},
		{"payment.opened", "system", "Sistema informatico del Comune, in automatico"},
	} {
		found := acts(want.action, want.kind, want.name)
		if len(found) == 0 {
			t.Errorf("no %s by %s %q", want.action, want.kind, want.name)
			continue
		}
		if own := found[0]["own"] == true; own != (want.kind == "self") {
			t.Errorf("%s: own = %v", want.action, own)
		}
	}
	opened := acts("application.attachment_read", "office", "Ufficio Mobilità")
	if len(opened) == 0 || opened[0]["document"].(map[string]any)["title"] == nil {
		t.Errorf("the file that was opened has no name: %v", opened)
	}
	if raw := string(w.get(anna, "/me/accesses?limit=100").Raw); strings.Contains(raw, "Mara") || strings.Contains(raw, "Finta") {
		t.Errorf("the list names an operator: %s", raw)
	}

	of := w.get(anna, "/me/accesses?limit=100&application_id="+id).Want(http.StatusOK).Items()
	if len(of) == 0 || len(of) >= len(all) || slices.ContainsFunc(of, func(a map[string]any) bool {
		about, ok := a["application"].(map[string]any)
		return !ok || about["id"] != id || about["number"] == nil
	}) {
		t.Errorf("filtered by application: %d of %d: %v", len(of), len(all), of)
	}
	w.get(anna, "/me/accesses?application_id=x").Problem(http.StatusBadRequest, "access-filter")
	w.get(anna, "/me/accesses?cursor=x").Want(http.StatusBadRequest)

	for _, p := range []who{bruno, {there, "anna"}} {
		for _, path := range []string{"/me/accesses?limit=100", "/me/accesses?limit=100&application_id=" + id} {
			for _, a := range w.get(p, path).Want(http.StatusOK).Items() {
				if about, ok := a["application"].(map[string]any); ok && about["id"] != other {
					t.Errorf("%s sees %v", p, a)
				}
			}
		}
	}
}

// TestEveryActOnPersonalDataHasWords looks in the modules for what they record
// of persons: people must be able to read it.
func TestEveryActOnPersonalDataHasWords(t *testing.T) {
	code := regexp.MustCompile(`"((?:application|payment|data_export)\.[a-z_]+)"|Record\([^"\n]*, "([a-z-]+)", (?:"person"|subject)`)
	files, err := filepath.Glob("../modules/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "../modules/privacy/texts") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(text), -1) {
			action := m[1] + m[2]
			found[action] = true
			if _, ok := privacy.ActionText(action); !ok && action != "application.searched" { // about nobody in particular
				t.Errorf("%s records %s, which has no words in privacy/texts.go", filepath.Base(file), action)
			}
		}
	}
	if len(found) < 25 || !found["signed-out"] || !found["payment.settled"] {
		t.Errorf("only these acts were found: %v", found)
	}
}

// purgeCopies is the periodic job of the module.
type purgeCopies struct{}

func (purgeCopies) Kind() string { return "privacy.purge.v1" }

func (w *world) purgeCopies() {
	w.t.Helper()
	w.ok(w.Queue.Enqueue(w.t.Context(), purgeCopies{}))
}

// later moves the clock on; what people were signed in with is too old then.
func (w *world) later(d time.Duration) {
	w.Clock.Advance(d)
	w.signed = map[string]func(*http.Request){}
}

func unzip(t *testing.T, raw []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// TestAPersonTakesTheirDataAway asks for the copy of everything, reads it, and
// finds it gone after its week.
func TestAPersonTakesTheirDataAway(t *testing.T) {
	w := newWorld(t)
	id := w.decided(anna)
	w.readEverything(mobility, id)
	w.fill(anna, "residence-transfer")
	w.fill(bruno, "residence-transfer")

	key := ids.New()
	asked := w.do(anna, http.MethodPost, "/me/data-exports", nil, "Idempotency-Key", key).Want(http.StatusAccepted)
	again := w.do(anna, http.MethodPost, "/me/data-exports", nil, "Idempotency-Key", key).Want(http.StatusAccepted)
	if asked.Str("id") != again.Str("id") || asked.Str("status") != "preparing" {
		t.Fatalf("asked %s, again %s", asked.Raw, again.Raw)
	}
	file := "/me/data-exports/" + asked.Str("id") + "/file"
	w.do(anna, http.MethodPost, "/me/data-exports", nil).Problem(http.StatusConflict, "data-export-open")
	w.get(anna, file).Problem(http.StatusConflict, "data-export-not-ready")
	w.Drain(t)
	if items := w.get(anna, "/me/data-exports").Want(http.StatusOK).Items(); len(items) != 1 || items[0]["status"] != "ready" || items[0]["expires_at"] != w.Clock.Now().Add(7*24*time.Hour).Format(time.RFC3339) {
		t.Fatalf("copies: %v", items)
	}
	letters := w.mail.Messages("anna.esempio@example.org")
	if len(letters) == 0 {
		t.Fatal("no e-mail says that the copy is ready")
	}
	if text := letters[0].Text; !strings.Contains(text, "/area-personale/i-tuoi-dati") || strings.Contains(text, "Esempio") || strings.Contains(text, asked.Str("id")) {
		t.Errorf("the e-mail: %s", text)
	}

	got := w.get(anna, file).Want(http.StatusOK)
	if d, c := got.Head.Get("Content-Disposition"), got.Head.Get("Cache-Control"); d != "attachment; filename=i-tuoi-dati-2026-11-24.zip" || !strings.Contains(c, "no-store") {
		t.Errorf("disposition %q, cache %q", d, c)
	}
	files := unzip(t, got.Raw)
	w.checkCopy(files, id)

	for _, p := range []who{bruno, {there, "anna"}} {
		w.get(p, file).Problem(http.StatusNotFound, "data-export-not-found")
		if items := w.get(p, "/me/data-exports").Want(http.StatusOK).Items(); len(items) != 0 {
			t.Errorf("%s has the copies %v", p, items)
		}
	}
	w.get(anna, "/me/data-exports/x/file").Want(http.StatusNotFound)

	w.later(7 * 24 * time.Hour)
	w.get(anna, file).Problem(http.StatusNotFound, "data-export-not-found")
	w.purgeCopies()
	w.Drain(t)
	var rows int
	w.ok(w.Owner(t).QueryRow(t.Context(), "SELECT count(*) FROM data_exports").Scan(&rows))
	if _, _, err := w.Storage.Get(t.Context(), "borgolago/exports/"+asked.Str("id")+".zip"); err == nil || rows != 0 {
		t.Errorf("after the purge: %d rows, file %v", rows, err)
	}
}

// checkCopy looks for every group in a copy of Anna's data, and for nobody else.
func (w *world) checkCopy(files map[string][]byte, id string) {
	w.t.Helper()
	var held struct {
		Version string                     `json:"version"`
		Data    map[string]json.RawMessage `json:"data"`
		Files   []struct{ Path, SHA256 string }
	}
	w.ok(json.Unmarshal(files["dati.json"], &held))
	if held.Version != "1" {
		w.t.Errorf("version %q", held.Version)
	}
	for group, words := range map[string]string{
		"profile": "Esempio", "applications": id, "attachments": "patente.pdf", "documents": "payment_receipt",
		"messages": "Stiamo leggendo la richiesta.", "payments": `"status": "paid"`, "notifications": "application_accepted", "accesses": "Ufficio Mobilità",
	} {
		if !bytes.Contains(held.Data[group], []byte(words)) {
			w.t.Errorf("%s does not say %q: %.300s", group, words, held.Data[group])
		}
	}
	if len(held.Data) != 9 || string(held.Data["sessions"]) != "[]" {
		w.t.Errorf("%d groups, sessions %s", len(held.Data), held.Data["sessions"])
	}
	if len(held.Files) < 5 || len(files) != len(held.Files)+2 {
		w.t.Errorf("%d files told, %d in the archive", len(held.Files), len(files))
	}
	for _, f := range held.Files {
		if sum := sha256.Sum256(files[f.Path]); hex.EncodeToString(sum[:]) != f.SHA256 {
			w.t.Errorf("%s is not the file that was given: %d bytes", f.Path, len(files[f.Path]))
		}
	}
	if !bytes.HasPrefix(files["dati.pdf"], []byte("%PDF-")) {
		w.t.Errorf("the paper: %.20q", files["dati.pdf"])
	}
	if bytes.Contains(files["dati.json"], []byte(oidc.People()[1].TaxCode())) {
		w.t.Error("the copy tells of somebody else")
	}
}

func TestCopiesAreThreeADay(t *testing.T) {
	w := newWorld(t)
	for range 3 {
		w.do(bruno, http.MethodPost, "/me/data-exports", nil).Want(http.StatusAccepted)
		w.Drain(t)
	}
	refused := w.do(bruno, http.MethodPost, "/me/data-exports", nil)
	refused.Problem(http.StatusTooManyRequests, "data-export-limit")
	if after := refused.Head.Get("Retry-After"); after == "" || after == "0" {
		t.Errorf("Retry-After %q", after)
	}
	if got := len(w.get(bruno, "/me/data-exports").Items()); got != 3 {
		t.Errorf("%d copies, want those that were made", got)
	}
	w.later(24 * time.Hour)
	w.do(bruno, http.MethodPost, "/me/data-exports", nil).Want(http.StatusAccepted)
}

// TestACopyThatCannotBeMadeSaysSo loses a file behind the product's back.
func TestACopyThatCannotBeMadeSaysSo(t *testing.T) {
	w := newWorld(t)
	w.fill(bruno, "residence-transfer")
	var lost string
	w.ok(w.Owner(t).QueryRow(t.Context(), "SELECT storage_key FROM files LIMIT 1").Scan(&lost))
	w.ok(w.Storage.Delete(t.Context(), lost))
	asked := w.do(bruno, http.MethodPost, "/me/data-exports", nil).Want(http.StatusAccepted)
	failures := 0
	w.DrainWith(t, func(kind string, _ error) {
		if kind == "privacy.build_export.v1" {
			failures++
		}
	})
	if failures != 1 {
		t.Fatalf("%d attempts failed", failures)
	}
	w.later(25 * time.Hour)
	w.purgeCopies()
	w.DrainWith(t, func(string, error) {})
	items := w.get(bruno, "/me/data-exports").Items()
	if len(items) != 1 || items[0]["status"] != "failed" {
		t.Fatalf("copies: %v", items)
	}
	w.get(bruno, "/me/data-exports/"+asked.Str("id")+"/file").Problem(http.StatusConflict, "data-export-not-ready")
	w.do(bruno, http.MethodPost, "/me/data-exports", nil).Want(http.StatusAccepted)
}
