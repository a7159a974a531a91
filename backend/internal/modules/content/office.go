package content

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

const mostReferences = 20

// Working is a content as its editors see it.
type Working struct {
	row
	Values     map[string]any
	References map[string]Card
	Files      map[string]media.Media
	Gates      []Gate
	Actions    []string
}

// OfficeRow is a line of the list of editors.
type OfficeRow struct {
	ID, Type, Path, UpdatedBy string
	Title                     i18n.Text
	Status                    Status
	HasChanges                bool
	UpdatedAt                 time.Time
	PublishAt, ExpiresAt      *time.Time
}

// OfficePage is a page of the list of editors.
type OfficePage struct {
	Items  []OfficeRow
	Total  int
	Next   string
	Counts map[Status]int
}

// List returns a page of the contents that the operator may edit.
func (s *Service) List(ctx context.Context, q OfficeQuery) (OfficePage, error) {
	r, err := s.editor(ctx)
	if err != nil {
		return OfficePage{}, err
	}
	var after *officeCursor
	if q.Cursor != "" {
		after = &officeCursor{}
		if err := httpx.DecodeCursor(q.Cursor, after); err != nil || !ids.Valid(after.ID) {
			return OfficePage{}, httpx.ErrCursor
		}
	}
	rows, err := s.store.officePage(ctx, q, r, after)
	if err != nil {
		return OfficePage{}, fmt.Errorf("list contents: %w", err)
	}
	counts, err := s.store.statusCounts(ctx, q, r)
	if err != nil {
		return OfficePage{}, fmt.Errorf("count contents: %w", err)
	}
	page := OfficePage{Counts: map[Status]int{}}
	for _, c := range counts {
		page.Counts[c.Status] = c.Count
		if len(q.Statuses) == 0 || slices.Contains(q.Statuses, string(c.Status)) {
			page.Total += c.Count
		}
	}
	if len(rows) > q.Limit {
		rows = rows[:q.Limit]
		last := rows[q.Limit-1]
		page.Next = httpx.EncodeCursor(officeCursor{last.UpdatedAt, last.Label, last.ID})
	}
	for i := range rows {
		row := &rows[i]
		page.Items = append(page.Items, OfficeRow{
			ID: row.ID, Type: row.Type, Path: row.Path, UpdatedBy: row.UpdatedBy, Title: row.titles(), Status: row.Status,
			HasChanges: row.hasChanges(), UpdatedAt: row.UpdatedAt, PublishAt: row.PublishAt, ExpiresAt: row.ExpiresAt,
		})
	}
	return page, nil
}

// editor refuses operators who may edit nothing.
func (s *Service) editor(ctx context.Context) (rights, error) {
	r, err := s.rights(ctx)
	if err == nil && !r.editor() {
		err = ErrForbidden
	}
	return r, err
}

// Create begins a content.
func (s *Service) Create(ctx context.Context, typ string, values map[string]any) (Working, error) {
	t, ok := TypeOf(typ)
	if !ok {
		return Working{}, ErrType.With(typ)
	}
	r, err := s.editor(ctx)
	if err != nil {
		return Working{}, err
	}
	unit := r.defaultUnit(t.Section)
	if !r.may(toWrite, t.Section, unit) {
		return Working{}, ErrForbidden
	}
	data, problems := clean(t, values)
	if len(problems) > 0 {
		return Working{}, ErrInvalid.WithFields(problems...)
	}
	return s.start(ctx, t, r, data, unit, actionCreated)
}

func (s *Service) start(ctx context.Context, t *Type, r rights, data map[string]any, unit *string, action string) (Working, error) {
	made := s.begin(t, ids.New(), r.author)
	made.OwnerUnitID, made.UpdatedByID, made.UpdatedBy = unit, r.ID, r.Name
	err := s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.set(ctx, t, &made, data); err != nil {
			return err
		}
		if err := s.store.create(ctx, &made); err != nil {
			return taken(err)
		}
		return s.after(ctx, t, &made, data, r.author, action, "")
	})
	if err != nil {
		return Working{}, err
	}
	return s.working(ctx, r, made)
}

