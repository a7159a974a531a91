package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river/rivertype"
)

// A job is due when it is available, unless it waits for a time that the
// clock has not reached: the database's own clock goes on, a test's does not.
const takeDue = `
UPDATE river_job SET state = 'running', attempt = attempt + 1, attempted_at = now()
WHERE id = (
    SELECT id FROM river_job
    WHERE (state = 'available' AND NOT metadata ? 'at')
       OR (state IN ('available', 'scheduled', 'retryable') AND scheduled_at <= $1)
    ORDER BY priority, scheduled_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, kind, attempt, max_attempts, args, metadata`

// Drain works, one after the other and here, every job that is due by the
// queue's clock, with those that they write in turn. It is for tests and for
// seeds, and must not run beside Start. Failed attempts are told to failed and
// wait for their next time, as they would in a worker.
func (q *Queue) Drain(ctx context.Context, failed func(kind string, err error)) (worked int, err error) {
	for {
		job, err := q.take(ctx)
		if errors.Is(err, pgx.ErrNoRows) {
			return worked, nil
		}
		if err != nil {
			return worked, fmt.Errorf("jobs: drain: %w", err)
		}
		jobErr := q.run(ctx, job)
		if name, _ := outcome(jobErr); name == "failed" || name == "discarded" {
			failed(job.Kind, jobErr)
		}
		if err := q.settle(ctx, job, jobErr); err != nil {
			return worked, fmt.Errorf("jobs: drain: %w", err)
		}
		worked++
	}
}

func (q *Queue) take(ctx context.Context) (*rivertype.JobRow, error) {
	var job rivertype.JobRow
	err := q.db.Pool().QueryRow(ctx, takeDue, q.options.Clock.Now()).
		Scan(&job.ID, &job.Kind, &job.Attempt, &job.MaxAttempts, &job.EncodedArgs, &job.Metadata)
	return &job, err
}

// settle writes the outcome as River does.
func (q *Queue) settle(ctx context.Context, job *rivertype.JobRow, jobErr error) error {
	now := q.options.Clock.Now()
	name, later := outcome(jobErr)
	switch {
	case name == "done":
		return q.finish(ctx, job.ID, "completed", nil)
	case name == "snoozed":
		return q.postpone(ctx, job.ID, "scheduled", now.Add(later), job.Attempt-1, nil)
	case name == "discarded":
		return q.finish(ctx, job.ID, "cancelled", attemptError(job, jobErr))
	case job.Attempt >= job.MaxAttempts:
		return q.finish(ctx, job.ID, "discarded", attemptError(job, jobErr))
	}
	return q.postpone(ctx, job.ID, "retryable", now.Add(delay(job.Attempt)), job.Attempt, attemptError(job, jobErr))
}

func (q *Queue) finish(ctx context.Context, id int64, state string, attempt []byte) error {
	_, err := q.db.Pool().Exec(ctx, `
UPDATE river_job SET state = $2::text::river_job_state, finalized_at = now(),
       errors = CASE WHEN $3::jsonb IS NULL THEN errors ELSE array_append(errors, $3::jsonb) END
WHERE id = $1`, id, state, attempt)
	return err
}

func (q *Queue) postpone(ctx context.Context, id int64, state string, at time.Time, attempts int, attempt []byte) error {
	_, err := q.db.Pool().Exec(ctx, `
UPDATE river_job SET state = $2::text::river_job_state, scheduled_at = $3, attempt = $4,
       metadata = metadata || '{"at": "yes"}',
       errors = CASE WHEN $5::jsonb IS NULL THEN errors ELSE array_append(errors, $5::jsonb) END
WHERE id = $1`, id, state, at, attempts, attempt)
	return err
}

func attemptError(job *rivertype.JobRow, err error) []byte {
	b, _ := json.Marshal(rivertype.AttemptError{At: time.Now().UTC(), Attempt: job.Attempt, Error: err.Error()})
	return b
}
