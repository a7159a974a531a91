package content

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/foundation/i18n"
)

const maxSlug = 80

var (
	slugForm    = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	placeholder = regexp.MustCompile(`\{(\w+)\}`)
)

// reserved are words that addresses already use for something else.
var reserved = func() []string {
	words := []string{
		"richiesta", "categoria", "categorie", "argomenti", "argomento", "cerca", "ricerca", "mappa-del-sito", "ufficio", "accesso",
		"area-personale", "api", "media", "status", "ready", "sitemap", "robots", "feed", "rss", "dcat", "amministrazione", "novita",
		"servizi", "vivere-il-comune", "domande-frequenti", "albo-pretorio", "amministrazione-trasparente", "attuazione-misure-pnrr",
		"eventi", "luoghi", "documenti-e-dati", "politici", "personale-amministrativo", "modulistica", "dataset", "bandi",
		"valuta", "segnalazione", "assistenza", "prenota-appuntamento", "pagamenti", "open-data", "notizie", "comunicati", "avvisi",
	}
	for _, name := range []string{"news-types", "document-types", "organizational-unit-types", "service-categories"} {
		for _, t := range vocabularies[name].terms {
			words = append(words, segment(t))
		}
	}
	return words
}()

func segment(t *term) string {
	if t.segment != "" {
		return t.segment
	}
	return t.Code
}

// withoutAccents is a text in small letters without accents.
func withoutAccents(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), s)
	if err != nil {
		return s
	}
	return plain
}

// slugOf makes the last part of an address from a title.
func slugOf(title string) string {
	var b strings.Builder
	for _, r := range withoutAccents(title) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			_, _ = b.WriteRune(r)
			continue
		}
		_ = b.WriteByte('-')
	}
	parts := strings.FieldsFunc(b.String(), func(r rune) bool { return r == '-' })
	slug := ""
	for _, part := range parts {
		if strings.Contains(part, "www") || strings.Contains(part, "http") {
			continue
		}
		if len(slug)+len(part)+1 > maxSlug {
			break
		}
		slug = strings.TrimPrefix(slug+"-"+part, "-")
	}
	if slug == "" || slices.Contains(reserved, slug) {
		slug = strings.TrimPrefix(slug+"-pagina", "-")
	}
	return slug
}

// checkSlug refuses what an address of the site may not hold.
func checkSlug(slug string) error {
	code := ""
	switch {
	case !slugForm.MatchString(slug), len(slug) > maxSlug:
		code = "slug_form"
	case strings.Contains(slug, "www"), strings.Contains(slug, "http"):
		code = "slug_www"
	case slices.Contains(reserved, slug):
		code = "slug_reserved"
	default:
		return nil
	}
	return ErrInvalid.WithFields(errs.Field{Pointer: "/slug", Code: code, Field: "slug"})
}

// pathOf is the address of a content; empty when it has none, as while a part
// of it is still missing.
func pathOf(t *Type, data map[string]any, slug, id string) string {
	whole := true
	path := placeholder.ReplaceAllStringFunc(t.Path, func(found string) string {
		part := ""
		switch key := found[1 : len(found)-1]; key {
		case "slug":
			part = slug
		case "id":
			part = id
		default:
			part = segmentOf(t, key, data)
		}
		whole = whole && part != ""
		return part
	})
	if !whole {
		return ""
	}
	return path
}

// segmentOf is the part of an address that a field makes.
func segmentOf(t *Type, key string, data map[string]any) string {
	f, ok := t.Field(key)
	if !ok {
		return ""
	}
	values := strs(data[key])
	if len(values) == 0 {
		return ""
	}
	if f.Kind != KindTerm {
		return values[0]
	}
	switch f.Vocabulary {
	case "organizational-unit-types":
		return unitBranch(values[0])
	case "transparency-sections":
		return sectionPath(values[0])
	}
	known, ok := vocabularies[f.Vocabulary].byCode[values[0]]
	if !ok {
		return ""
	}
	return segment(known)
}

