package media

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong with the files of the website.
var (
	ErrNotFound   = errs.New(errs.NotFound, "media-not-found", "There is no such file.")
	ErrEmpty      = errs.New(errs.Invalid, "file-empty", "The file is empty.")
	ErrTooLarge   = errs.New(errs.TooLarge, "file-too-large", "The file is larger than allowed.")
	ErrType       = errs.New(errs.Unsupported, "file-type-not-allowed", "Files of this type are not accepted.")
	ErrActive     = errs.New(errs.Invalid, "file-active-content", "The file contains programs or scripts and is not accepted.")
	ErrUnreadable = errs.New(errs.Invalid, "media-unreadable", "The file is damaged or is not what it seems.")
	ErrPixels     = errs.New(errs.Invalid, "media-too-many-pixels", "The picture has more pixels than accepted.")
	ErrKind       = errs.New(errs.Invalid, "media-other-kind", "A file can be replaced only by one of the same kind.")
	ErrInvalid    = errs.New(errs.Invalid, "media-invalid", "Some values of the file are not accepted.")
	ErrInUse      = errs.New(errs.Conflict, "media-in-use", "Published contents or the settings of the website use this file.")
	ErrVersion    = errs.New(errs.Precondition, "version-mismatch", "The file was changed elsewhere in the meantime.")
	ErrForbidden  = errs.New(errs.Forbidden, "forbidden", "This operator may not edit the website.")
)
