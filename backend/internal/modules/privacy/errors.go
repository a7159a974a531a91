package privacy

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong. A code never changes its meaning: screens keep its text
// under it.
var (
	ErrFilter = errs.New(errs.BadRequest, "access-filter", "The list of accesses cannot be filtered like this.")
)
