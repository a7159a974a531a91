package media_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/gen2brain/avif"
	"github.com/gin-gonic/gin"
	"golang.org/x/image/webp"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

type world struct {
	*testkit.Env

	t       *testing.T
	service *media.Service
	engine  *gin.Engine
	news    []string // ids that media.changed told
}

func setup(t *testing.T, options ...testkit.Option) *world {
	t.Helper()
	w := &world{Env: testkit.New(t, options...), t: t}
	trail := audit.New(w.DB, w.Clock, func(ctx context.Context) audit.Who {
		return audit.Who{Kind: "operator", Name: identity.ActorFrom(ctx).Name}
	})
	w.service = media.New(media.Deps{DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Storage: w.Storage, Audit: trail, Tenants: tenants.New(w.DB, tenants.Origin{})})
	events.Subscribe(w.Bus, "test", func(_ context.Context, e media.Changed) error {
		w.news = append(w.news, e.MediaID)
		return nil
	})
	gin.SetMode(gin.TestMode)
	w.engine = gin.New()
	w.engine.Use(func(c *gin.Context) {
		ctx := database.WithTenant(c.Request.Context(), c.GetHeader("X-Tenant"))
		ctx = identity.WithActor(ctx, identity.Actor{Kind: identity.Operator, Name: "Rita Redattrice", Roles: strings.Fields(c.GetHeader("X-Roles"))})
		c.Request = c.Request.WithContext(ctx)
	})
	h := media.NewHandler(w.service, nil)
	api := w.engine.Group("/api/v1")
	h.Routes(httpx.Router{Public: api, Citizen: api, Operator: api, Admin: api})
	h.Files(w.engine.Group(media.Prefix))
	return w
}

// send makes a request of an editor of Borgolago; headers may say otherwise.
func (w *world) send(method, path string, body []byte, headers ...string) testkit.Answer {
	w.t.Helper()
	r := httptest.NewRequest(method, path, bytes.NewReader(body))
	r.Header.Set("X-Tenant", "borgolago")
	r.Header.Set("X-Roles", "author")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	rec := httptest.NewRecorder()
	w.engine.ServeHTTP(rec, r)
	return testkit.Answer{T: w.t, Code: rec.Code, Head: rec.Header(), Raw: rec.Body.Bytes()}
}

func form(t *testing.T, name string, content []byte, fields ...string) ([]byte, string) {
	t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(content)
	for i := 0; i < len(fields); i += 2 {
		_ = m.WriteField(fields[i], fields[i+1])
	}
	_ = m.Close()
	return body.Bytes(), m.FormDataContentType()
}

func (w *world) upload(name string, content []byte, fields ...string) testkit.Answer {
	w.t.Helper()
	body, kind := form(w.t, name, content, fields...)
	return w.send(http.MethodPost, "/api/v1/office/media", body, "Content-Type", kind)
}

func (w *world) office(id string) testkit.Answer {
	w.t.Helper()
	return w.send(http.MethodGet, "/api/v1/office/media/"+id, nil).Want(http.StatusOK)
}

// painting is a picture whose left half is red and whose right half is blue.
func painting(width, height int) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.NRGBA{220, 20, 20, 255}
			if x >= width/2 {
				c = color.NRGBA{20, 20, 220, 255}
			}
			m.SetNRGBA(x, y, c)
		}
	}
	return m
}

