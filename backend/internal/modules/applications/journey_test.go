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
	if got := draft.Str("total_cents"); got != "5600" {
		t.Fatalf("fee shown before sending = %s: %s", got, draft.Raw)
	}
	app := w.submit("anna", id).Want(http.StatusOK)
	if app.Str("status") != "awaiting_payment" || app.Str("number") != "2026-000001" || app.Str("action_required") != "pay" {
		t.Fatalf("after submission: %s", app.Raw)
	}
	w.Drain(t)
	w.pay(app.Str("payment", "id"), 5600)
	w.Drain(t)

	app = w.status("anna", id, "registered")
	if app.Str("registration", "number") == "" || app.Str("due_date") != "2026-12-24" {
		t.Fatalf("registered: %s", app.Raw)
	}
	same(t, "timeline", kinds(app), []string{
		"draft_created:done", "payment_requested:done", "payment_settled:done", "submitted:done", "registered:current",
		"assigned:future", "due:future",
	})
	path := "/office/applications/" + id
	w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "accepted", "reasons": "Tutto a posto."}).
		Problem(http.StatusConflict, "not-assigned")
	taken := w.do("mobility", http.MethodPut, path+"/assignment", nil).Want(http.StatusOK)
	if taken.Str("assignee", "name") != "Mara Finta" || !slices.Contains(taken.Body()["allowed_actions"].([]any), any("accept")) {
		t.Fatalf("taken in charge: %s", taken.Raw)
	}
	w.do("mobility2", http.MethodPut, path+"/assignment", nil).Problem(http.StatusConflict, "already-assigned")
	w.do("mobility", http.MethodPost, path+"/messages", map[string]any{"body": "Buongiorno, stiamo guardando."}).Want(http.StatusCreated)
	w.do("anna", http.MethodPost, "/applications/"+id+"/messages", map[string]any{"body": "Grazie."}).Want(http.StatusCreated)
	w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "rejected", "reasons": "no"}).
		Problem(http.StatusUnprocessableEntity, "decision-invalid")
	decided := w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "accepted", "reasons": "I requisiti ci sono."}).
		Want(http.StatusOK)
	if decided.Str("status") != "accepted" {
		t.Fatalf("decided: %s", decided.Raw)
	}
	w.do("mobility", http.MethodPut, path+"/decision", map[string]any{"outcome": "rejected", "reasons": "Un ripensamento non è possibile."}).
		Problem(http.StatusConflict, "application-step")
	w.Drain(t)

	app = w.status("anna", id, "accepted")
	testkit.Golden(t, app.Raw, "id", "application_id", "receipt_id", "document_id", "sha256", "verification_code", "size", "service_version")
	var documents []string
	for _, d := range app.Body()["documents"].([]any) {
		doc := d.(map[string]any)
		documents = append(documents, doc["kind"].(string))
		file := w.get("anna", "/applications/"+id+"/documents/"+doc["id"].(string)).Want(http.StatusOK)
		if !strings.HasPrefix(string(file.Raw), "%PDF-") || !strings.HasPrefix(file.Head.Get("Content-Disposition"), "attachment") ||
			file.Head.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(file.Head.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("download of %s: %v", doc["kind"], file.Head)
		}
	}
	same(t, "documents", documents, []string{"receipt", "outcome"})
	if app.Str("decision", "document_id") == "" {
		t.Errorf("the decision has no document: %s", app.Raw)
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
	answers := make([]testkit.Answer, 6)
	var wait sync.WaitGroup
	for i := range answers {
		wait.Go(func() { answers[i] = w.submit("anna", id) })
	}
	wait.Wait()
	for _, a := range answers {
		if a.Want(http.StatusOK).Str("number") != "2026-000001" || a.Str("payment", "id") != answers[0].Str("payment", "id") {
			t.Errorf("another result: %s", a.Raw)
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
	w.submit("anna", broken).Problem(http.StatusUnprocessableEntity, "application-invalid")
	id := w.fill("elena", residence)
	if got := w.submit("elena", id).Want(http.StatusOK).Str("number"); got != "2026-000001" {
		t.Errorf("number = %s", got)
	}
}

func TestIncompleteDraftIsKeptAndRefused(t *testing.T) {
	w := setup(t)
	start := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).Want(http.StatusCreated)
	id := start.Str("id")
	if start.Str("data", "applicant", "given_name") != "Anna" {
		t.Fatalf("not prefilled: %s", start.Raw)
	}
	if again := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).Want(http.StatusOK); again.Str("id") != id {
		t.Errorf("a second draft was opened")
	}
	saved := w.patch("anna", id, "1", map[string]any{"data": map[string]any{
		"applicant": map[string]any{"given_name": "Altra", "tax_code": "PRVBRN83L14Z999I"},
		"vehicle":   map[string]any{"plate": "wrong"}, "unknown": 1,
	}}).Want(http.StatusOK)
	if saved.Str("data", "applicant", "given_name") != "Anna" || saved.Str("data", "applicant", "tax_code") != "SMPNNA85C41Z999N" {
		t.Errorf("identity data changed: %s", saved.Raw)
	}
	if saved.Str("data", "vehicle", "plate") == "" || saved.Str("data", "unknown") != "" {
		t.Errorf("draft data: %s", saved.Raw)
	}
	validation := w.get("anna", "/applications/"+id+"/validation").Want(http.StatusOK)
	if validation.Body()["valid"] != false {
		t.Errorf("valid: %s", validation.Raw)
	}
	refused := w.submit("anna", id)
	refused.Problem(http.StatusUnprocessableEntity, "application-invalid")
	for _, e := range refused.Body()["errors"].([]any) {
		problem := e.(map[string]any)
		if problem["pointer"] == "" || problem["code"] == "" || problem["step"] == nil {
			t.Errorf("error without place: %v", problem)
		}
	}
	w.status("anna", id, "draft")
}

