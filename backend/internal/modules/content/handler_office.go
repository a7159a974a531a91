package content

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// OfficeTypeResponse is a type of content with what the operator may do.
type OfficeTypeResponse struct {
	TypeResponse
	Can []string `json:"can" enums:"create,publish,override" binding:"required"`
} //	@name	OfficeContentType

// OfficeTypeListResponse is the content model as an editor sees it.
type OfficeTypeListResponse struct {
	Items []OfficeTypeResponse `json:"items" binding:"required"`
} //	@name	OfficeContentTypeList

// OfficeRowResponse is a line of the list of editors.
type OfficeRowResponse struct {
	ID         string     `json:"id" format:"uuid" binding:"required"`
	Type       string     `json:"type" binding:"required"`
	Title      i18n.Text  `json:"title" binding:"required"`
	Status     Status     `json:"status" swaggertype:"string" enums:"draft,in_review,scheduled,published,expired,archived,unpublished" binding:"required"`
	Path       string     `json:"path" binding:"required"`
	HasChanges bool       `json:"has_changes" binding:"required"`
	UpdatedAt  time.Time  `json:"updated_at" format:"date-time" binding:"required"`
	UpdatedBy  string     `json:"updated_by" binding:"required"`
	PublishAt  *time.Time `json:"publish_at,omitempty" format:"date-time"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty" format:"date-time"`
} //	@name	OfficeContentRow

// OfficePageResponse is a page of the list of editors.
type OfficePageResponse struct {
	Items      []OfficeRowResponse `json:"items" binding:"required"`
	Total      int                 `json:"total" binding:"required"`
	NextCursor string              `json:"next_cursor,omitempty"`
	Counts     map[string]int      `json:"counts" binding:"required"` // by status
} //	@name	OfficeContentPage

// GateResponse is something that stands between a content and its publication.
type GateResponse struct {
	Field    string    `json:"field,omitempty" example:"responsible_unit"`
	Code     string    `json:"code" example:"mandatory" binding:"required"`
	Severity Severity  `json:"severity" enums:"block,override,warning" binding:"required"`
	Message  i18n.Text `json:"message" binding:"required"`
} //	@name	ContentGate

// OfficeResponse is a content as its editors see it.
type OfficeResponse struct {
	ID             string                         `json:"id" format:"uuid" binding:"required"`
	Type           string                         `json:"type" binding:"required"`
	Version        int64                          `json:"version" format:"int64" binding:"required"`
	Status         Status                         `json:"status" swaggertype:"string" enums:"draft,in_review,scheduled,published,expired,archived,unpublished" binding:"required"`
	Slug           string                         `json:"slug" binding:"required"`
	Path           string                         `json:"path" binding:"required"`
	Data           map[string]any                 `json:"data" binding:"required"`
	References     map[string]CardResponse        `json:"references" binding:"required"`
	Media          map[string]media.MediaResponse `json:"media" binding:"required"`
	Published      bool                           `json:"published" binding:"required"`
	HasChanges     bool                           `json:"has_changes" binding:"required"`
	PublishedAt    *time.Time                     `json:"published_at,omitempty" format:"date-time"`
	PublishAt      *time.Time                     `json:"publish_at,omitempty" format:"date-time"`
	ExpiresAt      *time.Time                     `json:"expires_at,omitempty" format:"date-time"`
	OwnerUnitID    *string                        `json:"owner_unit_id,omitempty" format:"uuid"`
	CreatedAt      time.Time                      `json:"created_at" format:"date-time" binding:"required"`
	UpdatedAt      time.Time                      `json:"updated_at" format:"date-time" binding:"required"`
	UpdatedBy      string                         `json:"updated_by" binding:"required"`
	Gates          []GateResponse                 `json:"gates" binding:"required"`
	AllowedActions []string                       `json:"allowed_actions" enums:"edit,review,end_review,publish,withdraw,archive,unarchive,copy,delete" binding:"required"`
} //	@name	OfficeContent

// CreateRequest begins a content.
type CreateRequest struct {
	Type string         `json:"type" example:"news" binding:"required"`
	Data map[string]any `json:"data" binding:"required"`
} //	@name	ContentCreation