func pngOf(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const secretPlace = "GPS 45.4642N 9.1900E Telefono di Anna"

// photo is a JPEG that tells where it was taken and how to turn it.
func photo(t *testing.T, width, height, orientation int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, painting(width, height), nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte{'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, byte(orientation), 0, 0, 0, 0, 0, 0, 0}
	out := []byte{0xFF, 0xD8}
	for marker, payload := range map[byte]string{
		0xE1: "Exif\x00\x00" + string(tiff) + secretPlace,
		0xED: "Photoshop 3.0\x00" + secretPlace,
		0xFE: secretPlace + "<script>alert(1)</script>",
	} {
		out = append(out, 0xFF, marker)
		out = binary.BigEndian.AppendUint16(out, uint16(len(payload)+2))
		out = append(out, payload...)
	}
	return append(append(out, b.Bytes()[2:]...), secretPlace...)
}

func TestAPhotoLosesPlaceAndDeviceAndStandsUpright(t *testing.T) {
	w := setup(t)
	made := w.upload("../Piazza à l'alba.JPG", photo(t, 2400, 1600, 6), "title", "Piazza", "alt", `{"it":"La piazza all'alba","en":"The square at dawn"}`).Want(http.StatusCreated)
	if got := made.Str("state"); got != "processing" {
		t.Errorf("state = %s", got)
	}
	if made.Str("width") != "1600" || made.Str("height") != "2400" {
		t.Errorf("size at once = %s × %s", made.Str("width"), made.Str("height"))
	}
	url := made.Str("url")
	if !strings.HasSuffix(url, "-piazza-a-l-alba.jpg") {
		t.Errorf("url = %s", url)
	}
	stored := w.send(http.MethodGet, url, nil).Want(http.StatusOK)
	if bytes.Contains(stored.Raw, []byte("GPS")) || bytes.Contains(stored.Raw, []byte("Anna")) || bytes.Contains(stored.Raw, []byte("script")) {
		t.Error("the photo still tells where it was taken")
	}
	if m, err := jpeg.Decode(bytes.NewReader(stored.Raw)); err != nil || m.Bounds().Dx() != 2400 {
		t.Errorf("the photo does not decode any more: %v", err)
	}
	if !bytes.Contains(stored.Raw, []byte("Exif\x00\x00MM")) {
		t.Error("how to turn the photo was lost")
	}

	w.Drain(t)
	id := made.Str("id")
	after := w.office(id)
	if got := after.Str("state"); got != "ready" {
		t.Fatalf("state = %s", got)
	}
	seen := map[string]bool{}
	for _, r := range after.List("renditions") {
		width, height, format := int(r["width"].(float64)), int(r["height"].(float64)), r["format"].(string)
		seen[format] = true
		if width > 1600 || height != width*3/2 {
			t.Errorf("%s of %d × %d", format, width, height)
		}
		answer := w.send(http.MethodGet, r["url"].(string), nil).Want(http.StatusOK)
		if got := answer.Head.Get("Content-Type"); got != "image/"+format {
			t.Errorf("content type = %s, want %s", got, format)
		}
		m := decode(t, format, answer.Raw)
		if m.Bounds().Dx() != width || m.Bounds().Dy() != height {
			t.Errorf("%s is %v, want %d × %d", format, m.Bounds(), width, height)
		}
		// turned by 90° to the right: the red left half is on top now
		if !reddish(m.At(width/2, height/8)) || reddish(m.At(width/2, height*7/8)) {
			t.Errorf("%s of %d pixels does not stand upright: %v above, %v below", format, width, m.At(width/2, height/8), m.At(width/2, height*7/8))
		}
	}
	if want := []string{"avif", "jpeg", "webp"}; !slices.Equal(slices.Sorted(maps.Keys(seen)), want) {
		t.Errorf("formats = %v", seen)
	}
	if got := len(after.List("renditions")); got != 3*5 { // 320, 640, 960, 1280 and its own 1600
		t.Errorf("renditions = %d", got)
	}
	if !slices.Contains(w.news, id) {
		t.Error("nobody was told of the new forms")
	}
}

func decode(t *testing.T, format string, body []byte) image.Image {
	t.Helper()
	var m image.Image
	var err error
	switch format {
	case "avif":
		m, err = avif.Decode(bytes.NewReader(body))
	case "webp":
		m, err = webp.Decode(bytes.NewReader(body))
	default:
		m, _, err = image.Decode(bytes.NewReader(body))
	}
	if err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return m
}

func reddish(c color.Color) bool {
	r, _, b, _ := c.RGBA()
	return r > 2*b
}

func TestTransparencyAndPreviewsKeepTheirColours(t *testing.T) {
	w := setup(t)
	logo := image.NewNRGBA(image.Rect(0, 0, 500, 400))
	for i := range 500 * 400 {
		copy(logo.Pix[4*i:], []uint8{250, 10, 10, 128})
	}
	id := w.upload("logo.png", pngOf(t, logo)).Want(http.StatusCreated).Str("id")
	w.Drain(t)
	all := w.office(id).List("renditions")
	if len(all) != 6 { // 320 and 500
		t.Fatalf("renditions = %v", all)
	}
	for _, r := range all {
		m := decode(t, r["format"].(string), w.send(http.MethodGet, r["url"].(string), nil).Want(http.StatusOK).Raw)
		c, _ := color.NRGBAModel.Convert(m.At(50, 50)).(color.NRGBA)
		if c.R < 225 || c.A < 118 || c.A > 138 {
			t.Errorf("%s of %v pixels: %v", r["format"], r["width"], c)
		}
	}
}

func TestASmallPictureIsNeverMadeLarger(t *testing.T) {
	w := setup(t)
	id := w.upload("icona.png", pngOf(t, painting(48, 48))).Want(http.StatusCreated).Str("id")
	w.Drain(t)
	for _, r := range w.office(id).List("renditions") {
		if r["width"].(float64) != 48 {
			t.Errorf("rendition of %v pixels", r["width"])
		}
	}
}

func TestAnAnimationStaysAsItIs(t *testing.T) {
	w := setup(t)
	frame := image.NewPaletted(image.Rect(0, 0, 400, 300), color.Palette{color.White, color.Black})
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame, frame}, Delay: []int{5, 5}}); err != nil {
		t.Fatal(err)
	}
	body := append(b.Bytes()[:b.Len()-1], "\x21\xFE\x19<script>alert(1)</script>\x00\x3B<script>"...)
	made := w.upload("onda.gif", body).Want(http.StatusCreated)
	w.Drain(t)
	after := w.office(made.Str("id"))
	stored := w.send(http.MethodGet, made.Str("url"), nil).Want(http.StatusOK).Raw
	g, err := gif.DecodeAll(bytes.NewReader(stored))
	if err != nil || len(g.Image) != 2 || bytes.Contains(stored, []byte("script")) {
		t.Errorf("stored = %v, %v", g, err)
	}
	if len(after.List("renditions")) != 0 || after.Str("state") != "ready" {
		t.Errorf("after = %s", after.Raw)
	}
}

