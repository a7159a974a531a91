package applications_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

func TestOfTwoOperatorsOneTakesItInCharge(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	codes := make([]int, 2)
	var wait sync.WaitGroup
	for i, who := range []string{"mobility", "mobility2"} {
		wait.Go(func() { codes[i] = w.do(who, http.MethodPut, "/office/applications/"+id+"/assignment", nil).Code })
	}
	wait.Wait()
	if codes[0]+codes[1] != http.StatusOK+http.StatusConflict {
		t.Errorf("codes = %v", codes)
	}
}

func TestReleaseGivesItBack(t *testing.T) {
	w := setup(t)
	id := w.sent("anna", permit)
	path := "/office/applications/" + id + "/assignment"
	w.do("mobility", http.MethodPut, path, nil).Want(http.StatusOK)
	w.do("mobility2", http.MethodDelete, path, nil).Problem(http.StatusConflict, "not-assigned")
	w.do("mobility", http.MethodDelete, path, nil).Want(http.StatusOK)
	w.do("mobility2", http.MethodPut, path, nil).Want(http.StatusOK)
	w.Drain(t)
	if got := w.templates(id); fmt.Sprint(got) != "[application_assigned application_received application_registered payment_due payment_received]" {
		t.Errorf("notices: %v", got)
	}
}

func TestOfficeListFiltersOrdersAndPages(t *testing.T) {
	w := setup(t)
	first := w.sent("anna", permit)
	w.Clock.Advance(24 * time.Hour)
	second := w.sent("bruno", permit)
	w.Clock.Advance(24 * time.Hour)
	w.do("mobility", http.MethodPut, "/office/applications/"+second+"/assignment", nil).Want(http.StatusOK)
	w.sent("elena", residence)

	ids := func(query string) (out []string) {
		for _, row := range w.get("mobility", "/office/applications?"+query).Want(http.StatusOK).Items() {
			out = append(out, row["id"].(string))
		}
		return out
	}
	for query, want := range map[string][]string{
		"":                           {first, second},
		"sort=newest":                {second, first},
		"status=mine":                {second},
		"status=unassigned":          {first},
		"status=closed":              nil,
		"status=integration":         nil,
		"status=all":                 {second, first},
		"q=2026-000002":              {second},
		"q=esempio":                  {first},
		"q=Anna%20Es":                {first},
		"q=PRVBRN83L14Z999I":         {second},
		"q=modello":                  nil,
		"status=all&q=bru&limit=1":   {second},
		"status=open&q=nobody&sort=": nil,
	} {
		same(t, query, ids(query), want)
	}
	for query, want := range map[string]string{
		"counts=true":              "map[all:2 closed:0 integration:0 mine:1 open:2 unassigned:1]",
		"counts=true&status=mine":  "map[all:2 closed:0 integration:0 mine:1 open:2 unassigned:1]",
		"counts=true&q=2026-00000": "map[all:2 closed:0 integration:0 mine:1 open:2 unassigned:1]",
		"counts=true&q=esempio":    "map[all:1 closed:0 integration:0 mine:0 open:1 unassigned:1]",
		"counts=false":             "<nil>",
	} {
		if got := fmt.Sprint(w.get("mobility", "/office/applications?"+query).Want(http.StatusOK).Body()["counts"]); got != want {
			t.Errorf("%s: counts = %s, want %s", query, got, want)
		}
	}
	if got := fmt.Sprint(w.get("admin", "/office/applications?counts=true").Body()["counts"]); !strings.Contains(got, "all:3") {
		t.Errorf("an administrator counts %s", got)
	}
	if got := fmt.Sprint(w.get("mobility.pf", "/office/applications?counts=true").Body()["counts"]); !strings.Contains(got, "all:0") {
		t.Errorf("another municipality counts %s", got)
	}
	w.get("mobility", "/office/applications?counts=yes").Problem(http.StatusBadRequest, "bad-parameter")
	page := w.get("mobility", "/office/applications?limit=1").Want(http.StatusOK)
	next := page.Str("next_cursor")
	if page.Str("total") != "2" || next == "" {
		t.Fatalf("first page: %s", page.Raw)
	}
	last := w.get("mobility", "/office/applications?limit=1&cursor="+next).Want(http.StatusOK)
	if last.Items()[0]["id"] != second || last.Str("next_cursor") != "" || last.Str("total") != "2" {
		t.Errorf("second page: %s", last.Raw)
	}
	w.get("mobility", "/office/applications?cursor=x").Problem(http.StatusBadRequest, "bad-cursor")
	w.get("mobility", "/office/applications?status=x").Problem(http.StatusBadRequest, "application-filter")
	if n := len(w.get("admin", "/office/applications").Items()); n != 3 {
		t.Errorf("an administrator sees %d", n)
	}
}

