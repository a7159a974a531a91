package identity

import (
	"context"
	"slices"
)

// Kind says which sort of subject is acting.
type Kind string

// The kinds of actor. A request that nobody signed has the empty kind.
const (
	Citizen  Kind = "citizen"
	Operator Kind = "operator"
	System   Kind = "system"
)

// RoleAdmin is the operator role that opens the administration of the tenant.
const RoleAdmin = "admin"

// Actor is whoever a piece of work is done for: the person or the operator of
// the request, or the system itself inside a job.
type Actor struct {
	Kind       Kind
	PersonID   string
	OperatorID string
	Name       string
	TenantID   string
	Roles      []string
	Offices    []string
	Level      int    // assurance level of the identity, 1 to 3; 0 for operators
	Provider   string // spid, cie or password
	SessionID  string // empty for access tokens
}

// HasRole reports whether the actor was given the role.
func (a Actor) HasRole(role string) bool { return slices.Contains(a.Roles, role) }

// InOffice reports whether the actor may work for the office; an administrator
// works for all of them.
func (a Actor) InOffice(office string) bool {
	return a.HasRole(RoleAdmin) || slices.Contains(a.Offices, office)
}

type actorKey struct{}

// WithActor returns a context in which a is the one acting.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns who is acting in ctx; the zero Actor when nobody signed in.
func ActorFrom(ctx context.Context) Actor {
	a, _ := ctx.Value(actorKey{}).(Actor)
	return a
}
