package feedback

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// AssistanceRequest asks the offices for help.
type AssistanceRequest struct {
	GivenName       string `json:"given_name" maxLength:"100"`
	FamilyName      string `json:"family_name" maxLength:"100"`
	Email           string `json:"email" format:"email"`
	Category        string `json:"category" example:"mobilita-e-trasporti"`
	ServiceID       string `json:"service_id,omitempty" format:"uuid"`
	Details         string `json:"details" maxLength:"600"`
	PrivacyAccepted bool   `json:"privacy_accepted"`
	Language        string `json:"language,omitempty" example:"it"`
} //	@name	AssistanceRequest

// AssistanceReceiptResponse says under which number a request was taken.
type AssistanceReceiptResponse struct {
	Number string `json:"number" example:"AS-2026-00012"`
} //	@name	AssistanceReceipt

// AssistanceMessageRequest is a message about a request for assistance.
type AssistanceMessageRequest struct {
	Body string `json:"body" maxLength:"4000"`
} //	@name	AssistanceMessageRequest

// AssistanceMessageResponse is a message of one side.
type AssistanceMessageResponse struct {
	ID     string    `json:"id" format:"uuid"`
	From   Sender    `json:"from" enums:"citizen,office"`
	Author string    `json:"author,omitempty"`
	Body   string    `json:"body"`
	SentAt time.Time `json:"sent_at" format:"date-time"`
} //	@name	AssistanceMessage

// AssistanceThreadResponse is a request as its author follows it.
type AssistanceThreadResponse struct {
	Number    string                      `json:"number"`
	Status    Status                      `json:"status" enums:"submitted,answered,closed"`
	Category  string                      `json:"category"`
	ServiceID string                      `json:"service_id,omitempty" format:"uuid"`
	CreatedAt time.Time                   `json:"created_at" format:"date-time"`
	Messages  []AssistanceMessageResponse `json:"messages"`
} //	@name	AssistanceThread

// OfficeAssistanceResponse is a request in a list of the office.
type OfficeAssistanceResponse struct {
	ID        string     `json:"id" format:"uuid"`
	Number    string     `json:"number"`
	Status    Status     `json:"status" enums:"submitted,answered,closed"`
	Name      string     `json:"name"`
	Category  string     `json:"category"`
	ServiceID string     `json:"service_id,omitempty" format:"uuid"`
	CreatedAt time.Time  `json:"created_at" format:"date-time"`
	UpdatedAt time.Time  `json:"updated_at" format:"date-time"`
	ClosedAt  *time.Time `json:"closed_at,omitempty" format:"date-time"`
} //	@name	OfficeAssistanceSummary

// OfficeAssistancePageResponse is a page of requests.
type OfficeAssistancePageResponse struct {
	Items      []OfficeAssistanceResponse `json:"items"`
	NextCursor string                     `json:"next_cursor,omitempty"`
} //	@name	OfficeAssistancePage

// OfficeAssistanceThreadResponse is a request as the office reads it.
type OfficeAssistanceThreadResponse struct {
	OfficeAssistanceResponse
	Email    string                      `json:"email" format:"email"`
	Language string                      `json:"language"`
	Messages []AssistanceMessageResponse `json:"messages"`
} //	@name	OfficeAssistance

func newThread(r Request) AssistanceThreadResponse {
	return AssistanceThreadResponse{
		Number: r.Number, Status: r.Status, Category: r.Category, ServiceID: value(r.ServiceID), CreatedAt: r.CreatedAt.UTC(), Messages: messages(r),
	}
}

func newOffice(r Request) OfficeAssistanceResponse {
	return OfficeAssistanceResponse{
		ID: r.ID, Number: r.Number, Status: r.Status, Name: r.GivenName + " " + r.FamilyName, Category: r.Category, ServiceID: value(r.ServiceID),
		CreatedAt: r.CreatedAt.UTC(), UpdatedAt: r.UpdatedAt.UTC(), ClosedAt: r.ClosedAt,
	}
}

func messages(r Request) []AssistanceMessageResponse {
	out := make([]AssistanceMessageResponse, len(r.Messages))
	for i, m := range r.Messages {
		out[i] = AssistanceMessageResponse{ID: m.ID, From: m.Sender, Author: m.Author, Body: m.Body, SentAt: m.SentAt.UTC()}
	}
	return out
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// ask godoc
//
//	@Summary		Ask the offices for help
//	@Description	No sign-in is needed. The address where the answer will be goes to the e-mail given.
//	@ID				assistanceRequests
//	@Tags			feedback
//	@Accept			json
//	@Produce		json
//	@Param			Idempotency-Key	header		string				true	"chosen by the client; the same key is the same request"
//	@Param			body			body		AssistanceRequest	true	"who asks, and what"
//	@Success		201				{object}	AssistanceReceiptResponse
//	@Failure		400				{object}	httpx.Problem
//	@Failure		409				{object}	httpx.Problem
//	@Failure		415				{object}	httpx.Problem
//	@Failure		422				{object}	httpx.Problem
//	@Failure		429				{object}	httpx.Problem
//	@Router			/assistance-requests [post]
func (h *Handler) ask(c *gin.Context) error {
	if !h.asking.Allow(c.ClientIP()) {
		return httpx.ErrTooMany
	}
	var body AssistanceRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	request := Request{GivenName: body.GivenName, FamilyName: body.FamilyName, Email: body.Email, Category: body.Category, Language: language(body.Language)}
	if body.ServiceID != "" {
		request.ServiceID = &body.ServiceID
	}
	request, err := h.service.Ask(c.Request.Context(), request, body.Details, body.PrivacyAccepted)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusCreated, AssistanceReceiptResponse{Number: request.Number})
}