func TestMyApplicationsAndMessages(t *testing.T) {
	w := setup(t)
	sent := w.sent("elena", residence)
	w.Clock.Advance(time.Hour)
	draft := w.do("elena", http.MethodPost, "/applications", map[string]any{"service_id": permit}).Str("id")
	page := w.get("elena", "/me/applications?limit=1").Want(http.StatusOK)
	if page.Items()[0]["id"] != draft || page.Str("next_cursor") == "" {
		t.Fatalf("first page: %s", page.Raw)
	}
	page = w.get("elena", "/me/applications?limit=1&cursor="+page.Str("next_cursor")).Want(http.StatusOK)
	if page.Items()[0]["id"] != sent || page.Str("next_cursor") != "" {
		t.Fatalf("second page: %s", page.Raw)
	}
	if n := len(w.get("elena", "/me/applications?status=draft,registered&q=000001").Items()); n != 1 {
		t.Errorf("%d found by number", n)
	}
	if n := len(w.get("bruno", "/me/applications").Items()); n != 0 {
		t.Errorf("bruno sees %d", n)
	}
	if got := page.Items()[0]["unread_messages"]; got != 2.0 {
		t.Errorf("unread = %v", got)
	}
	mine := w.get("elena", "/me/messages").Want(http.StatusOK).Items()
	if len(mine) != 2 || mine[1]["subject"] != "Application received" || mine[1]["from"] != "system" {
		t.Errorf("messages: %v", mine)
	}
	w.do("elena", http.MethodPut, "/applications/"+sent+"/messages/read", nil).Want(http.StatusNoContent)
	if got := w.get("elena", "/applications/"+sent).Str("unread_messages"); got != "0" {
		t.Errorf("unread = %s", got)
	}
	file := w.upload("elena", sent, "message", "nota.pdf", pdf).Want(http.StatusCreated).Str("id")
	w.do("elena", http.MethodPost, "/applications/"+sent+"/messages", map[string]any{"body": "See attached.", "attachment_ids": []string{file}}).
		Want(http.StatusCreated)
	if got := w.get("registry", "/office/applications").Items()[0]["unread_messages"]; got != 1.0 {
		t.Errorf("unread by the office = %v", got)
	}
	w.get("registry", "/office/applications/"+sent+"/messages").Want(http.StatusOK)
	w.get("registry", "/office/applications/"+sent+"/attachments/"+file).Want(http.StatusOK)
	if got := w.get("registry", "/office/applications").Items()[0]["unread_messages"]; got != 0.0 {
		t.Errorf("unread by the office = %v", got)
	}
}

func TestAdministratorSeesJobs(t *testing.T) {
	w := setup(t)
	id := w.fill("elena", residence)
	w.submit("elena", id).Want(http.StatusOK)
	jobs := w.get("admin", "/office/jobs?state=waiting").Want(http.StatusOK).Items()
	if len(jobs) == 0 {
		t.Fatal("no job waits")
	}
	w.do("admin", http.MethodPost, "/office/jobs/"+jobs[0]["id"].(string)+"/retry", nil).Want(http.StatusNoContent)
	w.do("admin.pf", http.MethodPost, "/office/jobs/"+jobs[0]["id"].(string)+"/retry", nil).Problem(http.StatusNotFound, "job-not-found")
	w.get("admin", "/office/jobs?state=x").Problem(http.StatusBadRequest, "job-state")
	w.get("registry", "/office/jobs").Want(http.StatusForbidden)
	if n := len(w.get("admin.pf", "/office/jobs").Items()); n != 0 {
		t.Errorf("the other municipality sees %d jobs", n)
	}
}

