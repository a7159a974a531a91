package content

import (
	"context"
	"slices"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// The roles of editors, each with what the one before may do: an author
// writes, a publisher decides what visitors read, an administrator of contents
// may let through what the assertion of the measure asks for.
const (
	RoleAuthor       = "author"
	RolePublisher    = "publisher"
	RoleContentAdmin = "content_admin"
)

var roleRank = map[string]int{RoleAuthor: 1, RolePublisher: 2, RoleContentAdmin: 3}

// Grant lets an operator edit a part of the website. Without sections it is
// all of them, without offices too.
type Grant struct {
	Role     string
	Sections []string
	UnitIDs  []string
}

// grantRow is one row of editor_grants.
type grantRow struct {
	TenantID   string `gorm:"primaryKey"`
	ID         string `gorm:"primaryKey"`
	OperatorID string
	Role       string
	Sections   textArray
	UnitIDs    textArray `gorm:"column:unit_ids"`
}

// TableName names the table of grants.
func (grantRow) TableName() string { return "editor_grants" }

// sections are the parts of the website that a grant can name.
var sections = []string{"administration", "news", "services", "live", "documents", "topics", "transversal"}

// What an editor does needs a rank.
const (
	toWrite    = 1
	toPublish  = 2
	toOverride = 3
)

// rights are what the operator who acts may do.
type rights struct {
	author
	admin  bool
	grants []Grant
}

// rights reads what the operator of ctx may do.
func (s *Service) rights(ctx context.Context) (rights, error) {
	actor := identity.ActorFrom(ctx)
	r := rights{author: author{actor.OperatorID, actor.Name}, admin: actor.HasRole(identity.RoleAdmin)}
	for _, role := range actor.Roles {
		if roleRank[role] > 0 {
			r.grants = append(r.grants, Grant{Role: role})
		}
	}
	if r.admin || actor.OperatorID == "" {
		return r, nil
	}
	rows, err := s.store.grants(ctx, actor.OperatorID)
	for _, row := range rows {
		r.grants = append(r.grants, Grant{row.Role, row.Sections, row.UnitIDs})
	}
	return r, err
}

// editor tells whether the operator may edit anything at all.
func (r rights) editor() bool { return r.admin || len(r.grants) > 0 }

// may tells whether the operator has the rank for a content of a section that
// belongs to an office, if to any.
func (r rights) may(rank int, section string, unit *string) bool {
	return r.admin || slices.ContainsFunc(r.grants, func(g Grant) bool {
		return roleRank[g.Role] >= rank && (len(g.Sections) == 0 || slices.Contains(g.Sections, section)) &&
			(len(g.UnitIDs) == 0 || unit != nil && slices.Contains(g.UnitIDs, *unit))
	})
}

// can names what the operator may do with a type.
func (r rights) can(t *Type) []string {
	out := []string{}
	for _, one := range []struct {
		rank int
		name string
	}{{toWrite, "create"}, {toPublish, "publish"}, {toOverride, "override"}} {
		if r.admin || slices.ContainsFunc(r.grants, func(g Grant) bool {
			return roleRank[g.Role] >= one.rank && (len(g.Sections) == 0 || slices.Contains(g.Sections, t.Section))
		}) {
			out = append(out, one.name)
		}
	}
	return out
}

// defaultUnit is the office of what the operator writes in a section, when
// the operator writes only for offices.
func (r rights) defaultUnit(section string) *string {
	if r.may(toWrite, section, nil) {
		return nil
	}
	for _, g := range r.grants {
		if (len(g.Sections) == 0 || slices.Contains(g.Sections, section)) && len(g.UnitIDs) > 0 {
			return &g.UnitIDs[0]
		}
	}
	return nil
}

// IsEditor tells whether the operator of ctx may edit any part of the website.
func (s *Service) IsEditor(ctx context.Context) bool {
	r, err := s.rights(ctx)
	return err == nil && r.editor()
}

// MayDecide tells whether the operator of ctx may decide what visitors read in
// a section of the website.
func (s *Service) MayDecide(ctx context.Context, section string) bool {
	r, err := s.rights(ctx)
	return err == nil && r.may(toPublish, section, nil)
}

// Grants lists what an operator may edit.
func (s *Service) Grants(ctx context.Context, operatorID string) ([]Grant, error) {
	if !ids.Valid(operatorID) {
		return nil, ErrOperator
	}
	rows, err := s.store.grants(ctx, operatorID)
	out := make([]Grant, len(rows))
	for i, row := range rows {
		out[i] = Grant{row.Role, row.Sections, row.UnitIDs}
	}
	return out, err
}

// AllGrants lists what each operator may edit, by operator.
func (s *Service) AllGrants(ctx context.Context) (map[string][]Grant, error) {
	rows, err := s.store.allGrants(ctx)
	out := map[string][]Grant{}
	for _, row := range rows {
		out[row.OperatorID] = append(out[row.OperatorID], Grant{row.Role, row.Sections, row.UnitIDs})
	}
	return out, err
}

// SetGrants puts what an operator may edit in the place of what was there.
func (s *Service) SetGrants(ctx context.Context, operatorID string, grants []Grant) error {
	if !ids.Valid(operatorID) {
		return ErrOperator
	}
	rows := make([]grantRow, len(grants))
	for i, g := range grants {
		valid := roleRank[g.Role] > 0 && !slices.ContainsFunc(g.UnitIDs, func(id string) bool { return !ids.Valid(id) }) &&
			!slices.ContainsFunc(g.Sections, func(name string) bool { return !slices.Contains(sections, name) })
		if !valid {
			return ErrInvalid.WithFields(errs.Field{Pointer: "/grants", Code: "grant"})
		}
		rows[i] = grantRow{ID: ids.New(), OperatorID: operatorID, Role: g.Role, Sections: textArray(g.Sections), UnitIDs: textArray(g.UnitIDs)}
	}
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.setGrants(ctx, operatorID, rows); err != nil {
			return err
		}
		return s.Audit.Record(ctx, audit.Entry{Action: "editor-grants-set", Subject: "operator", SubjectID: operatorID})
	})
}
