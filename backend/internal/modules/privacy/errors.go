package privacy

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong. A code never changes its meaning: screens keep its text
// under it.
var (
	ErrFilter         = errs.New(errs.BadRequest, "access-filter", "The list of accesses cannot be filtered like this.")
	ErrExportOpen     = errs.New(errs.Conflict, "data-export-open", "A copy of your data is already being prepared.")
	ErrExportLimit    = errs.New(errs.TooMany, "data-export-limit", "You can ask for three copies of your data a day.")
	ErrExportNotFound = errs.New(errs.NotFound, "data-export-not-found", "There is no such copy of your data.")
	ErrExportNotReady = errs.New(errs.Conflict, "data-export-not-ready", "The copy of your data is not ready.")
)
