package simulator

import (
	"bytes"
	"crypto/rand"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
)

//go:embed pages/*.html
var pageFiles embed.FS

var pages = template.Must(template.ParseFS(pageFiles, "pages/*.html"))

// page shows one of the simulator's pages. Its style is allowed by a nonce and
// nothing else is loaded or run.
func (s *Simulator) page(w http.ResponseWriter, r *http.Request, status int, name, locale string, data map[string]any) {
	nonce := rand.Text()
	var body bytes.Buffer
	err := pages.ExecuteTemplate(&body, name+".html", map[string]any{
		"Locale": locale, "T": texts[locale], "Nonce": nonce, "Issuer": s.options.Issuer, "Data": data,
	})
	if err != nil {
		slog.ErrorContext(r.Context(), "simulator page failed", "page", name, "error", err)
		http.Error(w, "page failed", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", locale)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+nonce+"'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the browser may have gone
}

// texts are what the pages say, by language and key.
var texts = map[string]map[string]string{
	"it": {
		"banner":       "SIMULAZIONE",
		"bannerText":   "Questo non è SPID né CIE: nessun dato esce da questo computer e le persone sono inventate.",
		"title":        "Scegli una persona inventata",
		"asks":         "Il sito chiede un'identità di tipo",
		"level":        "Livello di sicurezza dell'identità",
		"levelAsked":   "richiesto",
		"people":       "Persone",
		"enterAs":      "Entra come",
		"taxCode":      "Codice fiscale",
		"cancel":       "Annulla",
		"refused":      "Richiesta non valida",
		"refusedText":  "Il programma che ti ha mandato qui non è registrato, o ha indicato un indirizzo di ritorno non ammesso.",
		"expired":      "Richiesta scaduta",
		"expiredText":  "Questa richiesta di accesso è scaduta o è già stata usata. Torna al sito e ricomincia.",
		"bye":          "Sei uscito",
		"byeText":      "Il simulatore non conserva alcuna sessione.",
		"home":         "Simulatore di identità",
		"homeText":     "Fa la parte del fornitore di identità durante lo sviluppo, le prove e le dimostrazioni.",
		"developers":   "Per chi sviluppa",
		"devText":      "Un token di identità di una persona inventata, senza browser:",
		"knobs":        "Guasti a comando",
		"knobsText":    "Scegli come deve sbagliare il simulatore, per provare come reagisce il sito.",
		"failure":      "Guasto",
		"none":         "nessuno",
		"times":        "Quante volte (0 = finché non si cambia)",
		"delay":        "Attesa prima del token, in secondi",
		"apply":        "Applica",
		"instructions": "Istruzioni e persone",
	},
	"en": {
		"banner":       "SIMULAZIONE · SIMULATION",
		"bannerText":   "This is neither SPID nor CIE: no data leaves this computer and the people are invented.",
		"title":        "Choose an invented person",
		"asks":         "The site asks for an identity of kind",
		"level":        "Level of assurance of the identity",
		"levelAsked":   "asked for",
		"people":       "People",
		"enterAs":      "Sign in as",
		"taxCode":      "Tax code",
		"cancel":       "Cancel",
		"refused":      "Request not valid",
		"refusedText":  "The program that sent you here is not registered, or named an address that may not get the answer.",
		"expired":      "Request expired",
		"expiredText":  "This sign-in request has expired or was already used. Go back to the site and start again.",
		"bye":          "You are signed out",
		"byeText":      "The simulator keeps no session.",
		"home":         "Identity simulator",
		"homeText":     "It plays the identity provider during development, tests and demonstrations.",
		"developers":   "For developers",
		"devText":      "An identity token of an invented person, without a browser:",
		"knobs":        "Failures on demand",
		"knobsText":    "Choose how the simulator goes wrong, to try how the site reacts.",
		"failure":      "Failure",
		"none":         "none",
		"times":        "How many times (0 = until changed)",
		"delay":        "Wait before the token, in seconds",
		"apply":        "Apply",
		"instructions": "Instructions and people",
	},
}
