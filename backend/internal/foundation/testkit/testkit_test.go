package testkit_test

import (
	"context"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

type thing struct{ N int }

func (thing) Kind() string { return "testkit.thing.v1" }

func TestEveryEnvironmentIsItsOwn(t *testing.T) {
	a, b := testkit.New(t), testkit.New(t)
	if a.URL == b.URL {
		t.Fatal("two tests share a database")
	}
	if err := a.Queue.Enqueue(a.Ctx("borgolago"), thing{1}); err != nil {
		t.Fatal(err)
	}
	if n := b.Jobs(t, "testkit.thing.v1"); n != 0 {
		t.Fatalf("%d jobs of the other test", n)
	}
	if n := a.Jobs(t, "testkit.thing.v1", "available"); n != 1 {
		t.Fatalf("%d jobs, want 1", n)
	}
	if !a.Clock.Now().Equal(testkit.Start) {
		t.Fatalf("clock at %s", a.Clock.Now())
	}
}

func TestTheTwoMunicipalitiesAreThere(t *testing.T) {
	e := testkit.New(t, testkit.At(testkit.Start.Add(time.Hour)))
	for _, want := range testkit.Tenants {
		var name string
		err := e.DB.Pool().QueryRow(context.Background(), "SELECT name FROM tenants WHERE host = $1", want.Host).Scan(&name)
		if err != nil || name != want.Name {
			t.Errorf("%s: %q, %v", want.Host, name, err)
		}
	}
}

func TestGoldenLaysOutAndMasks(t *testing.T) {
	testkit.Golden(t, []byte(`{"items":[{"id":"0190","name":"Permesso <ZTL>"}],"at":"2026-03-02"}`), "id", "at")
}
