package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

const pdfType = "application/pdf"

// numbering says how a kind of document gets its number and its titles.
type numbering struct {
	series string // a series of its own, or "" when number is given
	number string
	file   string
	title  Localized // may hold %s for the number
}

// issue writes one document in three steps: reserve its number and code,
// render and store the file, declare it issued. A job that dies in between
// finds its reservation again, so number and code never change.
func (s *Service) issue(ctx context.Context, kind Kind, c Case,
	number func() numbering, render func(Issuer, Document) ([]byte, error),
) (Document, error) {
	issuer, err := s.tenants.Issuer(ctx)
	if err != nil {
		return Document{}, fmt.Errorf("issuer of %s: %w", kind, err)
	}
	doc, err := s.reserve(ctx, kind, c, number())
	if err != nil || doc.IssuedAt != nil {
		return doc, err
	}
	pdf, err := render(issuer, doc)
	if err != nil {
		return Document{}, fmt.Errorf("render %s of %s: %w", kind, c.SubjectID, err)
	}
	if err := s.blobs.Put(ctx, doc.StorageKey, pdf, pdfType); err != nil {
		return Document{}, fmt.Errorf("store %s of %s: %w", kind, c.SubjectID, err)
	}
	now := s.now()
	doc.SHA256, doc.Size, doc.IssuedAt = hash(pdf), int64(len(pdf)), &now
	if err := s.store.markIssued(ctx, doc); err != nil {
		return Document{}, err
	}
	return s.store.bySubject(ctx, kind, c.SubjectKind, c.SubjectID)
}

func (s *Service) reserve(ctx context.Context, kind Kind, c Case, n numbering) (doc Document, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		known := func() (bool, error) {
			doc, err = s.store.bySubject(ctx, kind, c.SubjectKind, c.SubjectID)
			if errors.Is(err, ErrNotFound) {
				return false, nil
			}
			return err == nil, err
		}
		if done, err := known(); done || err != nil {
			return err
		}
		now := s.now()
		series := n.series
		if series == "" {
			series = string(kind)
		}
		serial, err := s.store.next(ctx, series, now.In(clock.Rome).Year(), known)
		if err != nil || serial == 0 {
			return err
		}
		if n.series != "" {
			n.number = fmt.Sprintf("%d/%d", serial, now.In(clock.Rome).Year())
		}
		doc = newDocument(ctx, kind, c, n, now)
		return s.store.insertDocument(ctx, &doc)
	})
	return doc, err
}

func newDocument(ctx context.Context, kind Kind, c Case, n numbering, now time.Time) Document {
	id := ids.New()
	return Document{
		ID: id, SubjectKind: c.SubjectKind, SubjectID: c.SubjectID, Kind: kind, Number: n.number,
		TitleIT: withNumber(n.title.IT, n.number), TitleEN: withNumber(n.title.EN, n.number),
		ServiceIT: c.Service.IT, ServiceEN: c.Service.EN, Language: c.lang(),
		FileName:    SafeName(fmt.Sprintf("%s-%s.pdf", n.file, strings.ReplaceAll(n.number, "/", "-"))),
		ContentType: pdfType, StorageKey: database.TenantID(ctx) + "/documents/" + id + ".pdf",
		VerificationCode: newCode(), PlatformMode: c.mode(), CreatedAt: now,
	}
}

// Documents returns what was issued about a subject, oldest first.
func (s *Service) Documents(ctx context.Context, subjectKind string, subjectIDs ...string) ([]Document, error) {
	return s.store.documents(ctx, subjectKind, subjectIDs)
}

// Document returns one issued document without its content.
func (s *Service) Document(ctx context.Context, id string) (Document, error) {
	if !validID(id) {
		return Document{}, ErrNotFound
	}
	return s.store.document(ctx, id)
}

// Titles names issued documents by their ids.
func (s *Service) Titles(ctx context.Context, ids []string) (map[string]Localized, error) {
	out := make(map[string]Localized, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := s.store.titles(ctx, ids)
	for _, d := range rows {
		out[d.ID] = d.Title()
	}
	return out, err
}

// OpenDocument returns an issued document and its PDF. The caller has already
// decided that the reader may see it.
func (s *Service) OpenDocument(ctx context.Context, id string) (Document, []byte, error) {
	doc, err := s.Document(ctx, id)
	if err != nil {
		return Document{}, nil, err
	}
	pdf, _, err := s.blobs.Get(ctx, doc.StorageKey)
	if err != nil {
		return Document{}, nil, fmt.Errorf("read document %s: %w", id, err)
	}
	return doc, pdf, nil
}

// VerifyCode finds the document that carries a verification code.
func (s *Service) VerifyCode(ctx context.Context, typed string) (Document, error) {
	code, ok := parseCode(typed)
	if !ok {
		return Document{}, ErrUnknown
	}
	return s.store.byCode(ctx, code)
}

// VerifyFile finds the document whose bytes are exactly these.
func (s *Service) VerifyFile(ctx context.Context, content []byte) (Document, error) {
	return s.store.byHash(ctx, hash(content))
}

// now is the current instant as the database keeps it.
func (s *Service) now() time.Time { return s.clock.Now().UTC().Truncate(time.Microsecond) }

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
