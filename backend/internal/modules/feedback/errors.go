package feedback

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong.
var (
	ErrRating     = errs.New(errs.Invalid, "rating-invalid", "The rating cannot be taken as it is.")
	ErrAssistance = errs.New(errs.Invalid, "assistance-invalid", "The request for assistance lacks something.")
	ErrNotFound   = errs.New(errs.NotFound, "assistance-not-found", "There is no such request for assistance.")
	ErrClosed     = errs.New(errs.Conflict, "assistance-closed", "The request for assistance is closed: make a new one.")
)
