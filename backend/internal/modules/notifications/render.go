package notifications

import (
	"bytes"
	"embed"
	"fmt"
	htmltemplate "html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"

	"go.yaml.in/yaml/v3"
)

//go:embed templates
var files embed.FS

// text is one notification in one language, as templates.
type text struct {
	Subject string   `yaml:"subject"`
	Body    []string `yaml:"body"`
	Action  string   `yaml:"action"`
	Why     string   `yaml:"why"` // why the reader gets it, when not the usual reason
}

// texts holds the notifications of each language; a mistake in them stops the
// program when it starts.
var (
	texts = map[string]map[string]text{"it": mustTexts("it"), "en": mustTexts("en")}
	html  = htmltemplate.Must(htmltemplate.ParseFS(files, "templates/layout.html"))
	plain = template.Must(template.ParseFS(files, "templates/layout.txt"))
)

func mustTexts(lang string) map[string]text {
	raw, err := files.ReadFile("templates/" + lang + ".yaml")
	if err != nil {
		panic(err)
	}
	out := map[string]text{}
	if err := yaml.Unmarshal(raw, &out); err != nil {
		panic(err)
	}
	for name, t := range out {
		for _, s := range append([]string{t.Subject, t.Action}, t.Body...) {
			if _, err := fill(lang, s, nil); err != nil {
				panic(fmt.Errorf("notification %s in %s: %w", name, lang, err))
			}
		}
	}
	return out
}

// Templates lists the names of the notices, in alphabetical order.
func Templates() []string { return slices.Sorted(maps.Keys(texts["it"])) }

func known(name string) bool {
	_, ok := texts["it"][name]
	return ok
}

// words that surround every message.
var words = map[string]struct{ linkHint, why, simulated string }{
	"it": {
		"Se il pulsante non funziona, copia questo indirizzo nel browser:",
		"Messaggio automatico: non rispondere. Lo ricevi perché hai usato i servizi online del Comune; puoi cambiare indirizzo e-mail nel profilo dell’area personale.",
		"Questo messaggio viene da una dimostrazione e non ha alcun effetto.",
	},
	"en": {
		"If the button does not work, copy this address into your browser:",
		"This is an automatic message: do not reply. You receive it because you used the municipality’s online services; you can change your e-mail address in the profile of your personal area.",
		"This message comes from a demonstration and has no effect.",
	},
}

// page is what the layouts show.
type page struct {
	Lang, Subject, Action, Link, LinkHint, Why string
	Body                                       []string
	Sender                                     Sender
	Simulated                                  bool
	SimulatedText                              string
}

// render writes one notification in both forms.
func render(name, lang string, params map[string]string, path string, sender Sender, simulated bool) (Message, error) {
	t, ok := texts[lang][name]
	if !ok {
		return Message{}, ErrTemplate.With(name + " in " + lang)
	}
	w := words[lang]
	p := page{
		Lang: lang, Link: strings.TrimRight(sender.PublicURL, "/") + path, LinkHint: w.linkHint, Why: w.why,
		Sender: sender, Simulated: simulated || sender.Demo, SimulatedText: w.simulated,
	}
	if t.Why != "" {
		p.Why = t.Why
	}
	var err error
	data := localize(lang, params)
	if p.Subject, err = fill(lang, t.Subject, data); err != nil {
		return Message{}, err
	}
	if p.Action, err = fill(lang, t.Action, data); err != nil {
		return Message{}, err
	}
	for _, b := range t.Body {
		line, err := fill(lang, b, data)
		if err != nil {
			return Message{}, err
		}
		p.Body = append(p.Body, line)
	}
	return p.message()
}

func (p page) message() (Message, error) {
	var text, markup bytes.Buffer
	if err := plain.Execute(&text, p); err != nil {
		return Message{}, err
	}
	if err := html.Execute(&markup, p); err != nil {
		return Message{}, err
	}
	subject := p.Subject
	if p.Simulated {
		subject = "[SIMULAZIONE] " + subject
	}
	return Message{Subject: subject, Text: text.String(), HTML: markup.String()}, nil
}

// localize prefers the parameter written for the language: service_en over
// service.
func localize(lang string, params map[string]string) map[string]string {
	out := make(map[string]string, len(params))
	for k, v := range params {
		out[k] = oneLine(v)
	}
	for k, v := range params {
		if name, ok := strings.CutSuffix(k, "_"+lang); ok && v != "" {
			out[name] = oneLine(v)
		}
	}
	if out["service"] == "" {
		out["service"] = oneLine(params["service_it"])
	}
	return out
}

// oneLine keeps a parameter from breaking out of a header or a paragraph.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func fill(lang, source string, data map[string]string) (string, error) {
	t, err := template.New("").Option("missingkey=zero").Funcs(template.FuncMap{
		"date": func(s string) string { return date(lang, s) },
		"euro": func(s string) string { return euro(lang, s) },
	}).Parse(source)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	if err := t.Execute(&out, data); err != nil {
		return "", err
	}
	return out.String(), nil
}

var months = [...]string{
	"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
	"luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
}

// date writes a YYYY-MM-DD day in words.
func date(lang, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	if lang == "en" {
		return t.Format("2 January 2006")
	}
	day = strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1°"
	}
	return fmt.Sprintf("%s %s %d", day, months[t.Month()-1], t.Year())
}

// euro writes an amount given in cents.
func euro(lang, cents string) string {
	n, err := strconv.ParseInt(cents, 10, 64)
	if err != nil {
		return cents
	}
	if lang == "en" {
		return fmt.Sprintf("€%d.%02d", n/100, n%100)
	}
	return fmt.Sprintf("%d,%02d €", n/100, n%100)
}
