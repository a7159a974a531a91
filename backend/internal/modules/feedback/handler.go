package feedback

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// RoleAssistance is the operator role that answers requests for assistance.
const RoleAssistance = "assistance"

// RatingRequest is an opinion about a page or a service.
type RatingRequest struct {
	Scope     Scope    `json:"scope" enums:"page,service"`
	Path      string   `json:"path" example:"/servizi/mobilita-e-trasporti/permesso-ztl"`
	ContentID string   `json:"content_id,omitempty" format:"uuid"`
	Stars     int      `json:"stars" format:"int32" minimum:"1" maximum:"5"`
	Answers   []string `json:"answers" enums:"negative_1,negative_2,negative_3,negative_4,negative_other,positive_1,positive_2,positive_3,positive_4,positive_other"`
	Comment   string   `json:"comment,omitempty" maxLength:"200"`
	Language  string   `json:"language,omitempty" example:"it"`
} //	@name	RatingRequest

// StatisticsResponse sums up opinions.
type StatisticsResponse struct {
	Scope   Scope                    `json:"scope" enums:"page,service"`
	Ratings int                      `json:"ratings" format:"int32"`
	Average float64                  `json:"average" format:"double"`
	Stars   []int                    `json:"stars"` // how many gave one star, two …
	Answers map[string]int           `json:"answers"`
	Pages   []PageStatisticsResponse `json:"pages"`
} //	@name	RatingStatistics

// PageStatisticsResponse are the opinions about one address.
type PageStatisticsResponse struct {
	Path    string  `json:"path"`
	Ratings int     `json:"ratings" format:"int32"`
	Average float64 `json:"average" format:"double"`
} //	@name	PageRatingStatistics

// CommentResponse is what somebody wrote about a page.
type CommentResponse struct {
	ID      string    `json:"id" format:"uuid"`
	Path    string    `json:"path"`
	Stars   int       `json:"stars" format:"int32"`
	Comment string    `json:"comment"`
	At      time.Time `json:"at" format:"date-time"`
} //	@name	RatingComment

// CommentPageResponse is a page of comments.
type CommentPageResponse struct {
	Items      []CommentResponse `json:"items"`
	NextCursor string            `json:"next_cursor,omitempty"`
} //	@name	RatingCommentPage

// Handler answers the requests about ratings and assistance.
type Handler struct {
	service    *Service
	cache      *httpx.Cache
	idempotent gin.HandlerFunc
	ratings    *httpx.Limiter
	asking     *httpx.Limiter
}

// NewHandler returns the handler; idempotent guards what must happen once.
func NewHandler(s *Service, cache *httpx.Cache, idempotent gin.HandlerFunc) *Handler {
	return &Handler{
		service: s, cache: cache, idempotent: idempotent,
		ratings: httpx.NewLimiter(60, 5*time.Second), asking: httpx.NewLimiter(10, time.Minute),
	}
}

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.POST("/ratings", httpx.Handle(h.rate))
	r.Public.GET("/rating-statistics", h.cache.Public(h.statistics))
	r.Operator.GET("/office/rating-comments", httpx.Handle(h.comments))
	r.Public.POST("/assistance-requests", h.idempotent, httpx.Handle(h.ask))
	r.Public.GET("/assistance-requests/:token", httpx.Handle(h.thread))
	r.Public.POST("/assistance-requests/:token/messages", h.idempotent, httpx.Handle(h.reply))
	office := r.Operator.Group("/office/assistance-requests", identity.RequireRole(RoleAssistance))
	office.GET("", httpx.Handle(h.list))
	office.GET("/:id", httpx.Handle(h.read))
	office.POST("/:id/messages", h.idempotent, httpx.Handle(h.answer))
	office.PUT("/:id/closure", httpx.Handle(h.close))
}

