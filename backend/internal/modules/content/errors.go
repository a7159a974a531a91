package content

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong with contents.
var (
	ErrNotFound   = errs.New(errs.NotFound, "content-not-found", "There is no such content.")
	ErrGone       = errs.New(errs.Gone, "content-gone", "This content was withdrawn.")
	ErrType       = errs.New(errs.Invalid, "content-type-unknown", "There is no such type of content.")
	ErrVocabulary = errs.New(errs.NotFound, "vocabulary-not-found", "There is no such vocabulary.")
	ErrInvalid    = errs.New(errs.Invalid, "content-invalid", "Some values of the content are not accepted.")
	ErrNotReady   = errs.New(errs.Invalid, "content-not-ready", "The content cannot be published yet.")
	ErrVersion    = errs.New(errs.Precondition, "version-mismatch", "Somebody changed the content in the meantime.")
	ErrIfMatch    = errs.New(errs.Required, "version-missing", "The header If-Match with the version is needed here.")
	ErrStep       = errs.New(errs.Conflict, "content-step", "The content cannot take this step now.")
	ErrOwnWork    = errs.New(errs.Forbidden, "content-own-work", "Who last edited a content cannot approve it.")
	ErrForbidden  = errs.New(errs.Forbidden, "forbidden", "This operator may not edit this content.")
	ErrPath       = errs.New(errs.Conflict, "address-taken", "Another page has this address.")
	ErrQuery      = errs.New(errs.BadRequest, "bad-query", "The list cannot be asked for like this.")
	ErrRevision   = errs.New(errs.NotFound, "revision-not-found", "There is no such revision.")
	ErrOperator   = errs.New(errs.NotFound, "editor-not-found", "There is no such operator.")
	ErrLoop       = errs.New(errs.Invalid, "redirect-loop", "The address would lead to itself.")
	ErrRedirect   = errs.New(errs.NotFound, "redirect-not-found", "There is no such redirect.")
)
