package privacy

import (
	"mime"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// downloadTime is more than the server's own limit: a copy can be large.
const downloadTime = 10 * time.Minute

// ExportResponse is a copy of everything held about the person.
type ExportResponse struct {
	ID          string       `json:"id" format:"uuid" binding:"required"`
	Status      ExportStatus `json:"status" enums:"preparing,ready,failed" binding:"required"`
	RequestedAt time.Time    `json:"requested_at" format:"date-time" binding:"required"`
	ReadyAt     *time.Time   `json:"ready_at,omitempty" format:"date-time"`
	ExpiresAt   time.Time    `json:"expires_at" format:"date-time" binding:"required"`
	Size        int64        `json:"size,omitempty" format:"int64"`
	SHA256      string       `json:"sha256,omitempty"`
} //	@name	DataExport

// ExportListResponse lists the copies that can still be had.
type ExportListResponse struct {
	Items []ExportResponse `json:"items" binding:"required"`
} //	@name	DataExportList

func newExportResponse(e Export) ExportResponse {
	out := ExportResponse{
		ID: e.ID, Status: e.Status, RequestedAt: e.RequestedAt.UTC(), ExpiresAt: e.ExpiresAt.UTC(), Size: e.Size, SHA256: e.SHA256,
	}
	if e.ReadyAt != nil {
		at := e.ReadyAt.UTC()
		out.ReadyAt = &at
	}
	return out
}

// requestExport godoc
//
//	@Summary		Ask for a copy of everything held about me
//	@Description	The copy is a ZIP with dati.json, dati.pdf and the files. It is made in a while, an e-mail tells when; it is kept for seven days. One at a time, three a day.
//	@ID				dataExportRequest
//	@Tags			privacy
//	@Produce		json
//	@Param			Idempotency-Key	header		string	true	"a new UUID for each new act"
//	@Success		202				{object}	ExportResponse
//	@Failure		400				{object}	httpx.Problem
//	@Failure		401				{object}	httpx.Problem
//	@Failure		409				{object}	httpx.Problem
//	@Failure		429				{object}	httpx.Problem
//	@Security		BearerAuth
//	@Router			/me/data-exports [post]
func (h *Handler) requestExport(c *gin.Context) error {
	e, err := h.service.RequestExport(c.Request.Context(), identity.PersonID(c))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusAccepted, newExportResponse(e))
}

// exports godoc
//
//	@Summary	List the copies of my data
//	@ID			dataExports
//	@Tags		privacy
//	@Produce	json
//	@Success	200	{object}	ExportListResponse
//	@Failure	401	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/me/data-exports [get]
func (h *Handler) exports(c *gin.Context) error {
	rows, err := h.service.Exports(c.Request.Context(), identity.PersonID(c))
	if err != nil {
		return err
	}
	items := make([]ExportResponse, len(rows))
	for i, e := range rows {
		items[i] = newExportResponse(e)
	}
	return httpx.JSON(c, http.StatusOK, ExportListResponse{Items: items})
}

// exportFile godoc
//
//	@Summary	Download a copy of my data
//	@ID			dataExportFile
//	@Tags		privacy
//	@Produce	application/zip
//	@Param		id	path		string	true	"id of the copy"
//	@Success	200	{file}		file
//	@Failure	401	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Failure	409	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/me/data-exports/{id}/file [get]
func (h *Handler) exportFile(c *gin.Context) error {
	e, file, err := h.service.OpenExport(c.Request.Context(), identity.PersonID(c), c.Param("id"))
	if file != nil {
		defer func() { _ = file.Close() }()
	}
	if err != nil {
		return err
	}
	name := "i-tuoi-dati-" + e.ReadyAt.In(clock.Rome).Format(time.DateOnly) + ".zip"
	_ = http.NewResponseController(c.Writer).SetWriteDeadline(time.Now().Add(downloadTime)) // where it is not known there is none
	header := c.Writer.Header()
	header.Set("Content-Type", "application/zip")
	header.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	header.Set("Cache-Control", "private, no-store")
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, file)
	return nil
}
