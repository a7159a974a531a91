package notifications

import (
	"errors"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
)

// ErrRefused is what a Mailer wraps when trying the same message again cannot
// help: the address does not exist or the server refuses the content.
var ErrRefused = errors.New("message refused for good")

// ErrTemplate is returned for a notice whose template does not exist.
var ErrTemplate = errs.New(errs.Invalid, "notification-template-unknown", "There is no such notification.")
