package content

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
	"github.com/sportello-pa/sportello/backend/internal/modules/media"
)

// Severity says what a gate does to a publication.
type Severity string

// A block stops it, an override stops it unless an administrator gives a
// reason, a warning lets it through.
const (
	Block    Severity = "block"
	Override Severity = "override"
	Warning  Severity = "warning"
)

// Gate is something that stands between a content and its publication.
type Gate struct {
	Field    string
	Code     string
	Severity Severity
	Message  i18n.Text
}

// The texts of the gates; %s is the label of the field or the text at fault.
var gateTexts = map[string]struct{ it, en string }{
	"mandatory":            {"Compila «%s»: il modello lo richiede.", "Fill in “%s”: the model asks for it."},
	"assertion":            {"Compila «%s»: serve per l'asseverazione.", "Fill in “%s”: the assertion of the measure asks for it."},
	"min_items":            {"In «%s» mancano delle voci.", "“%s” needs more items."},
	"italian":              {"«%s» manca in italiano.", "“%s” is missing in Italian."},
	"capitals":             {"«%s» è scritto tutto in maiuscolo: usa le maiuscole solo dove servono.", "“%s” is all in capitals: use them only where needed."},
	"title_taken":          {"Un'altra pagina dello stesso tipo si intitola già «%s»: scegli un titolo diverso.", "Another page of the same type is already called “%s”: choose another title."},
	"long":                 {"«%s» è lunga: nelle schede si legge bene fino a %d caratteri.", "“%s” is long: cards show about %d characters."},
	"image_alt":            {"Un'immagine in «%s» non ha il testo alternativo: descrivila, oppure indica che è solo decorativa.", "A picture in “%s” has no alternative text: describe it, or say that it only decorates."},
	"file_title":           {"Un file in «%s» non ha titolo.", "A file in “%s” has no title."},
	"file_accessible":      {"Un documento in «%s» non dice se è accessibile.", "A document in “%s” does not say whether it is accessible."},
	"file_missing":         {"Un file in «%s» non c'è più.", "A file in “%s” is no longer there."},
	"vague_link":           {"In «%s» c'è un collegamento che dice soltanto “clicca qui”: scrivi dove porta.", "“%s” has a link that only says “click here”: write where it leads."},
	"link_broken":          {"In «%s» c'è un collegamento a una pagina del sito che non esiste: %s.", "“%s” links to a page of this site that does not exist: %s."},
	"reference_missing":    {"«%s» rimanda a un contenuto che non c'è più.", "“%s” refers to a content that is no longer there."},
	"reference_type":       {"«%s» rimanda a un contenuto di un tipo che qui non va.", "“%s” refers to a content of a type that does not fit here."},
	"reference_unpublic":   {"«%s» rimanda a un contenuto non ancora pubblicato: fino ad allora non si vedrà.", "“%s” refers to a content that is not published yet: until then it will not show."},
	"unit_unpublic":        {"«%s»: l'ufficio va pubblicato prima del servizio.", "“%s”: the office must be published before the service."},
	"unit_incomplete":      {"«%s»: all'ufficio mancano la sede o i contatti.", "“%s”: the office lacks a seat or contacts."},
	"phase_when":           {"In «%s» ogni fase ha una data oppure un numero di giorni.", "In “%s” every phase has either a date or a number of days."},
	"channel_target":       {"In «%s» manca l'indirizzo o il servizio digitale a cui porta il pulsante.", "“%s” lacks the address or the digital service that the button leads to."},
	"dates_order":          {"«%s» viene prima dell'inizio.", "“%s” comes before the start."},
	"prices_missing":       {"In «%s» indica i prezzi, oppure che è gratuito.", "In “%s” give the prices, or say that it is free."},
	"legal_notes":          {"Nelle note legali il testo sulla licenza dei contenuti è obbligatorio e non si cambia.", "The text on the licence of contents is mandatory in the legal notes and cannot be changed."},
	"contact_value":        {"In «%s» una voce non ha la forma giusta: %s.", "In “%s” an entry has not the right form: %s."},
	"emphasis":             {"In «%s» più di un quinto del testo è in grassetto o corsivo.", "In “%s” more than a fifth of the text is bold or italic."},
	"hard_to_read":         {"«%s» è difficile da leggere: prova con frasi più brevi e parole più comuni.", "“%s” is hard to read: try shorter sentences and more common words."},
	"tax_code":             {"In «%s» sembra esserci un codice fiscale: i dati delle persone non vanno nelle pagine pubbliche.", "“%s” seems to hold a tax code: data about people do not belong on public pages."},
	"personal_data_expiry": {"Il contenuto ha dati personali: indica fino a quando pubblicarlo in «%s».", "The content has personal data: say in “%s” until when it is published."},
	"address_missing":      {"L'indirizzo della pagina non si può comporre: manca «%s».", "The address of the page cannot be made: “%s” is missing."},
}