var branchOfRoot = map[string]string{
	"struttura-politica": "organi-di-governo", "struttura-amministrativa": "uffici", "altra-struttura": "enti-e-fondazioni",
}

// unitBranch is the branch of the administration in which a kind of unit is
// shown.
func unitBranch(code string) string {
	v := vocabularies["organizational-unit-types"]
	for _, up := range v.withParents(code) {
		if t := v.byCode[up]; t.segment != "" {
			return t.segment
		}
	}
	return branchOfRoot[v.root(code)]
}

// sectionPath names a section of the transparency pages by its titles.
func sectionPath(code string) string {
	v := vocabularies["transparency-sections"]
	var parts []string
	for _, up := range v.withParents(code) {
		parts = append(parts, slugOf(v.byCode[up].Label["it"]))
	}
	slices.Reverse(parts)
	return strings.Join(parts, "/")
}

// crumb names the pages above a content that are not contents themselves.
var crumbs = map[string]i18n.Text{
	"/amministrazione":                              text("Amministrazione", "Administration"),
	"/amministrazione/organi-di-governo":            text("Organi di governo", "Governing bodies"),
	"/amministrazione/aree-amministrative":          text("Aree amministrative", "Administrative areas"),
	"/amministrazione/uffici":                       text("Uffici", "Offices"),
	"/amministrazione/enti-e-fondazioni":            text("Enti e fondazioni", "Bodies and foundations"),
	"/amministrazione/politici":                     text("Politici", "Politicians"),
	"/amministrazione/personale-amministrativo":     text("Personale amministrativo", "Administrative staff"),
	"/amministrazione/documenti-e-dati":             text("Documenti e dati", "Documents and data"),
	"/novita":                                       text("Novità", "News"),
	"/servizi":                                      text("Servizi", "Services"),
	"/vivere-il-comune":                             text("Vivere il Comune", "Life in the municipality"),
	"/vivere-il-comune/eventi":                      text("Eventi", "Events"),
	"/vivere-il-comune/luoghi":                      text("Luoghi", "Places"),
	"/argomenti":                                    text("Argomenti", "Topics"),
	"/domande-frequenti":                            text("Domande frequenti", "Frequent questions"),
	"/albo-pretorio":                                text("Albo pretorio", "Official notice board"),
	"/attuazione-misure-pnrr":                       text("Attuazione misure PNRR", "Recovery plan projects"),
	"/amministrazione-trasparente":                  text("Amministrazione trasparente", "Transparent administration"),
	"/amministrazione/documenti-e-dati/bandi":       text("Bandi e concorsi", "Calls"),
	"/amministrazione/documenti-e-dati/graduatorie": text("Graduatorie", "Rankings"),
	"/amministrazione/documenti-e-dati/dataset":     text("Dataset", "Datasets"),
	"/amministrazione/documenti-e-dati/modulistica": text("Modulistica", "Forms"),
}

func init() {
	add := func(prefix string, name string) {
		for _, t := range vocabularies[name].terms {
			label := t.Plural
			if label["it"] == "" {
				label = t.Label
			}
			crumbs[prefix+segment(t)] = label
		}
	}
	add("/novita/", "news-types")
	add("/servizi/", "service-categories")
	add("/amministrazione/documenti-e-dati/", "document-types")
	for _, t := range vocabularies["transparency-sections"].terms {
		crumbs["/amministrazione-trasparente/"+sectionPath(t.Code)] = t.Label
	}
}

// breadcrumb lists the pages from the first one down to the one above path.
func breadcrumb(path string) []Link {
	out := []Link{{text("Home", "Home"), "/"}}
	path, _, isPart := strings.Cut(path, "#")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if !isPart {
		parts = parts[:len(parts)-1]
	}
	at := ""
	for _, part := range parts {
		at += "/" + part
		if title, ok := crumbs[at]; ok {
			out = append(out, Link{title, at})
		}
	}
	return out
}

// parentPath is the nearest page above a path that is there for sure.
func parentPath(path string) string {
	all := breadcrumb(path)
	return all[len(all)-1].Path
}
