package documents

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// Register gives a subject its number in the year's register. It joins the
// caller's transaction; the same subject always gets the same number.
func (s *Service) Register(ctx context.Context, subjectKind, subjectID string) (r Registration, err error) {
	err = s.db.Tx(ctx, func(ctx context.Context) error {
		known := func() (bool, error) {
			r, err = s.store.registration(ctx, subjectKind, subjectID)
			if errors.Is(err, ErrNotFound) {
				return false, nil
			}
			return err == nil, err
		}
		if done, err := known(); done || err != nil {
			return err
		}
		now := s.clock.Now()
		year := now.In(clock.Rome).Year()
		serial, err := s.store.next(ctx, "register", year, known)
		if err != nil || serial == 0 {
			return err
		}
		r = Registration{
			ID: ids.New(), SubjectKind: subjectKind, SubjectID: subjectID, Year: year, Serial: serial,
			Number: fmt.Sprintf("%07d/%d", serial, year), Date: now.UTC().Truncate(time.Microsecond),
		}
		return s.store.insertRegistration(ctx, &r)
	})
	return r, err
}

// RegistrationOf returns the registration of a subject, or ErrNotFound.
func (s *Service) RegistrationOf(ctx context.Context, subjectKind, subjectID string) (Registration, error) {
	return s.store.registration(ctx, subjectKind, subjectID)
}
