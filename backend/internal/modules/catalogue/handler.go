package catalogue

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// CategoryResponse is a category of services with how many are in it.
type CategoryResponse struct {
	ID          string    `json:"id" example:"mobilita-e-trasporti"`
	Title       Localized `json:"title"`
	Description Localized `json:"description"`
	Services    int       `json:"services"`
} //	@name	ServiceCategory

// CategoryListResponse is the list of categories.
type CategoryListResponse struct {
	Items []CategoryResponse `json:"items"`
} //	@name	ServiceCategoryList

// TermResponse is a term of a vocabulary.
type TermResponse struct {
	ID    string    `json:"id"`
	Title Localized `json:"title"`
} //	@name	ServiceTerm

// SummaryResponse is a service in a list.
type SummaryResponse struct {
	ID       string       `json:"id" example:"ztl-permit"`
	Title    Localized    `json:"title"`
	Summary  Localized    `json:"summary"`
	Category TermResponse `json:"category"`
	Status   string       `json:"status" enums:"active,suspended"`
	Online   bool         `json:"online"`
	AvailabilityResponse
} //	@name	ServiceSummary

// AvailabilityResponse tells whether an application can start today. OpensAt
// and ClosesAt are the first and the last day of the window that is open or
// comes next; a service without windows has neither.
type AvailabilityResponse struct {
	Open     bool   `json:"open"`
	OpensAt  string `json:"opens_at,omitempty" format:"date"`
	ClosesAt string `json:"closes_at,omitempty" format:"date"`
} //	@name	ServiceAvailability

// PageResponse is a page of services.
type PageResponse struct {
	Items      []SummaryResponse `json:"items"`
	NextCursor string            `json:"next_cursor,omitempty"`
	Total      int               `json:"total"`
} //	@name	ServicePage

// DeadlinesResponse is the term of the procedure.
type DeadlinesResponse struct {
	Days      int       `json:"days"` // 0 when it is immediate or not fixed
	Unit      string    `json:"unit" enums:"days,working_days"`
	Immediate bool      `json:"immediate"`
	Basis     Localized `json:"basis"`
	Silence   string    `json:"silence" enums:"assent,none,refusal"`
	Text      Localized `json:"text"`
	Phases    []Phase   `json:"phases"`
} //	@name	ServiceDeadlines

// OfficeResponse is the office that answers for the service.
type OfficeResponse struct {
	ID      string    `json:"id"`
	Name    Localized `json:"name"`
	Address string    `json:"address"`
	Phone   string    `json:"phone"`
	Email   string    `json:"email"`
	Hours   Localized `json:"hours"`
} //	@name	ServiceOffice

// SheetResponse is the public sheet of a service. Long texts are Markdown.
type SheetResponse struct {
	SummaryResponse
	Audience       Localized         `json:"audience"`
	Description    Localized         `json:"description"`
	HowTo          Localized         `json:"how_to"`
	Requirements   Localized         `json:"requirements"`
	Needed         []Localized       `json:"needed"`
	Outcome        Localized         `json:"outcome"`
	Deadlines      DeadlinesResponse `json:"deadlines"`
	Costs          []Cost            `json:"costs"`
	Access         Access            `json:"access"`
	SpecialCases   Localized         `json:"special_cases"`
	Constraints    Localized         `json:"constraints"`
	AfterOutcome   Localized         `json:"after_outcome"`
	Limits         Limits            `json:"limits"`
	Audiences      []string          `json:"audiences"`
	Kind           string            `json:"kind"`
	OutcomeKind    string            `json:"outcome_kind"`
	Appointment    string            `json:"appointment" enums:"required,optional,not_relevant"`
	Related        []string          `json:"related"` // ids of services offered here
	BusinessEvents []TermResponse    `json:"business_events"`
	Conditions     Localized         `json:"conditions"`
	Office         OfficeResponse    `json:"office"`
	Topics         []TermResponse    `json:"topics"`
	LifeEvents     []TermResponse    `json:"life_events"`
	Version        string            `json:"version"`
	UpdatedAt      time.Time         `json:"updated_at" format:"date-time"`
	Contacts       Localized         `json:"contacts"`
	LastUpdate     string            `json:"last_update" format:"date"`
} //	@name	ServiceSheet

// FormResponse is the form of a service: the schema of its data, the layout
// that asks for them, and what the applicant declares.
type FormResponse struct {
	ServiceID    string          `json:"service_id"`
	Version      string          `json:"version"`
	Schema       json.RawMessage `json:"schema" swaggertype:"object"`
	Steps        []Step          `json:"steps"`
	Declarations []Declaration   `json:"declarations"`
	Privacy      Privacy         `json:"privacy"`
	Limits       Limits          `json:"limits"`
	AvailabilityResponse
} //	@name	Form

