package site

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// Response is what every page shows of its municipality.
type Response struct {
	Name              string                    `json:"name" binding:"required"`
	ShortName         i18n.Text                 `json:"short_name" binding:"required"`
	Tagline           i18n.Text                 `json:"tagline" binding:"required"`
	Region            Region                    `json:"region" binding:"required"`
	Languages         []Language                `json:"languages" binding:"required"`
	Theme             Theme                     `json:"theme" binding:"required"`
	Logo              *media.MediaResponse      `json:"logo,omitempty"`
	EULogo            bool                      `json:"eu_logo" binding:"required"`
	Contacts          ContactsResponse          `json:"contacts" binding:"required"`
	Socials           []Social                  `json:"socials" binding:"required"`
	HeaderLinks       []Link                    `json:"header_links" binding:"required"`
	LiveLabel         i18n.Text                 `json:"live_label" binding:"required"`
	SearchSuggestions []Link                    `json:"search_suggestions" binding:"required"`
	AccessibilityURL  string                    `json:"accessibility_url,omitempty"`
	ImprovementPlan   bool                      `json:"improvement_plan" binding:"required"`
	MapStyleURL       string                    `json:"map_style_url,omitempty"`
	Analytics         *Analytics                `json:"analytics,omitempty"`
	Alerts            []AlertResponse           `json:"alerts" binding:"required"`
	Navigation        []NavigationResponse      `json:"navigation" binding:"required"`
	Demo              bool                      `json:"demo" binding:"required"`
	Simulated         tenants.SimulatedResponse `json:"simulated" binding:"required"`
} //	@name	Site

// ContactsResponse is how to reach the municipality.
type ContactsResponse struct {
	Contacts
	URP *content.LinkResponse `json:"urp,omitempty"`
} //	@name	SitePublicContacts

// AlertResponse is a notice above the pages.
type AlertResponse struct {
	ID          string    `json:"id" format:"uuid" binding:"required"`
	Text        i18n.Text `json:"text" binding:"required"`
	Level       string    `json:"level" enums:"info,success,warning,danger" binding:"required"`
	Scope       string    `json:"scope" enums:"site,home" binding:"required"`
	Link        string    `json:"link,omitempty"`
	Dismissible bool      `json:"dismissible" binding:"required"`
} //	@name	SiteAlert

// NavigationResponse is an entry of the main menu.
type NavigationResponse struct {
	ID       string          `json:"id" enums:"management,news,services,live" binding:"required"`
	Title    i18n.Text       `json:"title" binding:"required"`
	Path     string          `json:"path" binding:"required"`
	Children []ChildResponse `json:"children" binding:"required"`
} //	@name	SiteNavigation

// ChildResponse is a page under an entry, with how many contents it lists.
type ChildResponse struct {
	ID          string    `json:"id" binding:"required"`
	Title       i18n.Text `json:"title" binding:"required"`
	Description i18n.Text `json:"description" binding:"required"`
	Path        string    `json:"path" binding:"required"`
	Count       int       `json:"count" format:"int32" binding:"required"`
} //	@name	SiteChild

// HomeResponse is the home page.
type HomeResponse struct {
	Hero           *content.CardResponse  `json:"hero,omitempty"`
	News           []content.CardResponse `json:"news" binding:"required"`
	Administration []content.CardResponse `json:"administration" binding:"required"`
	Calendar       []DayResponse          `json:"calendar" binding:"required"`
	Topics         []TopicBoxResponse     `json:"topics" binding:"required"`
	OtherTopics    []TopicLinkResponse    `json:"other_topics" binding:"required"`
	Galleries      []content.CardResponse `json:"galleries" binding:"required"`
	Places         []content.CardResponse `json:"places" binding:"required"`
	ThematicSites  []content.CardResponse `json:"thematic_sites" binding:"required"`
	UsefulLinks    []Link                 `json:"useful_links" binding:"required"`
} //	@name	SiteHome

// DayResponse is a day of the calendar.
type DayResponse struct {
	Date  string                 `json:"date" format:"date" binding:"required"`
	Items []content.CardResponse `json:"items" binding:"required"`
} //	@name	SiteDay

// TopicBoxResponse is a topic in evidence.
type TopicBoxResponse struct {
	Topic content.CardResponse   `json:"topic" binding:"required"`
	Links []content.CardResponse `json:"links" binding:"required"`
	Sites []content.CardResponse `json:"sites" binding:"required"`
} //	@name	SiteTopicBox

