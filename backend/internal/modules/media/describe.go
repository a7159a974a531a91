package media

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

// Description is what an editor says of a file. A nil value leaves what was
// said before.
type Description struct {
	Title      i18n.Text
	Alt        i18n.Text // {"it": ""} for a picture that only decorates
	Caption    i18n.Text
	Transcript i18n.Text
	Credits    *string
	Licence    *string
	Language   *string
	Accessible *bool
	FocalPoint *Point
}

// The longest texts accepted, in letters.
const (
	maxLine       = 255
	maxParagraph  = 1000
	maxTranscript = 100_000
	typeVTT       = "text/vtt"
	maxCaptions   = 1 << 20
)

var languageCode = regexp.MustCompile(`^[a-z]{2}$`)

// apply writes the description into a row, or names what is wrong with it.
func (d Description) apply(r *row) error {
	if wrong := d.check(r.Kind); len(wrong) > 0 {
		return ErrInvalid.WithFields(wrong...)
	}
	for _, text := range []struct {
		from i18n.Text
		to   *database.JSON
	}{{d.Title, &r.Title}, {d.Alt, &r.Alt}, {d.Caption, &r.Caption}, {d.Transcript, &r.Transcript}} {
		if text.from != nil {
			*text.to = database.ToJSON(trimmed(text.from))
		}
	}
	for _, line := range []struct{ from, to *string }{{d.Credits, &r.Credits}, {d.Licence, &r.Licence}, {d.Language, &r.Language}} {
		if line.from != nil {
			*line.to = strings.TrimSpace(*line.from)
		}
	}
	if d.Accessible != nil {
		r.Accessible = d.Accessible
	}
	if d.FocalPoint != nil {
		r.FocalX, r.FocalY = &d.FocalPoint.X, &d.FocalPoint.Y
	}
	r.relabel()
	return nil
}

// check names the values that are not accepted, by their place in the body.
func (d Description) check(kind Kind) (wrong []errs.Field) {
	refuse := func(name, code string, params map[string]any) {
		wrong = append(wrong, errs.Field{Pointer: "/" + name, Code: code, Params: params})
	}
	for _, text := range []struct {
		name  string
		value i18n.Text
		most  int
	}{{"title", d.Title, maxLine}, {"alt", d.Alt, maxLine}, {"caption", d.Caption, maxParagraph}, {"transcript", d.Transcript, maxTranscript}} {
		for _, language := range slices.Sorted(maps.Keys(text.value)) {
			switch {
			case !languageCode.MatchString(language):
				refuse(text.name, "language", nil)
			case utf8.RuneCountInString(text.value[language]) > text.most:
				refuse(text.name+"/"+language, "max_length", map[string]any{"limit": text.most})
			}
		}
	}
	for name, value := range map[string]*string{"credits": d.Credits, "licence": d.Licence} {
		if value != nil && utf8.RuneCountInString(*value) > maxLine {
			refuse(name, "max_length", map[string]any{"limit": maxLine})
		}
	}
	if d.Language != nil && *d.Language != "" && !languageCode.MatchString(*d.Language) {
		refuse("language", "language", nil)
	}
	if d.Accessible != nil && kind != Document {
		refuse("accessible", "documents_only", nil)
	}
	if p := d.FocalPoint; p != nil && (kind != Image || !(p.X >= 0 && p.X <= 1 && p.Y >= 0 && p.Y <= 1)) {
		refuse("focal_point", "range", nil)
	}
	return wrong
}

func trimmed(t i18n.Text) i18n.Text {
	out := i18n.Text{}
	for language, text := range t {
		out[language] = strings.TrimSpace(text)
	}
	return out
}

// relabel keeps the words by which editors find the file.
func (r *row) relabel() {
	var title i18n.Text
	_ = r.Title.Into(&title) // written by us
	words := []string{r.FileName}
	for _, language := range slices.Sorted(maps.Keys(title)) {
		words = append(words, title[language])
	}
	r.Label = strings.Join(words, " ")
}

// says tells whether two rows say the same of their files.
func (r row) says(other row) bool {
	same := func(a, b database.JSON) bool {
		var x, y i18n.Text
		return a.Into(&x) == nil && b.Into(&y) == nil && maps.Equal(x, y)
	}
	return same(r.Title, other.Title) && same(r.Alt, other.Alt) && same(r.Caption, other.Caption) &&
		same(r.Transcript, other.Transcript) && r.Credits == other.Credits && r.Licence == other.Licence &&
		r.Language == other.Language && equal(r.Accessible, other.Accessible) &&
		equal(r.FocalX, other.FocalX) && equal(r.FocalY, other.FocalY)
}

func equal[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// checkCaptions accepts subtitles in WebVTT.
func checkCaptions(language string, body []byte) error {
	switch {
	case !languageCode.MatchString(language):
		return ErrInvalid.WithFields(errs.Field{Pointer: "/language", Code: "language"})
	case len(body) == 0:
		return ErrEmpty
	case len(body) > maxCaptions:
		return ErrTooLarge
	case !utf8.Valid(body), !bytes.HasPrefix(bytes.TrimPrefix(body, []byte("\uFEFF")), []byte("WEBVTT")):
		return ErrUnreadable.With("subtitles come in WebVTT")
	}
	return nil
}

// replaceCaptions puts the captions of a language in the place of the old,
// which it returns; with nil it only takes them away.
func (r *row) replaceCaptions(language string, with *storedCaptions) (old *storedCaptions, err error) {
	var all []storedCaptions
	if err := r.Captions.Into(&all); err != nil {
		return nil, err
	}
	kept := []storedCaptions{}
	for _, c := range all {
		if c.Language == language {
			old = &c
			continue
		}
		kept = append(kept, c)
	}
	if with != nil {
		kept = append(kept, *with)
	}
	slices.SortFunc(kept, func(a, b storedCaptions) int { return strings.Compare(a.Language, b.Language) })
	r.Captions = database.ToJSON(kept)
	return old, nil
}

// errField names what keeps a file from being removed.
func errField(u Use) errs.Field {
	return errs.Field{
		Pointer: "/uses", Code: "in_use", Detail: u.Title,
		Params: map[string]any{"content_id": u.ContentID, "type": u.Type, "title": u.Title, "path": u.Path},
	}
}
