package simulator

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// DemoGrant gives developers the identity token of an invented person without
// a browser: grant_type=urn:sportello:demo-person&person=anna, and optionally
// provider (spid or cie) and level (1 to 3).
const DemoGrant = "urn:sportello:demo-person"

func (s *Simulator) jwks(w http.ResponseWriter, _ *http.Request) {
	enc := base64.RawURLEncoding.EncodeToString
	writeJSON(w, http.StatusOK, map[string]any{"keys": []map[string]string{{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": s.kid,
		"n": enc(s.key.N.Bytes()), "e": enc(big.NewInt(int64(s.key.E)).Bytes()),
	}}})
}

func (s *Simulator) token(w http.ResponseWriter, r *http.Request) {
	// Read the form first: only then does the server notice a client that leaves.
	if err := r.ParseForm(); err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request", "the form cannot be read")
		return
	}
	s.wait(r)
	if s.failing(w, r, FailToken) {
		return
	}
	switch r.PostFormValue("grant_type") {
	case "authorization_code":
		s.redeem(w, r)
	case DemoGrant:
		s.demo(w, r)
	default:
		refuse(w, http.StatusBadRequest, "unsupported_grant_type", "")
	}
}

// redeem gives tokens for a code, to the client that asked for it and that
// knows the verifier. A code that comes back takes its token with it.
func (s *Simulator) redeem(w http.ResponseWriter, r *http.Request) {
	if !s.authenticated(r) {
		w.Header().Set("WWW-Authenticate", "Basic")
		refuse(w, http.StatusUnauthorized, "invalid_client", "unknown client or wrong secret")
		return
	}
	g, ok := s.takeCode(r.PostFormValue("code"))
	if !ok || r.PostFormValue("redirect_uri") != g.redirect || !matches(r.PostFormValue("code_verifier"), g.challenge) {
		refuse(w, http.StatusBadRequest, "invalid_grant", "the code is unknown, used or expired, or does not belong to this request")
		return
	}
	access := rand.Text()
	s.mu.Lock()
	g.token = access
	s.codes[r.PostFormValue("code")] = g
	s.tokens[access] = s.tokenGrant(g)
	s.mu.Unlock()
	s.give(w, access, g)
}

func (s *Simulator) tokenGrant(g grant) grant {
	g.expires = s.options.Clock.Now().Add(tokenLife)
	return g
}

func (s *Simulator) takeCode(code string) (grant, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, ok := s.codes[code]
	if !ok {
		return grant{}, false
	}
	if g.used {
		delete(s.tokens, g.token)
		return grant{}, false
	}
	g.used = true
	s.codes[code] = g
	return g, !s.options.Clock.Now().After(g.expires)
}

// demo is open to everybody: the people are invented.
func (s *Simulator) demo(w http.ResponseWriter, r *http.Request) {
	person, ok := personByID(r.PostFormValue("person"))
	if !ok {
		refuse(w, http.StatusBadRequest, "invalid_request", "person must be one of anna, bruno, carla, dario, elena")
		return
	}
	level, err := strconv.Atoi(r.PostFormValue("level"))
	if err != nil || level < 1 || level > 3 {
		level = 2
	}
	g := grant{request: request{provider: providerOf(r.PostFormValue("provider"))}, person: person, level: level, at: s.options.Clock.Now()}
	access := rand.Text()
	s.mu.Lock()
	s.sweep()
	s.tokens[access] = s.tokenGrant(g)
	s.mu.Unlock()
	s.give(w, access, g)
}

func (s *Simulator) give(w http.ResponseWriter, access string, g grant) {
	idToken, err := s.idToken(access, g)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "server_error", "")
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": int(tokenLife.Seconds()), "scope": "openid profile email", "id_token": idToken,
	})
}

func (s *Simulator) idToken(access string, g grant) (string, error) {
	now := s.options.Clock.Now()
	half := sha256.Sum256([]byte(access))
	claims := jwt.MapClaims{
		"iss": s.options.Issuer, "aud": s.options.ClientID, "sub": g.person.ID, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(tokenLife).Unix(), "auth_time": g.at.Unix(),
		"acr": fmt.Sprintf("%s%d", classPrefix, g.level), "idp": g.provider,
		"at_hash": base64.RawURLEncoding.EncodeToString(half[:16]),
	}
	if g.nonce != "" {
		claims["nonce"] = g.nonce
	}
	for name, value := range g.person.claims(g.provider) {
		claims[name] = value
	}
	key, err := s.spoil(claims, now)
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, claims)
	token.Header["kid"] = s.kid
	return token.SignedString(key)
}

// spoil makes the token wrong in the way asked for by the knobs, and returns
// the key to sign it with.
func (s *Simulator) spoil(claims jwt.MapClaims, now time.Time) (*rsa.PrivateKey, error) {
	switch {
	case s.fails(WrongNonce):
		claims["nonce"] = rand.Text()
	case s.fails(WrongIssuer):
		claims["iss"] = s.options.Issuer + "/other"
	case s.fails(WrongAudience):
		claims["aud"] = "another-client"
	case s.fails(Expired):
		claims["iat"], claims["exp"] = now.Add(-2*time.Hour).Unix(), now.Add(-time.Hour).Unix()
	case s.fails(WrongKey):
		return rsa.GenerateKey(rand.Reader, 2048)
	}
	return s.key, nil
}

func (s *Simulator) userinfo(w http.ResponseWriter, r *http.Request) {
	if s.failing(w, r, FailUserinfo) {
		return
	}
	access, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	g, known := s.tokens[access]
	s.mu.Unlock()
	if !ok || !known || s.options.Clock.Now().After(g.expires) {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		refuse(w, http.StatusUnauthorized, "invalid_token", "")
		return
	}
	claims := g.person.claims(g.provider)
	claims["sub"] = g.person.ID
	writeJSON(w, http.StatusOK, claims)
}

// authenticated accepts the client's secret in the header or in the form.
func (s *Simulator) authenticated(r *http.Request) bool {
	id, secret, basic := r.BasicAuth()
	if basic {
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	} else {
		id, secret = r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	return same(id, s.options.ClientID) && same(secret, s.options.ClientSecret)
}

func matches(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return len(verifier) >= 43 && same(base64.RawURLEncoding.EncodeToString(sum[:]), challenge)
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

func refuse(w http.ResponseWriter, status int, code, why string) {
	answer := map[string]string{"error": code}
	if why != "" {
		answer["error_description"] = why
	}
	writeJSON(w, status, answer)
}
