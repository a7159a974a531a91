package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

const (
	// maxAttempts with the delays below lasts about sixteen hours.
	maxAttempts  = 25
	firstDelay   = 5 * time.Second
	longestDelay = time.Hour

	// queueAlone holds the jobs of which one at a time is worked.
	queueAlone = "alone"
)

// delay is the time to wait after the nth failed attempt, without jitter.
func delay(n int) time.Duration {
	if n < 1 {
		n = 1
	}
	if n > 11 {
		return longestDelay
	}
	return min(firstDelay<<(n-1), longestDelay)
}

type retryPolicy struct{}

// NextRetry spreads the retries, so that jobs that failed together do not
// knock together at a platform that just came back.
func (retryPolicy) NextRetry(job *rivertype.JobRow) time.Time {
	jitter := 0.9 + 0.2*rand.Float64() //nolint:gosec // no secret
	return time.Now().UTC().Add(time.Duration(float64(delay(job.Attempt)) * jitter))
}

// Start begins to work the jobs. It returns at once.
func (q *Queue) Start(ctx context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.client != nil {
		return errors.New("jobs: already started")
	}
	pool, err := q.openPool(ctx)
	if err != nil {
		return err
	}
	q.id = ids.New()
	alive, err := q.sentinel(ctx)
	if err != nil {
		pool.Close()
		return fmt.Errorf("jobs: start: %w", err)
	}
	client, err := river.NewClient(riverpgxv5.New(pool), q.config())
	if err == nil {
		// Stop ends the work, not the end of ctx: jobs under way may finish.
		err = client.Start(context.WithoutCancel(ctx))
	}
	if err != nil {
		closeConn(alive)
		pool.Close()
		return fmt.Errorf("jobs: start: %w", err)
	}
	q.client, q.pool = client, pool
	watch, end := context.WithCancel(context.WithoutCancel(ctx))
	var watching sync.WaitGroup
	watching.Go(func() { q.vigil(watch, alive) })
	q.endVigil = func() { end(); watching.Wait() }
	return nil
}

func (q *Queue) config() *river.Config {
	workers := river.NewWorkers()
	for kind := range q.handlers {
		river.AddWorkerArgs(workers, envelope{kind: kind}, &worker{queue: q})
	}
	config := &river.Config{
		ID:                  q.id,
		Workers:             workers,
		RetryPolicy:         retryPolicy{},
		MaxAttempts:         maxAttempts,
		PeriodicJobs:        q.periodic,
		FetchOnlyKnownKinds: true, // during an update the old release leaves the new kinds alone
		Logger:              quiet(q.options.Logger),
		// Discarded and cancelled jobs wait for an administrator.
		DiscardedJobRetentionPeriod: 90 * 24 * time.Hour,
		CancelledJobRetentionPeriod: 90 * 24 * time.Hour,
	}
	if len(q.handlers) > 0 {
		config.Queues = map[string]river.QueueConfig{
			river.QueueDefault: {MaxWorkers: q.options.Workers},
			queueAlone:         {MaxWorkers: 1},
		}
	}
	return config
}

func (q *Queue) openPool(ctx context.Context) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(q.db.URL())
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	config.MaxConns = 4
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "SET ROLE "+pgx.Identifier{database.Role}.Sanitize())
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return pool, nil
}

// Stop takes no new job and waits for those under way. When ctx ends first
// they are interrupted, and tried again after the next start.
func (q *Queue) Stop(ctx context.Context) error {
	q.mu.Lock()
	client, pool, endVigil := q.client, q.pool, q.endVigil
	q.client, q.pool = nil, nil
	q.mu.Unlock()
	if client == nil {
		return nil
	}
	defer pool.Close()
	defer endVigil()
	if err := client.Stop(ctx); err == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := client.StopAndCancel(ctx); err != nil {
		return fmt.Errorf("jobs: stop: %w", err)
	}
	return nil
}

// worker is the one River worker behind every kind.
type worker struct {
	river.WorkerDefaults[envelope]
	queue *Queue
}

// Timeout returns the time that an attempt at this kind may take.
func (w *worker) Timeout(job *river.Job[envelope]) time.Duration {
	return w.queue.handler(job.Kind).timeout
}

// Work runs the handler and tells River how it ended.
func (w *worker) Work(ctx context.Context, job *river.Job[envelope]) error {
	err := w.queue.run(ctx, job.JobRow)
	switch name, later := outcome(err); name {
	case "discarded":
		return river.JobCancel(err)
	case "snoozed":
		return river.JobSnooze(later)
	}
	return err
}

func (q *Queue) handler(kind string) handler {
	q.mu.RLock()
	defer q.mu.RUnlock()
	return q.handlers[kind]
}

// run calls the handler of a job once and logs how it went.
func (q *Queue) run(ctx context.Context, job *rivertype.JobRow) error {
	var args envelope
	if err := json.Unmarshal(job.EncodedArgs, &args); err != nil {
		return Permanent(fmt.Errorf("read the job: %w", err))
	}
	h := q.handler(job.Kind)
	if h.work == nil {
		return Permanent(errors.New("no handler for this kind"))
	}
	ctx = q.restore(ctx, job.Metadata, args.Tenant)
	start := time.Now()
	err := h.work(ctx, args.Args)
	q.report(ctx, job, err, time.Since(start))
	return err
}

func (q *Queue) restore(ctx context.Context, metadata []byte, tenant string) context.Context {
	if tenant != "" {
		ctx = database.WithTenant(ctx, tenant)
	}
	var meta map[string]any
	if json.Unmarshal(metadata, &meta) != nil {
		return ctx
	}
	for _, c := range q.options.Carriers {
		if v, ok := meta[c.Key].(string); ok {
			ctx = c.Write(ctx, v)
		}
	}
	return ctx
}

func (q *Queue) report(ctx context.Context, job *rivertype.JobRow, err error, took time.Duration) {
	name, _ := outcome(err)
	if q.options.Observe != nil {
		q.options.Observe(job.Kind, name, took)
	}
	attrs := []any{
		"kind", job.Kind, "job_id", job.ID, "attempt", job.Attempt,
		"duration_ms", took.Milliseconds(),
	}
	switch name {
	case "done":
		q.options.Logger.InfoContext(ctx, "job done", attrs...)
	case "snoozed":
		q.options.Logger.DebugContext(ctx, "job put off", attrs...)
	case "discarded":
		q.options.Logger.ErrorContext(ctx, "job given up", append(attrs, "error", err)...)
	default:
		q.options.Logger.WarnContext(ctx, "job failed", append(attrs, "error", err)...)
	}
}

// quiet keeps River's own errors in the log, and leaves out its reports on
// single jobs, which are ours.
func quiet(l *slog.Logger) *slog.Logger { return slog.New(atLeast{l.Handler(), slog.LevelError}) }

type atLeast struct {
	slog.Handler
	level slog.Level
}

// Enabled tells whether a record of this level is kept.
func (a atLeast) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= a.level && a.Handler.Enabled(ctx, level)
}

// WithAttrs keeps the threshold on the derived handler.
func (a atLeast) WithAttrs(attrs []slog.Attr) slog.Handler {
	return atLeast{a.Handler.WithAttrs(attrs), a.level}
}

// WithGroup keeps the threshold on the derived handler.
func (a atLeast) WithGroup(name string) slog.Handler {
	return atLeast{a.Handler.WithGroup(name), a.level}
}
