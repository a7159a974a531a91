package app

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log/slog"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/maypok86/otter/v2"
)

const (
	pageFreshFor  = time.Minute
	maxPages      = 64 << 20 // bytes of HTML kept
	maxPage       = 2 << 20
	brotliLevel   = 5
	assetsForever = "public, max-age=31536000, immutable"
)

// NewSite serves the site on the origin of the API: pages rendered by the
// process at address, cached when they are public, or the static files of dir.
//
// The second result forgets the pages of a municipality, of all of them
// without one; tenantOf tells whose a host name is.
func NewSite(address, dir string, tenantOf func(host string) string) (http.Handler, func(tenant string), error) {
	if address == "" {
		return staticSite{dir}, func(string) {}, nil
	}
	target, err := url.Parse(address)
	if err != nil {
		return nil, nil, err
	}
	s := &renderedSite{tenantOf: tenantOf, pages: otter.Must(&otter.Options[string, *page]{
		MaximumWeight:    maxPages,
		Weigher:          func(_ string, p *page) uint32 { return uint32(len(p.plain) + len(p.gzip) + len(p.br) + 512) }, //nolint:gosec // at most maxPage
		ExpiryCalculator: otter.ExpiryWriting[string, *page](pageFreshFor),
	})}
	s.proxy = &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host
			r.SetXForwarded()
			if !strings.HasPrefix(r.In.URL.Path, "/_app/") {
				r.Out.Header.Del("Accept-Encoding") // pages are kept plain and compressed here, files come compressed
			}
		},
		ModifyResponse: s.keep,
		ErrorHandler:   siteAway,
	}
	return s, s.forget, nil
}

// renderedSite puts a cache of public pages in front of the renderer.
type renderedSite struct {
	proxy    *httputil.ReverseProxy
	pages    *otter.Cache[string, *page]
	tenantOf func(host string) string
	// epochs count, by municipality, the times that its pages were forgotten.
	// The number is part of every key: a page that was being rendered meanwhile
	// lands under a key that nobody asks for any more.
	epochs sync.Map
	all    atomic.Uint64
}

// forget drops the pages of a municipality, of all of them without one.
func (s *renderedSite) forget(tenant string) {
	if tenant == "" {
		s.all.Add(1)
		s.pages.InvalidateAll()
		return
	}
	n, _ := s.epochs.LoadOrStore(tenant, new(atomic.Uint64))
	n.(*atomic.Uint64).Add(1) //nolint:forcetypeassert // nothing else is stored
}

func (s *renderedSite) epoch(host string) uint64 {
	total := s.all.Load()
	if n, ok := s.epochs.Load(s.tenantOf(host)); ok {
		total += n.(*atomic.Uint64).Load() //nolint:forcetypeassert // nothing else is stored
	}
	return total
}

type page struct {
	header          http.Header
	plain, gzip, br []byte
}

// key tells apart what the same address may show: host, language, and before
// and after a change.
func (s *renderedSite) key(r *http.Request) string {
	lang := ""
	if c, err := r.Cookie("lang"); err == nil {
		lang = c.Value
	}
	return r.Host + "\n" + lang + "\n" + strconv.FormatUint(s.epoch(r.Host), 36) + "\n" + r.URL.RequestURI()
}

func (s *renderedSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet {
		s.proxy.ServeHTTP(w, r)
		return
	}
	key := s.key(r)
	if p, ok := s.pages.GetIfPresent(key); ok {
		p.serve(w, r)
		return
	}
	s.proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), incoming{}, asked{r, key})))
}

// keep stores a page that says it is public and belongs to nobody.
func (s *renderedSite) keep(res *http.Response) error {
	r := res.Request
	cacheable := r.Method == http.MethodGet && res.StatusCode == http.StatusOK && res.Header.Get("Set-Cookie") == "" &&
		strings.Contains(res.Header.Get("Cache-Control"), "public") && strings.HasPrefix(res.Header.Get("Content-Type"), "text/html")
	if !cacheable {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(res.Body, maxPage))
	if err != nil || len(body) == maxPage {
		return err
	}
	if err := res.Body.Close(); err != nil {
		return err
	}
	p, err := newPage(res.Header, body)
	if err != nil {
		return err
	}
	in, _ := r.Context().Value(incoming{}).(asked)
	s.pages.Set(in.key, p)
	body = p.choose(res.Header, in.request)
	res.Header.Set("Content-Length", strconv.Itoa(len(body)))
	res.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// incoming keeps the request as the client sent it beside the one sent on.
type incoming struct{}

// asked is a request with the key under which its page will be kept, which is
// that of the moment it came: what it shows may be older than what is kept.
type asked struct {
	request *http.Request
	key     string
}

func newPage(header http.Header, body []byte) (*page, error) {
	sum := sha256.Sum256(body)
	header.Set("ETag", `W/"`+base64.RawURLEncoding.EncodeToString(sum[:12])+`"`)
	header.Add("Vary", "Accept-Encoding")
	p := &page{header: header.Clone(), plain: body}
	p.header.Del("Content-Length")
	var zipped, broed bytes.Buffer
	gz, br := gzip.NewWriter(&zipped), brotli.NewWriterLevel(&broed, brotliLevel)
	for _, w := range []io.WriteCloser{gz, br} {
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
	}
	p.gzip, p.br = zipped.Bytes(), broed.Bytes()
	return p, nil
}

// choose picks the smallest form of the page that the client accepts.
func (p *page) choose(h http.Header, r *http.Request) []byte {
	accepted := ""
	if r != nil {
		accepted = r.Header.Get("Accept-Encoding")
	}
	switch {
	case strings.Contains(accepted, "br"):
		h.Set("Content-Encoding", "br")
		return p.br
	case strings.Contains(accepted, "gzip"):
		h.Set("Content-Encoding", "gzip")
		return p.gzip
	}
	return p.plain
}

func (p *page) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	for name, values := range p.header {
		h[name] = values
	}
	if etag := p.header.Get("ETag"); strings.Contains(r.Header.Get("If-None-Match"), etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := p.choose(h, r)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the client may have gone
}

const awayPage = `<!doctype html><html lang="it"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Il sito torna fra poco</title><h1>Il sito torna fra poco</h1>
<p>Le pagine non sono raggiungibili in questo momento. Quello che hai inviato è al sicuro: riprova fra qualche minuto.</p>
<p lang="en">The pages cannot be reached right now. What you sent is safe: try again in a few minutes.</p></html>`

func siteAway(w http.ResponseWriter, r *http.Request, err error) {
	slog.WarnContext(r.Context(), "site not reachable", "error", err)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Retry-After", "10")
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = io.WriteString(w, awayPage) // the client may have gone
}

// staticSite serves the single-page build: files as they are, any other
// address with the page that starts the application.
type staticSite struct{ dir string }

func (s staticSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := filepath.Join(s.dir, filepath.FromSlash(path.Clean("/"+r.URL.Path)))
	info, err := os.Stat(name)
	if err != nil || info.IsDir() {
		w.Header().Set("Cache-Control", "no-cache")
		http.ServeFile(w, r, filepath.Join(s.dir, "200.html"))
		return
	}
	if strings.Contains(r.URL.Path, "/immutable/") {
		w.Header().Set("Cache-Control", assetsForever)
	}
	http.ServeFile(w, r, name)
}
