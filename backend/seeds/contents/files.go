package contents

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents/pdf"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
	"github.com/sportello-pa/sportello/backend/seeds/pictures"
)

// pictureFile is media.yaml: the drawings and how many portraits there are.
type pictureFile struct {
	Pictures []struct {
		Key   string    `yaml:"key"`
		Scene string    `yaml:"scene"`
		Hour  string    `yaml:"hour"`
		Seed  uint64    `yaml:"seed"`
		Alt   i18n.Text `yaml:"alt"`
	} `yaml:"pictures"`
	Portraits int `yaml:"portraits"`
}

// licenceOfFiles is CC BY 4.0 in the vocabulary of licences.
const licenceOfFiles = "A21"

var madeUp = "Immagine generata per la dimostrazione"

// work is a file to be made and what is known of it.
type work struct {
	media.Import
	make func() ([]byte, error)
}

// prepare makes the files that are not there yet, several at a time.
func (s *seed) prepare(ctx context.Context) ([]work, error) {
	todo := s.drawings()
	for _, item := range s.town.items {
		described, err := s.described(item.typ.Fields, item.data, item.key, item)
		if err != nil {
			return nil, err
		}
		todo = append(todo, described...)
	}
	var missing []work
	for _, w := range todo {
		if _, known := s.media[w.Key]; known {
			continue
		}
		id, err := s.Media.IDByKey(ctx, w.Key)
		if err != nil && !errors.Is(err, media.ErrNotFound) {
			return nil, err
		}
		if s.media[w.Key] = id; id == "" {
			missing = append(missing, w)
		}
	}
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range missing {
		group.Go(func() (err error) {
			if missing[i].Bytes, err = missing[i].make(); err != nil {
				err = fmt.Errorf("%s: %w", missing[i].Key, err)
			}
			return err
		})
	}
	return missing, group.Wait()
}

// drawings are the pictures of media.yaml.
func (s *seed) drawings() (all []work) {
	licence := licenceOfFiles
	add := func(key string, title, alt i18n.Text, paint func() ([]byte, error)) {
		all = append(all, work{media.Import{Key: key, FileName: path.Base(key) + ".jpg", Description: media.Description{
			Title: title, Alt: alt, Credits: &madeUp, Licence: &licence,
		}}, paint})
	}
	for _, p := range s.town.pictures.Pictures {
		add(p.Key, p.Alt, p.Alt, func() ([]byte, error) { return pictures.Scene(p.Scene, p.Hour, p.Seed) })
	}
	for n := range s.town.pictures.Portraits {
		number := strconv.Itoa(n + 1)
		add("img/ritratto-"+number, i18n.Text{"it": "Ritratto generato " + number, "en": "Generated portrait " + number},
			i18n.Text{"it": "Ritratto astratto, generato", "en": "Abstract generated portrait"},
			func() ([]byte, error) { return pictures.Portrait(uint64(n + 1)) }) //nolint:gosec // a small number
	}
	return all
}

