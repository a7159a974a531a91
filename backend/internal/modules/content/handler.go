package content

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// PageResponse is a page of contents.
type PageResponse struct {
	Items      []CardResponse      `json:"items" binding:"required"`
	NextCursor string              `json:"next_cursor,omitempty"`
	Total      int                 `json:"total" binding:"required"`
	Kinds      []TermCountResponse `json:"kinds,omitempty"`
} //	@name	ContentPage

// TermCountResponse is a term with how many contents have it.
type TermCountResponse struct {
	Term  TermResponse `json:"term" binding:"required"`
	Count int          `json:"count" binding:"required"`
} //	@name	TermCount

// LookupResponse is the content at an address, or where it has moved to.
type LookupResponse struct {
	Content *Response `json:"content,omitempty"`
	MovedTo string    `json:"moved_to,omitempty"`
} //	@name	ContentLookup

// RelatedGroupResponse are related contents of one section of the site.
type RelatedGroupResponse struct {
	ID    string         `json:"id" enums:"administration,services,documents,news" binding:"required"`
	Items []CardResponse `json:"items" binding:"required"`
} //	@name	ContentRelatedGroup

// RelatedResponse are contents near one, by section of the site.
type RelatedResponse struct {
	Groups []RelatedGroupResponse `json:"groups" binding:"required"`
} //	@name	ContentRelated

// ChangeResponse says that a content was published or withdrawn.
type ChangeResponse struct {
	ID     string    `json:"id" format:"uuid" binding:"required"`
	Type   string    `json:"type" binding:"required"`
	Path   string    `json:"path" binding:"required"`
	Action string    `json:"action" enums:"published,withdrawn" binding:"required"`
	At     time.Time `json:"at" format:"date-time" binding:"required"`
} //	@name	ContentChange

// ChangePageResponse is a page of changes, oldest first.
type ChangePageResponse struct {
	Items      []ChangeResponse `json:"items" binding:"required"`
	NextCursor string           `json:"next_cursor,omitempty"`
} //	@name	ChangePage

// TypeResponse is a type of content, with its fields in the order of the model.
type TypeResponse struct {
	Type       string    `json:"type" example:"news" binding:"required"`
	Label      i18n.Text `json:"label" binding:"required"`
	Plural     i18n.Text `json:"plural" binding:"required"`
	Section    string    `json:"section" enums:"administration,news,services,live,documents,topics,transversal" binding:"required"`
	Path       string    `json:"path" binding:"required"`
	Searchable bool      `json:"searchable" binding:"required"`
	Kind       string    `json:"kind,omitempty"`
	Date       string    `json:"date,omitempty"`
	TitleFrom  []string  `json:"title_from,omitempty"`
	Groups     []Group   `json:"groups" binding:"required"`
	Fields     []Field   `json:"fields" binding:"required"`
} //	@name	ContentType

// TypeListResponse is the content model.
type TypeListResponse struct {
	Items []TypeResponse `json:"items" binding:"required"`
} //	@name	ContentTypeList

// VocabularyResponse are the terms of a vocabulary, in their order.
type VocabularyResponse struct {
	Items []TermResponse `json:"items" binding:"required"`
} //	@name	Vocabulary

// Handler answers everybody's requests about contents; those of editors are
// in the files handler_office*.go.
type Handler struct {
	service *Service
	cache   *httpx.Cache
	changed func(ctx context.Context)
}

// NewHandler returns the handler. changed is told that a request has changed
// contents, so that this replica forgets at once what it knew of them.
func NewHandler(s *Service, cache *httpx.Cache, changed func(ctx context.Context)) *Handler {
	return &Handler{service: s, cache: cache, changed: changed}
}

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.GET("/contents", h.cache.Public(h.list))
	r.Public.GET("/contents/lookup", h.cache.Public(h.lookup))
	r.Public.GET("/contents/:id", h.cache.Public(h.get))
	r.Public.GET("/contents/:id/related", h.cache.Public(h.related))
	r.Public.GET("/contents/:id/calendar.ics", h.cache.Public(h.calendar))
	r.Public.GET("/changes", h.cache.Public(h.changes))
	r.Public.GET("/content-types", h.cache.Public(h.types))
	r.Public.GET("/vocabularies/:name", h.cache.Public(h.vocabulary))
	h.officeRoutes(r)

}

