package identity_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// assertion gets an identity token from the simulator, as developers do.
func (e *env) assertion(person string) string {
	e.t.Helper()
	res, err := http.PostForm(e.issuer+"/token", url.Values{"grant_type": {simulator.DemoGrant}, "person": {person}})
	if err != nil {
		e.t.Fatal(err)
	}
	defer res.Body.Close()
	var token struct {
		IDToken string `json:"id_token"`
	}
	if err := json.NewDecoder(res.Body).Decode(&token); err != nil || token.IDToken == "" {
		e.t.Fatalf("no identity token: %v", err)
	}
	return token.IDToken
}

func (b *browser) exchange(form url.Values) *httptest.ResponseRecorder {
	return b.send(http.MethodPost, "/auth/tokens", "application/x-www-form-urlencoded", form.Encode())
}

func jwtBearer(assertion string) url.Values {
	return url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {assertion}}
}

// accessToken goes from an invented person to an access token.
func (e *env) accessToken(person string) string {
	e.t.Helper()
	rec := e.browser(borgolago).exchange(jwtBearer(e.assertion(person)))
	var token struct {
		Access  string `json:"access_token"`
		Type    string `json:"token_type"`
		Expires int    `json:"expires_in"`
		Scope   string
	}
	if err := json.Unmarshal(rec.Body.Bytes(), &token); err != nil || rec.Code != http.StatusOK {
		e.t.Fatalf("exchange: %d %s", rec.Code, rec.Body)
	}
	if token.Type != "Bearer" || token.Expires != 900 || token.Scope != "citizen" {
		e.t.Errorf("token %+v", token)
	}
	return token.Access
}

func TestAccessToken(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.bearer = e.accessToken("bruno")
	if rec := b.get("/me/profile"); rec.Code != http.StatusOK {
		t.Fatalf("profile: %d %s", rec.Code, rec.Body)
	}
	if s := b.session(); s.Kind != "citizen" || s.Person.GivenName != "Bruno" || s.Provider != "spid" || s.Level != 2 {
		t.Errorf("session %+v", s)
	}
	wantProblem(t, b.get("/office/probe"), http.StatusForbidden, "forbidden")

	other := e.browser(pontefiume)
	other.bearer = b.bearer
	wantProblem(t, other.get("/me/profile"), http.StatusUnauthorized, "sign-in-required")

	if rec := b.send(http.MethodDelete, "/auth/session", "", ""); rec.Code != http.StatusNoContent {
		t.Fatalf("revoke: %d", rec.Code)
	}
	wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "session-expired")
}

func TestAccessTokenExpires(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.bearer = e.accessToken("bruno")
	e.Clock.Advance(14 * time.Minute)
	if rec := b.get("/me/profile"); rec.Code != http.StatusOK {
		t.Fatalf("too early: %d", rec.Code)
	}
	e.Clock.Advance(2 * time.Minute)
	wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "session-expired")
}

func TestExchangeRefusals(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	good := e.assertion("anna")
	spoiled := func(f simulator.Failure) string {
		e.sim.SetKnobs(simulator.Knobs{Failure: f, Times: 1})
		return e.assertion("anna")
	}
	old := e.assertion("anna")
	wantToken := func(name string, form url.Values, code string) {
		t.Helper()
		rec := b.exchange(form)
		var got identity.TokenErrorResponse
		if err := json.Unmarshal(rec.Body.Bytes(), &got); err != nil || rec.Code != http.StatusBadRequest || got.Error != code {
			t.Errorf("%s: %d %s, want %s", name, rec.Code, rec.Body, code)
		}
		if media := rec.Header().Get("Content-Type"); media != "application/problem+json" || got.Status != rec.Code || got.Title == "" || got.Description == "" {
			t.Errorf("%s: not a problem: %s %s", name, media, rec.Body)
		}
	}
	wantToken("no grant", url.Values{}, "invalid_request")
	wantToken("another grant", url.Values{"grant_type": {"password"}}, "unsupported_grant_type")
	wantToken("no assertion", jwtBearer(""), "invalid_request")
	form := jwtBearer(good)
	form.Set("scope", "operator")
	wantToken("another scope", form, "invalid_scope")
	wantToken("nonsense", jwtBearer("a.b.c"), "invalid_grant")
	wantToken("another issuer", jwtBearer(spoiled(simulator.WrongIssuer)), "invalid_grant")
	wantToken("another client", jwtBearer(spoiled(simulator.WrongAudience)), "invalid_grant")
	wantToken("another key", jwtBearer(spoiled(simulator.WrongKey)), "invalid_grant")
	wantToken("expired", jwtBearer(spoiled(simulator.Expired)), "invalid_grant")
	none, err := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.MapClaims{"iss": e.issuer, "aud": "sportello", "sub": "anna"}).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	wantToken("not signed", jwtBearer(none), "invalid_grant")
	if rec := b.exchange(jwtBearer(good)); rec.Code != http.StatusOK {
		t.Fatalf("a good one: %d %s", rec.Code, rec.Body)
	}
	wantToken("used", jwtBearer(good), "invalid_grant")
	e.Clock.Advance(6 * time.Minute)
	wantToken("grown old", jwtBearer(old), "invalid_grant")
}

