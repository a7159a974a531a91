package invalidation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/invalidation"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

var errUndone = errors.New("undone")

// replica is a process that hears what changes.
func replica(t *testing.T, e *testkit.Env) (*invalidation.Hub, chan string) {
	t.Helper()
	heard := make(chan string, 10)
	hub := invalidation.New(e.DB)
	hub.Subscribe(func(tenant string) { heard <- tenant })
	ctx, end := context.WithCancel(context.Background())
	t.Cleanup(end)
	if err := hub.Listen(ctx); err != nil {
		t.Fatal(err)
	}
	if first := wait(t, heard); first != "" {
		t.Fatalf("at the start everything counts as changed, not %q", first)
	}
	return hub, heard
}

func wait(t *testing.T, heard chan string) string {
	t.Helper()
	select {
	case tenant := <-heard:
		return tenant
	case <-time.After(time.Second):
		t.Fatal("nothing was heard within a second")
		return ""
	}
}

func TestEveryReplicaHearsWhatWasCommittedAndNothingElse(t *testing.T) {
	e := testkit.New(t)
	here, heardHere := replica(t, e)
	_, heardThere := replica(t, e)
	err := e.DB.Tx(e.Ctx("borgolago"), func(ctx context.Context) error {
		if err := here.Changed(ctx); err != nil {
			t.Fatal(err)
		}
		return errUndone
	})
	if !errors.Is(err, errUndone) {
		t.Fatal(err)
	}
	if err := e.DB.Tx(e.Ctx("pontefiume"), here.Changed); err != nil {
		t.Fatal(err)
	}
	if err := here.Changed(e.Ctx("borgolago")); err != nil {
		t.Fatal(err)
	}
	for _, heard := range []chan string{heardHere, heardThere} {
		if first, second := wait(t, heard), wait(t, heard); first != "pontefiume" || second != "borgolago" {
			t.Errorf("heard %s, then %s", first, second)
		}
	}
}

func TestAChangeNeedsATenant(t *testing.T) {
	e := testkit.New(t)
	if err := invalidation.New(e.DB).Changed(t.Context()); err == nil {
		t.Error("a change of nobody's data was announced")
	}
}

func TestALineThatBreaksIsMendedAndEverythingCountsAsChanged(t *testing.T) {
	e := testkit.New(t)
	hub, heard := replica(t, e)
	if _, err := e.Owner(t).Exec(t.Context(),
		"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%; LISTEN %' AND pid <> pg_backend_pid() AND datname = current_database()"); err != nil {
		t.Fatal(err)
	}
	select {
	case tenant := <-heard:
		if tenant != "" {
			t.Fatalf("heard %q", tenant)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("the line was not mended")
	}
	if err := hub.Changed(e.Ctx("borgolago")); err != nil {
		t.Fatal(err)
	}
	if tenant := wait(t, heard); tenant != "borgolago" {
		t.Errorf("heard %q", tenant)
	}
}
