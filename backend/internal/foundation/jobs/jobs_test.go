package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

type open struct {
	PaymentID string `json:"payment_id"`
}

func (open) Kind() string { return "payments.open.v1" }

type sweep struct{}

func (sweep) Kind() string { return "payments.sweep.v1" }

var errPlatform = errors.New("the platform does not answer")

func TestAJobLivesAndDiesWithItsTransaction(t *testing.T) {
	e := testkit.New(t)
	ctx := e.Ctx("borgolago")
	failure := errors.New("no")
	err := e.DB.Tx(ctx, func(ctx context.Context) error {
		return errors.Join(e.Queue.Enqueue(ctx, open{"1"}), failure)
	})
	if !errors.Is(err, failure) || e.Jobs(t, "payments.open.v1") != 0 {
		t.Fatalf("rollback: %v, %d jobs", err, e.Jobs(t, "payments.open.v1"))
	}
	err = e.DB.Tx(ctx, func(ctx context.Context) error { return e.Queue.Enqueue(ctx, open{"2"}) })
	if err != nil || e.Jobs(t, "payments.open.v1", "available") != 1 {
		t.Fatalf("commit: %v, %d jobs", err, e.Jobs(t, "payments.open.v1"))
	}
}

func TestTheHandlerFindsTenantAndRequest(t *testing.T) {
	e := testkit.New(t)
	var got []string
	jobs.Register(e.Queue, func(ctx context.Context, a open) error {
		got = append(got, database.TenantID(ctx)+" "+logging.RequestID(ctx)+" "+a.PaymentID)
		if a.PaymentID == "1" {
			return e.Queue.Enqueue(ctx, open{"2"})
		}
		return nil
	})
	ctx := logging.WithRequestID(e.Ctx("pontefiume"), "req-7")
	if err := e.Queue.Enqueue(ctx, open{"1"}); err != nil {
		t.Fatal(err)
	}
	if n := e.Drain(t); n != 2 {
		t.Fatalf("%d jobs worked", n)
	}
	if want := "pontefiume req-7 1,pontefiume req-7 2"; strings.Join(got, ",") != want {
		t.Fatalf("got %v", got)
	}
}

func TestAFailureIsTriedAgainLater(t *testing.T) {
	e := testkit.New(t)
	tries := 0
	jobs.Register(e.Queue, func(context.Context, open) error {
		if tries++; tries < 3 {
			return errPlatform
		}
		return nil
	})
	if err := e.Queue.Enqueue(e.Ctx("borgolago"), open{"1"}); err != nil {
		t.Fatal(err)
	}
	failures := 0
	drain := func() { e.DrainWith(t, func(string, error) { failures++ }) }
	drain()
	drain()
	if tries != 1 || failures != 1 || e.Jobs(t, "payments.open.v1", "retryable") != 1 {
		t.Fatalf("after the first: %d tries", tries)
	}
	e.Clock.Advance(5 * time.Second)
	drain()
	e.Clock.Advance(5 * time.Second)
	drain()
	if tries != 2 {
		t.Fatalf("the second wait is longer: %d tries", tries)
	}
	e.Clock.Advance(5 * time.Second)
	drain()
	if tries != 3 || e.Jobs(t, "payments.open.v1", "completed") != 1 {
		t.Fatalf("at the end: %d tries", tries)
	}
}

func TestWhatCannotHealWaitsForAnAdministrator(t *testing.T) {
	e := testkit.New(t)
	healed := false
	jobs.Register(e.Queue, func(context.Context, open) error {
		if !healed {
			return jobs.Permanent(errPlatform)
		}
		return nil
	})
	one, two := e.Ctx("borgolago"), e.Ctx("pontefiume")
	for _, id := range []string{"1", "2", "3"} {
		if err := e.Queue.Enqueue(one, open{id}); err != nil {
			t.Fatal(err)
		}
	}
	e.DrainWith(t, func(string, error) {})
	first, next, err := e.Queue.List(one, jobs.Failed, 2, "")
	if err != nil || len(first) != 2 || next == "" {
		t.Fatalf("first page: %v, %q, %v", first, next, err)
	}
	if j := first[0]; j.Kind != "payments.open.v1" || j.Attempt != 1 || !strings.Contains(j.LastError, errPlatform.Error()) {
		t.Fatalf("job: %+v", j)
	}
	rest, next, err := e.Queue.List(one, jobs.Failed, 2, next)
	if err != nil || len(rest) != 1 || next != "" || rest[0].ID >= first[1].ID {
		t.Fatalf("second page: %v, %q, %v", rest, next, err)
	}
	if none, _, err := e.Queue.List(two, jobs.Failed, 2, ""); err != nil || len(none) != 0 {
		t.Fatalf("the other tenant sees %v, %v", none, err)
	}
	if err := e.Queue.Retry(two, first[0].ID); !errors.Is(err, jobs.ErrNoJob) {
		t.Fatalf("the other tenant retried: %v", err)
	}
	healed = true
	if err := e.Queue.Retry(one, first[0].ID); err != nil {
		t.Fatal(err)
	}
	if waiting, failed, err := e.Queue.Counts(one); err != nil || waiting != 1 || failed != 2 {
		t.Fatalf("%d waiting, %d failed, %v", waiting, failed, err)
	}
	if n := e.Drain(t); n != 1 || e.Jobs(t, "payments.open.v1", "completed") != 1 {
		t.Fatalf("after the retry: %d worked", n)
	}
}

