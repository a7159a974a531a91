package applications_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

func TestFromDraftToDecision(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)

	draft := w.status("anna", id, "draft")
	if got := draft.str("total_cents"); got != "5600" {
		t.Fatalf("fee shown before sending = %s: %s", got, draft.raw)
	}
	app := w.submit("anna", id).want(http.StatusOK)
	if app.str("status") != "awaiting_payment" || app.str("number") != "2026-000001" || app.str("action_required") != "pay" {
		t.Fatalf("after submission: %s", app.raw)
	}
	w.Drain(t)
	w.pay(app.str("payment", "id"), 5600)
	w.Drain(t)

	app = w.status("anna", id, "registered")
	if app.str("registration", "number") == "" || app.str("due_date") != "2026-12-24" {
		t.Fatalf("registered: %s", app.raw)
	}
	same(t, "timeline", kinds(app), []string{
		"draft_created:done", "payment_requested:done", "payment_settled:done", "submitted:done", "registered:current",
		"assigned:future", "due:future",
	})
	path := "/office/applications/" + id
	w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "accepted", "reasons": "Tutto a posto."}).
		problem(http.StatusConflict, "not-assigned")
	taken := w.do("mobility", http.MethodPut, path+"/assignment", nil).want(http.StatusOK)
	if taken.str("assignee", "name") != "Mara Finta" || !slices.Contains(taken.body()["allowed_actions"].([]any), any("accept")) {
		t.Fatalf("taken in charge: %s", taken.raw)
	}
	w.do("mobility2", http.MethodPut, path+"/assignment", nil).problem(http.StatusConflict, "already-assigned")
	w.do("mobility", http.MethodPost, path+"/messages", map[string]any{"body": "Buongiorno, stiamo guardando."}).want(http.StatusCreated)
	w.do("anna", http.MethodPost, "/applications/"+id+"/messages", map[string]any{"body": "Grazie."}).want(http.StatusCreated)
	w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "rejected", "reasons": "no"}).
		problem(http.StatusUnprocessableEntity, "decision-invalid")
	decided := w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "accepted", "reasons": "I requisiti ci sono."}).
		want(http.StatusOK)
	if decided.str("status") != "accepted" {
		t.Fatalf("decided: %s", decided.raw)
	}
	w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "rejected", "reasons": "Un ripensamento non è possibile."}).
		problem(http.StatusConflict, "application-step")
	w.Drain(t)

	app = w.status("anna", id, "accepted")
	testkit.Golden(t, app.raw, "id", "application_id", "receipt_id", "document_id", "sha256", "verification_code", "size", "service_version")
	var documents []string
	for _, d := range app.body()["documents"].([]any) {
		doc := d.(map[string]any)
		documents = append(documents, doc["kind"].(string))
		file := w.get("anna", "/applications/"+id+"/documents/"+doc["id"].(string)).want(http.StatusOK)
		if !strings.HasPrefix(string(file.raw), "%PDF-") || !strings.HasPrefix(file.head.Get("Content-Disposition"), "attachment") ||
			file.head.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(file.head.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("download of %s: %v", doc["kind"], file.head)
		}
	}
	same(t, "documents", documents, []string{"receipt", "outcome"})
	if app.str("decision", "document_id") == "" {
		t.Errorf("the decision has no document: %s", app.raw)
	}
	same(t, "notices", w.templates(id), []string{
		"application_accepted", "application_assigned", "application_received", "application_registered",
		"message_from_office", "payment_due", "payment_received",
	})
	if len(w.mail.sent) != 7 {
		t.Errorf("%d e-mails, want 7", len(w.mail.sent))
	}
	for _, action := range []string{"application.assigned", "application.message_sent", "application.decided", "application.read"} {
		if w.count(`SELECT count(*) FROM audit_entries WHERE action = $1 AND subject_id = $2 AND actor_name = 'Mara Finta'`, action, id) == 0 {
			t.Errorf("no audit entry %s", action)
		}
	}
}

