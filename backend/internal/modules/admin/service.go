// Package admin shows an administrator what the product has still to do: the
// jobs that wait or gave up, and the way to try them again.
package admin

import (
	"context"
	"errors"
	"strconv"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

// What can go wrong.
var (
	ErrJobNotFound = errs.New(errs.NotFound, "job-not-found", "There is no such job.")
	ErrJobState    = errs.New(errs.BadRequest, "job-state", "Jobs are listed as waiting or as failed.")
)

// Service holds the rules of the administration.
type Service struct {
	db    *database.DB
	queue *jobs.Queue
	audit *audit.Service
}

// New returns the service.
func New(db *database.DB, queue *jobs.Queue, trail *audit.Service) *Service {
	return &Service{db: db, queue: queue, audit: trail}
}

// jobCursor is where a page of jobs ended.
type jobCursor struct {
	ID int64 `json:"i"`
}

// Jobs lists the municipality's jobs that wait or gave up, newest first.
func (s *Service) Jobs(ctx context.Context, state string, limit int, cursor string) ([]jobs.Job, string, error) {
	if state == "" {
		state = jobs.Waiting
	}
	if state != jobs.Waiting && state != jobs.Failed {
		return nil, "", ErrJobState
	}
	before := ""
	if cursor != "" {
		var c jobCursor
		if err := httpx.DecodeCursor(cursor, &c); err != nil || c.ID < 1 {
			return nil, "", httpx.ErrCursor
		}
		before = strconv.FormatInt(c.ID, 10)
	}
	list, next, err := s.queue.List(ctx, state, limit, before)
	if err != nil || next == "" {
		return list, "", err
	}
	return list, httpx.EncodeCursor(jobCursor{ID: list[len(list)-1].ID}), nil
}

// Retry makes a job due now.
func (s *Service) Retry(ctx context.Context, id string) error {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil || number < 1 {
		return ErrJobNotFound
	}
	return s.db.Tx(ctx, func(ctx context.Context) error {
		err := s.queue.Retry(ctx, number)
		if errors.Is(err, jobs.ErrNoJob) {
			return ErrJobNotFound
		}
		if err != nil {
			return err
		}
		return s.audit.Record(ctx, audit.Entry{Action: "job.retried", Subject: "job", SubjectID: id})
	})
}