// Handler answers about the services offered.
type Handler struct {
	service *Service
	cache   *httpx.Cache
	decide  Decide
}

// Decide changes what a municipality does with a service, and whatever follows
// from that on its website.
type Decide func(ctx context.Context, serviceID, status, office string) error

// NewHandler makes the handler.
func NewHandler(s *Service, cache *httpx.Cache, decide Decide) *Handler {
	return &Handler{service: s, cache: cache, decide: decide}
}

// Routes hangs the handler on the API.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.GET("/service-categories", h.cache.Public(h.categories))
	r.Public.GET("/services", h.cache.Public(h.list))
	r.Public.GET("/services/:id", h.cache.Public(h.sheet))
	r.Public.GET("/services/:id/form", h.cache.Public(h.form))
	r.Public.GET("/form-options/:source", h.cache.Public(h.options))
	r.Admin.GET("/office/services", httpx.Handle(h.choices))
	r.Admin.PUT("/office/services/:id/offer", httpx.Handle(h.offer))
}

// categories godoc
//
//	@Summary	The categories of services, with how many are in each
//	@ID			serviceCategories
//	@Tags		services
//	@Produce	json
//	@Success	200	{object}	CategoryListResponse
//	@Success	304	"not changed since the ETag given"
//	@Failure	404	{object}	httpx.Problem
//	@Failure	503	{object}	httpx.Problem
//	@Router		/service-categories [get]
func (h *Handler) categories(c *gin.Context) error {
	list, err := h.service.Categories(c.Request.Context())
	if err != nil {
		return err
	}
	response := CategoryListResponse{Items: make([]CategoryResponse, 0, len(list))}
	for _, category := range list {
		response.Items = append(response.Items, CategoryResponse{category.ID, category.Title, category.Description, category.Services})
	}
	return httpx.JSON(c, http.StatusOK, response)
}

// list godoc
//
//	@Summary		The services offered
//	@Description	Ordered by Italian title; with a text to look for, best match first. The search knows the stems of Italian and English words and forgives misspellings.
//	@ID				services
//	@Tags			services
//	@Produce		json
//	@Param			category	query		string	false	"id of a category"
//	@Param			q			query		string	false	"text to look for"	maxlength(200)
//	@Param			limit		query		int		false	"how many, 1 to 100"	minimum(1)	maximum(100)	default(20)
//	@Param			cursor		query		string	false	"next_cursor of the page before"
//	@Success		200			{object}	PageResponse
//	@Success		304			"not changed since the ETag given"
//	@Failure		400			{object}	httpx.Problem
//	@Failure		404			{object}	httpx.Problem
//	@Failure		503			{object}	httpx.Problem
//	@Router			/services [get]
func (h *Handler) list(c *gin.Context) error {
	limit, cursor, err := httpx.PageParams(c)
	if err != nil {
		return err
	}
	page, err := h.service.List(c.Request.Context(), Query{
		Category: c.Query("category"), Text: c.Query("q"), Limit: limit, Cursor: cursor,
	})
	if err != nil {
		return err
	}
	response := PageResponse{Items: make([]SummaryResponse, 0, len(page.Items)), NextCursor: page.Next, Total: page.Total}
	for _, definition := range page.Items {
		response.Items = append(response.Items, newSummaryResponse(definition, h.service.today()))
	}
	return httpx.JSON(c, http.StatusOK, response)
}

// sheet godoc
//
//	@Summary	The sheet of a service
//	@ID			service
//	@Tags		services
//	@Produce	json
//	@Param		id	path		string	true	"service id"
//	@Success	200	{object}	SheetResponse
//	@Success	304	"not changed since the ETag given"
//	@Failure	404	{object}	httpx.Problem
//	@Failure	503	{object}	httpx.Problem
//	@Router		/services/{id} [get]
func (h *Handler) sheet(c *gin.Context) error {
	ctx := c.Request.Context()
	definition, err := h.service.Definition(ctx, c.Param("id"))
	if err != nil {
		return err
	}
	office, err := h.office(ctx, definition.Office)
	if err != nil {
		return err
	}
	related, err := h.service.related(ctx, definition)
	if err != nil {
		return err
	}
	response := newSheetResponse(definition, office, h.service.today())
	response.UpdatedAt, response.Related = h.service.UpdatedAt(definition.ID).UTC(), related
	return httpx.JSON(c, http.StatusOK, response)
}