// described are the files that the values of a content describe in place.
func (s *seed) described(fields []content.Field, data map[string]any, at string, item item) (all []work, err error) {
	for _, f := range fields {
		values, where := []any{data[f.Key]}, at+"/"+f.Key
		if f.Many {
			values = list(data[f.Key])
		}
		for i, value := range values {
			object, ok := value.(map[string]any)
			if !ok {
				continue
			}
			here := where
			if f.Many {
				here += "/" + strconv.Itoa(i)
			}
			var more []work
			switch f.Kind { //nolint:exhaustive // the others hold no files
			case content.KindMedia:
				more, err = s.document(object, here, item)
			case content.KindGroup:
				more, err = s.described(f.Fields, object, here, item)
			}
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
	}
	return all, nil
}

// document is one file; a key of its own makes it one for several contents.
func (s *seed) document(described map[string]any, key string, item item) ([]work, error) {
	if own, ok := described["key"].(string); ok {
		key = own
	}
	title := i18n.Text{"it": item.title("it"), "en": item.title("en")}
	if own := described["title"]; own != nil {
		title = i18n.Text{"it": in(own, "it"), "en": in(own, "en")}
	}
	for _, format := range []struct {
		name string
		make func(title string, value any) ([]byte, error)
	}{{"pdf", s.pdf}, {"odt", odt}, {"ods", ods}, {"csv", plain}, {"ics", s.ics}} {
		value, ok := described[format.name]
		if !ok {
			continue
		}
		accessible, licence, language := true, licenceOfFiles, "it"
		return []work{{media.Import{Key: key, FileName: fileName(title["it"]) + "." + format.name, Description: media.Description{
			Title: title, Accessible: &accessible, Licence: &licence, Language: &language,
		}}, func() ([]byte, error) { return format.make(title["it"], value) }}}, nil
	}
	return nil, fmt.Errorf("%s: a file of no known format", key)
}

// putFiles keeps the files that were made.
func (s *seed) putFiles(ctx context.Context, made []work) error {
	for _, w := range made {
		id, _, err := s.Media.Put(ctx, w.Import)
		if err != nil {
			return fmt.Errorf("file %s: %w", w.Key, err)
		}
		s.media[w.Key] = id
	}
	return nil
}

// file is the picture of a key, or the file that the value describes.
func (w *writer) file(value any, at string) (any, error) {
	key, ok := value.(string)
	if described, object := value.(map[string]any); object {
		key, ok = described["key"].(string)
		if !ok {
			key, ok = at, true
		}
	}
	if id := w.media[key]; ok && id != "" {
		return id, nil
	}
	return nil, fmt.Errorf("%s: no file has the key %s", at, key)
}

// title is what the content is called: files without a name of their own have it.
func (i item) title(lang string) string {
	for _, field := range []string{"title", "subject"} {
		if s := in(i.data[field], lang); s != "" {
			return s
		}
	}
	return "Curriculum vitae: " + in(i.data["given_name"], lang) + " " + in(i.data["family_name"], lang)
}

const longestName = 80

func fileName(title string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strings.ToLower(title))
	if err != nil {
		plain = title
	}
	words := strings.FieldsFunc(plain, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	name := strings.Join(words, "-")
	if len(name) > longestName {
		name = name[:longestName]
	}
	return strings.Trim(name, "-")
}

// terms are the terms of service that the sheets of a category share.
func terms(category string) map[string]any {
	label := i18n.Text{}
	if t, ok := content.TermOf("service-categories", category); ok {
		label = t.Label
	}
	english, _ := label.In("en")
	return map[string]any{
		"key":   "terms/" + category,
		"title": map[string]any{"it": "Condizioni di servizio: " + label["it"], "en": "Terms of service: " + english},
		"pdf": "## Oggetto\n\nQueste condizioni riguardano i servizi della categoria «" + label["it"] + "». La scheda di ogni servizio dice a chi è rivolto, che cosa serve, quanto costa e in quanto tempo il Comune risponde.\n\n" +
			"## Impegni del Comune\n\n- Rispondere nei tempi indicati nella scheda\n- Chiedere solo i documenti che non possiede già\n- Informare dell'avanzamento e spiegare ogni rifiuto\n\n" +
			"## Impegni di chi usa il servizio\n\n- Fornire dati veri e aggiornati\n- Comunicare i cambiamenti\n- Usare il servizio solo per sé o per chi si rappresenta\n\n" +
			"## Pagamenti\n\nGli importi dovuti sono indicati nella scheda e si pagano con pagoPA o allo sportello. Le somme pagate per errore si restituiscono su richiesta.\n\n" +
			"## Dati personali\n\nI dati si trattano solo per il servizio, come spiega l'informativa sulla privacy del sito.\n\n" +
			"## Reclami\n\nSe il servizio non rispetta queste condizioni si può presentare un reclamo all'ufficio relazioni con il pubblico, che risponde entro trenta giorni. Restano salvi i ricorsi previsti dalla legge.",
	}
}

func (s *seed) pdf(title string, value any) ([]byte, error) {
	name := "Comune di " + strings.ToUpper(s.town.name[:1]) + s.town.name[1:]
	info := pdf.Info{Title: title, Subject: title, Author: name, Language: "it-IT", Created: s.today}
	frame := pdf.Frame{
		RunningHead: name + " · " + title, Footer: "Documento dimostrativo di un Comune inventato, senza valore legale.",
		PageLabel: func(page, pages int) string { return fmt.Sprintf("Pagina %d di %d", page, pages) },
	}
	return pdf.Render(info, frame, func(d *pdf.Doc) {
		d.Letterhead(name, "Comune inventato per la dimostrazione")
		d.Title(title, "")
		for _, b := range blocks(fmt.Sprint(value)) {
			switch b.kind {
			case heading:
				d.Heading(b.lines[0])
			case bullets:
				d.List(b.lines)
			case paragraph:
				d.Paragraph(strings.Join(b.lines, " "))
			}
		}
	})
}

type blockKind int

const (
	paragraph blockKind = iota
	heading
	bullets
)

type block struct {
	kind  blockKind
	lines []string
}

// blocks reads the little Markdown that the documents use.
func blocks(text string) (out []block) {
	for _, part := range strings.Split(strings.TrimSpace(strings.ReplaceAll(text, "**", "")), "\n\n") {
		kind := paragraph
		switch {
		case strings.HasPrefix(part, "#"):
			kind = heading
		case strings.HasPrefix(part, "- "), strings.HasPrefix(part, "1. "):
			kind = bullets
		}
		var lines []string
		for _, line := range strings.Split(part, "\n") {
			line = strings.TrimSpace(line)
			if kind == bullets {
				_, line, _ = strings.Cut(line, " ")
			}
			lines = append(lines, strings.TrimSpace(strings.TrimLeft(line, "#")))
		}
		out = append(out, block{kind, lines})
	}
	return out
}

func plain(_ string, value any) ([]byte, error) { return []byte(fmt.Sprint(value)), nil }

// ics writes a calendar of a few appointments.
func (s *seed) ics(_ string, value any) ([]byte, error) {
	var b strings.Builder
	_, _ = b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sportello//Demo//IT\r\n")
	for i, one := range list(value) {
		entry, _ := one.(map[string]any)
		_, _ = fmt.Fprintf(&b, "BEGIN:VEVENT\r\nUID:%s-%d@comune.invalid\r\nDTSTAMP:%s\r\n", s.town.name, i, s.today.UTC().Format(stamp))
		for _, edge := range []struct{ field, name string }{{"start", "DTSTART"}, {"end", "DTEND"}} {
			moment, err := s.moment(in(entry[edge.field], "it"))
			if err != nil {
				return nil, err
			}
			at, err := time.Parse(time.RFC3339, moment)
			if err != nil {
				return nil, err
			}
			_, _ = fmt.Fprintf(&b, "%s:%s\r\n", edge.name, at.UTC().Format(stamp))
		}
		_, _ = fmt.Fprintf(&b, "SUMMARY:%s\r\nEND:VEVENT\r\n", in(entry["title"], "it"))
	}
	_, _ = b.WriteString("END:VCALENDAR\r\n")
	return []byte(b.String()), nil
}

const stamp = "20060102T150405Z"

// odt writes an OpenDocument text.
func odt(title string, value any) ([]byte, error) {
	var b strings.Builder
	_, _ = b.WriteString(`<office:text><text:h text:outline-level="1">` + escape(title) + `</text:h>`)
	for _, block := range blocks(fmt.Sprint(value)) {
		switch block.kind {
		case heading:
			_, _ = b.WriteString(`<text:h text:outline-level="2">` + escape(block.lines[0]) + `</text:h>`)
		case bullets:
			_, _ = b.WriteString(`<text:list>`)
			for _, line := range block.lines {
				_, _ = b.WriteString(`<text:list-item><text:p>` + escape(line) + `</text:p></text:list-item>`)
			}
			_, _ = b.WriteString(`</text:list>`)
		case paragraph:
			_, _ = b.WriteString(`<text:p>` + escape(strings.Join(block.lines, " ")) + `</text:p>`)
		}
	}
	_, _ = b.WriteString(`</office:text>`)
	return openDocument("application/vnd.oasis.opendocument.text", title, b.String())
}

// ods writes an OpenDocument sheet of rows with semicolons.
func ods(title string, value any) ([]byte, error) {
	lines := csv.NewReader(strings.NewReader(fmt.Sprint(value)))
	lines.Comma = ';'
	rows, err := lines.ReadAll()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	_, _ = b.WriteString(`<office:spreadsheet><table:table table:name="Dati">`)
	for _, row := range rows {
		_, _ = b.WriteString(`<table:table-row>`)
		for _, cell := range row {
			_, _ = b.WriteString(`<table:table-cell office:value-type="string"><text:p>` + escape(cell) + `</text:p></table:table-cell>`)
		}
		_, _ = b.WriteString(`</table:table-row>`)
	}
	_, _ = b.WriteString(`</table:table></office:spreadsheet>`)
	return openDocument("application/vnd.oasis.opendocument.spreadsheet", title, b.String())
}

const namespaces = ` xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
	` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"` +
	` xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"`

// openDocument packs a body; the type comes first and is not compressed.
func openDocument(mime, title, body string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range []struct{ name, text string }{
		{"mimetype", mime},
		{"content.xml", xml.Header + `<office:document-content` + namespaces + `><office:body>` + body + `</office:body></office:document-content>`},
		{"meta.xml", xml.Header + `<office:document-meta` + namespaces + `><office:meta><dc:title>` + escape(title) + `</dc:title><dc:language>it</dc:language></office:meta></office:document-meta>`},
		{"META-INF/manifest.xml", xml.Header + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` +
			`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + mime + `"/>` +
			`<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>` +
			`<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>`},
	} {
		header := &zip.FileHeader{Name: part.name, Method: zip.Deflate}
		if part.name == "mimetype" {
			header.Method = zip.Store
		}
		w, err := z.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a buffer takes everything
	return b.String()
}
