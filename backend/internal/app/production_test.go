package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestProductionRefusesSimulatedPeople signs somebody in through the simulator
// and then starts on the same database as a production installation.
func TestProductionRefusesSimulatedPeople(t *testing.T) {
	w := newWorld(t)
	production := *w.app
	production.Config.Environment = "production"
	if _, err := w.Owner(t).Exec(t.Context(), "DELETE FROM sessions; DELETE FROM persons"); err != nil {
		t.Fatal(err)
	}
	if err := production.RefuseSimulated(t.Context()); err != nil {
		t.Fatalf("a database without simulated data is refused: %v", err)
	}
	w.get(anna, "/me/profile").Want(http.StatusOK)
	err := production.RefuseSimulated(t.Context())
	if err == nil || !strings.Contains(err.Error(), "simulated people of borgolago") {
		t.Errorf("err = %v", err)
	}
	if err := w.app.RefuseSimulated(t.Context()); err != nil {
		t.Errorf("a demonstration is refused: %v", err)
	}
}

func TestAnswersUnderKeysAreForgotten(t *testing.T) {
	w := newWorld(t)
	id := w.fill(anna, "residence-transfer")
	w.do(anna, http.MethodPut, "/applications/"+id+"/submission", nil).Want(http.StatusOK)
	kept := func() (n int) {
		w.t.Helper()
		w.ok(w.app.ForgetKeys(t.Context()))
		w.ok(w.Owner(t).QueryRow(t.Context(), "SELECT count(*) FROM idempotency_keys").Scan(&n))
		return n
	}
	w.Clock.Set(time.Now().Add(6 * 24 * time.Hour)) // answers are dated by the machine, not by the clock of the test
	if n := kept(); n == 0 {
		t.Error("an answer of this week was forgotten")
	}
	w.Clock.Advance(48 * time.Hour)
	if n := kept(); n != 0 {
		t.Errorf("%d answers are kept for ever", n)
	}
}
