package privacy

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/personaldata"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/notifications"
)

// The names of the two tellings in a copy.
const (
	dataName  = "dati.json"
	paperName = "dati.pdf"
	// dataVersion changes when software that reads dati.json has to change.
	dataVersion = "1"
)

// buildExport asks to make one copy.
type buildExport struct {
	ExportID string `json:"export_id"`
}

// Kind names the job.
func (buildExport) Kind() string { return "privacy.build_export.v1" }

// build makes the copy, stores it and tells the person. Done again it writes
// the same file anew.
func (s *Service) build(ctx context.Context, job buildExport) error {
	e, err := s.store.find(ctx, job.ExportID)
	if errors.Is(err, ErrExportNotFound) || err == nil && e.Status != Preparing {
		return nil
	}
	if err != nil {
		return err
	}
	c, err := s.gather(ctx, e.PersonID)
	if err != nil {
		return err
	}
	if err := s.write(ctx, c, &e); err != nil {
		return fmt.Errorf("write export %s: %w", e.ID, err)
	}
	now := s.now()
	e.ReadyAt, e.ExpiresAt = &now, now.Add(exportKept)
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if waited, err := s.store.finish(ctx, &e); err != nil || !waited {
			return err
		}
		if err := s.record(ctx, &e, "data_export.prepared"); err != nil {
			return err
		}
		return s.Notices.Notify(ctx, notifications.Notice{
			PersonID: e.PersonID, Template: notifications.DataExportReady,
			Params: map[string]string{"due_date": e.ExpiresAt.In(clock.Rome).Format(time.DateOnly)},
		})
	})
}

// copied is everything held about a person, ready to be written.
type copied struct {
	person personaldata.Person
	name   string
	issuer documents.Issuer
	at     time.Time
	parts  []personaldata.Part
	files  []copiedFile
}

// copiedFile is a file of the copy as dati.json lists it.
type copiedFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// gather asks every module what it holds.
func (s *Service) gather(ctx context.Context, personID string) (c copied, err error) {
	person, err := s.People.Person(ctx, personID)
	if err != nil {
		return c, err
	}
	if c.issuer, err = s.Issuers.Issuer(ctx); err != nil {
		return c, err
	}
	c.at, c.name = s.now(), person.FullName()
	c.person = personaldata.Person{ID: person.ID, Language: person.Language}
	seen := map[string]bool{}
	for _, source := range s.Sources {
		parts, err := source.PersonalData(ctx, c.person)
		if err != nil {
			return c, err
		}
		for _, part := range parts {
			if seen[part.Name] {
				return c, fmt.Errorf("two modules tell of %q", part.Name)
			}
			seen[part.Name] = true
			for _, f := range part.Files {
				c.files = append(c.files, copiedFile{f.Path, f.SHA256})
			}
		}
		c.parts = append(c.parts, parts...)
	}
	return c, nil
}

// held is dati.json.
type held struct {
	Version      string         `json:"version"`
	GeneratedAt  time.Time      `json:"generated_at"`
	Municipality string         `json:"municipality"`
	PersonID     string         `json:"person_id"`
	Data         map[string]any `json:"data"`
	Files        []copiedFile   `json:"files"`
}

func (c copied) json() ([]byte, error) {
	h := held{
		Version: dataVersion, GeneratedAt: c.at, Municipality: c.issuer.Name, PersonID: c.person.ID,
		Data: map[string]any{}, Files: append([]copiedFile{}, c.files...),
	}
	for _, part := range c.parts {
		h.Data[part.Name] = part.Data
	}
	return json.MarshalIndent(h, "", "  ")
}

// write makes the archive beside, file after file, so that its size never
// stands in memory, and then stores it.
func (s *Service) write(ctx context.Context, c copied, e *Export) (err error) {
	beside, err := os.CreateTemp("", "export-*.zip")
	if err != nil {
		return err
	}
	defer func() {
		_ = beside.Close()
		_ = os.Remove(beside.Name())
	}()
	sum := sha256.New()
	if err := s.archive(ctx, c, io.MultiWriter(beside, sum)); err != nil {
		return err
	}
	if e.Size, err = beside.Seek(0, io.SeekCurrent); err != nil {
		return err
	}
	if _, err := beside.Seek(0, io.SeekStart); err != nil {
		return err
	}
	e.SHA256 = hex.EncodeToString(sum.Sum(nil))
	return s.Storage.PutFrom(ctx, storageKey(database.TenantID(ctx), e.ID), beside, "application/zip")
}

func (s *Service) archive(ctx context.Context, c copied, out io.Writer) error {
	z := zip.NewWriter(out)
	add := func(name string, content []byte, err error) error {
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: c.at})
		if err != nil {
			return err
		}
		_, err = w.Write(content)
		return err
	}
	data, err := c.json()
	if err := add(dataName, data, err); err != nil {
		return err
	}
	paper, err := c.pdf(s.Simulated)
	if err := add(paperName, paper, err); err != nil {
		return err
	}
	for _, part := range c.parts {
		for _, f := range part.Files {
			content, err := f.Open(ctx)
			if err := add(f.Path, content, err); err != nil {
				return err
			}
		}
	}
	return z.Close()
}
