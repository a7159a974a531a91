package identity_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

func TestCitizenSignsIn(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	if s := b.session(); s.Authenticated {
		t.Fatal("signed in from the start")
	}
	wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "sign-in-required")

	rec := b.signIn("provider=spid&return_to=/servizi/ztl-permit%3Fx%3D1", "anna", "2")

	if rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/servizi/ztl-permit?x=1" {
		t.Fatalf("callback: %d to %s %s", rec.Code, rec.Header().Get("Location"), rec.Body)
	}
	s := b.session()
	if !s.Authenticated || s.Kind != "citizen" || s.Provider != "spid" || s.Level != 2 || s.Person.GivenName != "Anna" ||
		!identity.ValidTaxCode(s.Person.TaxCode) || s.Idle == "" || s.Expires == "" {
		t.Errorf("session %+v", s)
	}
	var profile map[string]any
	if err := json.Unmarshal(b.get("/me/profile").Body.Bytes(), &profile); err != nil {
		t.Fatal(err)
	}
	if profile["email"] != "anna.esempio@example.org" || profile["sources"].(map[string]any)["email"] != "identity" ||
		profile["address"].(map[string]any)["municipality"] != "Borgolago" || profile["birth_date"] != "1985-03-12" {
		t.Errorf("profile %v", profile)
	}
	wantProblem(t, b.get("/office/probe"), http.StatusForbidden, "forbidden")
	wantProblem(t, b.get("/office/admin-probe"), http.StatusForbidden, "forbidden")
	wantProblem(t, b.get("/me/strong-probe"), http.StatusForbidden, "level-too-low")

	old := b.cookies[identity.CookieName]
	person := s.Person.ID
	if rec := b.send(http.MethodDelete, "/auth/session", "", ""); rec.Code != http.StatusNoContent {
		t.Errorf("sign out: %d", rec.Code)
	}
	if _, kept := b.cookies[identity.CookieName]; kept {
		t.Error("the cookie outlives the session")
	}
	b.cookies[identity.CookieName] = old
	wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "session-expired")

	acts, err := e.trail.Of(e.Ctx("borgolago"), "person", person, 10)
	if err != nil || len(acts) != 2 || acts[0].Action != "signed-out" || acts[1].Action != "signed-in" || acts[1].ActorName != "Anna Esempio" {
		t.Errorf("audit trail %+v, %v", acts, err)
	}
}

func TestCIEStatesTheMinimum(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.signIn("provider=cie&level=3&language=en", "elena", "3")
	s := b.session()
	if s.Provider != "cie" || s.Level != 3 {
		t.Fatalf("session %+v", s)
	}
	person, err := e.service.Person(e.Ctx("borgolago"), s.Person.ID)
	if err != nil {
		t.Fatal(err)
	}
	if person.Email != "" || person.Address != nil || person.FamilyName != "Modello" {
		t.Errorf("person %+v", person)
	}
	if rec := b.get("/me/strong-probe"); rec.Code != http.StatusNoContent {
		t.Errorf("level 3 is refused: %d", rec.Code)
	}
}

func TestTheSamePersonComesBack(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.signIn("provider=cie", "anna", "2")
	first := b.session().Person.ID
	oldCookie := b.cookies[identity.CookieName]
	b.signIn("provider=spid", "anna", "2")
	if second := b.session().Person.ID; second != first {
		t.Errorf("two persons: %s and %s", first, second)
	}
	if b.cookies[identity.CookieName] == oldCookie {
		t.Error("the session was not rotated")
	}
	b.cookies[identity.CookieName] = oldCookie
	wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "session-expired")
}

