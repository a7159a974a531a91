package admin

import (
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
)

// JobResponse is a job as an administrator sees it.
type JobResponse struct {
	ID          string    `json:"id" example:"4711" binding:"required"`
	Kind        string    `json:"kind" example:"payments.open_position.v1" binding:"required"`
	State       string    `json:"state" binding:"required"`
	Attempt     int       `json:"attempt" format:"int32" binding:"required"`
	MaxAttempts int       `json:"max_attempts" format:"int32" binding:"required"`
	LastError   string    `json:"last_error,omitempty"`
	ScheduledAt time.Time `json:"scheduled_at" format:"date-time" binding:"required"`
	CreatedAt   time.Time `json:"created_at" format:"date-time" binding:"required"`
} //	@name	Job

// JobPageResponse is a page of jobs.
type JobPageResponse struct {
	Items      []JobResponse `json:"items" binding:"required"`
	NextCursor string        `json:"next_cursor,omitempty"`
} //	@name	JobPage

// Handler answers the requests of administrators.
type Handler struct{ service *Service }

// NewHandler returns the handler.
func NewHandler(service *Service) *Handler { return &Handler{service: service} }

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Admin.GET("/office/jobs", httpx.Handle(h.list))
	r.Admin.POST("/office/jobs/:id/retry", httpx.Handle(h.retry))
}

// list godoc
//
//	@Summary	List the jobs that wait or gave up
//	@ID			jobs
//	@Tags		admin
//	@Produce	json
//	@Param		state	query		string	false	"which ones"	Enums(waiting, failed)	default(waiting)
//	@Param		limit	query		int		false	"items of a page, 1 to 100"
//	@Param		cursor	query		string	false	"cursor of the page"
//	@Success	200		{object}	JobPageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/jobs [get]
func (h *Handler) list(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	list, next, err := h.service.Jobs(c.Request.Context(), c.Query("state"), limit, cursor)
	if err != nil {
		return err
	}
	page := JobPageResponse{Items: make([]JobResponse, len(list)), NextCursor: next}
	for i, j := range list {
		page.Items[i] = newJobResponse(j)
	}
	return httpx.JSON(c, http.StatusOK, page)
}

func newJobResponse(j jobs.Job) JobResponse {
	return JobResponse{
		ID: strconv.FormatInt(j.ID, 10), Kind: j.Kind, State: j.State, Attempt: j.Attempt, MaxAttempts: j.MaxAttempts,
		LastError: j.LastError, ScheduledAt: j.ScheduledAt.UTC(), CreatedAt: j.CreatedAt.UTC(),
	}
}

// retry godoc
//
//	@Summary	Try a job again now
//	@ID			jobRetry
//	@Tags		admin
//	@Param		id	path	string	true	"job id"
//	@Success	204
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Failure	404	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/jobs/{id}/retry [post]
func (h *Handler) retry(c *gin.Context) error {
	if err := h.service.Retry(c.Request.Context(), c.Param("id")); err != nil {
		return err
	}
	return httpx.NoContent(c)
}