// The office's lists must come out of an index in their order, whatever the
// number of applications: a sort would read them all.
func TestOfficeListsComeOutOfAnIndex(t *testing.T) {
	w := setup(t)
	mara := w.actors["mobility"].OperatorID
	_, err := w.owner.Exec(t.Context(), `
INSERT INTO applications (tenant_id, id, number, service_id, service_version, service_title_it, service_title_en, office, applicant_id,
    applicant, applicant_name, applicant_tax_code, name_key, family_key, status, submitted_at, due_date, assignee_id, created_at, updated_at)
SELECT 'borgolago', gen_random_uuid(), 'X-' || n, 'ztl-permit', '1', 'ZTL', 'ZTL', CASE WHEN n % 3 = 0 THEN 'registry' ELSE 'mobility' END,
    gen_random_uuid(), '{}', 'Nome Cognome', 'X', 'nome ' || n, 'cognome ' || n,
    CASE WHEN n % 10 = 0 THEN 'registered' WHEN n % 10 = 1 THEN 'in_progress' ELSE 'accepted' END,
    now() - n * interval '1 minute', current_date + n % 60, CASE WHEN n % 40 = 1 THEN $1::uuid END, now(), now()
FROM generate_series(1, 20000) n`, mara)
	w.ok(err)
	_, err = w.owner.Exec(t.Context(), `ANALYZE applications`)
	w.ok(err)
	for name, where := range map[string]string{
		"open by urgency":       `office = 'mobility' AND status IN ('submitted', 'registered', 'in_progress', 'integration_requested') ORDER BY due_order, id`,
		"mine by urgency":       `office = 'mobility' AND assignee_id = '` + mara + `' AND status IN ('submitted', 'registered', 'in_progress', 'integration_requested') ORDER BY due_order, id`,
		"unassigned by urgency": `office = 'mobility' AND status IN ('submitted', 'registered', 'in_progress', 'integration_requested') AND assignee_id IS NULL ORDER BY due_order, id`,
		"open, newest":          `office = 'mobility' AND status IN ('submitted', 'registered', 'in_progress', 'integration_requested') ORDER BY submitted_at DESC, id DESC`,
		"to be completed":       `office = 'mobility' AND status = 'integration_requested' ORDER BY due_order, id`,
		"everything, newest":    `office = 'mobility' AND submitted_at IS NOT NULL ORDER BY submitted_at DESC, id DESC`,
		"all offices, urgency":  `status IN ('submitted', 'registered', 'in_progress', 'integration_requested') ORDER BY due_order, id`,
		"all offices, newest":   `submitted_at IS NOT NULL ORDER BY submitted_at DESC, id DESC`,
		"next page": `office = 'mobility' AND status IN ('submitted', 'registered', 'in_progress', 'integration_requested')
			AND (due_order, id) > (current_date + 3, '` + mara + `'::uuid) ORDER BY due_order, id`,
	} {
		t.Run(name, func(t *testing.T) {
			rows, err := w.DB.Pool().Query(w.Ctx("borgolago"), `EXPLAIN SELECT id FROM applications WHERE tenant_id = 'borgolago' AND `+where+` LIMIT 21`)
			w.ok(err)
			plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
			w.ok(err)
			if text := strings.Join(plan, "\n"); strings.Contains(text, "Sort") || strings.Contains(text, "Seq Scan") {
				t.Errorf("no index in order:\n%s", text)
			}
		})
	}
}
