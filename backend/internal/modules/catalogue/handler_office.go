package catalogue

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// ChoiceResponse is a service of the catalogue with what the municipality does
// with it.
type ChoiceResponse struct {
	ID       string       `json:"id"`
	Title    Localized    `json:"title"`
	Category TermResponse `json:"category"`
	Office   TermResponse `json:"office"`
	Status   string       `json:"status" enums:"active,suspended,disabled,not_offered"`
	Online   bool         `json:"online"` // whether people apply here, or on a national platform
} //	@name	OfficeService

// ChoiceListResponse is the whole catalogue.
type ChoiceListResponse struct {
	Items []ChoiceResponse `json:"items"`
} //	@name	OfficeServiceList

// OfferRequest is what a municipality does with a service. Empty values go
// back to what the catalogue says.
type OfferRequest struct {
	Status string `json:"status" enums:"active,suspended,disabled"`
	Office string `json:"office"`
} //	@name	ServiceOffer

// choices godoc
//
//	@Summary	The services that the municipality can offer, and those it does
//	@ID			officeServices
//	@Tags		office-services
//	@Produce	json
//	@Success	200	{object}	ChoiceListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/services [get]
func (h *Handler) choices(c *gin.Context) error {
	choices, err := h.service.Choices(c.Request.Context())
	if err != nil {
		return err
	}
	response := ChoiceListResponse{Items: make([]ChoiceResponse, len(choices))}
	for i, choice := range choices {
		response.Items[i] = newChoiceResponse(choice)
	}
	return httpx.JSON(c, http.StatusOK, response)
}

// offer godoc
//
//	@Summary		Offer a service, suspend it or take it back
//	@Description	A service that becomes active gets its sheet on the website.
//	@ID				offerService
//	@Tags			office-services
//	@Accept			json
//	@Param			id		path	string			true	"service id"
//	@Param			body	body	OfferRequest	true	"what to do with it"
//	@Success		204		"done"
//	@Failure		400		{object}	httpx.Problem
//	@Failure		401		{object}	httpx.Problem
//	@Failure		403		{object}	httpx.Problem
//	@Failure		404		{object}	httpx.Problem
//	@Failure		422		{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/services/{id}/offer [put]
func (h *Handler) offer(c *gin.Context) error {
	var body OfferRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	if err := h.decide(c.Request.Context(), c.Param("id"), body.Status, body.Office); err != nil {
		return err
	}
	return httpx.NoContent(c)
}

func newChoiceResponse(c Choice) ChoiceResponse {
	category, _ := vocabularies.category(c.Category)
	return ChoiceResponse{
		ID: c.ID, Title: c.Title, Category: TermResponse{category.ID, category.Title},
		Office: TermResponse{c.Office, OfficeName(c.Office)}, Status: c.Status, Online: c.Online(),
	}
}