func newGate(severity Severity, code, field string, args ...any) Gate {
	texts := gateTexts[code]
	return Gate{Field: field, Code: code, Severity: severity, Message: i18n.Text{
		"it": fmt.Sprintf(texts.it, inLanguage(args, "it")...), "en": fmt.Sprintf(texts.en, inLanguage(args, "en")...),
	}}
}

func inLanguage(args []any, lang string) []any {
	out := make([]any, len(args))
	for i, arg := range args {
		out[i] = arg
		if t, ok := arg.(i18n.Text); ok {
			out[i], _ = t.In(lang)
		}
	}
	return out
}

// inspection looks at a content before its publication.
type inspection struct {
	t     *Type
	data  map[string]any
	files map[string]media.Media
	refs  map[string]standing
	paths map[string]bool
	twins bool // another content has the same title
	gates []Gate
}

// inspect lists what stands between a content and its publication.
func (s *Service) inspect(ctx context.Context, t *Type, id string, data map[string]any) ([]Gate, error) {
	refs, files := idsOf(t, data)
	in := inspection{t: t, data: data}
	var err error
	if in.files, err = s.Media.ByID(ctx, files); err != nil {
		return nil, err
	}
	if in.refs, err = s.store.standings(ctx, refs); err != nil {
		return nil, err
	}
	if in.paths, err = s.store.knownPaths(ctx, internalLinks(t, data)); err != nil {
		return nil, err
	}
	if t.Type == "public_person" {
		know, err := s.facts(ctx, t, id, data, nil)
		if err != nil {
			return nil, err
		}
		in.data = maps.Clone(data)
		in.data["person_kind"] = know.personKind
	}
	if t.Path != "" {
		if in.twins, err = s.store.sameTitle(ctx, t.Type, sortTitle(t, data, titleOf(t, data)), id); err != nil {
			return nil, err
		}
	}
	return in.run()
}

func (in *inspection) add(severity Severity, code, field string, args ...any) {
	in.gates = append(in.gates, newGate(severity, code, field, args...))
}

func (in *inspection) run() ([]Gate, error) {
	if err := in.obligations(in.t.Fields, in.data, ""); err != nil {
		return nil, err
	}
	in.titles()
	in.address()
	visit(in.t.Fields, in.data, "", in.value)
	in.perType()
	seen := map[string]bool{}
	in.gates = slices.DeleteFunc(in.gates, func(g Gate) bool {
		key := g.Field + g.Code + g.Message["it"]
		again := seen[key]
		seen[key] = true
		return again
	})
	return in.gates, nil
}

// obligations looks for mandatory fields that are empty.
func (in *inspection) obligations(fields []Field, data map[string]any, prefix string) error {
	for _, f := range fields {
		value, given := data[f.Key]
		if err := in.obligation(f, value, given, prefix); err != nil {
			return err
		}
		if f.Kind != KindGroup || !given {
			continue
		}
		for _, one := range each(value, f.Many) {
			object, _ := one.(map[string]any)
			if err := in.obligations(f.Fields, object, prefix+f.Key+"."); err != nil {
				return err
			}
		}
	}
	return nil
}

func (in *inspection) obligation(f Field, value any, given bool, prefix string) error {
	required, severity, code := false, Block, "mandatory"
	switch f.Obligation {
	case Mandatory, Validator:
		required = true
	case Assertion:
		required, severity, code = true, Override, "assertion"
	case Conditional:
		var err error
		if required, err = holds(f.Rule, in.data); err != nil {
			return err
		}
	case Optional, Extension:
	}
	if f.Computed {
		return nil
	}
	switch items, _ := value.([]any); {
	case required && !given:
		in.add(severity, code, prefix+f.Key, f.Label)
	case required && f.IsLocalised() && !f.Many && localised(value)["it"] == "":
		in.add(severity, "italian", prefix+f.Key, f.Label)
	case given && f.MinItems > 0 && len(items) < f.MinItems:
		in.add(Block, "min_items", prefix+f.Key, f.Label)
	}
	return nil
}

// repeated are the types of which many have the same title by nature.
var repeated = []string{"news", "event", "public_document", "notice_board_entry", "call", "ranking_publication", "transparency_item", "public_person"}

