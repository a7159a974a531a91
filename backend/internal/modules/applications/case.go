package applications

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
)

// Case describes an application as the heading of a document about it.
func (s *Service) Case(ctx context.Context, id string) (documents.Case, error) {
	app, err := s.store.get(ctx, id)
	if err != nil {
		return documents.Case{}, err
	}
	c, _, err := s.paper(ctx, &app)
	return c, err
}