// taken names the reason of a row that collides with another.
func taken(err error) error {
	if database.IsUnique(err, "contents_path") {
		return ErrPath
	}
	return err
}

// after writes down a change of the working text.
func (s *Service) after(ctx context.Context, t *Type, r *row, data map[string]any, by author, action, reason string) error {
	_, files := idsOf(t, data)
	if err := s.store.setMedia(ctx, r.ID, files, false); err != nil {
		return err
	}
	if err := s.note(ctx, r, by, action, reason); err != nil {
		return err
	}
	if err := s.record(ctx, r, action); err != nil {
		return err
	}
	return s.Bus.Publish(ctx, Changed{r.ID, r.Type})
}

// Edit is a change of the working text of a content.
type Edit struct {
	Data      map[string]any // merge patch
	Slug      *string
	SetUnit   bool
	OwnerUnit *string
}

// Read returns a content as its editors see it.
func (s *Service) Read(ctx context.Context, id string) (Working, error) {
	r, err := s.editor(ctx)
	if err != nil {
		return Working{}, err
	}
	row, err := s.store.get(ctx, id)
	if err != nil {
		return Working{}, err
	}
	if _, err := s.allow(r, &row, toWrite); err != nil {
		return Working{}, err
	}
	return s.working(ctx, r, row)
}

// allow refuses an operator who has not the rank for a content; who may not
// even write it does not learn that it is there.
func (s *Service) allow(r rights, row *row, rank int) (*Type, error) {
	t, ok := TypeOf(row.Type)
	if !ok || !r.may(toWrite, t.Section, row.OwnerUnitID) {
		return nil, ErrNotFound
	}
	if !r.may(rank, t.Section, row.OwnerUnitID) {
		return nil, ErrForbidden
	}
	return t, nil
}

// change does something to a content in a transaction that holds it, and
// returns it as its editors see it then. version is the one that the editor
// saw; 0 does not compare.
func (s *Service) change(ctx context.Context, id string, version int64, rank int, fn func(ctx context.Context, t *Type, r rights, row *row) error) (Working, error) {
	r, err := s.editor(ctx)
	if err != nil {
		return Working{}, err
	}
	var held row
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if held, err = s.store.lock(ctx, id); err != nil {
			return err
		}
		t, err := s.allow(r, &held, rank)
		if err != nil {
			return err
		}
		if version != 0 && version != held.Version {
			return ErrVersion.With(held.UpdatedBy + ", " + held.UpdatedAt.UTC().Format(time.RFC3339)).WithFields(errs.Field{
				Pointer: "/version", Code: "version", Params: map[string]any{
					"version": held.Version, "updated_by": held.UpdatedBy, "updated_at": held.UpdatedAt.UTC().Format(time.RFC3339),
				},
			})
		}
		return fn(ctx, t, r, &held)
	})
	if err != nil {
		return Working{}, taken(err)
	}
	return s.working(ctx, r, held)
}

// Edit changes the working text. What visitors read stays as it is.
func (s *Service) Edit(ctx context.Context, id string, version int64, edit Edit) (Working, error) {
	return s.change(ctx, id, version, toWrite, func(ctx context.Context, t *Type, r rights, row *row) error {
		if row.Status == Archived {
			return ErrStep
		}
		before, err := row.values()
		if err != nil {
			return err
		}
		data, problems := clean(t, merge(before, edit.Data))
		if len(problems) > 0 {
			return ErrInvalid.WithFields(problems...)
		}
		if edit.SetUnit {
			if !r.may(toWrite, t.Section, edit.OwnerUnit) {
				return ErrForbidden
			}
			if err := s.checkOwner(ctx, edit.OwnerUnit); err != nil {
				return err
			}
			row.OwnerUnitID = edit.OwnerUnit
		}
		if err := s.setSlug(ctx, t, row, data, edit.Slug); err != nil {
			return err
		}
		return s.save(ctx, t, r, row, data, actionSaved, "")
	})
}

