package imports

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// tableNames are the Italian names that a table may have instead of the type.
var tableNames = map[string]string{
	"servizi": "service", "notizie": "news", "eventi": "event", "luoghi": "place", "persone": "public_person", "incarichi": "role_assignment",
	"uffici": "organizational_unit", "documenti": "public_document", "moduli": "form_document", "dataset": "dataset",
	"contatti": "contact_point", "pagine": "page",
}

// The columns that are no fields of the model.
const (
	columnID   = "id"
	columnOld  = "indirizzo_precedente"
	columnSlug = "slug"
	columnOpen = "pubblico"
)

// tables is a folder with one table for each type of content.
type tables struct {
	folder fs.FS
	source *Source
	byID   map[string]string // key by type and id
}

// FromTables makes a source of the tables (CSV) of a folder.
func FromTables(folder fs.FS) (*Source, error) {
	names, err := fs.Glob(folder, "*.csv")
	if err != nil || len(names) == 0 {
		return nil, errors.Join(errors.New("the folder holds no table (.csv)"), err)
	}
	t := &tables{folder: folder, source: &Source{}, byID: map[string]string{}}
	for _, name := range names {
		if err := t.table(name); err != nil {
			t.fault(name, 1, "", failed, err.Error())
		}
	}
	t.source.Ref, t.source.File = t.ref, t.file
	return t.source, nil
}

func (t *tables) fault(name string, line int, field, outcome, message string) {
	t.source.Known = append(t.source.Known, Line{Place: fmt.Sprintf("%s:%d", name, line), Field: field, Outcome: outcome, Message: message})
}

func (t *tables) table(name string) error {
	base := strings.TrimSuffix(name, ".csv")
	typ, ok := content.TypeOf(base)
	if !ok {
		if typ, ok = content.TypeOf(tableNames[strings.ToLower(base)]); !ok {
			return errors.New("il nome del file non è quello di un tipo di contenuto")
		}
	}
	raw, err := fs.ReadFile(t.folder, name)
	if err != nil {
		return err
	}
	text, err := decodeText(raw)
	if err != nil {
		return err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, false
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("la prima riga non si legge: %w", err)
	}
	columns, err := t.columns(typ, name, head)
	if err != nil {
		return err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			var at *csv.ParseError
			line := 0
			if errors.As(err, &at) {
				line = at.StartLine
			}
			t.fault(name, line, "", failed, "la riga non si legge: "+err.Error())
			continue
		}
		line, _ := r.FieldPos(0)
		t.row(typ, name, line, columns, cells)
	}
}

// decodeText reads UTF-8, with or without its mark, or else what Windows
// writes in Italy.
func decodeText(raw []byte) (string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if utf8.Valid(raw) {
		return string(raw), nil
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(raw)
	return string(out), err
}

// separator is the one of the two that the first line has more of.
func separator(text string) rune {
	head, _, _ := strings.Cut(text, "\n")
	if strings.Count(head, ";") >= strings.Count(head, ",") && strings.Contains(head, ";") {
		return ';'
	}
	return ','
}

// columns finds the field of each column, by its key or its Italian label.
func (t *tables) columns(typ *content.Type, name string, head []string) ([]string, error) {
	out := make([]string, len(head))
	for i, label := range head {
		label = strings.TrimSpace(label)
		switch lower := strings.ToLower(label); {
		case slices.Contains([]string{columnID, columnOld, columnSlug, columnOpen}, lower):
			out[i] = lower
		case label != "":
			if out[i] = fieldPath(typ.Fields, label); out[i] == "" {
				t.fault(name, 1, label, note, "la colonna non corrisponde a nessun campo: ignorata")
			}
		}
	}
	if !slices.Contains(out, columnID) {
		return nil, errors.New("manca la colonna «id»")
	}
	return out, nil
}

// fieldPath is the path of a field, its parts joined by dots.
func fieldPath(fields []content.Field, label string) string {
	first, rest, nested := strings.Cut(label, ".")
	for _, f := range fields {
		if f.Key != first && plainWords(f.Label["it"]) != plainWords(first) {
			continue
		}
		if !nested {
			return f.Key
		}
		if inner := fieldPath(f.Fields, rest); inner != "" {
			return f.Key + "." + inner
		}
	}
	return ""
}

func (t *tables) row(typ *content.Type, name string, line int, columns, cells []string) {
	if len(cells) == 1 && strings.TrimSpace(cells[0]) == "" {
		return
	}
	if len(cells) != len(columns) {
		t.fault(name, line, "", failed, fmt.Sprintf("la riga ha %d colonne invece di %d", len(cells), len(columns)))
		return
	}
	rec := Record{Type: typ.Type, Place: fmt.Sprintf("%s:%d", name, line), Values: map[string]any{}}
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		switch columns[i] {
		case "":
		case columnID:
			rec.ID = cell
		case columnSlug:
			rec.Slug = cell
		case columnOld:
			for _, old := range parts(cell) {
				rec.Legacy = append(rec.Legacy, old.(string))
			}
		case columnOpen:
			rec.Draft = cell != "" && truth(cell) == false
		default:
			setValue(rec.Values, typ.Fields, columns[i], cell)
		}
	}
	if rec.ID == "" {
		t.fault(name, line, columnID, failed, "manca l'identificativo")
		return
	}
	rec.Title = word(rec.Values["title"])
	for _, key := range typ.TitleFrom {
		rec.Title = strings.TrimSpace(rec.Title + " " + word(rec.Values[key]))
	}
	rec.Key = "csv:" + typ.Type + ":" + rec.ID
	t.byID[typ.Type+":"+rec.ID] = rec.Key
	t.source.Records = append(t.source.Records, rec)
}

