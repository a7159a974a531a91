// Package media keeps the files of the website: pictures, documents, videos
// and sounds. Nothing that comes in can run: a file is taken for what its
// content says, pictures lose what they tell about who took them, drawings
// keep only shapes, and everything is served where no script works. Smaller
// forms of pictures and the text of documents are made afterwards, by jobs.
package media

import (
	"context"
	"fmt"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// Service holds the rules about the files of the website.
type Service struct {
	store store
}

// ByID returns the files with the given ids in one query; those that are not
// there are left out.
func (s *Service) ByID(ctx context.Context, wanted []string) (map[string]Media, error) {
	valid := make([]string, 0, len(wanted))
	for _, id := range wanted {
		if ids.Valid(id) {
			valid = append(valid, id)
		}
	}
	if len(valid) == 0 {
		return map[string]Media{}, nil
	}
	rows, err := s.store.byIDs(ctx, valid)
	if err != nil {
		return nil, fmt.Errorf("read files: %w", err)
	}
	known := make(map[string]Media, len(rows))
	for _, r := range rows {
		if known[r.ID], err = r.media(); err != nil {
			return nil, fmt.Errorf("read file %s: %w", r.ID, err)
		}
	}
	return known, nil
}

// New returns the service.
func New(db *database.DB) *Service { return &Service{store: store{db}} }