// checkOwner takes an office of the website, public or not, or nobody.
func (s *Service) checkOwner(ctx context.Context, unit *string) error {
	if unit == nil {
		return nil
	}
	wrong := ErrInvalid.WithFields(errs.Field{Pointer: "/owner_unit_id", Code: "option"})
	if !ids.Valid(*unit) {
		return wrong
	}
	rows, err := s.store.rowsOf(ctx, []string{*unit})
	if err != nil {
		return err
	}
	if len(rows) == 0 || rows[0].Type != "organizational_unit" {
		return wrong
	}
	return nil
}

func (s *Service) setSlug(ctx context.Context, t *Type, row *row, data map[string]any, slug *string) error {
	if slug == nil || *slug == row.Slug {
		return nil
	}
	if err := checkSlug(*slug); err != nil && t.Type != "topic" {
		return err
	}
	if path := pathOf(t, data, *slug, row.ID); path != "" {
		others, err := s.store.takenPaths(ctx, []string{path}, row.ID)
		if err != nil {
			return err
		}
		if len(others) > 0 {
			return ErrPath.With(path)
		}
	}
	row.Slug = *slug
	return nil
}

// save writes a new working text.
func (s *Service) save(ctx context.Context, t *Type, r rights, row *row, data map[string]any, action, reason string) error {
	if err := s.set(ctx, t, row, data); err != nil {
		return err
	}
	if row.Status == Scheduled && !r.may(toPublish, t.Section, row.OwnerUnitID) {
		row.Status, row.PublishAt = restingStatus(row), nil // what was approved is not this any more
	}
	row.Version++
	row.UpdatedByID = r.ID
	if err := s.after(ctx, t, row, data, r.author, action, reason); err != nil {
		return err
	}
	return s.store.update(ctx, row)
}

// restingStatus is where a content stands when nothing is going on with it.
func restingStatus(row *row) Status {
	if row.Public {
		return Live
	}
	return Draft
}

// Copy begins a new content from the working text of another.
func (s *Service) Copy(ctx context.Context, id string) (Working, error) {
	r, err := s.editor(ctx)
	if err != nil {
		return Working{}, err
	}
	original, err := s.store.get(ctx, id)
	if err != nil {
		return Working{}, err
	}
	t, err := s.allow(r, &original, toWrite)
	if err != nil {
		return Working{}, err
	}
	data, err := original.values()
	if err != nil {
		return Working{}, err
	}
	delete(data, "legacy_urls")
	for _, key := range []string{"title", "question", "subject"} {
		if title := localised(data[key]); title["it"] != "" {
			renamed := map[string]any{"it": title["it"] + " (copia)"}
			if title["en"] != "" {
				renamed["en"] = title["en"] + " (copy)"
			}
			data[key] = renamed
		}
	}
	data, problems := clean(t, data)
	if len(problems) > 0 {
		return Working{}, ErrInvalid.WithFields(problems...)
	}
	return s.start(ctx, t, r, data, original.OwnerUnitID, actionCopied)
}

// AskReview tells the publishers that a text is ready.
func (s *Service) AskReview(ctx context.Context, id string, version int64, note string) (Working, error) {
	return s.step(ctx, id, version, toWrite, actionReview, note, func(row *row) error {
		if row.Status == InReview || row.Status == Scheduled || row.Status == Archived {
			return ErrStep
		}
		row.Status = InReview
		return nil
	})
}

// EndReview gives a text back to its author.
func (s *Service) EndReview(ctx context.Context, id string, version int64, note string) (Working, error) {
	return s.step(ctx, id, version, toWrite, actionReturned, note, func(row *row) error {
		if row.Status != InReview {
			return ErrStep
		}
		row.Status = restingStatus(row)
		return nil
	})
}

