package site

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// Settings is what the editors of a website set once for all its pages
// (content model §4.21).
type Settings struct {
	Name              string     `json:"name" binding:"required" example:"Comune di Borgolago"`
	ShortName         i18n.Text  `json:"short_name" binding:"required"`
	Tagline           i18n.Text  `json:"tagline" binding:"required"`
	Region            Region     `json:"region" binding:"required"`
	Languages         []Language `json:"languages" binding:"required"`
	Theme             Theme      `json:"theme" binding:"required"`
	LogoID            string     `json:"logo_id,omitempty" format:"uuid"`
	EULogo            bool       `json:"eu_logo" binding:"required"`
	Contacts          Contacts   `json:"contacts" binding:"required"`
	Socials           []Social   `json:"socials" binding:"required"`
	HeaderLinks       []Link     `json:"header_links" binding:"required"`
	LiveLabel         i18n.Text  `json:"live_label" binding:"required"`
	SearchSuggestions []Link     `json:"search_suggestions" binding:"required"`
	UsefulLinks       []Link     `json:"useful_links" binding:"required"`
	AccessibilityURL  string     `json:"accessibility_url"`
	ImprovementPlan   bool       `json:"improvement_plan" binding:"required"`
	ApprovalRequired  bool       `json:"approval_required" binding:"required"`
	MapStyleURL       string     `json:"map_style_url,omitempty"`
	IPACode           string     `json:"ipa_code,omitempty" example:"c_z999"`
	Analytics         *Analytics `json:"analytics,omitempty"`
} //	@name	SiteSettings

// Region is the region whose name stands above the header.
type Region struct {
	Name string `json:"name" binding:"required"`
	URL  string `json:"url" binding:"required"`
} //	@name	SiteRegion

// Language is a language of the website.
type Language struct {
	Code  string `json:"code" binding:"required" example:"it"`
	Label string `json:"label" binding:"required" example:"Italiano"`
} //	@name	SiteLanguage

// Theme are the colours of the municipality.
type Theme struct {
	Primary string `json:"primary,omitempty" example:"#0066CC"`
} //	@name	SiteTheme

// Contacts is how to reach the municipality.
type Contacts struct {
	Address     string `json:"address" binding:"required"`
	Phone       string `json:"phone" binding:"required"`
	TollFree    string `json:"toll_free,omitempty"`
	SMSWhatsApp string `json:"sms_whatsapp,omitempty"`
	Switchboard string `json:"switchboard,omitempty"`
	Email       string `json:"email" binding:"required"`
	PEC         string `json:"pec" binding:"required"`
	TaxCode     string `json:"tax_code" binding:"required"`
	VATNumber   string `json:"vat_number,omitempty"`
	URPUnitID   string `json:"urp_unit_id,omitempty" format:"uuid"` // ufficio relazioni con il pubblico
} //	@name	SiteContacts

// Social is a profile of the municipality on a social network.
type Social struct {
	Type string `json:"type" binding:"required" enums:"facebook,x,instagram,youtube,linkedin,telegram,whatsapp,mastodon,rss"`
	URL  string `json:"url" binding:"required"`
} //	@name	SiteSocial

// Analytics is the account of the municipality at Web Analytics Italia, the
// statistics of AgID for public administrations. Without it nothing is counted.
type Analytics struct {
	SiteID string `json:"site_id" binding:"required" example:"XqNlV4ZpQy"`
	// DashboardURL is where everybody reads the figures, once they are public.
	DashboardURL string `json:"dashboard_url,omitempty" example:"https://webanalytics.italia.it/"`
} //	@name	SiteAnalytics

// Link leads to a page of the site, or elsewhere.
type Link struct {
	Label i18n.Text `json:"label" binding:"required"`
	Path  string    `json:"path,omitempty"`
	URL   string    `json:"url,omitempty"`
} //	@name	SiteLink

const (
	maxHeaderLinks = 3 // beside the one to all topics, which is always there
	maxUsefulLinks = 6
	maxSuggestions = 8
	maxTagline     = 120
	leastContrast  = 4.5 // WCAG 2.2, 1.4.3
	declarations   = "https://form.agid.gov.it/view/"
)

// Versioned are the settings with what guards them from lost updates.
type Versioned struct {
	Settings
	Version   int64
	UpdatedBy string
	UpdatedAt time.Time
}

// Settings are those of the municipality; before anybody set them, what is
// known of it.
func (s *Service) Settings(ctx context.Context) (Versioned, error) {
	row, ok, err := s.store.settings(ctx)
	if err != nil {
		return Versioned{}, err
	}
	if !ok {
		return s.initial(ctx)
	}
	out := Versioned{Version: row.Version, UpdatedBy: row.UpdatedBy, UpdatedAt: row.UpdatedAt}
	if err := json.Unmarshal(row.Settings, &out.Settings); err != nil {
		return out, fmt.Errorf("settings of the website: %w", err)
	}
	return out, nil
}

