package media

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// uploadTime is how long a large file may take to come in or to go out; the
// server's own limits are for what is small.
const uploadTime = 20 * time.Minute

// Handler answers the requests of editors about files, and everybody's for
// the files themselves.
type Handler struct {
	service *Service
	editor  func(ctx context.Context) bool
}

// NewHandler returns the handler over s. editor tells who may edit the
// website; nil means the roles of editors.
func NewHandler(s *Service, editor func(ctx context.Context) bool) *Handler {
	if editor == nil {
		editor = hasEditorRole
	}
	return &Handler{service: s, editor: editor}
}

var editorRoles = []string{identity.RoleAdmin, "author", "publisher", "content_admin"}

func hasEditorRole(ctx context.Context) bool {
	return slices.ContainsFunc(editorRoles, identity.ActorFrom(ctx).HasRole)
}

// Routes adds the management of files to the API.
func (h *Handler) Routes(r httpx.Router) {
	office := r.Operator.Group("/office/media", httpx.Handle(h.mayEdit))
	office.GET("", httpx.Handle(h.list))
	office.POST("", httpx.Handle(h.create))
	office.GET("/:id", httpx.Handle(h.get))
	office.PATCH("/:id", httpx.Handle(h.describe))
	office.DELETE("/:id", httpx.Handle(h.delete))
	office.PUT("/:id/file", httpx.Handle(h.replace))
	office.PUT("/:id/captions/:language", httpx.Handle(h.setCaptions))
	office.DELETE("/:id/captions/:language", httpx.Handle(h.removeCaptions))
}

func (h *Handler) mayEdit(c *gin.Context) error {
	if !h.editor(c.Request.Context()) {
		return ErrForbidden
	}
	return nil
}

// list godoc
//
//	@Summary	List the files of the website
//	@ID			mediaList
//	@Tags		media
//	@Produce	json
//	@Param		kind	query		string	false	"only this kind"	Enums(image, document, video, audio)
//	@Param		q		query		string	false	"words of the title or of the file name"
//	@Param		limit	query		int		false	"items of a page, 1 to 100"
//	@Param		cursor	query		string	false	"cursor of the page"
//	@Success	200		{object}	PageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/media [get]
func (h *Handler) list(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	var before string
	if cursor != "" {
		if err := httpx.DecodeCursor(cursor, &before); err != nil {
			return err
		}
		if !ids.Valid(before) {
			return httpx.ErrCursor
		}
	}
	list, total, err := h.service.List(c.Request.Context(), Kind(c.Query("kind")), c.Query("q"), limit+1, before)
	if err != nil {
		return err
	}
	page := PageResponse{Items: []OfficeResponse{}, Total: total}
	if len(list) > limit {
		list = list[:limit]
		page.NextCursor = httpx.EncodeCursor(list[limit-1].ID)
	}
	for _, m := range list {
		page.Items = append(page.Items, newOfficeResponse(m))
	}
	return httpx.JSON(c, http.StatusOK, page)
}

// create godoc
//
//	@Summary		Add a file to the website
//	@Description	The type is told from the content. Pictures lose place and device, drawings everything that is no shape; smaller forms of pictures and the text of documents follow in a moment. Texts are plain Italian or a JSON object of languages.
//	@ID				newMedia
//	@Tags			media
//	@Accept			multipart/form-data
//	@Produce		json
//	@Param			file		formData	file	true	"the file"
//	@Param			title		formData	string	false	"title"
//	@Param			alt			formData	string	false	"alternative text; empty for a picture that only decorates"
//	@Param			caption		formData	string	false	"caption"
//	@Param			transcript	formData	string	false	"transcript of a video or sound"
//	@Param			credits		formData	string	false	"author"
//	@Param			licence		formData	string	false	"licence"
//	@Param			language	formData	string	false	"language of the content"
//	@Param			accessible	formData	boolean	false	"whether a document is accessible"
//	@Param			focal_point	formData	string	false	"JSON object of x and y, from 0 to 1"
//	@Success		201			{object}	OfficeResponse
//	@Failure		400			{object}	httpx.Problem
//	@Failure		401			{object}	httpx.Problem
//	@Failure		403			{object}	httpx.Problem
//	@Failure		413			{object}	httpx.Problem
//	@Failure		415			{object}	httpx.Problem
//	@Failure		422			{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/media [post]
func (h *Handler) create(c *gin.Context) error {
	in, d, err := readUpload(c)
	if err != nil {
		return err
	}
	defer in.close()
	created, err := h.service.create(c.Request.Context(), in, "", d)
	if err != nil {
		return err
	}
	c.Header("Location", c.Request.URL.Path+"/"+created.ID)
	return h.answer(c, http.StatusCreated, created)
}

