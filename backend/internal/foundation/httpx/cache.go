package httpx

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/maypok86/otter/v2"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
)

// PublicCacheControl is what every cacheable public read says: a minute fresh,
// five more while it is fetched again.
const PublicCacheControl = "public, max-age=60, stale-while-revalidate=300"

// Cache keeps the encoded answers of public reads, each with its ETag.
type Cache struct {
	entries *otter.Cache[string, *cached]
}

type cached struct {
	route       string
	body        []byte
	contentType []string
	length      []string
	etag        []string
	etagText    string
}

var cacheControl = []string{PublicCacheControl}

// NewCache makes a cache of at most maxBytes of bodies that forgets an answer
// after ttl, the safety net behind Flush.
func NewCache(maxBytes uint64, ttl time.Duration) *Cache {
	return &Cache{otter.Must(&otter.Options[string, *cached]{
		MaximumWeight:    maxBytes,
		Weigher:          func(key string, v *cached) uint32 { return uint32(len(key) + len(v.body) + 128) }, //nolint:gosec // far below 4 GiB
		ExpiryCalculator: otter.ExpiryWriting[string, *cached](ttl),
	})}
}

// Flush forgets everything: what it was made from has changed.
func (k *Cache) Flush() { k.entries.InvalidateAll() }

// Public serves GET answers from the cache, by tenant and address, with ETag
// and 304. Only answers of 200 are kept.
func (k *Cache) Public(h HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		key := cacheKey(database.TenantID(c.Request.Context()), c.Request)
		entry, ok := k.entries.GetIfPresent(key)
		if !ok {
			if entry, ok = k.fill(c, h); !ok {
				return
			}
			k.entries.Set(key, entry)
		}
		entry.serve(c.Writer, c.Request)
	}
}

// Ready answers r for tenant when the cache already holds the answer, and says
// under which route and with what status; the caller adds the headers that
// every answer carries beforehand.
func (k *Cache) Ready(w http.ResponseWriter, r *http.Request, tenant string) (route string, status int, ok bool) {
	entry, ok := k.entries.GetIfPresent(cacheKey(tenant, r))
	if !ok {
		return "", 0, false
	}
	return entry.route, entry.serve(w, r), true
}

// cacheKey tells apart what the same address says in two municipalities.
func cacheKey(tenant string, r *http.Request) string { return tenant + " " + address(r) }

// address is the target of the request as the client wrote it.
func address(r *http.Request) string {
	if r.RequestURI != "" {
		return r.RequestURI
	}
	return r.URL.RequestURI()
}

// fill runs the handler against a buffer; an answer that is not a 200 is sent on.
func (k *Cache) fill(c *gin.Context, h HandlerFunc) (*cached, bool) {
	real := c.Writer
	buf := &buffer{ResponseWriter: real, status: http.StatusOK}
	c.Writer = buf
	err := h(c)
	c.Writer = real
	if err != nil {
		Abort(c, err)
		return nil, false
	}
	if buf.status != http.StatusOK {
		c.Status(buf.status)
		_, _ = c.Writer.Write(buf.body.Bytes())
		return nil, false
	}
	sum := sha256.Sum256(buf.body.Bytes())
	etag := `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
	return &cached{
		route: c.FullPath(), body: buf.body.Bytes(), etagText: etag, etag: []string{etag},
		contentType: []string{real.Header().Get("Content-Type")}, length: []string{strconv.Itoa(buf.body.Len())},
	}, true
}

func (e *cached) serve(w http.ResponseWriter, r *http.Request) int {
	h := w.Header()
	h["Etag"] = e.etag
	h["Cache-Control"] = cacheControl
	if match := r.Header.Get("If-None-Match"); match != "" && matches(match, e.etagText) {
		// What describes a body was sent with it, and the client still has it.
		delete(h, "Content-Type")
		delete(h, "Content-Security-Policy")
		delete(h, "X-Content-Type-Options")
		w.WriteHeader(http.StatusNotModified)
		return http.StatusNotModified
	}
	h["Content-Type"] = e.contentType
	h["Content-Length"] = e.length // or the body would go in chunks
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(e.body) // the client may have gone
	return http.StatusOK
}

func matches(header, etag string) bool {
	if header == etag || header == "*" {
		return true
	}
	for part := range strings.SplitSeq(header, ",") {
		if strings.TrimPrefix(strings.TrimSpace(part), "W/") == etag {
			return true
		}
	}
	return false
}

type buffer struct {
	gin.ResponseWriter
	body   bytes.Buffer
	status int
}

func (b *buffer) Write(p []byte) (int, error)       { return b.body.Write(p) }
func (b *buffer) WriteString(s string) (int, error) { return b.body.WriteString(s) }
func (b *buffer) WriteHeader(status int)            { b.status = status }
func (b *buffer) WriteHeaderNow()                   {}
func (b *buffer) Status() int                       { return b.status }
func (b *buffer) Written() bool                     { return b.body.Len() > 0 }