// TopicLinkResponse leads to a topic.
type TopicLinkResponse struct {
	Code  string    `json:"code" binding:"required"`
	Label i18n.Text `json:"label" binding:"required"`
	Path  string    `json:"path" binding:"required"`
} //	@name	SiteTopicLink

// SectionResponse is the heading of a page of the first or second level.
type SectionResponse struct {
	ID             string                 `json:"id" binding:"required"`
	Title          i18n.Text              `json:"title" binding:"required"`
	Description    i18n.Text              `json:"description" binding:"required"`
	Path           string                 `json:"path" binding:"required"`
	Featured       []content.CardResponse `json:"featured" binding:"required"`
	FeaturedPlaces []content.CardResponse `json:"featured_places,omitempty"`
	Children       []ChildResponse        `json:"children" binding:"required"`
	Breadcrumb     []content.LinkResponse `json:"breadcrumb" binding:"required"`
} //	@name	SiteSection

// TopicsResponse is the page of all topics.
type TopicsResponse struct {
	Featured []content.CardResponse `json:"featured" binding:"required"`
	Items    []content.CardResponse `json:"items" binding:"required"`
} //	@name	SiteTopics

// TopicResponse is the page of a topic.
type TopicResponse struct {
	Topic         content.Response        `json:"topic" binding:"required"`
	ManagingUnits []content.CardResponse  `json:"managing_units" binding:"required"`
	Featured      []content.CardResponse  `json:"featured" binding:"required"`
	Sections      map[string]PartResponse `json:"sections" binding:"required"`
} //	@name	SiteTopic

// PartResponse is what a topic gathers of one section.
type PartResponse struct {
	Items []content.CardResponse `json:"items" binding:"required"`
	Total int                    `json:"total" format:"int32" binding:"required"`
} //	@name	SiteTopicSection

// NodeResponse is a page of the map with those under it.
type NodeResponse struct {
	Title    i18n.Text      `json:"title" binding:"required"`
	Path     string         `json:"path" binding:"required"`
	Children []NodeResponse `json:"children,omitempty"`
} //	@name	SiteMapNode

// MapResponse is the whole tree.
type MapResponse struct {
	Items []NodeResponse `json:"items" binding:"required"`
} //	@name	SiteMap

// Handler answers about the website as a whole.
type Handler struct {
	service   *Service
	cache     *httpx.Cache
	simulated tenants.SimulatedResponse
}

// NewHandler makes the handler.
func NewHandler(s *Service, cache *httpx.Cache, simulated tenants.SimulatedResponse) *Handler {
	return &Handler{service: s, cache: cache, simulated: simulated}
}

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.GET("/site", h.cache.Public(h.site))
	r.Public.GET("/site/home", h.cache.Public(h.home))
	r.Public.GET("/site/sections/:id", h.cache.Public(h.section))
	r.Public.GET("/site/topics", h.cache.Public(h.topics))
	r.Public.GET("/site/topics/:code", h.cache.Public(h.topic))
	r.Public.GET("/site/map", h.cache.Public(h.siteMap))
	h.office(r)
}

// Pages hangs what machines read at the root of the site.
func (h *Handler) Pages(g *gin.RouterGroup) {
	g.GET("/sitemap.xml", h.cache.Public(h.sitemap))
	g.GET("/sitemap-:part", h.cache.Public(h.sitemap))
	g.GET("/robots.txt", h.cache.Public(h.robots))
	g.GET("/feeds/:name", h.cache.Public(h.feed))
	for _, format := range []string{"jsonld", "ttl", "rdf"} {
		g.GET("/dcat."+format, h.cache.Public(h.catalogue(format)))
	}
}

// IsPage tells what Pages answers from the pages of the site.
func IsPage(path string) bool {
	return path == "/robots.txt" || strings.HasPrefix(path, "/sitemap") && strings.HasSuffix(path, ".xml") ||
		strings.HasPrefix(path, "/feeds/") || strings.HasPrefix(path, "/dcat.")
}

func newChildren(list []Child) []ChildResponse {
	out := make([]ChildResponse, len(list))
	for i, c := range list {
		out[i] = ChildResponse{c.ID, c.Title, c.Description, c.Path, c.Count}
	}
	return out
}

func newLinks(list []content.Link) []content.LinkResponse {
	out := make([]content.LinkResponse, len(list))
	for i, l := range list {
		out[i] = content.LinkResponse(l)
	}
	return out
}

