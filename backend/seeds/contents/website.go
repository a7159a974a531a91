package contents

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/site"
)

// author is who the settings are written by.
const author = "Dimostrazione"

// siteFile is site.yaml: the settings of the website and what is in evidence.
type siteFile struct {
	ShortName   i18n.Text `yaml:"short_name"`
	Tagline     i18n.Text `yaml:"tagline"`
	RegionURL   string    `yaml:"region_url"`
	Primary     string    `yaml:"primary"`
	EULogo      bool      `yaml:"eu_logo"`
	Plan        bool      `yaml:"improvement_plan"`
	Declaration string    `yaml:"accessibility_url"`
	IPACode     string    `yaml:"ipa_code"`
	LiveLabel   i18n.Text `yaml:"live_label"`
	Contacts    struct {
		Address     string `yaml:"address"`
		Phone       string `yaml:"phone"`
		TollFree    string `yaml:"toll_free"`
		SMSWhatsApp string `yaml:"sms_whatsapp"`
		Switchboard string `yaml:"switchboard"`
		Email       string `yaml:"email"`
		PEC         string `yaml:"pec"`
		VATNumber   string `yaml:"vat_number"`
		URP         string `yaml:"urp"` // key of the office
	} `yaml:"contacts"`
	Socials     []site.Social       `yaml:"socials"`
	HeaderLinks []link              `yaml:"header_links"`
	Suggestions []link              `yaml:"search_suggestions"`
	UsefulLinks []link              `yaml:"useful_links"`
	Evidence    map[string][]string `yaml:"evidence"` // slot → keys
}

// link leads to a content by its key, to a path of the site or elsewhere.
type link struct {
	Label i18n.Text `yaml:"label"`
	Ref   string    `yaml:"ref"`
	Path  string    `yaml:"path"`
	URL   string    `yaml:"url"`
}

// settings writes the settings of the website, unless somebody has done so.
func (s *seed) settings(ctx context.Context) error {
	v, err := s.Site.Settings(ctx)
	if err != nil || v.Version > 0 {
		return err
	}
	f, out := s.town.site, v.Settings
	out.ShortName, out.Tagline, out.LiveLabel = f.ShortName, f.Tagline, f.LiveLabel
	out.Region.URL, out.Theme.Primary, out.EULogo = f.RegionURL, f.Primary, f.EULogo
	out.ImprovementPlan, out.AccessibilityURL, out.IPACode = f.Plan, f.Declaration, f.IPACode
	if f.Socials != nil {
		out.Socials = f.Socials
	}
	c := f.Contacts
	out.Contacts = site.Contacts{
		Address: c.Address, Phone: c.Phone, TollFree: c.TollFree, SMSWhatsApp: c.SMSWhatsApp, Switchboard: c.Switchboard,
		Email: c.Email, PEC: c.PEC, TaxCode: out.Contacts.TaxCode, VATNumber: c.VATNumber,
	}
	if out.Contacts.URPUnitID, err = s.id(ctx, c.URP); err != nil {
		return err
	}
	for _, group := range []struct {
		from []link
		to   *[]site.Link
	}{{f.HeaderLinks, &out.HeaderLinks}, {f.Suggestions, &out.SearchSuggestions}, {f.UsefulLinks, &out.UsefulLinks}} {
		if *group.to, err = s.links(ctx, group.from); err != nil {
			return err
		}
	}
	_, err = s.Site.PutSettings(ctx, out, v.Version, author)
	return err
}

func (s *seed) links(ctx context.Context, from []link) ([]site.Link, error) {
	out := make([]site.Link, len(from))
	for i, l := range from {
		out[i] = site.Link{Label: l.Label, Path: l.Path, URL: l.URL}
		if l.Ref == "" {
			continue
		}
		id, err := s.id(ctx, l.Ref)
		if err != nil {
			return nil, err
		}
		cards, err := s.Content.CardsByID(ctx, []string{id})
		if err != nil {
			return nil, err
		}
		out[i].Path = cards[id].Path
	}
	return out, nil
}

// evidence fills the slots that nobody has filled.
func (s *seed) evidence(ctx context.Context) error {
	now, err := s.Site.Evidence(ctx)
	if err != nil {
		return err
	}
	versions := map[string]int64{}
	for _, e := range now {
		versions[e.Slot.ID] = e.Version
	}
	for _, slot := range slices.Sorted(maps.Keys(s.town.site.Evidence)) {
		if versions[slot] > 0 {
			continue
		}
		var chosen []string
		for _, key := range s.town.site.Evidence[slot] {
			id, err := s.id(ctx, key)
			if err != nil {
				return err
			}
			chosen = append(chosen, id)
		}
		if _, err := s.Site.PutEvidence(ctx, slot, chosen, 0, author); err != nil {
			return fmt.Errorf("evidence in %s: %w", slot, err)
		}
	}
	return nil
}
