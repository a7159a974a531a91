package content

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/foundation/jobs"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
)

// author is who a change is written down for.
type author struct{ ID, Name string }

// What the revisions of a content are called.
const (
	actionCreated   = "created"
	actionSaved     = "saved"
	actionRestored  = "restored"
	actionReview    = "review_asked"
	actionReturned  = "review_ended"
	actionScheduled = "scheduled"
	actionPublished = "published"
	actionWithdrawn = "withdrawn"
	actionExpired   = "expired"
	actionArchived  = "archived"
	actionRevived   = "unarchived"
	actionImported  = "imported"
	actionCopied    = "copied"
)

// begin makes the row of a new content; whoever calls it writes it.
func (s *Service) begin(t *Type, id string, by author) row {
	now := s.Clock.Now()
	return row{ID: id, Type: t.Type, Status: Draft, CreatedAt: now, CreatedBy: by.Name, UpdatedAt: now, Version: 1,
		KindCodes: textArray{}, TopicCodes: textArray{}, Card: database.JSON("{}")}
}

// set puts data in the working text of a row. While nobody has read the
// content, its address follows its title.
func (s *Service) set(ctx context.Context, t *Type, r *row, data map[string]any) error {
	title, older := titleOf(t, data), r.titles()
	before := slugOf(older["it"])
	r.Title, r.Label, r.Data = database.ToJSON(title), labelOf(title), database.ToJSON(data)
	if r.PublishedAt != nil {
		return nil
	}
	if r.Slug == "" || len(older) > 0 && strings.HasPrefix(r.Slug, before) && before != slugOf(title["it"]) {
		r.Slug = wishedSlug(t, data, title)
	}
	return s.place(ctx, t, r, data)
}

// wishedSlug is the last part of the address that a content would like.
func wishedSlug(t *Type, data map[string]any, title i18n.Text) string {
	if t.Type == "topic" {
		return str(data["code"])
	}
	if title["it"] == "" {
		return ""
	}
	return slugOf(title["it"])
}

// place gives the row the first free address for its slug.
func (s *Service) place(ctx context.Context, t *Type, r *row, data map[string]any) error {
	r.Path = ""
	if r.Slug == "" || pathOf(t, data, r.Slug, r.ID) == "" {
		return nil
	}
	const tries = 30
	slugs, paths := make([]string, tries), make([]string, tries)
	for i := range tries {
		slugs[i] = r.Slug
		if i > 0 {
			slugs[i] = r.Slug + "-" + strconv.Itoa(i+1)
		}
		paths[i] = pathOf(t, data, slugs[i], r.ID)
	}
	taken, err := s.store.takenPaths(ctx, paths, r.ID)
	if err != nil {
		return err
	}
	for i, path := range paths {
		if !slices.Contains(taken, path) {
			r.Slug, r.Path = slugs[i], path
			return nil
		}
	}
	return ErrPath
}

// note writes the revision that a change leaves behind. The version of the
// row must be the new one already.
func (s *Service) note(ctx context.Context, r *row, by author, action, reason string) error {
	r.UpdatedAt, r.UpdatedBy = s.Clock.Now(), by.Name
	return s.store.addRevision(ctx, &revision{
		ContentID: r.ID, Number: r.Version, Data: r.Data, Title: r.Title, Slug: r.Slug, Author: by.Name, AuthorID: by.ID,
		At: r.UpdatedAt, Action: action, Reason: reason,
	})
}

// record adds an entry to the trail of who did what.
func (s *Service) record(ctx context.Context, r *row, action string) error {
	return s.Audit.Record(ctx, audit.Entry{
		Action: "content-" + strings.ReplaceAll(action, "_", "-"), Subject: "content", SubjectID: r.ID,
		Detail: map[string]string{"type": r.Type, "version": strconv.FormatInt(r.Version, 10)},
	})
}