// step moves the working text of a content without changing it: who last
// edited it stays the same.
func (s *Service) step(ctx context.Context, id string, version int64, rank int, action, reason string, fn func(*row) error) (Working, error) {
	return s.change(ctx, id, version, rank, func(ctx context.Context, _ *Type, r rights, row *row) error {
		if err := fn(row); err != nil {
			return err
		}
		return s.moved(ctx, row, r, action, reason)
	})
}

// moved writes down a step. A step is no change of the text: what is public
// stays in step with it.
func (s *Service) moved(ctx context.Context, row *row, r rights, action, reason string) error {
	same := row.PublishedVersion != nil && *row.PublishedVersion == row.Version
	row.Version++
	if same {
		published := row.Version
		row.PublishedVersion = &published
	}
	if err := s.note(ctx, row, r.author, action, reason); err != nil {
		return err
	}
	if err := s.store.update(ctx, row); err != nil {
		return err
	}
	if err := s.record(ctx, row, action); err != nil {
		return err
	}
	return s.Bus.Publish(ctx, Changed{row.ID, row.Type})
}

// Publication says when a content is to be published and withdrawn, and why
// it may be although the assertion asks for more.
type Publication struct {
	PublishAt      *time.Time
	ExpiresAt      *time.Time
	OverrideReason string
}

// Publish makes the working text the one that visitors read, now or later.
func (s *Service) Publish(ctx context.Context, id string, version int64, p Publication) (Working, error) {
	return s.change(ctx, id, version, toPublish, func(ctx context.Context, t *Type, r rights, row *row) error {
		if row.Status == Archived {
			return ErrStep
		}
		if err := s.approved(ctx, r, row); err != nil {
			return err
		}
		data, err := row.values()
		if err != nil {
			return err
		}
		if err := s.pass(ctx, t, r, row, data, p); err != nil {
			return err
		}
		now := s.Clock.Now()
		if p.ExpiresAt != nil && !p.ExpiresAt.After(now) {
			return ErrInvalid.WithFields(errs.Field{Pointer: "/expires_at", Code: "future"})
		}
		row.ExpiresAt = p.ExpiresAt
		if p.PublishAt == nil || !p.PublishAt.After(now) {
			return s.publish(ctx, t, row, r.author, actionPublished, p.OverrideReason)
		}
		row.Status, row.PublishAt = Scheduled, p.PublishAt
		if err := s.await(ctx, row); err != nil {
			return err
		}
		return s.moved(ctx, row, r, actionScheduled, p.OverrideReason)
	})
}

// approved asks for a second person, where the municipality wants one.
func (s *Service) approved(ctx context.Context, r rights, row *row) error {
	required, err := s.ApprovalRequired(ctx)
	if err == nil && required && row.UpdatedByID == r.ID {
		return ErrOwnWork
	}
	return err
}

// pass looks at the gates before a publication.
func (s *Service) pass(ctx context.Context, t *Type, r rights, row *row, data map[string]any, p Publication) error {
	gates, err := s.inspect(ctx, t, row.ID, data)
	if err != nil {
		return err
	}
	overriding := strings.TrimSpace(p.OverrideReason) != "" && r.may(toOverride, t.Section, row.OwnerUnitID)
	if stop := blocking(gates, overriding); len(stop) > 0 {
		return notReady(stop)
	}
	return nil
}

