package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/app"
)

// pages compares the front door of the site, which answers public pages from
// its cache, with a file server that has the same page compressed on the disk.
func (r *run) pages() error {
	html := aPage()
	renderer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=60")
		_, _ = w.Write(html)
	}))
	defer renderer.Close()
	site, _, err := app.NewSite(renderer.URL, "", func(string) string { return "" })
	if err != nil {
		return err
	}
	door, stopDoor, err := listen(app.NewServer("", site))
	if err != nil {
		return err
	}
	defer stopDoor()
	files, size, done, err := compressed(html)
	if err != nil {
		return err
	}
	defer done()
	static, stopStatic, err := listen(app.NewServer("", files))
	if err != nil {
		return err
	}
	defer stopStatic()
	loaded := func(key, addr, path string) contender {
		l := load{addr: addr, status: http.StatusOK, requests: [][]byte{get(path, "Accept-Encoding: gzip")}}
		return contender{key, func(d time.Duration) (float64, error) { return l.run(connections, d) }}
	}
	rates, err := r.compare(loaded("door", door, "/novita/notizie/una"), loaded("files", static, "/page.html.gz"))
	if err != nil {
		return err
	}
	r.add(row{
		what: fmt.Sprintf("public page from the cache, %d kB of HTML, %.1f kB compressed, against a file server", len(html)/1000, float64(size)/1000),
		ours: perSecond(rates["door"]), theirs: perSecond(rates["files"]), figure: ratio(rates["door"], rates["files"]), atLeast: 0.6,
	})
	return nil
}

// compressed serves html from a folder as a server of static files would.
func compressed(html []byte) (h http.Handler, size int, done func(), err error) {
	dir, err := os.MkdirTemp("", "sportello-bench")
	if err != nil {
		return nil, 0, nil, err
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err = z.Write(html); err == nil {
		err = z.Close()
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "page.html.gz"), b.Bytes(), 0o600)
	}
	return http.FileServer(http.Dir(dir)), b.Len(), func() { _ = os.RemoveAll(dir) }, err
}

// aPage has the size and the variety of a news page of the demo municipality.
func aPage() []byte {
	words := strings.Fields("comune servizio ufficio cittadino domanda permesso residenza scuola iscrizione avviso biblioteca evento piazza luogo documento")
	random := rand.New(rand.NewPCG(1, 4)) //nolint:gosec // the same page at every run
	var b strings.Builder
	b.WriteString("<!doctype html><html lang=\"it\"><body>")
	for i := 0; b.Len() < 60_000; i++ {
		b.WriteString("<p class=\"card-text " + strconv.Itoa(i) + "\">")
		for range 12 {
			b.WriteString(words[random.IntN(len(words))] + " ")
		}
		b.WriteString("</p>")
	}
	b.WriteString("</body></html>")
	return []byte(b.String())
}