// thread godoc
//
//	@Summary	Follow a request for assistance by its secret address
//	@ID			assistanceThread
//	@Tags		feedback
//	@Produce	json
//	@Param		token	path		string	true	"secret part of the address received by e-mail"
//	@Success	200		{object}	AssistanceThreadResponse
//	@Failure	404		{object}	httpx.Problem
//	@Failure	429		{object}	httpx.Problem
//	@Router		/assistance-requests/{token} [get]
func (h *Handler) thread(c *gin.Context) error {
	if !h.ratings.Allow(c.ClientIP()) {
		return httpx.ErrTooMany
	}
	r, err := h.service.ByToken(c.Request.Context(), c.Param("token"))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newThread(r))
}

// reply godoc
//
//	@Summary	Write again about a request for assistance
//	@ID			assistanceReplies
//	@Tags		feedback
//	@Accept		json
//	@Produce	json
//	@Param		token			path		string						true	"secret part of the address received by e-mail"
//	@Param		Idempotency-Key	header		string						true	"chosen by the client; the same key is the same message"
//	@Param		body			body		AssistanceMessageRequest	true	"the message"
//	@Success	201				{object}	AssistanceThreadResponse
//	@Failure	400				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	409				{object}	httpx.Problem
//	@Failure	415				{object}	httpx.Problem
//	@Failure	422				{object}	httpx.Problem
//	@Failure	429				{object}	httpx.Problem
//	@Router		/assistance-requests/{token}/messages [post]
func (h *Handler) reply(c *gin.Context) error {
	if !h.asking.Allow(c.ClientIP()) {
		return httpx.ErrTooMany
	}
	var body AssistanceMessageRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	r, err := h.service.Reply(c.Request.Context(), c.Param("token"), body.Body)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusCreated, newThread(r))
}

// list godoc
//
//	@Summary	List the requests for assistance
//	@ID			officeAssistanceRequests
//	@Tags		feedback
//	@Produce	json
//	@Param		status	query		string	false	"only those of this state"	Enums(submitted, answered, closed)
//	@Param		limit	query		int		false	"items of a page, 1 to 100"
//	@Param		cursor	query		string	false	"cursor of the page"
//	@Success	200		{object}	OfficeAssistancePageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/assistance-requests [get]
func (h *Handler) list(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	rows, next, err := h.service.List(c.Request.Context(), Status(c.Query("status")), limit, cursor)
	if err != nil {
		return err
	}
	page := OfficeAssistancePageResponse{Items: make([]OfficeAssistanceResponse, len(rows)), NextCursor: next}
	for i, r := range rows {
		page.Items[i] = newOffice(r)
	}
	return httpx.JSON(c, http.StatusOK, page)
}

// read godoc
//
//	@Summary	Read a request for assistance
//	@ID			officeAssistanceRequest
//	@Tags		feedback
//	@Produce	json
//	@Param		id	path		string	true	"request id"
//	@Success	200	{object}	OfficeAssistanceThreadResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/assistance-requests/{id} [get]
func (h *Handler) read(c *gin.Context) error {
	r, err := h.service.Read(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, r)
}

func show(c *gin.Context, status int, r Request) error {
	return httpx.JSON(c, status, OfficeAssistanceThreadResponse{
		OfficeAssistanceResponse: newOffice(r), Email: r.Email, Language: r.Language, Messages: messages(r),
	})
}

// answer godoc
//
//	@Summary	Answer a request for assistance
//	@ID			officeAssistanceAnswers
//	@Tags		feedback
//	@Accept		json
//	@Produce	json
//	@Param		id				path		string						true	"request id"
//	@Param		Idempotency-Key	header		string						true	"chosen by the client; the same key is the same answer"
//	@Param		body			body		AssistanceMessageRequest	true	"the answer"
//	@Success	201				{object}	OfficeAssistanceThreadResponse
//	@Failure	400				{object}	httpx.Problem
//	@Failure	401				{object}	httpx.Problem
//	@Failure	403				{object}	httpx.Problem
//	@Failure	404				{object}	httpx.Problem
//	@Failure	409				{object}	httpx.Problem
//	@Failure	415				{object}	httpx.Problem
//	@Failure	422				{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/assistance-requests/{id}/messages [post]
func (h *Handler) answer(c *gin.Context) error {
	var body AssistanceMessageRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	ctx := c.Request.Context()
	r, err := h.service.Answer(ctx, c.Param("id"), identity.ActorFrom(ctx).Name, body.Body)
	if err != nil {
		return err
	}
	return show(c, http.StatusCreated, r)
}

// close godoc
//
//	@Summary	Close a request for assistance
//	@ID			officeAssistanceClosure
//	@Tags		feedback
//	@Produce	json
//	@Param		id	path		string	true	"request id"
//	@Success	200	{object}	OfficeAssistanceThreadResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/assistance-requests/{id}/closure [put]
func (h *Handler) close(c *gin.Context) error {
	r, err := h.service.Close(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, r)
}
