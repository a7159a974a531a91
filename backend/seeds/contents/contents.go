// Package contents holds the websites of the demo municipalities: what their
// pages say, as YAML, and the loader that puts it into an installation. The
// towns, their people, numbers and acts are invented.
//
// Each file is about one type of content and each content has a key that never
// changes. A reference is the key of what it leads to ("catalogue:<id>" is the
// sheet of a digital service), a picture the key of the drawing in media.yaml.
// A file is described in place: {pdf: …}, {odt: …}, {ods: …}, {csv: …} or
// {ics: …} says what to make of the text. Rich texts are Markdown. A plain
// string is Italian; "en" holds the English texts of the content.
package contents

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/site"
)

//go:embed borgolago pontefiume
var files embed.FS

// Deps are the modules that the contents go into.
type Deps struct {
	Content *content.Service
	Media   *media.Service
	Site    *site.Service
	Clock   clock.Clock
	// Sheets publishes the sheets of the digital services. They refer to the
	// offices, and other contents refer to them.
	Sheets func(ctx context.Context) error
	// Channel is the way into a digital service that the municipality offers;
	// nil when it does not.
	Channel func(ctx context.Context, serviceID string) (map[string]any, error)
}

// marker is the content whose publication tells the day of seeding, from which
// all dates count: seeding again on another day moves nothing.
const marker = "page/il-comune"

// seed is the loading of one municipality.
type seed struct {
	Deps
	town  town
	today time.Time // the first moment of the day of seeding
	ids   map[string]string
	media map[string]string
}

// Load puts the website of a municipality into the one of ctx. What is there
// already stays; what editors have changed is never touched.
func Load(ctx context.Context, d Deps, name string) error {
	t, err := read(name)
	if err != nil {
		return err
	}
	s := &seed{Deps: d, town: t, ids: map[string]string{}, media: map[string]string{}}
	if s.today, err = s.day(ctx); err != nil {
		return err
	}
	if err := s.channels(ctx); err != nil {
		return err
	}
	made, err := s.prepare(ctx)
	if err != nil {
		return err
	}
	return d.Content.DB.Tx(ctx, func(ctx context.Context) error {
		for _, step := range []func(context.Context) error{
			func(ctx context.Context) error { return s.putFiles(ctx, made) },
			s.drafts,
			func(ctx context.Context) error { return s.publish(ctx, true) },
			d.Sheets,
			func(ctx context.Context) error { return s.publish(ctx, false) },
			s.settings,
			s.evidence,
		} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		return nil
	})
}

// CatalogueIDs lists the services of the catalogue that the website of a
// municipality has sheets of.
func CatalogueIDs(name string) ([]string, error) {
	t, err := read(name)
	var found []string
	for _, item := range t.items {
		if id := item.catalogueID(); id != "" && !slices.Contains(found, id) {
			found = append(found, id)
		}
	}
	return found, err
}

func (i item) catalogueID() string {
	id, _ := i.data["catalogue_id"].(string)
	return id
}

// channels gives sheets the way into the service that they are about; one to a
// platform stays when the service is delivered there.
func (s *seed) channels(ctx context.Context) error {
	for _, item := range s.town.items {
		if item.catalogueID() == "" {
			continue
		}
		channel, err := s.Channel(ctx, item.catalogueID())
		if err != nil {
			return err
		}
		_, form := channel["service_definition_id"]
		if channel != nil && (form || item.data["digital_channel"] == nil) {
			item.data["digital_channel"] = []any{channel}
		}
	}
	return nil
}

func (s *seed) day(ctx context.Context) (time.Time, error) {
	at := s.Clock.Now()
	id, err := s.Content.IDByKey(ctx, marker)
	if err == nil {
		page, err := s.Content.Get(ctx, id)
		if err != nil && !errors.Is(err, content.ErrNotFound) {
			return at, err
		}
		if err == nil {
			at = page.PublishedAt
		}
	} else if !errors.Is(err, content.ErrNotFound) {
		return at, err
	}
	return clock.Midnight(at), nil
}

// before are the types that the sheets of the digital services refer to.
var before = []string{"contact_point", "place", "organizational_unit", "public_person", "role_assignment"}

// drafts gives an identity to every content that is not there yet, so that
// they can refer to each other in circles.
func (s *seed) drafts(ctx context.Context) error {
	for _, item := range s.town.items {
		_, err := s.Content.IDByKey(ctx, item.key)
		if err == nil {
			continue
		}
		if !errors.Is(err, content.ErrNotFound) {
			return err
		}
		data, err := s.values(ctx, item, false)
		if err != nil {
			return err
		}
		if _, _, err := s.Content.Put(ctx, content.Import{Type: item.typ.Type, Key: item.key, Slug: item.slug, Data: data}); err != nil {
			return err
		}
	}
	return nil
}

// publish puts the contents as they are to be: those of the types before the
// sheets of the digital services, or the others.
func (s *seed) publish(ctx context.Context, first bool) error {
	for _, item := range s.town.items {
		if slices.Contains(before, item.typ.Type) != first {
			continue
		}
		data, err := s.values(ctx, item, true)
		if err != nil {
			return err
		}
		id, _, err := s.Content.Put(ctx, content.Import{
			Type: item.typ.Type, Key: item.key, Slug: item.slug, Data: data, Publish: true, PublishedAt: s.published(item, data),
		})
		if err != nil {
			return err
		}
		s.ids[item.key] = id
	}
	return nil
}

// published lets a content of the past look as old as its date says.
func (s *seed) published(item item, data map[string]any) *time.Time {
	value, _ := data[item.typ.Date].(string)
	at, err := time.ParseInLocation(time.DateOnly, value, clock.Rome)
	if err != nil || !at.Before(s.today) {
		return nil
	}
	at = at.Add(9 * time.Hour)
	return &at
}

// id finds a content by its key, of this seed or of the catalogue.
func (s *seed) id(ctx context.Context, key string) (string, error) {
	if id := s.ids[key]; id != "" {
		return id, nil
	}
	id, err := s.Content.IDByKey(ctx, key)
	if err != nil {
		return "", fmt.Errorf("contents of %s: key %s: %w", s.town.name, key, err)
	}
	s.ids[key] = id
	return id, nil
}
