// Package media keeps the files of the website: pictures, documents, videos
// and sounds. Nothing that comes in can run: a file is taken for what its
// content says, pictures lose what they tell about who took them, drawings
// keep only shapes, and everything is served where no script works. Smaller
// forms of pictures and the text of documents are made afterwards, by jobs.
package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/storage"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// Use is a content, or a part of the website as a whole, that shows a file.
type Use struct {
	ContentID string // empty when it is no content
	Type      string
	Title     string
	Path      string
	Published bool
}

// Uses tells what shows a file.
type Uses interface {
	MediaUses(ctx context.Context, mediaID string) ([]Use, error)
}

// Tenants lists the municipalities, whose stored files are swept in turn.
type Tenants interface {
	IDs(ctx context.Context) ([]string, error)
}

// Deps are what the module stands on.
type Deps struct {
	DB      *database.DB
	Queue   *jobs.Queue
	Bus     *events.Bus
	Clock   clock.Clock
	Storage *storage.Store
	Audit   *audit.Service
	Tenants Tenants
	// Changed, when set, is told inside the transaction that pages which show
	// a file are out of date.
	Changed func(ctx context.Context) error
}

// Service holds the rules about the files of the website.
type Service struct {
	Deps

	store store
	uses  []Uses
}

// New returns the service and registers its jobs.
func New(d Deps) *Service {
	s := &Service{Deps: d, store: store{db: d.DB}}
	jobs.Register(d.Queue, s.process, jobs.Alone(), jobs.Timeout(5*time.Minute))
	jobs.Register(d.Queue, s.removeFiles)
	jobs.Register(d.Queue, s.sweep)
	d.Queue.Periodic(sweepEvery, sweep{})
	return s
}

// SetUses names all who know what shows a file; they stand above this module
// and are made after it.
func (s *Service) SetUses(all ...Uses) { s.uses = all }

// Changed says that a file of the website, or what is known of it, changed:
// described anew, replaced, worked through, or removed.
type Changed struct {
	MediaID string `json:"media_id"`
}

// Topic names the event.
func (Changed) Topic() string { return "media.changed.v1" }

// ByID returns the files with the given ids in one query; those that are not
// there are left out.
func (s *Service) ByID(ctx context.Context, wanted []string) (map[string]Media, error) {
	valid := validIDs(wanted)
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

func validIDs(all []string) []string {
	valid := make([]string, 0, len(all))
	for _, id := range all {
		if ids.Valid(id) {
			valid = append(valid, id)
		}
	}
	return valid
}

// Text returns what was read inside documents, by id; a document that holds
// no words, or was not read yet, is left out.
func (s *Service) Text(ctx context.Context, wanted []string) (map[string]string, error) {
	valid := validIDs(wanted)
	if len(valid) == 0 {
		return map[string]string{}, nil
	}
	rows, err := s.store.texts(ctx, valid)
	if err != nil {
		return nil, fmt.Errorf("read texts of files: %w", err)
	}
	known := make(map[string]string, len(rows))
	for _, r := range rows {
		known[r.MediaID] = r.Body
	}
	return known, nil
}

// Get returns one file.
func (s *Service) Get(ctx context.Context, id string) (Media, error) {
	if !ids.Valid(id) {
		return Media{}, ErrNotFound
	}
	r, err := s.store.get(ctx, id)
	if err != nil {
		return Media{}, err
	}
	return r.media()
}

// List returns a page of files, newest first, with the number of all of them.
func (s *Service) List(ctx context.Context, kind Kind, words string, limit int, before string) ([]Media, int64, error) {
	rows, total, err := s.store.list(ctx, kind, words, limit, before)
	if err != nil {
		return nil, 0, fmt.Errorf("list files: %w", err)
	}
	list := make([]Media, len(rows))
	for i, r := range rows {
		if list[i], err = r.media(); err != nil {
			return nil, 0, fmt.Errorf("read file %s: %w", r.ID, err)
		}
	}
	return list, total, nil
}

// create keeps a new file. The description may be filled in later; key is that
// of an import.
func (s *Service) create(ctx context.Context, in *incoming, key string, d Description) (Media, error) {
	r := s.newRow(ctx, in)
	r.Key = key
	if err := d.apply(&r); err != nil {
		return Media{}, err
	}
	if err := s.keep(ctx, in, &r, "media_added", func(ctx context.Context) error { return s.store.insert(ctx, &r) }); err != nil {
		return Media{}, err
	}
	return r.media()
}

// Describe changes what is said of a file. version is the one the change was
// made on, or 0 when it does not matter.
func (s *Service) Describe(ctx context.Context, id string, version int64, d Description) (m Media, err error) {
	if !ids.Valid(id) {
		return Media{}, ErrNotFound
	}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		if version != 0 && version != r.Version {
			return ErrVersion
		}
		if err := d.apply(&r); err != nil {
			return err
		}
		if err := s.update(ctx, &r, "media_changed"); err != nil {
			return err
		}
		m, err = r.media()
		return err
	})
	return m, err
}

