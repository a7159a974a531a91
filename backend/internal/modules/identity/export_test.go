package identity

import (
	"context"

	"github.com/golang-jwt/jwt/v5"
)

// SignForTest signs claims with the tenant's own key, under headers of choice.
func (s *Service) SignForTest(ctx context.Context, claims jwt.MapClaims, header map[string]any) (string, error) {
	key, err := s.currentKey(ctx)
	if err != nil {
		return "", err
	}
	private, err := s.openKey(key)
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodES256, claims)
	token.Header["kid"], token.Header["typ"] = key.Kid, tokenType
	for name, value := range header {
		token.Header[name] = value
	}
	return token.SignedString(private)
}

// KeyForTest returns the id and the DER form of the public key that signs now.
func (s *Service) KeyForTest(ctx context.Context) (kid string, public []byte, err error) {
	key, err := s.currentKey(ctx)
	return key.Kid, key.PublicKey, err
}

// PurgeForTest runs the periodic job.
func (s *Service) PurgeForTest(ctx context.Context) error { return s.purge(ctx, purge{}) }

// BackOffForTest is the wait after that many failures.
var BackOffForTest = backOff
