package oidc_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc"
	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

func start(t *testing.T) (*simulator.Simulator, *httptest.Server, string) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	issuer := "http://" + server.Listener.Addr().String() + "/oidc"
	sim, err := simulator.New(simulator.Options{Issuer: issuer, ClientID: "sportello", ClientSecret: "a secret"})
	if err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = sim
	server.Start()
	t.Cleanup(server.Close)
	return sim, server, issuer
}

func request() identity.AuthorizationRequest {
	return identity.AuthorizationRequest{State: "s", Nonce: "n", Verifier: "v", Provider: "spid", Level: 2, RedirectURL: "http://localhost/api/v1/auth/callback"}
}

func TestAProviderThatWasDownIsFoundLater(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	address := server.URL
	server.Close()
	client := oidc.New(oidc.Config{Issuer: address, ClientID: "sportello"})
	for range 2 {
		if _, err := client.AuthorizationURL(t.Context(), request()); !errors.Is(err, identity.ErrProviderDown) {
			t.Fatalf("error %v", err)
		}
	}
}

func TestDiscoveryOutlivesTheRequestThatBeganIt(t *testing.T) {
	_, _, issuer := start(t)
	client := oidc.New(oidc.Config{Issuer: issuer, ClientID: "sportello", ClientSecret: "a secret", AllowSimulator: true})
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := client.AuthorizationURL(ctx, request()); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := client.VerifyAssertion(t.Context(), demoToken(t, issuer)); err != nil {
		t.Fatalf("keys cannot be fetched any more: %v", err)
	}
}

func demoToken(t *testing.T, issuer string) string {
	t.Helper()
	res, err := http.PostForm(issuer+"/token", url.Values{"grant_type": {simulator.DemoGrant}, "person": {"carla"}, "provider": {"cie"}, "level": {"3"}})
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var token struct {
		IDToken string `json:"id_token"`
	}
	if err := decode(res, &token); err != nil || token.IDToken == "" {
		t.Fatalf("no token: %v", err)
	}
	return token.IDToken
}

func TestAssertionSaysWhoHowAndHowStrong(t *testing.T) {
	_, _, issuer := start(t)
	client := oidc.New(oidc.Config{Issuer: issuer, ClientID: "sportello", AllowSimulator: true})
	found, err := client.VerifyAssertion(t.Context(), demoToken(t, issuer))
	if err != nil {
		t.Fatal(err)
	}
	if found.Provider != "cie" || found.Level != 3 || found.GivenName != "Carla" || found.Email != "" ||
		!identity.ValidTaxCode(found.TaxCode) || found.AssertionID == "" || found.ExpiresAt < time.Now().Unix() {
		t.Errorf("identity %+v", found)
	}
	other := oidc.New(oidc.Config{Issuer: issuer, ClientID: "another", AllowSimulator: true})
	if _, err := other.VerifyAssertion(t.Context(), demoToken(t, issuer)); !errors.Is(err, identity.ErrSignInRefused) {
		t.Errorf("a token for another client: %v", err)
	}
	partner := oidc.New(oidc.Config{Issuer: issuer, ClientID: "another", Audiences: []string{"sportello"}, AllowSimulator: true})
	if _, err := partner.VerifyAssertion(t.Context(), demoToken(t, issuer)); err != nil {
		t.Errorf("a token for a listed client: %v", err)
	}
}

func TestASimulatorIsRefusedUnlessAllowed(t *testing.T) {
	_, _, issuer := start(t)
	client := oidc.New(oidc.Config{Issuer: issuer, ClientID: "sportello"})
	if _, err := client.AuthorizationURL(t.Context(), request()); err == nil {
		t.Error("the simulator passes for a provider")
	}
}

func TestASlowProviderIsNotWaitedForLong(t *testing.T) {
	sim, server, issuer := start(t)
	sim.SetKnobs(simulator.Knobs{Delay: 30 * time.Second})
	hurried := server.Client()
	hurried.Timeout = 200 * time.Millisecond
	client := oidc.New(oidc.Config{Issuer: issuer, ClientID: "sportello", ClientSecret: "a secret", AllowSimulator: true, HTTP: hurried})
	began := time.Now()
	_, err := client.Exchange(t.Context(), identity.AuthorizationAnswer{Code: "x", Issuer: issuer, RedirectURL: "http://localhost/api/v1/auth/callback"})
	if !errors.Is(err, identity.ErrProviderDown) || time.Since(began) > 5*time.Second {
		t.Errorf("after %s: %v", time.Since(began), err)
	}
}

func decode(res *http.Response, v any) error { return json.NewDecoder(res.Body).Decode(v) }
