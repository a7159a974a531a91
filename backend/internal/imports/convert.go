package imports

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

// converter brings the values of one record to the form of the model.
type converter struct {
	ctx   context.Context
	run   *run
	rec   Record
	names bool // only plain values: nothing is looked up
}

// field converts the value of a field; nil leaves it empty.
func (c *converter) field(f content.Field, at string, raw any) any {
	if empty(raw) {
		return nil
	}
	if !f.Many {
		if list, ok := raw.([]any); ok {
			if len(list) > 1 {
				c.run.note(c.rec, at, "qui il modello ammette un solo valore: tenuto il primo")
			}
			raw = list[0]
		}
		return c.one(f, at, raw)
	}
	out := []any{}
	for i, item := range c.items(f, raw) {
		v := c.one(f, fmt.Sprintf("%s/%d", at, i), item)
		if text, ok := v.(string); ok && slices.Contains(out, any(text)) {
			continue
		}
		if v != nil {
			out = append(out, v)
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func empty(raw any) bool {
	switch v := raw.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// items are the values of a field that takes many.
func (c *converter) items(f content.Field, raw any) []any {
	switch v := raw.(type) {
	case []any:
		return v
	case map[string]any:
		if f.Kind == content.KindGroup {
			return []any{v}
		}
		list := make([]any, 0, len(v)) // a list of files: address by id
		for _, key := range sortedKeys(v) {
			list = append(list, v[key])
		}
		return list
	}
	return []any{raw}
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX == nil && errY == nil {
			return x - y
		}
		return strings.Compare(a, b)
	})
	return keys
}

func (c *converter) one(f content.Field, at string, raw any) any {
	switch f.Kind {
	case content.KindGroup:
		return c.group(f, at, raw)
	case content.KindGeo:
		return c.geo(at, raw)
	case content.KindBool:
		return truth(raw)
	case content.KindDate, content.KindDatetime:
		return c.moment(f, at, raw)
	}
	s := strings.TrimSpace(word(raw))
	if s == "" {
		return nil
	}
	switch f.Kind {
	case content.KindRich:
		return rich(c.run.from.Host, s)
	case content.KindText, content.KindTextarea:
		return c.text(f, at, s)
	case content.KindInt, content.KindDecimal, content.KindMoney:
		return c.number(f, at, s)
	case content.KindURL:
		return c.url(at, s)
	case content.KindEnum:
		return c.enum(f, at, s)
	case content.KindTerm:
		return c.term(f, at, s)
	case content.KindRef:
		return c.ref(f, at, s)
	case content.KindMedia:
		return c.file(at, s)
	}
	return s
}

// word is the text of a plain value.
func word(raw any) string {
	switch v := raw.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func (c *converter) group(f content.Field, at string, raw any) any {
	values, ok := raw.(map[string]any)
	if !ok {
		c.run.add(c.rec, fault, at, "il valore non ha le parti attese")
		return nil
	}
	out := map[string]any{}
	for _, inner := range f.Fields {
		if v := c.field(inner, at+"/"+inner.Key, values[inner.Key]); v != nil {
			out[inner.Key] = v
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func truth(raw any) any {
	if b, ok := raw.(bool); ok {
		return b
	}
	return slices.Contains([]string{"true", "1", "si", "on", "yes", "x"}, plainWords(word(raw)))
}

var noTags = bluemonday.StrictPolicy()

func plainText(s string) string {
	return strings.TrimSpace(html.UnescapeString(noTags.Sanitize(s)))
}

func (c *converter) text(f content.Field, at, s string) any {
	s = plainText(s)
	if f.MaxLength > 0 && utf8.RuneCountInString(s) > f.MaxLength {
		c.run.note(c.rec, at, fmt.Sprintf("il testo supera i %d caratteri: è stato accorciato", f.MaxLength))
		s = shorten(s, f.MaxLength)
	}
	if s == "" {
		return nil
	}
	if !f.IsLocalised() {
		return s
	}
	return map[string]any{"it": s}
}

// shorten ends a text after a whole word.
func shorten(s string, most int) string {
	cut := string([]rune(s)[:most-1])
	if at := strings.LastIndexByte(cut, ' '); at > len(cut)/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}

var (
	shortcode = regexp.MustCompile(`(?i)\[/?(caption|gallery|embed|video|audio|playlist|contact-form-7|vc_[a-z_]+|et_pb_[a-z_]+|su_[a-z_]+)\b[^\]]*\]`)
	topTitle  = regexp.MustCompile(`(?i)<(/?)h[12](\s[^>]*)?>`)
	lowTitle  = regexp.MustCompile(`(?i)<(/?)h6(\s[^>]*)?>`)
	block     = regexp.MustCompile(`(?i)<(p|ul|ol|table|h[1-6]|blockquote|div)[\s>]`)
	blankLine = regexp.MustCompile(`\r?\n\s*\r?\n`)
	href      = regexp.MustCompile(`(?i)href=(["'])https?://(?:www\.)?([^/"'?#]+)([^"']*)(["'])`)
)

// rich cleans the HTML of an editor: titles fit below those of the page, links
// to the older website stay within this one.
func rich(host, s string) any {
	s = shortcode.ReplaceAllString(s, "")
	if !block.MatchString(s) {
		s = paragraphs(s)
	}
	s = topTitle.ReplaceAllString(s, "<${1}h3>")
	s = lowTitle.ReplaceAllString(s, "<${1}h5>")
	if host != "" {
		s = href.ReplaceAllStringFunc(s, func(link string) string {
			m := href.FindStringSubmatch(link)
			if !strings.EqualFold(m[2], host) {
				return link
			}
			if !strings.HasPrefix(m[3], "/") {
				m[3] = "/" + m[3]
			}
			return "href=" + m[1] + m[3] + m[4]
		})
	}
	s = content.Sanitise(s)
	if plainText(s) == "" {
		return nil
	}
	return map[string]any{"it": s}
}

// paragraphs marks up a text in which blank lines part them.
func paragraphs(s string) string {
	var b strings.Builder
	for _, p := range blankLine.Split(strings.TrimSpace(s), -1) {
		if p = strings.TrimSpace(p); p != "" {
			b.WriteString("<p>" + strings.ReplaceAll(p, "\n", "<br>") + "</p>")
		}
	}
	return b.String()
}

func (c *converter) number(f content.Field, at, s string) any {
	digits := strings.Trim(strings.TrimSpace(strings.ToLower(s)), "€ euro")
	if strings.Contains(digits, ",") {
		digits = strings.ReplaceAll(strings.ReplaceAll(digits, ".", ""), ",", ".")
	}
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		c.run.add(c.rec, fault, at, fmt.Sprintf("«%s» non è un numero", s))
		return nil
	}
	switch f.Kind {
	case content.KindMoney:
		return int64(n*100 + 0.5)
	case content.KindInt:
		return int64(n)
	}
	return n
}

func (c *converter) url(at, s string) any {
	if strings.HasPrefix(s, "www.") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https" || u.Host == "") && !strings.HasPrefix(s, "/") {
		c.run.add(c.rec, fault, at, fmt.Sprintf("«%s» non è un indirizzo web", s))
		return nil
	}
	return s
}

func (c *converter) enum(f content.Field, at, s string) any {
	for _, o := range f.Options {
		if o.Value == s || plainWords(o.Label["it"]) == plainWords(s) {
			return o.Value
		}
	}
	c.run.add(c.rec, fault, at, fmt.Sprintf("«%s» non è tra i valori ammessi", s))
	return nil
}

func (c *converter) term(f content.Field, at, s string) any {
	code, sure := match(f.Vocabulary, html.UnescapeString(s))
	switch {
	case code == "":
		c.run.add(c.rec, term, at, fmt.Sprintf("«%s» non ha corrispondenza nel vocabolario %s", s, f.Vocabulary))
		return nil
	case !sure:
		c.run.note(c.rec, at, fmt.Sprintf("«%s» è stato inteso come «%s»: controllare", s, code))
	}
	return code
}

// ref refers to a content by its key, when that one is there.
func (c *converter) ref(f content.Field, at, s string) any {
	if s == "0" || c.names {
		return nil
	}
	key, ok := c.run.from.Ref(f.To, s)
	if !ok || c.run.ids[key] == "" {
		c.run.add(c.rec, fault, at, fmt.Sprintf("rimanda a «%s», che non è stato importato o è di un altro tipo", s))
		return nil
	}
	return "key:" + key
}

func (c *converter) geo(at string, raw any) any {
	var lat, lon string
	switch v := raw.(type) {
	case map[string]any:
		lat, lon = word(v["lat"]), word(v["lng"])+word(v["lon"])
	case string:
		lat, lon, _ = strings.Cut(v, ",")
	}
	x, errX := strconv.ParseFloat(strings.TrimSpace(lat), 64)
	y, errY := strconv.ParseFloat(strings.TrimSpace(lon), 64)
	if errX != nil || errY != nil || x == 0 && y == 0 {
		c.run.add(c.rec, fault, at, "la posizione non è fatta di latitudine e longitudine")
		return nil
	}
	return map[string]any{"lat": x, "lon": y}
}

var layouts = []string{
	time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "02-01-2006 15:04", "02-01-2006", "02/01/2006 15:04", "02/01/2006", "2/1/2006",
}

func (c *converter) moment(f content.Field, at string, raw any) any {
	s := strings.TrimSpace(word(raw))
	if parts, ok := raw.(map[string]any); ok {
		s = strings.TrimSpace(word(parts["date"]) + " " + word(parts["time"]))
	}
	if s == "" || s == "0" {
		return nil
	}
	t, ok := wallClock(s)
	if !ok {
		c.run.add(c.rec, fault, at, fmt.Sprintf("«%s» non è una data", s))
		return nil
	}
	if f.Kind == content.KindDate {
		return t.Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}

// wallClock reads a moment. The theme counts the seconds of what the clock on
// the wall showed as if it had been in UTC.
func wallClock(s string) (time.Time, bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 8 {
		t := time.Unix(n, 0).UTC()
		return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), 0, 0, clock.Rome), true
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, s, clock.Rome); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
