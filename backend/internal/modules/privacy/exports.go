package privacy

import (
	"context"
	"io"
	"math"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

const (
	exportKept    = 7 * 24 * time.Hour
	exportsPerDay = 3
	aDay          = 24 * time.Hour
)

// RequestExport asks for a copy of everything held about a person. It is made
// by a job; one at a time, three a day.
func (s *Service) RequestExport(ctx context.Context, personID string) (Export, error) {
	now := s.now()
	e := Export{ID: ids.New(), PersonID: personID, Status: Preparing, RequestedAt: now, ExpiresAt: now.Add(exportKept)}
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		fresh, err := s.store.create(ctx, &e)
		if err != nil {
			return err
		}
		if !fresh {
			return ErrExportOpen
		}
		asked, err := s.store.askedSince(ctx, personID, now.Add(-aDay))
		if err != nil {
			return err
		}
		if len(asked) > exportsPerDay { // with this one, which the error takes back
			return ErrExportLimit.After(int(math.Ceil(asked[0].Add(aDay).Sub(now).Seconds())))
		}
		if err := s.record(ctx, &e, "data_export.requested"); err != nil {
			return err
		}
		return s.Queue.Enqueue(ctx, buildExport{ExportID: e.ID})
	})
	return e, err
}

// Exports lists the copies of a person that can still be had, newest first.
func (s *Service) Exports(ctx context.Context, personID string) ([]Export, error) {
	return s.store.ofPerson(ctx, personID, s.now())
}

// OpenExport gives the file of a copy to the person it is about; to anybody
// else, and when it has expired, it does not exist.
func (s *Service) OpenExport(ctx context.Context, personID, id string) (Export, io.ReadSeekCloser, error) {
	e, err := s.store.find(ctx, id)
	switch {
	case err != nil:
		return e, nil, err
	case e.PersonID != personID || !s.now().Before(e.ExpiresAt):
		return e, nil, ErrExportNotFound
	case e.Status != Ready:
		return e, nil, ErrExportNotReady
	}
	file, err := s.Storage.Open(ctx, storageKey(database.TenantID(ctx), e.ID))
	if err != nil {
		return e, nil, err
	}
	return e, file, s.record(ctx, &e, "data_export.downloaded")
}

func (s *Service) record(ctx context.Context, e *Export, action string) error {
	return s.Audit.Record(ctx, audit.Entry{Action: action, Subject: "data_export", SubjectID: e.ID, PersonID: e.PersonID})
}

// purge removes the copies that have expired, and ends the wait for those that
// no job makes any more.
type purge struct{}

// Kind names the job.
func (purge) Kind() string { return "privacy.purge.v1" }

const purgeBatch = 200

func (s *Service) purge(ctx context.Context, _ purge) error {
	towns, err := s.Tenants.IDs(ctx)
	if err != nil {
		return err
	}
	for _, id := range towns {
		if err := s.purgeTenant(database.WithTenant(ctx, id)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) purgeTenant(ctx context.Context) error {
	if err := s.store.giveUp(ctx, s.now().Add(-aDay)); err != nil {
		return err
	}
	for {
		rows, err := s.store.expired(ctx, s.now(), purgeBatch)
		if err != nil {
			return err
		}
		for _, e := range rows { // the file first: a row without one is tried again
			if err := s.Storage.Delete(ctx, storageKey(database.TenantID(ctx), e.ID)); err != nil {
				return err
			}
			if err := s.store.delete(ctx, e.ID); err != nil {
				return err
			}
		}
		if len(rows) < purgeBatch {
			return nil
		}
	}
}
