package content

import (
	"context"
	"maps"

	"gorm.io/gorm/clause"
)

// sheetKey is the key of the sheet that the platform writes for a service.
func sheetKey(serviceID string) string { return "catalogue:" + serviceID }

// sheetsOf locks the sheets of the website that are about a service of the
// catalogue, those written by the platform left out.
func (s store) sheetsOf(ctx context.Context, serviceID string) (rows []row, err error) {
	err = s.db.From(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Order("created_at, id").
		Where("type = 'service' AND data->>'catalogue_id' = ? AND key IS DISTINCT FROM ? AND status <> ?", serviceID, sheetKey(serviceID), Archived).
		Find(&rows).Error
	return rows, err
}

// LinkService gives the sheets that the website has of a service the way into
// it, and says whether there is one: the platform then writes none of its own.
// A way that an editor has chosen stays.
func (s *Service) LinkService(ctx context.Context, serviceID string, channel map[string]any) (found bool, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		rows, err := s.store.sheetsOf(ctx, serviceID)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := s.link(ctx, &rows[i], serviceID, channel); err != nil {
				return err
			}
		}
		found = len(rows) > 0
		return nil
	})
	return found, err
}

func (s *Service) link(ctx context.Context, r *row, serviceID string, channel map[string]any) error {
	data, err := r.values()
	if err != nil {
		return err
	}
	ways := groups(data["digital_channel"])
	_, form := channel["service_definition_id"]
	if channel == nil || leadsTo(ways, serviceID) || len(ways) > 0 && (!form || r.UpdatedByID != "") {
		return nil
	}
	t, _ := TypeOf(r.Type)
	values, err := plainValues(map[string]any{"digital_channel": []any{channel}})
	if err != nil {
		return err
	}
	data = maps.Clone(data)
	data["digital_channel"] = values["digital_channel"]
	return s.rewrite(ctx, t, r, data)
}

func leadsTo(ways []map[string]any, serviceID string) bool {
	for _, way := range ways {
		if way["service_definition_id"] == serviceID {
			return true
		}
	}
	return false
}

// rewrite changes the working text, and the public one unless an editor has
// something under way.
func (s *Service) rewrite(ctx context.Context, t *Type, r *row, data map[string]any) error {
	pending := r.PublishedVersion == nil || *r.PublishedVersion != r.Version
	if err := s.set(ctx, t, r, data); err != nil {
		return err
	}
	r.Version++
	if !r.Public || pending {
		return s.store.update(ctx, r)
	}
	return s.publish(ctx, t, r, importer, actionPublished, "")
}

// UnlinkService takes the way into a service from the sheets of the website,
// and puts away the sheet that the platform wrote.
func (s *Service) UnlinkService(ctx context.Context, serviceID string) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		rows, err := s.store.sheetsOf(ctx, serviceID)
		if err != nil {
			return err
		}
		for i := range rows {
			if err := s.unlink(ctx, &rows[i], serviceID); err != nil {
				return err
			}
		}
		own, err := s.store.lockByKey(ctx, sheetKey(serviceID))
		if isMissing(err) || err == nil && own.Status == Archived {
			return nil
		}
		if err != nil {
			return err
		}
		own.Status, own.ImportHash = Archived, "" // it comes back with the service
		return s.putAway(ctx, &own, importer, actionArchived, "")
	})
}

func (s *Service) unlink(ctx context.Context, r *row, serviceID string) error {
	data, err := r.values()
	if err != nil || !leadsTo(groups(data["digital_channel"]), serviceID) {
		return err
	}
	t, _ := TypeOf(r.Type)
	data = maps.Clone(data)
	delete(data, "digital_channel")
	return s.rewrite(ctx, t, r, data)
}
