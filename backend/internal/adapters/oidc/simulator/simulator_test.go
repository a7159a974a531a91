package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

func start(t *testing.T) (*Simulator, *http.Client, string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	issuer := "http://" + server.Listener.Addr().String() + "/oidc"
	sim, err := New(Options{Issuer: issuer, ClientID: "sportello", ClientSecret: "a secret"})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = sim
	server.Start()
	t.Cleanup(server.Close)
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return sim, client, issuer
}

func body(t *testing.T, res *http.Response) string {
	t.Helper()
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestInventedPeople(t *testing.T) {
	people := People()
	if len(people) != 5 {
		t.Fatalf("%d people", len(people))
	}
	for _, p := range people {
		code := p.TaxCode()
		if !identity.ValidTaxCode(code) {
			t.Errorf("%s: tax code %s is not valid", p.ID, code)
		}
		if !strings.Contains(code, "Z999") {
			t.Errorf("%s: tax code %s could be somebody's", p.ID, code)
		}
		if !strings.HasSuffix(p.Email(), "@example.org") {
			t.Errorf("%s: e-mail %s", p.ID, p.Email())
		}
	}
	if got := people[0].TaxCode()[:11]; got != "SMPNNA85C52" {
		t.Errorf("Anna's tax code begins with %s", got)
	}
	cie := people[0].claims("cie")
	for _, name := range []string{"email", "phone_number", "address"} {
		if _, ok := cie[name]; ok {
			t.Errorf("CIE states %s", name)
		}
		if _, ok := people[0].claims("spid")[name]; !ok {
			t.Errorf("SPID does not state %s", name)
		}
	}
}

func authorizeQuery() url.Values {
	return url.Values{
		"client_id": {"sportello"}, "redirect_uri": {"http://localhost:8080/api/v1/auth/callback"}, "response_type": {"code"},
		"scope": {"openid profile"}, "state": {"s"}, "nonce": {"n"}, "code_challenge": {"c"}, "code_challenge_method": {"S256"},
	}
}

func TestAuthorizePage(t *testing.T) {
	_, client, issuer := start(t)
	for language, want := range map[string]string{"it": "Scegli una persona inventata", "en": "Choose an invented person"} {
		query := authorizeQuery()
		query.Set("ui_locales", language)
		query.Set("idp_hint", "cie")
		res, err := client.Get(issuer + "/authorize?" + query.Encode())
		if err != nil {
			t.Fatal(err)
		}
		page := body(t, res)
		for _, text := range []string{want, `<html lang="` + language + `">`, "SIMULAZIONE", "<strong>CIE</strong>", "Anna Esempio", People()[4].TaxCode(), `value="2" checked`} {
			if !strings.Contains(page, text) {
				t.Errorf("%s: the page lacks %q", language, text)
			}
		}
		if csp := res.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("policy %q", csp)
		}
	}
}

func TestAuthorizeRefusals(t *testing.T) {
	_, client, issuer := start(t)
	tests := map[string]struct {
		name, value string
		status      int
		code        string
	}{
		"an unknown client gets no redirect":         {"client_id", "x", http.StatusBadRequest, ""},
		"an address elsewhere gets no redirect":      {"redirect_uri", "https://evil.example/api/v1/auth/callback", http.StatusBadRequest, ""},
		"another page of ours gets no redirect":      {"redirect_uri", "http://localhost:8080/elsewhere", http.StatusBadRequest, ""},
		"a user in the address gets no redirect":     {"redirect_uri", "http://localhost@evil.example/api/v1/auth/callback", http.StatusBadRequest, ""},
		"PKCE is compulsory":                         {"code_challenge", "", http.StatusSeeOther, "invalid_request"},
		"plain PKCE is refused":                      {"code_challenge_method", "plain", http.StatusSeeOther, "invalid_request"},
		"the implicit flow is refused":               {"response_type", "id_token", http.StatusSeeOther, "unsupported_response_type"},
		"the scope openid is compulsory":             {"scope", "profile", http.StatusSeeOther, "invalid_scope"},
		"a nonce is compulsory":                      {"nonce", "", http.StatusSeeOther, "invalid_request"},
		"nobody can be signed in without being seen": {"prompt", "none", http.StatusSeeOther, "login_required"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			query := authorizeQuery()
			query.Set(tt.name, tt.value)
			res, err := client.Get(issuer + "/authorize?" + query.Encode())
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			location, _ := url.Parse(res.Header.Get("Location"))
			if res.StatusCode != tt.status || location.Query().Get("error") != tt.code {
				t.Errorf("status %d, location %s", res.StatusCode, location)
			}
			if tt.code != "" && (location.Query().Get("iss") != issuer || location.Query().Get("state") != "s") {
				t.Errorf("location %s", location)
			}
		})
	}
}

func TestDemoGrant(t *testing.T) {
	_, client, issuer := start(t)
	res, err := client.PostForm(issuer+"/token", url.Values{"grant_type": {DemoGrant}, "person": {"anna"}})
	if err != nil {
		t.Fatal(err)
	}
	var token struct {
		IDToken string `json:"id_token"`
		Access  string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(body(t, res)), &token); err != nil || token.IDToken == "" {
		t.Fatalf("no token: %v", err)
	}
	req, _ := http.NewRequest(http.MethodGet, issuer+"/userinfo", nil)
	req.Header.Set("Authorization", "Bearer "+token.Access)
	if res, err = client.Do(req); err != nil {
		t.Fatal(err)
	}
	if info := body(t, res); !strings.Contains(info, "TINIT-"+People()[0].TaxCode()) {
		t.Errorf("userinfo: %s", info)
	}
	res, err = client.PostForm(issuer+"/token", url.Values{"grant_type": {DemoGrant}, "person": {"nobody"}})
	if err != nil {
		t.Fatal(err)
	}
	if text := body(t, res); res.StatusCode != http.StatusBadRequest || !strings.Contains(text, "invalid_request") {
		t.Errorf("unknown person: %d %s", res.StatusCode, text)
	}
}

func TestKnobs(t *testing.T) {
	_, client, issuer := start(t)
	res, err := client.PostForm(issuer+"/knobs", url.Values{"failure": {"discovery-503"}, "times": {"1"}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	for i, want := range []int{http.StatusServiceUnavailable, http.StatusOK} {
		res, err := client.Get(issuer + "/.well-known/openid-configuration")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("call %d: status %d, want %d", i, res.StatusCode, want)
		}
	}
	if res, err = client.PostForm(issuer+"/knobs", url.Values{"failure": {"nonsense"}}); err != nil || res.StatusCode != http.StatusBadRequest {
		t.Errorf("an unknown failure: %v %v", res.StatusCode, err)
	}
	for _, path := range []string{"/", "/knobs", "/end_session"} {
		res, err := client.Get(issuer + path)
		if err != nil {
			t.Fatal(err)
		}
		if page := body(t, res); res.StatusCode != http.StatusOK || !strings.Contains(page, "SIMULAZIONE") {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
}
