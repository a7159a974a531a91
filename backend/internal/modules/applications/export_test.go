package applications

import (
	"context"

	"github.com/sportello-pa/sportello/backend/internal/modules/documents"
)

// ReceiptOf is what the receipt of an application will say.
func ReceiptOf(ctx context.Context, d Deps, id string) (documents.ReceiptContent, error) {
	s := &Service{Deps: d, store: store{db: d.DB}}
	app, err := s.store.get(ctx, id)
	if err != nil {
		return documents.ReceiptContent{}, err
	}
	return s.receiptContent(ctx, &app)
}
