package imports_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/sportello-pa/sportello/backend/internal/adapters/wordpress"
	"github.com/sportello-pa/sportello/backend/internal/foundation/outbound"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/imports"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

const (
	borgolago  = "borgolago"
	pontefiume = "pontefiume"
)

type world struct {
	*testkit.Env
	t        *testing.T
	importer *imports.Importer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, Env: testkit.New(t)}
	trail := audit.New(w.DB, w.Clock, func(context.Context) audit.Who { return audit.Who{} })
	files := media.New(media.Deps{DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Storage: w.Storage, Audit: trail})
	w.importer = &imports.Importer{DB: w.DB, Media: files, Content: content.New(content.Deps{
		DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Media: files, Audit: trail,
		Changed:          func(context.Context) error { return nil },
		ApprovalRequired: func(context.Context) (bool, error) { return false, nil },
	})}
	return w
}

func (w *world) run(from *imports.Source, o imports.Options) *imports.Report {
	w.t.Helper()
	report, err := w.importer.Run(w.Ctx(borgolago), from, o)
	if err != nil {
		w.t.Fatal(err)
	}
	return report
}

func (w *world) count(query string, args ...any) (n int) {
	w.t.Helper()
	if err := w.Owner(w.t).QueryRow(w.t.Context(), query, args...).Scan(&n); err != nil {
		w.t.Fatal(err)
	}
	return n
}

