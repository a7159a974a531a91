package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"gorm.io/driver/postgres"
)

// IsUnique tells whether err comes from the unique constraint (or unique
// index) of that name; with an empty name, from any.
func IsUnique(err error, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == "23505" && (constraint == "" || pg.ConstraintName == constraint)
}

// unavailableCodes are the states of a server that is starting, stopping,
// full, or a standby: the same statement may pass in a moment.
var unavailableCodes = []string{"57P01", "57P02", "57P03", "53300", "25006"}

// Unavailable tells whether err means that the database cannot be reached
// now, so that the answer is "come back later" and not a fault. An end of the
// caller's own context does not count.
func Unavailable(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return strings.HasPrefix(pg.Code, "08") || slices.Contains(unavailableCodes, pg.Code)
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return true
	}
	if errors.Is(err, errAcquire) {
		return true
	}
	var op *net.OpError
	return errors.As(err, &op) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		strings.Contains(err.Error(), "conn closed")
}

// dialect is GORM's, but its translated errors keep their cause: GORM's own
// forget the name of the constraint.
type dialect struct {
	*postgres.Dialector
}

type translated struct {
	error
	cause error
}

// Unwrap returns both faces of the error.
func (t translated) Unwrap() []error { return []error{t.error, t.cause} }

// Translate turns an error of the driver into one of GORM's.
func (d dialect) Translate(err error) error {
	to := d.Dialector.Translate(err)
	if to == err || to == nil { //nolint:errorlint // the same value means untranslated
		return err
	}
	return translated{error: to, cause: err}
}
