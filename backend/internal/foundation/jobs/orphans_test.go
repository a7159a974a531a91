package jobs_test

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
)

// process is one of those that work jobs from the database of e.
func process(t *testing.T, e *testkit.Env, work func(ctx context.Context, a open) error) *jobs.Queue {
	t.Helper()
	queue, err := jobs.New(e.DB, jobs.Options{Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	jobs.Register(queue, work)
	if err := queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := queue.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
	return queue
}

// leave marks the waiting jobs as a killed process leaves those it was at.
func leave(t *testing.T, e *testkit.Env) {
	t.Helper()
	tag, err := e.Owner(t).Exec(t.Context(), `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now(),
		attempted_by = ARRAY['an earlier one', 'the one that was killed'] WHERE state = 'available'`)
	if err != nil || tag.RowsAffected() == 0 {
		t.Fatalf("%d jobs left, %v", tag.RowsAffected(), err)
	}
}

func TestJobsOfAKilledProcessAreFreed(t *testing.T) {
	e := testkit.New(t)
	for _, id := range []string{"1", "2"} {
		if err := e.Queue.Enqueue(e.Ctx("borgolago"), open{id}); err != nil {
			t.Fatal(err)
		}
	}
	leave(t, e)
	var worked atomic.Int32
	begin := time.Now()
	process(t, e, func(context.Context, open) error { worked.Add(1); return nil })
	wait(t, func() bool { return e.Jobs(t, "payments.open.v1", "completed") == 2 })
	if n, took := worked.Load(), time.Since(begin); n != 2 || took > 10*time.Second {
		t.Errorf("worked %d times in %s", n, took)
	}
}

// TestJobsOfALivingProcessAreItsOwn has one process busy for longer than
// several looks of another.
func TestJobsOfALivingProcessAreItsOwn(t *testing.T) {
	e := testkit.New(t)
	var began atomic.Int32
	release := make(chan struct{})
	busy := func(context.Context, open) error { began.Add(1); <-release; return nil }
	first := process(t, e, busy)
	if err := first.Enqueue(e.Ctx("borgolago"), open{"long"}); err != nil {
		t.Fatal(err)
	}
	wait(t, func() bool { return began.Load() == 1 })
	process(t, e, busy)
	time.Sleep(5 * time.Second)
	if n := e.Jobs(t, "payments.open.v1", "running"); n != 1 || began.Load() != 1 {
		t.Errorf("%d jobs run, begun %d times", n, began.Load())
	}
	close(release)
	wait(t, func() bool { return e.Jobs(t, "payments.open.v1", "completed") == 1 })
	if n := began.Load(); n != 1 {
		t.Errorf("the job was worked %d times", n)
	}
}

func TestAProcessCutOffTakesItsLockAgain(t *testing.T) {
	e := testkit.New(t)
	process(t, e, func(context.Context, open) error { return nil })
	var holders int
	held := func() int {
		t.Helper()
		err := e.Owner(t).QueryRow(t.Context(), `SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
			WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted`).Scan(&holders)
		if err != nil {
			t.Fatal(err)
		}
		return holders
	}
	if held() != 1 {
		t.Fatalf("%d locks are held", holders)
	}
	_, err := e.Owner(t).Exec(t.Context(), `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
		WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objsubid = 2`)
	if err != nil {
		t.Fatal(err)
	}
	wait(t, func() bool { return held() == 1 }) // it takes its lock again after the database cut it off
}
