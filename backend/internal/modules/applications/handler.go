package applications

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
)

// Handler answers the requests about applications.
type Handler struct {
	service    *Service
	idempotent gin.HandlerFunc
}

// NewHandler returns the handler; idempotent is the guard of requests that
// must not run twice.
func NewHandler(service *Service, idempotent gin.HandlerFunc) *Handler {
	return &Handler{service: service, idempotent: idempotent}
}

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	c := r.Citizen
	c.GET("/me/applications", httpx.Handle(h.mine))
	c.POST("/applications", httpx.Handle(h.start))
	c.GET("/applications/:id", httpx.Handle(h.get))
	c.PATCH("/applications/:id", httpx.Handle(h.save))
	c.DELETE("/applications/:id", httpx.Handle(h.delete))
	c.GET("/applications/:id/validation", httpx.Handle(h.validation))
	c.POST("/applications/:id/attachments", httpx.Handle(h.attach))
	c.GET("/applications/:id/attachments/:attachment_id", httpx.Handle(h.attachment))
	c.DELETE("/applications/:id/attachments/:attachment_id", httpx.Handle(h.detach))
	c.PUT("/applications/:id/submission", h.idempotent, httpx.Handle(h.submit))
	c.PUT("/applications/:id/withdrawal", httpx.Handle(h.withdraw))
	c.PUT("/applications/:id/integration", h.idempotent, httpx.Handle(h.answer))
	c.GET("/applications/:id/messages", httpx.Handle(h.messages))
	c.POST("/applications/:id/messages", h.idempotent, httpx.Handle(h.write))
	c.PUT("/applications/:id/messages/read", httpx.Handle(h.markRead))
	c.GET("/applications/:id/documents/:document_id", httpx.Handle(h.document))
	h.officeRoutes(r.Operator)
}

// mine godoc
//
//	@Summary	List my applications
//	@ID			myApplications
//	@Tags		applications
//	@Produce	json
//	@Param		status	query		string	false	"statuses, separated by commas"
//	@Param		q		query		string	false	"number, register number or title"
//	@Param		limit	query		int		false	"items of a page, 1 to 100"
//	@Param		cursor	query		string	false	"cursor of the page"
//	@Success	200		{object}	PageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/me/applications [get]
func (h *Handler) mine(c *gin.Context) error {
	statuses, err := ParseStatuses(c.Query("status"))
	if err != nil {
		return err
	}
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	rows, next, err := h.service.Mine(c.Request.Context(), MineFilter{
		Statuses: statuses, Query: strings.TrimSpace(c.Query("q")), Limit: limit, Cursor: cursor,
	})
	if err != nil {
		return err
	}
	page := PageResponse{Items: make([]SummaryResponse, len(rows)), NextCursor: next}
	for i, row := range rows {
		page.Items[i] = newSummary(row, h.service.now())
	}
	return httpx.JSON(c, http.StatusOK, page)
}

// StartRequest names the service to apply for.
type StartRequest struct {
	ServiceID string `json:"service_id" example:"ztl-permit" binding:"required"`
} //	@name	NewApplication

// start godoc
//
//	@Summary		Start an application
//	@Description	Opens a draft filled with what is already known. Whoever has an open draft of the service gets that one, with status 200.
//	@ID				newApplication
//	@Tags			applications
//	@Accept			json
//	@Produce		json
//	@Param			body	body		StartRequest	true	"service"
//	@Success		200		{object}	Response
//	@Success		201		{object}	Response
//	@Failure		400		{object}	httpx.Problem
//	@Failure		401		{object}	httpx.Problem
//	@Failure		403		{object}	httpx.Problem
//	@Failure		404		{object}	httpx.Problem
//	@Failure		409		{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/applications [post]
func (h *Handler) start(c *gin.Context) error {
	var body StartRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	view, created, err := h.service.Start(c.Request.Context(), body.ServiceID)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if created {
		status = http.StatusCreated
		c.Header("Location", c.Request.URL.Path+"/"+view.ID)
	}
	return answer(c, status, view)
}

