package httpx

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
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
	// epochs count the times that the answers of a tenant were forgotten. The
	// number is part of every key: an answer made from what was read before
	// lands under a key that nobody asks for any more.
	epochs sync.Map
	all    atomic.Uint64
}

type cached struct {
	route        string
	body         []byte
	contentType  []string
	length       []string
	etag         []string
	etagText     string
	lastModified []string
	modified     time.Time
}

var cacheControl = []string{PublicCacheControl}

// NewCache makes a cache of at most maxBytes of bodies that forgets an answer
// after ttl, the safety net behind Flush.
func NewCache(maxBytes uint64, ttl time.Duration) *Cache {
	return &Cache{entries: otter.Must(&otter.Options[string, *cached]{
		MaximumWeight:    maxBytes,
		Weigher:          func(key string, v *cached) uint32 { return uint32(len(key) + len(v.body) + 128) }, //nolint:gosec // far below 4 GiB
		ExpiryCalculator: otter.ExpiryWriting[string, *cached](ttl),
	})}
}

// Flush forgets everything: what it was made from has changed.
func (k *Cache) Flush() {
	k.all.Add(1)
	k.entries.InvalidateAll()
}

// FlushTenant forgets the answers of one tenant; of all of them without one.
func (k *Cache) FlushTenant(tenant string) {
	if tenant == "" {
		k.Flush()
		return
	}
	k.epoch(tenant).Add(1)
}

func (k *Cache) epoch(tenant string) *atomic.Uint64 {
	if n, ok := k.epochs.Load(tenant); ok {
		return n.(*atomic.Uint64) //nolint:forcetypeassert // nothing else is stored
	}
	n, _ := k.epochs.LoadOrStore(tenant, new(atomic.Uint64))
	return n.(*atomic.Uint64) //nolint:forcetypeassert // nothing else is stored
}

// Public serves GET answers from the cache, by tenant and address, with ETag
// and 304. Only answers of 200 are kept.
func (k *Cache) Public(h HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		key := k.key(database.TenantID(c.Request.Context()), c.Request)
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
	entry, ok := k.entries.GetIfPresent(k.key(tenant, r))
	if !ok {
		return "", 0, false
	}
	return entry.route, entry.serve(w, r), true
}

// key tells apart what the same address says in two municipalities, and
// before and after a change.
func (k *Cache) key(tenant string, r *http.Request) string {
	target := address(r)
	b := make([]byte, 0, len(tenant)+len(target)+12)
	b = append(append(b, tenant...), ' ')
	b = strconv.AppendUint(b, k.epoch(tenant).Load()+k.all.Load(), 36)
	return string(append(append(b, ' '), target...))
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
	entry := &cached{
		route: c.FullPath(), body: buf.body.Bytes(), etagText: etag, etag: []string{etag},
		contentType: []string{real.Header().Get("Content-Type")}, length: []string{strconv.Itoa(buf.body.Len())},
	}
	if at, err := http.ParseTime(real.Header().Get("Last-Modified")); err == nil {
		entry.modified, entry.lastModified = at, real.Header()["Last-Modified"]
	}
	return entry, true
}

func (e *cached) serve(w http.ResponseWriter, r *http.Request) int {
	h := w.Header()
	h["Etag"] = e.etag
	h["Cache-Control"] = cacheControl
	if e.lastModified != nil {
		h["Last-Modified"] = e.lastModified
	}
	if e.unchanged(r) {
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

// unchanged tells whether the client already has this answer. A list of ETags
// says more than a date, which is looked at only without one.
func (e *cached) unchanged(r *http.Request) bool {
	if match := r.Header.Get("If-None-Match"); match != "" {
		return matches(match, e.etagText)
	}
	since, err := http.ParseTime(r.Header.Get("If-Modified-Since"))
	return err == nil && e.lastModified != nil && !e.modified.After(since)
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