const hostileDrawing = `<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 120 60" onload="alert(1)">
<script>alert(2)</script><style>@import url(//evil.example/x.css); circle{fill:red}</style>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="javascript:alert(3)"/></body></foreignObject>
<a xlink:href="javascript:alert(4)"><circle cx="30" cy="30" r="20" fill="#036" ONCLICK="alert(5)"/></a>
<use href="//evil.example/x.svg#a"/><use xlink:href="#mark"/>
<image href="data:image/svg+xml;base64,PHN2Zy8+"/><image href="https://evil.example/pixel.png"/>
<animate attributeName="href" to="javascript:alert(6)"/><set attributeName="onclick" to="alert(7)"/>
<rect width="10" height="10" style="fill:url(//evil.example/p)" fill="url(#ok)"/>
<text xml:lang="it">Stemma &lt;script&gt;</text></svg>`

func TestADrawingKeepsOnlyItsShapes(t *testing.T) {
	w := setup(t)
	made := w.upload("stemma.svg", []byte(hostileDrawing)).Want(http.StatusCreated)
	if made.Str("width") != "120" || made.Str("height") != "60" || made.Str("mime") != "image/svg+xml" {
		t.Errorf("made = %s", made.Raw)
	}
	answer := w.send(http.MethodGet, made.Str("url"), nil).Want(http.StatusOK)
	got := strings.ToLower(string(answer.Raw))
	for _, bad := range []string{"<script", "onload", "onclick", "javascript", "evil", "foreignobject", "iframe", "import", "animate", "<set", "svg+xml"} {
		if strings.Contains(got, bad) {
			t.Errorf("%q is still there: %s", bad, got)
		}
	}
	for _, good := range []string{`<circle cx="30" cy="30" r="20" fill="#036">`, `href="#mark"`, `fill="url(#ok)"`, "stemma &lt;script&gt;"} {
		if !strings.Contains(got, good) {
			t.Errorf("%q is gone: %s", good, got)
		}
	}
	if csp := answer.Head.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "sandbox") {
		t.Errorf("policy = %s", csp)
	}
	if answer.Head.Get("X-Content-Type-Options") != "nosniff" {
		t.Error("the type may be guessed")
	}
}