// answer shows an application, with its version as entity tag.
func answer(c *gin.Context, status int, view View) error {
	c.Header("ETag", strconv.Quote(strconv.FormatInt(view.Version, 10)))
	c.Header("Cache-Control", "private, no-store")
	return httpx.JSON(c, status, newResponse(view))
}

// get godoc
//
//	@Summary	Read an application
//	@ID			application
//	@Tags		applications
//	@Produce	json
//	@Param		id	path		string	true	"application id"
//	@Success	200	{object}	Response
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id} [get]
func (h *Handler) get(c *gin.Context) error {
	view, err := h.service.Own(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, view)
}

// PatchRequest is a change to a draft; what is left out stays as it is.
type PatchRequest struct {
	Data            map[string]any `json:"data,omitempty"`
	Step            *string        `json:"step,omitempty" example:"specific"`
	PrivacyAccepted *bool          `json:"privacy_accepted,omitempty"`
	Declarations    *[]string      `json:"declarations,omitempty"`
} //	@name	ApplicationPatch

// save godoc
//
//	@Summary		Save a draft
//	@Description	Data replaces the whole of the answers. Wrong answers are kept: only the submission refuses them.
//	@ID				draft
//	@Tags			applications
//	@Accept			application/merge-patch+json
//	@Produce		json
//	@Param			id			path		string			true	"application id"
//	@Param			If-Match	header		string			true	"version the change was made on, in quotes"
//	@Param			body		body		PatchRequest	true	"change"
//	@Success		200			{object}	Response
//	@Failure		400			{object}	httpx.Problem
//	@Failure		401			{object}	httpx.Problem
//	@Failure		404			{object}	httpx.Problem
//	@Failure		409			{object}	httpx.Problem
//	@Failure		412			{object}	httpx.Problem
//	@Failure		413			{object}	httpx.Problem
//	@Failure		422			{object}	httpx.Problem
//	@Failure		428			{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/applications/{id} [patch]
func (h *Handler) save(c *gin.Context) error {
	version, err := ifMatch(c)
	if err != nil {
		return err
	}
	var body PatchRequest
	if err := httpx.BindMergePatch(c, &body); err != nil {
		return err
	}
	view, err := h.service.Save(c.Request.Context(), c.Param("id"), version, Patch(body))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, view)
}

// ifMatch reads the version of an If-Match header. Whatever is not a version
// of ours matches none.
func ifMatch(c *gin.Context) (int64, error) {
	header := strings.TrimSpace(c.GetHeader("If-Match"))
	if header == "" {
		return 0, ErrVersionMissing
	}
	version, err := strconv.ParseInt(strings.Trim(strings.TrimPrefix(header, "W/"), `"`), 10, 64)
	if err != nil {
		return 0, ErrVersion
	}
	return version, nil
}

// delete godoc
//
//	@Summary	Throw a draft away
//	@ID			discardedDraft
//	@Tags		applications
//	@Param		id	path	string	true	"application id"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id} [delete]
func (h *Handler) delete(c *gin.Context) error {
	if err := h.service.Delete(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	return httpx.NoContent(c)
}

// validation godoc
//
//	@Summary	Say what is still missing in a draft
//	@ID			draftValidation
//	@Tags		applications
//	@Produce	json
//	@Param		id		path		string	true	"application id"
//	@Param		step	query		string	false	"only this step"
//	@Success	200		{object}	ValidationResponse
//	@Failure	401		{object}	httpx.Problem
//	@Failure	404		{object}	httpx.Problem
//	@Failure	409		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/validation [get]
func (h *Handler) validation(c *gin.Context) error {
	problems, err := h.service.Validation(c.Request.Context(), c.Param("id"), c.Query("step"))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newValidationResponse(problems))
}

