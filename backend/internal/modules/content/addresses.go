package content

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// Address is a published content with a page of its own, as maps of the site
// list it.
type Address struct {
	Type, Path, Kind string
	Title            i18n.Text
	UpdatedAt        time.Time
}

// Addresses lists the pages of published contents that are not archived, in
// the order of their addresses, in one query. Types limits them; limit and
// offset cut a part out.
func (s *Service) Addresses(ctx context.Context, types []string, limit, offset int) ([]Address, error) {
	rows, err := s.store.addresses(ctx, types, limit, offset)
	if err != nil {
		return nil, fmt.Errorf("list addresses: %w", err)
	}
	out := make([]Address, len(rows))
	for i, r := range rows {
		out[i] = Address{Type: r.Type, Path: r.Path, Kind: r.KindCode, UpdatedAt: r.RefreshedAt}
		if err := json.Unmarshal(r.Title, &out[i].Title); err != nil {
			return nil, fmt.Errorf("title of %s: %w", r.Path, err)
		}
	}
	return out, nil
}

// CountAddresses says how many there are.
func (s *Service) CountAddresses(ctx context.Context) (n int64, err error) {
	err = s.DB.From(ctx).Model(&row{}).Where(withPage).Count(&n).Error
	return n, err
}

// withPage leaves out what is shown only inside other pages.
const withPage = "public AND archived_at IS NULL AND path LIKE '/%' AND path NOT LIKE '%#%'"

type addressRow struct {
	Type, Path, KindCode string
	Title                database.JSON
	RefreshedAt          time.Time
}

func (s store) addresses(ctx context.Context, types []string, limit, offset int) (rows []addressRow, err error) {
	g := s.db.From(ctx).Model(&row{}).Where(withPage)
	if len(types) > 0 {
		g = g.Where("type IN ?", types)
	}
	err = g.Select("type, path, kind_code, card -> 't' AS title, refreshed_at").Order("path").
		Limit(limit).Offset(offset).Scan(&rows).Error
	return rows, err
}
