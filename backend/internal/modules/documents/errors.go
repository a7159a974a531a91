package documents

import "github.com/sportello-pa/sportello/backend/internal/foundation/errs"

// What can go wrong with files and documents.
var (
	ErrFileNotFound    = errs.New(errs.NotFound, "file-not-found", "There is no such file.")
	ErrFileTooLarge    = errs.New(errs.TooLarge, "file-too-large", "The file is larger than allowed.")
	ErrFileEmpty       = errs.New(errs.Invalid, "file-empty", "The file is empty.")
	ErrFileMismatch    = errs.New(errs.Invalid, "file-not-what-it-says", "The content of the file does not match its name.")
	ErrFileType        = errs.New(errs.Unsupported, "file-type-not-allowed", "Files of this type are not accepted.")
	ErrFileActive      = errs.New(errs.Invalid, "file-active-content", "The file contains programs or scripts and is not accepted.")
	ErrNotFound        = errs.New(errs.NotFound, "document-not-found", "There is no such document.")
	ErrUnknown         = errs.New(errs.NotFound, "document-unknown", "No document of this municipality matches.")
	ErrTooManyRequests = errs.New(errs.TooMany, "too-many-verifications", "Too many verifications from this address; try again in a minute.")
)
