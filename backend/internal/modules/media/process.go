package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime/debug"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// original is the name under which the file itself is stored.
const original = "original"

// blobKey is where a file is stored. It holds the content's hash: a replaced
// file never mixes with the one before.
func blobKey(ctx context.Context, id, sha, name string) string {
	return database.TenantID(ctx) + "/media/" + id + "/" + sha + "/" + name
}

// process asks for what is made from a file after its upload.
type process struct {
	MediaID string `json:"media_id"`
	SHA256  string `json:"sha256"`
}

// Kind names the job.
func (process) Kind() string { return "media.process.v1" }

// hasMore tells the formats that something is made from.
func hasMore(mime string) bool {
	switch mime {
	case typeJPEG, typePNG, typeGIF, typeWebP, typePDF, typeDOCX, typeODT, typeText, typeCSV:
		return true
	}
	return false
}

// process makes the smaller forms of a picture or reads a document. A file
// that turns out to be broken stays as it is, and is marked.
func (s *Service) process(ctx context.Context, job process) error {
	r, err := s.store.get(ctx, job.MediaID)
	if errors.Is(err, ErrNotFound) {
		return nil // removed in the meantime
	}
	if err != nil {
		return err
	}
	if r.SHA256 != job.SHA256 || r.State != Processing {
		return nil // replaced, or done already
	}
	if r.Kind == Image {
		return s.makeRenditions(ctx, r)
	}
	return s.extractText(ctx, r)
}

func (s *Service) makeRenditions(ctx context.Context, r row) error {
	defer debug.FreeOSMemory() // pictures leave much behind, and the next may be far
	body, _, err := s.Storage.Get(ctx, blobKey(ctx, r.ID, r.SHA256, original))
	if err != nil {
		return err
	}
	if r.MIME == typeGIF && animated(body) {
		return s.finish(ctx, r, Ready, nil) // a still would not be the same picture
	}
	base, err := loadBase(r.MIME, body)
	if err != nil {
		slog.WarnContext(ctx, "picture cannot be read", "media_id", r.ID, "error", err)
		return s.finish(ctx, r, Failed, nil)
	}
	width := base.Rect.Dx()
	if r.Width != nil {
		width = *r.Width
	}
	var made []storedRendition
	own := ownFormat(r.MIME, base)
	for _, w := range widthsFor(width) {
		picture := smaller(base, w)
		for _, format := range []string{"avif", "webp", own} {
			if err := ctx.Err(); err != nil {
				return err
			}
			size, err := s.storeRendition(ctx, r, w, format, func(out io.Writer) error { return encodePicture(out, picture, format) })
			if err != nil {
				return err
			}
			made = append(made, storedRendition{Width: w, Height: picture.Rect.Dy(), Format: format, Size: size})
		}
	}
	return s.finish(ctx, r, Ready, made)
}

func (s *Service) storeRendition(ctx context.Context, r row, width int, format string, encode func(io.Writer) error) (int64, error) {
	var out bytes.Buffer
	if err := encode(&out); err != nil {
		return 0, fmt.Errorf("write %s of %d pixels: %w", format, width, err)
	}
	key := blobKey(ctx, r.ID, r.SHA256, renditionName(width, format))
	return int64(out.Len()), s.Storage.Put(ctx, key, out.Bytes(), "image/"+format)
}

// animated tells a GIF of more than one picture.
func animated(b []byte) bool {
	pictures := 0
	for at := 13 + gifColours(b[10]); at < len(b) && b[at] != gifTrailer; {
		if b[at] == gifImage {
			pictures++
		}
		end, _ := gifBlock(b, at)
		if end < 0 {
			break
		}
		at = end
	}
	return pictures > 1
}

func (s *Service) extractText(ctx context.Context, r row) error {
	file, err := s.Storage.Open(ctx, blobKey(ctx, r.ID, r.SHA256, original))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	body, err := io.ReadAll(file)
	if err != nil {
		return fmt.Errorf("read file %s: %w", r.ID, err)
	}
	text, err := readText(r.MIME, bytes.NewReader(body), int64(len(body)))
	state := Ready
	if err != nil {
		slog.WarnContext(ctx, "document cannot be read", "media_id", r.ID, "error", err)
		state = Failed
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.finish(ctx, r, state, nil); err != nil {
			return err
		}
		return s.store.putText(ctx, textRow{MediaID: r.ID, SHA256: r.SHA256, Body: text})
	})
}

// finish records what was made, unless the file was replaced meanwhile.
func (s *Service) finish(ctx context.Context, r row, state State, made []storedRendition) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		current, err := s.store.lock(ctx, r.ID)
		if errors.Is(err, ErrNotFound) || err == nil && current.SHA256 != r.SHA256 {
			return s.Queue.Enqueue(ctx, removeFiles{MediaID: r.ID, SHA256: r.SHA256, Names: renditionNames(made)})
		}
		if err != nil {
			return err
		}
		if made == nil {
			made = []storedRendition{}
		}
		if err := s.store.finish(ctx, r.ID, state, database.ToJSON(made)); err != nil {
			return err
		}
		return s.announce(ctx, r.ID)
	})
}

func renditionNames(all []storedRendition) []string {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = renditionName(one.Width, one.Format)
	}
	return names
}

// removeFiles asks to delete stored files that no row names any more.
type removeFiles struct {
	MediaID string   `json:"media_id"`
	SHA256  string   `json:"sha256"`
	Names   []string `json:"names"`
}

// Kind names the job.
func (removeFiles) Kind() string { return "media.remove_files.v1" }

func (s *Service) removeFiles(ctx context.Context, job removeFiles) error {
	r, err := s.store.get(ctx, job.MediaID)
	if err == nil && r.SHA256 == job.SHA256 {
		return nil // the same content came back
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	for _, name := range job.Names {
		if err := s.Storage.Delete(ctx, blobKey(ctx, job.MediaID, job.SHA256, name)); err != nil {
			return fmt.Errorf("remove %s of file %s: %w", name, job.MediaID, err)
		}
	}
	return nil
}

// dropFiles has the stored files of a row removed, after the commit, unless
// the content stays.
func (s *Service) dropFiles(ctx context.Context, r row, staying string) error {
	var made []storedRendition
	if err := r.Renditions.Into(&made); err != nil {
		return err
	}
	if staying == "" {
		if err := s.dropCaptions(ctx, r); err != nil {
			return err
		}
	}
	if r.SHA256 == staying {
		return nil
	}
	return s.Queue.Enqueue(ctx, removeFiles{MediaID: r.ID, SHA256: r.SHA256, Names: append(renditionNames(made), original)})
}

func (s *Service) dropCaptions(ctx context.Context, r row) error {
	var captions []storedCaptions
	if err := r.Captions.Into(&captions); err != nil {
		return err
	}
	for _, c := range captions {
		if err := s.Queue.Enqueue(ctx, removeFiles{MediaID: r.ID, SHA256: c.SHA256, Names: []string{captionsName(c.Language)}}); err != nil {
			return err
		}
	}
	return nil
}
