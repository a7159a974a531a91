package applications_test

import (
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// limited is the residence service with limits, and a version of its own.
func (w *world) limited(limits catalogue.Limits) {
	def := *w.services.current[residence]
	def.Limits = limits
	w.services.put(&def)
}

// start asks for a draft and returns the status and the first error.
func (w *world) start(who string) (int, string, map[string]any) {
	w.t.Helper()
	answer := w.do(who, http.MethodPost, "/applications", map[string]any{"service_id": residence})
	code, _ := answer.Body()["code"].(string)
	fields, _ := answer.Body()["errors"].([]any)
	if len(fields) == 0 {
		return answer.Code, code, nil
	}
	params, _ := fields[0].(map[string]any)["params"].(map[string]any)
	return answer.Code, code, params
}

func TestAServiceIsAskedForInItsWindow(t *testing.T) {
	w := setup(t)
	today := w.Clock.Now()
	day := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
	w.limited(catalogue.Limits{Windows: []catalogue.Window{{From: day(10), To: day(20)}}})
	status, code, params := w.start("anna")
	if status != http.StatusConflict || code != "window-not-open" || params["opens_at"] != day(10) || params["closes_at"] != day(20) {
		t.Errorf("before the window: %d %s %v", status, code, params)
	}
	w.limited(catalogue.Limits{Windows: []catalogue.Window{{From: day(0), To: day(1)}}})
	id := w.fill("anna", residence)
	w.Clock.Advance(72 * time.Hour)
	if answer := w.submit("anna", id); answer.Code != http.StatusConflict || answer.Str("code") != "window-not-open" {
		t.Errorf("sent after the window: %d %s", answer.Code, answer.Raw)
	}
	w.status("anna", id, "draft")
}

func TestNobodyAsksMoreOftenThanTheServiceAdmits(t *testing.T) {
	for each, laterYear := range map[string]int{catalogue.EachYear: http.StatusCreated, catalogue.Ever: http.StatusConflict, catalogue.EachOpen: http.StatusConflict} {
		t.Run(each, func(t *testing.T) {
			w := setup(t)
			w.limited(catalogue.Limits{PerPerson: &catalogue.Limit{Max: 1, Each: each}})
			id := w.sent("anna", residence)
			status, code, params := w.start("anna")
			if status != http.StatusConflict || code != "already-requested" || params["application_id"] != id || params["number"] == "" {
				t.Errorf("a second time: %d %s %v", status, code, params)
			}
			if status, _, _ := w.start("elena"); status != http.StatusCreated {
				t.Errorf("somebody else: %d", status)
			}
			w.Clock.Advance(40 * 24 * time.Hour) // into the next year, before silence accepts
			if status, _, _ := w.start("anna"); status != laterYear {
				t.Errorf("the year after: %d, want %d", status, laterYear)
			}
		})
	}
}

func TestAWithdrawnApplicationDoesNotCount(t *testing.T) {
	w := setup(t)
	w.limited(catalogue.Limits{PerPerson: &catalogue.Limit{Max: 1, Each: catalogue.Ever}})
	id := w.sent("anna", residence)
	w.do("anna", http.MethodPut, "/applications/"+id+"/withdrawal", map[string]any{"reason": "no"}).Want(http.StatusOK)
	if status, code, _ := w.start("anna"); status != http.StatusCreated {
		t.Errorf("after a withdrawal: %d %s", status, code)
	}
}

func TestAHouseholdAsksOnce(t *testing.T) {
	w := setup(t)
	home := identity.Address{Street: "Via dei Mulini", Number: "4", PostalCode: "00000", Municipality: "Borgolago", Province: "BL"}
	for _, who := range []string{"anna", "elena"} {
		person := identity.Person{ID: w.actors[who].PersonID, TenantID: "borgolago"}
		w.ok(w.DB.From(w.Ctx("borgolago")).Model(&person).Update("address", home).Error)
	}
	w.limited(catalogue.Limits{PerHousehold: &catalogue.Limit{Max: 1, Each: catalogue.EachOpen}})
	w.sent("anna", residence)
	status, code, params := w.start("elena")
	if status != http.StatusConflict || code != "already-requested" || params != nil {
		t.Errorf("of the same household: %d %s, told %v", status, code, params)
	}
	if status, _, _ := w.start("bruno"); status != http.StatusCreated {
		t.Errorf("of another household: %d", status)
	}
}

// TestTheLastPlaceGoesToOne sends two drafts at once where one more is
// admitted.
func TestTheLastPlaceGoesToOne(t *testing.T) {
	w := setup(t)
	w.limited(catalogue.Limits{Maximum: 1})
	drafts := map[string]string{"anna": w.fill("anna", residence), "elena": w.fill("elena", residence)}
	codes := make(chan int, len(drafts))
	var group sync.WaitGroup
	for who, id := range drafts {
		group.Go(func() { codes <- w.submit(who, id).Code })
	}
	group.Wait()
	first, second := <-codes, <-codes
	if first+second != http.StatusOK+http.StatusConflict {
		t.Errorf("answers: %d and %d", first, second)
	}
	if status, code, _ := w.start("bruno"); status != http.StatusConflict || code != "limit-reached" {
		t.Errorf("one too many: %d %s", status, code)
	}
}

func TestAServiceOfAPlatformIsNotAskedForHere(t *testing.T) {
	w := setup(t)
	def := *w.services.current[residence]
	def.Access.URL = "https://www.example.org/"
	w.services.put(&def)
	if status, code, _ := w.start("anna"); status != http.StatusConflict || code != "service-not-online" {
		t.Errorf("answered %d %s", status, code)
	}
}

func TestTermsInWorkingDays(t *testing.T) {
	w := setup(t)
	def := *w.services.current[permit]
	def.Deadline.Unit, def.Deadline.Days = catalogue.WorkingDays, 10
	w.services.put(&def)
	id := w.sent("anna", permit)
	app := w.get("anna", "/applications/"+id).Want(http.StatusOK)
	if due := app.Str("due_date"); due != "2026-12-09" { // two Saturdays, two Sundays and the eighth of December in between
		t.Errorf("due %s", due)
	}
}