func TestTwoSubmissionsAtOnceAreOne(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)
	answers := make([]answer, 6)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() { answers[i] = w.submit("anna", id) })
	}
	wait.Wait()
	for _, a := range answers {
		if a.want(http.StatusOK).str("number") != "2026-000001" || a.str("payment", "id") != answers[0].str("payment", "id") {
			t.Errorf("another result: %s", a.raw)
		}
	}
	if n := w.count(`SELECT count(*) FROM payments`); n != 1 {
		t.Errorf("%d payments", n)
	}
	if n := w.count(`SELECT last FROM application_counters`); n != 1 {
		t.Errorf("the counter stands at %d", n)
	}
}

func TestNumbersHaveNoGaps(t *testing.T) {
	w := setup(t)
	w.services.current[permit].Fees[1].Kind = "fee"
	broken := w.fill("anna", permit)
	w.ok(w.DB.From(w.Ctx("borgolago")).Exec(`DELETE FROM application_attachments WHERE tenant_id = 'borgolago'`).Error)
	w.submit("anna", broken).problem(http.StatusUnprocessableEntity, "application-invalid")
	id := w.fill("elena", residence)
	if got := w.submit("elena", id).want(http.StatusOK).str("number"); got != "2026-000001" {
		t.Errorf("number = %s", got)
	}
}

func TestIncompleteDraftIsKeptAndRefused(t *testing.T) {
	w := setup(t)
	start := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).want(http.StatusCreated)
	id := start.str("id")
	if start.str("data", "applicant", "given_name") != "Anna" {
		t.Fatalf("not prefilled: %s", start.raw)
	}
	if again := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).want(http.StatusOK); again.str("id") != id {
		t.Errorf("a second draft was opened")
	}
	saved := w.patch("anna", id, "1", map[string]any{"data": map[string]any{
		"applicant": map[string]any{"given_name": "Altra", "tax_code": "PRVBRN83L14Z999I"},
		"vehicle":   map[string]any{"plate": "wrong"}, "unknown": 1,
	}}).want(http.StatusOK)
	if saved.str("data", "applicant", "given_name") != "Anna" || saved.str("data", "applicant", "tax_code") != "SMPNNA85C41Z999N" {
		t.Errorf("identity data changed: %s", saved.raw)
	}
	if saved.str("data", "vehicle", "plate") == "" || saved.str("data", "unknown") != "" {
		t.Errorf("draft data: %s", saved.raw)
	}
	validation := w.get("anna", "/applications/"+id+"/validation").want(http.StatusOK)
	if validation.body()["valid"] != false {
		t.Errorf("valid: %s", validation.raw)
	}
	refused := w.submit("anna", id)
	refused.problem(http.StatusUnprocessableEntity, "application-invalid")
	for _, e := range refused.body()["errors"].([]any) {
		problem := e.(map[string]any)
		if problem["pointer"] == "" || problem["code"] == "" || problem["step"] == nil {
			t.Errorf("error without place: %v", problem)
		}
	}
	w.status("anna", id, "draft")
}

func TestTwoTabsDoNotOverwriteEachOther(t *testing.T) {
	w := setup(t)
	id := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).str("id")
	w.patch("anna", id, "1", map[string]any{"step": "general"}).want(http.StatusOK)
	w.patch("anna", id, "1", map[string]any{"step": "specific"}).problem(http.StatusPreconditionFailed, "version-mismatch")
	w.do("anna", http.MethodPatch, "/applications/"+id, map[string]any{}, "Content-Type", "application/merge-patch+json").
		problem(http.StatusPreconditionRequired, "version-missing")
	w.patch("anna", id, "2", map[string]any{"status": "accepted"}).problem(http.StatusBadRequest, "unknown-field")
}

