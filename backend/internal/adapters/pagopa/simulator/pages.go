package simulator

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"strings"
)

//go:embed templates/*.html
var files embed.FS

// page is what every template gets: the texts of one language and the data.
type page struct {
	Lang string
	Data any
}

// T picks the text of the language of the page.
func (p page) T(it, en string) string {
	if p.Lang == "en" {
		return en
	}
	return it
}

// Euro writes cents as people read them.
func (p page) Euro(cents int64) string {
	s := euro(cents) + " €"
	if p.Lang == "en" {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

// Other is the language to switch to.
func (p page) Other() string {
	if p.Lang == "en" {
		return "it"
	}
	return "en"
}

var templates = parse("pay", "done", "bank", "knobs", "home")

func parse(names ...string) map[string]*template.Template {
	out := map[string]*template.Template{}
	for _, name := range names {
		out[name] = template.Must(template.ParseFS(files, "templates/layout.html", "templates/"+name+".html"))
	}
	return out
}

// language is the one asked for in the address, then the browser's, then Italian.
func language(r *http.Request) string {
	switch r.URL.Query().Get("lang") {
	case "it":
		return "it"
	case "en":
		return "en"
	}
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en") {
		return "en"
	}
	return "it"
}

func render(w http.ResponseWriter, r *http.Request, status int, name string, data any) {
	var b bytes.Buffer
	if err := templates[name].ExecuteTemplate(&b, "layout.html", page{Lang: language(r), Data: data}); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Language")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// homeView lists the notices that can be paid.
type homeView struct{ Notices []homeNotice }

type homeNotice struct {
	Number, Creditor, Description, Status string
	Amount                                int64
}

func (s *Simulator) showHome(w http.ResponseWriter, r *http.Request) {
	var v homeView
	s.mu.Lock()
	for i := len(s.state.Positions) - 1; i >= 0 && len(v.Notices) < 50; i-- {
		p := s.state.Positions[i]
		for _, o := range p.Options {
			for _, in := range o.Installments {
				v.Notices = append(v.Notices, homeNotice{
					Number: in.NAV, Creditor: p.CompanyName, Description: in.Description, Status: in.Status,
					Amount: in.Amount + in.NotificationFee,
				})
			}
		}
	}
	s.mu.Unlock()
	render(w, r, http.StatusOK, "home", v)
}

// Ops are the operations that the knobs can name.
func (p page) Ops() []string {
	return []string{"create", "read", "list", "update", "delete", "publish", "receipt", "receipts", "carts"}
}