func TestTwoTabsDoNotOverwriteEachOther(t *testing.T) {
	w := setup(t)
	id := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).Str("id")
	w.patch("anna", id, "1", map[string]any{"step": "general"}).Want(http.StatusOK)
	w.patch("anna", id, "1", map[string]any{"step": "specific"}).Problem(http.StatusPreconditionFailed, "version-mismatch")
	w.do("anna", http.MethodPatch, "/applications/"+id, map[string]any{}, "Content-Type", "application/merge-patch+json").
		Problem(http.StatusPreconditionRequired, "version-missing")
	w.patch("anna", id, "2", map[string]any{"status": "accepted"}).Problem(http.StatusBadRequest, "unknown-field")
}

func TestOthersDoNotExist(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	attachment := w.get("anna", "/applications/"+id).Body()["attachments"].([]any)[0].(map[string]any)["id"].(string)
	document := w.get("anna", "/applications/"+id).Body()["documents"].([]any)[0].(map[string]any)["id"].(string)
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
			if a := w.do(tt.who, tt.method, tt.path, nil); a.Code != http.StatusNotFound {
				t.Errorf("status = %d: %s", a.Code, a.Raw)
			}
		})
	}
	w.get("mobility", "/office/applications/"+id+"/attachments/"+attachment).Want(http.StatusOK)
	w.get("admin", "/office/applications/"+id).Want(http.StatusOK)
	w.get("mobility", "/applications/"+id).Want(http.StatusForbidden)
	w.get("anna", "/office/applications/"+id).Want(http.StatusForbidden)
	w.get("", "/applications/"+id).Want(http.StatusUnauthorized)
	for _, who := range []string{"registry", "mobility.pf", "admin.pf"} {
		if items := w.get(who, "/office/applications?status=all").Want(http.StatusOK).Items(); len(items) != 0 {
			t.Errorf("%s sees %v", who, items)
		}
	}
}