func TestOthersDoNotExist(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	attachment := w.get("anna", "/applications/"+id).body()["attachments"].([]any)[0].(map[string]any)["id"].(string)
	document := w.get("anna", "/applications/"+id).body()["documents"].([]any)[0].(map[string]any)["id"].(string)
	for name, tt := range map[string]struct{ who, method, path string }{
		"another person's application":      {"bruno", "GET", "/applications/" + id},
		"another person's file":             {"bruno", "GET", "/applications/" + id + "/attachments/" + attachment},
		"another person's document":         {"bruno", "GET", "/applications/" + id + "/documents/" + document},
		"another person's conversation":     {"bruno", "GET", "/applications/" + id + "/messages"},
		"the same person elsewhere":         {"far", "GET", "/applications/" + id},
		"another office's application":      {"registry", "GET", "/office/applications/" + id},
		"another office's file":             {"registry", "GET", "/office/applications/" + id + "/attachments/" + attachment},
		"another office's document":         {"registry", "GET", "/office/applications/" + id + "/documents/" + document},
		"another office's to take":          {"registry", "PUT", "/office/applications/" + id + "/assignment"},
		"another municipality's":            {"mobility.pf", "GET", "/office/applications/" + id},
		"another municipality's to admins":  {"admin.pf", "GET", "/office/applications/" + id},
		"a document of another application": {"anna", "GET", "/applications/" + id + "/documents/" + attachment},
		"not an id":                         {"anna", "GET", "/applications/x"},
	} {
		t.Run(name, func(t *testing.T) {
			if a := w.do(tt.who, tt.method, tt.path, nil); a.code != http.StatusNotFound {
				t.Errorf("status = %d: %s", a.code, a.raw)
			}
		})
	}
	w.get("mobility", "/office/applications/"+id+"/attachments/"+attachment).want(http.StatusOK)
	w.get("admin", "/office/applications/"+id).want(http.StatusOK)
	w.get("mobility", "/applications/"+id).want(http.StatusForbidden)
	w.get("anna", "/office/applications/"+id).want(http.StatusForbidden)
	w.get("", "/applications/"+id).want(http.StatusUnauthorized)
	for _, who := range []string{"registry", "mobility.pf", "admin.pf"} {
		if items := w.get(who, "/office/applications?status=all").want(http.StatusOK).items(); len(items) != 0 {
			t.Errorf("%s sees %v", who, items)
		}
	}
}

func TestIntegrationSuspendsTheTerm(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	office, mine := "/office/applications/"+id, "/applications/"+id
	ask := map[string]any{"text": "Manca il retro della patente.", "keys": []string{"documents.driving_licence"}, "due_days": 10}
	w.do("mobility", http.MethodPost, office+"/integration-requests", ask).problem(http.StatusConflict, "not-assigned")
	w.do("mobility", http.MethodPut, office+"/assignment", nil).want(http.StatusOK)
	w.do("mobility", http.MethodPost, office+"/integration-requests", map[string]any{"text": "Manca il retro.", "due_days": 31, "keys": []string{}}).
		problem(http.StatusUnprocessableEntity, "integration-invalid")
	w.do("mobility", http.MethodPost, office+"/integration-requests", ask).want(http.StatusCreated)
	w.Drain(t)
	app := w.status("anna", id, "integration_requested")
	if app.str("action_required") != "integrate" || app.str("integration", "text") != "Manca il retro della patente." {
		t.Fatalf("asked: %s", app.raw)
	}
	w.do("mobility", http.MethodPut, office+"/decision", map[string]any{"outcome": "accepted", "reasons": "Va bene."}).
		problem(http.StatusConflict, "application-step")

	w.Clock.Advance(4 * 24 * time.Hour)
	file := w.upload("anna", id, "documents.driving_licence", "retro.pdf", pdf).want(http.StatusCreated).str("id")
	w.get("mobility", office+"/attachments/"+file).want(http.StatusNotFound) // not sent yet
	w.do("anna", http.MethodPut, mine+"/integration", map[string]any{"text": "", "attachment_ids": []string{}}).
		problem(http.StatusUnprocessableEntity, "integration-invalid")
	w.do("anna", http.MethodPut, mine+"/integration", map[string]any{"text": "Eccolo.", "attachment_ids": []string{file}}).want(http.StatusOK)
	w.do("anna", http.MethodPut, mine+"/integration", map[string]any{"text": "Eccolo.", "attachment_ids": []string{file}}).
		problem(http.StatusConflict, "application-step")
	w.Drain(t)

	app = w.status("anna", id, "in_progress")
	if app.str("due_date") != "2026-12-28" {
		t.Errorf("the term did not move by four days: %s", app.str("due_date"))
	}
	w.get("mobility", office+"/attachments/"+file).want(http.StatusOK)
	w.do("mobility", http.MethodPost, office+"/integration-requests", ask).problem(http.StatusConflict, "integration-already-requested")
	if n := w.count(`SELECT count(*) FROM documents WHERE kind = 'integration_receipt' AND issued_at IS NOT NULL`); n != 1 {
		t.Errorf("%d receipts of the integration", n)
	}
	w.Clock.Advance(20 * 24 * time.Hour)
	w.Drain(t) // the time to answer passes: it was answered
	if got := w.status("anna", id, "in_progress").str("due_date"); got != "2026-12-28" {
		t.Errorf("due date = %s", got)
	}
}

