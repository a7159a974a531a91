package search

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// HitResponse is a content that was found, with the passage where the words
// are; the words are between U+E000 and U+E001.
type HitResponse struct {
	content.CardResponse
	Highlight   *i18n.Text         `json:"highlight,omitempty"`
	MatchedFile *FoundFileResponse `json:"matched_file,omitempty"`
} //	@name	SearchHit

// FoundFileResponse is the file in which the words are.
type FoundFileResponse struct {
	Title i18n.Text `json:"title" binding:"required"`
	URL   string    `json:"url" binding:"required"`
} //	@name	SearchMatchedFile

// FacetResponse is a value to narrow a search by, with how many it leaves.
type FacetResponse struct {
	Code  string    `json:"code" binding:"required"`
	Label i18n.Text `json:"label" binding:"required"`
	Count int       `json:"count" format:"int32" binding:"required"`
} //	@name	SearchFacet

// FacetsResponse are the ways to narrow a search.
type FacetsResponse struct {
	Types  []FacetResponse `json:"types" binding:"required"`
	Topics []FacetResponse `json:"topics" binding:"required"`
} //	@name	SearchFacets

// PageResponse is a page of what was found.
type PageResponse struct {
	Items      []HitResponse  `json:"items" binding:"required"`
	NextCursor string         `json:"next_cursor,omitempty"`
	Total      int            `json:"total" format:"int32" binding:"required"`
	AtLeast    bool           `json:"total_is_minimum,omitempty"` // there are more: only so many are counted
	Facets     FacetsResponse `json:"facets" binding:"required"`
	DidYouMean string         `json:"did_you_mean,omitempty"` // what was searched instead of the text given, which finds nothing
} //	@name	SearchPage

// SuggestionResponse is a page somebody may be looking for.
type SuggestionResponse struct {
	Title     i18n.Text `json:"title" binding:"required"`
	TypeLabel i18n.Text `json:"type_label" binding:"required"`
	Path      string    `json:"path" binding:"required"`
} //	@name	SearchSuggestion

// SuggestionListResponse are at most five of them.
type SuggestionListResponse struct {
	Items []SuggestionResponse `json:"items" binding:"required"`
} //	@name	SearchSuggestionList

// SynonymsResponse are the groups of terms that mean the same.
type SynonymsResponse struct {
	Groups [][]string `json:"groups" binding:"required"`
} //	@name	SearchSynonyms

// Handler answers searches.
type Handler struct {
	service *Service
	cache   *httpx.Cache
}

// NewHandler makes the handler.
func NewHandler(s *Service, cache *httpx.Cache) *Handler { return &Handler{service: s, cache: cache} }

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.GET("/search", h.cache.Public(h.search))
	r.Public.GET("/search/suggestions", h.cache.Public(h.suggestions))
	r.Admin.GET("/office/search/synonyms", httpx.Handle(h.synonyms))
	r.Admin.PUT("/office/search/synonyms", httpx.Handle(h.putSynonyms))
	r.Admin.POST("/office/search/rebuilds", httpx.Handle(h.rebuild))
}

// search godoc
//
//	@Summary		Search the website
//	@Description	Knows the stems of words, the municipality's synonyms and what is written inside attached files; a text that finds nothing is tried again as the nearest known words. Values of one filter, separated by commas, are alternatives.
//	@ID				search
//	@Tags			search
//	@Produce		json
//	@Param			q			query		string	false	"what to look for; everything when empty"
//	@Param			types		query		string	false	"groups: organizational_unit, public_person, document, service, news, place, event, page"
//	@Param			topics		query		string	false	"codes of topics"
//	@Param			from		query		string	false	"first day, YYYY-MM-DD"
//	@Param			to			query		string	false	"last day, YYYY-MM-DD"
//	@Param			archived	query		bool	false	"archived contents too"
//	@Param			sort		query		string	false	"order"	Enums(relevance, date)	default(relevance)
//	@Param			limit		query		int		false	"items of a page, 1 to 100"
//	@Param			cursor		query		string	false	"cursor of the page"
//	@Success		200			{object}	PageResponse
//	@Success		304			"not changed since the ETag given"
//	@Failure		400			{object}	httpx.Problem
//	@Failure		503			{object}	httpx.Problem
//	@Router			/search [get]
func (h *Handler) search(c *gin.Context) error {
	q, err := query(c)
	if err != nil {
		return err
	}
	result, err := h.service.Search(c.Request.Context(), q)
	if err != nil {
		return err
	}
	page := PageResponse{
		Items: make([]HitResponse, len(result.Items)), NextCursor: result.Next, Total: result.Total, AtLeast: result.AtLeast, DidYouMean: result.DidYouMean,
		Facets: FacetsResponse{Types: kinds(result.Kinds), Topics: topics(result.Topics)},
	}
	for i, hit := range result.Items {
		page.Items[i] = newHit(hit)
	}
	return httpx.JSON(c, http.StatusOK, page)
}