// submit godoc
//
//	@Summary		Send an application
//	@Description	Closes the draft. When something is due the application waits for the payment, otherwise it goes to the office. A repeated submission changes nothing.
//	@ID				submission
//	@Tags			applications
//	@Produce		json
//	@Param			id				path		string	true	"application id"
//	@Param			Idempotency-Key	header		string	true	"a new UUID for each new act"
//	@Success		200				{object}	Response
//	@Failure		400				{object}	httpx.Problem
//	@Failure		401				{object}	httpx.Problem
//	@Failure		403				{object}	httpx.Problem
//	@Failure		404				{object}	httpx.Problem
//	@Failure		409				{object}	httpx.Problem
//	@Failure		422				{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/applications/{id}/submission [put]
func (h *Handler) submit(c *gin.Context) error {
	view, err := h.service.Submit(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, view)
}

// WithdrawalRequest says why the applicant gives up.
type WithdrawalRequest struct {
	Reason string `json:"reason"`
} //	@name	Withdrawal

// withdraw godoc
//
//	@Summary	Withdraw an application
//	@ID			withdrawal
//	@Tags		applications
//	@Accept		json
//	@Produce	json
//	@Param		id		path		string				true	"application id"
//	@Param		body	body		WithdrawalRequest	true	"reason"
//	@Success	200		{object}	Response
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	404		{object}	httpx.Problem
//	@Failure	409		{object}	httpx.Problem
//	@Failure	422		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/withdrawal [put]
func (h *Handler) withdraw(c *gin.Context) error {
	var body WithdrawalRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	view, err := h.service.Withdraw(c.Request.Context(), c.Param("id"), strings.TrimSpace(body.Reason))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, view)
}

// AnswerRequest is what the applicant adds when the office asked.
type AnswerRequest struct {
	Text          string   `json:"text"`
	AttachmentIDs []string `json:"attachment_ids"`
} //	@name	IntegrationAnswer

// answer godoc
//
//	@Summary	Add what the office asked for
//	@ID			integration
//	@Tags		applications
//	@Accept		json
//	@Produce	json
//	@Param		id				path		string			true	"application id"
//	@Param		Idempotency-Key	header		string			true	"a new UUID for each new act"
//	@Param		body			body		AnswerRequest	true	"answer"
//	@Success	200				{object}	Response
//	@Failure	400				{object}	httpx.Problem
//	@Failure	401				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	409				{object}	httpx.Problem
//	@Failure	422				{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/integration [put]
func (h *Handler) answer(c *gin.Context) error {
	var body AnswerRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	view, err := h.service.AnswerIntegration(c.Request.Context(), c.Param("id"), body.Text, body.AttachmentIDs)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, view)
}

// messages godoc
//
//	@Summary	Read the conversation about an application
//	@ID			messages
//	@Tags		messages
//	@Produce	json
//	@Param		id	path		string	true	"application id"
//	@Success	200	{object}	messages.ListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/messages [get]
func (h *Handler) messages(c *gin.Context) error {
	list, err := h.service.OwnMessages(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, messages.NewListResponse(list))
}

// MessageRequest is a new message to the office.
type MessageRequest struct {
	Body          string   `json:"body" binding:"required"`
	AttachmentIDs []string `json:"attachment_ids,omitempty"`
} //	@name	NewMessage

// write godoc
//
//	@Summary	Write to the office
//	@ID			newMessage
//	@Tags		messages
//	@Accept		json
//	@Produce	json
//	@Param		id				path		string			true	"application id"
//	@Param		Idempotency-Key	header		string			true	"a new UUID for each new act"
//	@Param		body			body		MessageRequest	true	"message"
//	@Success	201				{object}	messages.Response
//	@Failure	400				{object}	httpx.Problem
//	@Failure	401				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	409				{object}	httpx.Problem
//	@Failure	422				{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/messages [post]
func (h *Handler) write(c *gin.Context) error {
	var body MessageRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	m, err := h.service.Write(c.Request.Context(), c.Param("id"), body.Body, body.AttachmentIDs)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusCreated, messages.NewResponse(m))
}

