package feedback

import (
	"context"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

// keptFor is how long a closed request for assistance keeps the personal data
// of its author.
const keptFor = 365 * 24 * time.Hour

type purge struct{}

// Kind names the job.
func (purge) Kind() string { return "feedback.purge.v1" }

func (s *Service) registerJobs() {
	jobs.Register(s.Queue, s.purge)
	s.Queue.Periodic(24*time.Hour, purge{})
}

// purge erases the closed requests whose time is over, in every municipality.
func (s *Service) purge(ctx context.Context, _ purge) error {
	tenants, err := s.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	before := s.Clock.Now().UTC().Add(-keptFor)
	for _, id := range tenants {
		if err := s.store.purge(database.WithTenant(ctx, id), before); err != nil {
			return err
		}
	}
	return nil
}