// form godoc
//
//	@Summary		The form of a service
//	@Description	The current version, or the one given: an application keeps the version it was written for.
//	@ID				serviceForm
//	@Tags			services
//	@Produce		json
//	@Param			id		path		string	true	"service id"
//	@Param			version	query		string	false	"version of the definition"
//	@Success		200		{object}	FormResponse
//	@Success		304		"not changed since the ETag given"
//	@Failure		404		{object}	httpx.Problem
//	@Failure		503		{object}	httpx.Problem
//	@Router			/services/{id}/form [get]
func (h *Handler) form(c *gin.Context) error {
	definition, err := h.definition(c)
	if err != nil {
		return err
	}
	return httpx.JSON(c, http.StatusOK, FormResponse{
		ServiceID: definition.ID, Version: definition.Version, Schema: definition.Form.Schema, Steps: definition.Form.Steps,
		Declarations: list(definition.Declarations), Privacy: definition.Privacy, Limits: definition.Limits,
		AvailabilityResponse: newAvailability(definition, h.service.today()),
	})
}

func (h *Handler) definition(c *gin.Context) (*Definition, error) {
	if version := c.Query("version"); version != "" {
		return h.service.DefinitionVersion(c.Request.Context(), c.Param("id"), version)
	}
	return h.service.Definition(c.Request.Context(), c.Param("id"))
}

// office is the office as the tenant describes it, or just its usual name.
func (h *Handler) office(ctx context.Context, id string) (OfficeResponse, error) {
	office, err := h.service.municipalities.Office(ctx, id)
	if errors.Is(err, tenants.ErrUnknownOffice) {
		return OfficeResponse{ID: id, Name: OfficeName(id)}, nil
	}
	if err != nil {
		return OfficeResponse{}, err
	}
	return OfficeResponse{
		ID: office.ID, Name: Localized(office.Name), Address: office.Address, Phone: office.Phone,
		Email: office.Email, Hours: Localized(office.Hours),
	}, nil
}

func newAvailability(d *Definition, today time.Time) AvailabilityResponse {
	period, open := d.Window(today)
	response := AvailabilityResponse{Open: open && d.Status == Active && d.Online()}
	if !period.From.IsZero() {
		response.OpensAt, response.ClosesAt = period.From.Format(dateLayout), period.To.Format(dateLayout)
	}
	return response
}

func newSummaryResponse(d *Definition, today time.Time) SummaryResponse {
	category, _ := vocabularies.category(d.Category)
	return SummaryResponse{
		ID: d.ID, Title: d.Title, Summary: d.Abstract, Category: TermResponse{category.ID, category.Title},
		Status: d.Status, Online: d.Status == Active && d.Online(), AvailabilityResponse: newAvailability(d, today),
	}
}

func newSheetResponse(d *Definition, office OfficeResponse, today time.Time) SheetResponse {
	sheet := d.Sheet
	return SheetResponse{
		SummaryResponse: newSummaryResponse(d, today),
		Audience:        sheet.Audience, Description: sheet.Description, HowTo: sheet.HowTo, Requirements: sheet.Requirements,
		Needed: list(sheet.Needed), Outcome: sheet.Outcome, Costs: list(sheet.Costs), Access: d.Access,
		Deadlines: DeadlinesResponse{
			Days: d.Deadline.Days, Unit: d.Deadline.Unit, Immediate: d.Deadline.Immediate, Basis: d.Deadline.Basis,
			Silence: d.Deadline.Silence, Text: sheet.Deadlines, Phases: list(sheet.Phases),
		},
		SpecialCases: sheet.SpecialCases, Constraints: sheet.Constraints, AfterOutcome: sheet.AfterOutcome, Limits: d.Limits,
		Audiences: list(d.Audience), Kind: d.Kind, OutcomeKind: d.OutcomeKind, Appointment: d.Appointment,
		BusinessEvents: terms(d.BusinessEvents, vocabularies.businessEvents),
		Conditions:     sheet.Conditions, Office: office, Contacts: sheet.Contacts,
		Topics: terms(d.Topics, vocabularies.topics), LifeEvents: terms(d.LifeEvents, vocabularies.lifeEvents),
		Version: d.Version, LastUpdate: sheet.LastUpdate,
	}
}

func terms(ids []string, from vocabulary) []TermResponse {
	found := make([]TermResponse, 0, len(ids))
	for _, id := range ids {
		term, _ := from.find(id)
		found = append(found, TermResponse{id, term.Title})
	}
	return found
}

// list makes an absent list an empty one, as JSON shows it.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}