func (in *inspection) titles() {
	title := titleOf(in.t, in.data)
	for _, s := range title {
		if shouting(s) {
			in.add(Block, "capitals", "title", s)
		}
	}
	if in.twins {
		severity := Block
		if slices.Contains(repeated, in.t.Type) {
			severity = Warning
		}
		in.add(severity, "title_taken", "title", title["it"])
	}
}

func (in *inspection) address() {
	for _, found := range placeholder.FindAllStringSubmatch(in.t.Path, -1) {
		f, ok := in.t.Field(found[1])
		if ok && !f.Computed && segmentOf(in.t, f.Key, in.data) == "" {
			in.add(Block, "address_missing", f.Key, f.Label)
		}
	}
}

var taxCode = regexp.MustCompile(`(?i)\b[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b`)

// namesTaxCode tells whether a text holds a tax code. One that is all letters,
// which the rules against doubles allow, is far rarer than long words.
func namesTaxCode(text string) bool {
	return slices.ContainsFunc(taxCode.FindAllString(text, -1), func(code string) bool { return strings.ContainsAny(code, "0123456789") })
}

// value looks at one value, whatever its field.
func (in *inspection) value(path string, f *Field, value any) {
	switch f.Kind { //nolint:exhaustive // the others need no look
	case KindText, KindTextarea, KindRich:
		for lang, s := range localised(value) {
			in.words(path, f, lang, s)
		}
	case KindMedia:
		in.file(path, f, str(value))
	case KindRef:
		in.reference(path, f, str(value))
	case KindURL:
		if target := str(value); strings.HasPrefix(target, "/") {
			in.internal(path, f, target)
		}
	}
}

func (in *inspection) words(path string, f *Field, lang, s string) {
	if f.WarnLength > 0 && utf8.RuneCountInString(s) > f.WarnLength {
		in.add(Warning, "long", path, f.Label, f.WarnLength)
	}
	if f.Kind != KindRich {
		if namesTaxCode(s) {
			in.add(Warning, "tax_code", path, f.Label)
		}
		return
	}
	r := readRich(s)
	if namesTaxCode(r.text) {
		in.add(Warning, "tax_code", path, f.Label)
	}
	if r.vague {
		in.add(Block, "vague_link", path, f.Label)
	}
	if total := utf8.RuneCountInString(r.text); total > 60 && r.emphasised*5 > total {
		in.add(Warning, "emphasis", path, f.Label)
	}
	if lang == "it" && gulpease(r.text) < 50 {
		in.add(Warning, "hard_to_read", path, f.Label)
	}
	for _, target := range r.links {
		in.internal(path, f, target)
	}
}

func (in *inspection) internal(path string, f *Field, target string) {
	clean, ok := internalPath(target)
	if ok && !in.paths[clean] && !builtIn(clean) {
		in.add(Block, "link_broken", path, f.Label, target)
	}
}

func (in *inspection) file(path string, f *Field, id string) {
	file, ok := in.files[id]
	switch {
	case !ok:
		in.add(Block, "file_missing", path, f.Label)
	case file.Kind == media.Image && !file.Decorative() && file.Alt["it"] == "":
		in.add(Block, "image_alt", path, f.Label)
	case file.Kind == media.Document && file.Title["it"] == "":
		in.add(Override, "file_title", path, f.Label)
	case file.Kind == media.Document && file.Accessible == nil:
		in.add(Warning, "file_accessible", path, f.Label)
	}
}

func (in *inspection) reference(path string, f *Field, id string) {
	to, ok := in.refs[id]
	switch {
	case !ok:
		in.add(Block, "reference_missing", path, f.Label)
	case len(f.To) > 0 && !slices.Contains(f.To, to.Type):
		in.add(Block, "reference_type", path, f.Label)
	case to.Public:
	case in.t.Type == "service" && to.Type == "organizational_unit":
		in.add(Block, "unit_unpublic", path, f.Label)
	case to.Status == Unpublished || to.Status == Expired:
		in.add(Block, "reference_missing", path, f.Label)
	default:
		in.add(Warning, "reference_unpublic", path, f.Label)
	}
}

// blocking lists the gates that stop a publication.
func blocking(gates []Gate, overriding bool) (stop []Gate) {
	for _, g := range gates {
		if g.Severity == Block || g.Severity == Override && !overriding {
			stop = append(stop, g)
		}
	}
	return stop
}