func TestSignInRefusals(t *testing.T) {
	e := setup(t)
	tests := map[string]struct {
		failure simulator.Failure
		query   string
		person  string
		level   string
		want    string
	}{
		"the person cancels":                     {"", "provider=spid", "", "2", "sign-in-cancelled"},
		"the level is lower than asked":          {"", "provider=spid&level=2", "anna", "1", "level-too-low"},
		"the nonce is another":                   {simulator.WrongNonce, "provider=spid", "anna", "2", "sign-in-refused"},
		"the token comes from another issuer":    {simulator.WrongIssuer, "provider=spid", "anna", "2", "sign-in-refused"},
		"the token is for another client":        {simulator.WrongAudience, "provider=spid", "anna", "2", "sign-in-refused"},
		"the token is signed with another key":   {simulator.WrongKey, "provider=spid", "anna", "2", "sign-in-refused"},
		"the token has expired":                  {simulator.Expired, "provider=spid", "anna", "2", "sign-in-refused"},
		"the state is another":                   {simulator.WrongState, "provider=spid", "anna", "2", "sign-in-expired"},
		"the token endpoint fails":               {simulator.FailToken, "provider=spid", "anna", "2", "provider-unavailable"},
		"the userinfo endpoint fails":            {simulator.FailUserinfo, "provider=spid", "anna", "2", "provider-unavailable"},
		"the level drops behind the page's back": {simulator.LowLevel, "provider=cie", "anna", "2", "level-too-low"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := e.browser(borgolago)
			callback := b.choose(tt.query+"&return_to=/servizi", tt.person, tt.level)
			if tt.failure == simulator.WrongState {
				callback = strings.Replace(callback, "state=", "state=x", 1)
			}
			e.sim.SetKnobs(simulator.Knobs{Failure: tt.failure})
			defer e.sim.SetKnobs(simulator.Knobs{})
			if tt.failure == simulator.LowLevel {
				callback = b.choose(tt.query+"&return_to=/servizi", tt.person, tt.level)
			}
			rec := b.get(callback)
			wantRefusal(t, rec, tt.want)
			if back, _ := url.Parse(rec.Header().Get("Location")); tt.want != "sign-in-expired" && back.Query().Get("return_to") != "/servizi" {
				t.Errorf("the way back is lost: %s", back)
			}
			if b.session().Authenticated {
				t.Error("signed in all the same")
			}
		})
	}
}

func TestAnAnswerIsGoodOnceForOneBrowser(t *testing.T) {
	e := setup(t)

	t.Run("a replayed answer", func(t *testing.T) {
		b := e.browser(borgolago)
		callback := b.choose("provider=spid", "anna", "2")
		secret := b.cookies["__Host-sportello-sign-in"]
		b.get(callback)
		thief := e.browser(borgolago)
		thief.cookies["__Host-sportello-sign-in"] = secret
		wantRefusal(t, thief.get(callback), "sign-in-expired")
	})
	t.Run("a replayed code in a new sign-in", func(t *testing.T) {
		b := e.browser(borgolago)
		used, _ := url.Parse(b.choose("provider=spid", "anna", "2"))
		b.get(used.String())
		thief := e.browser(borgolago)
		fresh, _ := url.Parse(thief.choose("provider=spid", "bruno", "2"))
		query := fresh.Query()
		query.Set("code", used.Query().Get("code"))
		wantRefusal(t, thief.get("/auth/callback?"+query.Encode()), "sign-in-refused")
	})
	t.Run("somebody else's code needs its own verifier", func(t *testing.T) {
		victim, thief := e.browser(borgolago), e.browser(borgolago)
		stolen, _ := url.Parse(victim.choose("provider=spid", "anna", "2"))
		own, _ := url.Parse(thief.choose("provider=spid", "bruno", "2"))
		query := own.Query()
		query.Set("code", stolen.Query().Get("code"))
		wantRefusal(t, thief.get("/auth/callback?"+query.Encode()), "sign-in-refused")
	})
	t.Run("a link sent to somebody else", func(t *testing.T) {
		attacker, victim := e.browser(borgolago), e.browser(borgolago)
		callback := attacker.choose("provider=spid", "bruno", "2")
		wantRefusal(t, victim.get(callback), "sign-in-invalid")
		victim.get("/auth/sign-in?provider=spid")
		wantRefusal(t, victim.get(callback), "sign-in-invalid")
	})
	t.Run("the issuer of the answer is another", func(t *testing.T) {
		for _, iss := range []string{"https://elsewhere.example", ""} {
			b := e.browser(borgolago)
			answer, _ := url.Parse(b.choose("provider=spid", "anna", "2"))
			query := answer.Query()
			query.Set("iss", iss)
			wantRefusal(t, b.get("/auth/callback?"+query.Encode()), "sign-in-invalid")
		}
	})
	t.Run("an answer that took too long", func(t *testing.T) {
		b := e.browser(borgolago)
		callback := b.choose("provider=spid", "anna", "2")
		e.Clock.Advance(11 * time.Minute)
		wantRefusal(t, b.get(callback), "sign-in-expired")
	})
	t.Run("an answer for the other municipality", func(t *testing.T) {
		b := e.browser(borgolago)
		callback := b.choose("provider=spid", "anna", "2")
		other := e.browser(pontefiume)
		other.cookies = b.cookies
		wantRefusal(t, other.get(callback), "sign-in-expired")
	})
}

