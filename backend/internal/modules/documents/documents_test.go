package documents_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
)

type tenants struct{}

func (tenants) Issuer(ctx context.Context) (documents.Issuer, error) {
	names := map[string]string{"borgolago": "Comune di Borgolago", "pontefiume": "Comune di Pontefiume"}
	return documents.Issuer{Name: names[database.TenantID(ctx)], PublicURL: "http://localhost:8080"}, nil
}

func (tenants) IDs(context.Context) ([]string, error) {
	return []string{"borgolago", "pontefiume"}, nil
}

// referred is the row of a caller that refers to a file.
func referred(context.Context, documents.File) error { return nil }

func setup(t *testing.T, opts ...testkit.Option) (*testkit.Env, *documents.Service) {
	t.Helper()
	e := testkit.New(t, opts...)
	return e, documents.New(e.DB, e.Storage, e.Queue, e.Clock, tenants{})
}

func content(id string) documents.OutcomeContent {
	return documents.OutcomeContent{
		Case: documents.Case{
			SubjectKind: "application", SubjectID: id, Language: "it", Number: "2026-000123",
			Service:   documents.Localized{IT: "Permesso", EN: "Permit"},
			Applicant: documents.Party{Name: "Anna Esempio", TaxCode: "SMPNNA85C52Z999X"}, Simulated: true,
		},
		Accepted: true, Reasons: "Va bene.", DecidedAt: testkit.Start, SubmittedAt: testkit.Start,
	}
}

func TestRegistrationNumbersHaveNoGapsAndNoDoubles(t *testing.T) {
	e, s := setup(t)
	ctx := e.Ctx("borgolago")
	undo := errors.New("undo")
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			err := e.DB.Tx(ctx, func(ctx context.Context) error {
				if _, err := s.Register(ctx, "application", fmt.Sprint(i/2)); err != nil { // each subject twice
					return err
				}
				if i%5 == 4 {
					return undo
				}
				return nil
			})
			if err != nil && !errors.Is(err, undo) {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var got []string
	for i := range 10 {
		r, err := s.RegistrationOf(ctx, "application", fmt.Sprint(i))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Number)
	}
	slices.Sort(got)
	for i, number := range got {
		if want := fmt.Sprintf("%07d/2026", i+1); number != want {
			t.Errorf("number %d = %s, want %s", i, number, want)
		}
	}
}

func TestTheRegisterStartsAgainWithTheYearInRomeAndForEachMunicipality(t *testing.T) {
	e, s := setup(t, testkit.At(time.Date(2026, 12, 31, 22, 30, 0, 0, time.UTC)))
	check := func(tenant, id, want string) {
		t.Helper()
		r, err := s.Register(e.Ctx(tenant), "application", id)
		if err != nil || r.Number != want {
			t.Errorf("%s: number = %s, %v, want %s", id, r.Number, err, want)
		}
	}
	check("borgolago", "a", "0000001/2026")
	check("borgolago", "b", "0000002/2026")
	check("pontefiume", "c", "0000001/2026")
	e.Clock.Advance(time.Hour) // half past midnight in Rome
	check("borgolago", "d", "0000001/2027")
	check("borgolago", "a", "0000001/2026")
}

func TestADocumentIsWrittenOnce(t *testing.T) {
	e, s := setup(t)
	ctx := e.Ctx("borgolago")
	first, err := s.Outcome(ctx, content("one"))
	if err != nil {
		t.Fatal(err)
	}
	e.Clock.Advance(time.Hour)
	again, err := s.Outcome(ctx, content("one"))
	if err != nil || again.ID != first.ID || again.SHA256 != first.SHA256 || again.VerificationCode != first.VerificationCode {
		t.Errorf("second call = %+v, %v, want %+v", again, err, first)
	}
	next, err := s.Outcome(ctx, content("two"))
	if err != nil {
		t.Fatal(err)
	}
	if first.Number != "1/2026" || next.Number != "2/2026" || first.TitleIT != "Atto n. 1/2026" || first.PlatformMode != "simulator" {
		t.Errorf("numbers = %s, %s; title = %s; mode = %s", first.Number, next.Number, first.TitleIT, first.PlatformMode)
	}
	list, err := s.Documents(ctx, "application", "one", "two")
	if err != nil || len(list) != 2 {
		t.Errorf("list = %v, %v", list, err)
	}
	if _, _, err := s.OpenDocument(e.Ctx("pontefiume"), first.ID); !errors.Is(err, documents.ErrNotFound) {
		t.Errorf("another municipality: %v", err)
	}
}