func query(c *gin.Context) (Query, error) {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return Query{}, err
	}
	q := Query{
		Text: c.Query("q"), Kinds: list(c.Query("types")), Topics: list(c.Query("topics")), Limit: limit, Cursor: cursor,
		Archived: c.Query("archived") == "true", ByDate: c.Query("sort") == "date",
	}
	if s := c.Query("sort"); s != "" && s != "date" && s != "relevance" {
		return q, ErrSort
	}
	if q.From, err = day(c, "from", 0); err != nil {
		return q, err
	}
	q.To, err = day(c, "to", 1)
	return q, err
}

func list(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
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

func newHit(hit Hit) HitResponse {
	out := HitResponse{CardResponse: content.NewCardResponse(hit.Card)}
	if len(hit.Passage) > 0 {
		out.Highlight = &hit.Passage
	}
	if hit.File != nil {
		out.MatchedFile = &FoundFileResponse{Title: hit.File.Title, URL: hit.File.URL}
	}
	return out
}

func kinds(counts map[string]int) []FacetResponse {
	out := []FacetResponse{}
	for _, k := range Kinds {
		if n := counts[k.Code]; n > 0 {
			out = append(out, FacetResponse{Code: k.Code, Label: k.Label, Count: n})
		}
	}
	return out
}

// topics are in alphabetical order of their Italian names.
func topics(counts map[string]int) []FacetResponse {
	out := []FacetResponse{}
	for code, n := range counts {
		if term, ok := content.TermOf("topics", code); ok {
			out = append(out, FacetResponse{Code: code, Label: term.Label, Count: n})
		}
	}
	slices.SortFunc(out, func(a, b FacetResponse) int { return cmp.Compare(a.Label["it"], b.Label["it"]) })
	return out
}

// suggestions godoc
//
//	@Summary	Suggest pages to somebody who types
//	@ID			searchSuggestions
//	@Tags		search
//	@Produce	json
//	@Param		q	query		string	true	"what is typed so far; from three characters on"
//	@Success	200	{object}	SuggestionListResponse
//	@Success	304	"not changed since the ETag given"
//	@Failure	503	{object}	httpx.Problem
//	@Router		/search/suggestions [get]
func (h *Handler) suggestions(c *gin.Context) error {
	found, err := h.service.Suggest(c.Request.Context(), c.Query("q"))
	if err != nil {
		return err
	}
	out := SuggestionListResponse{Items: make([]SuggestionResponse, len(found))}
	for i, s := range found {
		out.Items[i] = SuggestionResponse{Title: s.Title, TypeLabel: labelOf(s.Kind), Path: s.Path}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

func labelOf(kind string) i18n.Text {
	for _, k := range Kinds {
		if k.Code == kind {
			return k.Label
		}
	}
	return i18n.Text{}
}

// synonyms godoc
//
//	@Summary	List the terms that mean the same to who searches
//	@ID			officeSearchSynonyms
//	@Tags		search
//	@Produce	json
//	@Success	200	{object}	SynonymsResponse
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/search/synonyms [get]
func (h *Handler) synonyms(c *gin.Context) error {
	groups, err := h.service.Synonyms(c.Request.Context())
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, SynonymsResponse{Groups: groups})
}

// putSynonyms godoc
//
//	@Summary	Replace the terms that mean the same to who searches
//	@ID			officeSearchSynonymsPut
//	@Tags		search
//	@Accept		json
//	@Produce	json
//	@Param		body	body		SynonymsResponse	true	"all the groups"
//	@Success	200		{object}	SynonymsResponse
//	@Failure	400		{object}	httpx.Problem
//	@Failure	401		{object}	httpx.Problem
//	@Failure	403		{object}	httpx.Problem
//	@Failure	415		{object}	httpx.Problem
//	@Failure	422		{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/search/synonyms [put]
func (h *Handler) putSynonyms(c *gin.Context) error {
	var body SynonymsResponse
	if err := httpx.Bind(c, &body); err != nil {
		return err
	}
	if err := h.service.PutSynonyms(c.Request.Context(), body.Groups); err != nil {
		return err
	}
	return h.synonyms(c)
}

// rebuild godoc
//
//	@Summary	Make the index of the website anew
//	@ID			officeSearchRebuilds
//	@Tags		search
//	@Success	202
//	@Failure	401	{object}	httpx.Problem
//	@Failure	403	{object}	httpx.Problem
//	@Security	BearerAuth
//	@Router		/office/search/rebuilds [post]
func (h *Handler) rebuild(c *gin.Context) error {
	if err := h.service.Rebuild(c.Request.Context()); err != nil {
		return err
	}
	c.Status(http.StatusAccepted)
	return nil
}