func TestIntegrationSuspendsTheTerm(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	office, mine := "/office/applications/"+id, "/applications/"+id
	ask := map[string]any{"text": "Manca il retro della patente.", "keys": []string{"documents.driving_licence"}, "due_days": 10}
	w.do("mobility", http.MethodPost, office+"/integration-requests", ask).Problem(http.StatusConflict, "not-assigned")
	w.do("mobility", http.MethodPut, office+"/assignment", nil).Want(http.StatusOK)
	w.do("mobility", http.MethodPost, office+"/integration-requests", map[string]any{"text": "Manca il retro.", "due_days": 31, "keys": []string{}}).
		Problem(http.StatusUnprocessableEntity, "integration-invalid")
	w.do("mobility", http.MethodPost, office+"/integration-requests", ask).Want(http.StatusCreated)
	w.Drain(t)
	app := w.status("anna", id, "integration_requested")
	if app.Str("action_required") != "integrate" || app.Str("integration", "text") != "Manca il retro della patente." {
		t.Fatalf("asked: %s", app.Raw)
	}
	w.do("mobility", http.MethodPut, office+"/decision", map[string]any{"outcome": "accepted", "reasons": "Va bene."}).
		Problem(http.StatusConflict, "application-step")

	w.Clock.Advance(4 * 24 * time.Hour)
	file := w.upload("anna", id, "documents.driving_licence", "retro.pdf", pdf).Want(http.StatusCreated).Str("id")
	w.get("mobility", office+"/attachments/"+file).Want(http.StatusNotFound) // not sent yet
	w.do("anna", http.MethodPut, mine+"/integration", map[string]any{"text": "", "attachment_ids": []string{}}).
		Problem(http.StatusUnprocessableEntity, "integration-invalid")
	w.do("anna", http.MethodPut, mine+"/integration", map[string]any{"text": "Eccolo.", "attachment_ids": []string{file}}).Want(http.StatusOK)
	w.do("anna", http.MethodPut, mine+"/integration", map[string]any{"text": "Eccolo.", "attachment_ids": []string{file}}).
		Problem(http.StatusConflict, "application-step")
	w.Drain(t)

	app = w.status("anna", id, "in_progress")
	if app.Str("due_date") != "2026-12-28" {
		t.Errorf("the term did not move by four days: %s", app.Str("due_date"))
	}
	w.get("mobility", office+"/attachments/"+file).Want(http.StatusOK)
	w.do("mobility", http.MethodPost, office+"/integration-requests", ask).Problem(http.StatusConflict, "integration-already-requested")
	if n := w.count(`SELECT count(*) FROM documents WHERE kind = 'integration_receipt' AND issued_at IS NOT NULL`); n != 1 {
		t.Errorf("%d receipts of the integration", n)
	}
	w.Clock.Advance(20 * 24 * time.Hour)
	w.Drain(t) // the time to answer passes: it was answered
	if got := w.status("anna", id, "in_progress").Str("due_date"); got != "2026-12-28" {
		t.Errorf("due date = %s", got)
	}
}

func TestUnansweredIntegrationGoesBackToTheOffice(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	w.do("mobility", http.MethodPut, "/office/applications/"+id+"/assignment", nil).Want(http.StatusOK)
	w.do("mobility", http.MethodPost, "/office/applications/"+id+"/integration-requests",
		map[string]any{"text": "Manca il retro della patente.", "keys": []string{}, "due_days": 10}).Want(http.StatusCreated)
	w.Clock.Advance(10 * 24 * time.Hour)
	w.Drain(t)
	w.status("anna", id, "integration_requested")
	w.Clock.Advance(24 * time.Hour)
	w.Drain(t)
	app := w.status("anna", id, "in_progress")
	if app.Str("due_date") != "2027-01-04" || !slices.Contains(kinds(app), "integration_expired:current") {
		t.Errorf("after the term: %s %v", app.Str("due_date"), kinds(app))
	}
}

func TestSilenceIsAssent(t *testing.T) {
	w := setup(t)
	id := w.sent("elena", residence)
	app := w.status("elena", id, "registered")
	if app.Str("due_date") != "2027-01-08" {
		t.Fatalf("due date = %s", app.Str("due_date"))
	}
	w.Clock.Advance(45 * 24 * time.Hour) // the last day
	w.Drain(t)
	w.status("elena", id, "registered")
	w.Clock.Advance(24 * time.Hour)
	w.Drain(t)
	app = w.status("elena", id, "accepted_silence")
	if app.Str("decision", "document_id") == "" || !slices.Contains(kinds(app), "accepted_silence:done") {
		t.Errorf("by silence: %s", app.Raw)
	}
	if !slices.Contains(w.templates(id), "application_accepted_silence") {
		t.Errorf("notices: %v", w.templates(id))
	}
	w.do("registry", http.MethodPut, "/office/applications/"+id+"/assignment", nil).Problem(http.StatusConflict, "application-step")
}

