package media

import (
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// Kind is the family a file belongs to.
type Kind string //	@name	MediaKind

// The kinds of file.
const (
	Image    Kind = "image"
	Document Kind = "document"
	Video    Kind = "video"
	Audio    Kind = "audio"
)

// State says how far the work behind a file has come.
type State string //	@name	MediaState

// The states of a file. A failed one is still served as it was uploaded.
const (
	Processing State = "processing"
	Ready      State = "ready"
	Failed     State = "failed"
)

// Point is a place inside a picture, from its upper left corner (0, 0) to its
// lower right one (1, 1).
type Point struct{ X, Y float64 }

// Rendition is one smaller form of a picture.
type Rendition struct {
	Width, Height int
	Format        string // avif, webp, jpeg or png
	Size          int64
	URL           string
}

// Captions are the subtitles of a video in one language, in WebVTT.
type Captions struct {
	Language string
	URL      string
}

// Media is one file of the website with what is known of it.
//
// Alt without an Italian text is missing; with an empty Italian text it says
// that the picture only decorates.
type Media struct {
	ID         string
	Key        string
	Kind       Kind
	Version    int64
	Title      i18n.Text
	Alt        i18n.Text
	Caption    i18n.Text
	Transcript i18n.Text
	Credits    string
	Licence    string
	Language   string
	Accessible *bool // documents only
	MIME       string
	FileName   string
	Size       int64
	SHA256     string
	URL        string
	Width      int
	Height     int
	FocalPoint *Point
	Renditions []Rendition
	Captions   []Captions
	State      State
	CreatedAt  time.Time
	UpdatedAt  time.Time
	CreatedBy  string
	UpdatedBy  string
}

// Decorative tells whether the picture was declared to say nothing.
func (m Media) Decorative() bool {
	text, said := m.Alt["it"]
	return said && text == ""
}

// Format is the short name of the file's format, as in "PDF".
func (m Media) Format() string {
	return strings.ToUpper(strings.TrimPrefix(path.Ext(m.FileName), "."))
}

// row is one row of media.
type row struct {
	TenantID     string `gorm:"primaryKey"`
	ID           string `gorm:"primaryKey"`
	Key          string
	Kind         Kind
	Version      int64
	Title        database.JSON
	Alt          database.JSON
	Caption      database.JSON
	Transcript   database.JSON
	Credits      string
	Licence      string
	Language     string
	Accessible   *bool
	Label        string
	MIME         string `gorm:"column:mime"`
	FileName     string
	Size         int64
	SHA256       string `gorm:"column:sha256"`
	SourceSHA256 string `gorm:"column:source_sha256"`
	Width        *int
	Height       *int
	FocalX       *float64
	FocalY       *float64
	Renditions   database.JSON
	Captions     database.JSON
	State        State
	CreatedAt    time.Time
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
	CreatedBy    string
	UpdatedBy    string
}

// TableName names the table of files of the website.
func (row) TableName() string { return "media" }

// textRow is one row of media_texts.
type textRow struct {
	TenantID string `gorm:"primaryKey"`
	MediaID  string `gorm:"primaryKey"`
	SHA256   string `gorm:"column:sha256"`
	Body     string
}

// TableName names the table of the texts read from documents.
func (textRow) TableName() string { return "media_texts" }

// storedRendition is a rendition as the row keeps it.
type storedRendition struct {
	Width  int    `json:"w"`
	Height int    `json:"h"`
	Format string `json:"f"`
	Size   int64  `json:"s"`
}

// storedCaptions are the captions of one language as the row keeps them.
type storedCaptions struct {
	Language string `json:"l"`
	SHA256   string `json:"h"`
}

// media turns a row into what other modules see.
func (r row) media() (Media, error) {
	m := Media{
		ID: r.ID, Key: r.Key, Kind: r.Kind, Version: r.Version, Credits: r.Credits, Licence: r.Licence, Language: r.Language,
		Accessible: r.Accessible, MIME: r.MIME, FileName: r.FileName, Size: r.Size, SHA256: r.SHA256,
		URL: address(r.ID, stamp(r.SHA256)+"-"+addressName(r.FileName)), State: r.State,
		CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, CreatedBy: r.CreatedBy, UpdatedBy: r.UpdatedBy,
	}
	if r.Width != nil && r.Height != nil {
		m.Width, m.Height = *r.Width, *r.Height
	}
	if r.FocalX != nil && r.FocalY != nil {
		m.FocalPoint = &Point{*r.FocalX, *r.FocalY}
	}
	for _, column := range []struct {
		from database.JSON
		to   *i18n.Text
	}{{r.Title, &m.Title}, {r.Alt, &m.Alt}, {r.Caption, &m.Caption}, {r.Transcript, &m.Transcript}} {
		if err := column.from.Into(column.to); err != nil {
			return Media{}, err
		}
	}
	return m, r.addFiles(&m)
}

// addFiles adds the files that belong to the first.
func (r row) addFiles(m *Media) error {
	var renditions []storedRendition
	if err := r.Renditions.Into(&renditions); err != nil {
		return err
	}
	for _, s := range renditions {
		m.Renditions = append(m.Renditions, Rendition{
			Width: s.Width, Height: s.Height, Format: s.Format, Size: s.Size,
			URL: address(r.ID, stamp(r.SHA256)+"-"+renditionName(s.Width, s.Format)),
		})
	}
	var captions []storedCaptions
	if err := r.Captions.Into(&captions); err != nil {
		return err
	}
	for _, s := range captions {
		m.Captions = append(m.Captions, Captions{s.Language, address(r.ID, stamp(s.SHA256)+"-"+captionsName(s.Language))})
	}
	return nil
}

const stampLength = 12

// stamp is the part of an address that changes with the content of the file,
// so that whoever keeps the file never needs to ask again.
func stamp(sha string) string { return sha[:stampLength] }

func address(id, name string) string { return "/media/" + id + "/" + name }

func renditionName(width int, format string) string { return strconv.Itoa(width) + "." + format }

func captionsName(language string) string { return "captions-" + language + ".vtt" }
