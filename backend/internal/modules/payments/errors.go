package payments

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong with a payment.
var (
	ErrNotFound    = errs.New(errs.NotFound, "payment-not-found", "There is no such payment.")
	ErrStep        = errs.New(errs.Conflict, "payment-step", "The payment cannot take this step now.")
	ErrAlreadyPaid = errs.New(errs.Conflict, "payment-already-paid", "This payment has already been made.")
	ErrNotDue      = errs.New(errs.Conflict, "payment-not-due", "This payment is no longer due.")
	ErrAmount      = errs.New(errs.Invalid, "payment-amount", "A payment needs between one and five lines, each of at least one cent.")
	ErrReturnPath  = errs.New(errs.Invalid, "payment-return-path", "The return path must be a path of this site.")
	ErrUnavailable = errs.New(errs.Unavailable, "payments-unavailable", "Payments are not available at the moment. The application waits, nothing is lost: try again later.").After(60)
	ErrSettings    = errs.New(errs.Unavailable, "payments-not-configured", "The municipality has not configured its payments.")
	ErrBadSettings = errs.New(errs.Invalid, "payment-settings-invalid", "The settings of the payments are not valid.")
	ErrNoticeOff   = errs.New(errs.NotFound, "payment-notices-off", "This municipality does not receive receipts here.")
	ErrNoticeKey   = errs.New(errs.Unauthorized, "payment-notice-unauthorized", "The sender of the receipt was not recognised.")
)
