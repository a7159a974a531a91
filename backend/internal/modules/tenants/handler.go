package tenants

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// TextResponse is a text in each language.
type TextResponse struct {
	IT string `json:"it"`
	EN string `json:"en"`
} //	@name	Localized

// SimulatedResponse says which platforms are played by a simulator here.
type SimulatedResponse struct {
	Identity bool `json:"identity"`
	Payments bool `json:"payments"`
	Mail     bool `json:"mail"`
} //	@name	Simulated

// ContactsResponse is how to reach the municipality.
type ContactsResponse struct {
	Address string `json:"address"`
	Phone   string `json:"phone"`
	Email   string `json:"email"`
	PEC     string `json:"pec"`
	TaxCode string `json:"tax_code"`
} //	@name	Contacts

// Response is the municipality that answers at this host name.
type Response struct {
	ID          string            `json:"id" example:"borgolago"`
	Name        string            `json:"name" example:"Comune di Borgolago"`
	Region      string            `json:"region"`
	Description TextResponse      `json:"description"`
	Host        string            `json:"host"`
	Contacts    ContactsResponse  `json:"contacts"`
	Languages   []string          `json:"languages"`
	Demo        bool              `json:"demo"`
	Simulated   SimulatedResponse `json:"simulated"`
} //	@name	Tenant

// Handler answers about the municipality itself.
type Handler struct {
	service   *Service
	cache     *httpx.Cache
	simulated SimulatedResponse
}

// NewHandler makes the handler.
func NewHandler(s *Service, cache *httpx.Cache, simulated SimulatedResponse) *Handler {
	return &Handler{service: s, cache: cache, simulated: simulated}
}

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.GET("/tenant", h.cache.Public(h.current))
}

// Resolve puts the municipality of the Host header in the context.
func (s *Service) Resolve() gin.HandlerFunc {
	return func(c *gin.Context) {
		t, err := s.ByHost(c.Request.Context(), c.Request.Host)
		if err != nil {
			httpx.Abort(c, err)
			return
		}
		c.Request = c.Request.WithContext(database.WithTenant(c.Request.Context(), t.ID))
		c.Next()
	}
}

// current godoc
//
//	@Summary	The municipality that answers at this host name
//	@ID			currentTenant
//	@Tags		tenants
//	@Produce	json
//	@Success	200	{object}	Response
//	@Failure	404	{object}	httpx.Problem
//	@Router		/tenant [get]
func (h *Handler) current(c *gin.Context) error {
	t, err := h.service.Current(c.Request.Context())
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, Response{
		ID: t.ID, Name: t.Name, Region: t.Region, Description: TextResponse(t.Description), Host: t.Host,
		Contacts: ContactsResponse(t.Contacts), Languages: []string{"it", "en"}, Demo: t.Demo, Simulated: h.simulated,
	})
}
