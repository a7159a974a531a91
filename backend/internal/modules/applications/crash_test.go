package applications_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
)

// replay makes every job that was worked due again: a process killed between
// the commit of a job and its mark as done leaves exactly this behind.
func (w *world) replay() {
	w.t.Helper()
	_, err := w.owner.Exec(w.t.Context(), `UPDATE river_job SET state = 'available', finalized_at = NULL, attempt = 0, metadata = metadata - 'at'
		WHERE state = 'completed' AND kind NOT LIKE '%term%'`)
	w.ok(err)
	w.Drain(w.t)
}

// shuffle changes the order in which waiting jobs are worked.
func (w *world) shuffle(round int) {
	w.t.Helper()
	_, err := w.owner.Exec(w.t.Context(), `UPDATE river_job SET priority = 1 + (id * ($1 * 2 + 1) / 3) % 4 WHERE state = 'available'`, round)
	w.ok(err)
}

func TestJourneyInterruptedAnywhereCompletesOnce(t *testing.T) {
	for round := range 3 {
		t.Run(fmt.Sprint("order ", round), func(t *testing.T) {
			w := setup(t)
			again := func() { w.shuffle(round); w.Drain(t); w.replay() }
			id := w.fill("anna", permit)
			payment := w.submit("anna", id).Want(http.StatusOK).Str("payment", "id")
			again()
			w.pay(payment, 5600)
			w.pay(payment, 5600)
			again()
			office := "/office/applications/" + id
			w.do("mobility", http.MethodPut, office+"/assignment", nil).Want(http.StatusOK)
			w.do("mobility", http.MethodPost, office+"/integration-requests",
				map[string]any{"text": "Manca il retro della patente.", "keys": []string{}, "due_days": 5}).Want(http.StatusCreated)
			again()
			w.Clock.Advance(24 * time.Hour)
			w.do("anna", http.MethodPut, "/applications/"+id+"/integration", map[string]any{"text": "Eccolo.", "attachment_ids": []string{}}).Want(http.StatusOK)
			again()
			w.do("mobility", http.MethodPut, office+"/decision", map[string]any{"outcome": "accepted", "reasons": "I requisiti ci sono."}).Want(http.StatusOK)
			again()
			w.checkOnce(id)
		})
	}
}

func (w *world) checkOnce(id string) {
	w.t.Helper()
	app := w.status("anna", id, "accepted")
	same(w.t, "timeline", kinds(app), []string{
		"draft_created:done", "payment_requested:done", "payment_settled:done", "submitted:done", "registered:done", "assigned:done",
		"integration_requested:done", "integration_answered:done", "accepted:done",
	})
	same(w.t, "notices", w.templates(id), []string{
		"application_accepted", "application_assigned", "application_received", "application_registered",
		"integration_answered", "integration_requested", "payment_due", "payment_received",
	})
	if len(w.mail.sent) != 8 {
		w.t.Errorf("%d e-mails, want 8", len(w.mail.sent))
	}
	for what, sql := range map[string]string{
		"registration":        `SELECT count(*) FROM registrations`,
		"receipt":             `SELECT count(*) FROM documents WHERE kind = 'receipt'`,
		"act":                 `SELECT count(*) FROM documents WHERE kind = 'outcome'`,
		"integration receipt": `SELECT count(*) FROM documents WHERE kind = 'integration_receipt'`,
		"payment":             `SELECT count(*) FROM payments`,
	} {
		if n := w.count(sql); n != 1 {
			w.t.Errorf("%s: %d, want 1", what, n)
		}
	}
	if app.Str("number") != "2026-000001" || app.Str("registration", "number") != "0000001/2026" {
		w.t.Errorf("numbers: %s %s", app.Str("number"), app.Str("registration", "number"))
	}
}

