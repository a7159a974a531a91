package catalogue

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong.
var (
	ErrNotFound        = errs.New(errs.NotFound, "service-not-found", "There is no such service.")
	ErrUnknownCategory = errs.New(errs.BadRequest, "service-category-unknown", "There is no such category of services.")
	ErrQueryTooLong    = errs.New(errs.BadRequest, "search-too-long", "The search text is too long.")
)
