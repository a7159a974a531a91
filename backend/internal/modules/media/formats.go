package media

import (
	"archive/zip"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

const (
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typeGIF  = "image/gif"
	typeWebP = "image/webp"
	typeSVG  = "image/svg+xml"
	typePDF  = "application/pdf"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeODT  = "application/vnd.oasis.opendocument.text"
	typeZIP  = "application/zip"
	typeText = "text/plain"
	typeCSV  = "text/csv"
)

// The largest files accepted, by kind.
const (
	maxImage    = 20 << 20
	maxDrawing  = 2 << 20
	maxDocument = 50 << 20
	maxAudio    = 100 << 20
	maxVideo    = 500 << 20
)

// format is one sort of file that is accepted. The first extension is given
// to a file whose name has none of them.
type format struct {
	mime       string
	kind       Kind
	limit      int64
	extensions []string
}

var formats = []format{
	{typeJPEG, Image, maxImage, []string{".jpg", ".jpeg"}},
	{typePNG, Image, maxImage, []string{".png"}},
	{typeGIF, Image, maxImage, []string{".gif"}},
	{typeWebP, Image, maxImage, []string{".webp"}},
	{typeSVG, Image, maxDrawing, []string{".svg"}},
	{typePDF, Document, maxDocument, []string{".pdf"}},
	{typeDOCX, Document, maxDocument, []string{".docx"}},
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Document, maxDocument, []string{".xlsx"}},
	{"application/vnd.openxmlformats-officedocument.presentationml.presentation", Document, maxDocument, []string{".pptx"}},
	{typeODT, Document, maxDocument, []string{".odt"}},
	{"application/vnd.oasis.opendocument.spreadsheet", Document, maxDocument, []string{".ods"}},
	{"application/vnd.oasis.opendocument.presentation", Document, maxDocument, []string{".odp"}},
	{"application/epub+zip", Document, maxDocument, []string{".epub"}},
	{typeZIP, Document, maxDocument, []string{".zip"}},
	{"application/rtf", Document, maxDocument, []string{".rtf"}},
	{"application/pkcs7-mime", Document, maxDocument, []string{".p7m"}},
	{typeText, Document, maxDocument, []string{".txt"}},
	{typeCSV, Document, maxDocument, []string{".csv"}},
	{"application/json", Document, maxDocument, []string{".json"}},
	{"application/geo+json", Document, maxDocument, []string{".geojson"}},
	{"application/xml", Document, maxDocument, []string{".xml"}},
	{"application/rdf+xml", Document, maxDocument, []string{".rdf"}},
	{"text/turtle", Document, maxDocument, []string{".ttl"}},
	{"text/calendar", Document, maxDocument, []string{".ics"}},
	{"video/mp4", Video, maxVideo, []string{".mp4", ".m4v"}},
	{"video/webm", Video, maxVideo, []string{".webm"}},
	{"audio/mpeg", Audio, maxAudio, []string{".mp3"}},
	{"audio/mp4", Audio, maxAudio, []string{".m4a"}},
	{"audio/ogg", Audio, maxAudio, []string{".ogg", ".oga"}},
	{"audio/wav", Audio, maxAudio, []string{".wav"}},
}

// synonyms are other names under which inspection knows an accepted type.
var synonyms = map[string]string{
	"audio/x-m4a": "audio/mp4", "application/ogg": "audio/ogg", "text/rtf": "application/rtf", "video/x-m4v": "video/mp4",
	"audio/x-wav": "audio/wav",
}

// running are texts that a browser or a machine would run.
var running = []string{
	"text/html", "application/xhtml+xml", "text/javascript", "application/javascript", "text/x-php", "text/x-python",
	"text/x-perl", "text/x-lua", "text/x-tcl", "application/x-sh", "text/x-shellscript", "text/x-ruby",
}

func formatOf(mime string) (format, bool) {
	if other, ok := synonyms[mime]; ok {
		mime = other
	}
	i := slices.IndexFunc(formats, func(f format) bool { return f.mime == mime })
	if i < 0 {
		return format{}, false
	}
	return formats[i], true
}

// detect tells the format from the first bytes. The name decides only between
// formats that look alike: the plain texts, and a signed envelope, which has
// no mark of its own. An archive is looked into later, when it is whole.
func detect(head []byte, name string) (format, error) {
	ext := strings.ToLower(path.Ext(name))
	found := mimetype.Detect(head)
	if slices.ContainsFunc(running, found.Is) {
		return format{}, ErrType
	}
	if isText(found) && !found.Is(typeSVG) {
		return textFormat(ext)
	}
	if found.Is("application/octet-stream") && ext == ".p7m" && len(head) > 0 && head[0] == 0x30 {
		f, _ := formatOf("application/pkcs7-mime")
		return f, nil
	}
	media, _, _ := strings.Cut(found.String(), ";")
	if f, ok := formatOf(media); ok {
		return f, nil
	}
	if archived(found) {
		f, _ := formatOf(typeZIP)
		return f, nil
	}
	return format{}, ErrType
}

func isText(m *mimetype.MIME) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(typeText) {
			return true
		}
	}
	return false
}

func archived(m *mimetype.MIME) bool {
	for ; m != nil; m = m.Parent() {
		if m.Is(typeZIP) {
			return true
		}
	}
	return false
}

// textFormat chooses among the texts; without a known extension it is plain.
func textFormat(ext string) (format, error) {
	for _, f := range formats {
		textual := f.mime == typeSVG || strings.HasPrefix(f.mime, "text/") || strings.HasSuffix(f.mime, "json") || strings.HasSuffix(f.mime, "xml")
		if textual && slices.Contains(f.extensions, ext) {
			return f, nil
		}
	}
	if ext == "" || ext == ".md" || ext == ".log" {
		f, _ := formatOf(typeText)
		return f, nil
	}
	return format{}, ErrType
}

// rename gives a file the extension of what it is.
func (f format) rename(name string) string {
	name = safeName(name)
	ext := path.Ext(name)
	if slices.Contains(f.extensions, strings.ToLower(ext)) {
		return name
	}
	return strings.TrimSuffix(name, ext) + f.extensions[0]
}

// packed tells the formats that are archives.
func packed(mime string) bool {
	return mime == typeZIP || strings.HasSuffix(mime, "+zip") ||
		strings.Contains(mime, "officedocument") || strings.Contains(mime, "opendocument")
}

// archiveParts are what makes an archive the document of an office program.
var archiveParts = map[string]string{
	"word/document.xml":    typeDOCX,
	"xl/workbook.xml":      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// lookInside names the document that an archive is, and refuses macros.
func lookInside(file io.ReaderAt, size int64, f format) (format, error) {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return f, ErrUnreadable
	}
	for _, entry := range z.File {
		if strings.HasSuffix(strings.ToLower(entry.Name), "vbaproject.bin") {
			return f, ErrActive
		}
		if mime, ok := archiveParts[entry.Name]; ok && f.mime == typeZIP {
			f, _ = formatOf(mime)
		}
	}
	if declared, ok := formatOf(declaredType(z)); ok && f.mime == typeZIP && packed(declared.mime) {
		f = declared
	}
	return f, nil
}

// declaredType is what an OpenDocument or a book says of itself.
func declaredType(z *zip.Reader) string {
	file, err := z.Open("mimetype")
	if err != nil {
		return ""
	}
	defer func() { _ = file.Close() }()
	name, err := io.ReadAll(io.LimitReader(file, 200))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(name))
}