func TestSilenceDoesNotDecideInPlaceOfTheOffice(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit) // silence means nothing here
	w.Clock.Advance(60 * 24 * time.Hour)
	w.Drain(t)
	w.status("anna", id, "registered")
	row := w.get("mobility", "/office/applications").Want(http.StatusOK).Items()[0]
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
	version := w.status("anna", id, "draft").Str("version")
	w.patch("anna", id, version, map[string]any{"step": "general"}).Want(http.StatusOK) // touched: a new life
	w.Clock.Advance(10 * 24 * time.Hour)
	w.Drain(t)
	w.status("anna", id, "draft")
	w.Clock.Advance(73 * 24 * time.Hour)
	w.Drain(t)
	w.Clock.Advance(8 * 24 * time.Hour)
	w.Drain(t)
	app := w.status("anna", id, "expired")
	if len(app.Body()["data"].(map[string]any)) != 0 || len(app.Body()["attachments"].([]any)) != 0 {
		t.Errorf("data survived: %s", app.Raw)
	}
	w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).Want(http.StatusCreated)
}

func TestUnpaidApplicationsExpire(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)
	payment := w.submit("anna", id).Want(http.StatusOK).Str("payment", "id")
	w.Clock.Advance(30 * 24 * time.Hour) // the last day, and the news of it may still come
	w.Drain(t)
	w.status("anna", id, "awaiting_payment")
	w.Clock.Advance(2 * 24 * time.Hour)
	w.Drain(t)
	app := w.status("anna", id, "expired")
	same(t, "timeline", kinds(app), []string{"draft_created:done", "payment_requested:done", "expired:done"})
	same(t, "notices", w.templates(id), []string{"payment_due", "payment_expired"})
	if app.Str("payment", "status") != "cancelled" || w.Jobs(t, "payments.withdraw_position.v1") != 1 {
		t.Errorf("the payment is %s, %d positions to withdraw", app.Str("payment", "status"), w.Jobs(t, "payments.withdraw_position.v1"))
	}
	if len(app.Body()["data"].(map[string]any)) != 0 || len(app.List("attachments")) != 0 {
		t.Errorf("data survived: %s", app.Raw)
	}
	last := w.mail.sent[len(w.mail.sent)-1]
	if !strings.Contains(last.Subject, "il pagamento non è arrivato") || !strings.Contains(last.Text, "nuova richiesta") {
		t.Errorf("the e-mail says %q\n%s", last.Subject, last.Text)
	}
	told := w.get("anna", "/applications/"+id+"/messages").Want(http.StatusOK).Items()
	if len(told) == 0 || told[len(told)-1]["subject"] != "Richiesta scaduta: pagamento non arrivato" {
		t.Errorf("messages = %v", told)
	}
	if n := len(w.get("mobility", "/office/applications?status=all").Want(http.StatusOK).Items()); n != 0 {
		t.Errorf("the office sees %d applications", n)
	}
	w.pay(payment, 5600) // money that comes all the same does not revive it
	w.Drain(t)
	w.status("anna", id, "expired")
	w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).Want(http.StatusCreated)
}

func TestPaidApplicationsDoNotExpire(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	w.Clock.Advance(40 * 24 * time.Hour)
	w.Drain(t)
	w.status("anna", id, "registered")
}