// publish makes the working text of a row the one that visitors read. It
// needs an open transaction that holds the row.
func (s *Service) publish(ctx context.Context, t *Type, r *row, by author, action, reason string) error {
	data, err := r.values()
	if err != nil {
		return err
	}
	r.Version++
	now := s.Clock.Now()
	if r.PublishedAt == nil {
		r.PublishedAt = &now
	}
	r.Status, r.Public, r.PublishAt, r.ArchivedAt = Live, true, nil, nil
	older := r.PublishedData
	if err := s.show(ctx, t, r, data); err != nil {
		return err
	}
	published := r.Version
	r.PublishedVersion = &published
	if err := s.note(ctx, r, by, action, reason); err != nil {
		return err
	}
	if err := s.store.update(ctx, r); err != nil {
		return err
	}
	refs, _ := idsOf(t, data)
	if err := s.refreshPeople(ctx, t, older, refs); err != nil {
		return err
	}
	if err := s.await(ctx, r); err != nil {
		return err
	}
	if err := s.record(ctx, r, action); err != nil {
		return err
	}
	return s.tell(ctx, r)
}

// show writes the public text of a row with all that follows from it.
func (s *Service) show(ctx context.Context, t *Type, r *row, working map[string]any) error {
	data := maps.Clone(working)
	refs, files := idsOf(t, data)
	know, err := s.facts(ctx, t, r.ID, data, files)
	if err != nil {
		return err
	}
	compute(t, data, know)
	if err := s.settle(ctx, t, r, data, r.Path); err != nil {
		return err
	}
	now := s.Clock.Now()
	r.PublishedData, r.RefreshedAt = database.ToJSON(data), &now
	r.project(t, data, know)
	if err := s.store.setLinks(ctx, r.ID, linksOf(t, data)); err != nil {
		return err
	}
	if err := s.store.setTags(ctx, r.ID, r.tags(refs)); err != nil {
		return err
	}
	return s.store.setMedia(ctx, r.ID, files, true)
}