// parts are the values of a cell that holds many.
func parts(cell string) []any {
	var out []any
	for _, part := range strings.Split(cell, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// setValue puts a cell where it belongs. The columns of a repeated group hold
// the parts of its items side by side.
func setValue(values map[string]any, fields []content.Field, at, cell string) {
	if cell == "" {
		return
	}
	first, rest, nested := strings.Cut(at, ".")
	f := fields[slices.IndexFunc(fields, func(f content.Field) bool { return f.Key == first })]
	switch {
	case !nested && f.Many:
		values[first] = parts(cell)
	case !nested:
		values[first] = cell
	case !f.Many:
		inner, _ := values[first].(map[string]any)
		if inner == nil {
			inner = map[string]any{}
		}
		setValue(inner, f.Fields, rest, cell)
		values[first] = inner
	default:
		items, _ := values[first].([]any)
		for i, part := range strings.Split(cell, "|") {
			if len(items) <= i {
				items = append(items, map[string]any{})
			}
			if item, ok := items[i].(map[string]any); ok {
				setValue(item, f.Fields, rest, strings.TrimSpace(part))
			}
		}
		values[first] = items
	}
}

// ref finds a row by its id; the name of its table before a colon tells apart
// rows of different types.
func (t *tables) ref(to []string, value string) (string, bool) {
	if table, id, named := strings.Cut(value, ":"); named {
		if typ := tableNames[strings.ToLower(table)]; typ != "" {
			table = typ
		}
		key, ok := t.byID[table+":"+id]
		return key, ok && (len(to) == 0 || slices.Contains(to, table))
	}
	for _, typ := range to {
		if key, ok := t.byID[typ+":"+value]; ok {
			return key, true
		}
	}
	return "", false
}

// file finds a file in the folder. What follows an equals sign describes it:
// the alternative text of a picture, the title of anything else.
func (t *tables) file(value string) (File, bool) {
	name, alt, _ := strings.Cut(value, "=")
	name = path.Clean(strings.TrimSpace(name))
	if !fs.ValidPath(name) {
		return File{}, false
	}
	if _, err := fs.Stat(t.folder, name); err != nil {
		return File{}, false
	}
	title := strings.ReplaceAll(strings.TrimSuffix(path.Base(name), path.Ext(name)), "-", " ")
	d := media.Description{Title: i18n.Text{"it": title}}
	if alt = strings.TrimSpace(alt); alt != "" && isPicture(name) {
		d.Alt = i18n.Text{"it": alt}
	} else if alt != "" {
		d.Title = i18n.Text{"it": alt}
	}
	return File{Key: "csv:media:" + name, Name: path.Base(name), Description: d, Read: func(context.Context) ([]byte, error) {
		return fs.ReadFile(t.folder, name)
	}}, true
}