// EditRequest is a merge patch of a content (RFC 7396).
type EditRequest struct {
	Data        map[string]any  `json:"data,omitempty"`
	Slug        *string         `json:"slug,omitempty"`
	OwnerUnitID json.RawMessage `json:"owner_unit_id,omitempty" swaggertype:"string" format:"uuid" extensions:"x-nullable"`
} //	@name	ContentEdit

// NoteRequest is a word that goes with a step.
type NoteRequest struct {
	Note string `json:"note,omitempty" maxLength:"1000"`
} //	@name	ContentNote

// PublicationRequest says when a content is published and withdrawn.
type PublicationRequest struct {
	PublishAt      *time.Time `json:"publish_at,omitempty" format:"date-time"`
	ExpiresAt      *time.Time `json:"expires_at,omitempty" format:"date-time"`
	OverrideReason string     `json:"override_reason,omitempty" maxLength:"1000"`
} //	@name	ContentPublication

// WithdrawalRequest says why a content is withdrawn, and where its address leads.
type WithdrawalRequest struct {
	Reason     string `json:"reason" maxLength:"1000" binding:"required"`
	RedirectTo string `json:"redirect_to,omitempty" example:"/novita/notizie"`
} //	@name	ContentWithdrawal

// RestorationRequest names a revision.
type RestorationRequest struct {
	Revision int64 `json:"revision" format:"int64" binding:"required"`
} //	@name	ContentRestoration

// RevisionResponse is what a change left behind.
type RevisionResponse struct {
	Number int64          `json:"number" format:"int64" binding:"required"`
	At     time.Time      `json:"at" format:"date-time" binding:"required"`
	Author string         `json:"author" binding:"required"`
	Action string         `json:"action" example:"published" binding:"required"`
	Reason string         `json:"reason,omitempty"`
	Title  i18n.Text      `json:"title" binding:"required"`
	Slug   string         `json:"slug" binding:"required"`
	Data   map[string]any `json:"data,omitempty"`
} //	@name	ContentRevision

// RevisionListResponse are the revisions of a content, newest first.
type RevisionListResponse struct {
	Items []RevisionResponse `json:"items" binding:"required"`
} //	@name	ContentRevisionList

// PartResponse is a piece of a text that stayed, came or went.
type PartResponse struct {
	Op   string `json:"op" enums:"same,added,removed" binding:"required"`
	Text string `json:"text" binding:"required"`
} //	@name	DifferencePart

// DifferenceResponse is a field that is not the same in two revisions.
type DifferenceResponse struct {
	Field  string         `json:"field" example:"body" binding:"required"`
	Label  i18n.Text      `json:"label" binding:"required"`
	Before string         `json:"before" binding:"required"`
	After  string         `json:"after" binding:"required"`
	Parts  []PartResponse `json:"parts" binding:"required"`
} //	@name	ContentDifference

// DifferenceListResponse is what differs between two revisions.
type DifferenceListResponse struct {
	Items []DifferenceResponse `json:"items" binding:"required"`
} //	@name	ContentDifferenceList

// PreviewRequest is a content that is not saved, of an existing one or of none.
type PreviewRequest struct {
	Type string         `json:"type" binding:"required"`
	Data map[string]any `json:"data" binding:"required"`
	ID   string         `json:"id,omitempty" format:"uuid"`
} //	@name	ContentPreview

// ReferenceListResponse are contents that an editor may refer to.
type ReferenceListResponse struct {
	Items []CardResponse `json:"items" binding:"required"`
} //	@name	ContentReferenceList

// RedirectResponse is an address that leads elsewhere, or to nowhere.
type RedirectResponse struct {
	ID        string    `json:"id" format:"uuid" binding:"required"`
	FromPath  string    `json:"from_path" example:"/vecchia-pagina" binding:"required"`
	ToPath    string    `json:"to_path,omitempty" example:"/servizi"`
	Gone      bool      `json:"gone" binding:"required"`
	Automatic bool      `json:"automatic" binding:"required"`
	CreatedAt time.Time `json:"created_at" format:"date-time" binding:"required"`
	CreatedBy string    `json:"created_by" binding:"required"`
} //	@name	Redirect

// RedirectPageResponse is a page of redirects.
type RedirectPageResponse struct {
	Items      []RedirectResponse `json:"items" binding:"required"`
	NextCursor string             `json:"next_cursor,omitempty"`
} //	@name	RedirectPage