// lastModified says since when an answer is as it is.
func lastModified(c *gin.Context, at time.Time) {
	if !at.IsZero() {
		c.Writer.Header().Set("Last-Modified", at.UTC().Truncate(time.Second).Format(http.TimeFormat))
	}
}

// list godoc
//
//	@Summary		The published contents
//	@Description	Of several types in the order of their last change; of one type in its own order. Values separated by commas are alternatives. Without `when`, events are those still to come.
//	@ID				contents
//	@Tags			contents
//	@Produce		json
//	@Param			type			query		string	false	"types, separated by commas"
//	@Param			kind			query		string	false	"codes of the kind, separated by commas; the kinds below them count too"
//	@Param			topic			query		string	false	"codes of topics, separated by commas"
//	@Param			q				query		string	false	"words of title and short description"	maxlength(200)
//	@Param			unit			query		string	false	"id of an office that the contents refer to"
//	@Param			person			query		string	false	"id of a person that the contents refer to"
//	@Param			place			query		string	false	"id of a place that the contents refer to"
//	@Param			service			query		string	false	"id of a service that the contents refer to"
//	@Param			from			query		string	false	"first day, as 2026-03-01"
//	@Param			to				query		string	false	"last day"
//	@Param			when			query		string	false	"side of today"	Enums(current, past, all)
//	@Param			archived		query		bool	false	"archived contents too"
//	@Param			changed_since	query		string	false	"moment of the last change"
//	@Param			sort			query		string	false	"order"	Enums(title, -title, date, -date, -updated_at)
//	@Param			fields			query		string	false	"fields of the cards to send, separated by commas; data.body sends a field of the content. The items then have these and the id only"
//	@Param			limit			query		int		false	"how many, 1 to 100"	minimum(1)	maximum(100)	default(20)
//	@Param			cursor			query		string	false	"next_cursor of the page before"
//	@Success		200				{object}	PageResponse
//	@Success		304				"not changed since the ETag or the date given"
//	@Failure		400				{object}	httpx.Problem
//	@Failure		503				{object}	httpx.Problem
//	@Router			/contents [get]
func (h *Handler) list(c *gin.Context) error {
	q, err := readQuery(c)
	if err != nil {
		return err
	}
	page, err := h.service.Cards(c.Request.Context(), q)
	if err != nil {
		return err
	}
	lastModified(c, page.Newest)
	kinds := make([]TermCountResponse, len(page.Kinds))
	for i, k := range page.Kinds {
		kinds[i] = TermCountResponse{NewTermResponse(k.Term), k.Count}
	}
	cards := NewCardResponses(page.Items)
	if len(q.Fields) == 0 {
		return httpx.JSON(c, http.StatusOK, PageResponse{Items: cards, NextCursor: page.Next, Total: page.Total, Kinds: kinds})
	}
	items, err := sparse(cards, q.Fields)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, sparsePage{Items: items, NextCursor: page.Next, Total: page.Total, Kinds: kinds})
}

// sparsePage is a page whose items have only the fields asked for.
type sparsePage struct {
	Items      []map[string]any    `json:"items"`
	NextCursor string              `json:"next_cursor,omitempty"`
	Total      int                 `json:"total"`
	Kinds      []TermCountResponse `json:"kinds,omitempty"`
}

// sparse keeps of the cards the fields asked for, and always the id.
func sparse(cards []CardResponse, fields []string) ([]map[string]any, error) {
	items := make([]map[string]any, len(cards))
	for i, card := range cards {
		whole, err := plainValues(map[string]any{"card": card})
		if err != nil {
			return nil, err
		}
		all, _ := whole["card"].(map[string]any)
		data, _ := all["data"].(map[string]any)
		item, some := map[string]any{"id": card.ID}, map[string]any{}
		for _, field := range fields {
			if key, inner := strings.CutPrefix(field, "data."); inner {
				if value, ok := data[key]; ok {
					some[key] = value
				}
				item["data"] = some
			} else if value, ok := all[field]; ok {
				item[field] = value
			}
		}
		items[i] = item
	}
	return items, nil
}

var cardFields = []string{
	"id", "type", "slug", "path", "title", "short_description", "image", "kind", "kinds", "topics", "date", "end_date",
	"updated_at", "published_at", "archived", "extra", "data",
}