func (s *Service) initial(ctx context.Context) (Versioned, error) {
	t, err := s.Tenants.Current(ctx)
	if err != nil {
		return Versioned{}, err
	}
	short := strings.TrimPrefix(t.Name, "Comune di ")
	return Versioned{Settings: Settings{
		Name: t.Name, ShortName: i18n.Text{"it": short}, Tagline: i18n.Text{}, Region: Region{Name: t.Region},
		Languages: []Language{{"it", "Italiano"}, {"en", "English"}}, Socials: []Social{}, HeaderLinks: []Link{},
		LiveLabel: i18n.Text{"it": "Vivere il Comune", "en": "Living here"}, SearchSuggestions: []Link{}, UsefulLinks: []Link{},
		Contacts: Contacts{Address: t.Contacts.Address, Phone: t.Contacts.Phone, Email: t.Contacts.Email, PEC: t.Contacts.PEC, TaxCode: t.Contacts.TaxCode},
	}}, nil
}

// ApprovalRequired tells whether a second person publishes what the first wrote.
func (s *Service) ApprovalRequired(ctx context.Context) (bool, error) {
	v, err := s.Settings(ctx)
	return v.ApprovalRequired, err
}

// PutSettings replaces the settings of a version that nobody changed meanwhile.
func (s *Service) PutSettings(ctx context.Context, settings Settings, version int64, by string) (Versioned, error) {
	tenant, err := s.Tenants.Current(ctx)
	if err != nil {
		return Versioned{}, err
	}
	settings = settings.whole()
	wrong, err := s.unknown(ctx, settings)
	if err != nil {
		return Versioned{}, err
	}
	if wrong = append(settings.faults(tenant.Demo), wrong...); len(wrong) > 0 {
		return Versioned{}, ErrSettings.WithFields(wrong...)
	}
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.putSettings(ctx, settings, version, by, s.Clock.Now().UTC()); err != nil {
			return err
		}
		if err := s.Audit.Record(ctx, audit.Entry{Action: "site.settings", Subject: "site", SubjectID: "settings"}); err != nil {
			return err
		}
		return s.Changed(ctx)
	})
	if err != nil {
		return Versioned{}, err
	}
	return s.Settings(ctx)
}

// whole are the settings with empty lists and texts for those left out.
func (s Settings) whole() Settings {
	for _, list := range []*[]Link{&s.HeaderLinks, &s.SearchSuggestions, &s.UsefulLinks} {
		if *list == nil {
			*list = []Link{}
		}
	}
	if s.Socials == nil {
		s.Socials = []Social{}
	}
	if s.Tagline == nil {
		s.Tagline = i18n.Text{}
	}
	if s.Analytics != nil && *s.Analytics == (Analytics{}) {
		s.Analytics = nil
	}
	return s
}

// unknown are the settings that name a picture or an office that is not there.
func (s *Service) unknown(ctx context.Context, settings Settings) ([]errs.Field, error) {
	var c checks
	if id := settings.LogoID; id != "" {
		files, err := s.Media.ByID(ctx, []string{id})
		if err != nil {
			return nil, err
		}
		if files[id].Kind != media.Image {
			c.add("/logo_id", "option", nil)
		}
	}
	if id := settings.Contacts.URPUnitID; id != "" {
		cards, err := s.Contents.CardsByID(ctx, []string{id})
		if err != nil {
			return nil, err
		}
		if cards[id].Type != "organizational_unit" {
			c.add("/contacts/urp_unit_id", "option", nil)
		}
	}
	return c, nil
}

// MediaUses tells whether the settings show a file: it is theirs as long as
// they name it.
func (s *Service) MediaUses(ctx context.Context, mediaID string) ([]media.Use, error) {
	settings, err := s.Settings(ctx)
	if err != nil || settings.LogoID == "" || settings.LogoID != mediaID {
		return nil, err
	}
	return []media.Use{{Type: "site_settings", Title: "Impostazioni del sito: logo", Path: "/ufficio/sito", Published: true}}, nil
}

// networks are the social networks that the header has an icon for.
var networks = []string{"facebook", "x", "instagram", "youtube", "linkedin", "telegram", "whatsapp", "mastodon", "rss"}

var (
	colour    = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
	language  = regexp.MustCompile(`^[a-z]{2}$`)
	waiSite   = regexp.MustCompile(`^[0-9A-Za-z]{1,32}$`)
	waiPublic = regexp.MustCompile(`^https://([a-z0-9-]+\.)?webanalytics\.italia\.it(/|$)`)
)

// checks gathers what is wrong with a form.
type checks []errs.Field

func (c *checks) add(pointer, code string, params map[string]any) {
	*c = append(*c, errs.Field{Pointer: pointer, Code: code, Params: params})
}

func (c *checks) required(pointer, value string) {
	if strings.TrimSpace(value) == "" {
		c.add(pointer, "required", nil)
	}
}