func TestStartOfSignIn(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	wantRefusal(t, b.get("/auth/sign-in?provider=facebook"), "provider-unknown")
	rec := b.get("/auth/sign-in?provider=cie&level=3&language=en")
	location, _ := url.Parse(rec.Header().Get("Location"))
	query := location.Query()
	for name, want := range map[string]string{
		"response_type": "code", "code_challenge_method": "S256", "idp_hint": "cie", "ui_locales": "en",
		"acr_values": "https://www.spid.gov.it/SpidL3", "redirect_uri": "http://localhost:8080/api/v1/auth/callback",
	} {
		if query.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, query.Get(name), want)
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(query.Get(name)) < 32 {
			t.Errorf("%s = %q is short", name, query.Get(name))
		}
	}
	if strings.Contains(location.RawQuery, "code_verifier") {
		t.Error("the verifier travels through the browser")
	}
}

func TestTheProviderIsDown(t *testing.T) {
	e := setup(t)
	e.sim.SetKnobs(simulator.Knobs{Failure: simulator.FailDiscovery})
	b := e.browser(borgolago)
	wantRefusal(t, b.get("/auth/sign-in?provider=spid"), "provider-unavailable")
	rec := b.get("/auth/providers")
	var list struct{ Items []map[string]any }
	if err := json.Unmarshal(rec.Body.Bytes(), &list); err != nil || len(list.Items) != 2 || list.Items[0]["simulated"] != true {
		t.Errorf("providers: %s", rec.Body)
	}
}

func TestReturnTo(t *testing.T) {
	for path, want := range map[string]string{
		"/servizi":                        "/servizi",
		"/":                               "/",
		"/a?b=/c&d=https://x.example#e":   "/a?b=/c&d=https://x.example#e",
		"":                                "/area-personale",
		"servizi":                         "/area-personale",
		"//evil.example":                  "/area-personale",
		"///evil.example":                 "/area-personale",
		`/\evil.example`:                  "/area-personale",
		`\\evil.example`:                  "/area-personale",
		"/\t/evil.example":                "/area-personale",
		"/\n/evil.example":                "/area-personale",
		" //evil.example":                 "/area-personale",
		"https://evil.example":            "/area-personale",
		"https:evil.example":              "/area-personale",
		"javascript:alert(1)":             "/area-personale",
		"/%2F/evil.example/..//x":         "/area-personale",
		"/%5Cevil.example":                "/area-personale",
		"/%zz":                            "/area-personale",
		"/api/v1/auth/sign-in":            "/area-personale",
		"/a\x00b":                         "/area-personale",
		"/" + strings.Repeat("a", 3000):   "/area-personale",
		"/servizi\r\nSet-Cookie: x=y":     "/area-personale",
		"@evil.example":                   "/area-personale",
		"/servizi?q=citt%C3%A0%20vecchia": "/servizi?q=citt%C3%A0%20vecchia",
	} {
		if got := identity.SafePath(path); got != want {
			t.Errorf("SafePath(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	t.Run("after half an hour without use", func(t *testing.T) {
		e := setup(t)
		b := e.browser(borgolago)
		b.signIn("provider=spid", "anna", "2")
		e.Clock.Advance(29 * time.Minute)
		if rec := b.get("/me/profile"); rec.Code != http.StatusOK {
			t.Fatalf("ended too early: %d", rec.Code)
		}
		e.Clock.Advance(29 * time.Minute)
		if rec := b.send(http.MethodPut, "/auth/session", "", ""); rec.Code != http.StatusOK {
			t.Fatalf("use does not prolong it: %d", rec.Code)
		}
		e.Clock.Advance(30 * time.Minute)
		wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "session-expired")
		if b.session().Authenticated {
			t.Error("still signed in")
		}
		wantProblem(t, b.send(http.MethodPut, "/auth/session", "", ""), http.StatusUnauthorized, "session-expired")
	})
	t.Run("after eight hours of use", func(t *testing.T) {
		e := setup(t)
		b := e.browser(borgolago)
		b.signIn("provider=spid", "anna", "2")
		for range 23 {
			e.Clock.Advance(20 * time.Minute)
			if rec := b.get("/me/profile"); rec.Code != http.StatusOK {
				t.Fatalf("ended too early: %d", rec.Code)
			}
		}
		if s := b.session(); s.Idle != s.Expires {
			t.Errorf("idle end %s after the end %s", s.Idle, s.Expires)
		}
		e.Clock.Advance(20 * time.Minute)
		wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "session-expired")
	})
	t.Run("and are good for one municipality", func(t *testing.T) {
		e := setup(t)
		b := e.browser(borgolago)
		b.signIn("provider=spid", "anna", "2")
		other := e.browser(pontefiume)
		other.cookies = b.cookies
		wantProblem(t, other.get("/me/profile"), http.StatusUnauthorized, "session-expired")
		if other.session().Authenticated {
			t.Error("signed in elsewhere")
		}
		if rec := b.get("/me/profile"); rec.Code != http.StatusOK {
			t.Errorf("the attempt ended the session at home: %d", rec.Code)
		}
	})
	t.Run("and a made up one never began", func(t *testing.T) {
		e := setup(t)
		b := e.browser(borgolago)
		b.cookies[identity.CookieName] = "made-up"
		wantProblem(t, b.get("/me/profile"), http.StatusUnauthorized, "session-expired")
	})
}

