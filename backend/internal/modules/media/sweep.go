package media

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
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
func (sweep) Kind() string { return "media.sweep.v1" }

func (s *Service) sweep(ctx context.Context, _ sweep) error {
	tenants, err := s.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range tenants {
		if err := s.sweepTenant(database.WithTenant(ctx, id)); err != nil {
			return fmt.Errorf("stray files of %s: %w", id, err)
		}
	}
	return nil
}

// blob is a stored file with the parts of its key.
type blob struct{ key, id, sha string }

func (s *Service) sweepTenant(ctx context.Context) error {
	var batch []blob
	folder := database.TenantID(ctx) + "/media/"
	err := s.Storage.Before(ctx, folder, s.now().Add(-strayAge), func(key string) error {
		parts := strings.Split(strings.TrimPrefix(key, folder), "/")
		if len(parts) != 3 || !ids.Valid(parts[0]) {
			return nil // not ours
		}
		batch = append(batch, blob{key, parts[0], parts[1]})
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

// removeStrays deletes those of the stored files that no row names.
func (s *Service) removeStrays(ctx context.Context, batch []blob) error {
	wanted := make([]string, len(batch))
	for i, b := range batch {
		wanted[i] = b.id
	}
	rows, err := s.store.byIDs(ctx, wanted)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, r := range rows {
		var captions []storedCaptions
		if err := r.Captions.Into(&captions); err != nil {
			return err
		}
		named[r.ID+r.SHA256] = true
		for _, c := range captions {
			named[r.ID+c.SHA256] = true
		}
	}
	for _, b := range batch {
		if named[b.id+b.sha] {
			continue
		}
		if err := s.Storage.Delete(ctx, b.key); err != nil {
			return err
		}
	}
	return nil
}
