package content

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

func isMissing(err error) bool { return errors.Is(err, ErrNotFound) }

func isOwnWork(err error) bool { return errors.Is(err, ErrOwnWork) }

// importer is the author of what comes from outside.
var importer = author{Name: "import"}

// Put writes a content that comes from outside. The same import again changes
// nothing, and so does a new one over what an editor has changed since.
func (s *Service) Put(ctx context.Context, in Import) (id string, changed bool, err error) {
	t, ok := TypeOf(in.Type)
	if !ok {
		return "", false, ErrType.With(in.Type)
	}
	hash, err := hashOf(in)
	if err != nil {
		return "", false, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.lockByKey(ctx, in.Key)
		if err != nil && !isMissing(err) {
			return err
		}
		fresh := isMissing(err)
		if !fresh {
			id = r.ID
			if r.ImportHash == hash || r.UpdatedByID != "" {
				return nil
			}
		}
		data, err := s.imported(ctx, t, in)
		if err != nil {
			return err
		}
		changed = true
		if fresh {
			r = s.begin(t, ids.New(), importer)
			id, r.Key = r.ID, in.Key
		}
		r.ImportHash = hash
		return s.putRow(ctx, t, &r, data, in, fresh)
	})
	if err != nil {
		return "", false, fmt.Errorf("import %s %q: %w", in.Type, in.Key, err)
	}
	return id, changed, nil
}

func hashOf(in Import) (string, error) {
	raw, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("the import has no JSON form: %w", err)
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:16]), nil
}

// imported checks the values of an import and looks up the keys in them.
func (s *Service) imported(ctx context.Context, t *Type, in Import) (map[string]any, error) {
	values, err := plainValues(in.Data)
	if err != nil {
		return nil, err
	}
	if len(in.LegacyURLs) > 0 {
		urls := make([]any, len(in.LegacyURLs))
		for i, u := range in.LegacyURLs {
			urls[i] = u
		}
		values["legacy_urls"] = urls
	}
	known := map[string]string{}
	var wanted []string
	visit(t.Fields, values, "", func(_ string, f *Field, value any) {
		if key, ok := strings.CutPrefix(str(value), "key:"); ok && f.Kind == KindRef && !slices.Contains(wanted, key) {
			wanted = append(wanted, key)
		}
	})
	if len(wanted) > 0 {
		if known, err = s.store.keys(ctx, wanted); err != nil {
			return nil, err
		}
	}
	c := &cleaner{refs: func(key string) (string, error) {
		if id := known[key]; id != "" {
			return id, nil
		}
		return "", ErrNotFound.With("no content has the key " + key)
	}}
	data := c.object("/data", values, t.Fields)
	if c.err != nil {
		return nil, c.err
	}
	if len(c.problems) > 0 {
		return nil, ErrInvalid.With(problemsText(c.problems)).WithFields(c.problems...)
	}
	return data, nil
}

func problemsText(fields []errs.Field) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = f.Pointer + " " + f.Code
		if f.Detail != "" {
			parts[i] += " (" + f.Detail + ")"
		}
	}
	return strings.Join(parts, "; ")
}

func (s *Service) putRow(ctx context.Context, t *Type, r *row, data map[string]any, in Import, fresh bool) error {
	if in.Slug != "" && r.PublishedAt == nil {
		if err := checkSlug(in.Slug); err != nil && t.Type != "topic" {
			return err
		}
		r.Slug = in.Slug
	}
	if err := s.set(ctx, t, r, data); err != nil {
		return err
	}
	_, files := idsOf(t, data)
	var err error
	if fresh {
		err = s.store.create(ctx, r)
	} else {
		r.Version++
		err = s.store.update(ctx, r)
	}
	if err != nil {
		return err
	}
	if err := s.store.setMedia(ctx, r.ID, files, false); err != nil {
		return err
	}
	if err := s.note(ctx, r, importer, actionImported, ""); err != nil {
		return err
	}
	if !in.Publish {
		return s.store.update(ctx, r)
	}
	return s.publishImport(ctx, t, r, data, in)
}

// publishImport publishes what came from outside. Links to pages that may
// still come with the same import do not stop it.
func (s *Service) publishImport(ctx context.Context, t *Type, r *row, data map[string]any, in Import) error {
	gates, err := s.inspect(ctx, t, r.ID, data)
	if err != nil {
		return err
	}
	stop := slices.DeleteFunc(blocking(gates, true), func(g Gate) bool { return g.Code == "link_broken" })
	if len(stop) > 0 && !in.Anyway {
		ready := notReady(stop)
		var e *errs.Error
		if errors.As(ready, &e) {
			return e.With(problemsText(e.Fields))
		}
		return ready
	}
	if in.PublishedAt != nil && r.PublishedAt == nil {
		at := in.PublishedAt.UTC()
		r.PublishedAt = &at
	}
	if err := s.publish(ctx, t, r, importer, actionPublished, ""); err != nil {
		return err
	}
	if !in.Archived {
		return nil
	}
	r.Status = Archived
	return s.putAway(ctx, r, importer, actionArchived, "")
}

// EditedSince tells whether an editor has changed what an import brought with
// a key: imports leave it alone from then on.
func (s *Service) EditedSince(ctx context.Context, key string) (bool, error) {
	r, err := s.store.byKey(ctx, key)
	return r.UpdatedByID != "", err
}

// IDByKey finds the content that was imported with a key.
func (s *Service) IDByKey(ctx context.Context, key string) (string, error) {
	return s.store.idByKey(ctx, key)
}
