package site

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// OfficeSettingsResponse are the settings with what guards them from lost updates.
type OfficeSettingsResponse struct {
	edited
	Settings Settings `json:"settings" binding:"required"`
} //	@name	OfficeSite

// OfficeEvidenceResponse is a place of the website with what is in it.
type OfficeEvidenceResponse struct {
	edited
	Slot  string                 `json:"slot" binding:"required" example:"home.news"`
	Label i18n.Text              `json:"label" binding:"required"`
	Max   int                    `json:"max" format:"int32" binding:"required"`
	Types []string               `json:"types" binding:"required"`
	Items []content.CardResponse `json:"items" binding:"required"`
} //	@name	OfficeEvidence

// OfficeEvidenceListResponse are all the places.
type OfficeEvidenceListResponse struct {
	Items []OfficeEvidenceResponse `json:"items" binding:"required"`
} //	@name	OfficeEvidenceList

// EvidenceRequest are the contents to put in a place, in their order.
type EvidenceRequest struct {
	Contents []string `json:"contents" format:"uuid"`
} //	@name	EvidenceRequest

func (h *Handler) office(r httpx.Router) {
	r.Operator.GET("/office/site", httpx.Handle(h.settings))
	r.Operator.PUT("/office/site", httpx.Handle(h.putSettings))
	r.Operator.GET("/office/evidence", httpx.Handle(h.evidence))
	r.Operator.GET("/office/evidence/:slot", httpx.Handle(h.evidenceOf))
	r.Operator.PUT("/office/evidence/:slot", httpx.Handle(h.putEvidence))
}

// version reads the header that guards from lost updates; 0 is what nobody set yet.
func version(c *gin.Context) (int64, error) {
	header := strings.Trim(strings.TrimPrefix(c.GetHeader("If-Match"), "W/"), `"`)
	if header == "" {
		return 0, ErrIfMatch
	}
	n, err := strconv.ParseInt(header, 10, 64)
	if err != nil || n < 0 {
		return 0, ErrVersion
	}
	return n, nil
}

// settings godoc
//
//	@Summary	The settings of the website
//	@ID			officeSite
//	@Tags		site
//	@Produce	json
//	@Success	200	{object}	OfficeSettingsResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/site [get]
func (h *Handler) settings(c *gin.Context) error {
	if err := h.mayDecide(c.Request.Context()); err != nil {
		return err
	}
	v, err := h.service.Settings(c.Request.Context())
	if err != nil {
		return err
	}
	return showSettings(c, v)
}

func showSettings(c *gin.Context, v Versioned) error {
	c.Header("ETag", `"`+strconv.FormatInt(v.Version, 10)+`"`)
	return httpx.JSON(c, http.StatusOK, OfficeSettingsResponse{edited{v.Version, v.UpdatedBy, v.UpdatedAt.UTC()}, v.Settings})
}

// putSettings godoc
//
//	@Summary		Change the settings of the website
//	@Description	Replaces them all. The colour must read well on white, the accessibility statement is on the platform of AgID.
//	@ID				officeSitePut
//	@Tags			site
//	@Accept			json
//	@Produce		json
//	@Param			If-Match	header		string		true	"version that was read"
//	@Param			body		body		Settings	true	"all the settings"
//	@Success		200			{object}	OfficeSettingsResponse
//	@Failure		400			{object}	httpx.Problem
//	@Failure		401			{object}	httpx.Problem
//	@Failure		403			{object}	httpx.Problem
//	@Failure		412			{object}	httpx.Problem
//	@Failure		415			{object}	httpx.Problem
//	@Failure		422			{object}	httpx.Problem
//	@Failure		428			{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/office/site [put]
func (h *Handler) putSettings(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := h.mayDecide(ctx); err != nil {
		return err
	}
	expected, err := version(c)
	if err != nil {
		return err
	}
	var body Settings
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	v, err := h.service.PutSettings(ctx, body, expected, identity.ActorFrom(ctx).Name)
	if err != nil {
		return err
	}
	return showSettings(c, v)
}

// evidence godoc
//
//	@Summary	The places of the website where contents are put in evidence
//	@ID			officeEvidence
//	@Tags		site
//	@Produce	json
//	@Success	200	{object}	OfficeEvidenceListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/evidence [get]
func (h *Handler) evidence(c *gin.Context) error {
	if err := h.mayDecide(c.Request.Context()); err != nil {
		return err
	}
	list, err := h.service.Evidence(c.Request.Context())
	if err != nil {
		return err
	}
	out := OfficeEvidenceListResponse{Items: make([]OfficeEvidenceResponse, len(list))}
	for i, e := range list {
		out.Items[i] = newEvidence(e)
	}
	return httpx.JSON(c, http.StatusOK, out)
}

func newEvidence(e Evidence) OfficeEvidenceResponse {
	return OfficeEvidenceResponse{
		edited: edited{e.Version, e.UpdatedBy, e.UpdatedAt.UTC()}, Slot: e.Slot.ID, Label: e.Slot.Label, Max: e.Slot.Most, Types: e.Slot.Types,
		Items: content.NewCardResponses(e.Items),
	}
}

// evidenceOf godoc
//
//	@Summary	What is in evidence in a place of the website
//	@ID			officeEvidenceOf
//	@Tags		site
//	@Produce	json
//	@Param		slot	path		string	true	"the place"	example(home.news)
//	@Success	200		{object}	OfficeEvidenceResponse
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Failure	404		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/evidence/{slot} [get]
func (h *Handler) evidenceOf(c *gin.Context) error {
	if err := h.mayDecide(c.Request.Context()); err != nil {
		return err
	}
	e, err := h.service.EvidenceOf(c.Request.Context(), c.Param("slot"))
	if err != nil {
		return err
	}
	return showEvidence(c, e)
}

func showEvidence(c *gin.Context, e Evidence) error {
	c.Header("ETag", `"`+strconv.FormatInt(e.Version, 10)+`"`)
	return httpx.JSON(c, http.StatusOK, newEvidence(e))
}

// putEvidence godoc
//
//	@Summary	Put contents in evidence in a place of the website
//	@ID			officeEvidencePut
//	@Tags		site
//	@Accept		json
//	@Produce	json
//	@Param		slot		path		string			true	"the place"	example(home.news)
//	@Param		If-Match	header		string			true	"version that was read"
//	@Param		body		body		EvidenceRequest	true	"the contents in their order"
//	@Success	200			{object}	OfficeEvidenceResponse
//	@Failure	400			{object}	httpx.Problem
//	@Failure	401			{object}	httpx.Problem
//	@Failure	403			{object}	httpx.Problem
//	@Failure	404			{object}	httpx.Problem
//	@Failure	412			{object}	httpx.Problem
//	@Failure	415			{object}	httpx.Problem
//	@Failure	422			{object}	httpx.Problem
//	@Failure	428			{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/evidence/{slot} [put]
func (h *Handler) putEvidence(c *gin.Context) error {
	ctx := c.Request.Context()
	if err := h.mayDecide(ctx); err != nil {
		return err
	}
	expected, err := version(c)
	if err != nil {
		return err
	}
	var body EvidenceRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	e, err := h.service.PutEvidence(ctx, c.Param("slot"), body.Contents, expected, identity.ActorFrom(ctx).Name)
	if err != nil {
		return err
	}
	return showEvidence(c, e)
}