// bomb is a small PNG that says it is enormous.
func bomb(width, height uint32) []byte {
	chunk := func(name string, data []byte) []byte {
		out := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
		body := append([]byte(name), data...)
		return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(body))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	out := append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", append(head, 8, 2, 0, 0, 0))...)
	return append(append(out, chunk("IDAT", []byte{0x78, 0x9c})...), chunk("IEND", nil)...)
}

func archive(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte(files[i+1]))
	}
	_ = z.Close()
	return b.Bytes()
}

func TestWhatCouldDoHarmIsRefused(t *testing.T) {
	w := setup(t)
	whole := pngOf(t, painting(60, 40))
	html := []byte("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>")
	tests := map[string]struct {
		name    string
		content []byte
		status  int
		code    string
	}{
		"a page":                              {"pagina.html", html, 415, "file-type-not-allowed"},
		"a page that says it is a picture":    {"pagina.png", html, 415, "file-type-not-allowed"},
		"a page that says it is a text":       {"pagina.txt", html, 415, "file-type-not-allowed"},
		"a script":                            {"codice.js", []byte("alert(document.cookie)"), 415, "file-type-not-allowed"},
		"a program":                           {"gioco.pdf", append([]byte("MZ\x90\x00"), make([]byte, 200)...), 415, "file-type-not-allowed"},
		"a drawing with entities":             {"a.svg", []byte(`<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>`), 422, "media-unreadable"},
		"a page in the dress of a drawing":    {"a.svg", []byte(`<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`), 415, "file-type-not-allowed"},
		"half a picture":                      {"mezza.png", whole[:len(whole)/2], 422, "media-unreadable"},
		"only the beginning of a GIF":         {"x.gif", []byte("GIF89a/*<script>*/=1;alert(1);//                     "), 422, "media-unreadable"},
		"a picture of too many pixels":        {"bomba.png", bomb(19000, 19000), 422, "media-too-many-pixels"},
		"a picture wider than anything":       {"bomba.png", bomb(4_000_000, 2), 422, "media-too-many-pixels"},
		"a picture that says a size and ends": {"vuota.png", bomb(4000, 3000), 422, "media-unreadable"},
		"an empty file":                       {"vuoto.pdf", nil, 422, "file-empty"},
		"a PDF that starts programs":          {"a.pdf", []byte("%PDF-1.4\n1 0 obj<</S /Launch /F (cmd.exe)>>\nendobj\n%%EOF"), 422, "file-active-content"},
		"a document with macros":              {"a.docx", archive(t, "[Content_Types].xml", "<x/>", "word/document.xml", "<x/>", "word/vbaProject.bin", "macro"), 422, "file-active-content"},
		"a broken archive":                    {"a.zip", []byte("PK\x03\x04 and then nothing that makes sense, for some time"), 422, "media-unreadable"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := w.upload(tt.name, tt.content)
			a.T = t
			a.Problem(tt.status, tt.code)
		})
	}
	if got := w.send(http.MethodGet, "/api/v1/office/media", nil).Str("total"); got != "0" {
		t.Errorf("%s files were kept", got)
	}
}

func TestAPolyglotLosesItsOtherFace(t *testing.T) {
	w := setup(t)
	body := append(pngOf(t, painting(60, 40)), "<script>alert(1)</script>PK\x03\x04"...)
	made := w.upload("doppio.html", body).Want(http.StatusCreated)
	if made.Str("mime") != "image/png" || made.Str("file_name") != "doppio.png" {
		t.Errorf("made = %s", made.Raw)
	}
	if stored := w.send(http.MethodGet, made.Str("url"), nil).Raw; bytes.Contains(stored, []byte("script")) || !bytes.HasSuffix(stored, []byte("IEND\xaeB`\x82")) {
		t.Error("what followed the picture is still there")
	}
}

func TestAnUploadOverItsLimitIsRefused(t *testing.T) {
	w := setup(t)
	body := append(photo(t, 40, 40, 1), make([]byte, 21<<20)...)
	w.upload("grande.jpg", body).Problem(http.StatusRequestEntityTooLarge, "file-too-large")
}

