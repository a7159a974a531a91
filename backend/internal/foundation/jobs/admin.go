package jobs

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// ErrNoJob says that the tenant has no such job.
var ErrNoJob = errors.New("jobs: no such job")

// Waiting and Failed are the two sets of jobs an administrator looks at:
// those that will be worked, and those that were given up.
const (
	Waiting = "waiting"
	Failed  = "failed"
)

var statesOf = map[string][]string{
	Waiting: {"available", "scheduled", "retryable", "pending", "running"},
	Failed:  {"discarded", "cancelled"},
}

// Job is what an administrator sees of a job.
type Job struct {
	ID          int64
	Kind        string
	State       string
	Attempt     int
	MaxAttempts int
	LastError   string
	ScheduledAt time.Time
	CreatedAt   time.Time
}

const listJobs = `
SELECT id, kind, state::text, attempt, max_attempts,
       coalesce(errors[array_upper(errors, 1)]->>'error', ''), scheduled_at, created_at
FROM river_job
WHERE metadata->>'tenant' = $1 AND state::text = ANY($2) AND ($3 = 0 OR id < $3)
ORDER BY id DESC LIMIT $4`

// List returns the jobs of the tenant of ctx in the state Waiting or Failed,
// newest first, and the cursor of the next page ("" after the last).
func (q *Queue) List(ctx context.Context, state string, limit int, cursor string) ([]Job, string, error) {
	tenant, states := database.TenantID(ctx), statesOf[state]
	if tenant == "" {
		return nil, "", database.ErrNoTenant
	}
	if states == nil {
		return nil, "", fmt.Errorf("jobs: unknown state %q", state)
	}
	before, err := strconv.ParseInt("0"+cursor, 10, 64)
	if err != nil {
		return nil, "", fmt.Errorf("jobs: cursor: %w", err)
	}
	rows, err := q.db.Pool().Query(ctx, listJobs, tenant, states, before, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("jobs: list: %w", err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Job])
	if err != nil {
		return nil, "", fmt.Errorf("jobs: list: %w", err)
	}
	if len(found) <= limit {
		return found, "", nil
	}
	return found[:limit], strconv.FormatInt(found[limit-1].ID, 10), nil
}

// Counts tells how many jobs of the tenant of ctx are in each of the two sets.
func (q *Queue) Counts(ctx context.Context) (waiting, failed int, err error) {
	err = q.db.Pool().QueryRow(ctx, `
SELECT count(*) FILTER (WHERE state::text = ANY($2)), count(*) FILTER (WHERE state::text = ANY($3))
FROM river_job WHERE metadata->>'tenant' = $1`,
		database.TenantID(ctx), statesOf[Waiting], statesOf[Failed]).Scan(&waiting, &failed)
	if err != nil {
		return 0, 0, fmt.Errorf("jobs: count: %w", err)
	}
	return waiting, failed, nil
}

// Retry makes a job of the tenant of ctx due now. It joins an open
// transaction.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	return q.db.Tx(ctx, func(ctx context.Context) error {
		tx, _ := database.PgxTx(ctx)
		var kind string
		err := tx.QueryRow(ctx, `SELECT kind FROM river_job WHERE id = $1 AND metadata->>'tenant' = $2`,
			id, database.TenantID(ctx)).Scan(&kind)
		if errors.Is(err, pgx.ErrNoRows) {
			return ErrNoJob
		}
		if err != nil {
			return fmt.Errorf("jobs: retry: %w", err)
		}
		if _, err = q.insert.JobRetryTx(ctx, tx, id); err != nil {
			return fmt.Errorf("jobs: retry %s: %w", kind, err)
		}
		// It was asked for by a person: it must not wait for its old time.
		_, err = tx.Exec(ctx, `UPDATE river_job SET metadata = metadata - 'at' WHERE id = $1`, id)
		return err
	})
}
