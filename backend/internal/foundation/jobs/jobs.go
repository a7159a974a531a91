// Package jobs is the queue of what must happen later. A job is a row of
// PostgreSQL: written in the transaction that calls for it, worked at least
// once, retried for most of a day, and then kept for an administrator.
//
// River is behind it. Handlers are plain functions: River's types stay here.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// Args are the arguments of a job: ids, never personal data. Kind names the
// handler, as in "payments.open_position.v1"; it must not need a value.
type Args interface {
	Kind() string
}

// Carrier takes a value of the context along with a job, as the id of the
// request that asked for it.
type Carrier struct {
	Key   string
	Read  func(ctx context.Context) string
	Write func(ctx context.Context, value string) context.Context
}

// Options are the choices of New; the zero value works.
type Options struct {
	Workers int          // jobs at the same time, 4 unless told
	Logger  *slog.Logger // slog.Default unless told
	Clock   clock.Clock  // the clock of Drain, clock.System unless told
	// Carriers take values of the context along; the tenant needs none.
	Carriers []Carrier
	// Observe, when set, is told the outcome of every attempt: "done",
	// "failed", "snoozed" or "discarded".
	Observe func(kind, outcome string, took time.Duration)
}

// Queue writes jobs and works them.
type Queue struct {
	db       *database.DB
	options  Options
	insert   *river.Client[pgx.Tx]
	mu       sync.RWMutex
	handlers map[string]handler
	periodic []*river.PeriodicJob
	client   *river.Client[pgx.Tx]
	pool     *pgxpool.Pool
	id       string // of this process among those that work jobs
	endVigil func()
}

type handler struct {
	work    func(ctx context.Context, args json.RawMessage) error
	timeout time.Duration
	alone   bool
}

// New returns a queue that can write jobs; Start makes it work them too.
func New(db *database.DB, o Options) (*Queue, error) {
	if o.Workers <= 0 {
		o.Workers = 4
	}
	if o.Logger == nil {
		o.Logger = slog.Default()
	}
	if o.Clock == nil {
		o.Clock = clock.System
	}
	insert, err := river.NewClient(riverpgxv5.New(db.Pool()), &river.Config{Logger: quiet(o.Logger)})
	if err != nil {
		return nil, fmt.Errorf("jobs: %w", err)
	}
	return &Queue{db: db, options: o, insert: insert, handlers: map[string]handler{}}, nil
}

// RegisterOption changes how the jobs of one kind are worked.
type RegisterOption func(*handler)

// Timeout ends an attempt that lasts longer; one minute unless told.
func Timeout(d time.Duration) RegisterOption {
	return func(h *handler) { h.timeout = d }
}

// Alone keeps the jobs of the kind, with all others registered so, from being
// worked at the same time in one process: for work that takes much memory.
func Alone() RegisterOption {
	return func(h *handler) { h.alone = true }
}

// Register names the handler of the jobs of T's kind. The handler's context
// carries the tenant. A job may come twice: look first whether its work is
// done. Registering a kind twice is a fault of the program and panics.
func Register[T Args](q *Queue, fn func(ctx context.Context, args T) error, opts ...RegisterOption) {
	var zero T
	RegisterKind(q, zero.Kind(), func(ctx context.Context, raw json.RawMessage) error {
		var args T
		if err := json.Unmarshal(raw, &args); err != nil {
			return Permanent(fmt.Errorf("read the arguments: %w", err))
		}
		return fn(ctx, args)
	}, opts...)
}

// RegisterKind is Register for a kind that is known only at run time.
func RegisterKind(q *Queue, kind string, fn func(ctx context.Context, args json.RawMessage) error, opts ...RegisterOption) {
	h := handler{work: fn, timeout: time.Minute}
	for _, opt := range opts {
		opt(&h)
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if _, taken := q.handlers[kind]; taken {
		panic("jobs: two handlers for " + kind)
	}
	q.handlers[kind] = h
}

// Kinds lists the kinds that have a handler.
func (q *Queue) Kinds() []string {
	q.mu.RLock()
	defer q.mu.RUnlock()
	kinds := make([]string, 0, len(q.handlers))
	for kind := range q.handlers {
		kinds = append(kinds, kind)
	}
	return kinds
}

// Option changes how one job is written.
type Option func(*river.InsertOpts)

// At holds the job until t.
func At(t time.Time) Option {
	return func(o *river.InsertOpts) { o.ScheduledAt = t }
}

// Unique leaves the job out when one of the same kind, tenant and arguments
// is waiting or running already.
func Unique() Option {
	return func(o *river.InsertOpts) {
		o.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable,
			rivertype.JobStateRunning, rivertype.JobStateScheduled,
		}}
	}
}

