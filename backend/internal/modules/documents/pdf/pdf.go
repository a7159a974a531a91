// Package pdf lays out the paper that a public office issues: A4 pages with
// embedded fonts, tagged so that a screen reader finds headings, tables and
// their header cells, as PDF/A-2a and PDF/UA-1 ask for. The same input gives the
// same bytes.
package pdf

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

//go:embed assets/sRGB2014.icc
var srgb []byte

// The sheet and its margins, in millimetres.
const (
	pageWidth  = 210.0
	pageHeight = 297.0
	margin     = 20.0
	bottom     = 24.0
	Width      = pageWidth - 2*margin // Width is the room between the margins.
)

// Info is what the file says about itself.
type Info struct {
	Title    string
	Subject  string
	Author   string
	Language string // BCP 47, for example it-IT
	Created  time.Time
}

// Frame is what surrounds the text on each page. The callbacks get the page
// number and the number of pages.
type Frame struct {
	RunningHead string // on every page but the first
	Footer      string
	PageLabel   func(page, pages int) string
	Watermark   string
}

// Doc is a document being laid out, from top to bottom.
type Doc struct {
	f     *fpdf.Fpdf
	info  Info
	frame Frame
	pages int // total, known from the second run on
	tree  *element
	marks []int // next content mark of each page
	owner [][]*element
}

// Render runs build twice: the first time to count the pages.
func Render(info Info, frame Frame, build func(*Doc)) ([]byte, error) {
	first := newDoc(info, frame, 0)
	build(first)
	if err := first.f.Error(); err != nil {
		return nil, err
	}
	final := newDoc(info, frame, first.f.PageNo())
	build(final)
	var out strings.Builder
	if err := final.f.Output(&out); err != nil {
		return nil, err
	}
	return finish([]byte(out.String()), final)
}

func newDoc(info Info, frame Frame, pages int) *Doc {
	d := &Doc{f: fpdf.New("P", "mm", "A4", ""), info: info, frame: frame, pages: pages, tree: &element{tag: "Document"}}
	d.f.SetMargins(margin, margin, margin)
	d.f.SetAutoPageBreak(false, 0)
	d.f.SetCellMargin(0)
	d.f.SetCatalogSort(true)
	// fpdf writes into the fonts it is given, so each document has its own.
	d.f.AddUTF8FontFromBytes("sans", "", bytes.Clone(goregular.TTF))
	d.f.AddUTF8FontFromBytes("sans", "B", bytes.Clone(gobold.TTF))
	d.f.AddUTF8FontFromBytes("mono", "", bytes.Clone(gomono.TTF))
	d.describe()
	d.newPage()
	return d
}

func (d *Doc) describe() {
	created := d.info.Created.UTC().Truncate(time.Second)
	d.f.SetCreationDate(created)
	d.f.SetModificationDate(created)
	d.f.SetTitle(d.info.Title, true)
	d.f.SetSubject(d.info.Subject, true)
	d.f.SetAuthor(d.info.Author, true)
	d.f.SetProducer("Sportello", false)
	d.f.SetCreator("Sportello", false)
	d.f.SetLang(d.info.Language)
	d.f.SetXmpMetadata(xmp(d.info, created))
	d.f.AddOutputIntent(fpdf.OutputIntentType{
		SubtypeIdent: fpdf.OutputIntent_GTS_PDFA1, OutputConditionIdentifier: "sRGB2014",
		Info: "sRGB2014", ICCProfile: srgb,
	})
}

// newPage starts a page with its watermark, running head and footer, which
// are marked as not being part of the text.
func (d *Doc) newPage() {
	d.f.AddPage()
	d.marks = append(d.marks, 0)
	d.owner = append(d.owner, nil)
	d.artifact(func() {
		d.watermark()
		d.head()
		d.foot()
	})
	d.f.SetXY(margin, margin)
	if d.f.PageNo() > 1 {
		d.f.SetY(margin + 8)
	}
}

func (d *Doc) watermark() {
	if d.frame.Watermark == "" {
		return
	}
	d.font("sans", "B", 62, gray(236))
	w := d.f.GetStringWidth(d.frame.Watermark)
	if room := 260.0; w > room {
		d.f.SetFontSize(62 * room / w)
		w = room
	}
	d.f.TransformBegin()
	d.f.TransformRotate(52, pageWidth/2, pageHeight/2)
	d.f.Text(pageWidth/2-w/2, pageHeight/2+8, d.frame.Watermark)
	d.f.TransformEnd()
}

func (d *Doc) head() {
	if d.f.PageNo() == 1 || d.frame.RunningHead == "" {
		return
	}
	d.font("sans", "", 8.5, gray(70))
	d.f.Text(margin, margin-4, clean(d.frame.RunningHead))
	d.rule(margin-2, 0.2, gray(190))
}

func (d *Doc) foot() {
	y := pageHeight - 14
	d.rule(y-4.5, 0.2, gray(190))
	d.font("sans", "", 8, gray(70))
	d.f.Text(margin, y, clean(d.frame.Footer))
	if d.frame.PageLabel == nil {
		return
	}
	label := d.frame.PageLabel(d.f.PageNo(), d.pages)
	d.f.Text(pageWidth-margin-d.f.GetStringWidth(label), y, label)
}

// color is an RGB colour.
type color struct{ r, g, b int }

func gray(v int) color { return color{v, v, v} }

var (
	ink  = gray(26)
	soft = gray(70)
	blue = color{0, 82, 163}
)

func (d *Doc) font(family, style string, size float64, c color) {
	d.f.SetFont(family, style, size)
	d.f.SetTextColor(c.r, c.g, c.b)
}

func (d *Doc) rule(y, width float64, c color) {
	d.f.SetDrawColor(c.r, c.g, c.b)
	d.f.SetLineWidth(width)
	d.f.Line(margin, y, pageWidth-margin, y)
}

// ensure starts a new page when less than height is left.
func (d *Doc) ensure(height float64) {
	if d.f.GetY()+height > pageHeight-bottom {
		d.newPage()
	}
}

// Space leaves room before what follows.
func (d *Doc) Space(mm float64) { d.f.SetY(d.f.GetY() + mm) }

// clean drops what the fonts cannot write.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u00a0' || r == '\u202f':
			return ' '
		case r < ' ' || r == 0x7f || unicode.Is(unicode.Cf, r):
			return -1
		case r >= 0xFFFE || r == utf8.RuneError || unicode.Is(unicode.Co, r): // PDF/A refuses what has no meaning of its own
			return '□'
		}
		return r
	}, s)
}

func xmp(info Info, created time.Time) []byte {
	at := created.Format("2006-01-02T15:04:05Z")
	return []byte(fmt.Sprintf(xmpTemplate, "\uFEFF", escape(info.Title), escape(info.Author), escape(info.Subject),
		escape(info.Language), at, at, at))
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

const xmpTemplate = `<?xpacket begin="%s" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>Sportello</xmp:CreatorTool>
<xmp:CreateDate>%s</xmp:CreateDate>
<xmp:ModifyDate>%s</xmp:ModifyDate>
<xmp:MetadataDate>%s</xmp:MetadataDate>
<pdf:Producer>Sportello</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>`