// notReady says which gates stop a publication.
func notReady(stop []Gate) error {
	fields := make([]errs.Field, len(stop))
	for i, g := range stop {
		fields[i] = errs.Field{
			Pointer: "/data/" + strings.ReplaceAll(g.Field, ".", "/"), Code: g.Code, Detail: g.Message["en"], Field: g.Field,
			Params: map[string]any{"severity": string(g.Severity), "message": map[string]string(g.Message)},
		}
	}
	return ErrNotReady.WithFields(fields...)
}

// rich is what a look at a rich text finds.
type rich struct {
	text       string
	links      []string
	vague      bool
	emphasised int
}

var vagueWords = []string{"qui", "clicca qui", "cliccare qui", "clicca", "link", "here", "click here", "leggi qui", "premi qui"}

func readRich(s string) (r rich) {
	var all, anchor strings.Builder
	inAnchor, strong := false, 0
	z := xhtml.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case xhtml.ErrorToken:
			r.text = strings.Join(strings.Fields(all.String()), " ")
			return r
		case xhtml.TextToken:
			words := string(z.Text())
			_, _ = all.WriteString(words)
			if inAnchor {
				_, _ = anchor.WriteString(words)
			}
			if strong > 0 {
				r.emphasised += utf8.RuneCountInString(words)
			}
		case xhtml.StartTagToken:
			token := z.Token()
			switch token.Data {
			case "a":
				inAnchor = true
				anchor.Reset()
				for _, a := range token.Attr {
					if a.Key == "href" {
						r.links = append(r.links, a.Val)
					}
				}
			case "strong", "em":
				strong++
			default:
				_ = all.WriteByte(' ')
			}
		case xhtml.EndTagToken:
			switch name, _ := z.TagName(); string(name) {
			case "a":
				inAnchor = false
				r.vague = r.vague || slices.Contains(vagueWords, strings.ToLower(strings.Trim(strings.TrimSpace(anchor.String()), ".!›»")))
			case "strong", "em":
				strong--
			default:
				_ = all.WriteByte(' ')
			}
		case xhtml.SelfClosingTagToken, xhtml.CommentToken, xhtml.DoctypeToken:
			_ = all.WriteByte(' ')
		}
	}
}

var sentenceEnd = regexp.MustCompile(`[.!?;:]+(\s|$)`)

// gulpease is the readability index of Italian texts, from 0 to 100; short
// texts are not measured.
func gulpease(s string) float64 {
	words := strings.Fields(s)
	if len(words) < 30 {
		return 100
	}
	letters := 0
	for _, w := range words {
		letters += utf8.RuneCountInString(strings.Trim(w, ".,;:!?()«»“”\"'"))
	}
	sentences := max(1, len(sentenceEnd.FindAllString(s, -1)))
	return 89 + float64(300*sentences-10*letters)/float64(len(words))
}

// internalLinks lists the addresses of the site that a content leads to.
func internalLinks(t *Type, data map[string]any) (paths []string) {
	add := func(target string) {
		if path, ok := internalPath(target); ok && !builtIn(path) && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	visit(t.Fields, data, "", func(_ string, f *Field, value any) {
		switch f.Kind { //nolint:exhaustive // the others hold no links
		case KindRich:
			for _, s := range localised(value) {
				for _, target := range readRich(s).links {
					add(target)
				}
			}
		case KindURL:
			add(str(value))
		}
	})
	return paths
}

// internalPath is the address of a link within the site.
func internalPath(target string) (string, bool) {
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "" || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
		return "", false
	}
	path := u.Path
	if len(path) > 1 {
		path = strings.TrimRight(path, "/")
	}
	return path, true
}

// pages are those of the program that stand beside the sections; whatever is
// below one of them is the program's too.
var pages = []string{
	"/accedi", "/accessibilita", "/area-personale", "/argomenti", "/assistenza", "/cookie", "/documentazione-api", "/mappa-sito",
	"/media", "/media-policy", "/note-legali", "/piano-di-miglioramento", "/privacy", "/ricerca", "/verifica",
	"/servizi/prenotazione-appuntamento", "/servizi/richiesta-assistenza", "/servizi/segnalazione-disservizio",
}

// builtIn tells whether an address belongs to the program and not to contents.
func builtIn(path string) bool {
	if _, known := crumbs[path]; known || path == "/" {
		return true
	}
	below := func(page string) bool { return path == page || strings.HasPrefix(path, page+"/") }
	return slices.ContainsFunc(pages, below) || strings.HasPrefix(path, "/servizi/") && strings.HasSuffix(path, "/richiesta")
}
