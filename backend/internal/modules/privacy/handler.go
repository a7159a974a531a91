package privacy

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// Handler answers what people ask about their own data.
type Handler struct {
	service    *Service
	idempotent gin.HandlerFunc
}

// NewHandler returns the handler; idempotent makes a repeated request act once.
func NewHandler(service *Service, idempotent gin.HandlerFunc) *Handler {
	return &Handler{service: service, idempotent: idempotent}
}

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Citizen.GET("/me/accesses", httpx.Handle(h.accesses))
	r.Citizen.POST("/me/data-exports", h.idempotent, httpx.Handle(h.requestExport))
	r.Citizen.GET("/me/data-exports", httpx.Handle(h.exports))
	r.Citizen.GET("/me/data-exports/:id/file", httpx.Handle(h.exportFile))
}

// WhoResponse is the author of an access: the person, an office, the system.
type WhoResponse struct {
	Kind Author                      `json:"kind" enums:"self,person,office,system" binding:"required"`
	Name documents.LocalizedResponse `json:"name" binding:"required"`
} //	@name	DataAccessAuthor

// CaseResponse is the application an access is about; one that was deleted has
// no service.
type CaseResponse struct {
	ID      string                       `json:"id" format:"uuid" binding:"required"`
	Number  string                       `json:"number,omitempty" example:"2026-000123"`
	Service *documents.LocalizedResponse `json:"service,omitempty"`
} //	@name	DataAccessApplication

// DocumentResponse is the file or document that was opened; one that was
// deleted has no title.
type DocumentResponse struct {
	ID    string                       `json:"id" format:"uuid" binding:"required"`
	Title *documents.LocalizedResponse `json:"title,omitempty"`
} //	@name	DataAccessDocument

// AccessResponse is one time that somebody looked at or changed the person's data.
type AccessResponse struct {
	ID          string                      `json:"id" format:"uuid" binding:"required"`
	At          time.Time                   `json:"at" format:"date-time" binding:"required"`
	Who         WhoResponse                 `json:"who" binding:"required"`
	Own         bool                        `json:"own" binding:"required"`
	Action      string                      `json:"action" example:"application.read" binding:"required"`
	ActionText  documents.LocalizedResponse `json:"action_text" binding:"required"`
	Purpose     documents.LocalizedResponse `json:"purpose" binding:"required"`
	Application *CaseResponse               `json:"application,omitempty"`
	Document    *DocumentResponse           `json:"document,omitempty"`
} //	@name	DataAccess

// AccessPageResponse is a page of the accesses to the person's data.
type AccessPageResponse struct {
	Items      []AccessResponse `json:"items" binding:"required"`
	NextCursor string           `json:"next_cursor,omitempty"`
} //	@name	DataAccessPage

func newAccessResponse(a Access) AccessResponse {
	out := AccessResponse{
		ID: a.ID, At: a.At, Who: WhoResponse{Kind: a.Kind, Name: documents.LocalizedResponse(a.Who)}, Own: a.Kind == Self,
		Action: a.Action, ActionText: documents.LocalizedResponse(a.What), Purpose: documents.LocalizedResponse(a.Purpose),
	}
	if a.Case != nil {
		out.Application = &CaseResponse{ID: a.Case.ID, Number: a.Case.Number, Service: known(Text(a.Case.Service))}
	}
	if a.Document != nil {
		out.Document = &DocumentResponse{ID: a.Document.ID, Title: known(a.Document.Title)}
	}
	return out
}

// known is nil for a text that is not there.
func known(t Text) *documents.LocalizedResponse {
	if t == (Text{}) {
		return nil
	}
	out := documents.LocalizedResponse(t)
	return &out
}

func newAccessResponses(list []Access) []AccessResponse {
	out := make([]AccessResponse, len(list))
	for i, a := range list {
		out[i] = newAccessResponse(a)
	}
	return out
}

// accesses godoc
//
//	@Summary		Who looked at or changed my data
//	@Description	Newest first. An operator appears as the office that the work was for; what the person did is marked as their own.
//	@ID				myAccesses
//	@Tags			privacy
//	@Produce		json
//	@Param			application_id	query		string	false	"only about this application"
//	@Param			limit			query		int		false	"items of a page, 1 to 100"
//	@Param			cursor			query		string	false	"cursor of the page"
//	@Success		200				{object}	AccessPageResponse
//	@Failure		400				{object}	httpx.Problem
//	@Failure		401				{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/me/accesses [get]
func (h *Handler) accesses(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	list, next, err := h.service.Accesses(c.Request.Context(), identity.PersonID(c), AccessFilter{
		ApplicationID: c.Query("application_id"), Limit: limit, Cursor: cursor,
	})
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, AccessPageResponse{Items: newAccessResponses(list), NextCursor: next})
}
