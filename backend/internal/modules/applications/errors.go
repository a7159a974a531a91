package applications

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong with an application. A code never changes its meaning:
// screens keep its text under it.
var (
	ErrNotFound           = errs.New(errs.NotFound, "application-not-found", "There is no such application.")
	ErrStep               = errs.New(errs.Conflict, "application-step", "The application cannot take this step now.")
	ErrInvalid            = errs.New(errs.Invalid, "application-invalid", "Some answers are missing or wrong.")
	ErrPrivacy            = errs.New(errs.Invalid, "privacy-not-accepted", "The privacy notice has not been acknowledged.")
	ErrVersion            = errs.New(errs.Precondition, "version-mismatch", "The application was changed elsewhere in the meantime.")
	ErrVersionMissing     = errs.New(errs.Required, "version-missing", "The If-Match header with the application's version is missing.")
	ErrFormChanged        = errs.New(errs.Conflict, "form-changed", "The form of this service has changed: check the answers again before sending.")
	ErrServiceOffline     = errs.New(errs.Conflict, "service-not-online", "This service cannot be requested online now.")
	ErrWindow             = errs.New(errs.Conflict, "window-not-open", "This service cannot be requested at this time of the year.")
	ErrLimit              = errs.New(errs.Conflict, "limit-reached", "All the applications that the service admits have been sent.")
	ErrRepeated           = errs.New(errs.Conflict, "already-requested", "There is already an application for this service.")
	ErrAttachmentNotFound = errs.New(errs.NotFound, "attachment-not-found", "There is no such attachment.")
	ErrAttachmentKey      = errs.New(errs.Invalid, "attachment-key", "No file is asked for under this key.")
	ErrAttachmentCount    = errs.New(errs.Invalid, "attachment-count", "No more files are accepted under this key.")
	ErrDocumentNotFound   = errs.New(errs.NotFound, "document-not-found", "There is no such document.")
	ErrAssigned           = errs.New(errs.Conflict, "already-assigned", "Another operator has already taken the application in charge.")
	ErrNotAssigned        = errs.New(errs.Conflict, "not-assigned", "Take the application in charge first.")
	ErrIntegrationUsed    = errs.New(errs.Conflict, "integration-already-requested", "The term can be suspended only once.")
	ErrIntegration        = errs.New(errs.Invalid, "integration-invalid", "The request or the answer is not complete.")
	ErrDecision           = errs.New(errs.Invalid, "decision-invalid", "The decision is not complete.")
	ErrMessage            = errs.New(errs.Invalid, "message-invalid", "The message is empty or too long.")
	ErrWithdrawal         = errs.New(errs.Invalid, "withdrawal-invalid", "The reason of the withdrawal is too long.")
	ErrPatch              = errs.New(errs.Invalid, "draft-invalid", "The change to the draft cannot be read.")
	ErrFilter             = errs.New(errs.BadRequest, "application-filter", "The list cannot be filtered or sorted like this.")
)
