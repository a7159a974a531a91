package contents

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/modules/content"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table))

// writer turns the values of one content into those of the content model.
type writer struct {
	*seed
	ctx  context.Context //nolint:containedctx // it lives as long as one call
	item item
	refs bool // whether references are written
}

// values are the fields of a content, without its references when refs is false.
func (s *seed) values(ctx context.Context, item item, refs bool) (map[string]any, error) {
	w := &writer{seed: s, ctx: ctx, item: item, refs: refs}
	out, err := w.object(item.typ.Fields, item.data, item.key)
	if err != nil {
		return nil, fmt.Errorf("contents of %s: %s: %w", s.town.name, item.key, err)
	}
	return out, nil
}

func (w *writer) object(fields []content.Field, data map[string]any, at string) (map[string]any, error) {
	out := make(map[string]any, len(data))
	known := map[string]bool{}
	for _, f := range fields {
		known[f.Key] = true
		value, given := data[f.Key]
		if !given || value == nil {
			continue
		}
		written, err := w.value(f, value, at+"/"+f.Key)
		if err != nil {
			return nil, err
		}
		if written != nil {
			out[f.Key] = written
		}
	}
	for key := range data {
		if !known[key] {
			return nil, fmt.Errorf("%s: no field is called %s", at, key)
		}
	}
	return out, nil
}

func (w *writer) value(f content.Field, value any, at string) (any, error) {
	if !f.Many {
		return w.one(f, value, at)
	}
	items, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("%s: a list is expected", at)
	}
	out := make([]any, 0, len(items))
	for i, one := range items {
		written, err := w.one(f, one, at+"/"+strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		if written != nil {
			out = append(out, written)
		}
	}
	if len(out) == 0 {
		return nil, nil //nolint:nilnil // an empty list is no value
	}
	return out, nil
}

func (w *writer) one(f content.Field, value any, at string) (any, error) {
	switch f.Kind { //nolint:exhaustive // the others are written as they are
	case content.KindText, content.KindTextarea, content.KindRich:
		return w.text(f, value)
	case content.KindGroup:
		data, ok := value.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("%s: a group is expected", at)
		}
		return w.object(f.Fields, data, at)
	case content.KindDate:
		day, err := w.date(fmt.Sprint(value))
		return day.Format(time.DateOnly), err
	case content.KindDatetime:
		return w.moment(fmt.Sprint(value))
	case content.KindMoney:
		return cents(value)
	case content.KindRef:
		if !w.refs {
			return nil, nil //nolint:nilnil // left for the second time
		}
		return w.id(w.ctx, fmt.Sprint(value))
	case content.KindMedia:
		return w.file(value, at)
	}
	return value, nil
}

func (w *writer) text(f content.Field, value any) (any, error) {
	if !f.IsLocalised() {
		return fmt.Sprint(value), nil
	}
	texts, ok := value.(map[string]any)
	if !ok {
		texts = map[string]any{"it": value}
	}
	out := make(map[string]any, len(texts))
	for lang, text := range texts {
		words := strings.TrimSpace(fmt.Sprint(text))
		if f.Kind == content.KindRich {
			var html bytes.Buffer
			if err := markdown.Convert([]byte(words), &html); err != nil {
				return nil, err
			}
			words = html.String()
		}
		out[lang] = words
	}
	return out, nil
}

var (
	relative = regexp.MustCompile(`^([+-]\d+)d$`)
	yearly   = regexp.MustCompile(`^\d\d-\d\d$`)
)

// date reads a day: "+12d" counts from the day of seeding, "12-08" is the
// eighth of December that lies nearest to it.
func (s *seed) date(value string) (time.Time, error) {
	if m := relative.FindStringSubmatch(value); m != nil {
		days, err := strconv.Atoi(m[1])
		return s.today.AddDate(0, 0, days), err
	}
	if !yearly.MatchString(value) {
		return time.Time{}, fmt.Errorf("%q is not a day such as +12d or 12-08", value)
	}
	nearest, least := time.Time{}, math.Inf(1)
	for year := s.today.Year() - 1; year <= s.today.Year()+1; year++ {
		day, err := time.ParseInLocation(time.DateOnly, fmt.Sprintf("%04d-%s", year, value), clock.Rome)
		if err != nil {
			return day, err
		}
		if far := math.Abs(day.Sub(s.today).Hours()); far < least {
			nearest, least = day, far
		}
	}
	return nearest, nil
}

// moment reads a day with an hour of it.
func (s *seed) moment(value string) (string, error) {
	day, hour, _ := strings.Cut(value, " ")
	at, err := s.date(day)
	if err != nil {
		return "", err
	}
	of, err := time.Parse("15:04", hour)
	if err != nil {
		return "", err
	}
	y, m, d := at.Date()
	return time.Date(y, m, d, of.Hour(), of.Minute(), 0, 0, clock.Rome).UTC().Format(time.RFC3339), nil
}

// cents reads an amount in euro.
func cents(value any) (any, error) {
	switch n := value.(type) {
	case int:
		return int64(n) * 100, nil
	case float64:
		return int64(math.Round(n * 100)), nil
	}
	return nil, fmt.Errorf("%v is not an amount in euro", value)
}

// in is a text in a language, or in Italian.
func in(value any, lang string) string {
	texts, ok := value.(map[string]any)
	if !ok {
		s, _ := value.(string)
		return s
	}
	if s, _ := texts[lang].(string); s != "" {
		return s
	}
	s, _ := texts["it"].(string)
	return s
}
