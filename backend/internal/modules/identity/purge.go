package identity

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// purge deletes what has expired, also where nobody signs in any more.
type purge struct{}

// Kind names the job.
func (purge) Kind() string { return "identity.purge.v1" }

func (s *Service) purge(ctx context.Context, _ purge) error {
	tenants, err := s.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range tenants {
		if err := s.store.purge(database.WithTenant(ctx, id), s.Clock.Now()); err != nil {
			return err
		}
	}
	return nil
}