func dot(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// oldSite is the website from which files are still to be had.
func oldSite(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/wp-content/uploads/2025/05/municipio.png", func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write(dot(t)) })
	mux.HandleFunc("/wp-content/uploads/2025/05/regolamento.csv", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = rw.Write([]byte("articolo;testo\n1;Il verde si cura.\n"))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

var near = &wordpress.Client{HTTP: outbound.New("wordpress", outbound.Options{})}

// export reads the export of the old website, with some of it replaced.
func export(t *testing.T, site string, changes ...string) *imports.Source {
	t.Helper()
	raw, err := os.ReadFile("testdata/borgolago.wxr.xml")
	if err != nil {
		t.Fatal(err)
	}
	read, err := wordpress.ReadWXR(strings.NewReader(strings.NewReplacer(append(changes, "{{SITE}}", site)...).Replace(string(raw))))
	if err != nil {
		t.Fatal(err)
	}
	return imports.FromWordPress(read, near, "Borgolago")
}

func wantLine(t *testing.T, r *imports.Report, outcome, id, words string) {
	t.Helper()
	if !slices.ContainsFunc(r.Lines, func(l imports.Line) bool {
		return l.Outcome == outcome && l.ID == id && strings.Contains(l.Message+" "+l.Field, words)
	}) {
		t.Errorf("no line %q of %q says %q", outcome, id, words)
	}
}

var everyType = map[string]int{
	"service": 1, "news": 2, "event": 1, "place": 1, "public_person": 1, "organizational_unit": 1, "public_document": 1, "form_document": 1,
	"dataset": 1, "contact_point": 1, "role_assignment": 1, "page": 1,
}

func TestAnExportBringsEveryType(t *testing.T) {
	w, site := newWorld(t), oldSite(t)
	r := w.run(export(t, site), imports.Options{Publish: true})
	for typ, want := range everyType {
		if got := r.Of(typ).Created; got != want {
			t.Errorf("%d of %s were created, want %d", got, typ, want)
		}
		public := want
		if typ == "news" {
			public = 1
		}
		if got := w.count("SELECT count(*) FROM contents WHERE type = $1 AND status = 'published'", typ); got != public {
			t.Errorf("%d of %s are public, want %d", got, typ, public)
		}
	}
	wantLine(t, r, "bozza", "20", "news_type")
	wantLine(t, r, "non importato", "21", "manca il titolo")
	wantLine(t, r, "non importato", "22", "XML")
	wantLine(t, r, "termine", "17", "Astronavi")
	wantLine(t, r, "scarto", "19", "999")
	wantLine(t, r, "avviso", "", "_dci_servizio_campo_inventato")
	if t.Failed() {
		for _, l := range r.Lines {
			t.Log(l)
		}
	}
	if n := w.count("SELECT count(*) FROM contents WHERE tenant_id <> $1", borgolago); n > 0 {
		t.Errorf("%d contents are in another municipality", n)
	}
}

func TestOldAddressesAndValuesComeAlong(t *testing.T) {
	w, site := newWorld(t), oldSite(t)
	w.run(export(t, site), imports.Options{Publish: true})
	ctx := w.Ctx(borgolago)
	_, moved, err := w.importer.Content.ByPath(ctx, "/servizio/cambio-di-residenza")
	if err != nil || !strings.HasPrefix(moved, "/servizi/") || !strings.HasSuffix(moved, "/cambio-di-residenza") {
		t.Fatalf("the old address leads to %q, %v", moved, err)
	}
	if _, _, err := w.importer.Content.ByPath(w.Ctx(pontefiume), "/servizio/cambio-di-residenza"); err == nil {
		t.Error("the old address answers in another municipality")
	}
	var howTo, start, alt, credits string
	row := w.Owner(t).QueryRow(t.Context(), `SELECT (SELECT data->'how_to'->>'it' FROM contents WHERE type = 'service'),
		(SELECT data->>'start_at' FROM contents WHERE type = 'event'), alt->>'it', credits FROM media WHERE kind = 'image'`)
	if err := row.Scan(&howTo, &start, &alt, &credits); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(howTo, "script") || !strings.Contains(howTo, "<h3>Titolo</h3>") || !strings.Contains(howTo, `href="/documento_pubblico/`) {
		t.Errorf("the text was not cleaned: %s", howTo)
	}
	if start != "2026-07-03T08:00:00Z" || alt != "La facciata del municipio" || credits != "Foto di Nessuno" {
		t.Errorf("start %s, alt %q, credits %q", start, alt, credits)
	}
	if n := w.count(`SELECT count(*) FROM content_links l JOIN contents a ON a.id = l.from_id JOIN contents b ON b.id = l.to_id
		WHERE a.type = 'organizational_unit' AND b.type IN ('public_person', 'place', 'service', 'contact_point')`); n < 4 {
		t.Errorf("the office keeps %d of its relations", n)
	}
}

func TestRepeatingChangesOnlyWhatChanged(t *testing.T) {
	w, site := newWorld(t), oldSite(t)
	options := imports.Options{Publish: true}
	w.run(export(t, site), options)
	revisions := w.count("SELECT count(*) FROM content_revisions")
	again := w.run(export(t, site), options)
	for typ, want := range everyType {
		if got := again.Of(typ); got.Unchanged != want || got.Created+got.Updated > 0 {
			t.Errorf("the second run: %+v", got)
		}
	}
	if n := w.count("SELECT count(*) FROM content_revisions"); n != revisions {
		t.Errorf("the second run wrote %d revisions", n-revisions)
	}
	if _, err := w.Owner(t).Exec(t.Context(), "UPDATE contents SET updated_by_id = gen_random_uuid() WHERE type = 'news' AND status = 'published'"); err != nil {
		t.Fatal(err)
	}
	third := w.run(export(t, site, "Per chi cambia casa.", "Per chi trasloca.", "Da lunedì si torna", "Si torna"), options)
	if got := third.Of("service"); got.Updated != 1 {
		t.Errorf("the changed service: %+v", got)
	}
	if got := third.Of("news"); got.Kept != 1 || got.Updated > 0 {
		t.Errorf("the edited news: %+v", got)
	}
	wantLine(t, third, "non toccato", "19", "redazione")
}

func TestARehearsalWritesNothing(t *testing.T) {
	w, site := newWorld(t), oldSite(t)
	r := w.run(export(t, site), imports.Options{Publish: true, DryRun: true})
	if got := r.Of("service").Created; got != 1 {
		t.Errorf("%d services would be created", got)
	}
	if n := w.count("SELECT (SELECT count(*) FROM contents) + (SELECT count(*) FROM media) + (SELECT count(*) FROM redirects)"); n > 0 {
		t.Errorf("the rehearsal wrote %d rows", n)
	}
	var out bytes.Buffer
	if err := r.Summary(&out); err != nil || !strings.Contains(out.String(), "totale") {
		t.Errorf("the summary: %s, %v", out.String(), err)
	}
}

func TestTablesBringContents(t *testing.T) {
	w := newWorld(t)
	folder := fstest.MapFS{"foto/molo.png": {Data: dot(t)}}
	for _, name := range []string{"notizie.csv", "uffici.csv", "luoghi.csv"} {
		raw, err := os.ReadFile("testdata/tabelle/" + name)
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: raw}
	}
	load := func() *imports.Report {
		from, err := imports.FromTables(folder)
		if err != nil {
			t.Fatal(err)
		}
		return w.run(from, imports.Options{Publish: true})
	}
	r := load()
	for typ, want := range map[string]int{"news": 2, "organizational_unit": 1, "place": 1} {
		if got := r.Of(typ).Created; got != want {
			t.Errorf("%d of %s were created, want %d", got, typ, want)
		}
	}
	wantLine(t, r, "termine", "1", "Città sommerse")
	wantLine(t, r, "scarto", "3", "domani")
	wantLine(t, r, "avviso", "", "colonna_strana")
	if !slices.ContainsFunc(r.Lines, func(l imports.Line) bool { return l.Place == "notizie.csv:3" && l.Outcome == "non importato" }) {
		t.Errorf("the short row is not listed with its place: %v", r.Lines)
	}
	if n := w.count("SELECT count(*) FROM contents WHERE data->'title'->>'it' = 'La città si illumina' AND status = 'published'"); n != 1 {
		t.Errorf("the news in Windows-1252 is not public: %v", r.Lines)
	}
	if got := load().Of("news"); got.Unchanged != 2 {
		t.Errorf("the second run: %+v", got)
	}
}
