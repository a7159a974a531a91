package app

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func siteOver(t *testing.T, renderer http.HandlerFunc) http.Handler {
	t.Helper()
	upstream := httptest.NewServer(renderer)
	t.Cleanup(upstream.Close)
	site, _, err := NewSite(upstream.URL, "", hostItself)
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// hostItself makes a municipality of every host.
func hostItself(host string) string { return host }

func TestForgottenPagesAreRenderedAgain(t *testing.T) {
	rendered := 0
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		rendered++
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=60")
	}))
	t.Cleanup(upstream.Close)
	site, forget, err := NewSite(upstream.URL, "", hostItself)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		forget string
		want   int
	}{{"none.example", 1}, {"none.example", 1}, {"one.example", 2}, {"", 3}} {
		if i > 0 {
			forget(step.forget)
		}
		get(site, "http://one.example/")
		get(site, "http://one.example/")
		if rendered != step.want {
			t.Errorf("after forgetting %q: rendered %d times, want %d", step.forget, rendered, step.want)
		}
	}
}

func get(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec
}

func TestPublicPagesAreRenderedOnceForEachHostAndLanguage(t *testing.T) {
	rendered := 0
	site := siteOver(t, func(w http.ResponseWriter, r *http.Request) {
		rendered++
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=60")
		lang, _ := r.Cookie("lang")
		_, _ = io.WriteString(w, "<p>"+r.Host+" "+lang.String()+"</p>")
	})
	first := get(site, "http://one.example/servizi")
	again := get(site, "http://one.example/servizi")
	if rendered != 1 || first.Body.String() != again.Body.String() {
		t.Fatalf("rendered %d times, %q then %q", rendered, first.Body, again.Body)
	}
	if other := get(site, "http://two.example/servizi"); rendered != 2 || !strings.Contains(other.Body.String(), "two.example") {
		t.Errorf("another host got %q after %d renderings", other.Body, rendered)
	}
	if english := get(site, "http://one.example/servizi", "Cookie", "lang=en"); rendered != 3 || !strings.Contains(english.Body.String(), "lang=en") {
		t.Errorf("another language got %q after %d renderings", english.Body, rendered)
	}
	if same := get(site, "http://one.example/servizi", "If-None-Match", again.Header().Get("ETag")); same.Code != http.StatusNotModified {
		t.Errorf("status with the ETag = %d, want 304", same.Code)
	}
	zipped := get(site, "http://one.example/servizi", "Accept-Encoding", "gzip")
	reader, err := gzip.NewReader(zipped.Body)
	if err != nil || zipped.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("compressed page: %v, encoding %q", err, zipped.Header().Get("Content-Encoding"))
	}
	if plain, err := io.ReadAll(reader); err != nil || string(plain) != first.Body.String() {
		t.Errorf("the compressed page says %q: %v", plain, err)
	}
}

func TestPrivatePagesAreNeverKept(t *testing.T) {
	rendered := 0
	site := siteOver(t, func(w http.ResponseWriter, _ *http.Request) {
		rendered++
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Cache-Control", "no-store")
	})
	get(site, "http://one.example/area-personale")
	get(site, "http://one.example/area-personale")
	if rendered != 2 {
		t.Errorf("rendered %d times, want 2", rendered)
	}
}

func TestARendererThatIsAwayIsSaidClearly(t *testing.T) {
	site, _, err := NewSite("http://127.0.0.1:1", "", hostItself)
	if err != nil {
		t.Fatal(err)
	}
	rec := get(site, "http://one.example/")
	if rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "torna fra poco") {
		t.Errorf("got %d %q", rec.Code, rec.Body)
	}
}

func TestStaticFilesAloneRunTheSite(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"200.html": "start", "robots.txt": "robots"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	site, _, err := NewSite("", dir, hostItself)
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]string{"/robots.txt": "robots", "/servizi/ztl-permit": "start", "/area-personale": "start"} {
		if rec := get(site, "http://one.example"+target); rec.Body.String() != want {
			t.Errorf("%s = %q, want %q", target, rec.Body, want)
		}
	}
}