// envelope is what River keeps as the arguments of every job. The tenant is
// part of it so that Unique tells the tenants apart.
type envelope struct {
	kind   string
	Tenant string          `json:"tenant,omitempty"`
	Args   json.RawMessage `json:"args"`
}

// Kind names the handler.
func (e envelope) Kind() string { return e.kind }

// Metadata of a job, beside the values of the carriers.
const (
	metaTenant = "tenant"
	metaAt     = "at" // the job waits for a time: Drain must not hurry it
)

// Enqueue writes a job for the tenant of ctx. Inside database.Tx the job
// exists only if the transaction commits.
func (q *Queue) Enqueue(ctx context.Context, args Args, opts ...Option) error {
	raw, err := json.Marshal(args)
	if err != nil {
		return fmt.Errorf("jobs: write the arguments of %s: %w", args.Kind(), err)
	}
	insert := &river.InsertOpts{MaxAttempts: maxAttempts}
	if q.handler(args.Kind()).alone {
		insert.Queue = queueAlone
	}
	for _, opt := range opts {
		opt(insert)
	}
	if insert.Metadata, err = q.metadata(ctx, !insert.ScheduledAt.IsZero()); err != nil {
		return err
	}
	job := envelope{kind: args.Kind(), Tenant: database.TenantID(ctx), Args: raw}
	if tx, ok := database.PgxTx(ctx); ok {
		_, err = q.insert.InsertTx(ctx, tx, job, insert)
	} else {
		_, err = q.insert.Insert(ctx, job, insert)
	}
	if err != nil {
		return fmt.Errorf("jobs: enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// Tx runs fn in a transaction of the queue's database, as database.DB.Tx does.
func (q *Queue) Tx(ctx context.Context, fn func(ctx context.Context) error) error {
	return q.db.Tx(ctx, fn)
}

func (q *Queue) metadata(ctx context.Context, at bool) ([]byte, error) {
	meta := map[string]string{}
	if tenant := database.TenantID(ctx); tenant != "" {
		meta[metaTenant] = tenant
	}
	if at {
		meta[metaAt] = "yes"
	}
	for _, c := range q.options.Carriers {
		if v := c.Read(ctx); v != "" {
			meta[c.Key] = v
		}
	}
	return json.Marshal(meta)
}

// Periodic writes the job at every interval, on one replica only, without a
// tenant: the handler goes through the tenants itself. It must be called
// before Start.
func (q *Queue) Periodic(every time.Duration, args Args) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.periodic = append(q.periodic, river.NewPeriodicJob(river.PeriodicInterval(every),
		func() (river.JobArgs, *river.InsertOpts) {
			raw, err := json.Marshal(args)
			if err != nil {
				q.options.Logger.Error("periodic job cannot be written", "kind", args.Kind(), "error", err)
				return nil, nil
			}
			insert := &river.InsertOpts{MaxAttempts: 1}
			Unique()(insert)
			return envelope{kind: args.Kind(), Args: raw}, insert
		}, &river.PeriodicJobOpts{RunOnStart: true}))
}

type permanentError struct{ error }

// Unwrap returns the cause.
func (p permanentError) Unwrap() error { return p.error }

// Permanent says that err cannot heal: the job is not tried again, and waits
// for an administrator.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanentError{err}
}

type snoozeError time.Duration

// Error is the text of the error.
func (s snoozeError) Error() string { return "not yet: again in " + time.Duration(s).String() }

// Snooze is returned by a handler that wants to be called again after d. It
// does not count as an attempt.
func Snooze(d time.Duration) error { return snoozeError(d) }

// outcome sorts what a handler returned.
func outcome(err error) (name string, snooze time.Duration) {
	var permanent permanentError
	var later snoozeError
	switch {
	case err == nil:
		return "done", 0
	case errors.As(err, &permanent):
		return "discarded", 0
	case errors.As(err, &later):
		return "snoozed", time.Duration(later)
	}
	return "failed", 0
}