// Withdraw takes a content away from visitors. Its address leads to
// redirectTo, or says that the page is gone. What was only scheduled goes
// back to its editors.
func (s *Service) Withdraw(ctx context.Context, id string, version int64, reason, redirectTo string) (Working, error) {
	return s.change(ctx, id, version, toPublish, func(ctx context.Context, _ *Type, r rights, row *row) error {
		if row.Status == Scheduled {
			row.Status, row.PublishAt = restingStatus(row), nil
			return s.moved(ctx, row, r, actionReturned, reason)
		}
		if !row.Public {
			return ErrStep
		}
		if strings.TrimSpace(reason) == "" {
			return ErrInvalid.WithFields(errs.Field{Pointer: "/reason", Code: "mandatory"})
		}
		target, err := s.target(row, redirectTo)
		if err != nil {
			return err
		}
		row.Status, row.ExpiresAt, row.LeavesAt = Unpublished, nil, nil
		return s.hide(ctx, row, r.author, actionWithdrawn, reason, target)
	})
}

func (s *Service) target(row *row, redirectTo string) (string, error) {
	if redirectTo == "" {
		return "", nil
	}
	path := cleanPath(redirectTo)
	switch path {
	case "":
		return "", ErrInvalid.WithFields(errs.Field{Pointer: "/redirect_to", Code: "url"})
	case row.Path:
		return "", ErrLoop
	}
	return path, nil
}

// Archive takes a content out of lists and search; its page stays, with a
// notice.
func (s *Service) Archive(ctx context.Context, id string, version int64) (Working, error) {
	return s.change(ctx, id, version, toPublish, func(ctx context.Context, _ *Type, r rights, row *row) error {
		if !row.Public || row.Status == Archived {
			return ErrStep
		}
		row.Status = Archived
		return s.putAway(ctx, row, r.author, actionArchived, "")
	})
}

// Unarchive brings an archived content back.
func (s *Service) Unarchive(ctx context.Context, id string, version int64) (Working, error) {
	return s.change(ctx, id, version, toPublish, func(ctx context.Context, _ *Type, r rights, row *row) error {
		if row.Status != Archived {
			return ErrStep
		}
		now := s.Clock.Now()
		row.Status, row.ArchivedAt, row.RefreshedAt = Live, nil, &now
		if row.LeavesAt != nil && !row.LeavesAt.After(now) {
			row.LeavesAt = nil
		}
		if err := s.moved(ctx, row, r, actionRevived, ""); err != nil {
			return err
		}
		return s.tell(ctx, row)
	})
}

// Delete throws away a content that visitors never saw.
func (s *Service) Delete(ctx context.Context, id string) error {
	r, err := s.editor(ctx)
	if err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		row, err := s.store.lock(ctx, id)
		if err != nil {
			return err
		}
		if _, err := s.allow(r, &row, toWrite); err != nil {
			return err
		}
		if row.PublishedAt != nil {
			return ErrStep
		}
		if err := s.store.remove(ctx, id); err != nil {
			return err
		}
		return s.record(ctx, &row, "deleted")
	})
}

// Restore makes the text of an older revision the working one.
func (s *Service) Restore(ctx context.Context, id string, version, number int64) (Working, error) {
	return s.change(ctx, id, version, toWrite, func(ctx context.Context, t *Type, r rights, row *row) error {
		if row.Status == Archived {
			return ErrStep
		}
		older, err := s.store.revision(ctx, id, number)
		if err != nil {
			return err
		}
		values, err := decode(older.Data)
		if err != nil {
			return err
		}
		for key := range values {
			if _, known := t.Field(key); !known {
				delete(values, key) // an older model had it
			}
		}
		data, problems := clean(t, values)
		if len(problems) > 0 {
			return ErrInvalid.WithFields(problems...)
		}
		return s.save(ctx, t, r, row, data, actionRestored, fmt.Sprint(number))
	})
}

