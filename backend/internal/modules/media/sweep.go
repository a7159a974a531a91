package media

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

const sweepEvery = 24 * time.Hour

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

func (s *Service) sweepTenant(ctx context.Context) error {
	folder := database.TenantID(ctx) + "/media/"
	return s.Storage.RemoveStrays(ctx, folder, s.now(), func(ctx context.Context, keys []string) (map[string]bool, error) {
		return s.keptFiles(ctx, folder, keys)
	})
}

// keptFiles names those of the stored files that a row names, and what is no
// file of ours. The path in the folder is id, digest and name.
func (s *Service) keptFiles(ctx context.Context, folder string, keys []string) (map[string]bool, error) {
	kept := map[string]bool{}
	parts := make(map[string][]string, len(keys))
	var wanted []string
	for _, key := range keys {
		p := strings.Split(strings.TrimPrefix(key, folder), "/")
		if len(p) != 3 || !ids.Valid(p[0]) {
			kept[key] = true
			continue
		}
		parts[key] = p
		wanted = append(wanted, p[0])
	}
	rows, err := s.store.byIDs(ctx, wanted)
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for _, r := range rows {
		var captions []storedCaptions
		if err := r.Captions.Into(&captions); err != nil {
			return nil, err
		}
		named[r.ID+r.SHA256] = true
		for _, c := range captions {
			named[r.ID+c.SHA256] = true
		}
	}
	for key, p := range parts {
		kept[key] = named[p[0]+p[1]]
	}
	return kept, nil
}