func TestUnansweredIntegrationGoesBackToTheOffice(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	w.do("mobility", http.MethodPut, "/office/applications/"+id+"/assignment", nil).want(http.StatusOK)
	w.do("mobility", http.MethodPost, "/office/applications/"+id+"/integration-requests",
		map[string]any{"text": "Manca il retro della patente.", "keys": []string{}, "due_days": 10}).want(http.StatusCreated)
	w.Clock.Advance(10 * 24 * time.Hour)
	w.Drain(t)
	w.status("anna", id, "integration_requested")
	w.Clock.Advance(24 * time.Hour)
	w.Drain(t)
	app := w.status("anna", id, "in_progress")
	if app.str("due_date") != "2027-01-04" || !slices.Contains(kinds(app), "integration_expired:current") {
		t.Errorf("after the term: %s %v", app.str("due_date"), kinds(app))
	}
}

func TestSilenceIsAssent(t *testing.T) {
	w := setup(t)
	id := w.sent("elena", residence)
	app := w.status("elena", id, "registered")
	if app.str("due_date") != "2027-01-08" {
		t.Fatalf("due date = %s", app.str("due_date"))
	}
	w.Clock.Advance(45 * 24 * time.Hour) // the last day
	w.Drain(t)
	w.status("elena", id, "registered")
	w.Clock.Advance(24 * time.Hour)
	w.Drain(t)
	app = w.status("elena", id, "accepted_silence")
	if app.str("decision", "document_id") == "" || !slices.Contains(kinds(app), "accepted_silence:done") {
		t.Errorf("by silence: %s", app.raw)
	}
	if !slices.Contains(w.templates(id), "application_accepted_silence") {
		t.Errorf("notices: %v", w.templates(id))
	}
	w.do("registry", http.MethodPut, "/office/applications/"+id+"/assignment", nil).problem(http.StatusConflict, "application-step")
}

func TestSilenceDoesNotDecideInPlaceOfTheOffice(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit) // silence means nothing here
	w.Clock.Advance(60 * 24 * time.Hour)
	w.Drain(t)
	w.status("anna", id, "registered")
	row := w.get("mobility", "/office/applications").want(http.StatusOK).items()[0]
	if row["overdue"] != true {
		t.Errorf("not overdue: %v", row)
	}
}

func TestDraftsExpire(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)
	w.Clock.Advance(83 * 24 * time.Hour)
	w.Drain(t)
	same(t, "notices", w.templates(id), []string{"draft_expiring"})
	version := w.status("anna", id, "draft").str("version")
	w.patch("anna", id, version, map[string]any{"step": "general"}).want(http.StatusOK) // touched: a new life
	w.Clock.Advance(10 * 24 * time.Hour)
	w.Drain(t)
	w.status("anna", id, "draft")
	w.Clock.Advance(73 * 24 * time.Hour)
	w.Drain(t)
	w.Clock.Advance(8 * 24 * time.Hour)
	w.Drain(t)
	app := w.status("anna", id, "expired")
	if len(app.body()["data"].(map[string]any)) != 0 || len(app.body()["attachments"].([]any)) != 0 {
		t.Errorf("data survived: %s", app.raw)
	}
	w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).want(http.StatusCreated)
}

func TestWithdrawal(t *testing.T) {
	w := setup(t)
	unpaid := w.fill("anna", permit)
	w.do("anna", http.MethodPut, "/applications/"+unpaid+"/withdrawal", map[string]any{"reason": ""}).
		problem(http.StatusConflict, "application-step")
	payment := w.submit("anna", unpaid).str("payment", "id")
	w.do("anna", http.MethodPut, "/applications/"+unpaid+"/withdrawal", map[string]any{"reason": "Ho cambiato idea."}).want(http.StatusOK)
	w.Drain(t)
	app := w.status("anna", unpaid, "withdrawn")
	if app.str("payment", "status") != "cancelled" {
		t.Errorf("payment: %s", app.str("payment", "status"))
	}
	w.pay(payment, 5600) // at a bank, late
	w.Drain(t)
	w.status("anna", unpaid, "withdrawn")

	sent := w.sent("elena", residence)
	w.do("elena", http.MethodPut, "/applications/"+sent+"/withdrawal", map[string]any{"reason": ""}).want(http.StatusOK)
	w.do("elena", http.MethodPut, "/applications/"+sent+"/withdrawal", map[string]any{"reason": ""}).want(http.StatusOK)
	w.Clock.Advance(60 * 24 * time.Hour)
	w.Drain(t)
	w.status("elena", sent, "withdrawn")
}

