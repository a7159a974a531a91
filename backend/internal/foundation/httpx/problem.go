package httpx

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/logging"
)

// ProblemType precedes an error's code in the type of a problem.
const ProblemType = "urn:sportello:problem:"

// Problem is an error answer (RFC 9457). Code is stable and keys the text that
// a client shows; Errors names the wrong values by JSON pointer.
type Problem struct {
	Type      string       `json:"type" example:"urn:sportello:problem:application-not-found"`
	Title     string       `json:"title" example:"There is no such application."`
	Status    int          `json:"status" format:"int32" example:"404"`
	Detail    string       `json:"detail,omitempty"`
	Instance  string       `json:"instance,omitempty" example:"/api/v1/applications/0190"`
	Code      string       `json:"code" example:"application-not-found"`
	RequestID string       `json:"request_id,omitempty"`
	Errors    []errs.Field `json:"errors,omitempty"`
} //	@name	Problem

// The errors that the HTTP layer itself can answer.
var (
	ErrMalformed    = errs.New(errs.BadRequest, "malformed-body", "The body is not valid JSON.")
	ErrUnknownField = errs.New(errs.BadRequest, "unknown-field", "The body has a field that is not known here.")
	ErrWrongType    = errs.New(errs.BadRequest, "wrong-type", "A field of the body has the wrong type.")
	ErrTooLarge     = errs.New(errs.TooLarge, "body-too-large", "The body is larger than accepted.")
	ErrMediaType    = errs.New(errs.Unsupported, "unsupported-media-type", "This content type is not accepted here.")
	ErrCursor       = errs.New(errs.BadRequest, "bad-cursor", "The cursor does not come from a page of this list.")
	ErrLimit        = errs.New(errs.BadRequest, "bad-limit", "The limit must be a whole number from 1 to 100.")
	ErrParameter    = errs.New(errs.BadRequest, "bad-parameter", "A parameter of the address is not as it must be.")
	ErrNoRoute      = errs.New(errs.NotFound, "not-found", "Nothing is here.")
	ErrNoMethod     = errs.New(errs.Kind(http.StatusMethodNotAllowed), "method-not-allowed", "This method is not accepted here.")
	ErrUnavailable  = errs.New(errs.Unavailable, "temporarily-unavailable", "The service is not reachable now; try again in a moment.").After(5)
	ErrCrossOrigin  = errs.New(errs.Forbidden, "cross-origin", "The request comes from another site.")
	ErrKeyMissing   = errs.New(errs.BadRequest, "idempotency-key-missing", "The header Idempotency-Key is needed here.")
	ErrKeyReused    = errs.New(errs.Invalid, "idempotency-key-reused", "This Idempotency-Key was used for a different request.")
	ErrKeyInFlight  = errs.New(errs.Conflict, "idempotency-key-in-flight", "The first request with this key is still running.").After(1)
	ErrTooMany      = errs.New(errs.TooMany, "too-many-requests", "Too many requests; slow down.").After(10)
	errFault        = errs.New(errs.Kind(http.StatusInternalServerError), "internal-error", "Something went wrong on our side.")
	errClientGone   = errs.New(errs.Kind(499), "client-closed-request", "The client closed the request.")
	errDeadline     = errs.New(errs.Unavailable, "timeout", "The answer took too long; try again.").After(5)
)

// HandlerFunc is a handler that returns its error instead of writing it.
type HandlerFunc func(c *gin.Context) error

// Handle adapts h to Gin; it is the one place where an error becomes an answer.
func Handle(h HandlerFunc) gin.HandlerFunc {
	return func(c *gin.Context) {
		if err := h(c); err != nil {
			Abort(c, err)
		}
	}
}

// Abort answers err and stops the chain.
func Abort(c *gin.Context, err error) {
	e := asError(c.Request.Context(), err)
	p := Problem{
		Type: ProblemType + e.Code, Title: e.Title, Status: int(e.Kind), Detail: e.Detail,
		Instance: c.Request.URL.Path, Code: e.Code, RequestID: logging.RequestID(c.Request.Context()), Errors: e.Fields,
	}
	h := c.Writer.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	if e.RetryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(e.RetryAfter))
	}
	c.Abort()
	writeJSON(c, int(e.Kind), p)
}

func asError(ctx context.Context, err error) *errs.Error {
	var e *errs.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return errClientGone
	case errors.Is(err, context.DeadlineExceeded):
		return errDeadline
	case database.Unavailable(err):
		slog.WarnContext(ctx, "database not reachable", "error", err)
		return ErrUnavailable
	default:
		slog.ErrorContext(ctx, "request failed", "error", err)
		return errFault
	}
}

// Recover turns a panic into a bare 500 and logs where it came from.
func Recover() gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler { //nolint:errorlint // a sentinel by contract
				panic(v)
			}
			slog.ErrorContext(c.Request.Context(), "handler panicked", "panic", v, "stack", string(debug.Stack()))
			if !c.Writer.Written() {
				Abort(c, errFault)
			}
		}()
		c.Next()
	}
}