func TestAJobThatDiedHalfwayIsFinishedWithTheSameNumber(t *testing.T) {
	e, s := setup(t)
	ctx := e.Ctx("borgolago")
	first, err := s.Outcome(ctx, content("one"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Owner(t).Exec(ctx, "UPDATE documents SET issued_at = NULL, sha256 = '', size = 0"); err != nil {
		t.Fatal(err)
	}
	if err := e.Storage.Delete(ctx, first.StorageKey); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VerifyCode(ctx, first.VerificationCode); !errors.Is(err, documents.ErrUnknown) {
		t.Errorf("a half-written document verifies: %v", err)
	}
	again, err := s.Outcome(ctx, content("one"))
	if err != nil || again.SHA256 != first.SHA256 || again.Number != first.Number {
		t.Errorf("again = %+v, %v", again, err)
	}
}

type client struct {
	engine *gin.Engine
	tenant string
}

func newClient(s *documents.Service, tenant string) client {
	gin.SetMode(gin.TestMode)
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		c.Request = c.Request.WithContext(database.WithTenant(c.Request.Context(), tenant))
	})
	group := engine.Group("")
	documents.NewHandler(s).Routes(httpx.Router{Public: group, Citizen: group, Operator: group, Admin: group})
	return client{engine, tenant}
}

func (c client) get(code string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	c.engine.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/document-verifications/"+code, nil))
	return rec
}

