package documents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gabriel-vasile/mimetype"
	"github.com/google/uuid"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

// Limits says which files a caller accepts. Zero values mean the defaults.
type Limits struct {
	MaxBytes int64
	Types    []string // content types or extensions (".pdf"), a subset of the accepted ones
}

// DefaultMaxBytes is the size allowed when a form says nothing else.
const DefaultMaxBytes = 10 << 20

// extensions lists what the product accepts and the names such files may have.
var extensions = map[string][]string{
	"application/pdf": {".pdf"},
	"image/jpeg":      {".jpg", ".jpeg"},
	"image/png":       {".png"},
	"image/tiff":      {".tif", ".tiff"},
	"image/heic":      {".heic"},
	"text/plain":      {".txt"},
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": {".docx"},
	"application/vnd.oasis.opendocument.text":                                 {".odt"},
	"application/pkcs7-mime":                                                  {".p7m"},
}

// SaveFile checks and stores a file somebody uploads. The caller writes what
// refers to it in keep, in the transaction of the file's own row: a row that
// nothing refers to never exists. Call it outside a transaction: the content is
// stored first, and one whose row never came is swept away later.
func (s *Service) SaveFile(ctx context.Context, name string, content []byte, limits Limits, keep func(context.Context, File) error) (File, error) {
	name = SafeName(name)
	kind, err := inspect(name, content, limits)
	if err != nil {
		return File{}, err
	}
	f := File{
		ID: ids.New(), Name: name, ContentType: kind, Size: int64(len(content)),
		SHA256: hash(content), CreatedAt: s.now(),
	}
	f.StorageKey = folder(database.TenantID(ctx)) + f.ID
	if err := s.blobs.Put(ctx, f.StorageKey, content, kind); err != nil {
		return File{}, fmt.Errorf("store file: %w", err)
	}
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.insertFile(ctx, &f); err != nil {
			return err
		}
		return keep(ctx, f)
	})
	if err != nil { // sooner than the sweep, when it works
		return File{}, errors.Join(err, s.blobs.Delete(context.WithoutCancel(ctx), f.StorageKey))
	}
	return f, nil
}

// folder is where the uploaded files of a municipality are.
func folder(tenantID string) string { return tenantID + "/files/" }

// FileInfo returns a file without its content.
func (s *Service) FileInfo(ctx context.Context, id string) (File, error) {
	if !validID(id) {
		return File{}, ErrFileNotFound
	}
	return s.store.file(ctx, id)
}

// OpenFile returns a file and its content. The caller has already decided
// that the reader may see it.
func (s *Service) OpenFile(ctx context.Context, id string) (File, []byte, error) {
	f, err := s.FileInfo(ctx, id)
	if err != nil {
		return File{}, nil, err
	}
	content, _, err := s.blobs.Get(ctx, f.StorageKey)
	if err != nil {
		return File{}, nil, fmt.Errorf("read file %s: %w", id, err)
	}
	return f, content, nil
}

// DeleteFile forgets a file; its content is removed after the commit.
func (s *Service) DeleteFile(ctx context.Context, id string) error {
	return s.db.Tx(ctx, func(ctx context.Context) error {
		f, err := s.FileInfo(ctx, id)
		if err != nil {
			return err
		}
		if err := s.store.deleteFile(ctx, f.ID); err != nil {
			return err
		}
		return s.queue.Enqueue(ctx, removeBlob{FileID: f.ID})
	})
}

// removeBlob asks to delete the content of a file whose row is gone.
type removeBlob struct {
	FileID string `json:"file_id"`
}

// Kind names the job.
func (removeBlob) Kind() string { return "documents.remove_file.v1" }

func (s *Service) removeBlob(ctx context.Context, job removeBlob) error {
	if !validID(job.FileID) {
		return jobs.Permanent(ErrFileNotFound)
	}
	return s.blobs.Delete(ctx, folder(database.TenantID(ctx))+job.FileID)
}

// inspect returns the real content type of an acceptable file.
func inspect(name string, content []byte, limits Limits) (string, error) {
	limit := limits.MaxBytes
	if limit <= 0 {
		limit = DefaultMaxBytes
	}
	if len(content) == 0 {
		return "", ErrFileEmpty
	}
	if int64(len(content)) > limit {
		return "", ErrFileTooLarge.With(fmt.Sprintf("At most %d bytes are accepted.", limit))
	}
	ext := strings.ToLower(path.Ext(name))
	kind := detect(ext, content)
	names, known := extensions[kind]
	if !known {
		return "", ErrFileType
	}
	if !slices.Contains(names, ext) {
		return "", ErrFileMismatch.With(fmt.Sprintf("The content is %s.", kind))
	}
	if !allowed(kind, ext, limits.Types) {
		return "", ErrFileType
	}
	if kind == pdfType && activePDF.Match(content) {
		return "", ErrFileActive
	}
	if strings.Contains(kind, "officedocument") && bytes.Contains(content, []byte("vbaProject.bin")) {
		return "", ErrFileActive
	}
	return kind, nil
}

// detect reads the content, not the name. Only a signed envelope, which has no
// signature of its own, is recognised by its name and its first byte.
func detect(ext string, content []byte) string {
	kind, _, _ := strings.Cut(mimetype.Detect(content).String(), ";")
	if kind == "application/octet-stream" && ext == ".p7m" && content[0] == 0x30 {
		return "application/pkcs7-mime"
	}
	return kind
}

func allowed(kind, ext string, types []string) bool {
	if len(types) == 0 {
		return true
	}
	return slices.ContainsFunc(types, func(t string) bool {
		return strings.EqualFold(t, kind) || strings.EqualFold(t, ext) ||
			(strings.HasSuffix(t, "/*") && strings.HasPrefix(kind, strings.TrimSuffix(t, "*")))
	})
}

// activePDF finds the keys with which a PDF runs scripts or starts programs.
var activePDF = regexp.MustCompile(`/(JavaScript|JS|Launch|RichMedia)[\s(<\[/\r\n]`)

// SafeName keeps the last element of a file name and only characters that are
// harmless in a path, a header and a screen.
func SafeName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, strings.ContainsRune(`/:*?"<>|;%`, r):
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune(" .,-_()'&+", r):
			return r
		case unicode.IsControl(r), !unicode.IsPrint(r):
			return -1
		}
		return '-'
	}, name)
	name = strings.TrimLeft(strings.Join(strings.Fields(name), " "), ". -")
	ext := path.Ext(name)
	base := []rune(strings.TrimSuffix(name, ext))
	if len(ext) > 10 {
		base, ext = []rune(name), ""
	}
	if len(base) == 0 {
		base = []rune("file")
	}
	return string(base[:min(len(base), 120)]) + ext
}

func validID(id string) bool { return uuid.Validate(id) == nil && len(id) == 36 }