func pdfOf(t *testing.T, text string) []byte {
	t.Helper()
	doc := fpdf.New("P", "mm", "A4", "")
	doc.AddPage()
	doc.SetFont("Helvetica", "", 12)
	doc.MultiCell(0, 8, text, "", "", false)
	var b bytes.Buffer
	if err := doc.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheWordsOfDocumentsAreFound(t *testing.T) {
	w := setup(t)
	contents := map[string][]byte{
		"regolamento.pdf": pdfOf(t, "Regolamento per la concessione delle aree mercatali"),
		"modulo.docx": archive(t, "[Content_Types].xml", "<Types/>", "word/document.xml",
			`<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Domanda di</w:t></w:r><w:r><w:t xml:space="preserve"> concessione</w:t></w:r></w:p><w:p><w:t>Firma</w:t></w:p></w:body></w:document>`),
		"avviso.odt": archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
			`<o:c xmlns:o="o" xmlns:text="t"><text:p>Avviso di<text:s/>concessione</text:p></o:c>`),
		"dati.csv": []byte("anno;concessione\n2026;12\n"),
	}
	broken := pdfOf(t, "concessione")
	contents["rotto.pdf"] = broken[:len(broken)/2]
	ids := map[string]string{}
	for name, content := range contents {
		ids[name] = w.upload(name, content, "accessible", "true").Want(http.StatusCreated).Str("id")
	}
	w.Drain(t)
	texts, err := w.service.Text(w.Ctx("borgolago"), slices.Collect(maps.Values(ids)))
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range ids {
		after := w.office(id)
		if name == "rotto.pdf" {
			if after.Str("state") != "failed" || texts[id] != "" {
				t.Errorf("%s: %s, %q", name, after.Str("state"), texts[id])
			}
			w.send(http.MethodGet, after.Str("url"), nil).Want(http.StatusOK)
			continue
		}
		if !strings.Contains(texts[id], "concessione") || after.Str("state") != "ready" || after.Str("accessible") != "true" {
			t.Errorf("%s: %q, %s", name, texts[id], after.Raw)
		}
	}
	if !strings.Contains(texts[ids["modulo.docx"]], "Domanda di concessione\nFirma") || !strings.Contains(texts[ids["avviso.odt"]], "Avviso di concessione") {
		t.Errorf("words ran together: %q", texts)
	}
	if other, err := w.service.Text(w.Ctx("pontefiume"), slices.Collect(maps.Values(ids))); err != nil || len(other) != 0 {
		t.Errorf("another municipality reads %v, %v", other, err)
	}
}

func TestFilesAreServedForGood(t *testing.T) {
	w := setup(t)
	body := pdfOf(t, "Bilancio di previsione")
	made := w.upload("Bilancio 2026 (definitivo).pdf", body).Want(http.StatusCreated)
	url := made.Str("url")
	answer := w.send(http.MethodGet, url, nil).Want(http.StatusOK)
	if !bytes.Equal(answer.Raw, body) {
		t.Error("the content changed")
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": `inline; filename="Bilancio 2026 (definitivo).pdf"`, "Accept-Ranges": "bytes",
	} {
		if got := answer.Head.Get(name); got != want {
			t.Errorf("%s = %s, want %s", name, got, want)
		}
	}
	etag := answer.Head.Get("ETag")
	if got := w.send(http.MethodGet, url, nil, "If-None-Match", etag); got.Code != http.StatusNotModified || len(got.Raw) > 0 {
		t.Errorf("known already: %d, %d bytes", got.Code, len(got.Raw))
	}
	part := w.send(http.MethodGet, url, nil, "Range", "bytes=5-7").Want(http.StatusPartialContent)
	if string(part.Raw) != string(body[5:8]) || !strings.HasPrefix(part.Head.Get("Content-Range"), "bytes 5-7/") {
		t.Errorf("part = %q, %s", part.Raw, part.Head.Get("Content-Range"))
	}
	if head := w.send(http.MethodHead, url, nil).Want(http.StatusOK); len(head.Raw) != 0 || head.Head.Get("Content-Length") == "" {
		t.Errorf("head = %v", head.Head)
	}
	data := w.upload("dati.csv", []byte("a,b\n1,2\n")).Want(http.StatusCreated)
	served := w.send(http.MethodGet, data.Str("url"), nil).Head
	if got := served.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment") || !strings.HasSuffix(served.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("data = %v", served)
	}
	if got := answer.Head.Get("Content-Security-Policy"); !strings.Contains(got, "default-src 'none'") || strings.Contains(got, "sandbox") {
		t.Errorf("policy of a PDF = %s", got)
	}
	for name, answer := range map[string]testkit.Answer{
		"another municipality": w.send(http.MethodGet, url, nil, "X-Tenant", "pontefiume"),
		"a form that is not":   w.send(http.MethodGet, strings.Replace(url, "bilancio-2026-definitivo.pdf", "640.avif", 1), nil),
		"an invented id":       w.send(http.MethodGet, "/media/01a20c3b-6701-7af6-b6d7-7c6f3225c6e9/0123456789ab-x.pdf", nil),
		"no id at all":         w.send(http.MethodGet, "/media/x/0123456789ab-x.pdf", nil),
	} {
		if answer.Code != http.StatusNotFound {
			t.Errorf("%s: status = %d", name, answer.Code)
		}
	}
}