func (c client) post(t *testing.T, content []byte) *httptest.ResponseRecorder {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	part, err := w.CreateFormFile("file", "documento.pdf")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(content)
	_ = w.Close()
	r := httptest.NewRequest(http.MethodPost, "/document-verifications", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	rec := httptest.NewRecorder()
	c.engine.ServeHTTP(rec, r)
	return rec
}

func TestAnybodyCanCheckADocument(t *testing.T) {
	e, s := setup(t)
	ctx := e.Ctx("borgolago")
	doc, err := s.Outcome(ctx, content("one"))
	if err != nil {
		t.Fatal(err)
	}
	_, pdf, err := s.OpenDocument(ctx, doc.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^[0-9A-HJKMNP-TV-Z]{20}$`).MatchString(doc.VerificationCode) {
		t.Errorf("code = %s", doc.VerificationCode)
	}
	here, there := newClient(s, "borgolago"), newClient(s, "pontefiume")
	tests := map[string]struct {
		rec  *httptest.ResponseRecorder
		want int
	}{
		"by its code":                          {here.get(doc.VerificationCode), http.StatusOK},
		"by its code in groups and lower case": {here.get(strings.ToLower(documents.GroupCode(doc.VerificationCode))), http.StatusOK},
		"by its file":                          {here.post(t, pdf), http.StatusOK},
		"a changed file is unknown":            {here.post(t, append(slices.Clone(pdf), ' ')), http.StatusNotFound},
		"an invented code is unknown":          {here.get("00000000000000000000"), http.StatusNotFound},
		"something else is unknown":            {here.get("buongiorno"), http.StatusNotFound},
		"another municipality knows nothing":   {there.get(doc.VerificationCode), http.StatusNotFound},
		"nor about its file":                   {there.post(t, pdf), http.StatusNotFound},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if tt.rec.Code != tt.want {
				t.Fatalf("status = %d, want %d: %s", tt.rec.Code, tt.want, tt.rec.Body)
			}
			if tt.want == http.StatusOK {
				testkit.Golden(t, tt.rec.Body.Bytes(), "sha256")
			}
			if strings.Contains(tt.rec.Body.String(), "Anna") || strings.Contains(tt.rec.Body.String(), "SMPNNA") {
				t.Error("the answer names the person")
			}
			if tt.want == http.StatusNotFound && !strings.Contains(tt.rec.Body.String(), "document-unknown") {
				t.Errorf("body = %s", tt.rec.Body)
			}
		})
	}
}

func TestWhoTriesManyCodesIsSlowedDown(t *testing.T) {
	_, s := setup(t)
	c := newClient(s, "borgolago")
	codes := map[int]int{}
	for range 30 {
		codes[c.get("00000000000000000000").Code]++
	}
	if codes[http.StatusTooManyRequests] < 5 || codes[http.StatusNotFound] < 20 {
		t.Errorf("answers = %v", codes)
	}
}

func office(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range append([]string{"[Content_Types].xml", "_rels/.rels", "word/document.xml"}, entries...) {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = f.Write([]byte("<x/>"))
	}
	_ = w.Close()
	return b.Bytes()
}

func TestWhichFilesAreTaken(t *testing.T) {
	pdf := []byte("%PDF-1.4\n1 0 obj\n<</Type /Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n")
	png := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), make([]byte, 20)...)
	tests := map[string]struct {
		name    string
		content []byte
		limits  documents.Limits
		want    *errs.Error
	}{
		"a PDF":                          {"contratto.pdf", pdf, documents.Limits{}, nil},
		"an image in capitals":           {"FOTO.PNG", png, documents.Limits{}, nil},
		"a text document":                {"lettera.docx", office(t), documents.Limits{}, nil},
		"a signed envelope":              {"contratto.pdf.p7m", []byte{0x30, 0x82, 1, 2, 0, 0, 3, 0xff, 0xfe, 1}, documents.Limits{}, nil},
		"an accepted extension":          {"a.pdf", pdf, documents.Limits{Types: []string{".pdf"}}, nil},
		"an accepted family":             {"a.png", png, documents.Limits{Types: []string{"image/*"}}, nil},
		"nothing":                        {"a.pdf", nil, documents.Limits{}, documents.ErrFileEmpty},
		"too much":                       {"a.pdf", pdf, documents.Limits{MaxBytes: 10}, documents.ErrFileTooLarge},
		"a type the form does not want":  {"a.png", png, documents.Limits{Types: []string{"application/pdf"}}, documents.ErrFileType},
		"a PDF that says it is an image": {"a.png", pdf, documents.Limits{}, documents.ErrFileMismatch},
		"a file without extension":       {"contratto", pdf, documents.Limits{}, documents.ErrFileMismatch},
		"a Windows program":              {"a.pdf", append([]byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00"), make([]byte, 200)...), documents.Limits{}, documents.ErrFileType},
		"a Linux program":                {"a.pdf", append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 60)...), documents.Limits{}, documents.ErrFileType},
		"a web page":                     {"a.pdf", []byte("<!DOCTYPE html><html><script>x()</script></html>"), documents.Limits{}, documents.ErrFileType},
		"a drawing that runs scripts":    {"a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), documents.Limits{}, documents.ErrFileType},
		"a shell script as text":         {"a.txt", []byte("#!/bin/sh\nrm -rf /\n"), documents.Limits{}, documents.ErrFileType},
		"a PDF that runs scripts":        {"a.pdf", bytes.Replace(pdf, []byte("/Type"), []byte("/OpenAction <</S /JavaScript /JS (x())>> /Type"), 1), documents.Limits{}, documents.ErrFileActive},
		"a document with macros":         {"a.docx", office(t, "word/vbaProject.bin"), documents.Limits{}, documents.ErrFileActive},
	}
	e, s := setup(t)
	ctx := e.Ctx("borgolago")
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, err := s.SaveFile(ctx, tt.name, tt.content, tt.limits, referred)
			if tt.want != nil {
				if !errors.Is(err, tt.want) {
					t.Fatalf("err = %v, want %v", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got, content, err := s.OpenFile(ctx, f.ID)
			if err != nil || !bytes.Equal(content, tt.content) || got.SHA256 != f.SHA256 || got.ContentType == "" {
				t.Errorf("file = %+v, %v", got, err)
			}
			if _, _, err := s.OpenFile(e.Ctx("pontefiume"), f.ID); !errors.Is(err, documents.ErrFileNotFound) {
				t.Errorf("another municipality: %v", err)
			}
		})
	}
}

func TestADeletedFileLeavesTheBucketToo(t *testing.T) {
	e, s := setup(t)
	ctx := e.Ctx("borgolago")
	f, err := s.SaveFile(ctx, "a.txt", []byte("ciao"), documents.Limits{}, referred)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteFile(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	e.Drain(t)
	if _, _, err := e.Storage.Get(ctx, f.StorageKey); err == nil {
		t.Error("the content is still there")
	}
	if _, err := s.FileInfo(ctx, f.ID); !errors.Is(err, documents.ErrFileNotFound) {
		t.Errorf("err = %v", err)
	}
}

func TestAFileNobodyRefersToIsNotKept(t *testing.T) {
	e, s := setup(t)
	ctx := e.Ctx("borgolago")
	refused := errors.New("refused")
	var seen documents.File
	_, err := s.SaveFile(ctx, "a.txt", []byte("ciao"), documents.Limits{}, func(_ context.Context, f documents.File) error {
		seen = f
		return refused
	})
	if !errors.Is(err, refused) {
		t.Fatalf("err = %v", err)
	}
	if _, err := s.FileInfo(ctx, seen.ID); !errors.Is(err, documents.ErrFileNotFound) {
		t.Errorf("its row: %v", err)
	}
	if _, _, err := e.Storage.Get(ctx, seen.StorageKey); err == nil {
		t.Error("its content is still there")
	}
}

// TestContentOfACutOffUploadIsSwept leaves a stored file without its row, as a
// process does that was killed in between.
func TestContentOfACutOffUploadIsSwept(t *testing.T) {
	e, s := setup(t, testkit.At(time.Now()))
	ctx := e.Ctx("borgolago")
	kept, err := s.SaveFile(ctx, "a.txt", []byte("ciao"), documents.Limits{}, referred)
	if err != nil {
		t.Fatal(err)
	}
	stray := "borgolago/files/" + ids.New()
	document := "borgolago/documents/" + ids.New()
	for _, key := range []string{stray, document} {
		if err := e.Storage.Put(ctx, key, []byte("?"), "text/plain"); err != nil {
			t.Fatal(err)
		}
	}
	there := func(key string) bool { _, _, err := e.Storage.Get(ctx, key); return err == nil }
	sweep := func() {
		t.Helper()
		if err := s.SweepForTest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	e.Clock.Advance(23 * time.Hour)
	if sweep(); !there(stray) {
		t.Error("an upload that may be under way was swept")
	}
	e.Clock.Advance(2 * time.Hour)
	if sweep(); there(stray) {
		t.Error("the stray is still there")
	}
	if !there(kept.StorageKey) || !there(document) {
		t.Error("something that belongs here was swept")
	}
}

func TestFileNamesAreHarmless(t *testing.T) {
	for given, want := range map[string]string{
		"../../etc/passwd.pdf":            "passwd.pdf",
		`C:\Utenti\Anna\contratto.pdf`:    "contratto.pdf",
		"a\r\nSet-Cookie: x.pdf":          "aSet-Cookie- x.pdf",
		"  Perché è così.PDF":             "Perché è così.PDF",
		`"><script>.pdf`:                  "script-.pdf",
		"\u202egnp.exe.pdf":               "gnp.exe.pdf",
		"":                                "file",
		"...":                             "file",
		strings.Repeat("è", 300) + ".pdf": strings.Repeat("è", 120) + ".pdf",
	} {
		if got := documents.SafeName(given); got != want {
			t.Errorf("SafeName(%q) = %q, want %q", given, got, want)
		}
	}
}

func TestTheAnswerIsJSON(t *testing.T) {
	e, s := setup(t)
	doc, err := s.Outcome(e.Ctx("borgolago"), content("one"))
	if err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	rec := newClient(s, "borgolago").get(doc.VerificationCode)
	if err := json.Unmarshal(rec.Body.Bytes(), &answer); err != nil || answer["valid"] != true || rec.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("answer = %v, %v", answer, err)
	}
}
