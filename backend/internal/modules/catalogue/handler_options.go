package catalogue

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// OptionListResponse is a page of the answers that a list offers.
type OptionListResponse struct {
	Items      []Option `json:"items"`
	NextCursor string   `json:"next_cursor,omitempty"`
} //	@name	FormOptionList

// options godoc
//
//	@Summary		The answers that a list offers
//	@Description	Countries, provinces and school years are the same everywhere; streets and schools are those that the municipality has loaded, and suggestions only: other words are answers too.
//	@ID				formOptions
//	@Tags			services
//	@Produce		json
//	@Param			source	path		string	true	"name of the list"	Enums(countries, provinces, school_years, schools, streets)
//	@Param			q		query		string	false	"beginnings of words to look for"	maxlength(200)
//	@Param			limit	query		int		false	"how many, 1 to 100"	minimum(1)	maximum(100)	default(20)
//	@Param			cursor	query		string	false	"next_cursor of the page before"
//	@Success		200		{object}	OptionListResponse
//	@Success		304		"not changed since the ETag given"
//	@Failure		400		{object}	httpx.Problem
//	@Failure		404		{object}	httpx.Problem
//	@Failure		503		{object}	httpx.Problem
//	@Router			/form-options/{source} [get]
func (h *Handler) options(c *gin.Context) error {
	limit, cursorText, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	var after cursor
	if cursorText != "" {
		if err := httpx.DecodeCursor(cursorText, &after); err != nil {
			return err
		}
	}
	page, err := h.service.Options(c.Request.Context(), c.Param("source"), c.Query("q"), limit, after.After)
	if err != nil {
		return err
	}
	response := OptionListResponse{Items: list(page.Items)}
	if page.Next != "" {
		response.NextCursor = httpx.EncodeCursor(cursor{page.Next})
	}
	return httpx.JSON(c, http.StatusOK, response)
}