// working adds to a row what its editors need beside it.
func (s *Service) working(ctx context.Context, r rights, row row) (Working, error) {
	t, ok := TypeOf(row.Type)
	if !ok {
		return Working{}, ErrNotFound
	}
	data, err := row.values()
	if err != nil {
		return Working{}, err
	}
	out := Working{row: row, Values: data, References: map[string]Card{}}
	refs, files := idsOf(t, data)
	if row.OwnerUnitID != nil {
		refs = append(refs, *row.OwnerUnitID)
	}
	rows, err := s.store.rowsOf(ctx, refs)
	if err != nil {
		return Working{}, err
	}
	cards, err := s.officeCards(ctx, rows)
	if err != nil {
		return Working{}, err
	}
	for _, c := range cards {
		out.References[c.ID] = c
	}
	if out.Files, err = s.Media.ByID(ctx, files); err != nil {
		return Working{}, err
	}
	if out.Gates, err = s.inspect(ctx, t, row.ID, data); err != nil {
		return Working{}, err
	}
	out.Actions, err = s.actions(ctx, t, r, &row)
	return out, err
}

// officeCards makes cards of contents, public or not.
func (s *Service) officeCards(ctx context.Context, rows []row) ([]Card, error) {
	list := make([]listRow, 0, len(rows))
	for i := range rows {
		r := rows[i]
		t, ok := TypeOf(r.Type)
		if !ok {
			continue
		}
		if !r.Public {
			data, err := r.values()
			if err != nil {
				return nil, err
			}
			r.project(t, data, facts{})
		}
		list = append(list, r.listed())
	}
	return s.cards(ctx, list)
}

// listed is the row as lists read it.
func (r *row) listed() listRow {
	out := listRow{
		ID: r.ID, Type: r.Type, Slug: r.Slug, Path: r.Path, Card: r.Card, Date: r.Date, EndDate: r.EndDate,
		RefreshedAt: r.UpdatedAt, PublishedAt: r.UpdatedAt, ArchivedAt: r.ArchivedAt,
	}
	if r.RefreshedAt != nil {
		out.RefreshedAt = *r.RefreshedAt
	}
	if r.PublishedAt != nil {
		out.PublishedAt = *r.PublishedAt
	}
	return out
}

// actions lists what the operator may do with a content now.
func (s *Service) actions(ctx context.Context, t *Type, r rights, row *row) ([]string, error) {
	out := []string{}
	add := func(action string, when bool) {
		if when {
			out = append(out, action)
		}
	}
	writes := r.may(toWrite, t.Section, row.OwnerUnitID)
	decides := r.may(toPublish, t.Section, row.OwnerUnitID)
	publishes := decides && row.Status != Archived
	if publishes {
		err := s.approved(ctx, r, row)
		if err != nil && !isOwnWork(err) {
			return nil, err
		}
		publishes = err == nil
	}
	add("edit", writes && row.Status != Archived)
	add("review", writes && !slices.Contains([]Status{InReview, Scheduled, Archived}, row.Status))
	add("end_review", writes && row.Status == InReview)
	add("publish", publishes)
	add("withdraw", decides && (row.Public || row.Status == Scheduled))
	add("archive", decides && row.Public && row.Status != Archived)
	add("unarchive", decides && row.Status == Archived)
	add("copy", writes)
	add("delete", writes && row.PublishedAt == nil)
	return out, nil
}

// Preview shows a content as visitors would read it, without saving anything.
func (s *Service) Preview(ctx context.Context, typ, id string, values map[string]any) (Content, error) {
	t, ok := TypeOf(typ)
	if !ok {
		return Content{}, ErrType.With(typ)
	}
	r, err := s.editor(ctx)
	if err != nil {
		return Content{}, err
	}
	data, problems := clean(t, values)
	if len(problems) > 0 {
		return Content{}, ErrInvalid.WithFields(problems...)
	}
	shown, err := s.previewed(ctx, t, r, id, data)
	if err != nil {
		return Content{}, err
	}
	refs, files := idsOf(t, data)
	know, err := s.facts(ctx, t, shown.ID, data, files)
	if err != nil {
		return Content{}, err
	}
	compute(t, data, know)
	shown.project(t, data, know)
	around, err := s.store.around(ctx, shown.ID, refs, mostInverse)
	if err != nil {
		return Content{}, err
	}
	return s.assemble(ctx, t, shown.listed(), data, around)
}

