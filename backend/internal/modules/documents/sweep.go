package documents

import (
	"context"
	"path"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

const (
	sweepEvery = 24 * time.Hour
	// strayAge is how old a stored file must be before a missing row means that
	// the upload was cut off, and not that it is still under way.
	strayAge   = 24 * time.Hour
	sweepBatch = 500
)

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
	var batch []string
	err := s.blobs.Before(ctx, folder(database.TenantID(ctx)), s.now().Add(-strayAge), func(key string) error {
		if id := path.Base(key); validID(id) {
			batch = append(batch, id)
		}
		if len(batch) < sweepBatch {
			return nil
		}
		err := s.removeStrays(ctx, batch)
		batch = batch[:0]
		return err
	})
	if err != nil {
		return err
	}
	return s.removeStrays(ctx, batch)
}

// removeStrays deletes those of the stored files that have no row.
func (s *Service) removeStrays(ctx context.Context, ids []string) error {
	known, err := s.store.knownFiles(ctx, ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if known[id] {
			continue
		}
		if err := s.blobs.Delete(ctx, folder(database.TenantID(ctx))+id); err != nil {
			return err
		}
	}
	return nil
}
