package messages

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// Response is a message as both sides read it.
type Response struct {
	ID            string       `json:"id" format:"uuid"`
	ApplicationID string       `json:"application_id" format:"uuid"`
	From          Sender       `json:"from" enums:"office,applicant,system"`
	Author        string       `json:"author,omitempty"`
	Subject       string       `json:"subject"`
	Body          string       `json:"body"`
	SentAt        time.Time    `json:"sent_at" format:"date-time"`
	ReadAt        *time.Time   `json:"read_at,omitempty" format:"date-time"`
	Attachments   []Attachment `json:"attachments"`
} //	@name	Message

// ListResponse is the conversation of an application.
type ListResponse struct {
	Items []Response `json:"items"`
} //	@name	MessageList

// PageResponse is a page of a person's messages.
type PageResponse struct {
	Items      []Response `json:"items"`
	NextCursor string     `json:"next_cursor,omitempty"`
} //	@name	MessagePage

// NewResponse shows a message.
func NewResponse(m Message) Response {
	attachments := m.Attachments
	if attachments == nil {
		attachments = []Attachment{}
	}
	return Response{
		ID: m.ID, ApplicationID: m.ApplicationID, From: m.Sender, Author: m.Author, Subject: m.Subject,
		Body: m.Body, SentAt: m.SentAt, ReadAt: m.ReadAt, Attachments: attachments,
	}
}

// NewListResponse shows a conversation.
func NewListResponse(rows []Message) ListResponse { return ListResponse{Items: responses(rows)} }

func responses(rows []Message) []Response {
	items := make([]Response, len(rows))
	for i, m := range rows {
		items[i] = NewResponse(m)
	}
	return items
}

// Handler answers the requests about messages as a whole; those about one
// application belong to its module.
type Handler struct{ service *Service }

// NewHandler returns the handler.
func NewHandler(service *Service) *Handler { return &Handler{service: service} }

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Citizen.GET("/me/messages", httpx.Handle(h.mine))
}

// mine godoc
//
//	@Summary	List my messages
//	@ID			myMessages
//	@Tags		messages
//	@Produce	json
//	@Param		limit	query		int		false	"items of a page, 1 to 100"
//	@Param		cursor	query		string	false	"cursor of the page"
//	@Success	200		{object}	PageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/me/messages [get]
func (h *Handler) mine(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	rows, next, err := h.service.Mine(c.Request.Context(), identity.PersonID(c), limit, cursor)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, PageResponse{Items: responses(rows), NextCursor: next})
}