// replace puts another file of the same kind in the place of one, which keeps
// its id and what was said of it.
func (s *Service) replace(ctx context.Context, id string, in *incoming) (Media, error) {
	r := row{ID: id}
	err := s.keep(ctx, in, &r, "media_replaced", func(ctx context.Context) (err error) {
		if r, err = s.store.lock(ctx, id); err != nil {
			return err
		}
		if r.Kind != in.format.kind {
			return ErrKind
		}
		if err := s.dropFiles(ctx, r, in.sha256); err != nil {
			return err
		}
		in.fill(&r)
		return s.touch(ctx, &r)
	})
	if err != nil {
		return Media{}, err
	}
	return r.media()
}

// keep stores the content and then, in one transaction, writes the row, the
// trail and the job that does the rest.
func (s *Service) keep(ctx context.Context, in *incoming, r *row, action string, write func(context.Context) error) error {
	key := blobKey(ctx, r.ID, in.sha256, original)
	if err := s.Storage.PutFrom(ctx, key, in.open(), in.format.mime); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := write(ctx); err != nil {
			return err
		}
		if r.State == Processing {
			if err := s.Queue.Enqueue(ctx, process{MediaID: r.ID, SHA256: r.SHA256}); err != nil {
				return err
			}
		}
		return s.tell(ctx, r.ID, action)
	})
}

// update writes a changed row, its version, the trail and the news.
func (s *Service) update(ctx context.Context, r *row, action string) error {
	if err := s.touch(ctx, r); err != nil {
		return err
	}
	return s.tell(ctx, r.ID, action)
}

func (s *Service) touch(ctx context.Context, r *row) error {
	r.Version++
	r.UpdatedAt, r.UpdatedBy = s.now(), author(ctx)
	return s.store.update(ctx, r)
}

// tell records who did it and lets the others know.
func (s *Service) tell(ctx context.Context, id, action string) error {
	if err := s.Audit.Record(ctx, audit.Entry{Action: action, Subject: "media", SubjectID: id}); err != nil {
		return err
	}
	return s.announce(ctx, id)
}

func (s *Service) announce(ctx context.Context, id string) error {
	if s.Changed != nil {
		if err := s.Changed(ctx); err != nil {
			return err
		}
	}
	return s.Bus.Publish(ctx, Changed{MediaID: id})
}

// Delete removes a file that nothing public shows.
func (s *Service) Delete(ctx context.Context, id string) error {
	if !ids.Valid(id) {
		return ErrNotFound
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		if err := s.refuseUsed(ctx, id); err != nil {
			return err
		}
		if err := s.dropFiles(ctx, r, ""); err != nil {
			return err
		}
		if err := s.store.delete(ctx, id); err != nil {
			return err
		}
		return s.tell(ctx, id, "media_deleted")
	})
}

func (s *Service) refuseUsed(ctx context.Context, id string) error {
	uses, err := s.UsesOf(ctx, id)
	if err != nil {
		return err
	}
	refused := ErrInUse
	for _, u := range uses {
		if u.Published {
			refused = refused.WithFields(errField(u))
		}
	}
	if len(refused.Fields) > 0 {
		return refused
	}
	return nil
}

// UsesOf lists what shows a file.
func (s *Service) UsesOf(ctx context.Context, id string) (all []Use, err error) {
	for _, known := range s.uses {
		uses, err := known.MediaUses(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("uses of file %s: %w", id, err)
		}
		all = append(all, uses...)
	}
	return all, nil
}

// SetCaptions adds the subtitles of a video in a language, or replaces them.
func (s *Service) SetCaptions(ctx context.Context, id, language string, body []byte) (Media, error) {
	if err := checkCaptions(language, body); err != nil {
		return Media{}, err
	}
	sha := digest(body)
	return s.changeCaptions(ctx, id, language, func(ctx context.Context) error {
		return s.Storage.Put(ctx, blobKey(ctx, id, sha, captionsName(language)), body, typeVTT)
	}, &storedCaptions{Language: language, SHA256: sha})
}

