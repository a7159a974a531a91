package content

import (
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

	"github.com/microcosm-cc/bluemonday"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
)

// Limits of a content as a whole; a field may set narrower ones.
const (
	maxItems    = 500
	maxText     = 1000
	maxTextarea = 5000
	maxRich     = 200_000
)

var (
	languageCode = regexp.MustCompile(`^[a-z]{2}$`)
	phone        = regexp.MustCompile(`^\+?[0-9][0-9 ./-]{2,24}$`)
	boldTag      = regexp.MustCompile(`(?i)<(/?)b(\s[^>]*)?>`)
	italicTag    = regexp.MustCompile(`(?i)<(/?)i(\s[^>]*)?>`)
)

// safeHTML is the only HTML that a rich text may hold.
var safeHTML = func() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "ul", "ol", "li", "strong", "em", "h3", "h4", "h5", "blockquote",
		"table", "caption", "thead", "tbody", "tr", "th", "td")
	p.AllowAttrs("colspan", "rowspan").Matching(bluemonday.Integer).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col)$`)).OnElements("th")
	p.AllowAttrs("href").OnElements("a")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("https", "http", "mailto", "tel")
	return p
}()

// Sanitise keeps of an HTML text what a rich text may hold.
func Sanitise(html string) string {
	html = boldTag.ReplaceAllString(html, "<${1}strong>")
	html = italicTag.ReplaceAllString(html, "<${1}em>")
	return strings.TrimSpace(safeHTML.Sanitize(html))
}

// cleaner checks the values of a content against its type and brings them to
// the form in which they are kept.
type cleaner struct {
	problems []errs.Field
	// refs looks up contents by their external key, for imports.
	refs func(key string) (string, error)
	err  error
}

// clean checks data against t. What it returns has only known fields, each of
// its kind; empty values are left out.
func clean(t *Type, data map[string]any) (map[string]any, []errs.Field) {
	c := &cleaner{}
	out := c.object("/data", data, t.Fields)
	return out, c.problems
}

func (c *cleaner) problem(at, code string, params map[string]any) {
	c.problems = append(c.problems, errs.Field{Pointer: at, Code: code, Params: params, Field: strings.TrimPrefix(at, "/data/")})
}

func (c *cleaner) object(at string, data map[string]any, fields []Field) map[string]any {
	out := make(map[string]any, len(data))
	known := make(map[string]bool, len(fields))
	for _, f := range fields {
		known[f.Key] = true
		value, given := data[f.Key]
		if !given || value == nil || f.Computed {
			continue
		}
		if cleaned := c.value(at+"/"+f.Key, value, f); cleaned != nil {
			out[f.Key] = cleaned
		}
	}
	for key := range data {
		if !known[key] {
			c.problem(at+"/"+key, "unknown", nil)
		}
	}
	return out
}

func (c *cleaner) value(at string, value any, f Field) any {
	if !f.Many {
		return c.one(at, value, f)
	}
	items, ok := value.([]any)
	if !ok {
		c.problem(at, "list", nil)
		return nil
	}
	most := maxItems
	if f.MaxItems > 0 {
		most = f.MaxItems
	}
	if len(items) > most {
		c.problem(at, "max_items", map[string]any{"max": most})
		return nil
	}
	out := make([]any, 0, len(items))
	for i, item := range items {
		if cleaned := c.one(at+"/"+strconv.Itoa(i), item, f); cleaned != nil {
			out = append(out, cleaned)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (c *cleaner) one(at string, value any, f Field) any {
	switch f.Kind {
	case KindText, KindTextarea, KindRich:
		return c.texts(at, value, f)
	case KindBool:
		if _, ok := value.(bool); !ok {
			c.problem(at, "bool", nil)
			return nil
		}
		return value
	case KindInt, KindMoney, KindDecimal:
		return c.number(at, value, f.Kind)
	case KindGroup:
		object, ok := value.(map[string]any)
		if !ok {
			c.problem(at, "group", nil)
			return nil
		}
		if out := c.object(at, object, f.Fields); len(out) > 0 {
			return out
		}
		return nil
	case KindGeo:
		return c.geo(at, value)
	default:
		s, ok := value.(string)
		if !ok {
			c.problem(at, "text", nil)
			return nil
		}
		if s = strings.TrimSpace(s); s == "" {
			return nil
		}
		return c.word(at, s, f)
	}
}

// word checks the kinds whose value is one string.
func (c *cleaner) word(at, s string, f Field) any {
	valid, code := true, string(f.Kind)
	switch f.Kind {
	case KindDate:
		_, err := time.Parse(time.DateOnly, s)
		valid = err == nil
	case KindDatetime:
		at, err := time.Parse(time.RFC3339, s)
		valid = err == nil
		s = at.UTC().Format(time.RFC3339)
	case KindURL:
		valid = validURL(s)
	case KindEmail:
		_, err := mail.ParseAddress(s)
		valid = err == nil && !strings.Contains(s, "<")
	case KindTel:
		valid = phone.MatchString(s)
	case KindEnum:
		valid = slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == s })
		code = "option"
	case KindTerm:
		_, valid = vocabularies[f.Vocabulary].byCode[s]
	case KindRef:
		if key, named := strings.CutPrefix(s, "key:"); named && c.refs != nil {
			id, err := c.refs(key)
			c.err, s = firstError(c.err, err), id
		}
		valid = ids.Valid(s)
	case KindMedia:
		valid = ids.Valid(s)
	}
	if !valid {
		c.problem(at, code, map[string]any{"value": s})
		return nil
	}
	return s
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// validURL accepts addresses of the web and pages of the site itself.
func validURL(s string) bool {
	u, err := url.Parse(s)
	if err != nil || len(s) > 2000 {
		return false
	}
	if u.Scheme == "" {
		return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//")
	}
	return (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

func (c *cleaner) texts(at string, value any, f Field) any {
	if !f.IsLocalised() {
		s, ok := value.(string)
		if !ok {
			c.problem(at, "text", nil)
			return nil
		}
		if s = c.oneText(at, s, f); s == "" {
			return nil
		}
		return s
	}
	byLanguage, ok := value.(map[string]any)
	if !ok {
		c.problem(at, "localised", nil)
		return nil
	}
	out := map[string]any{}
	for lang, inner := range byLanguage {
		s, ok := inner.(string)
		if inner == nil {
			continue
		}
		if !ok || !languageCode.MatchString(lang) {
			c.problem(at+"/"+lang, "localised", nil)
			continue
		}
		if s = c.oneText(at+"/"+lang, s, f); s != "" {
			out[lang] = s
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (c *cleaner) oneText(at, s string, f Field) string {
	most := f.MaxLength
	switch f.Kind {
	case KindRich:
		s = Sanitise(s)
		if most == 0 {
			most = maxRich
		}
		if plain(s) == "" {
			s = ""
		}
	case KindTextarea:
		s = strings.TrimSpace(s)
		if most == 0 {
			most = maxTextarea
		}
	default:
		s = strings.Join(strings.Fields(s), " ")
		if most == 0 {
			most = maxText
		}
	}
	if utf8.RuneCountInString(s) > most {
		c.problem(at, "max_length", map[string]any{"max": most})
	}
	return s
}

func (c *cleaner) number(at string, value any, kind FieldKind) any {
	n, ok := toNumber(value)
	switch {
	case !ok, kind != KindDecimal && n != math.Trunc(n):
		c.problem(at, string(kind), nil)
		return nil
	case kind == KindMoney && n < 0:
		c.problem(at, "money", nil)
		return nil
	case kind == KindDecimal:
		return n
	}
	return int64(n)
}

func toNumber(value any) (float64, bool) {
	switch n := value.(type) {
	case float64:
		return n, math.Abs(n) < 1e15
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	case json.Number:
		f, err := n.Float64()
		return f, err == nil && math.Abs(f) < 1e15
	}
	return 0, false
}

func (c *cleaner) geo(at string, value any) any {
	point, ok := value.(map[string]any)
	lat, okLat := toNumber(point["lat"])
	lon, okLon := toNumber(point["lon"])
	if !ok || !okLat || !okLon || len(point) != 2 || math.Abs(lat) > 90 || math.Abs(lon) > 180 {
		c.problem(at, "geo", nil)
		return nil
	}
	return map[string]any{"lat": lat, "lon": lon}
}

// plainValues brings values of Go programs to what JSON would give: imports
// may use typed maps and slices.
func plainValues(data map[string]any) (map[string]any, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return nil, fmt.Errorf("the values have no JSON form: %w", err)
	}
	out := map[string]any{}
	return out, json.Unmarshal(raw, &out)
}

// merge applies a merge patch (RFC 7396).
func merge(target, patch map[string]any) map[string]any {
	out := make(map[string]any, len(target)+len(patch))
	for key, value := range target {
		out[key] = value
	}
	for key, value := range patch {
		inner, isObject := value.(map[string]any)
		switch {
		case value == nil:
			delete(out, key)
		case isObject:
			before, _ := out[key].(map[string]any)
			out[key] = merge(before, inner)
		default:
			out[key] = value
		}
	}
	return out
}