// site godoc
//
//	@Summary	What every page shows of its municipality
//	@ID			site
//	@Tags		site
//	@Produce	json
//	@Success	200	{object}	Response
//	@Success	304	"not changed since the ETag given"
//	@Failure	404	{object}	httpx.Problem
//	@Failure	503	{object}	httpx.Problem
//	@Router		/site [get]
func (h *Handler) site(c *gin.Context) error {
	s, err := h.service.Site(c.Request.Context())
	if err != nil {
		return err
	}
	out := Response{
		Name: s.Name, ShortName: s.ShortName, Tagline: s.Tagline, Region: s.Region, Languages: s.Languages, Theme: s.Theme, EULogo: s.EULogo,
		Contacts: ContactsResponse{Contacts: s.Contacts}, Socials: s.Socials, HeaderLinks: s.HeaderLinks, LiveLabel: s.LiveLabel,
		SearchSuggestions: s.SearchSuggestions, AccessibilityURL: s.AccessibilityURL, ImprovementPlan: s.ImprovementPlan, MapStyleURL: s.MapStyleURL, Analytics: s.Analytics,
		Alerts: make([]AlertResponse, len(s.Alerts)), Navigation: make([]NavigationResponse, len(s.Navigation)), Demo: s.Demo, Simulated: h.simulated,
	}
	if s.Logo != nil {
		logo := media.NewMediaResponse(*s.Logo)
		out.Logo = &logo
	}
	if s.URP != nil {
		urp := content.LinkResponse(*s.URP)
		out.Contacts.URP = &urp
	}
	for i, a := range s.Alerts {
		out.Alerts[i] = AlertResponse{ID: a.ID, Text: a.Text, Level: a.Level, Scope: a.Scope, Link: a.Link, Dismissible: a.Dismissible}
	}
	for i, n := range s.Navigation {
		out.Navigation[i] = NavigationResponse{n.ID, n.Title, n.Path, newChildren(n.Children)}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// home godoc
//
//	@Summary	The home page
//	@ID			siteHome
//	@Tags		site
//	@Produce	json
//	@Success	200	{object}	HomeResponse
//	@Success	304	"not changed since the ETag given"
//	@Failure	503	{object}	httpx.Problem
//	@Router		/site/home [get]
func (h *Handler) home(c *gin.Context) error {
	home, err := h.service.Home(c.Request.Context())
	if err != nil {
		return err
	}
	out := HomeResponse{
		News: content.NewCardResponses(home.News), Administration: content.NewCardResponses(home.Admin), Calendar: make([]DayResponse, len(home.Calendar)),
		Topics: make([]TopicBoxResponse, len(home.Topics)), OtherTopics: make([]TopicLinkResponse, len(home.OtherTopics)),
		Galleries: content.NewCardResponses(home.Galleries), Places: content.NewCardResponses(home.Places),
		ThematicSites: content.NewCardResponses(home.ThematicSites), UsefulLinks: home.UsefulLinks,
	}
	if home.Hero != nil {
		hero := content.NewCardResponse(*home.Hero)
		out.Hero = &hero
	}
	for i, d := range home.Calendar {
		out.Calendar[i] = DayResponse{d.Date, content.NewCardResponses(d.Items)}
	}
	for i, t := range home.Topics {
		out.Topics[i] = TopicBoxResponse{content.NewCardResponse(t.Topic), content.NewCardResponses(t.Links), content.NewCardResponses(t.Sites)}
	}
	for i, t := range home.OtherTopics {
		out.OtherTopics[i] = TopicLinkResponse{codeOf(t), t.Title, t.Path}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// section godoc
//
//	@Summary	The heading of a page of the first or second level
//	@ID			siteSection
//	@Tags		site
//	@Produce	json
//	@Param		id	path		string	true	"administration, news, services, live, documents, topics, or the last part of the address of a page of the second level"
//	@Success	200	{object}	SectionResponse
//	@Success	304	"not changed since the ETag given"
//	@Failure	404	{object}	httpx.Problem
//	@Failure	503	{object}	httpx.Problem
//	@Router		/site/sections/{id} [get]
func (h *Handler) section(c *gin.Context) error {
	s, err := h.service.SectionPage(c.Request.Context(), c.Param("id"))
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, SectionResponse{
		ID: s.ID, Title: s.Title, Description: s.Description, Path: s.Path, Featured: content.NewCardResponses(s.Featured),
		FeaturedPlaces: content.NewCardResponses(s.FeaturedPlaces), Children: newChildren(s.Children), Breadcrumb: newLinks(s.Breadcrumb),
	})
}

// topics godoc
//
//	@Summary	All the topics
//	@ID			siteTopics
//	@Tags		site
//	@Produce	json
//	@Success	200	{object}	TopicsResponse
//	@Success	304	"not changed since the ETag given"
//	@Failure	503	{object}	httpx.Problem
//	@Router		/site/topics [get]
func (h *Handler) topics(c *gin.Context) error {
	t, err := h.service.AllTopics(c.Request.Context())
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, TopicsResponse{content.NewCardResponses(t.Featured), content.NewCardResponses(t.Items)})
}

// topic godoc
//
//	@Summary	The page of a topic
//	@ID			siteTopic
//	@Tags		site
//	@Produce	json
//	@Param		code	path		string	true	"code of the topic"	example(residenza)
//	@Success	200		{object}	TopicResponse
//	@Success	304		"not changed since the ETag given"
//	@Failure	404		{object}	httpx.Problem
//	@Failure	410		{object}	httpx.Problem
//	@Failure	503		{object}	httpx.Problem
//	@Router		/site/topics/{code} [get]
func (h *Handler) topic(c *gin.Context) error {
	t, err := h.service.Topic(c.Request.Context(), c.Param("code"))
	if err != nil {
		return err
	}
	out := TopicResponse{
		Topic: content.NewResponse(t.Topic), ManagingUnits: content.NewCardResponses(t.Managers), Featured: content.NewCardResponses(t.Featured),
		Sections: map[string]PartResponse{},
	}
	for name, p := range t.Sections {
		out.Sections[name] = PartResponse{content.NewCardResponses(p.Items), p.Total}
	}
	return httpx.JSON(c, http.StatusOK, out)
}

// siteMap godoc
//
//	@Summary	The tree of the website
//	@ID			siteMap
//	@Tags		site
//	@Produce	json
//	@Success	200	{object}	MapResponse
//	@Success	304	"not changed since the ETag given"
//	@Failure	503	{object}	httpx.Problem
//	@Router		/site/map [get]
func (h *Handler) siteMap(c *gin.Context) error {
	nodes, err := h.service.Map(c.Request.Context())
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, MapResponse{newNodes(nodes)})
}

func newNodes(list []Node) []NodeResponse {
	out := make([]NodeResponse, len(list))
	for i, n := range list {
		out[i] = NodeResponse{n.Title, n.Path, newNodes(n.Children)}
	}
	return out
}

func (h *Handler) sitemap(c *gin.Context) error {
	part := 0
	if name := c.Param("part"); name != "" {
		n, err := strconv.Atoi(strings.TrimSuffix(name, ".xml"))
		if err != nil || n < 1 {
			return ErrSection.With("sitemap")
		}
		part = n
	}
	body, err := h.service.Sitemap(c.Request.Context(), part)
	return h.send(c, "application/xml; charset=utf-8", body, err)
}

func (h *Handler) robots(c *gin.Context) error {
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte(h.service.Robots(c.Request.Context())))
	return nil
}

