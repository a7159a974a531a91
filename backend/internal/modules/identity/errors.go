package identity

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong when people sign in or change their profile.
var (
	ErrSignInRequired    = errs.New(errs.Unauthorized, "sign-in-required", "Sign in to go on.")
	ErrSessionExpired    = errs.New(errs.Unauthorized, "session-expired", "The session has ended; sign in again.")
	ErrForbidden         = errs.New(errs.Forbidden, "forbidden", "This is not open to you.")
	ErrLevelTooLow       = errs.New(errs.Forbidden, "level-too-low", "A stronger identity is needed.")
	ErrWrongCredentials  = errs.New(errs.Unauthorized, "wrong-credentials", "Username, password or code is wrong.")
	ErrTooManyAttempts   = errs.New(errs.TooMany, "too-many-attempts", "Too many failed attempts; try again later.")
	ErrBusy              = errs.New(errs.Unavailable, "sign-in-busy", "Sign-in is busy; try again shortly.")
	ErrSignInOff         = errs.New(errs.Unavailable, "sign-in-off", "Sign-in with SPID and CIE is not offered now.")
	ErrProviderUnknown   = errs.New(errs.BadRequest, "provider-unknown", "There is no such identity provider.")
	ErrProviderDown      = errs.New(errs.Unavailable, "provider-unavailable", "The identity provider does not answer.")
	ErrSignInInvalid     = errs.New(errs.BadRequest, "sign-in-invalid", "The sign-in request or its answer is not valid.")
	ErrSignInExpired     = errs.New(errs.BadRequest, "sign-in-expired", "The sign-in took too long or was already used.")
	ErrSignInCancelled   = errs.New(errs.BadRequest, "sign-in-cancelled", "The sign-in was cancelled.")
	ErrSignInRefused     = errs.New(errs.BadRequest, "sign-in-refused", "The identity provider refused the sign-in.")
	ErrPersonNotFound    = errs.New(errs.NotFound, "person-not-found", "There is no such person.")
	ErrOperatorNotFound  = errs.New(errs.NotFound, "operator-not-found", "There is no such operator.")
	ErrProfileInvalid    = errs.New(errs.Invalid, "profile-invalid", "Some values of the profile are not valid.")
	errAssertionInvalid  = errs.New(errs.BadRequest, "invalid-grant", "The assertion is not valid.")
	errAssertionReplayed = errs.New(errs.BadRequest, "invalid-grant", "The assertion was already used.")
)