// readQuery reads the parameters of a list.
func readQuery(c *gin.Context) (q Query, err error) {
	if q.Limit, q.Cursor, err = httpx.PageParams(c); err != nil {
		return q, err
	}
	q.Types, q.Kinds, q.Topics = words(c, "type"), words(c, "kind"), words(c, "topic")
	q.Text, q.Sort, q.Fields = strings.TrimSpace(c.Query("q")), c.Query("sort"), words(c, "fields")
	q.Unit, q.Person, q.Place, q.Service = c.Query("unit"), c.Query("person"), c.Query("place"), c.Query("service")
	q.Archived = c.Query("archived") == "true"
	q.When = When(c.Query("when"))
	switch {
	case len(q.Text) > 200:
		return q, ErrQuery.With("q is too long")
	case !slices.Contains([]When{"", Any, Current, Past}, q.When):
		return q, ErrQuery.With("when")
	case q.Sort == "order":
		return q, ErrQuery.With("sort")
	}
	for _, f := range q.Fields {
		if key, inner := strings.CutPrefix(f, "data."); !slices.Contains(cardFields, f) && (!inner || key == "") {
			return q, ErrQuery.With("field " + f)
		}
	}
	if q.From, err = dayParam(c, "from", 0); err != nil {
		return q, err
	}
	if q.To, err = dayParam(c, "to", 1); err != nil {
		return q, err
	}
	if s := c.Query("changed_since"); s != "" {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			return q, ErrQuery.With("changed_since")
		}
		q.ChangedSince = &at
	}
	return q, nil
}

func words(c *gin.Context, name string) (out []string) {
	for _, word := range strings.Split(c.Query(name), ",") {
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, word)
		}
	}
	return out
}

func dayParam(c *gin.Context, name string, later int) (*time.Time, error) {
	s := c.Query(name)
	if s == "" {
		return nil, nil //nolint:nilnil // no limit
	}
	day, err := time.ParseInLocation(time.DateOnly, s, clock.Rome)
	if err != nil {
		return nil, ErrQuery.With(name)
	}
	day = day.AddDate(0, 0, later)
	return &day, nil
}

// lookup godoc
//
//	@Summary		The content at an address of the site
//	@Description	When the page has moved the answer is only its new address. A page that was withdrawn is 410; its detail is the address of the page above.
//	@ID				contentLookup
//	@Tags			contents
//	@Produce		json
//	@Param			path	query		string	true	"address, as /novita/notizie/mercato-in-piazza"
//	@Success		200		{object}	LookupResponse
//	@Success		304		"not changed since the ETag or the date given"
//	@Failure		404		{object}	httpx.Problem
//	@Failure		410		{object}	httpx.Problem
//	@Failure		503		{object}	httpx.Problem
//	@Router			/contents/lookup [get]
func (h *Handler) lookup(c *gin.Context) error {
	content, moved, err := h.service.ByPath(c.Request.Context(), c.Query("path"))
	switch {
	case err != nil:
		return err
	case moved != "":
		return httpx.JSON(c, http.StatusOK, LookupResponse{MovedTo: moved})
	}
	lastModified(c, content.UpdatedAt)
	response := NewResponse(content)
	return httpx.JSON(c, http.StatusOK, LookupResponse{Content: &response})
}

