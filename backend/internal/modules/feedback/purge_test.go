package feedback

import (
	"context"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

type towns struct{}

func (towns) IDs(context.Context) ([]string, error) { return []string{"borgolago", "pontefiume"}, nil }

type silent struct{}

func (silent) NotifyCorrespondent(context.Context, string, string, map[string]string) error {
	return nil
}

// TestClosedRequestsAreForgotten lets more than a year pass.
func TestClosedRequestsAreForgotten(t *testing.T) {
	e := testkit.New(t)
	s := New(Deps{
		DB: e.DB, Queue: e.Queue, Clock: e.Clock, Secrets: e.Secrets, Tenants: towns{}, Notices: silent{},
		Audit:    audit.New(e.DB, e.Clock, func(context.Context) audit.Who { return audit.Who{Kind: "system"} }),
		Category: func(string) bool { return true },
	})
	ask := func(tenant string) Request {
		r, err := s.Ask(e.Ctx(tenant), Request{GivenName: "Gino", FamilyName: "Finto", Email: "gino@finto.example", Category: "x", Language: "it"}, "Aiuto", true)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	closed, open, elsewhere := ask("borgolago"), ask("borgolago"), ask("pontefiume")
	for tenant, r := range map[string]Request{"borgolago": closed, "pontefiume": elsewhere} {
		if _, err := s.Close(e.Ctx(tenant), r.ID); err != nil {
			t.Fatal(err)
		}
	}
	e.Clock.Advance(keptFor + time.Hour)
	if err := s.purge(t.Context(), purge{}); err != nil {
		t.Fatal(err)
	}
	if left, _, err := s.List(e.Ctx("borgolago"), "", 10, ""); err != nil || len(left) != 1 || left[0].ID != open.ID {
		t.Errorf("left = %v, %v; want the open one", left, err)
	}
	if left, _, err := s.List(e.Ctx("pontefiume"), "", 10, ""); err != nil || len(left) != 0 {
		t.Errorf("left = %v, %v; want none", left, err)
	}
	if email, _, _, err := s.Correspondent(e.Ctx("borgolago"), closed.ID); err != nil || email != "" {
		t.Errorf("whoever was forgotten is still written to: %q, %v", email, err)
	}
}