func TestAReplacedFileKeepsItsPlace(t *testing.T) {
	w := setup(t)
	made := w.upload("piano.pdf", pdfOf(t, "prima versione"), "title", "Piano").Want(http.StatusCreated)
	id, old := made.Str("id"), made.Str("url")
	w.Drain(t)
	body, kind := form(t, "piano-2.pdf", pdfOf(t, "seconda stesura"))
	after := w.send(http.MethodPut, "/api/v1/office/media/"+id+"/file", body, "Content-Type", kind).Want(http.StatusOK)
	w.Drain(t)
	if after.Str("id") != id || after.Str("title", "it") != "Piano" || after.Str("url") == old || after.Str("version") != "2" {
		t.Errorf("after = %s", after.Raw)
	}
	moved := w.send(http.MethodGet, old, nil).Want(http.StatusFound)
	if moved.Head.Get("Location") != after.Str("url") {
		t.Errorf("the old address leads to %s", moved.Head.Get("Location"))
	}
	texts, err := w.service.Text(w.Ctx("borgolago"), []string{id})
	if err != nil || !strings.Contains(texts[id], "seconda") {
		t.Errorf("texts = %v, %v", texts, err)
	}
	body, kind = form(t, "foto.png", pngOf(t, painting(20, 20)))
	w.send(http.MethodPut, "/api/v1/office/media/"+id+"/file", body, "Content-Type", kind).Problem(http.StatusUnprocessableEntity, "media-other-kind")
}

func TestTwoEditorsDoNotOverwriteEachOther(t *testing.T) {
	w := setup(t)
	made := w.upload("foto.png", pngOf(t, painting(30, 20))).Want(http.StatusCreated)
	path := "/api/v1/office/media/" + made.Str("id")
	patch := func(version string, body map[string]any) testkit.Answer {
		raw, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		return w.send(http.MethodPatch, path, raw, "Content-Type", httpx.MediaMergePatch, "If-Match", version)
	}
	after := patch(`"1"`, map[string]any{
		"alt": map[string]string{"it": "", "en": ""}, "credits": "Foto di Rita", "focal_point": map[string]float64{"x": 0.25, "y": 0.75},
	}).Want(http.StatusOK)
	if after.Head.Get("ETag") != `"2"` || after.Str("focal_point", "x") != "0.25" || after.Str("credits") != "Foto di Rita" {
		t.Errorf("after = %s", after.Raw)
	}
	patch(`"1"`, map[string]any{"credits": "Altri"}).Problem(http.StatusPreconditionFailed, "version-mismatch")
	patch(`"2"`, map[string]any{"focal_point": map[string]float64{"x": 1.5, "y": 0}}).Problem(http.StatusUnprocessableEntity, "media-invalid")
	patch(`"2"`, map[string]any{"accessible": true}).Problem(http.StatusUnprocessableEntity, "media-invalid")
	all, err := w.service.ByID(w.Ctx("borgolago"), []string{made.Str("id"), "x"})
	if err != nil || len(all) != 1 || !all[made.Str("id")].Decorative() {
		t.Errorf("all = %v, %v", all, err)
	}
	if other, err := w.service.ByID(w.Ctx("pontefiume"), []string{made.Str("id")}); err != nil || len(other) != 0 {
		t.Errorf("another municipality reads %v, %v", other, err)
	}
}