func (h *Handler) feed(c *gin.Context) error {
	name, format, _ := strings.Cut(c.Param("name"), ".")
	body, err := h.service.Feed(c.Request.Context(), name, format)
	return h.send(c, mediaTypes[format], []byte(body), err)
}

func (h *Handler) catalogue(format string) httpx.HandlerFunc {
	return func(c *gin.Context) error {
		body, err := h.service.Catalogue(c.Request.Context(), format)
		return h.send(c, mediaTypes[format], body, err)
	}
}

// send answers what machines read, with the time of the last change: they ask
// again for it by date. Where days matter (an event that is over leaves its
// feed) the day itself is a change.
func (h *Handler) send(c *gin.Context, contentType string, body []byte, err error) error {
	if err != nil {
		return err
	}
	at, err := h.service.LastChange(c.Request.Context())
	if err != nil {
		return err
	}
	if today := h.service.today(); today.After(at) {
		at = today
	}
	c.Header("Last-Modified", at.UTC().Truncate(time.Second).Format(http.TimeFormat))
	c.Data(http.StatusOK, contentType, body)
	return nil
}

// Editor of a version, as the answers of the office name it.
type edited struct {
	Version   int64     `json:"version" format:"int64" binding:"required"`
	UpdatedBy string    `json:"updated_by,omitempty"`
	UpdatedAt time.Time `json:"updated_at" format:"date-time" binding:"required"`
}

// mayDecide refuses operators who may not change the website as a whole.
func (h *Handler) mayDecide(ctx context.Context) error {
	if !h.service.MayDecide(ctx) {
		return content.ErrForbidden
	}
	return nil
}
