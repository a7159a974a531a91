package identity

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// readProfile godoc
//
//	@Summary	What is known of me
//	@ID			profile
//	@Tags		identity
//	@Produce	json
//	@Security	BearerAuth
//	@Success	200	{object}	ProfileResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Router		/me/profile [get]
func (h *Handler) readProfile(c *gin.Context) error {
	noStore(c)
	person, err := h.service.Person(c.Request.Context(), PersonID(c))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newProfileResponse(person))
}

// changeProfile godoc
//
//	@Summary		Change my contacts
//	@Description	E-mail, phone, address and language can be changed; what the identity provider certifies cannot.
//	@ID				profileChange
//	@Tags			identity
//	@Accept			application/merge-patch+json
//	@Produce		json
//	@Security		BearerAuth
//	@Param			change	body		ProfilePatchRequest	true	"merge patch"
//	@Success		200		{object}	ProfileResponse
//	@Failure		400		{object}	httpx.Problem
//	@Failure		401		{object}	httpx.Problem
//	@Failure		403		{object}	httpx.Problem
//	@Failure		415		{object}	httpx.Problem
//	@Failure		422		{object}	httpx.Problem
//	@Router			/me/profile [patch]
func (h *Handler) changeProfile(c *gin.Context) error {
	noStore(c)
	var req ProfilePatchRequest
	if err := httpx.BindMergePatch(c, &req); err != nil {
		return err
	}
	person, err := h.service.ChangeProfile(c.Request.Context(), PersonID(c), req.change())
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, newProfileResponse(person))
}
