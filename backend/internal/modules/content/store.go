package content

import (
	"context"
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// store holds the queries of the module that write or read single rows; those
// of lists are in store_lists.go.
type store struct{ db *database.DB }

// found turns "no row" into missing.
func found(err, missing error) error {
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return missing
	}
	return err
}

func (s store) get(ctx context.Context, id string) (r row, err error) {
	if !ids.Valid(id) {
		return r, ErrNotFound
	}
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&r, "id = ?", id).Error
	return r, found(err, ErrNotFound)
}

// lock returns the row and holds it until the transaction ends.
func (s store) lock(ctx context.Context, id string) (r row, err error) {
	if !ids.Valid(id) {
		return r, ErrNotFound
	}
	err = s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}, database.Limit(1)).Take(&r, "id = ?", id).Error
	return r, found(err, ErrNotFound)
}

func (s store) lockByKey(ctx context.Context, key string) (r row, err error) {
	err = s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}, database.Limit(1)).Take(&r, "key = ?", key).Error
	return r, found(err, ErrNotFound)
}

func (s store) byKey(ctx context.Context, key string) (r row, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&r, "key = ?", key).Error
	return r, found(err, ErrNotFound)
}

func (s store) idByKey(ctx context.Context, key string) (id string, err error) {
	err = s.db.From(ctx).Model(&row{}).Select("id").Clauses(database.Limit(1)).Take(&id, "key = ?", key).Error
	return id, found(err, ErrNotFound)
}

// keys finds the contents imported with the given keys.
func (s store) keys(ctx context.Context, keys []string) (map[string]string, error) {
	var rows []row
	err := s.db.From(ctx).Select("id", "key").Where("key IN ?", keys).Find(&rows).Error
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Key] = r.ID
	}
	return out, err
}

func (s store) create(ctx context.Context, r *row) error {
	return s.db.From(ctx).Create(r).Error
}

func (s store) update(ctx context.Context, r *row) error {
	return s.db.From(ctx).Model(r).Select("*").Updates(r).Error
}

func (s store) remove(ctx context.Context, id string) error {
	return s.db.From(ctx).Delete(&row{}, "id = ?", id).Error
}

// takenPaths lists which of the addresses are in use by another content.
func (s store) takenPaths(ctx context.Context, paths []string, except string) (taken []string, err error) {
	err = s.db.From(ctx).Model(&row{}).Where("path IN ? AND id <> ?", paths, except).Pluck("path", &taken).Error
	return taken, err
}

func (s store) addRevision(ctx context.Context, r *revision) error {
	return s.db.From(ctx).Create(r).Error
}

func (s store) revisions(ctx context.Context, id string) (list []revision, err error) {
	err = s.db.From(ctx).Omit("data").Where("content_id = ?", id).Order("number DESC").Clauses(database.Limit(200)).Find(&list).Error
	return list, err
}

func (s store) revision(ctx context.Context, id string, number int64) (r revision, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&r, "content_id = ? AND number = ?", id, number).Error
	return r, found(err, ErrRevision)
}

// setLinks puts the links of a public text in the place of the older ones.
func (s store) setLinks(ctx context.Context, id string, links []link) error {
	if err := s.db.From(ctx).Delete(&link{}, "from_id = ?", id).Error; err != nil || len(links) == 0 {
		return err
	}
	for i := range links {
		links[i].FromID = id
	}
	return s.db.From(ctx).CreateInBatches(links, 200).Error
}

// setTags puts what a public text is found by in the place of the older tags.
func (s store) setTags(ctx context.Context, id string, names []string) error {
	if err := s.db.From(ctx).Delete(&tag{}, "content_id = ?", id).Error; err != nil || len(names) == 0 {
		return err
	}
	tags := make([]tag, len(names))
	for i, name := range names {
		tags[i] = tag{ContentID: id, Tag: name}
	}
	return s.db.From(ctx).CreateInBatches(tags, 200).Error
}

// setMedia notes which files the working or the public text shows.
func (s store) setMedia(ctx context.Context, id string, files []string, public bool) error {
	if err := s.db.From(ctx).Delete(&mediaUse{}, "content_id = ? AND public = ?", id, public).Error; err != nil || len(files) == 0 {
		return err
	}
	uses := make([]mediaUse, len(files))
	for i, file := range files {
		uses[i] = mediaUse{ContentID: id, MediaID: file, Public: public}
	}
	return s.db.From(ctx).CreateInBatches(uses, 200).Error
}

// showingRow is a content that shows a file, and whether its public text does.
type showingRow struct {
	ID, Type, Path string
	Title          database.JSON
	InPublic       bool
}

func (s store) showing(ctx context.Context, mediaID string) (list []showingRow, err error) {
	err = s.db.From(ctx).Model(&row{}).Select("contents.id", "contents.type", "contents.title", "contents.path", "bool_or(u.public) AS in_public").
		Joins("JOIN content_media u ON u.tenant_id = contents.tenant_id AND u.content_id = contents.id").Where("u.media_id = ?", mediaID).
		Group("contents.tenant_id, contents.id").Order("contents.updated_at DESC").Clauses(database.Limit(100)).Scan(&list).Error
	return list, err
}