// TestMessageWhoseAnswerWasLostIsPostedOnce kills the transaction in the middle
// of an act, then loses the answer after its commit.
func TestMessageWhoseAnswerWasLostIsPostedOnce(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	office := "/office/applications/" + id
	w.do("mobility", http.MethodPut, office+"/assignment", nil).Want(http.StatusOK)
	acts := map[string]struct {
		who, path string
		body      map[string]any
		rows      string
	}{
		"citizen": {"anna", "/applications/" + id + "/messages", map[string]any{"body": "Quando arriva?", "attachment_ids": []string{}},
			"SELECT count(*) FROM messages WHERE body = 'Quando arriva?'"},
		"office": {"mobility", office + "/messages", map[string]any{"body": "Tra poco."}, "SELECT count(*) FROM messages WHERE body = 'Tra poco.'"},
		"integration": {"mobility", office + "/integration-requests", map[string]any{"text": "Manca il retro.", "keys": []string{}, "due_days": 5},
			"SELECT count(*) FROM messages WHERE body = 'Manca il retro.'"},
	}
	for _, name := range []string{"citizen", "office", "integration"} {
		act := acts[name]
		post := func() testkit.Answer {
			return w.do(act.who, http.MethodPost, act.path, act.body, "Idempotency-Key", name)
		}
		w.refuseAtCommit(true)
		if got := post(); got.Code < 500 {
			t.Fatalf("%s: a commit that failed answered %d", name, got.Code)
		}
		w.refuseAtCommit(false)
		if n := w.count(act.rows); n != 0 {
			t.Errorf("%s: %d rows before the commit", name, n)
		}
		first := post().Want(http.StatusCreated) // the process dies here: the client never sees it
		again := post().Want(http.StatusCreated)
		if n := w.count(act.rows); n != 1 || string(again.Raw) != string(first.Raw) {
			t.Errorf("%s: posted %d times; answered %s, then %s", name, n, first.Raw, again.Raw)
		}
	}
}

// refuseAtCommit makes every transaction that keeps an answer fail at its very
// end.
func (w *world) refuseAtCommit(on bool) {
	w.t.Helper()
	sql := `DROP TRIGGER refuse ON idempotency_keys; DROP FUNCTION refuse_commit()`
	if on {
		sql = `CREATE FUNCTION refuse_commit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''cut off''; END';
			CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON idempotency_keys DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_commit()`
	}
	_, err := w.owner.Exec(w.t.Context(), sql)
	w.ok(err)
}

func TestDocumentStoredBeforeTheKillIsFoundAgain(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	before := w.status("anna", id, "registered").Raw
	if _, err := w.owner.Exec(t.Context(), `UPDATE applications SET receipt_id = NULL`); err != nil {
		t.Fatal(err)
	}
	w.replay()
	if after := w.status("anna", id, "registered").Raw; string(after) != string(before) {
		t.Errorf("another receipt:\n%s\n%s", before, after)
	}
	if n := w.count(`SELECT count(*) FROM applications WHERE receipt_id IS NOT NULL`); n != 1 {
		t.Errorf("the receipt was not noted")
	}
}

func TestStepThatFailsHalfwayLeavesNothing(t *testing.T) {
	w := setup(t)
	id := w.fill("elena", residence)
	w.submit("elena", id).Want(http.StatusOK)
	rename := func(from, to string) {
		if _, err := w.owner.Exec(t.Context(), "ALTER TABLE "+from+" RENAME TO "+to); err != nil {
			t.Fatal(err)
		}
	}
	rename("messages", "messages_away") // the last thing that registering writes
	failures := 0
	w.DrainWith(t, func(string, error) { failures++ })
	if failures == 0 {
		t.Fatal("no job failed")
	}
	if n := w.count(`SELECT count(*) FROM registrations`); n != 0 {
		t.Errorf("%d registrations of a step that failed", n)
	}
	rename("messages_away", "messages")
	w.status("elena", id, "submitted")
	w.Clock.Advance(24 * time.Hour)
	w.Drain(t)
	if got := w.status("elena", id, "registered").Str("registration", "number"); got != "0000001/2026" {
		t.Errorf("registration = %s", got)
	}
}

func TestReceiptSaysExactlyWhatWasSent(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	receipt, err := applications.ReceiptOf(w.Ctx("borgolago"), w.deps, id)
	if err != nil {
		t.Fatal(err)
	}
	if receipt.Number != "2026-000001" || receipt.Registration.Number != "0000001/2026" || receipt.Applicant.TaxCode != "SMPNNA85C41Z999N" ||
		receipt.Office.Name.IT != "Ufficio Mobilità" || receipt.DueDate.Format(time.DateOnly) != "2026-12-24" {
		t.Errorf("head: %+v", receipt.Case)
	}
	if len(receipt.Attachments) != 3 || receipt.Attachments[0].SHA256 == "" || receipt.Attachments[0].Label == "" {
		t.Errorf("attachments: %+v", receipt.Attachments)
	}
	total := int64(0)
	for _, fee := range receipt.Fees {
		total += fee.AmountCents
	}
	if total != 5600 || len(receipt.Declarations) != 2 {
		t.Errorf("fees %d, declarations %v", total, receipt.Declarations)
	}
	answers := map[string]bool{}
	for _, step := range receipt.Summary {
		for _, section := range step.Sections {
			for _, row := range section.Rows {
				answers[row.Value] = true
			}
		}
	}
	for _, want := range []string{"ZZ123ZZ", "Anna", "Bruno Prova", "01/12/2026"} {
		if !answers[want] {
			t.Errorf("%q is not in the receipt: %v", want, answers)
		}
	}
}
