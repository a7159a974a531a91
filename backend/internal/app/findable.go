package app

import (
	"context"
	"errors"

	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/search"
)

// findable gives the search index what the website says: contents, with the
// words of their files.
type findable struct {
	*content.Service
	media *media.Service
}

func (f findable) SearchEntries(ctx context.Context, ids []string) ([]search.Entry, error) {
	var entries []search.Entry
	var files []string
	shows := map[string][]string{}
	for _, id := range ids {
		found, err := f.SearchEntry(ctx, id)
		if errors.Is(err, content.ErrNotFound) || errors.Is(err, content.ErrGone) {
			continue
		}
		if err != nil {
			return nil, err
		}
		entries = append(entries, search.Entry{
			ContentID: found.ID, Kind: search.KindOf(found.Type), Topics: codes(found.Topics), Date: found.Date, Archived: found.Archived,
			Path: found.Path, Title: found.Title, Brief: found.ShortDescription, Body: found.Body,
		})
		shows[found.ID] = found.Files
		files = append(files, found.Files...)
	}
	known, err := f.media.ByID(ctx, files)
	if err != nil {
		return nil, err
	}
	texts, err := f.media.Text(ctx, files)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		for _, id := range shows[entries[i].ContentID] {
			if text := texts[id]; text != "" {
				entries[i].Files = append(entries[i].Files, search.File{MediaID: id, Title: known[id].Title, URL: known[id].URL, Text: text})
			}
		}
	}
	return entries, nil
}

func codes(terms []content.Term) []string {
	out := make([]string, len(terms))
	for i, t := range terms {
		out[i] = t.Code
	}
	return out
}

func (f findable) SearchUses(ctx context.Context, mediaID string) ([]string, error) {
	uses, err := f.MediaUses(ctx, mediaID)
	ids := make([]string, len(uses))
	for i, u := range uses {
		ids[i] = u.ContentID
	}
	return ids, err
}