// get godoc
//
//	@Summary	A file of the website with the contents that show it
//	@ID			media
//	@Tags		media
//	@Produce	json
//	@Param		id	path		string	true	"file id"
//	@Success	200	{object}	OfficeResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/media/{id} [get]
func (h *Handler) get(c *gin.Context) error {
	m, err := h.service.Get(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return h.answer(c, http.StatusOK, m)
}

// answer writes a file with its uses and its version.
func (h *Handler) answer(c *gin.Context, status int, m Media) error {
	uses, err := h.service.UsesOf(c.Request.Context(), m.ID)
	if err != nil {
		return err
	}
	out := newOfficeResponse(m)
	for _, u := range uses {
		out.Uses = append(out.Uses, UseResponse(u))
	}
	c.Header("ETag", `"`+strconv.FormatInt(m.Version, 10)+`"`)
	return httpx.JSON(c, status, out)
}

// PatchRequest is a change of what is said of a file; what is left out stays.
type PatchRequest struct {
	Title      i18n.Text      `json:"title,omitempty"`
	Alt        i18n.Text      `json:"alt,omitempty"`
	Caption    i18n.Text      `json:"caption,omitempty"`
	Transcript i18n.Text      `json:"transcript,omitempty"`
	Credits    *string        `json:"credits,omitempty"`
	Licence    *string        `json:"licence,omitempty"`
	Language   *string        `json:"language,omitempty" example:"it"`
	Accessible *bool          `json:"accessible,omitempty"`
	FocalPoint *PointResponse `json:"focal_point,omitempty"`
} //	@name	MediaPatch

// describe godoc
//
//	@Summary	Change what is said of a file
//	@ID			mediaDescription
//	@Tags		media
//	@Accept		application/merge-patch+json
//	@Produce	json
//	@Param		id			path		string			true	"file id"
//	@Param		If-Match	header		string			false	"version the change was made on, in quotes"
//	@Param		body		body		PatchRequest	true	"change"
//	@Success	200			{object}	OfficeResponse
//	@Failure	400			{object}	httpx.Problem
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	412			{object}	httpx.Problem
//	@Failure	422			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/media/{id} [patch]
func (h *Handler) describe(c *gin.Context) error {
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	var body PatchRequest
	if err := httpx.BindMergePatch(c, &body); err != nil {
		return err
	}
	d := Description{
		Title: body.Title, Alt: body.Alt, Caption: body.Caption, Transcript: body.Transcript, Credits: body.Credits,
		Licence: body.Licence, Language: body.Language, Accessible: body.Accessible,
	}
	if body.FocalPoint != nil {
		d.FocalPoint = &Point{body.FocalPoint.X, body.FocalPoint.Y}
	}
	m, err := h.service.Describe(c.Request.Context(), c.Param("id"), version, d)
	if err != nil {
		return err
	}
	return h.answer(c, http.StatusOK, m)
}

// ifMatch reads the version of an If-Match header, 0 without one. Whatever is
// not a version of ours matches none.
func ifMatch(c *gin.Context) (int64, error) {
	header := strings.TrimSpace(c.GetHeader("If-Match"))
	if header == "" || header == "*" {
		return 0, nil
	}
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(header, "W/"), `"`), 10, 64)
	if err != nil || version < 1 {
		return 0, ErrVersion
	}
	return version, nil
}

