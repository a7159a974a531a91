// Package imports brings the website that a municipality has already into
// this one: from WordPress or from tables. It stands beside the product, above
// the modules it writes through and below the command that starts it; no
// module knows it. What cannot be brought over is written in the report, with
// its place; everything else is imported all the same.
package imports

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// Record is a content of the older website. Values are by the key of the field
// in the model and still as that website wrote them.
type Record struct {
	Type   string
	ID     string
	Key    string // stable, for repetitions
	Title  string
	Slug   string
	Place  string
	Legacy []string
	// Draft is what was not public there either.
	Draft  bool
	At     time.Time
	Values map[string]any
}

// File is a file of the older website.
type File struct {
	Key         string
	Name        string
	Description media.Description
	Read        func(ctx context.Context) ([]byte, error)
}

// Source is an older website.
type Source struct {
	Records []Record
	// Ref finds the key of the content meant by a value of a field.
	Ref func(to []string, value string) (key string, ok bool)
	// File finds the file meant by a value.
	File func(value string) (File, bool)
	// Host is the name of the website: links to it become links within this one.
	Host string
	// Known are the faults of reading.
	Known []Line
}

// Options say how to import.
type Options struct {
	DryRun  bool // write nothing; files are not downloaded either
	Publish bool // what was public, when nothing mandatory is missing
}

// Importer writes what a source holds.
type Importer struct {
	DB      *database.DB
	Content *content.Service
	Media   *media.Service
}

// order lets the contents come after those that their publication waits for.
var order = []string{
	"contact_point", "place", "organizational_unit", "public_person", "role_assignment", "form_document", "public_document",
	"dataset", "service", "event", "news", "page",
}

var errDry = errors.New("nothing is to be written")

// Run imports a source into the municipality of ctx.
func (i *Importer) Run(ctx context.Context, from *Source, o Options) (*Report, error) {
	r := &run{Importer: i, Options: o, from: from, report: &Report{DryRun: o.DryRun}, ids: map[string]string{}, files: map[string]string{}}
	for _, line := range from.Known {
		r.report.add(line)
	}
	if !o.DryRun {
		return r.report, r.all(ctx)
	}
	err := i.DB.Tx(ctx, func(ctx context.Context) error {
		if err := r.all(ctx); err != nil {
			return err
		}
		return errDry
	})
	if errors.Is(err, errDry) {
		err = nil
	}
	return r.report, err
}

type run struct {
	*Importer
	Options

	from   *Source
	report *Report
	ids    map[string]string // of the contents that are there, by key
	fresh  map[string]bool
	files  map[string]string
}

// all goes over the records twice: first every content gets its id, then its
// values, so that contents may refer to each other in any direction.
func (r *run) all(ctx context.Context) error {
	records := slices.Clone(r.from.Records)
	slices.SortStableFunc(records, func(a, b Record) int { return slices.Index(order, a.Type) - slices.Index(order, b.Type) })
	r.fresh = map[string]bool{}
	seen := map[string]string{}
	records = slices.DeleteFunc(records, func(rec Record) bool {
		first, twice := seen[rec.Key]
		if twice {
			r.fail(rec, "", "lo stesso identificativo è già usato: "+first)
		}
		seen[rec.Key] = rec.Place
		return twice
	})
	for _, rec := range records {
		if err := r.begin(ctx, rec); err != nil {
			return err
		}
	}
	for _, rec := range records {
		if r.ids[rec.Key] == "" {
			continue
		}
		if err := r.fill(ctx, rec); err != nil {
			return err
		}
	}
	return nil
}

// begin makes sure that a content is there to be referred to.
func (r *run) begin(ctx context.Context, rec Record) error {
	id, err := r.Content.IDByKey(ctx, rec.Key)
	if err == nil {
		r.ids[rec.Key] = id
		return nil
	}
	if !errors.Is(err, content.ErrNotFound) {
		return err
	}
	if strings.TrimSpace(rec.Title) == "" {
		r.fail(rec, "title", "manca il titolo")
		return nil
	}
	t, ok := content.TypeOf(rec.Type)
	if !ok {
		r.fail(rec, "", "il tipo di contenuto non esiste")
		return nil
	}
	in := content.Import{Type: rec.Type, Key: rec.Key, Slug: r.slug(rec), Data: r.bare(t, rec)}
	id, _, err = r.put(ctx, in)
	if err != nil && in.Slug != "" && ctx.Err() == nil {
		r.note(rec, "slug", fmt.Sprintf("l'indirizzo «%s» qui non si può usare: nasce dal titolo", in.Slug))
		in.Slug = ""
		id, _, err = r.put(ctx, in)
	}
	if err != nil {
		return r.refused(ctx, rec, err)
	}
	r.ids[rec.Key], r.fresh[rec.Key] = id, true
	return nil
}

// slug is the wished end of the address; those with www or http are refused by
// the rules for websites of municipalities.
func (r *run) slug(rec Record) string {
	if strings.Contains(rec.Slug, "www") || strings.Contains(rec.Slug, "http") {
		r.note(rec, "slug", fmt.Sprintf("l'indirizzo «%s» contiene «www» o «http»: nasce dal titolo", rec.Slug))
		return ""
	}
	return rec.Slug
}

