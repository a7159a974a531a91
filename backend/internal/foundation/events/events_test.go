package events_test

import (
	"context"
	"errors"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

type settled struct {
	PaymentID string `json:"payment_id"`
}

func (settled) Topic() string { return "payments.settled.v1" }

func TestEverySubscriberHears(t *testing.T) {
	e := testkit.New(t)
	heard := map[string]string{}
	for _, name := range []string{"applications", "analytics"} {
		events.Subscribe(e.Bus, name, func(ctx context.Context, ev settled) error {
			heard[name] = database.TenantID(ctx) + " " + ev.PaymentID
			return nil
		})
	}
	ctx := e.Ctx("borgolago")
	if err := e.Bus.Publish(ctx, settled{"p-1"}); err != nil {
		t.Fatal(err)
	}
	if len(heard) != 0 {
		t.Fatal("delivered before the commit")
	}
	if n := e.Drain(t); n != 2 {
		t.Fatalf("%d deliveries", n)
	}
	for _, name := range []string{"applications", "analytics"} {
		if heard[name] != "borgolago p-1" {
			t.Errorf("%s heard %q", name, heard[name])
		}
	}
}

func TestNewsOfWhatDidNotHappenIsNotTold(t *testing.T) {
	e := testkit.New(t)
	events.Subscribe(e.Bus, "applications", func(context.Context, settled) error { return nil })
	failure := errors.New("no")
	err := e.DB.Tx(e.Ctx("borgolago"), func(ctx context.Context) error {
		return errors.Join(e.Bus.Publish(ctx, settled{"p-1"}), failure)
	})
	if !errors.Is(err, failure) || e.Drain(t) != 0 {
		t.Fatalf("err = %v", err)
	}
}

func TestOneSubscriberFailsAlone(t *testing.T) {
	e := testkit.New(t)
	heard := 0
	events.Subscribe(e.Bus, "applications", func(context.Context, settled) error { return errors.New("no") })
	events.Subscribe(e.Bus, "analytics", func(context.Context, settled) error { heard++; return nil })
	if err := e.Bus.Publish(e.Ctx("borgolago"), settled{"p-1"}); err != nil {
		t.Fatal(err)
	}
	failed := 0
	e.DrainWith(t, func(string, error) { failed++ })
	if heard != 1 || failed != 1 {
		t.Fatalf("heard %d, failed %d", heard, failed)
	}
}
