package search

import (
	"context"
	"slices"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// batch is how many contents are indexed at a time.
const batch = 100

// maxFileText is how much of a file's text is indexed, in bytes.
const maxFileText = 200_000

type rebuildMissing struct{}

// Kind names the job.
func (rebuildMissing) Kind() string { return "search.rebuild_missing.v1" }

type rebuild struct{}

// Kind names the job.
func (rebuild) Kind() string { return "search.rebuild.v1" }

// Index takes in the contents as they are now; what is no longer public is
// forgotten. Doing it twice changes nothing.
func (s *Service) Index(ctx context.Context, ids ...string) error {
	if len(ids) == 0 {
		return nil
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.hold(ctx, ids...); err != nil { // news of one content may come from many sides at once
			return err
		}
		entries, err := s.Source.SearchEntries(ctx, ids)
		if err != nil {
			return err
		}
		if err := s.store.forget(ctx, ids); err != nil {
			return err
		}
		texts := make([]i18n.Text, 0, 2*len(entries))
		for i := range entries {
			if err := s.store.add(ctx, &entries[i]); err != nil {
				return err
			}
			texts = append(texts, entries[i].Title, entries[i].Brief)
		}
		if err := s.Changed(ctx); err != nil {
			return err
		}
		return s.store.learn(ctx, texts...)
	})
}

// rebuildMissing asks for an index wherever there is none.
func (s *Service) rebuildMissing(ctx context.Context, _ rebuildMissing) error {
	tenants, err := s.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range tenants {
		inside := database.WithTenant(ctx, id)
		empty, err := s.store.empty(inside)
		if err != nil {
			return err
		}
		if !empty {
			continue
		}
		if err := s.Queue.Enqueue(inside, rebuild{}); err != nil {
			return err
		}
	}
	return nil
}

// Rebuild asks for the index of the municipality to be made anew.
func (s *Service) Rebuild(ctx context.Context) error { return s.Queue.Enqueue(ctx, rebuild{}) }

// rebuild indexes everything again, then forgets what no longer exists.
func (s *Service) rebuild(ctx context.Context, _ rebuild) error {
	if err := s.store.forgetWords(ctx); err != nil {
		return err
	}
	ids, err := s.Source.SearchableIDs(ctx)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(ids, batch) {
		if err := s.Index(ctx, some...); err != nil {
			return err
		}
	}
	known, err := s.store.known(ctx)
	if err != nil {
		return err
	}
	there := make(map[string]bool, len(ids))
	for _, id := range ids {
		there[id] = true
	}
	return s.Index(ctx, slices.DeleteFunc(known, func(id string) bool { return there[id] })...)
}

// shortened cuts a text at a length in bytes, at the end of a word.
func shortened(text string, length int) string {
	if len(text) <= length {
		return text
	}
	if at := strings.LastIndexByte(text[:length], ' '); at > 0 {
		return text[:at]
	}
	return strings.ToValidUTF8(text[:length], "")
}
