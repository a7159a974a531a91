package oidc_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/golang-jwt/jwt/v5"

	"github.com/sportello-pa/sportello/backend/internal/adapters/oidc"
	"github.com/sportello-pa/sportello/backend/internal/foundation/errs"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// sloppy is a provider that signs whatever it is told to.
type sloppy struct {
	key    *ecdsa.PrivateKey
	issuer string
}

func newSloppy(t *testing.T) sloppy {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	answer := func(v any) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(v)
		}
	}
	mux.HandleFunc("/.well-known/openid-configuration", answer(map[string]any{
		"issuer": server.URL, "authorization_endpoint": server.URL + "/a", "token_endpoint": server.URL + "/t", "jwks_uri": server.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"ES256"},
	}))
	mux.HandleFunc("/keys", answer(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "1", Algorithm: "ES256", Use: "sig"}}}))
	return sloppy{key: key, issuer: server.URL}
}

// says signs a statement about Anna, with some of it put otherwise.
func (s sloppy) says(t *testing.T, otherwise map[string]any) string {
	t.Helper()
	claims := jwt.MapClaims{
		"iss": s.issuer, "aud": "sportello", "sub": "1", "jti": "1", "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
		"fiscal_number": "TINIT-SMPNNA85C41Z999N", "given_name": "Anna", "family_name": "Esempio",
	}
	maps.Copy(claims, otherwise)
	token := jwt.NewWithClaims(jwt.SigningMethodES256, claims)
	token.Header["kid"] = "1"
	signed, err := token.SignedString(s.key)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func TestAClaimOfAWrongTypeIsNamed(t *testing.T) {
	provider := newSloppy(t)
	client := oidc.New(oidc.Config{Issuer: provider.issuer, ClientID: "sportello"})
	if found, err := client.VerifyAssertion(t.Context(), provider.says(t, nil)); err != nil || found.GivenName != "Anna" {
		t.Fatalf("a plain statement: %+v, %v", found, err)
	}
	for claim, value := range map[string]any{"given_name": 7, "birthdate": []string{"1985-03-01"}, "email": true, "gender": map[string]any{"code": "F"}} {
		_, err := client.VerifyAssertion(t.Context(), provider.says(t, map[string]any{claim: value}))
		var refused *errs.Error
		if !errors.As(err, &refused) || refused.Code != identity.ErrSignInRefused.Code || !strings.Contains(refused.Detail, "claim "+claim) {
			t.Errorf("%s: %v", claim, err)
		} else if strings.Contains(refused.Detail, "1985") {
			t.Errorf("the refusal quotes the person's data: %s", refused.Detail)
		}
	}
}