// rate godoc
//
//	@Summary		Rate a page or a service
//	@Description	Anonymous: neither the address nor the session of who sends it is kept.
//	@ID				ratings
//	@Tags			feedback
//	@Accept			json
//	@Param			body	body	RatingRequest	true	"the opinion"
//	@Success		204
//	@Failure		400	{object}	httpx.Problem
//	@Failure		415	{object}	httpx.Problem
//	@Failure		422	{object}	httpx.Problem
//	@Failure		429	{object}	httpx.Problem
//	@Router			/ratings [post]
func (h *Handler) rate(c *gin.Context) error {
	if !h.ratings.Allow(c.ClientIP()) {
		return httpx.ErrTooMany
	}
	var body RatingRequest
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	rating := Rating{
		Scope: body.Scope, Path: body.Path, Stars: body.Stars, Answers: body.Answers, Comment: body.Comment, Language: language(body.Language),
	}
	if body.ContentID != "" {
		rating.ContentID = &body.ContentID
	}
	if err := h.service.Rate(c.Request.Context(), rating); err != nil {
		return err
	}
	return httpx.NoContent(c)
}

func language(lang string) string {
	if lang == "" || len(lang) > 5 {
		return "it"
	}
	return lang
}

// statistics godoc
//
//	@Summary	Sum up what people think of pages or services
//	@ID			ratingStatistics
//	@Tags		feedback
//	@Produce	json
//	@Param		scope	query		string	false	"pages or services"	Enums(page, service)	default(page)
//	@Param		from	query		string	false	"first day, YYYY-MM-DD"
//	@Param		to		query		string	false	"last day, YYYY-MM-DD"
//	@Success	200		{object}	StatisticsResponse
//	@Success	304		"not changed since the ETag given"
//	@Failure	400		{object}	httpx.Problem
//	@Router		/rating-statistics [get]
func (h *Handler) statistics(c *gin.Context) error {
	q := StatisticsQuery{Scope: Scope(c.DefaultQuery("scope", string(OfPage))), Limit: 100}
	if q.Scope != OfPage && q.Scope != OfService {
		return httpx.ErrParameter.With("scope is page or service")
	}
	var err error
	if q.From, err = day(c, "from", 0); err != nil {
		return err
	}
	if q.To, err = day(c, "to", 1); err != nil {
		return err
	}
	stats, err := h.service.Statistics(c.Request.Context(), q)
	if err != nil {
		return err
	}
	response := StatisticsResponse{
		Scope: q.Scope, Ratings: stats.Ratings, Average: stats.Average, Stars: stats.Stars[:], Answers: stats.Answers,
		Pages: make([]PageStatisticsResponse, len(stats.Pages)),
	}
	for i, p := range stats.Pages {
		response.Pages[i] = PageStatisticsResponse(p)
	}
	return httpx.JSON(c, http.StatusOK, response)
}

// day reads a date of the query, moved by some days.
func day(c *gin.Context, name string, add int) (*time.Time, error) {
	text := c.Query(name)
	if text == "" {
		return nil, nil //nolint:nilnil // no limit on this side
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return nil, httpx.ErrParameter.With(name + " is a date, YYYY-MM-DD")
	}
	t = t.AddDate(0, 0, add)
	return &t, nil
}

// comments godoc
//
//	@Summary	List what people wrote about the pages
//	@ID			ratingComments
//	@Tags		feedback
//	@Produce	json
//	@Param		path	query		string	false	"only about this page"
//	@Param		limit	query		int		false	"items of a page, 1 to 100"
//	@Param		cursor	query		string	false	"cursor of the page"
//	@Success	200		{object}	CommentPageResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/rating-comments [get]
func (h *Handler) comments(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	rows, next, err := h.service.Comments(c.Request.Context(), c.Query("path"), limit, cursor)
	if err != nil {
		return err
	}
	page := CommentPageResponse{Items: make([]CommentResponse, len(rows)), NextCursor: next}
	for i, r := range rows {
		page.Items[i] = CommentResponse{ID: r.ID, Path: r.Path, Stars: r.Stars, Comment: r.Comment, At: r.CreatedAt.UTC()}
	}
	return httpx.JSON(c, http.StatusOK, page)
}