func TestAtUniqueAndSnooze(t *testing.T) {
	e := testkit.New(t)
	one, two := e.Ctx("borgolago"), e.Ctx("pontefiume")
	calls := 0
	jobs.Register(e.Queue, func(context.Context, open) error {
		if calls++; calls == 1 {
			return jobs.Snooze(time.Hour)
		}
		return nil
	})
	due := e.Clock.Now().Add(24 * time.Hour)
	for _, ctx := range []context.Context{one, one, two} {
		if err := e.Queue.Enqueue(ctx, open{"1"}, jobs.At(due), jobs.Unique()); err != nil {
			t.Fatal(err)
		}
	}
	if n := e.Jobs(t, "payments.open.v1"); n != 2 {
		t.Fatalf("%d jobs, want one for each tenant", n)
	}
	if n := e.Drain(t); n != 0 {
		t.Fatalf("%d worked before their time", n)
	}
	e.Clock.Set(due)
	if n := e.Drain(t); n != 2 || e.Jobs(t, "payments.open.v1", "completed") != 1 {
		t.Fatalf("%d worked", n)
	}
	e.Clock.Advance(time.Hour)
	if n := e.Drain(t); n != 1 || calls != 3 {
		t.Fatalf("%d worked after the snooze, %d calls", n, calls)
	}
}

func TestAJobWithoutHandlerIsGivenUp(t *testing.T) {
	e := testkit.New(t)
	if err := e.Queue.Enqueue(e.Ctx("borgolago"), open{"1"}); err != nil {
		t.Fatal(err)
	}
	var told []string
	e.DrainWith(t, func(kind string, _ error) { told = append(told, kind) })
	if len(told) != 1 || e.Jobs(t, "payments.open.v1", "cancelled") != 1 {
		t.Fatalf("told %v", told)
	}
}

func TestWorkersWorkAndDrain(t *testing.T) {
	var log bytes.Buffer
	e := testkit.New(t)
	outcomes := sync.Map{}
	queue, err := jobs.New(e.DB, jobs.Options{
		Logger:  slog.New(slog.NewJSONHandler(&log, nil)),
		Observe: func(kind, outcome string, _ time.Duration) { outcomes.Store(kind+" "+outcome, true) },
	})
	if err != nil {
		t.Fatal(err)
	}
	var done, swept atomic.Int32
	begun, finished := make(chan struct{}), make(chan struct{})
	jobs.Register(queue, func(ctx context.Context, a open) error {
		switch a.PaymentID {
		case "slow":
			close(begun)
			time.Sleep(300 * time.Millisecond)
			close(finished)
		case "never":
			return jobs.Permanent(errPlatform)
		case "fails":
			return errPlatform
		}
		if database.TenantID(ctx) == "borgolago" {
			done.Add(1)
		}
		return nil
	})
	jobs.Register(queue, func(ctx context.Context, _ sweep) error {
		if database.TenantID(ctx) == "" {
			swept.Add(1)
		}
		return nil
	})
	queue.Periodic(time.Hour, sweep{})
	if err := queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx := e.Ctx("borgolago")
	for _, id := range []string{"1", "never", "fails", "slow"} {
		if err := queue.Enqueue(ctx, open{id}); err != nil {
			t.Fatal(err)
		}
	}
	<-begun
	wait(t, func() bool {
		return done.Load() >= 1 && swept.Load() == 1 &&
			e.Jobs(t, "payments.open.v1", "cancelled") == 1 && e.Jobs(t, "payments.open.v1", "retryable") == 1
	})
	stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := queue.Stop(stop); err != nil {
		t.Fatal(err)
	}
	select {
	case <-finished:
	default:
		t.Fatal("Stop did not wait for the job under way")
	}
	if n := e.Jobs(t, "payments.open.v1", "completed"); n != 2 {
		t.Fatalf("%d completed", n)
	}
	for _, want := range []string{"payments.open.v1 done", "payments.open.v1 failed", "payments.open.v1 discarded"} {
		if _, ok := outcomes.Load(want); !ok {
			t.Errorf("not observed: %s", want)
		}
	}
	for _, want := range []string{`"msg":"job failed"`, `"msg":"job given up"`, `"msg":"job done"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("not logged: %s", want)
		}
	}
	if strings.Contains(log.String(), "payment_id") {
		t.Error("the log holds arguments")
	}
}

func wait(t *testing.T, ok func() bool) {
	t.Helper()
	for range 200 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("it did not happen in time")
}

func TestTwoHandlersForOneKindAreAFault(t *testing.T) {
	e := testkit.New(t)
	handler := func(context.Context, open) error { return nil }
	jobs.Register(e.Queue, handler)
	defer func() {
		if recover() == nil {
			t.Fatal("no panic")
		}
	}()
	jobs.Register(e.Queue, handler)
}