// previewed is the row that a preview shows: that of the content, or a new one.
func (s *Service) previewed(ctx context.Context, t *Type, r rights, id string, data map[string]any) (row, error) {
	shown := s.begin(t, ids.New(), r.author)
	if id != "" {
		known, err := s.store.get(ctx, id)
		if err != nil {
			return row{}, err
		}
		if _, err := s.allow(r, &known, toWrite); err != nil {
			return row{}, err
		}
		shown = known
	}
	if shown.Slug == "" {
		shown.Slug = wishedSlug(t, data, titleOf(t, data))
	}
	if path := pathOf(t, data, shown.Slug, shown.ID); path != "" {
		shown.Path = path
	}
	return shown, nil
}

// References finds contents that an editor may refer to.
func (s *Service) References(ctx context.Context, types []string, text string) ([]Card, error) {
	if _, err := s.editor(ctx); err != nil {
		return nil, err
	}
	rows, err := s.store.referable(ctx, types, text, mostReferences)
	if err != nil {
		return nil, fmt.Errorf("find references: %w", err)
	}
	return s.officeCards(ctx, rows)
}

// Redirects lists the addresses that lead elsewhere.
func (s *Service) Redirects(ctx context.Context, limit int, cursor string) ([]Redirect, string, error) {
	if _, err := s.editor(ctx); err != nil {
		return nil, "", err
	}
	after := ""
	if cursor != "" {
		if err := httpx.DecodeCursor(cursor, &after); err != nil {
			return nil, "", httpx.ErrCursor
		}
	}
	list, err := s.store.redirects(ctx, limit+1, after)
	if err != nil || len(list) <= limit {
		return list, "", err
	}
	return list[:limit], httpx.EncodeCursor(list[limit-1].FromPath), nil
}

// AddRedirect has an address lead to another; to nowhere when to is empty.
func (s *Service) AddRedirect(ctx context.Context, from, to string) (Redirect, error) {
	r, err := s.decider(ctx)
	if err != nil {
		return Redirect{}, err
	}
	from = cleanPath(from)
	if from == "" || from == "/" {
		return Redirect{}, ErrInvalid.WithFields(errs.Field{Pointer: "/from_path", Code: "url"})
	}
	if to != "" {
		if to = cleanPath(to); to == "" {
			return Redirect{}, ErrInvalid.WithFields(errs.Field{Pointer: "/to_path", Code: "url"})
		}
	}
	if from == to {
		return Redirect{}, ErrLoop
	}
	known, err := s.store.knownPaths(ctx, []string{from})
	if err != nil {
		return Redirect{}, err
	}
	if known[from] {
		return Redirect{}, ErrPath.With(from)
	}
	made := Redirect{FromPath: from, ToPath: to, CreatedAt: s.Clock.Now(), CreatedBy: r.Name}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.putRedirect(ctx, &made); err != nil {
			return err
		}
		return s.Changed(ctx)
	})
	return made, err
}

// RemoveRedirect has an address lead nowhere else any more.
func (s *Service) RemoveRedirect(ctx context.Context, id string) error {
	if _, err := s.decider(ctx); err != nil {
		return err
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		removed, err := s.store.removeRedirect(ctx, id)
		if err != nil {
			return err
		}
		if !removed {
			return ErrRedirect
		}
		return s.Changed(ctx)
	})
}

// decider refuses operators who may publish nothing.
func (s *Service) decider(ctx context.Context) (rights, error) {
	r, err := s.editor(ctx)
	if err != nil {
		return r, err
	}
	if !r.admin && !slices.ContainsFunc(r.grants, func(g Grant) bool { return roleRank[g.Role] >= toPublish }) {
		return r, ErrForbidden
	}
	return r, nil
}