// markRead godoc
//
//	@Summary	Mark the conversation as read
//	@ID			readMessages
//	@Tags		messages
//	@Param		id	path	string	true	"application id"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/messages/read [put]
func (h *Handler) markRead(c *gin.Context) error {
	if err := h.service.MarkRead(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	return httpx.NoContent(c)
}

// document godoc
//
//	@Summary	Download a document of an application
//	@ID			applicationDocument
//	@Tags		applications
//	@Produce	application/pdf
//	@Param		id			path		string	true	"application id"
//	@Param		document_id	path		string	true	"document id"
//	@Success	200			{file}		file
//	@Failure	401			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/documents/{document_id} [get]
func (h *Handler) document(c *gin.Context) error {
	paper, err := h.service.OwnDocument(c.Request.Context(), c.Param("id"), c.Param("document_id"))
	return download(c, paper, err)
}

func download(c *gin.Context, paper Paper, err error) error {
	if err != nil {
		return err
	}
	return httpx.Download(c, paper.Name, paper.ContentType, paper.Content)
}

// attach godoc
//
//	@Summary		Attach a file
//	@Description	The key is the one of the form's file field; "message" for a file to send with a message, "integration" or a requested key while the office waits for an integration.
//	@ID				newAttachment
//	@Tags			applications
//	@Accept			multipart/form-data
//	@Produce		json
//	@Param			id		path		string	true	"application id"
//	@Param			key		formData	string	true	"what the file is for"
//	@Param			file	formData	file	true	"file"
//	@Success		201		{object}	messages.Attachment
//	@Failure		400		{object}	httpx.Problem
//	@Failure		401		{object}	httpx.Problem
//	@Failure		404		{object}	httpx.Problem
//	@Failure		409		{object}	httpx.Problem
//	@Failure		413		{object}	httpx.Problem
//	@Failure		415		{object}	httpx.Problem
//	@Failure		422		{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/applications/{id}/attachments [post]
func (h *Handler) attach(c *gin.Context) error {
	file, err := httpx.FormFile(c, "file", maxUpload)
	if err != nil {
		return err
	}
	key := c.PostForm("key")
	if key == "" || len(key) > maxKey {
		return ErrAttachmentKey.WithFields(errs.Field{Pointer: "/key", Code: "required"})
	}
	attachment, err := h.service.Attach(c.Request.Context(), c.Param("id"), key, file.Name, file.Body)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusCreated, attachmentResponse(attachment))
}

const (
	maxUpload = 20 << 20 // the form may ask for less
	maxKey    = 200
)

// attachment godoc
//
//	@Summary	Download an attachment
//	@ID			attachment
//	@Tags		applications
//	@Produce	*/*
//	@Param		id				path		string	true	"application id"
//	@Param		attachment_id	path		string	true	"attachment id"
//	@Success	200				{file}		file
//	@Failure	401				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/attachments/{attachment_id} [get]
func (h *Handler) attachment(c *gin.Context) error {
	paper, err := h.service.OwnAttachment(c.Request.Context(), c.Param("id"), c.Param("attachment_id"))
	return download(c, paper, err)
}

// detach godoc
//
//	@Summary	Take an attachment back
//	@ID			removedAttachment
//	@Tags		applications
//	@Param		id				path	string	true	"application id"
//	@Param		attachment_id	path	string	true	"attachment id"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/applications/{id}/attachments/{attachment_id} [delete]
func (h *Handler) detach(c *gin.Context) error {
	if err := h.service.Detach(c.Request.Context(), c.Param("id"), c.Param("attachment_id")); err != nil {
		return err
	}
	return httpx.NoContent(c)
}
