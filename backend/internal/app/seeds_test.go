package app_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// amounts are the least that each demo website holds.
var amounts = map[string]map[string]int{
	"borgolago": {
		"service": 63, "organizational_unit": 20, "public_person": 25, "role_assignment": 25, "place": 20, "event": 25, "news": 40,
		"public_document": 60, "dataset": 8, "contact_point": 20, "topic": 64, "faq": 12, "thematic_site": 4, "call": 6,
		"ranking_publication": 2, "form_document": 16, "pnrr_project": 4, "transparency_item": 20, "notice_board_entry": 9, "page": 7, "alert": 2,
	},
	"pontefiume": {
		"service": 15, "organizational_unit": 9, "public_person": 9, "place": 5, "event": 6, "news": 8, "public_document": 6, "topic": 30,
		"faq": 4, "page": 7,
	},
}

// TestTheDemoWebsites loads the websites of both municipalities: they are rich
// enough, every page passes the gates of its publication, and loading them
// again, even days later, changes nothing.
func TestTheDemoWebsites(t *testing.T) {
	w := newEmptyWorld(t)
	w.ok(w.app.SeedWebsites(t.Context()))
	for town, least := range amounts {
		for kind, want := range least {
			page, err := w.app.Content.Cards(w.Ctx(town), content.Query{Types: []string{kind}, When: content.Any, Limit: 1})
			w.ok(err)
			if page.Total < want {
				t.Errorf("%s has %d of %s, at least %d are expected", town, page.Total, kind, want)
			}
		}
	}
	w.topicsInUse()
	for _, who := range []who{{here, "admin"}, {there, "admin.pf"}} {
		w.gatesAreOpen(who)
	}
	var standIns int
	w.ok(w.Owner(t).QueryRow(t.Context(), "SELECT count(*) FROM contents WHERE key LIKE 'office:%'").Scan(&standIns))
	if standIns > 0 {
		t.Errorf("%d offices were made up although the websites have them", standIns)
	}
	before := w.everything()
	w.ok(w.app.SeedWebsites(t.Context()))
	w.Clock.Advance(75 * time.Hour)
	w.ok(w.app.SeedWebsites(t.Context()))
	if after := w.everything(); after != before {
		t.Errorf("seeding again changes the websites:\n%s\n%s", before, after)
	}
}

// topicsInUse looks for topics of the model that nothing is about.
func (w *world) topicsInUse() {
	w.t.Helper()
	topics, err := content.Vocabulary("topics")
	w.ok(err)
	for _, topic := range topics {
		page, err := w.app.Content.Cards(w.Ctx("borgolago"), content.Query{
			Types: []string{"service", "organizational_unit", "place", "event", "news", "public_document"}, Topics: []string{topic.Code}, When: content.Any, Limit: 1,
		})
		w.ok(err)
		if page.Total == 0 {
			w.t.Errorf("nothing is about %s", topic.Code)
		}
	}
}

// gatesAreOpen reads every content as its editor does.
func (w *world) gatesAreOpen(editor who) {
	w.t.Helper()
	for path := "/office/contents?limit=100"; path != ""; {
		page := w.get(editor, path).Want(http.StatusOK)
		for _, item := range page.Items() {
			id, _ := item["id"].(string)
			one := w.get(editor, "/office/contents/"+id).Want(http.StatusOK)
			if one.Str("status") != "published" {
				w.t.Errorf("%v %v is %s", item["type"], item["title"], one.Str("status"))
			}
			for _, gate := range one.List("gates") {
				code, _ := gate["code"].(string)
				// Only the words that the law wants in the legal notes are hard to read.
				if role, _ := one.Body()["data"].(map[string]any); code != "hard_to_read" || role["role"] != "legal_notes" {
					w.t.Errorf("%v %v: %v %v", item["type"], item["title"], gate["field"], code)
				}
			}
		}
		if path = page.Str("next_cursor"); path != "" {
			path = "/office/contents?limit=100&cursor=" + path
		}
	}
}

// everything sums up the rows of the websites.
func (w *world) everything() string {
	w.t.Helper()
	var sum string
	w.ok(w.Owner(w.t).QueryRow(context.Background(), `SELECT concat_ws(' ',
		(SELECT md5(string_agg(concat(id, version, status, path, data, published_data, updated_at), ',' ORDER BY id)) FROM contents),
		(SELECT count(*) FROM content_revisions), (SELECT count(*) FROM content_links), (SELECT count(*) FROM redirects),
		(SELECT md5(string_agg(concat(id, version, sha256), ',' ORDER BY id)) FROM media),
		(SELECT string_agg(concat(version, settings), ',' ORDER BY tenant_id) FROM site_settings),
		(SELECT string_agg(concat(slot, version, contents), ',' ORDER BY tenant_id, slot) FROM site_evidence))`).Scan(&sum))
	return sum
}