type uses []media.Use

func (u uses) MediaUses(context.Context, string) ([]media.Use, error) { return u, nil }

func TestAFileInUseIsNotRemoved(t *testing.T) {
	w := setup(t)
	made := w.upload("foto.png", pngOf(t, painting(30, 20))).Want(http.StatusCreated)
	path := "/api/v1/office/media/" + made.Str("id")
	w.service.SetUses(uses{{ContentID: "c", Type: "news", Title: "Festa", Path: "/novita/notizie/festa", Published: true}})
	refused := w.send(http.MethodDelete, path, nil)
	refused.Problem(http.StatusConflict, "media-in-use")
	if !strings.Contains(string(refused.Raw), "Festa") {
		t.Errorf("it does not say who uses it: %s", refused.Raw)
	}
	if got := w.send(http.MethodGet, path, nil).List("uses"); len(got) != 1 {
		t.Errorf("uses = %v", got)
	}
	w.service.SetUses(uses{{ContentID: "c", Title: "Bozza"}})
	w.send(http.MethodDelete, path, nil).Want(http.StatusNoContent)
	w.Drain(t)
	w.send(http.MethodGet, made.Str("url"), nil).Want(http.StatusNotFound)
	var actions []string
	rows, err := w.Owner(t).Query(t.Context(), "SELECT action FROM audit_entries WHERE subject = 'media' AND subject_id = $1 ORDER BY id", made.Str("id"))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var action string
		if err := rows.Scan(&action); err != nil {
			t.Fatal(err)
		}
		actions = append(actions, action)
	}
	if !slices.Equal(actions, []string{"media_added", "media_deleted"}) {
		t.Errorf("trail = %v", actions)
	}
}

// TestContentOfACutOffUploadIsSwept leaves stored files without a row that names
// them, as a process does that was killed in between.
func TestContentOfACutOffUploadIsSwept(t *testing.T) {
	w := setup(t, testkit.At(time.Now()))
	ctx := w.Ctx("borgolago")
	video := append([]byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), make([]byte, 600)...)
	made := w.upload("consiglio.mp4", video).Want(http.StatusCreated)
	w.Drain(t)
	captioned, err := w.service.SetCaptions(ctx, made.Str("id"), "it", []byte("WEBVTT\n"))
	if err != nil {
		t.Fatal(err)
	}
	sha := strings.Repeat("0", 64)
	strays := []string{
		"borgolago/media/" + ids.New() + "/" + sha + "/original",      // never got its row
		"borgolago/media/" + made.Str("id") + "/" + sha + "/original", // was to replace another
		"pontefiume/media/" + made.Str("id") + "/" + captioned.SHA256 + "/original",
	}
	document := "borgolago/files/" + ids.New()
	for _, key := range append(strays, document) {
		if err := w.Storage.Put(ctx, key, []byte("?"), "video/mp4"); err != nil {
			t.Fatal(err)
		}
	}
	there := func(key string) bool { _, _, err := w.Storage.Get(ctx, key); return err == nil }
	sweep := func() {
		t.Helper()
		if err := w.service.SweepForTest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	w.Clock.Advance(23 * time.Hour)
	sweep()
	for _, key := range strays {
		if !there(key) {
			t.Errorf("%s was swept, and may be under way", key)
		}
	}
	w.Clock.Advance(2 * time.Hour)
	sweep()
	for _, key := range strays {
		if there(key) {
			t.Errorf("%s is still there", key)
		}
	}
	if !there(document) {
		t.Error("a file of an application was swept")
	}
	for _, url := range []string{captioned.URL, captioned.Captions[0].URL} {
		w.send(http.MethodGet, url, nil).Want(http.StatusOK)
	}
}

func TestOnlyEditorsManageFiles(t *testing.T) {
	w := setup(t)
	w.send(http.MethodGet, "/api/v1/office/media", nil, "X-Roles", "officer").Problem(http.StatusForbidden, "forbidden")
	w.send(http.MethodGet, "/api/v1/office/media", nil, "X-Roles", "admin").Want(http.StatusOK)
}

