package applications

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/messages"
)

func (h *Handler) officeRoutes(o *gin.RouterGroup) {
	o.GET("/office/applications", httpx.Handle(h.officeList))
	o.GET("/office/applications/:id", httpx.Handle(h.officeGet))
	o.PUT("/office/applications/:id/assignment", httpx.Handle(h.takeInCharge))
	o.DELETE("/office/applications/:id/assignment", httpx.Handle(h.release))
	o.GET("/office/applications/:id/messages", httpx.Handle(h.officeMessages))
	o.POST("/office/applications/:id/messages", h.idempotent, httpx.Handle(h.officeWrite))
	o.POST("/office/applications/:id/integration-requests", h.idempotent, httpx.Handle(h.askIntegration))
	o.PUT("/office/applications/:id/decision", h.idempotent, httpx.Handle(h.decide))
	o.GET("/office/applications/:id/attachments/:attachment_id", httpx.Handle(h.officeAttachment))
	o.GET("/office/applications/:id/documents/:document_id", httpx.Handle(h.officeDocument))
}

// officeList godoc
//
//	@Summary		List the applications of my offices
//	@Description	By urgency the end of the term decides, so that what is overdue comes first; closed and all are always newest first.
//	@ID				officeApplications
//	@Tags			office
//	@Produce		json
//	@Param			status	query		string	false	"which ones"	Enums(open, mine, unassigned, integration, closed, all)	default(open)
//	@Param			q		query		string	false	"number, tax code or beginning of the name"
//	@Param			sort	query		string	false	"order"	Enums(urgency, newest)	default(urgency)
//	@Param			limit	query		int		false	"items of a page, 1 to 100"
//	@Param			cursor	query		string	false	"cursor of the page"
//	@Param			counts	query		bool	false	"say also how many each status selects"
//	@Success		200		{object}	OfficePageResponse
//	@Failure		400		{object}	httpx.Problem
//	@Failure		401		{object}	httpx.Problem
//	@Failure		403		{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/applications [get]
func (h *Handler) officeList(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	counts := c.Query("counts")
	if counts != "" && counts != "true" && counts != "false" {
		return httpx.ErrParameter.With("counts is true or false")
	}
	page, err := h.service.OfficeList(c.Request.Context(), OfficeFilter{
		Status: c.Query("status"), Query: strings.TrimSpace(c.Query("q")), Sort: c.Query("sort"), Limit: limit, Cursor: cursor,
		WithCounts: counts == "true",
	})
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newOfficePage(page, h.service.now()))
}

// officeGet godoc
//
//	@Summary		Read an application of my offices
//	@Description	The access is recorded.
//	@ID				officeApplication
//	@Tags			office
//	@Produce		json
//	@Param			id	path		string	true	"application id"
//	@Success		200	{object}	OfficeApplicationResponse
//	@Failure		401	{object}	httpx.Problem
//	@Failure		403	{object}	httpx.Problem
//	@Failure		404	{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/applications/{id} [get]
func (h *Handler) officeGet(c *gin.Context) error {
	view, accesses, err := h.service.OfficeView(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "private, no-store")
	return httpx.JSON(c, http.StatusOK, newOfficeResponse(c.Request.Context(), view, accesses))
}

