// Package privacy shows people what the municipality does with their data: who
// looked at or changed them, when and for what (GDPR art. 15). It owns none of
// those data: the trail is the audit module's, and every other module tells of
// its own.
package privacy

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/modules/applications"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// Cases names the applications and the attached files that acts are about.
type Cases interface {
	Labels(ctx context.Context, personID string, ids []string) (map[string]applications.Label, error)
	FileNames(ctx context.Context, ids []string) (map[string]string, error)
}

// Papers names the issued documents that acts are about.
type Papers interface {
	Titles(ctx context.Context, ids []string) (map[string]documents.Localized, error)
}

// Deps is what the service is built from.
type Deps struct {
	Audit   *audit.Service
	Tenants *tenants.Service
	Cases   Cases
	Papers  Papers
}

// Service holds the rules.
type Service struct{ Deps }

// New returns the service.
func New(d Deps) *Service { return &Service{Deps: d} }