// RedirectRequest has an address lead elsewhere, or say that the page is gone.
type RedirectRequest struct {
	FromPath string `json:"from_path" binding:"required"`
	ToPath   string `json:"to_path,omitempty"`
	Gone     bool   `json:"gone,omitempty"`
} //	@name	RedirectCreation

// GrantResponse lets an operator edit a part of the website. Without sections
// it is all of them, without offices too.
type GrantResponse struct {
	Role     string   `json:"role" enums:"author,publisher,content_admin" binding:"required"`
	Sections []string `json:"sections" enums:"administration,news,services,live,documents,topics,transversal" binding:"required"`
	UnitIDs  []string `json:"unit_ids" binding:"required"`
} //	@name	EditorGrant

// EditorResponse is what an operator may edit.
type EditorResponse struct {
	OperatorID string          `json:"operator_id" format:"uuid" binding:"required"`
	Grants     []GrantResponse `json:"grants" binding:"required"`
} //	@name	Editor

// EditorRequest is what an operator may edit from now on.
type EditorRequest struct {
	Grants []GrantResponse `json:"grants" binding:"required"`
} //	@name	EditorGrants

func (h *Handler) officeRoutes(r httpx.Router) {
	office := r.Operator.Group("/office")
	office.GET("/content-types", httpx.Handle(h.officeTypes))
	office.GET("/contents", httpx.Handle(h.officeList))
	office.POST("/contents", httpx.Handle(h.create))
	office.GET("/contents/:id", httpx.Handle(h.read))
	office.PATCH("/contents/:id", httpx.Handle(h.edit))
	office.DELETE("/contents/:id", httpx.Handle(h.remove))
	office.POST("/contents/:id/copies", httpx.Handle(h.copyOf))
	office.PUT("/contents/:id/review", httpx.Handle(h.askReview))
	office.PUT("/contents/:id/return", httpx.Handle(h.endReview))
	office.PUT("/contents/:id/publication", httpx.Handle(h.publish))
	office.PUT("/contents/:id/withdrawal", httpx.Handle(h.withdraw))
	office.PUT("/contents/:id/archiving", httpx.Handle(h.archive))
	office.DELETE("/contents/:id/archiving", httpx.Handle(h.unarchive))
	office.GET("/contents/:id/revisions", httpx.Handle(h.revisions))
	office.GET("/contents/:id/revisions/:number", httpx.Handle(h.revision))
	office.GET("/contents/:id/differences", httpx.Handle(h.differences))
	office.PUT("/contents/:id/restoration", httpx.Handle(h.restore))
	office.POST("/content-previews", httpx.Handle(h.preview))
	office.GET("/references", httpx.Handle(h.references))
	office.GET("/redirects", httpx.Handle(h.redirects))
	office.POST("/redirects", httpx.Handle(h.addRedirect))
	office.DELETE("/redirects/:id", httpx.Handle(h.removeRedirect))
	r.Admin.GET("/office/editors", httpx.Handle(h.editors))
	r.Admin.GET("/office/editors/:operator_id", httpx.Handle(h.editorOf))
	r.Admin.PUT("/office/editors/:operator_id", httpx.Handle(h.setEditor))
}

func newOfficeResponse(w Working) OfficeResponse {
	out := OfficeResponse{
		ID: w.ID, Type: w.Type, Version: w.Version, Status: w.Status, Slug: w.Slug, Path: w.Path, Data: w.Values,
		References: make(map[string]CardResponse, len(w.References)), Media: make(map[string]media.MediaResponse, len(w.Files)),
		Published: w.Public, HasChanges: w.hasChanges(), PublishedAt: w.PublishedAt, PublishAt: w.PublishAt, ExpiresAt: w.ExpiresAt,
		OwnerUnitID: w.OwnerUnitID, CreatedAt: w.CreatedAt.UTC(), UpdatedAt: w.UpdatedAt.UTC(), UpdatedBy: w.UpdatedBy,
		Gates: make([]GateResponse, len(w.Gates)), AllowedActions: w.Actions,
	}
	for id, card := range w.References {
		out.References[id] = NewCardResponse(card)
	}
	for id, file := range w.Files {
		out.Media[id] = media.NewMediaResponse(file)
	}
	for i, g := range w.Gates {
		out.Gates[i] = GateResponse(g)
	}
	return out
}