// takeInCharge godoc
//
//	@Summary	Take an application in charge
//	@ID			assignment
//	@Tags		office
//	@Produce	json
//	@Param		id	path		string	true	"application id"
//	@Success	200	{object}	OfficeApplicationResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/applications/{id}/assignment [put]
func (h *Handler) takeInCharge(c *gin.Context) error {
	if err := h.service.TakeInCharge(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	return h.officeGet(c)
}

// release godoc
//
//	@Summary	Give an application back to the office
//	@ID			releasedAssignment
//	@Tags		office
//	@Produce	json
//	@Param		id	path		string	true	"application id"
//	@Success	200	{object}	OfficeApplicationResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/applications/{id}/assignment [delete]
func (h *Handler) release(c *gin.Context) error {
	if err := h.service.Release(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	return h.officeGet(c)
}

// officeMessages godoc
//
//	@Summary	Read the conversation with an applicant
//	@ID			officeMessages
//	@Tags		office
//	@Produce	json
//	@Param		id	path		string	true	"application id"
//	@Success	200	{object}	messages.ListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/applications/{id}/messages [get]
func (h *Handler) officeMessages(c *gin.Context) error {
	list, err := h.service.OfficeMessages(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, messages.NewListResponse(list))
}

// OfficeMessageRequest is a new message to an applicant.
type OfficeMessageRequest struct {
	Body string `json:"body" binding:"required"`
} //	@name	NewOfficeMessage

// officeWrite godoc
//
//	@Summary	Write to an applicant
//	@ID			newOfficeMessage
//	@Tags		office
//	@Accept		json
//	@Produce	json
//	@Param		id				path		string					true	"application id"
//	@Param		Idempotency-Key	header		string					true	"a new UUID for each new act"
//	@Param		body			body		OfficeMessageRequest	true	"message"
//	@Success	201				{object}	messages.Response
//	@Failure	400				{object}	httpx.Problem
//	@Failure	401				{object}	httpx.Problem
//	@Failure	403				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	409				{object}	httpx.Problem
//	@Failure	422				{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/applications/{id}/messages [post]
func (h *Handler) officeWrite(c *gin.Context) error {
	var body OfficeMessageRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	m, err := h.service.OfficeWrite(c.Request.Context(), c.Param("id"), body.Body)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusCreated, messages.NewResponse(m))
}

// IntegrationRequestBody is what the office asks an applicant to add.
type IntegrationRequestBody struct {
	Text    string   `json:"text" binding:"required"`
	Keys    []string `json:"keys"`
	DueDays int      `json:"due_days" format:"int32" example:"15" binding:"required"`
} //	@name	IntegrationRequest

// askIntegration godoc
//
//	@Summary		Ask an applicant for what is missing
//	@Description	Suspends the term until the answer, once and for 30 days at most.
//	@ID				newIntegrationRequest
//	@Tags			office
//	@Accept			json
//	@Produce		json
//	@Param			id				path		string					true	"application id"
//	@Param			Idempotency-Key	header		string					true	"a new UUID for each new act"
//	@Param			body			body		IntegrationRequestBody	true	"request"
//	@Success		201				{object}	OfficeApplicationResponse
//	@Failure		400				{object}	httpx.Problem
//	@Failure		401				{object}	httpx.Problem
//	@Failure		403				{object}	httpx.Problem
//	@Failure		404				{object}	httpx.Problem
//	@Failure		409				{object}	httpx.Problem
//	@Failure		422				{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/applications/{id}/integration-requests [post]
func (h *Handler) askIntegration(c *gin.Context) error {
	var body IntegrationRequestBody
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	if err := h.service.AskIntegration(c.Request.Context(), c.Param("id"), IntegrationRequest(body)); err != nil {
		return err
	}
	view, accesses, err := h.service.OfficeView(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusCreated, newOfficeResponse(c.Request.Context(), view, accesses))
}

// DecisionRequest is the office's decision with its reasons.
type DecisionRequest struct {
	Outcome string `json:"outcome" enums:"accepted,rejected" binding:"required"`
	Reasons string `json:"reasons" binding:"required"`
} //	@name	NewDecision

// decide godoc
//
//	@Summary	Accept or reject an application
//	@ID			decision
//	@Tags		office
//	@Accept		json
//	@Produce	json
//	@Param		id				path		string			true	"application id"
//	@Param		Idempotency-Key	header		string			true	"a new UUID for each new act"
//	@Param		body			body		DecisionRequest	true	"decision"
//	@Success	200				{object}	OfficeApplicationResponse
//	@Failure	400				{object}	httpx.Problem
//	@Failure	401				{object}	httpx.Problem
//	@Failure	403				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	409				{object}	httpx.Problem
//	@Failure	422				{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/applications/{id}/decision [put]
func (h *Handler) decide(c *gin.Context) error {
	var body DecisionRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	if err := h.service.Decide(c.Request.Context(), c.Param("id"), body.Outcome, body.Reasons); err != nil {
		return err
	}
	return h.officeGet(c)
}

// officeAttachment godoc
//
//	@Summary	Download an attachment of an application of my offices
//	@ID			officeAttachment
//	@Tags		office
//	@Produce	*/*
//	@Param		id				path		string	true	"application id"
//	@Param		attachment_id	path		string	true	"attachment id"
//	@Success	200				{file}		file
//	@Failure	401				{object}	httpx.Problem
//	@Failure	403				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/applications/{id}/attachments/{attachment_id} [get]
func (h *Handler) officeAttachment(c *gin.Context) error {
	paper, err := h.service.OfficeAttachment(c.Request.Context(), c.Param("id"), c.Param("attachment_id"))
	return download(c, paper, err)
}

// officeDocument godoc
//
//	@Summary	Download a document of an application of my offices
//	@ID			officeDocument
//	@Tags		office
//	@Produce	application/pdf
//	@Param		id			path		string	true	"application id"
//	@Param		document_id	path		string	true	"document id"
//	@Success	200			{file}		file
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/applications/{id}/documents/{document_id} [get]
func (h *Handler) officeDocument(c *gin.Context) error {
	paper, err := h.service.OfficeDocument(c.Request.Context(), c.Param("id"), c.Param("document_id"))
	return download(c, paper, err)
}