// bare is the least that a content of a type holds.
func (r *run) bare(t *content.Type, rec Record) map[string]any {
	quiet := &converter{run: &run{report: &Report{}, from: r.from}, rec: rec, names: true}
	data := map[string]any{}
	for _, key := range append([]string{"title"}, t.TitleFrom...) {
		if f, ok := t.Field(key); ok {
			if v := quiet.field(*f, key, rec.value(key)); v != nil {
				data[key] = v
			}
		}
	}
	return data
}

func (rec Record) value(key string) any {
	if v, ok := rec.Values[key]; ok || key != "title" {
		return v
	}
	return rec.Title
}

// fill writes the values of a content and publishes it when it may be.
func (r *run) fill(ctx context.Context, rec Record) error {
	edited, err := r.Content.EditedSince(ctx, rec.Key)
	if err != nil {
		return err
	}
	if edited {
		r.report.count(rec.Type, kept, false)
		r.add(rec, kept, "", "modificato in redazione dopo l'importazione: non è stato toccato")
		return nil
	}
	t, _ := content.TypeOf(rec.Type)
	in := content.Import{Type: rec.Type, Key: rec.Key, Publish: r.Publish && !rec.Draft, Data: r.data(ctx, t, rec)}
	if _, has := t.Field("legacy_urls"); has {
		in.LegacyURLs = rec.Legacy
	}
	if !rec.At.IsZero() {
		in.PublishedAt = &rec.At
	}
	changed, published, err := r.write(ctx, rec, in)
	if err != nil {
		return r.refused(ctx, rec, err)
	}
	r.settle(rec, changed, published)
	return nil
}

func (r *run) settle(rec Record, changed, published bool) {
	outcome := unchanged
	switch {
	case r.fresh[rec.Key]:
		outcome = created
	case changed:
		outcome = updated
	}
	r.report.count(rec.Type, outcome, !published)
	if outcome != unchanged {
		r.add(rec, outcome, "", "")
	}
}

// write puts a content; what is not ready to be public stays a draft, and
// values that are refused are left out.
func (r *run) write(ctx context.Context, rec Record, in content.Import) (changed, published bool, err error) {
	for range len(in.Data) + 1 {
		_, changed, err = r.put(ctx, in)
		var e *errs.Error
		switch {
		case err == nil:
			return changed, in.Publish, nil
		case errors.Is(err, content.ErrNotReady) && errors.As(err, &e) && in.Publish:
			for _, f := range e.Fields {
				r.add(rec, draft, f.Field, reason(f))
			}
			in.Publish = false
		case errors.Is(err, content.ErrInvalid) && errors.As(err, &e) && r.drop(rec, in.Data, e.Fields):
		default:
			return false, false, err
		}
	}
	return false, false, err
}

// drop takes the refused values out of the data.
func (r *run) drop(rec Record, data map[string]any, refused []errs.Field) (dropped bool) {
	for _, f := range refused {
		key, _, _ := strings.Cut(f.Field, "/")
		if _, there := data[key]; there {
			delete(data, key)
			r.add(rec, fault, f.Field, "il valore non è accettato ("+f.Code+"): il campo resta vuoto")
			dropped = true
		}
	}
	return dropped
}

func reason(f errs.Field) string {
	if texts, ok := f.Params["message"].(map[string]string); ok && texts["it"] != "" {
		return texts["it"]
	}
	return f.Code
}

// refused writes down a content that could not be imported. Only when nothing
// can be written any more does the run end.
func (r *run) refused(ctx context.Context, rec Record, err error) error {
	if ctx.Err() != nil || database.Unavailable(err) {
		return err
	}
	delete(r.ids, rec.Key)
	r.fail(rec, "", err.Error())
	return nil
}

// put writes a content. A rehearsal takes back what a refusal left half done.
func (r *run) put(ctx context.Context, in content.Import) (id string, changed bool, err error) {
	tx, rehearsal := database.PgxTx(ctx)
	if !rehearsal {
		return r.Content.Put(ctx, in)
	}
	point, err := tx.Begin(ctx)
	if err != nil {
		return "", false, err
	}
	if id, changed, err = r.Content.Put(ctx, in); err != nil {
		return "", false, errors.Join(err, point.Rollback(ctx))
	}
	return id, changed, point.Commit(ctx)
}

func (r *run) data(ctx context.Context, t *content.Type, rec Record) map[string]any {
	c := &converter{ctx: ctx, run: r, rec: rec}
	data := map[string]any{}
	for _, f := range t.Fields {
		if f.Computed || f.Key == "legacy_urls" {
			continue
		}
		if v := c.field(f, f.Key, rec.value(f.Key)); v != nil {
			data[f.Key] = v
		}
	}
	for key := range rec.Values {
		if _, known := t.Field(key); !known {
			r.note(rec, key, "il modello non ha questo campo")
		}
	}
	return data
}

func (r *run) add(rec Record, outcome, field, message string) {
	r.report.add(Line{Place: rec.Place, Type: rec.Type, ID: rec.ID, Title: rec.Title, Outcome: outcome, Field: field, Message: message})
}

func (r *run) note(rec Record, field, message string) { r.add(rec, note, field, message) }

func (r *run) fail(rec Record, field, message string) {
	r.report.count(rec.Type, failed, false)
	r.add(rec, failed, field, message)
}