func (s store) redirect(ctx context.Context, path string) (r Redirect, err error) {
	err = s.db.From(ctx).Clauses(database.Limit(1)).Take(&r, "from_path = ?", path).Error
	return r, found(err, ErrRedirect)
}

// putRedirect has from lead to to, wherever it led before.
func (s store) putRedirect(ctx context.Context, r *Redirect) error {
	r.ID = ids.New()
	return s.db.From(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "tenant_id"}, {Name: "from_path"}},
		DoUpdates: clause.AssignmentColumns([]string{"to_path", "content_id", "automatic", "created_at", "created_by"}),
	}).Create(r).Error
}

// forward has the redirects of a content lead to where it is now.
func (s store) forward(ctx context.Context, contentID, to string) error {
	return s.db.From(ctx).Model(&Redirect{}).Where("content_id = ?", contentID).Update("to_path", to).Error
}

func (s store) dropRedirect(ctx context.Context, path string) error {
	return s.db.From(ctx).Delete(&Redirect{}, "from_path = ?", path).Error
}

func (s store) removeRedirect(ctx context.Context, id string) (removed bool, err error) {
	if !ids.Valid(id) {
		return false, nil
	}
	res := s.db.From(ctx).Delete(&Redirect{}, "id = ?", id)
	return res.RowsAffected > 0, res.Error
}

func (s store) redirects(ctx context.Context, limit int, after string) (list []Redirect, err error) {
	q := s.db.From(ctx)
	if after != "" {
		q = q.Where("from_path > ?", after)
	}
	err = q.Order("from_path").Clauses(database.Limit(limit)).Find(&list).Error
	return list, err
}

// sameTitle tells whether another public content of the type has the title.
func (s store) sameTitle(ctx context.Context, typ, sortTitle, except string) (bool, error) {
	var n int64
	err := s.db.From(ctx).Model(&row{}).Where("type = ? AND sort_title = ? AND id <> ? AND public AND archived_at IS NULL",
		typ, sortTitle, except).Count(&n).Error
	return n > 0, err
}

// standing is how far a content that others refer to has come.
type standing struct {
	ID     string
	Type   string
	Status Status
	Public bool
	Title  database.JSON
	Data   database.JSON
}

func (s store) standings(ctx context.Context, wanted []string) (map[string]standing, error) {
	var rows []standing
	if len(wanted) > 0 {
		if err := s.db.From(ctx).Model(&row{}).Select("id", "type", "status", "public", "title", "coalesce(published_data, data) AS data").
			Where("id IN ?", wanted).Find(&rows).Error; err != nil {
			return nil, err
		}
	}
	out := make(map[string]standing, len(rows))
	for _, r := range rows {
		out[r.ID] = r
	}
	return out, nil
}

// knownPaths lists which of the addresses lead to a public content or on to
// another page.
func (s store) knownPaths(ctx context.Context, paths []string) (map[string]bool, error) {
	known := map[string]bool{}
	if len(paths) == 0 {
		return known, nil
	}
	var list, moved []string
	if err := s.db.From(ctx).Model(&row{}).Where("path IN ? AND public", paths).Pluck("path", &list).Error; err != nil {
		return nil, err
	}
	if err := s.db.From(ctx).Model(&Redirect{}).Where("from_path IN ? AND to_path <> ''", paths).Pluck("from_path", &moved).Error; err != nil {
		return nil, err
	}
	for _, path := range append(list, moved...) {
		known[path] = true
	}
	return known, nil
}

// roleRow is a role as the card of its person needs it.
type roleRow struct{ Data database.JSON }

// rolesOf lists the public roles of a person.
func (s store) rolesOf(ctx context.Context, personID string, own []string) (list []roleRow, err error) {
	err = s.db.From(ctx).Model(&row{}).Select("published_data AS data").
		Where("type = 'role_assignment' AND public").
		Where(s.db.From(ctx).Where("id IN (?)", s.tagged(ctx, refTag+personID)).Or("id = ANY(?::uuid[])", textArray(own))).
		Order("order_date DESC, id").Find(&list).Error
	return list, err
}

// unitsOf lists the public units that name a person among their people.
func (s store) unitsOf(ctx context.Context, personID string) (list []string, err error) {
	err = s.db.From(ctx).Model(&link{}).Distinct("from_id").Where("to_id = ? AND field IN ?", personID, []string{"people", "responsible_people"}).
		Where("EXISTS (SELECT FROM contents c WHERE c.tenant_id = content_links.tenant_id AND c.id = from_id AND c.type = 'organizational_unit' AND c.public)").
		Pluck("from_id", &list).Error
	return list, err
}