// settle gives the row its public address, and has the former one lead to it.
func (s *Service) settle(ctx context.Context, t *Type, r *row, data map[string]any, before string) error {
	if t.Path == "" {
		return nil
	}
	path := pathOf(t, data, r.Slug, r.ID)
	if path == "" {
		return ErrNotReady.WithFields(errs.Field{Pointer: "/slug", Code: "address_missing", Field: "slug"})
	}
	if path != before {
		taken, err := s.store.takenPaths(ctx, []string{path}, r.ID)
		if err != nil {
			return err
		}
		if len(taken) > 0 {
			return ErrPath.With(path)
		}
	}
	r.Path = path
	if err := s.store.dropRedirect(ctx, path); err != nil {
		return err
	}
	if err := s.store.forward(ctx, r.ID, path); err != nil {
		return err
	}
	if r.PublishedVersion != nil && before != "" && before != path && !strings.Contains(before, "#") {
		if err := s.lead(ctx, before, path, r.ID); err != nil {
			return err
		}
	}
	for _, old := range strs(data["legacy_urls"]) {
		if from := legacyPath(old); from != "" && from != path {
			if err := s.lead(ctx, from, path, r.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) lead(ctx context.Context, from, to, id string) error {
	return s.store.putRedirect(ctx, &Redirect{FromPath: from, ToPath: to, ContentID: &id, Automatic: true, CreatedAt: s.Clock.Now()})
}

// legacyPath is the address within the site of a page of the older one.
func legacyPath(old string) string {
	u, err := url.Parse(old)
	if err != nil || !strings.HasPrefix(u.Path, "/") || len(u.Path) < 2 {
		return ""
	}
	return strings.TrimRight(u.Path, "/")
}

// facts looks up what the public text of a content shows and does not hold.
func (s *Service) facts(ctx context.Context, t *Type, id string, data map[string]any, files []string) (facts, error) {
	known, err := s.Media.ByID(ctx, files)
	if err != nil {
		return facts{}, err
	}
	know := facts{files: known}
	if t.Type != "public_person" {
		return know, nil
	}
	know.units = strs(data["units"])
	units, err := s.store.unitsOf(ctx, id)
	if err != nil {
		return facts{}, err
	}
	for _, unit := range units {
		if !slices.Contains(know.units, unit) {
			know.units = append(know.units, unit)
		}
	}
	roles, err := s.store.rolesOf(ctx, id, strs(data["roles"]))
	if err != nil {
		return facts{}, err
	}
	return know, know.addRoles(roles, s.Clock.Now())
}

// addRoles takes the role and the branch of a person from the roles that are
// not over, the political ones first; without any, from those that are.
func (f *facts) addRoles(roles []roleRow, now time.Time) error {
	f.personKind = "personale-amministrativo"
	role, _ := TypeOf("role_assignment")
	best := -1
	for _, r := range roles {
		data, err := decode(r.Data)
		if err != nil {
			return err
		}
		rank := 0
		if end := momentOf(role, "end_date", data, true); end == nil || now.Before(*end) {
			rank += 2
		}
		political := vocabularies["role-types"].root(str(data["role_type"])) == "politico"
		if political {
			rank++
		}
		if rank <= best {
			continue
		}
		best, f.role, f.personKind = rank, localised(data["title"]), "personale-amministrativo"
		if political {
			f.personKind = "politici"
		}
	}
	return nil
}

// refreshPeople brings up to date the people that a role or an office names
// or no longer names: their cards show it, and their address depends on it.
func (s *Service) refreshPeople(ctx context.Context, t *Type, older database.JSON, refs []string) error {
	if t.Type != "role_assignment" && t.Type != "organizational_unit" {
		return nil
	}
	before, err := decode(older)
	if err != nil {
		return err
	}
	formerly, _ := idsOf(t, before)
	touched := map[string]bool{}
	for _, id := range slices.Concat(formerly, refs) {
		// A role says something new of its person at each change, an office
		// only when it begins or ceases to name somebody.
		if t.Type == "role_assignment" || slices.Contains(formerly, id) != slices.Contains(refs, id) {
			touched[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(touched)) {
		if err := s.refreshPerson(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) refreshPerson(ctx context.Context, id string) error {
	standing, err := s.store.standings(ctx, []string{id})
	if err != nil || standing[id].Type != "public_person" || !standing[id].Public {
		return err
	}
	r, err := s.store.lock(ctx, id)
	if err != nil {
		return err
	}
	data, err := r.published()
	if err != nil {
		return err
	}
	delete(data, "person_kind")
	t, _ := TypeOf(r.Type)
	if err := s.show(ctx, t, &r, data); err != nil {
		return err
	}
	if err := s.store.update(ctx, &r); err != nil {
		return err
	}
	return s.Bus.Publish(ctx, Published{r.ID, r.Type})
}

// hide takes a content away from visitors. Its address leads to redirectTo,
// or says that the page is gone.
func (s *Service) hide(ctx context.Context, r *row, by author, action, reason, redirectTo string) error {
	now := s.Clock.Now()
	r.Version++
	r.Public, r.RefreshedAt, r.PublishAt = false, &now, nil
	if err := s.store.setLinks(ctx, r.ID, nil); err != nil {
		return err
	}
	if err := s.store.setTags(ctx, r.ID, nil); err != nil {
		return err
	}
	if err := s.store.setMedia(ctx, r.ID, nil, true); err != nil {
		return err
	}
	if r.Path != "" && !strings.Contains(r.Path, "#") {
		if err := s.store.forward(ctx, r.ID, redirectTo); err != nil {
			return err
		}
		gone := &Redirect{FromPath: r.Path, ToPath: redirectTo, ContentID: &r.ID, Automatic: true, CreatedAt: now, CreatedBy: by.Name}
		if err := s.store.putRedirect(ctx, gone); err != nil {
			return err
		}
	}
	if err := s.note(ctx, r, by, action, reason); err != nil {
		return err
	}
	if err := s.store.update(ctx, r); err != nil {
		return err
	}
	t, _ := TypeOf(r.Type)
	if err := s.refreshPeople(ctx, t, r.PublishedData, nil); err != nil {
		return err
	}
	if err := s.record(ctx, r, action); err != nil {
		return err
	}
	return s.tell(ctx, r)
}

// tell says to the other modules, and to every replica, what became of a
// content.
func (s *Service) tell(ctx context.Context, r *row) error {
	if r.Public {
		if err := s.Bus.Publish(ctx, Published{r.ID, r.Type}); err != nil {
			return err
		}
	} else if err := s.Bus.Publish(ctx, Withdrawn{r.ID, r.Type}); err != nil {
		return err
	}
	return s.Changed(ctx)
}

// await has the queue come back when something of the content falls due.
func (s *Service) await(ctx context.Context, r *row) error {
	for _, at := range []*time.Time{r.PublishAt, r.ExpiresAt, r.LeavesAt} {
		if at == nil {
			continue
		}
		if err := s.Queue.Enqueue(ctx, dueJob{r.ID}, jobs.At(*at)); err != nil {
			return err
		}
	}
	return nil
}

// dueJob looks whether something of a content has fallen due.
type dueJob struct {
	ContentID string `json:"content_id"`
}

// Kind names the job.
func (dueJob) Kind() string { return "content.due.v1" }

// system is the author of what happens by itself.
var system = author{Name: "system"}

// onDue does what has fallen due for a content; a second delivery finds
// nothing left to do.
func (s *Service) onDue(ctx context.Context, job dueJob) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		r, err := s.store.lock(ctx, job.ContentID)
		if err != nil {
			if isMissing(err) {
				return nil
			}
			return err
		}
		now := s.Clock.Now()
		past := func(at *time.Time) bool { return at != nil && !now.Before(*at) }
		switch {
		case r.Public && past(r.ExpiresAt):
			r.Status = Expired
			return s.hide(ctx, &r, system, actionExpired, "", "")
		case r.Status == Scheduled && past(r.PublishAt):
			return s.publishDue(ctx, &r)
		case r.Public && r.ArchivedAt == nil && past(r.LeavesAt):
			r.Status = Expired
			return s.putAway(ctx, &r, system, actionExpired, "")
		}
		return nil
	})
}

// publishDue publishes what was scheduled, unless something has come between
// meanwhile: then it goes back to its editors.
func (s *Service) publishDue(ctx context.Context, r *row) error {
	t, ok := TypeOf(r.Type)
	if !ok {
		return jobs.Permanent(fmt.Errorf("type %s of a scheduled content", r.Type))
	}
	data, err := r.values()
	if err != nil {
		return err
	}
	gates, err := s.inspect(ctx, t, r.ID, data)
	if err != nil {
		return err
	}
	if stop := blocking(gates, true); len(stop) > 0 {
		r.Status, r.PublishAt = Draft, nil
		r.Version++
		if err := s.note(ctx, r, system, actionReturned, stop[0].Message["it"]); err != nil {
			return err
		}
		if err := s.store.update(ctx, r); err != nil {
			return err
		}
		return s.Bus.Publish(ctx, Changed{r.ID, r.Type})
	}
	return s.publish(ctx, t, r, system, actionPublished, "")
}

// putAway takes a content out of lists and search; its address stays.
func (s *Service) putAway(ctx context.Context, r *row, by author, action, reason string) error {
	now := s.Clock.Now()
	r.Version++
	r.ArchivedAt, r.RefreshedAt = &now, &now
	if err := s.note(ctx, r, by, action, reason); err != nil {
		return err
	}
	published := r.Version
	r.PublishedVersion = &published
	if err := s.store.update(ctx, r); err != nil {
		return err
	}
	if err := s.record(ctx, r, action); err != nil {
		return err
	}
	return s.tell(ctx, r)
}
