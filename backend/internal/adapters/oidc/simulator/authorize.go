package simulator

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// authorize checks the request and shows the page where a person is chosen.
// A client or an address it does not know gets no redirect, only a page.
func (s *Simulator) authorize(w http.ResponseWriter, r *http.Request) {
	locale := localeOf(r)
	redirect := r.FormValue("redirect_uri")
	if r.FormValue("client_id") != s.options.ClientID || !s.options.AllowRedirect(redirect) {
		s.page(w, r, http.StatusBadRequest, "refused", locale, nil)
		return
	}
	req := request{
		redirect: redirect, state: r.FormValue("state"), nonce: r.FormValue("nonce"), challenge: r.FormValue("code_challenge"),
		provider: providerOf(r.FormValue("idp_hint")), level: levelOf(r.FormValue("acr_values")), locale: locale,
		expires: s.options.Clock.Now().Add(requestLife),
	}
	if code, why := s.wrong(r, req); code != "" {
		s.sendBack(w, r, req, url.Values{"error": {code}, "error_description": {why}})
		return
	}
	if s.fails(FailAuthorize) {
		s.sendBack(w, r, req, url.Values{"error": {"server_error"}, "error_description": {"failure on demand"}})
		return
	}
	id := rand.Text()
	s.mu.Lock()
	s.sweep()
	s.requests[id] = req
	s.mu.Unlock()
	s.page(w, r, http.StatusOK, "people", locale, map[string]any{
		"Request": id, "People": People(), "Level": req.level, "Levels": []int{1, 2, 3},
		"Provider": strings.ToUpper(req.provider), "Action": s.options.Issuer + "/authorize/answer",
	})
}

func (s *Simulator) wrong(r *http.Request, req request) (code, why string) {
	switch {
	case r.FormValue("response_type") != "code":
		return "unsupported_response_type", "response_type must be code"
	case !slices.Contains(strings.Fields(r.FormValue("scope")), "openid"):
		return "invalid_scope", "scope must contain openid"
	case req.challenge == "" || r.FormValue("code_challenge_method") != "S256":
		return "invalid_request", "PKCE with S256 is compulsory"
	case req.state == "" || req.nonce == "":
		return "invalid_request", "state and nonce are compulsory"
	case r.FormValue("prompt") == "none":
		return "login_required", "a person must be chosen"
	}
	return "", ""
}

// answer receives what was chosen on the page and sends the browser back.
func (s *Simulator) answer(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	req, ok := s.requests[r.FormValue("request")]
	delete(s.requests, r.FormValue("request"))
	s.mu.Unlock()
	if !ok || s.options.Clock.Now().After(req.expires) {
		s.page(w, r, http.StatusBadRequest, "expired", localeOf(r), nil)
		return
	}
	person, known := personByID(r.FormValue("person"))
	if !known {
		s.sendBack(w, r, req, url.Values{"error": {"access_denied"}, "error_description": {"cancelled by the person"}})
		return
	}
	level, err := strconv.Atoi(r.FormValue("level"))
	if err != nil || level < 1 || level > 3 {
		level = req.level
	}
	if s.fails(LowLevel) {
		level = 1
	}
	s.sendBack(w, r, req, url.Values{"code": {s.newCode(req, person, level)}})
}

func (s *Simulator) newCode(req request, person Person, level int) string {
	now := s.options.Clock.Now()
	code := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sweep()
	s.codes[code] = grant{request: req, person: person, level: level, at: now, expires: now.Add(codeLife)}
	return code
}

func (s *Simulator) sendBack(w http.ResponseWriter, r *http.Request, req request, answer url.Values) {
	state := req.state
	if s.fails(WrongState) {
		state = rand.Text()
	}
	if state != "" {
		answer.Set("state", state)
	}
	answer.Set("iss", s.options.Issuer)
	u, err := url.Parse(req.redirect)
	if err != nil {
		s.page(w, r, http.StatusBadRequest, "refused", req.locale, nil)
		return
	}
	query := u.Query()
	for name, values := range answer {
		query[name] = values
	}
	u.RawQuery = query.Encode()
	http.Redirect(w, r, u.String(), http.StatusSeeOther)
}

// endSession says goodbye; the simulator has no session of its own.
func (s *Simulator) endSession(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusOK, "bye", localeOf(r), nil)
}

func (s *Simulator) home(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, http.StatusOK, "home", localeOf(r), map[string]any{
		"People": People(), "Token": s.options.Issuer + "/token", "Grant": DemoGrant, "Knobs": s.options.Issuer + "/knobs",
	})
}

func providerOf(hint string) string {
	if hint == "cie" {
		return "cie"
	}
	return "spid"
}

// levelOf reads the least level among the classes asked for; 2 when none is.
func levelOf(acrValues string) int {
	least := 0
	for _, class := range strings.Fields(acrValues) {
		level, err := strconv.Atoi(strings.TrimPrefix(class, classPrefix))
		if err == nil && level >= 1 && level <= 3 && (least == 0 || level < least) {
			least = level
		}
	}
	if least == 0 {
		return 2
	}
	return least
}

// localeOf is the language asked for by the client, or else by the browser.
func localeOf(r *http.Request) string {
	for _, wish := range []string{r.FormValue("lang"), r.FormValue("ui_locales"), r.Header.Get("Accept-Language")} {
		switch {
		case strings.HasPrefix(wish, "en"):
			return "en"
		case strings.HasPrefix(wish, "it"):
			return "it"
		}
	}
	return "it"
}
