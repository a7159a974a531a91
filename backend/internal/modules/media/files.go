package media

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// Prefix is where files are, beside the API.
const Prefix = "/media/"

const (
	keptForever = "public, max-age=31536000, immutable"
	keptBriefly = "public, max-age=60"

	// nothingRuns is the policy of a file that is opened by itself: it may show
	// itself, and run, send or load nothing.
	nothingRuns = "default-src 'none'; img-src 'self' data:; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"

	// caged takes the origin away too. PDFs go without: readers built into
	// browsers stay blank in a cage, and run outside of the origin anyway.
	caged = nothingRuns + "; sandbox"
)

// Files adds the files themselves to the root of the origin.
func (h *Handler) Files(group *gin.RouterGroup) {
	group.GET("/:id/:name", httpx.Handle(h.file))
	group.HEAD("/:id/:name", httpx.Handle(h.file))
}

// file serves the file or one of its forms. An address that names an older
// content leads to the file of today.
func (h *Handler) file(c *gin.Context) error {
	stored, err := h.service.locate(c.Request.Context(), c.Param("id"), c.Param("name"))
	if err != nil {
		return err
	}
	if stored.movedTo != "" {
		c.Header("Cache-Control", keptBriefly)
		c.Redirect(http.StatusFound, stored.movedTo)
		return nil
	}
	content, err := h.service.Storage.Open(c.Request.Context(), stored.key)
	if err != nil {
		return fmt.Errorf("serve file %s: %w", c.Param("id"), err)
	}
	defer func() { _ = content.Close() }()
	extendDeadlines(c.Writer, uploadTime)
	header := c.Writer.Header()
	header.Set("Content-Type", stored.mime)
	header.Set("Content-Disposition", mime.FormatMediaType(stored.disposition(), map[string]string{"filename": stored.name}))
	header.Set("Content-Security-Policy", stored.policy())
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", keptForever)
	header.Set("ETag", `"`+stored.etag+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, content)
	return nil
}

// stored is a file as it is served.
type stored struct {
	key, mime, name, etag string
	movedTo               string
}

// disposition lets a browser show what it shows safely and keep the rest.
func (s stored) disposition() string {
	kind, _, _ := strings.Cut(s.mime, "/")
	switch {
	case kind == "image", kind == "video", kind == "audio", s.mime == typePDF, s.mime == typeVTT:
		return "inline"
	}
	return "attachment"
}

func (s stored) policy() string {
	if s.mime == typePDF {
		return nothingRuns
	}
	return caged
}

var stamped = regexp.MustCompile(`^([0-9a-f]{12})-(.+)$`)

// locate finds the stored file behind an address.
func (s *Service) locate(ctx context.Context, id, name string) (stored, error) {
	parts := stamped.FindStringSubmatch(name)
	if parts == nil || !ids.Valid(id) {
		return stored{}, ErrNotFound
	}
	r, err := s.store.get(ctx, id)
	if err != nil {
		return stored{}, err
	}
	if strings.HasPrefix(parts[2], "captions-") {
		return s.locateCaptions(ctx, r, parts[1], parts[2])
	}
	if parts[1] != stamp(r.SHA256) {
		m, err := r.media()
		return stored{movedTo: m.URL}, err
	}
	if parts[2] == addressName(r.FileName) {
		return stored{key: blobKey(ctx, r.ID, r.SHA256, original), mime: r.MIME, name: r.FileName, etag: stamp(r.SHA256)}, nil
	}
	var renditions []storedRendition
	if err := r.Renditions.Into(&renditions); err != nil {
		return stored{}, err
	}
	for _, one := range renditions {
		if renditionName(one.Width, one.Format) == parts[2] {
			return stored{
				key: blobKey(ctx, r.ID, r.SHA256, parts[2]), mime: "image/" + one.Format, name: parts[2],
				etag: stamp(r.SHA256) + "-" + parts[2],
			}, nil
		}
	}
	return stored{}, ErrNotFound
}

func (s *Service) locateCaptions(ctx context.Context, r row, stampWanted, name string) (stored, error) {
	var captions []storedCaptions
	if err := r.Captions.Into(&captions); err != nil {
		return stored{}, err
	}
	for _, c := range captions {
		if captionsName(c.Language) == name && stamp(c.SHA256) == stampWanted {
			return stored{key: blobKey(ctx, r.ID, c.SHA256, name), mime: typeVTT, name: name, etag: stampWanted}, nil
		}
	}
	return stored{}, ErrNotFound
}
