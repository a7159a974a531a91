// Package simulator plays the OpenID provider behind which SPID and CIE stand,
// with a fixed list of invented people. It follows OpenID Connect Core (code
// flow, PKCE, RS256) and can be told to fail. It keeps everything in memory.
package simulator

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

const (
	requestLife = 30 * time.Minute
	codeLife    = time.Minute
	tokenLife   = 5 * time.Minute
	maxPending  = 10_000
	classPrefix = "https://www.spid.gov.it/SpidL"
)

// Options configure a simulator.
type Options struct {
	// Issuer is the public address, such as http://localhost:8090/oidc; its path
	// is where the handler must be mounted, without stripping.
	Issuer       string
	ClientID     string
	ClientSecret string
	// AllowRedirect says which addresses may get an answer; those of the local
	// machine with the callback's path when nil.
	AllowRedirect func(address string) bool
	// Clock is the system's when nil.
	Clock clock.Clock
}

// Simulator is the provider, as an http.Handler.
type Simulator struct {
	options Options
	base    string // path of the issuer
	key     *rsa.PrivateKey
	kid     string
	mux     *http.ServeMux

	mu       sync.Mutex
	knobs    Knobs
	requests map[string]request
	codes    map[string]grant
	tokens   map[string]grant // by access token
}

// request is an authorization under way.
type request struct {
	redirect, state, nonce, challenge string
	provider, locale                  string
	level                             int
	expires                           time.Time
}

// grant is what a code, and then an access token, stands for.
type grant struct {
	request
	person  Person
	level   int
	at      time.Time
	expires time.Time
	used    bool
	token   string // given for the code, revoked when the code comes back
}

// New returns a simulator with keys of its own.
func New(o Options) (*Simulator, error) {
	issuer, err := url.Parse(o.Issuer)
	if err != nil || issuer.Host == "" || strings.HasSuffix(o.Issuer, "/") {
		return nil, fmt.Errorf("oidc simulator: issuer %q is not an address without final slash", o.Issuer)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	if o.AllowRedirect == nil {
		o.AllowRedirect = localCallback
	}
	if o.Clock == nil {
		o.Clock = clock.System
	}
	s := &Simulator{
		options: o, base: issuer.Path, key: key, kid: rand.Text()[:12], mux: http.NewServeMux(),
		requests: map[string]request{}, codes: map[string]grant{}, tokens: map[string]grant{},
	}
	s.routes()
	return s, nil
}

func (s *Simulator) routes() {
	for pattern, handler := range map[string]http.HandlerFunc{
		"GET /.well-known/openid-configuration": s.discovery,
		"GET /jwks":                             s.jwks,
		"GET /authorize":                        s.authorize,
		"POST /authorize":                       s.authorize,
		"POST /authorize/answer":                s.answer,
		"POST /token":                           s.token,
		"GET /userinfo":                         s.userinfo,
		"POST /userinfo":                        s.userinfo,
		"GET /end_session":                      s.endSession,
		"GET /knobs":                            s.showKnobs,
		"POST /knobs":                           s.changeKnobs,
		"GET /{$}":                              s.home,
	} {
		method, path, _ := strings.Cut(pattern, " ")
		s.mux.HandleFunc(method+" "+s.base+path, handler)
	}
}

// ServeHTTP answers a request under the path of the issuer.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	s.mux.ServeHTTP(w, r)
}

// localCallback allows the callback of our API on the local machine.
func localCallback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Fragment != "" || u.User != nil || u.Path != "/api/v1/auth/callback" {
		return false
	}
	host := u.Hostname()
	return host == "localhost" || host == "127.0.0.1" || host == "::1" || strings.HasSuffix(host, ".localhost")
}

func (s *Simulator) discovery(w http.ResponseWriter, r *http.Request) {
	if s.failing(w, r, FailDiscovery) {
		return
	}
	at := func(path string) string { return s.options.Issuer + path }
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer": s.options.Issuer, "sportello_simulator": true,
		"authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"), "userinfo_endpoint": at("/userinfo"),
		"jwks_uri": at("/jwks"), "end_session_endpoint": at("/end_session"),
		"response_types_supported": []string{"code"}, "response_modes_supported": []string{"query"},
		"grant_types_supported":   []string{"authorization_code", DemoGrant},
		"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"scopes_supported":                               []string{"openid", "profile", "email"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post"},
		"code_challenge_methods_supported":               []string{"S256"},
		"acr_values_supported":                           []string{classPrefix + "1", classPrefix + "2", classPrefix + "3"},
		"ui_locales_supported":                           []string{"it", "en"},
		"authorization_response_iss_parameter_supported": true,
		"claims_supported": []string{
			"sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "at_hash", "idp", "given_name", "family_name",
			"birthdate", "place_of_birth", "gender", "email", "phone_number", "address", "locale",
			"https://attributes.eid.gov.it/fiscal_number",
		},
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the client may have gone
}

// sweep forgets what has expired, and everything when there is too much.
func (s *Simulator) sweep() {
	now := s.options.Clock.Now()
	for id, r := range s.requests {
		if now.After(r.expires) || len(s.requests) > maxPending {
			delete(s.requests, id)
		}
	}
	for _, grants := range []map[string]grant{s.codes, s.tokens} {
		for id, g := range grants {
			if now.After(g.expires.Add(tokenLife)) || len(grants) > maxPending {
				delete(grants, id)
			}
		}
	}
}
