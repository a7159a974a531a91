package database

import (
	"context"
	"errors"
)

// ErrNoTenant says that rows of a municipality were asked for by a context
// that names none. It is always a fault of the program.
var ErrNoTenant = errors.New("database: the context names no tenant")

// ErrOtherTenant says that a row, or a context, names another tenant than the
// one at work.
var ErrOtherTenant = errors.New("database: another tenant than the one at work")

// ErrUnguarded says that a statement went around the guard: raw SQL, or a
// table without its model. See AllowRaw.
var ErrUnguarded = errors.New("database: the statement does not name tenant_id")

type (
	tenantKey struct{}
	rawKey    struct{}
)

// WithTenant returns a context that works for the tenant id.
func WithTenant(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, tenantKey{}, id)
}

// TenantID returns the tenant that ctx works for, or "".
func TenantID(ctx context.Context) string {
	id, _ := ctx.Value(tenantKey{}).(string)
	return id
}

// AllowRaw returns a context whose sessions accept SQL that does not name
// tenant_id. Row-level security still applies.
func AllowRaw(ctx context.Context) context.Context {
	return context.WithValue(ctx, rawKey{}, true)
}

func rawAllowed(ctx context.Context) bool {
	allowed, _ := ctx.Value(rawKey{}).(bool)
	return allowed
}