func TestForgedAccessTokens(t *testing.T) {
	e := setup(t)
	real := e.accessToken("anna")
	ctx := e.Ctx("borgolago")
	now := e.Clock.Now()
	base := jwt.MapClaims{
		"iss": "http://localhost:8080/api/v1", "aud": []string{"http://localhost:8080/api/v1"}, "sub": subjectOf(t, real), "jti": ids.New(),
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(10 * time.Minute).Unix(), "scope": "citizen", "level": 2, "provider": "spid",
	}
	with := func(name string, value any) jwt.MapClaims {
		claims := maps.Clone(base)
		if value == nil {
			delete(claims, name)
		} else {
			claims[name] = value
		}
		return claims
	}
	own := func(claims jwt.MapClaims, header map[string]any) string {
		token, err := e.service.SignForTest(ctx, claims, header)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	kid, public, err := e.service.KeyForTest(ctx)
	if err != nil {
		t.Fatal(err)
	}
	forge := func(method jwt.SigningMethod, key any) string {
		token := jwt.NewWithClaims(method, base)
		token.Header["kid"], token.Header["typ"] = kid, "at+jwt"
		text, err := token.SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	stranger, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stranger384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		token, want string
	}{
		"one made by the test itself is good":  {own(base, nil), ""},
		"no signature":                         {forge(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), "sign-in-required"},
		"the public key as a shared secret":    {forge(jwt.SigningMethodHS256, public), "sign-in-required"},
		"another key under our id":             {forge(jwt.SigningMethodES256, stranger), "sign-in-required"},
		"another algorithm of the same family": {forge(jwt.SigningMethodES384, stranger384), "sign-in-required"},
		"an unknown key id":                    {own(base, map[string]any{"kid": "unknown"}), "sign-in-required"},
		"no key id":                            {own(base, map[string]any{"kid": nil}), "sign-in-required"},
		"another type of token":                {own(base, map[string]any{"typ": "JWT"}), "sign-in-required"},
		"another municipality's audience":      {own(with("aud", "http://pontefiume.localhost:8080/api/v1"), nil), "sign-in-required"},
		"no audience":                          {own(with("aud", nil), nil), "sign-in-required"},
		"another issuer":                       {own(with("iss", e.issuer), nil), "sign-in-required"},
		"no expiry":                            {own(with("exp", nil), nil), "sign-in-required"},
		"expired":                              {own(with("exp", now.Add(-time.Second).Unix()), nil), "session-expired"},
		"not valid yet":                        {own(with("nbf", now.Add(time.Hour).Unix()), nil), "sign-in-required"},
		"no id":                                {own(with("jti", nil), nil), "sign-in-required"},
		"another scope":                        {own(with("scope", "admin"), nil), "sign-in-required"},
		"nobody's":                             {own(with("sub", ids.New()), nil), "sign-in-required"},
		"an identity token in place of an access token": {e.assertion("anna"), "sign-in-required"},
		"nonsense": {"a.b.c", "sign-in-required"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := e.browser(borgolago)
			b.bearer = tt.token
			rec := b.get("/me/profile")
			if tt.want == "" {
				if rec.Code != http.StatusOK {
					t.Errorf("%d %s", rec.Code, rec.Body)
				}
				return
			}
			wantProblem(t, rec, http.StatusUnauthorized, tt.want)
			if rec.Header().Get("WWW-Authenticate") == "" {
				t.Error("no WWW-Authenticate")
			}
		})
	}
}

func subjectOf(t *testing.T, token string) string {
	t.Helper()
	var claims jwt.RegisteredClaims
	if _, _, err := jwt.NewParser().ParseUnverified(token, &claims); err != nil {
		t.Fatal(err)
	}
	return claims.Subject
}

func (e *env) keyIDs() []string {
	e.t.Helper()
	rec := e.browser(borgolago).get("/auth/jwks")
	var set struct{ Keys []map[string]string }
	if err := json.Unmarshal(rec.Body.Bytes(), &set); err != nil || rec.Code != http.StatusOK {
		e.t.Fatalf("keys: %d %s", rec.Code, rec.Body)
	}
	var kids []string
	for _, key := range set.Keys {
		if key["kty"] != "EC" || key["crv"] != "P-256" || len(key["x"]) != 43 || len(key["y"]) != 43 || key["d"] != "" {
			e.t.Errorf("key %v", key)
		}
		kids = append(kids, key["kid"])
	}
	return kids
}

func TestKeysRotate(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.bearer = e.accessToken("anna")
	first := e.keyIDs()
	if len(first) != 1 {
		t.Fatalf("keys %v", first)
	}
	e.Clock.Advance(time.Minute)
	if err := e.service.RotateKeys(e.Ctx("borgolago"), false); err != nil {
		t.Fatal(err)
	}
	if kids := e.keyIDs(); len(kids) != 2 || kids[1] != first[0] {
		t.Errorf("keys %v", kids)
	}
	if rec := b.get("/me/profile"); rec.Code != http.StatusOK {
		t.Errorf("a token of the old key: %d", rec.Code)
	}
	fresh := e.browser(borgolago)
	fresh.bearer = e.accessToken("bruno")
	parsed, _, _ := jwt.NewParser().ParseUnverified(fresh.bearer, jwt.MapClaims{})
	if parsed.Header["kid"] == first[0] {
		t.Error("the old key still signs")
	}
	if err := e.service.RotateKeys(e.Ctx("borgolago"), true); err != nil {
		t.Fatal(err)
	}
	wantProblem(t, fresh.get("/me/profile"), http.StatusUnauthorized, "sign-in-required")
	if kids := e.keyIDs(); len(kids) != 1 {
		t.Errorf("compromised keys are still published: %v", kids)
	}
	compromised := e.keyIDs()[0]
	e.Clock.Advance(31*24*time.Hour - time.Minute)
	fresh.bearer = e.accessToken("bruno")
	if parsed, _, _ = jwt.NewParser().ParseUnverified(fresh.bearer, jwt.MapClaims{}); parsed.Header["kid"] == compromised {
		t.Error("a key signs for more than a month")
	}
}