func (c *checks) https(pointer, value string) {
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		c.add(pointer, "url", nil)
	}
}

// address takes an address for mail and nothing around it.
func (c *checks) address(pointer, value string) {
	if strings.TrimSpace(value) == "" {
		c.add(pointer, "required", nil)
		return
	}
	if parsed, err := mail.ParseAddress(value); err != nil || parsed.Address != value {
		c.add(pointer, "format", nil)
	}
}

// local tells a path of this website from the address of another ("//host").
func local(path string) bool {
	return strings.HasPrefix(path, "/") && !strings.HasPrefix(path, "//") && !strings.Contains(path, `\`)
}

func (c *checks) links(pointer string, links []Link, most int) {
	if len(links) > most {
		c.add(pointer, "max_items", map[string]any{"max": most})
	}
	for i, l := range links {
		at := pointer + "/" + strconv.Itoa(i)
		c.required(at+"/label/it", l.Label["it"])
		switch {
		case (l.Path == "") == (l.URL == ""):
			c.add(at+"/path", "required", nil)
		case l.Path != "" && !local(l.Path):
			c.add(at+"/path", "format", nil)
		case l.URL != "":
			c.https(at+"/url", l.URL)
		}
	}
}

// faults are what is wrong with the settings themselves. Only a demo does
// without an accessibility statement.
func (s Settings) faults(demo bool) []errs.Field {
	var c checks
	c.required("/name", s.Name)
	c.required("/short_name/it", s.ShortName["it"])
	c.required("/contacts/address", s.Contacts.Address)
	c.address("/contacts/email", s.Contacts.Email)
	c.address("/contacts/pec", s.Contacts.PEC)
	c.required("/contacts/tax_code", s.Contacts.TaxCode)
	for lang, text := range s.Tagline {
		if utf8.RuneCountInString(text) > maxTagline {
			c.add("/tagline/"+lang, "max_length", map[string]any{"max": maxTagline})
		}
	}
	if s.Region.URL != "" {
		c.https("/region/url", s.Region.URL)
	}
	if !strings.HasPrefix(s.LiveLabel["it"], "Vivere ") { // C.SI.1.6
		c.add("/live_label/it", "live_label", nil)
	}
	if (s.AccessibilityURL != "" || !demo) && !strings.HasPrefix(s.AccessibilityURL, declarations) { // C.SI.3.2
		c.add("/accessibility_url", "accessibility_url", map[string]any{"prefix": declarations})
	}
	if s.MapStyleURL != "" && !local(s.MapStyleURL) { // the pages load nothing from elsewhere
		c.add("/map_style_url", "format", nil)
	}
	s.checkLanguages(&c)
	s.checkColours(&c)
	s.checkAnalytics(&c)
	for i, social := range s.Socials {
		c.https("/socials/"+strconv.Itoa(i)+"/url", social.URL)
		if !slices.Contains(networks, social.Type) {
			c.add("/socials/"+strconv.Itoa(i)+"/type", "option", nil)
		}
	}
	c.links("/header_links", s.HeaderLinks, maxHeaderLinks)
	c.links("/useful_links", s.UsefulLinks, maxUsefulLinks)
	c.links("/search_suggestions", s.SearchSuggestions, maxSuggestions)
	return c
}

func (s Settings) checkLanguages(c *checks) {
	italian := false
	for i, l := range s.Languages {
		italian = italian || l.Code == "it"
		twice := slices.ContainsFunc(s.Languages[:i], func(other Language) bool { return other.Code == l.Code })
		if twice || !language.MatchString(l.Code) || strings.TrimSpace(l.Label) == "" {
			c.add("/languages/"+strconv.Itoa(i), "format", nil)
		}
	}
	if !italian {
		c.add("/languages", "italian", nil)
	}
}

func (s Settings) checkAnalytics(c *checks) {
	if s.Analytics == nil {
		return
	}
	if !waiSite.MatchString(s.Analytics.SiteID) {
		c.add("/analytics/site_id", "format", nil)
	}
	if at := s.Analytics.DashboardURL; at != "" && !waiPublic.MatchString(at) {
		c.add("/analytics/dashboard_url", "format", nil)
	}
}

func (s Settings) checkColours(c *checks) {
	if s.Theme.Primary == "" {
		return
	}
	if !colour.MatchString(s.Theme.Primary) {
		c.add("/theme/primary", "format", nil)
		return
	}
	if got := Contrast(s.Theme.Primary, "#FFFFFF"); got < leastContrast {
		c.add("/theme/primary", "contrast", map[string]any{"least": leastContrast, "actual": math.Floor(got*100) / 100})
	}
}

// Contrast is the ratio of two colours written #RRGGBB, from 1 to 21 (WCAG 2.2).
func Contrast(a, b string) float64 {
	light, dark := luminance(a), luminance(b)
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

func luminance(hex string) float64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		return 0
	}
	channel := func(shift uint) float64 {
		v := float64(n>>shift&0xff) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