// RemoveCaptions takes the subtitles in a language away.
func (s *Service) RemoveCaptions(ctx context.Context, id, language string) (Media, error) {
	return s.changeCaptions(ctx, id, language, func(context.Context) error { return nil }, nil)
}

func (s *Service) changeCaptions(ctx context.Context, id, language string, store func(context.Context) error, with *storedCaptions) (m Media, err error) {
	known, err := s.Get(ctx, id)
	if err != nil {
		return Media{}, err
	}
	if known.Kind != Video && known.Kind != Audio {
		return Media{}, ErrKind
	}
	if err := store(ctx); err != nil {
		return Media{}, err
	}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		old, err := r.replaceCaptions(language, with)
		if err != nil {
			return err
		}
		if old != nil && (with == nil || with.SHA256 != old.SHA256) {
			gone := removeFiles{MediaID: id, SHA256: old.SHA256, Names: []string{captionsName(language)}}
			if err := s.Queue.Enqueue(ctx, gone); err != nil {
				return err
			}
		}
		if err := s.update(ctx, &r, "media_changed"); err != nil {
			return err
		}
		m, err = r.media()
		return err
	})
	return m, err
}

// Import is a file that comes from seeds or from another site. Key names it
// there and stays the same from one import to the next.
type Import struct {
	Key      string
	FileName string
	Bytes    []byte
	Description
}

// Put keeps an imported file once: when the same key comes again with the same
// content and description nothing happens, otherwise the file is brought up to
// date. What the description leaves out stays as editors wrote it.
func (s *Service) Put(ctx context.Context, i Import) (id string, changed bool, err error) {
	if i.Key == "" {
		return "", false, errors.New("media: an import needs a key")
	}
	known, err := s.store.byKey(ctx, i.Key)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return "", false, err
	}
	if known.ID == "" {
		id, err = s.putFile(ctx, "", i)
		return id, err == nil, err
	}
	if digest(i.Bytes) != known.SourceSHA256 {
		if _, err := s.putFile(ctx, known.ID, i); err != nil {
			return "", false, err
		}
		changed = true
	}
	described := known
	if err := i.apply(&described); err != nil {
		return "", false, err
	}
	if described.says(known) {
		return known.ID, changed, nil
	}
	_, err = s.Describe(ctx, known.ID, 0, i.Description)
	return known.ID, err == nil, err
}

// IDByKey finds the file that was imported with a key.
func (s *Service) IDByKey(ctx context.Context, key string) (string, error) {
	r, err := s.store.byKey(ctx, key)
	return r.ID, err
}

// putFile keeps the content of an import, as a new file when id is empty.
func (s *Service) putFile(ctx context.Context, id string, i Import) (string, error) {
	in, err := receive(ctx, i.FileName, bytes.NewReader(i.Bytes))
	if err != nil {
		return "", err
	}
	defer in.close()
	if id != "" {
		_, err = s.replace(ctx, id, in)
		return id, err
	}
	m, err := s.create(ctx, in, i.Key, i.Description)
	return m.ID, err
}

func (s *Service) newRow(ctx context.Context, in *incoming) row {
	now := s.now()
	r := row{
		ID: ids.New(), Kind: in.format.kind, Version: 1, CreatedAt: now, UpdatedAt: now, CreatedBy: author(ctx), UpdatedBy: author(ctx),
		Title: emptyObject, Alt: emptyObject, Caption: emptyObject, Transcript: emptyObject, Captions: emptyList,
	}
	in.fill(&r)
	return r
}

// fill writes into a row what belongs to the content of a file.
func (in *incoming) fill(r *row) {
	r.Kind, r.MIME, r.FileName, r.Size = in.format.kind, in.format.mime, in.fileName, in.size
	r.SHA256, r.SourceSHA256 = in.sha256, in.sourceSHA256
	r.Width, r.Height = positive(in.width), positive(in.height)
	r.Renditions, r.State = emptyList, Ready
	if hasMore(r.MIME) {
		r.State = Processing
	}
	r.relabel()
}

var (
	emptyObject = database.JSON("{}")
	emptyList   = database.JSON("[]")
)

func positive(n int) *int {
	if n < 1 {
		return nil
	}
	return &n
}

func author(ctx context.Context) string { return identity.ActorFrom(ctx).Name }

// now is the current instant as the database keeps it.
func (s *Service) now() time.Time { return s.Clock.Now().UTC().Truncate(time.Microsecond) }