// get godoc
//
//	@Summary	A published content
//	@ID			content
//	@Tags		contents
//	@Produce	json
//	@Param		id	path		string	true	"content id"
//	@Success	200	{object}	Response
//	@Success	304	"not changed since the ETag or the date given"
//	@Failure	404	{object}	httpx.Problem
//	@Failure	410	{object}	httpx.Problem
//	@Failure	503	{object}	httpx.Problem
//	@Router		/contents/{id} [get]
func (h *Handler) get(c *gin.Context) error {
	content, err := h.service.Get(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	lastModified(c, content.UpdatedAt)
	return httpx.JSON(c, http.StatusOK, NewResponse(content))
}

// related godoc
//
//	@Summary		Contents near one
//	@Description	Those that its editor chose; without any, the newest with the same topics.
//	@ID				relatedContents
//	@Tags			contents
//	@Produce		json
//	@Param			id	path		string	true	"content id"
//	@Success		200	{object}	RelatedResponse
//	@Success		304	"not changed since the ETag given"
//	@Failure		404	{object}	httpx.Problem
//	@Failure		503	{object}	httpx.Problem
//	@Router			/contents/{id}/related [get]
func (h *Handler) related(c *gin.Context) error {
	groups, err := h.service.Related(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	out := RelatedResponse{Groups: make([]RelatedGroupResponse, len(groups))}
	for i, g := range groups {
		out.Groups[i] = RelatedGroupResponse{g.ID, NewCardResponses(g.Items)}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// calendar godoc
//
//	@Summary	An event for the calendar of who wants to come
//	@ID			eventCalendar
//	@Tags		contents
//	@Produce	text/calendar
//	@Param		id	path		string	true	"content id"
//	@Success	200	{string}	string
//	@Success	304	"not changed since the ETag given"
//	@Failure	404	{object}	httpx.Problem
//	@Failure	410	{object}	httpx.Problem
//	@Failure	503	{object}	httpx.Problem
//	@Router		/contents/{id}/calendar.ics [get]
func (h *Handler) calendar(c *gin.Context) error {
	content, err := h.service.Get(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	body, err := calendarOf(content, "http://"+c.Request.Host)
	if err != nil {
		return err
	}
	c.Writer.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	c.Status(http.StatusOK)
	_, err = c.Writer.WriteString(body)
	return err
}

// changes godoc
//
//	@Summary		What was published or withdrawn since a moment
//	@Description	Oldest first, each content once with its latest change: for who keeps a copy of the site.
//	@ID				contentChanges
//	@Tags			contents
//	@Produce		json
//	@Param			since	query		string	false	"moment, as 2026-03-01T09:00:00Z; everything without it"
//	@Param			limit	query		int		false	"how many, 1 to 100"	minimum(1)	maximum(100)	default(20)
//	@Param			cursor	query		string	false	"next_cursor of the page before"
//	@Success		200		{object}	ChangePageResponse
//	@Success		304		"not changed since the ETag given"
//	@Failure		400		{object}	httpx.Problem
//	@Failure		503		{object}	httpx.Problem
//	@Router			/changes [get]
func (h *Handler) changes(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	var since time.Time
	if s := c.Query("since"); s != "" {
		if since, err = time.Parse(time.RFC3339, s); err != nil {
			return ErrQuery.With("since")
		}
	}
	changes, next, err := h.service.Changes(c.Request.Context(), since, limit, cursor)
	if err != nil {
		return err
	}
	out := ChangePageResponse{Items: make([]ChangeResponse, len(changes)), NextCursor: next}
	for i, change := range changes {
		action := "published"
		if change.Withdrawn {
			action = "withdrawn"
		}
		out.Items[i] = ChangeResponse{change.ID, change.Type, change.Path, action, change.At.UTC()}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// types godoc
//
//	@Summary	The content model: types, sections, fields and what is mandatory
//	@ID			contentTypes
//	@Tags		contents
//	@Produce	json
//	@Success	200	{object}	TypeListResponse
//	@Success	304	"not changed since the ETag given"
//	@Router		/content-types [get]
func (h *Handler) types(c *gin.Context) error {
	out := TypeListResponse{Items: make([]TypeResponse, len(shipped.types))}
	for i, t := range shipped.types {
		out.Items[i] = newTypeResponse(t)
	}
	return httpx.JSON(c, http.StatusOK, out)
}

func newTypeResponse(t *Type) TypeResponse {
	return TypeResponse{
		Type: t.Type, Label: t.Label, Plural: t.Plural, Section: t.Section, Path: t.Path, Searchable: t.Searchable, Kind: t.Kind,
		Date: t.Date, TitleFrom: t.TitleFrom, Groups: t.Groups, Fields: t.Fields,
	}
}

// vocabulary godoc
//
//	@Summary	A controlled vocabulary of the site model
//	@ID			vocabulary
//	@Tags		contents
//	@Produce	json
//	@Param		name	path		string	true	"name, as topics or service-categories"
//	@Success	200		{object}	VocabularyResponse
//	@Success	304		"not changed since the ETag given"
//	@Failure	404		{object}	httpx.Problem
//	@Router		/vocabularies/{name} [get]
func (h *Handler) vocabulary(c *gin.Context) error {
	terms, err := Vocabulary(c.Param("name"))
	if err != nil {
		return err
	}
	out := VocabularyResponse{Items: make([]TermResponse, len(terms))}
	for i, t := range terms {
		out.Items[i] = NewTermResponse(t)
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// forget has this replica forget what it knew of the tenant's contents.
func (h *Handler) forget(ctx context.Context) {
	h.cache.FlushTenant(database.TenantID(ctx))
	h.changed(ctx)
}