// answer shows a content to its editor, with the version that the next change
// must name.
func answer(c *gin.Context, status int, w Working) error {
	c.Writer.Header().Set("ETag", `"`+strconv.FormatInt(w.Version, 10)+`"`)
	return httpx.JSON(c, status, newOfficeResponse(w))
}

// ifMatch reads the version of an If-Match header, 0 without one. Whatever is
// not a version of ours matches none.
func ifMatch(c *gin.Context) int64 {
	header := strings.TrimSpace(c.GetHeader("If-Match"))
	if header == "" {
		return 0
	}
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(header, "W/"), `"`), 10, 64)
	if err != nil || version == 0 {
		return -1
	}
	return version
}

// optional reads a body that may be left out.
func optional(c *gin.Context, into any) error {
	if c.Request.ContentLength == 0 {
		return nil
	}
	return httpx.Bind(c, into)
}

// officeTypes godoc
//
//	@Summary	The content model, with what the operator may do
//	@ID			officeContentTypes
//	@Tags		office-contents
//	@Produce	json
//	@Success	200	{object}	OfficeTypeListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/content-types [get]
func (h *Handler) officeTypes(c *gin.Context) error {
	r, err := h.service.editor(c.Request.Context())
	if err != nil {
		return err
	}
	out := OfficeTypeListResponse{Items: make([]OfficeTypeResponse, len(shipped.types))}
	for i, t := range shipped.types {
		out.Items[i] = OfficeTypeResponse{newTypeResponse(t), r.can(t)}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// officeList godoc
//
//	@Summary	The contents that the operator may edit
//	@ID			officeContents
//	@Tags		office-contents
//	@Produce	json
//	@Param		type	query		string	false	"types, separated by commas"
//	@Param		status	query		string	false	"statuses, separated by commas"
//	@Param		q		query		string	false	"words of the title"	maxlength(200)
//	@Param		mine	query		bool	false	"only those that the operator last edited"
//	@Param		unit	query		string	false	"id of the office they belong to"
//	@Param		sort	query		string	false	"order"	Enums(title, -updated_at)
//	@Param		limit	query		int		false	"how many, 1 to 100"	minimum(1)	maximum(100)	default(20)
//	@Param		cursor	query		string	false	"next_cursor of the page before"
//	@Success	200		{object}	OfficePageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents [get]
func (h *Handler) officeList(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	q := OfficeQuery{
		Types: words(c, "type"), Statuses: words(c, "status"), Text: c.Query("q"), Unit: c.Query("unit"), Mine: c.Query("mine") == "true",
		Sort: c.Query("sort"), Limit: limit, Cursor: cursor,
	}
	if err := q.check(); err != nil {
		return err
	}
	page, err := h.service.List(c.Request.Context(), q)
	if err != nil {
		return err
	}
	out := OfficePageResponse{
		Items: make([]OfficeRowResponse, len(page.Items)), Total: page.Total, NextCursor: page.Next, Counts: map[string]int{},
	}
	for i, r := range page.Items {
		out.Items[i] = OfficeRowResponse{
			ID: r.ID, Type: r.Type, Title: filled(r.Title), Status: r.Status, Path: r.Path, HasChanges: r.HasChanges,
			UpdatedAt: r.UpdatedAt.UTC(), UpdatedBy: r.UpdatedBy, PublishAt: r.PublishAt, ExpiresAt: r.ExpiresAt,
		}
	}
	for status, n := range page.Counts {
		out.Counts[string(status)] = n
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// create godoc
//
//	@Summary	Begin a content
//	@ID			newContent
//	@Tags		office-contents
//	@Accept		json
//	@Produce	json
//	@Param		body	body		CreateRequest	true	"type and first values"
//	@Success	201		{object}	OfficeResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Failure	409		{object}	httpx.Problem
//	@Failure	422		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents [post]
func (h *Handler) create(c *gin.Context) error {
	var body CreateRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	w, err := h.service.Create(c.Request.Context(), body.Type, body.Data)
	if err != nil {
		return err
	}
	return answer(c, http.StatusCreated, w)
}

// read godoc
//
//	@Summary	A content as its editors see it
//	@ID			officeContent
//	@Tags		office-contents
//	@Produce	json
//	@Param		id	path		string	true	"content id"
//	@Success	200	{object}	OfficeResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id} [get]
func (h *Handler) read(c *gin.Context) error {
	w, err := h.service.Read(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, w)
}

// edit godoc
//
//	@Summary		Change the working text of a content
//	@Description	A merge patch (RFC 7396). What visitors read stays as it is until the next publication. When somebody else changed the content meanwhile the answer is 412, and says who and when.
//	@ID				contentEdit
//	@Tags			office-contents
//	@Accept			application/merge-patch+json
//	@Produce		json
//	@Param			id			path		string		true	"content id"
//	@Param			If-Match	header		string		true	"version the change was made on, in quotes"
//	@Param			body		body		EditRequest	true	"what changes"
//	@Success		200			{object}	OfficeResponse
//	@Failure		400			{object}	httpx.Problem
//	@Failure		401			{object}	httpx.Problem
//	@Failure		403			{object}	httpx.Problem
//	@Failure		404			{object}	httpx.Problem
//	@Failure		409			{object}	httpx.Problem
//	@Failure		412			{object}	httpx.Problem
//	@Failure		422			{object}	httpx.Problem
//	@Failure		428			{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/contents/{id} [patch]
func (h *Handler) edit(c *gin.Context) error {
	version := ifMatch(c)
	if version == 0 {
		return ErrIfMatch
	}
	var body EditRequest
	if err := httpx.BindMergePatch(c, &body); err != nil {
		return err
	}
	edit := Edit{Data: body.Data, Slug: body.Slug}
	if len(body.OwnerUnitID) > 0 {
		edit.SetUnit = true
		if err := json.Unmarshal(body.OwnerUnitID, &edit.OwnerUnit); err != nil {
			return httpx.ErrWrongType
		}
	}
	w, err := h.service.Edit(c.Request.Context(), c.Param("id"), version, edit)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, w)
}

// remove godoc
//
//	@Summary	Throw away a content that was never published
//	@ID			discardedContent
//	@Tags		office-contents
//	@Param		id	path	string	true	"content id"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id} [delete]
func (h *Handler) remove(c *gin.Context) error {
	if err := h.service.Delete(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	return httpx.NoContent(c)
}

// copyOf godoc
//
//	@Summary	Begin a content from another
//	@ID			contentCopy
//	@Tags		office-contents
//	@Produce	json
//	@Param		id	path		string	true	"content id"
//	@Success	201	{object}	OfficeResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Failure	422	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/copies [post]
func (h *Handler) copyOf(c *gin.Context) error {
	w, err := h.service.Copy(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return answer(c, http.StatusCreated, w)
}

// askReview godoc
//
//	@Summary	Ask a publisher to look at a content
//	@ID			contentReview
//	@Tags		office-contents
//	@Accept		json
//	@Produce	json
//	@Param		id			path		string		true	"content id"
//	@Param		If-Match	header		string		false	"version, in quotes"
//	@Param		body		body		NoteRequest	false	"a word to the publisher"
//	@Success	200			{object}	OfficeResponse
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	409			{object}	httpx.Problem
//	@Failure	412			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/review [put]
func (h *Handler) askReview(c *gin.Context) error { return h.noted(c, h.service.AskReview) }

// endReview godoc
//
//	@Summary	Give a content back to its author
//	@ID			contentReviewEnd
//	@Tags		office-contents
//	@Accept		json
//	@Produce	json
//	@Param		id			path		string		true	"content id"
//	@Param		If-Match	header		string		false	"version, in quotes"
//	@Param		body		body		NoteRequest	false	"a word to the author"
//	@Success	200			{object}	OfficeResponse
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	409			{object}	httpx.Problem
//	@Failure	412			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/return [put]
func (h *Handler) endReview(c *gin.Context) error { return h.noted(c, h.service.EndReview) }

func (h *Handler) noted(c *gin.Context, step func(ctx context.Context, id string, version int64, note string) (Working, error)) error {
	var body NoteRequest
	if err := optional(c, &body); err != nil {
		return err
	}
	w, err := step(c.Request.Context(), c.Param("id"), ifMatch(c), body.Note)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, w)
}

// publish godoc
//
//	@Summary		Publish a content, now or later
//	@Description	Gates of the model may stop it: 422 names them. Those that only the assertion asks for let through an administrator of contents who gives a reason. Where the municipality wants a second person, who last edited the content cannot publish it.
//	@ID				contentPublication
//	@Tags			office-contents
//	@Accept			json
//	@Produce		json
//	@Param			id			path		string				true	"content id"
//	@Param			If-Match	header		string				false	"version, in quotes"
//	@Param			body		body		PublicationRequest	false	"when"
//	@Success		200			{object}	OfficeResponse
//	@Failure		400			{object}	httpx.Problem
//	@Failure		401			{object}	httpx.Problem
//	@Failure		403			{object}	httpx.Problem
//	@Failure		404			{object}	httpx.Problem
//	@Failure		409			{object}	httpx.Problem
//	@Failure		412			{object}	httpx.Problem
//	@Failure		422			{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/contents/{id}/publication [put]
func (h *Handler) publish(c *gin.Context) error {
	var body PublicationRequest
	if err := optional(c, &body); err != nil {
		return err
	}
	ctx := c.Request.Context()
	w, err := h.service.Publish(ctx, c.Param("id"), ifMatch(c), Publication(body))
	if err != nil {
		return err
	}
	h.forget(ctx)
	return answer(c, http.StatusOK, w)
}

// withdraw godoc
//
//	@Summary		Withdraw a content
//	@Description	Its address leads to the page named, or says that the content is gone. What was only scheduled is taken back.
//	@ID				contentWithdrawal
//	@Tags			office-contents
//	@Accept			json
//	@Produce		json
//	@Param			id			path		string				true	"content id"
//	@Param			If-Match	header		string				false	"version, in quotes"
//	@Param			body		body		WithdrawalRequest	true	"why"
//	@Success		200			{object}	OfficeResponse
//	@Failure		400			{object}	httpx.Problem
//	@Failure		401			{object}	httpx.Problem
//	@Failure		403			{object}	httpx.Problem
//	@Failure		404			{object}	httpx.Problem
//	@Failure		409			{object}	httpx.Problem
//	@Failure		412			{object}	httpx.Problem
//	@Failure		422			{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/contents/{id}/withdrawal [put]
func (h *Handler) withdraw(c *gin.Context) error {
	var body WithdrawalRequest
	if err := optional(c, &body); err != nil {
		return err
	}
	ctx := c.Request.Context()
	w, err := h.service.Withdraw(ctx, c.Param("id"), ifMatch(c), body.Reason, body.RedirectTo)
	if err != nil {
		return err
	}
	h.forget(ctx)
	return answer(c, http.StatusOK, w)
}

// archive godoc
//
//	@Summary	Take a content out of lists and search
//	@ID			contentArchiving
//	@Tags		office-contents
//	@Produce	json
//	@Param		id			path		string	true	"content id"
//	@Param		If-Match	header		string	false	"version, in quotes"
//	@Success	200			{object}	OfficeResponse
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	409			{object}	httpx.Problem
//	@Failure	412			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/archiving [put]
func (h *Handler) archive(c *gin.Context) error { return h.filed(c, h.service.Archive) }

// unarchive godoc
//
//	@Summary	Bring an archived content back
//	@ID			contentArchivingEnd
//	@Tags		office-contents
//	@Produce	json
//	@Param		id			path		string	true	"content id"
//	@Param		If-Match	header		string	false	"version, in quotes"
//	@Success	200			{object}	OfficeResponse
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	409			{object}	httpx.Problem
//	@Failure	412			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/archiving [delete]
func (h *Handler) unarchive(c *gin.Context) error { return h.filed(c, h.service.Unarchive) }

func (h *Handler) filed(c *gin.Context, step func(ctx context.Context, id string, version int64) (Working, error)) error {
	ctx := c.Request.Context()
	w, err := step(ctx, c.Param("id"), ifMatch(c))
	if err != nil {
		return err
	}
	h.forget(ctx)
	return answer(c, http.StatusOK, w)
}

// revisions godoc
//
//	@Summary	The revisions of a content, newest first
//	@ID			contentRevisions
//	@Tags		office-contents
//	@Produce	json
//	@Param		id	path		string	true	"content id"
//	@Success	200	{object}	RevisionListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/revisions [get]
func (h *Handler) revisions(c *gin.Context) error {
	list, err := h.service.Revisions(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	out := RevisionListResponse{Items: make([]RevisionResponse, len(list))}
	for i, r := range list {
		out.Items[i] = newRevisionResponse(r)
	}
	return httpx.JSON(c, http.StatusOK, out)
}

func newRevisionResponse(r Revision) RevisionResponse {
	return RevisionResponse{
		Number: r.Number, At: r.At.UTC(), Author: r.Author, Action: r.Action, Reason: r.Reason, Title: filled(r.Title), Slug: r.Slug, Data: r.Values,
	}
}

// revision godoc
//
//	@Summary	A revision of a content, with its text
//	@ID			contentRevision
//	@Tags		office-contents
//	@Produce	json
//	@Param		id		path		string	true	"content id"
//	@Param		number	path		int		true	"number of the revision"
//	@Success	200		{object}	RevisionResponse
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Failure	404		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/revisions/{number} [get]
func (h *Handler) revision(c *gin.Context) error {
	number, err := strconv.ParseInt(c.Param("number"), 10, 64)
	if err != nil {
		return ErrRevision
	}
	r, err := h.service.Revision(c.Request.Context(), c.Param("id"), number)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newRevisionResponse(r))
}

// differences godoc
//
//	@Summary	What differs between two revisions of a content
//	@ID			contentDifferences
//	@Tags		office-contents
//	@Produce	json
//	@Param		id		path		string	true	"content id"
//	@Param		from	query		int		true	"number of the older revision"
//	@Param		to		query		int		true	"number of the newer revision"
//	@Success	200		{object}	DifferenceListResponse
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Failure	404		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/differences [get]
func (h *Handler) differences(c *gin.Context) error {
	from, errFrom := strconv.ParseInt(c.Query("from"), 10, 64)
	to, errTo := strconv.ParseInt(c.Query("to"), 10, 64)
	if errFrom != nil || errTo != nil {
		return ErrRevision
	}
	list, err := h.service.Differences(c.Request.Context(), c.Param("id"), from, to)
	if err != nil {
		return err
	}
	out := DifferenceListResponse{Items: make([]DifferenceResponse, len(list))}
	for i, d := range list {
		parts := make([]PartResponse, len(d.Parts))
		for j, p := range d.Parts {
			parts[j] = PartResponse(p)
		}
		out.Items[i] = DifferenceResponse{d.Field, d.Label, d.Before, d.After, parts}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// restore godoc
//
//	@Summary	Make the text of an older revision the working one
//	@ID			contentRestoration
//	@Tags		office-contents
//	@Accept		json
//	@Produce	json
//	@Param		id			path		string				true	"content id"
//	@Param		If-Match	header		string				true	"version, in quotes"
//	@Param		body		body		RestorationRequest	true	"which one"
//	@Success	200			{object}	OfficeResponse
//	@Failure	400			{object}	httpx.Problem
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	409			{object}	httpx.Problem
//	@Failure	412			{object}	httpx.Problem
//	@Failure	422			{object}	httpx.Problem
//	@Failure	428			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/contents/{id}/restoration [put]
func (h *Handler) restore(c *gin.Context) error {
	version := ifMatch(c)
	if version == 0 {
		return ErrIfMatch
	}
	var body RestorationRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	w, err := h.service.Restore(c.Request.Context(), c.Param("id"), version, body.Revision)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, w)
}

// preview godoc
//
//	@Summary	A content as visitors would read it; nothing is saved
//	@ID			contentPreview
//	@Tags		office-contents
//	@Accept		json
//	@Produce	json
//	@Param		body	body		PreviewRequest	true	"the content"
//	@Success	200		{object}	Response
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Failure	404		{object}	httpx.Problem
//	@Failure	422		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/content-previews [post]
func (h *Handler) preview(c *gin.Context) error {
	var body PreviewRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	content, err := h.service.Preview(c.Request.Context(), body.Type, body.ID, body.Data)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, NewResponse(content))
}

// references godoc
//
//	@Summary	Contents that an editor may refer to
//	@ID			contentReferences
//	@Tags		office-contents
//	@Produce	json
//	@Param		types	query		string	false	"types, separated by commas"
//	@Param		q		query		string	false	"words of the title"	maxlength(200)
//	@Success	200		{object}	ReferenceListResponse
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/references [get]
func (h *Handler) references(c *gin.Context) error {
	text := c.Query("q")
	if len(text) > 200 {
		return ErrQuery.With("q is too long")
	}
	cards, err := h.service.References(c.Request.Context(), words(c, "types"), text)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, ReferenceListResponse{Items: NewCardResponses(cards)})
}

// redirects godoc
//
//	@Summary	The addresses that lead elsewhere
//	@ID			redirects
//	@Tags		office-contents
//	@Produce	json
//	@Param		limit	query		int		false	"how many, 1 to 100"	minimum(1)	maximum(100)	default(20)
//	@Param		cursor	query		string	false	"next_cursor of the page before"
//	@Success	200		{object}	RedirectPageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/redirects [get]
func (h *Handler) redirects(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	list, next, err := h.service.Redirects(c.Request.Context(), limit, cursor)
	if err != nil {
		return err
	}
	out := RedirectPageResponse{Items: make([]RedirectResponse, len(list)), NextCursor: next}
	for i, r := range list {
		out.Items[i] = newRedirectResponse(r)
	}
	return httpx.JSON(c, http.StatusOK, out)
}

func newRedirectResponse(r Redirect) RedirectResponse {
	return RedirectResponse{r.ID, r.FromPath, r.ToPath, r.ToPath == "", r.Automatic, r.CreatedAt.UTC(), r.CreatedBy}
}

// addRedirect godoc
//
//	@Summary	Have an address lead elsewhere, or say that its page is gone
//	@ID			newRedirect
//	@Tags		office-contents
//	@Accept		json
//	@Produce	json
//	@Param		body	body		RedirectRequest	true	"from where to where"
//	@Success	201		{object}	RedirectResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Failure	409		{object}	httpx.Problem
//	@Failure	422		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/redirects [post]
func (h *Handler) addRedirect(c *gin.Context) error {
	var body RedirectRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	if body.Gone == (body.ToPath != "") {
		return ErrInvalid
	}
	ctx := c.Request.Context()
	made, err := h.service.AddRedirect(ctx, body.FromPath, body.ToPath)
	if err != nil {
		return err
	}
	h.forget(ctx)
	return httpx.JSON(c, http.StatusCreated, newRedirectResponse(made))
}

// removeRedirect godoc
//
//	@Summary	Have an address lead nowhere else any more
//	@ID			removedRedirect
//	@Tags		office-contents
//	@Param		id	path	string	true	"redirect id"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/redirects/{id} [delete]
func (h *Handler) removeRedirect(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := h.service.RemoveRedirect(ctx, c.Param("id")); err != nil {
		return err
	}
	h.forget(ctx)
	return httpx.NoContent(c)
}

// editorOf godoc
//
//	@Summary	What an operator may edit of the website
//	@ID			editorGrants
//	@Tags		office-contents
//	@Produce	json
//	@Param		operator_id	path		string	true	"operator id"
//	@Success	200			{object}	EditorResponse
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/editors/{operator_id} [get]
func (h *Handler) editorOf(c *gin.Context) error {
	grants, err := h.service.Grants(c.Request.Context(), c.Param("operator_id"))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newEditorResponse(c.Param("operator_id"), grants))
}

func newEditorResponse(id string, grants []Grant) EditorResponse {
	out := EditorResponse{OperatorID: id, Grants: make([]GrantResponse, len(grants))}
	for i, g := range grants {
		out.Grants[i] = GrantResponse{g.Role, append([]string{}, g.Sections...), append([]string{}, g.UnitIDs...)}
	}
	return out
}

// setEditor godoc
//
//	@Summary	Say what an operator may edit of the website
//	@ID			editorGrantsSetting
//	@Tags		office-contents
//	@Accept		json
//	@Produce	json
//	@Param		operator_id	path		string			true	"operator id"
//	@Param		body		body		EditorRequest	true	"all that the operator may edit"
//	@Success	200			{object}	EditorResponse
//	@Failure	400			{object}	httpx.Problem
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	422			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/editors/{operator_id} [put]
func (h *Handler) setEditor(c *gin.Context) error {
	var body EditorRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	grants := make([]Grant, len(body.Grants))
	for i, g := range body.Grants {
		grants[i] = Grant(g)
	}
	if err := h.service.SetGrants(c.Request.Context(), c.Param("operator_id"), grants); err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newEditorResponse(c.Param("operator_id"), grants))
}
