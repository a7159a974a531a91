// Package httpx is the one door of HTTP: reading bodies strictly, writing
// answers and problems, paging, idempotency keys, caching of public reads.
package httpx

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
)

// MaxBody is the largest JSON body accepted, in bytes.
const MaxBody = 1 << 20

// MediaMergePatch is the media type of a partial update (RFC 7396).
const MediaMergePatch = "application/merge-patch+json"

// Router holds the groups a module hangs its routes on; each already asks who
// may enter.
type Router struct {
	Public   *gin.RouterGroup
	Citizen  *gin.RouterGroup
	Operator *gin.RouterGroup
	Admin    *gin.RouterGroup
}

// JSON answers v with the given status.
func JSON(c *gin.Context, status int, v any) error {
	c.Writer.Header().Set("Content-Type", "application/json; charset=utf-8")
	writeJSON(c, status, v)
	return nil
}

// Refuse answers a problem that has members of its own (RFC 9457, 3.2); v is a
// struct with those of Problem and more.
func Refuse(c *gin.Context, status int, v any) error {
	c.Writer.Header().Set("Content-Type", "application/problem+json")
	writeJSON(c, status, v)
	return nil
}

func writeJSON(c *gin.Context, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		slog.ErrorContext(c.Request.Context(), "answer cannot be encoded", "error", err)
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Status(status)
	_, _ = c.Writer.Write(body) // the client may have gone
}

// NoContent answers 204.
func NoContent(c *gin.Context) error {
	c.Status(http.StatusNoContent)
	c.Writer.WriteHeaderNow()
	return nil
}

// Bind reads a JSON body into dst and refuses what it does not know: another
// content type, unknown fields, more than MaxBody bytes, data after the value.
func Bind(c *gin.Context, dst any) error {
	return bind(c, dst, "application/json")
}

// BindMergePatch is Bind for a merge patch.
func BindMergePatch(c *gin.Context, dst any) error {
	return bind(c, dst, MediaMergePatch)
}

func bind(c *gin.Context, dst any, media string) error {
	got, _, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || got != media {
		return ErrMediaType.With("send " + media)
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, MaxBody)
	dec := json.NewDecoder(c.Request.Body)
	dec.DisallowUnknownFields()
	if err := dec.Decode(dst); err != nil {
		return bodyError(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return ErrMalformed.With("there is data after the JSON value")
	}
	return nil
}

func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &tooLarge):
		return ErrTooLarge.With("at most " + strconv.FormatInt(tooLarge.Limit, 10) + " bytes")
	case errors.As(err, &wrong):
		return wrongType(wrong)
	case strings.HasPrefix(err.Error(), "json: unknown field "):
		name, _ := strconv.Unquote(strings.TrimPrefix(err.Error(), "json: unknown field "))
		return ErrUnknownField.WithFields(errs.Field{Pointer: "/" + name, Code: "unknown"})
	default:
		return ErrMalformed
	}
}

// wrongType names the field and what belongs there. Without a field it is the
// body itself that is something else.
func wrongType(err *json.UnmarshalTypeError) error {
	expected := jsonType(err.Type)
	if err.Field == "" {
		return ErrWrongType.With("the body must be a JSON " + expected)
	}
	return ErrWrongType.WithFields(errs.Field{
		Pointer: "/" + strings.ReplaceAll(err.Field, ".", "/"), Code: "type", Params: map[string]any{"expected": expected},
	})
}

// jsonType is what JSON calls a type of Go.
func jsonType(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return jsonType(t.Elem())
	case reflect.Bool:
		return "boolean"
	case reflect.Float32, reflect.Float64:
		return "number"
	case reflect.Slice, reflect.Array:
		return "array"
	case reflect.Struct, reflect.Map:
		return "object"
	case reflect.String:
		return "string"
	}
	return "integer"
}

// File is an uploaded file, whole in memory: limits are small by design.
type File struct {
	Name string
	Body []byte
}

// FormFile reads the file of a multipart form, of at most limit bytes.
func FormFile(c *gin.Context, field string, limit int64) (File, error) {
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, limit+64<<10)
	header, err := c.FormFile(field)
	var tooLarge *http.MaxBytesError
	tooLargeText := "at most " + strconv.FormatInt(limit, 10) + " bytes"
	switch {
	case errors.As(err, &tooLarge):
		return File{}, ErrTooLarge.With(tooLargeText)
	case err != nil:
		return File{}, ErrMediaType.With("send multipart/form-data with the file in the field " + field)
	case header.Size > limit:
		return File{}, ErrTooLarge.With(tooLargeText)
	}
	f, err := header.Open()
	if err != nil {
		return File{}, err
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	return File{Name: header.Filename, Body: body}, err
}

// PageParams reads limit (1 to 100, 20 when absent) and cursor from the query.
func PageParams(c *gin.Context) (limit int, cursor string, err error) {
	limit = 20
	if s := c.Query("limit"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 || limit > 100 {
			return 0, "", ErrLimit
		}
	}
	return limit, c.Query("cursor"), nil
}

// EncodeCursor makes the opaque cursor of the page that follows v.
func EncodeCursor(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b)
}

// DecodeCursor reads what EncodeCursor wrote.
func DecodeCursor(s string, v any) error {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || json.Unmarshal(b, v) != nil {
		return ErrCursor
	}
	return nil
}

// Download answers a file to keep: never shown inline as a page of ours.
func Download(c *gin.Context, name, contentType string, body []byte) error {
	h := c.Writer.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	c.Data(http.StatusOK, contentType, body)
	return nil
}
