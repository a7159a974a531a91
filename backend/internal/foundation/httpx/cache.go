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
		key := database.TenantID(c.Request.Context()) + " " + address(c.Request)
		entry, ok := k.entries.GetIfPresent(key)
		if !ok {
			if entry, ok = k.fill(c, h); !ok {
				return
			}
			k.entries.Set(key, entry)
		}
		entry.serve(c)
	}
}

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
		body: buf.body.Bytes(), etagText: etag, etag: []string{etag},
		contentType: []string{real.Header().Get("Content-Type")}, length: []string{strconv.Itoa(buf.body.Len())},
	}, true
}

func (e *cached) serve(c *gin.Context) {
	h := c.Writer.Header()
	h["Etag"] = e.etag
	h["Cache-Control"] = cacheControl
	if match := c.Request.Header.Get("If-None-Match"); match != "" && matches(match, e.etagText) {
		// What describes a body was sent with it, and the client still has it.
		delete(h, "Content-Type")
		delete(h, "Content-Security-Policy")
		delete(h, "X-Content-Type-Options")
		c.Status(http.StatusNotModified)
		c.Writer.WriteHeaderNow()
		return
	}
	h["Content-Type"] = e.contentType
	h["Content-Length"] = e.length // or the body would go in chunks
	c.Status(http.StatusOK)
	_, _ = c.Writer.Write(e.body) // the client may have gone
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
