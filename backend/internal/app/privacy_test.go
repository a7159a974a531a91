package app_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

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
