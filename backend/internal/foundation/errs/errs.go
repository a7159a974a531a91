// Package errs holds the errors of the domain: values with a stable code that
// one renderer turns into an RFC 9457 problem. Anything that is not an *Error
// is a fault and is answered without detail.
package errs

import "errors"

// Kind says which family an error belongs to; its number is the HTTP status.
type Kind int

// The kinds.
const (
	BadRequest   Kind = 400 // the request cannot be understood
	Unauthorized Kind = 401 // nobody is signed in
	Forbidden    Kind = 403 // signed in, but this may not be done
	NotFound     Kind = 404 // not there, or not visible to who asks
	Conflict     Kind = 409 // the state of the thing does not allow it
	Gone         Kind = 410 // it was there and is no more
	Precondition Kind = 412 // it changed since it was read
	TooLarge     Kind = 413 // the body or a file is over its limit
	Unsupported  Kind = 415 // this media type is not accepted
	Invalid      Kind = 422 // understood, but the content breaks a rule
	Required     Kind = 428 // a header that guards against lost updates is missing
	TooMany      Kind = 429 // slow down
	Unavailable  Kind = 503 // a part the answer needs is not reachable now
)

// Field points at one wrong value. Pointer is a JSON pointer (RFC 6901) into
// the body or the form's data; Code keys the text a screen shows; Params fill it.
type Field struct {
	Pointer string         `json:"pointer"`
	Code    string         `json:"code"`
	Detail  string         `json:"detail,omitempty"`
	Params  map[string]any `json:"params,omitempty"`
	Step    string         `json:"step,omitempty"`
	Section string         `json:"section,omitempty"`
	Field   string         `json:"field,omitempty"`
} //	@name	ProblemField

// Error is what a module declares with New and returns.
type Error struct {
	Kind   Kind
	Code   string
	Title  string
	Detail string
	Fields []Field
	// RetryAfter, in seconds, is sent as a header when positive.
	RetryAfter int
}

// New declares an error. The code is stable: it ends the problem's type and
// keys the text of the screens; the title is the English fallback.
func New(kind Kind, code, title string) *Error {
	return &Error{Kind: kind, Code: code, Title: title}
}

// Error gives the code and what is known of the case.
func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Code
	}
	return e.Code + ": " + e.Detail
}

// Is makes two errors equal when their codes are.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code
}

// With returns a copy that says what happened in this case.
func (e *Error) With(detail string) *Error {
	c := *e
	c.Detail = detail
	return &c
}

// WithFields returns a copy that names the wrong values.
func (e *Error) WithFields(fields ...Field) *Error {
	c := *e
	c.Fields = append(append([]Field(nil), e.Fields...), fields...)
	return &c
}

// After returns a copy that asks to come back in so many seconds.
func (e *Error) After(seconds int) *Error {
	c := *e
	c.RetryAfter = seconds
	return &c
}
