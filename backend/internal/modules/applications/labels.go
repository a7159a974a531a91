package applications

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// Label is how a list elsewhere names an application of a person.
type Label struct {
	ID      string
	Number  string
	Service tenants.Text
}

// Labels names the applications of a person among the ids; those that are no
// more are left out.
func (s *Service) Labels(ctx context.Context, personID string, ids []string) (map[string]Label, error) {
	out := make(map[string]Label, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := s.store.labels(ctx, personID, ids)
	for _, a := range rows {
		out[a.ID] = Label{ID: a.ID, Number: a.number(), Service: tenants.Text{IT: a.ServiceTitleIT, EN: a.ServiceTitleEN}}
	}
	return out, err
}

// FileNames tells the names of attached files by their ids.
func (s *Service) FileNames(ctx context.Context, ids []string) (map[string]string, error) {
	out := make(map[string]string, len(ids))
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := s.store.fileNames(ctx, ids)
	for _, a := range rows {
		out[a.ID] = a.FileName
	}
	return out, err
}
