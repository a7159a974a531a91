package media

import (
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// PointResponse is the part of a picture that must stay in sight when it is
// cropped, from the upper left corner (0, 0) to the lower right one (1, 1).
type PointResponse struct {
	X float64 `json:"x" example:"0.5" binding:"required"`
	Y float64 `json:"y" example:"0.33" binding:"required"`
} //	@name	FocalPoint

// RenditionResponse is one smaller form of a picture.
type RenditionResponse struct {
	Width  int    `json:"width" format:"int32" example:"640" binding:"required"`
	Height int    `json:"height" format:"int32" example:"427" binding:"required"`
	Format string `json:"format" enums:"avif,webp,jpeg,png" binding:"required"`
	URL    string `json:"url" binding:"required"`
} //	@name	Rendition

// CaptionsResponse are the subtitles of a video in one language.
type CaptionsResponse struct {
	Language string `json:"language" example:"it" binding:"required"`
	URL      string `json:"url" binding:"required"`
} //	@name	Captions

// MediaResponse is a file of the website as everybody sees it. An alt with an
// empty text says that the picture only decorates.
type MediaResponse struct {
	ID         string              `json:"id" format:"uuid" binding:"required"`
	Kind       Kind                `json:"kind" enums:"image,document,video,audio" binding:"required"`
	Title      i18n.Text           `json:"title" binding:"required"`
	Alt        i18n.Text           `json:"alt" binding:"required"`
	Caption    i18n.Text           `json:"caption,omitempty"`
	Credits    string              `json:"credits,omitempty"`
	Licence    string              `json:"licence,omitempty"`
	MIME       string              `json:"mime" example:"image/jpeg" binding:"required"`
	Size       int64               `json:"size" example:"183204" binding:"required"`
	FileName   string              `json:"file_name" example:"piazza.jpg" binding:"required"`
	URL        string              `json:"url" binding:"required"`
	Width      int                 `json:"width,omitempty" format:"int32"`
	Height     int                 `json:"height,omitempty" format:"int32"`
	FocalPoint *PointResponse      `json:"focal_point,omitempty"`
	Accessible *bool               `json:"accessible,omitempty"`
	Transcript i18n.Text           `json:"transcript,omitempty"`
	Captions   []CaptionsResponse  `json:"captions,omitempty"`
	Renditions []RenditionResponse `json:"renditions" binding:"required"`
} //	@name	Media

// NewMediaResponse writes a file as every answer that shows it does.
func NewMediaResponse(m Media) MediaResponse {
	out := MediaResponse{
		ID: m.ID, Kind: m.Kind, Title: text(m.Title), Alt: text(m.Alt), Caption: m.Caption, Credits: m.Credits,
		Licence: m.Licence, MIME: m.MIME, Size: m.Size, FileName: m.FileName, URL: m.URL, Width: m.Width, Height: m.Height,
		Accessible: m.Accessible, Transcript: m.Transcript, Renditions: make([]RenditionResponse, len(m.Renditions)),
	}
	if m.FocalPoint != nil {
		out.FocalPoint = &PointResponse{m.FocalPoint.X, m.FocalPoint.Y}
	}
	for i, r := range m.Renditions {
		out.Renditions[i] = RenditionResponse{r.Width, r.Height, r.Format, r.URL}
	}
	for _, c := range m.Captions {
		out.Captions = append(out.Captions, CaptionsResponse(c))
	}
	return out
}

// text keeps a required text from being null.
func text(t i18n.Text) i18n.Text {
	if t == nil {
		return i18n.Text{}
	}
	return t
}

// UseResponse is what shows a file: a content or, of type site_settings, the
// settings of the website.
type UseResponse struct {
	ContentID string `json:"content_id,omitempty" format:"uuid"`
	Type      string `json:"type" example:"news" binding:"required"`
	Title     string `json:"title" binding:"required"`
	Path      string `json:"path,omitempty"`
	Published bool   `json:"published" binding:"required"`
} //	@name	MediaUse

// OfficeResponse is a file of the website as its editors see it.
type OfficeResponse struct {
	MediaResponse

	Version   int64         `json:"version" example:"1" binding:"required"`
	State     State         `json:"state" enums:"processing,ready,failed" binding:"required"`
	Language  string        `json:"language,omitempty" example:"it"`
	CreatedAt time.Time     `json:"created_at" format:"date-time" binding:"required"`
	UpdatedAt time.Time     `json:"updated_at" format:"date-time" binding:"required"`
	UpdatedBy string        `json:"updated_by,omitempty"`
	Uses      []UseResponse `json:"uses" binding:"required"`
} //	@name	OfficeMedia

// PageResponse is a page of files, newest first.
type PageResponse struct {
	Items      []OfficeResponse `json:"items" binding:"required"`
	Total      int64            `json:"total" example:"128" binding:"required"`
	NextCursor string           `json:"next_cursor,omitempty"`
} //	@name	MediaPage

func newOfficeResponse(m Media) OfficeResponse {
	return OfficeResponse{
		MediaResponse: NewMediaResponse(m), Version: m.Version, State: m.State, Language: m.Language,
		CreatedAt: m.CreatedAt.UTC(), UpdatedAt: m.UpdatedAt.UTC(), UpdatedBy: m.UpdatedBy, Uses: []UseResponse{},
	}
}
