package simulator

import (
	"bytes"
	"embed"
	"encoding/json"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"join": func(list []string) string { return strings.Join(list, ", ") },
	"when": func(t time.Time) string { return t.In(clock.Rome).Format("02/01/2006 15:04:05") },
}).ParseFS(pageFiles, "pages/*.html"))

// Message is a received message as the page and the API show it.
type Message struct {
	ID         string    `json:"id"`
	From       string    `json:"from"`
	To         []string  `json:"to"`
	Subject    string    `json:"subject"`
	MessageID  string    `json:"message_id"`
	ReceivedAt time.Time `json:"received_at"`
	Deliveries int       `json:"deliveries"`
	Text       string    `json:"text"`
	HTML       string    `json:"html"`
	Headers    []field   `json:"headers"`
}

func newView(s stored) Message {
	h, p := parse(s.Raw)
	return Message{
		ID: s.ID, From: h.get("From"), To: s.To, Subject: h.get("Subject"), MessageID: s.MessageID,
		ReceivedAt: s.ReceivedAt, Deliveries: s.Deliveries, Text: p.text, HTML: p.html, Headers: h.fields(),
	}
}

// Messages returns what came for a recipient, newest first; everything when
// to is empty.
func (m *Mailbox) Messages(to string) []Message { return views(m.list(to)) }

func views(list []stored) []Message {
	out := make([]Message, len(list))
	for i, s := range list {
		out[i] = newView(s)
	}
	return out
}

func (m *Mailbox) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /mail", m.showList)
	mux.Handle("GET /mail/{$}", http.RedirectHandler("/mail", http.StatusSeeOther))
	mux.HandleFunc("GET /mail/messages/{id}", m.showMessage)
	mux.HandleFunc("GET /mail/messages/{id}/html", m.showHTML)
	mux.HandleFunc("GET /mail/messages/{id}/raw", m.showRaw)
	mux.HandleFunc("POST /mail/clear", m.clearForm)
	mux.HandleFunc("POST /mail/knobs", m.knobsForm)
	mux.HandleFunc("GET /mail/api/messages", m.apiList)
	mux.HandleFunc("DELETE /mail/api/messages", m.apiDelete)
	mux.HandleFunc("GET /mail/api/messages/{id}", m.apiMessage)
	mux.HandleFunc("GET /mail/api/knobs", m.apiKnobs)
	mux.HandleFunc("PUT /mail/api/knobs", m.apiSetKnobs)
	return http.NewCrossOriginProtection().Handler(mux)
}

func (m *Mailbox) showList(w http.ResponseWriter, r *http.Request) {
	to := r.URL.Query().Get("to")
	list := views(m.list(to))
	show(w, "list.html", map[string]any{"To": to, "Messages": list, "Count": len(list), "Knobs": m.current()})
}

func (m *Mailbox) showMessage(w http.ResponseWriter, r *http.Request) {
	if s, ok := m.wanted(w, r); ok {
		show(w, "message.html", newView(s))
	}
}

// showHTML serves a message's own markup: no scripts, and links open outside.
func (m *Mailbox) showHTML(w http.ResponseWriter, r *http.Request) {
	s, ok := m.wanted(w, r)
	if !ok {
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox")
	markup := strings.Replace(newView(s).HTML, "<head>", `<head><base target="_blank">`, 1)
	_, _ = w.Write([]byte(markup)) //nolint:gosec // sandboxed by the policy above
}

func (m *Mailbox) showRaw(w http.ResponseWriter, r *http.Request) {
	s, ok := m.wanted(w, r)
	if !ok {
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	_, _ = w.Write(s.Raw)
}

func (m *Mailbox) wanted(w http.ResponseWriter, r *http.Request) (stored, bool) {
	s, ok := m.find(r.PathValue("id"))
	if !ok {
		http.Error(w, "Messaggio non trovato.", http.StatusNotFound)
	}
	return s, ok
}

func (m *Mailbox) clearForm(w http.ResponseWriter, r *http.Request) {
	if err := m.remove(r.FormValue("to")); err != nil {
		http.Error(w, "I messaggi non si lasciano cancellare.", http.StatusInternalServerError)
		return
	}
	http.Redirect(w, r, "/mail", http.StatusSeeOther)
}

func (m *Mailbox) knobsForm(w http.ResponseWriter, r *http.Request) {
	latency, _ := strconv.Atoi(r.FormValue("latency_ms"))
	times, _ := strconv.Atoi(r.FormValue("times"))
	if !m.Set(Knobs{Behaviour(r.FormValue("behaviour")), latency, times}) {
		http.Error(w, "Impostazioni non valide.", http.StatusUnprocessableEntity)
		return
	}
	http.Redirect(w, r, "/mail?"+url.Values{"to": {r.FormValue("to")}}.Encode(), http.StatusSeeOther)
}

func (m *Mailbox) apiList(w http.ResponseWriter, r *http.Request) {
	answer(w, map[string]any{"items": views(m.list(r.URL.Query().Get("to")))})
}

func (m *Mailbox) apiMessage(w http.ResponseWriter, r *http.Request) {
	if s, ok := m.wanted(w, r); ok {
		answer(w, newView(s))
	}
}

func (m *Mailbox) apiDelete(w http.ResponseWriter, r *http.Request) {
	if err := m.remove(r.URL.Query().Get("to")); err != nil {
		http.Error(w, "messages cannot be deleted", http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func (m *Mailbox) apiKnobs(w http.ResponseWriter, _ *http.Request) { answer(w, m.current()) }

func (m *Mailbox) apiSetKnobs(w http.ResponseWriter, r *http.Request) {
	var k Knobs
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<16)).Decode(&k); err != nil || !m.Set(k) {
		http.Error(w, "behaviour is accept, refuse, temporary, down or lose_answer; latency_ms and times are not negative", http.StatusUnprocessableEntity)
		return
	}
	answer(w, k)
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // the client may have gone
}

func show(w http.ResponseWriter, name string, data any) {
	var out bytes.Buffer
	if err := pages.ExecuteTemplate(&out, name, data); err != nil {
		http.Error(w, "La pagina non si lascia scrivere.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'")
	_, _ = out.WriteTo(w)
}