func TestWithdrawal(t *testing.T) {
	w := setup(t)
	unpaid := w.fill("anna", permit)
	w.do("anna", http.MethodPut, "/applications/"+unpaid+"/withdrawal", map[string]any{"reason": ""}).
		Problem(http.StatusConflict, "application-step")
	payment := w.submit("anna", unpaid).Str("payment", "id")
	w.do("anna", http.MethodPut, "/applications/"+unpaid+"/withdrawal", map[string]any{"reason": "Ho cambiato idea."}).Want(http.StatusOK)
	w.Drain(t)
	app := w.status("anna", unpaid, "withdrawn")
	if app.Str("payment", "status") != "cancelled" {
		t.Errorf("payment: %s", app.Str("payment", "status"))
	}
	w.pay(payment, 5600) // at a bank, late
	w.Drain(t)
	w.status("anna", unpaid, "withdrawn")

	sent := w.sent("elena", residence)
	w.do("elena", http.MethodPut, "/applications/"+sent+"/withdrawal", map[string]any{"reason": ""}).Want(http.StatusOK)
	w.do("elena", http.MethodPut, "/applications/"+sent+"/withdrawal", map[string]any{"reason": ""}).Want(http.StatusOK)
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

	w.submit("anna", id).Problem(http.StatusConflict, "form-changed")
	app := w.status("anna", id, "draft")
	if app.Body()["form_changed"] != true || app.Str("service_version") != newer.Version || app.Str("data", "vehicle", "plate") != "ZZ123ZZ" {
		t.Fatalf("moved: %s", app.Raw)
	}
	if app.Str("privacy_accepted_at") != "" {
		t.Errorf("the new notice counts as read")
	}
	saved := w.patch("anna", id, app.Str("version"), map[string]any{
		"privacy_accepted": true, "declarations": []string{"truthful", "regulation"},
	}).Want(http.StatusOK)
	if saved.Body()["form_changed"] == true {
		t.Errorf("still changed: %s", saved.Raw)
	}
	w.submit("anna", id).Want(http.StatusOK)
}

func TestDeletedDraftLeavesNothing(t *testing.T) {
	w := setup(t)
	id := w.fill("anna", permit)
	w.do("bruno", http.MethodDelete, "/applications/"+id, nil).Want(http.StatusNotFound)
	w.do("anna", http.MethodDelete, "/applications/"+id, nil).Want(http.StatusNoContent)
	w.get("anna", "/applications/"+id).Want(http.StatusNotFound)
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
	data := app.Body()["data"].(map[string]any)
	data["vehicle"].(map[string]any)["title"] = "ownership"
	data["household"] = map[string]any{"vehicle": "no"} // no statement of loan is asked for any more
	w.patch("anna", id, app.Str("version"), map[string]any{"data": data}).Want(http.StatusOK)
	w.upload("anna", id, "documents.driving_licence", "retro.pdf", pdf).Want(http.StatusCreated)
	sent := w.submit("anna", id).Want(http.StatusOK)
	var keys []string
	for _, a := range sent.Body()["attachments"].([]any) {
		keys = append(keys, a.(map[string]any)["key"].(string))
	}
	same(t, "attachments", keys, []string{"documents.driving_licence", "documents.registration", "documents.driving_licence"})
}

func TestFilesAreWhatTheFormAsksFor(t *testing.T) {
	w := setup(t)
	id := w.do("anna", http.MethodPost, "/applications", map[string]any{"service_id": permit}).Str("id")
	w.upload("anna", id, "documents.unknown", "a.pdf", pdf).Problem(http.StatusUnprocessableEntity, "attachment-key")
	w.upload("anna", id, "vehicle.plate", "a.pdf", pdf).Problem(http.StatusUnprocessableEntity, "attachment-key")
	w.upload("anna", id, "documents.driving_licence", "a.pdf", []byte("<html><script>alert(1)</script>")).Want(http.StatusUnsupportedMediaType)
	w.upload("anna", id, "documents.driving_licence", "a.pdf", make([]byte, 21<<20)).Want(http.StatusRequestEntityTooLarge)
	file := w.upload("anna", id, "documents.driving_licence", `..\..\evil/pa"tente.pdf`, pdf).Want(http.StatusCreated)
	if name := file.Str("file_name"); strings.ContainsAny(name, `/\"`) {
		t.Errorf("name kept: %s", name)
	}
	w.do("anna", http.MethodDelete, "/applications/"+id+"/attachments/"+file.Str("id"), nil).Want(http.StatusNoContent)
	w.get("anna", "/applications/"+id+"/attachments/"+file.Str("id")).Want(http.StatusNotFound)
}