func TestEditorsFindFilesByTheirWords(t *testing.T) {
	w := setup(t)
	for _, name := range []string{"uno.png", "due.png", "tre.png"} {
		w.upload(name, pngOf(t, painting(30, 20)), "title", "Città di notte").Want(http.StatusCreated)
	}
	w.upload("delibera.pdf", pdfOf(t, "delibera")).Want(http.StatusCreated)
	first := w.send(http.MethodGet, "/api/v1/office/media?kind=image&limit=2&q=citta", nil).Want(http.StatusOK)
	if len(first.Items()) != 2 || first.Str("total") != "3" || first.Items()[0]["file_name"] != "tre.png" {
		t.Errorf("first = %s", first.Raw)
	}
	next := w.send(http.MethodGet, "/api/v1/office/media?kind=image&limit=2&q=citta&cursor="+first.Str("next_cursor"), nil).Want(http.StatusOK)
	if len(next.Items()) != 1 || next.Str("next_cursor") != "" {
		t.Errorf("next = %s", next.Raw)
	}
	if got := w.send(http.MethodGet, "/api/v1/office/media?q=100%25", nil).Str("total"); got != "0" {
		t.Errorf("a sign of the pattern finds %s files", got)
	}
}

func TestAnImportIsKeptOnce(t *testing.T) {
	w := setup(t)
	ctx := w.Ctx("borgolago")
	put := func(title string, body []byte) (string, bool) {
		t.Helper()
		credits := "Archivio comunale"
		id, changed, err := w.service.Put(ctx, media.Import{
			Key: "demo:piazza", FileName: "piazza.jpg", Bytes: body,
			Description: media.Description{Title: i18n.Text{"it": title}, Credits: &credits},
		})
		if err != nil {
			t.Fatal(err)
		}
		return id, changed
	}
	one, two := photo(t, 60, 40, 1), photo(t, 80, 40, 1)
	first, changed := put("Piazza", one)
	if !changed {
		t.Error("nothing happened at first")
	}
	steps := []struct {
		name, title string
		body        []byte
		changed     bool
	}{
		{"the same again", "Piazza", one, false}, {"another title", "La piazza", one, true},
		{"another file", "La piazza", two, true}, {"nothing new", "La piazza", two, false},
	}
	for _, step := range steps {
		if id, changed := put(step.title, step.body); id != first || changed != step.changed {
			t.Errorf("%s: id %s, changed %v", step.name, id, changed)
		}
	}
	w.Drain(t)
	if _, _, err := w.service.Put(ctx, media.Import{Key: "demo:x", FileName: "x.html", Bytes: []byte("<html><script></script></html>")}); !errors.Is(err, media.ErrType) {
		t.Errorf("an import lets pages in: %v", err)
	}
}

func TestSubtitlesBelongToAVideo(t *testing.T) {
	w := setup(t)
	video := append([]byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), make([]byte, 600)...)
	made := w.upload("consiglio.mp4", video, "transcript", "Il sindaco apre la seduta.").Want(http.StatusCreated)
	if made.Str("kind") != "video" || made.Str("transcript", "it") == "" || made.Str("state") != "ready" {
		t.Errorf("made = %s", made.Raw)
	}
	path := "/api/v1/office/media/" + made.Str("id") + "/captions/it"
	body, kind := form(t, "it.vtt", []byte("WEBVTT\n\n00:00.000 --> 00:02.000\nBuonasera\n"))
	after := w.send(http.MethodPut, path, body, "Content-Type", kind).Want(http.StatusOK)
	captions := after.List("captions")
	if len(captions) != 1 || captions[0]["language"] != "it" {
		t.Fatalf("captions = %v", captions)
	}
	served := w.send(http.MethodGet, captions[0]["url"].(string), nil).Want(http.StatusOK)
	if served.Head.Get("Content-Type") != "text/vtt" || !bytes.HasPrefix(served.Raw, []byte("WEBVTT")) {
		t.Errorf("served = %s", served.Raw)
	}
	body, kind = form(t, "it.vtt", []byte("<script>alert(1)</script>"))
	w.send(http.MethodPut, path, body, "Content-Type", kind).Problem(http.StatusUnprocessableEntity, "media-unreadable")
	w.send(http.MethodDelete, path, nil).Want(http.StatusNoContent)
	if got := w.office(made.Str("id")).List("captions"); len(got) != 0 {
		t.Errorf("captions = %v", got)
	}
}