// TestWhatExpiredIsDeletedWithoutANewSignIn lets a municipality where nobody
// signs in any more forget.
func TestWhatExpiredIsDeletedWithoutANewSignIn(t *testing.T) {
	e := setup(t)
	e.browser(borgolago).signIn("provider=spid", "anna", "2")
	e.browser(pontefiume).signIn("provider=spid", "anna", "2")
	e.browser(borgolago).choose("provider=spid", "bruno", "2") // and never comes back
	rows := func() (n int) {
		t.Helper()
		err := e.Owner(t).QueryRow(t.Context(), "SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM sign_in_requests)").Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	purge := func() {
		t.Helper()
		if err := e.service.PurgeForTest(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if purge(); rows() != 3 {
		t.Errorf("%d rows, want the two sessions and the sign-in under way", rows())
	}
	e.Clock.Advance(9 * time.Hour)
	if purge(); rows() != 0 {
		t.Errorf("%d expired rows are still there", rows())
	}
}

func TestPeopleOfASimulatorAreKnownAsSuch(t *testing.T) {
	e := setup(t)
	e.browser(borgolago).signIn("provider=spid", "anna", "2")
	e.Clock.Advance(9 * time.Hour) // the session is gone, the person stays
	if err := e.service.PurgeForTest(t.Context()); err != nil {
		t.Fatal(err)
	}
	for tenant, want := range map[string]bool{"borgolago": true, "pontefiume": false} {
		if got, err := e.service.HasSimulated(e.Ctx(tenant)); err != nil || got != want {
			t.Errorf("%s: simulated = %v, %v; want %v", tenant, got, err, want)
		}
	}
}

func TestTaxCodes(t *testing.T) {
	for code, want := range map[string]bool{
		"RSSMRA80A01H501U": true, "RSSMRA80A01H501X": false, "RSSMRA80A01H50": false, "": false,
		"rssmra80a01h501u": false, "RSSMRA80A01H50MT": false,
	} {
		if got := identity.ValidTaxCode(code); got != want {
			t.Errorf("ValidTaxCode(%q) = %v", code, got)
		}
	}
	if got := identity.CleanTaxCode(" tinit-rssmra80a01h501u"); got != "RSSMRA80A01H501U" {
		t.Errorf("clean: %s", got)
	}
}
