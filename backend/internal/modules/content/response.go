package content

import (
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// TermResponse is a word of a controlled vocabulary.
type TermResponse struct {
	Code   string    `json:"code" example:"notizie" binding:"required"`
	Label  i18n.Text `json:"label" binding:"required"`
	Parent string    `json:"parent,omitempty"`
} //	@name	Term

// LinkResponse is a title with the page it leads to.
type LinkResponse struct {
	Title i18n.Text `json:"title" binding:"required"`
	Path  string    `json:"path" example:"/novita" binding:"required"`
} //	@name	PageLink

// CardResponse is what lists and boxes show of a content.
type CardResponse struct {
	ID               string               `json:"id" format:"uuid" binding:"required"`
	Type             string               `json:"type" example:"news" binding:"required"`
	Slug             string               `json:"slug" binding:"required"`
	Path             string               `json:"path" example:"/novita/notizie/mercato-in-piazza" binding:"required"`
	Title            i18n.Text            `json:"title" binding:"required"`
	ShortDescription i18n.Text            `json:"short_description" binding:"required"`
	Image            *media.MediaResponse `json:"image,omitempty"`
	Kind             *TermResponse        `json:"kind,omitempty"`
	Kinds            []TermResponse       `json:"kinds" binding:"required"`
	Topics           []TermResponse       `json:"topics" binding:"required"`
	Date             *time.Time           `json:"date,omitempty" format:"date-time"`
	EndDate          *time.Time           `json:"end_date,omitempty" format:"date-time"`
	UpdatedAt        time.Time            `json:"updated_at" format:"date-time" binding:"required"`
	PublishedAt      time.Time            `json:"published_at" format:"date-time" binding:"required"`
	Archived         bool                 `json:"archived" binding:"required"`
	Extra            map[string]any       `json:"extra" binding:"required"`
	Data             map[string]any       `json:"data,omitempty"`
} //	@name	ContentCard

// Response is a content as its page shows it.
type Response struct {
	CardResponse
	Groups        []Group                   `json:"groups" binding:"required"`
	Breadcrumb    []LinkResponse            `json:"breadcrumb" binding:"required"`
	Inverse       map[string][]CardResponse `json:"inverse" binding:"required"`
	Languages     []string                  `json:"languages" binding:"required"`
	Legacy        bool                      `json:"legacy,omitempty"`
	CanonicalPath string                    `json:"canonical_path" binding:"required"`
} //	@name	Content

// NewTermResponse writes a term as every answer does.
func NewTermResponse(t Term) TermResponse { return TermResponse(t) }

// NewCardResponse writes a card as every answer does.
func NewCardResponse(c Card) CardResponse {
	out := CardResponse{
		ID: c.ID, Type: c.Type, Slug: c.Slug, Path: c.Path, Title: filled(c.Title), ShortDescription: filled(c.ShortDescription),
		Kinds: make([]TermResponse, len(c.Kinds)), Topics: make([]TermResponse, len(c.Topics)), Date: c.Date, EndDate: c.EndDate,
		UpdatedAt: c.UpdatedAt, PublishedAt: c.PublishedAt, Archived: c.Archived, Extra: map[string]any{},
	}
	if c.Image != nil {
		image := media.NewMediaResponse(*c.Image)
		out.Image = &image
	}
	if c.Kind != nil {
		kind := NewTermResponse(*c.Kind)
		out.Kind = &kind
	}
	for i, t := range c.Kinds {
		out.Kinds[i] = NewTermResponse(t)
	}
	for i, t := range c.Topics {
		out.Topics[i] = NewTermResponse(t)
	}
	for key, value := range c.Extra {
		out.Extra[key] = shown(value)
	}
	if c.Data != nil {
		out.Data, _ = shown(c.Data).(map[string]any)
	}
	return out
}

// NewCardResponses writes a list of cards.
func NewCardResponses(cards []Card) []CardResponse {
	out := make([]CardResponse, len(cards))
	for i, c := range cards {
		out[i] = NewCardResponse(c)
	}
	return out
}

// NewResponse writes a content as every answer does.
func NewResponse(c Content) Response {
	out := Response{
		CardResponse: NewCardResponse(c.Card), Groups: c.Groups, Breadcrumb: make([]LinkResponse, len(c.Breadcrumb)),
		Inverse: map[string][]CardResponse{}, Languages: c.Languages, Legacy: c.Legacy, CanonicalPath: c.Path,
	}
	if out.Data == nil {
		out.Data = map[string]any{}
	}
	for i, l := range c.Breadcrumb {
		out.Breadcrumb[i] = LinkResponse{filled(l.Title), l.Path}
	}
	for name, cards := range c.Inverse {
		out.Inverse[name] = NewCardResponses(cards)
	}
	return out
}

// shown puts the answers' own structs in the place of ours, at any depth.
func shown(v any) any {
	switch v := v.(type) {
	case Card:
		return NewCardResponse(v)
	case Term:
		return NewTermResponse(v)
	case Link:
		return LinkResponse{filled(v.Title), v.Path}
	case media.Media:
		return media.NewMediaResponse(v)
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, inner := range v {
			out[key] = shown(inner)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = shown(inner)
		}
		return out
	default:
		return v
	}
}

// filled keeps a required text from being null.
func filled(t i18n.Text) i18n.Text {
	if t == nil {
		return i18n.Text{}
	}
	return t
}