// delete godoc
//
//	@Summary	Remove a file that no published content shows
//	@ID			removedMedia
//	@Tags		media
//	@Param		id	path	string	true	"file id"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/media/{id} [delete]
func (h *Handler) delete(c *gin.Context) error {
	if err := h.service.Delete(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	return httpx.NoContent(c)
}

// replace godoc
//
//	@Summary		Put another file in the place of one
//	@Description	The file keeps its id and its description; the kind must be the same. Old addresses lead to the new file.
//	@ID				mediaFile
//	@Tags			media
//	@Accept			multipart/form-data
//	@Produce		json
//	@Param			id		path		string	true	"file id"
//	@Param			file	formData	file	true	"the new file"
//	@Success		200		{object}	OfficeResponse
//	@Failure		401		{object}	httpx.Problem
//	@Failure		403		{object}	httpx.Problem
//	@Failure		404		{object}	httpx.Problem
//	@Failure		413		{object}	httpx.Problem
//	@Failure		415		{object}	httpx.Problem
//	@Failure		422		{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/media/{id}/file [put]
func (h *Handler) replace(c *gin.Context) error {
	ctx, id := c.Request.Context(), c.Param("id")
	if _, err := h.service.Get(ctx, id); err != nil {
		return err // before a long upload, not after
	}
	in, _, err := readUpload(c)
	if err != nil {
		return err
	}
	defer in.close()
	replaced, err := h.service.replace(ctx, id, in)
	if err != nil {
		return err
	}
	return h.answer(c, http.StatusOK, replaced)
}

// setCaptions godoc
//
//	@Summary	Add the subtitles of a video in a language
//	@ID			mediaCaptions
//	@Tags		media
//	@Accept		multipart/form-data
//	@Produce	json
//	@Param		id			path		string	true	"file id"
//	@Param		language	path		string	true	"language"
//	@Param		file		formData	file	true	"subtitles in WebVTT"
//	@Success	200			{object}	OfficeResponse
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	413			{object}	httpx.Problem
//	@Failure	415			{object}	httpx.Problem
//	@Failure	422			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/media/{id}/captions/{language} [put]
func (h *Handler) setCaptions(c *gin.Context) error {
	file, err := httpx.FormFile(c, "file", maxCaptions)
	if err != nil {
		return err
	}
	m, err := h.service.SetCaptions(c.Request.Context(), c.Param("id"), c.Param("language"), file.Body)
	if err != nil {
		return err
	}
	return h.answer(c, http.StatusOK, m)
}

// removeCaptions godoc
//
//	@Summary	Take the subtitles in a language away
//	@ID			removedMediaCaptions
//	@Tags		media
//	@Param		id			path	string	true	"file id"
//	@Param		language	path	string	true	"language"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/media/{id}/captions/{language} [delete]
func (h *Handler) removeCaptions(c *gin.Context) error {
	if _, err := h.service.RemoveCaptions(c.Request.Context(), c.Param("id"), c.Param("language")); err != nil {
		return err
	}
	return httpx.NoContent(c)
}

// maxField is the most that one text of an upload's form may hold.
const maxField = 512 << 10

// maxDrained is how much of a refused upload is still read, so that a browser
// listens to the answer.
const maxDrained = 64 << 20

// readUpload reads a form as it comes, the texts before or after the file; a
// large file is never whole in memory. The caller closes what it returns.
func readUpload(c *gin.Context) (in *incoming, d Description, err error) {
	extendDeadlines(c.Writer, uploadTime)
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, maxVideo+(4<<20))
	defer func() {
		if err != nil {
			in.close()
			_, _ = io.CopyN(io.Discard, c.Request.Body, maxDrained) // as much as there is
		}
	}()
	parts, err := c.Request.MultipartReader()
	if err != nil {
		return nil, d, httpx.ErrMediaType.With("send multipart/form-data with the file in the field file")
	}
	fields := map[string]string{}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return in, d, bodyError(err)
		}
		if part.FormName() == "file" && in == nil {
			in, err = receive(c.Request.Context(), part.FileName(), part)
		} else {
			err = readField(part, fields)
		}
		if err != nil {
			return in, d, bodyError(err)
		}
	}
	if in == nil {
		return nil, d, httpx.ErrMediaType.With("the field file is missing")
	}
	d, err = newDescription(fields)
	return in, d, err
}

func readField(part *multipart.Part, fields map[string]string) error {
	body, err := io.ReadAll(io.LimitReader(part, maxField+1))
	if err != nil {
		return bodyError(err)
	}
	if len(body) > maxField {
		return httpx.ErrTooLarge.With("the field " + part.FormName())
	}
	fields[part.FormName()] = string(body)
	return nil
}

// bodyError names what a client did wrong with a body.
func bodyError(err error) error {
	var tooLarge *http.MaxBytesError
	var known *errs.Error
	switch {
	case errors.As(err, &known):
		return err
	case errors.As(err, &tooLarge):
		return ErrTooLarge
	case errors.Is(err, context.Canceled), errors.Is(err, errDisk):
		return err
	}
	return httpx.ErrMalformed.With("the form cannot be read")
}

// newDescription reads the texts of a form: plain Italian, or a JSON object.
func newDescription(fields map[string]string) (d Description, err error) {
	for name, to := range map[string]*i18n.Text{"title": &d.Title, "alt": &d.Alt, "caption": &d.Caption, "transcript": &d.Transcript} {
		value, sent := fields[name]
		switch {
		case !sent:
		case strings.HasPrefix(strings.TrimSpace(value), "{"):
			if json.Unmarshal([]byte(value), to) != nil {
				return d, ErrInvalid.WithFields(errs.Field{Pointer: "/" + name, Code: "type"})
			}
		default:
			*to = i18n.Text{"it": value}
		}
	}
	for name, to := range map[string]**string{"credits": &d.Credits, "licence": &d.Licence, "language": &d.Language} {
		if value, sent := fields[name]; sent {
			*to = &value
		}
	}
	if value := fields["accessible"]; value != "" {
		yes, err := strconv.ParseBool(value)
		if err != nil {
			return d, ErrInvalid.WithFields(errs.Field{Pointer: "/accessible", Code: "type"})
		}
		d.Accessible = &yes
	}
	if value := fields["focal_point"]; value != "" {
		var p PointResponse
		if json.Unmarshal([]byte(value), &p) != nil {
			return d, ErrInvalid.WithFields(errs.Field{Pointer: "/focal_point", Code: "type"})
		}
		d.FocalPoint = &Point{p.X, p.Y}
	}
	return d, nil
}

// extendDeadlines gives one large file more time than the server's limits.
func extendDeadlines(w http.ResponseWriter, d time.Duration) {
	control, end := http.NewResponseController(w), time.Now().Add(d)
	_ = control.SetReadDeadline(end)  // a writer of a test has no deadlines
	_ = control.SetWriteDeadline(end) // likewise
}
