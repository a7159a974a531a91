package catalogue

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong.
var (
	ErrNotFound        = errs.New(errs.NotFound, "service-not-found", "There is no such service.")
	ErrUnknownCategory = errs.New(errs.BadRequest, "service-category-unknown", "There is no such category of services.")
	ErrOffer           = errs.New(errs.Invalid, "service-offer-invalid", "The service cannot be offered like this.")
	ErrUnknownList     = errs.New(errs.NotFound, "form-list-not-found", "There is no such list of answers.")
	ErrListFile        = errs.New(errs.Invalid, "form-list-file", "The file is not a list of answers.")
	ErrQueryTooLong    = errs.New(errs.BadRequest, "search-too-long", "The search text is too long.")
)