func TestNewFormMovesTheDraft(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)
	newer := *w.services.current[permit]
	newer.Version += "-newer"
	newer.Privacy.Version = "2027-01"
	w.services.put(&newer)

	w.submit("anna", id).problem(http.StatusConflict, "form-changed")
	app := w.status("anna", id, "draft")
	if app.body()["form_changed"] != true || app.str("service_version") != newer.Version || app.str("data", "vehicle", "plate") != "ZZ123ZZ" {
		t.Fatalf("moved: %s", app.raw)
	}
	if app.str("privacy_accepted_at") != "" {
		t.Errorf("the new notice counts as read")
	}
	saved := w.patch("anna", id, app.str("version"), map[string]any{
		"privacy_accepted": true, "declarations": []string{"truthful", "regulation"},
	}).want(http.StatusOK)
	if saved.body()["form_changed"] == true {
		t.Errorf("still changed: %s", saved.raw)
	}
	w.submit("anna", id).want(http.StatusOK)
}

func TestDeletedDraftLeavesNothing(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)
	w.do("bruno", http.MethodDelete, "/applications/"+id, nil).want(http.StatusNotFound)
	w.do("anna", http.MethodDelete, "/applications/"+id, nil).want(http.StatusNoContent)
	w.get("anna", "/applications/"+id).want(http.StatusNotFound)
	for _, table := range []string{"applications", "application_attachments", "application_steps", "files"} {
		if n := w.count(`SELECT count(*) FROM ` + table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}
	w.Clock.Advance(100 * 24 * time.Hour)
	w.Drain(t) // its timer finds nothing
}

func TestFilesOfHiddenQuestionsAreNotSent(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)
	app := w.status("anna", id, "draft")
	data := app.body()["data"].(map[string]any)
	data["vehicle"].(map[string]any)["title"] = "ownership"
	data["household"] = map[string]any{"vehicle": "no"} // no statement of loan is asked for any more
	w.patch("anna", id, app.str("version"), map[string]any{"data": data}).want(http.StatusOK)
	w.upload("anna", id, "documents.driving_licence", "retro.pdf", pdf).want(http.StatusCreated)
	sent := w.submit("anna", id).want(http.StatusOK)
	var keys []string
	for _, a := range sent.body()["attachments"].([]any) {
		keys = append(keys, a.(map[string]any)["key"].(string))
	}
	same(t, "attachments", keys, []string{"documents.driving_licence", "documents.registration", "documents.driving_licence"})
}

func TestFilesAreWhatTheFormAsksFor(t *testing.T) {
	w := setup(t)
	id := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).str("id")
	w.upload("anna", id, "documents.unknown", "a.pdf", pdf).problem(http.StatusUnprocessableEntity, "attachment-key")
	w.upload("anna", id, "vehicle.plate", "a.pdf", pdf).problem(http.StatusUnprocessableEntity, "attachment-key")
	w.upload("anna", id, "documents.driving_licence", "a.pdf", []byte("<html><script>alert(1)</script>")).want(http.StatusUnsupportedMediaType)
	w.upload("anna", id, "documents.driving_licence", "a.pdf", make([]byte, 21<<20)).want(http.StatusRequestEntityTooLarge)
	file := w.upload("anna", id, "documents.driving_licence", `..\..\evil/pa"tente.pdf`, pdf).want(http.StatusCreated)
	if name := file.str("file_name"); strings.ContainsAny(name, `/\"`) {
		t.Errorf("name kept: %s", name)
	}
	w.do("anna", http.MethodDelete, "/applications/"+id+"/attachments/"+file.str("id"), nil).want(http.StatusNoContent)
	w.get("anna", "/applications/"+id+"/attachments/"+file.str("id")).want(http.StatusNotFound)
}
