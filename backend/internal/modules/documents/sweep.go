package documents

import (
	"context"
	"path"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

const sweepEvery = 24 * time.Hour

// sweep removes the content that cut-off uploads left in the storage.
type sweep struct{}

// Kind names the job.
func (sweep) Kind() string { return "documents.sweep.v1" }

func (s *Service) sweep(ctx context.Context, _ sweep) error {
	tenants, err := s.tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range tenants {
		if err := s.sweepTenant(database.WithTenant(ctx, id)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) sweepTenant(ctx context.Context) error {
	return s.blobs.RemoveStrays(ctx, folder(database.TenantID(ctx)), s.now(), s.keptFiles)
}

// keptFiles names those of the stored files that have a row, and what is no
// file of ours.
func (s *Service) keptFiles(ctx context.Context, keys []string) (map[string]bool, error) {
	var ours []string
	for _, key := range keys {
		if id := path.Base(key); validID(id) {
			ours = append(ours, id)
		}
	}
	known, err := s.store.knownFiles(ctx, ours)
	if err != nil {
		return nil, err
	}
	kept := map[string]bool{}
	for _, key := range keys {
		id := path.Base(key)
		kept[key] = known[id] || !validID(id)
	}
	return kept, nil
}
