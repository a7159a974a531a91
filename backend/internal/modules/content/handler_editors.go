package content

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// EditorRowResponse is an operator with what he or she may edit.
type EditorRowResponse struct {
	EditorResponse
	Name  string `json:"name" binding:"required"`
	Admin bool   `json:"admin" binding:"required"` // of the municipality: may do everything
	// UnitNames are the titles of the offices that the grants name, by id.
	UnitNames map[string]i18n.Text `json:"unit_names" binding:"required"`
} //	@name	EditorRow

// EditorListResponse are the operators of the municipality.
type EditorListResponse struct {
	Items []EditorRowResponse `json:"items" binding:"required"`
} //	@name	EditorList

// editors godoc
//
//	@Summary	The operators with what they may edit
//	@ID			editors
//	@Tags		office-contents
//	@Produce	json
//	@Success	200	{object}	EditorListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/editors [get]
func (h *Handler) editors(c *gin.Context) error {
	ctx := c.Request.Context()
	operators, err := h.service.Operators(ctx)
	if err != nil {
		return err
	}
	grants, err := h.service.AllGrants(ctx)
	if err != nil {
		return err
	}
	var units []string
	for _, given := range grants {
		for _, g := range given {
			units = append(units, g.UnitIDs...)
		}
	}
	cards, err := h.service.CardsByID(ctx, units)
	if err != nil {
		return err
	}
	out := EditorListResponse{Items: make([]EditorRowResponse, len(operators))}
	for i, o := range operators {
		row := EditorRowResponse{
			EditorResponse: newEditorResponse(o.ID, grants[o.ID]), Name: o.Name,
			Admin: slices.Contains(o.Roles, identity.RoleAdmin), UnitNames: map[string]i18n.Text{},
		}
		for _, g := range grants[o.ID] {
			for _, id := range g.UnitIDs {
				row.UnitNames[id] = filled(cards[id].Title)
			}
		}
		out.Items[i] = row
	}
	return httpx.JSON(c, http.StatusOK, out)
}
