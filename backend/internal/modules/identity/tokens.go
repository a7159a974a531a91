package identity

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
)

const (
	tokenLimit = 15 * time.Minute
	tokenType  = "at+jwt" // RFC 9068: an identity token never passes for an access token
	// TokenScope is the one scope of access tokens: everything the person may do.
	TokenScope = "citizen"

	keyUse     = 30 * 24 * time.Hour // a key signs for this long
	keyOverlap = 24 * time.Hour      // and verifies for this much longer
)

// AccessToken is a token of our API, with how long it lasts.
type AccessToken struct {
	Token     string
	ExpiresIn time.Duration
	Scope     string
}

// tokenClaims is the content of an access token.
type tokenClaims struct {
	jwt.RegisteredClaims
	Scope    string `json:"scope"`
	Level    int    `json:"level"`
	Provider string `json:"provider"`
	Mode     string `json:"platform_mode"`
}

// ExchangeAssertion gives an access token for an identity token of the
// provider (RFC 7523). An assertion is good once.
func (s *Service) ExchangeAssertion(ctx context.Context, assertion string) (AccessToken, error) {
	if s.Provider == nil {
		return AccessToken{}, ErrSignInOff
	}
	found, err := s.Provider.VerifyAssertion(ctx, assertion)
	if errors.Is(err, ErrProviderDown) {
		return AccessToken{}, err
	}
	if err != nil || checkIdentity(found) != nil || found.Level < 1 {
		return AccessToken{}, errAssertionInvalid
	}
	var token AccessToken
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		fresh, err := s.store.spend(ctx, &spentToken{
			JTI: "assertion:" + secrets.Hash(assertion), ExpiresAt: time.Unix(found.ExpiresAt, 0).Add(time.Hour),
		})
		if err != nil {
			return err
		}
		if !fresh {
			return errAssertionReplayed
		}
		person, err := s.upsertPerson(ctx, found)
		if err != nil {
			return err
		}
		if token, err = s.issueToken(ctx, person, found); err != nil {
			return err
		}
		actor := Actor{Kind: Citizen, PersonID: person.ID, Name: person.FullName(), TenantID: person.TenantID}
		return s.Record(WithActor(ctx, actor), "token-issued", "person", person.ID, map[string]string{"provider": found.Provider})
	})
	return token, err
}

func (s *Service) issueToken(ctx context.Context, person Person, found Identity) (AccessToken, error) {
	key, err := s.currentKey(ctx)
	if err != nil {
		return AccessToken{}, err
	}
	now, base := s.Clock.Now(), s.apiURL(ctx)
	token := jwt.NewWithClaims(jwt.SigningMethodES256, tokenClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: base, Audience: jwt.ClaimStrings{base}, Subject: person.ID, ID: ids.New(),
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLimit)),
		},
		Scope: TokenScope, Level: found.Level, Provider: found.Provider, Mode: s.platformMode(),
	})
	token.Header["typ"], token.Header["kid"] = tokenType, key.Kid
	private, err := s.openKey(key)
	if err != nil {
		return AccessToken{}, err
	}
	signed, err := token.SignedString(private)
	return AccessToken{Token: signed, ExpiresIn: tokenLimit, Scope: TokenScope}, err
}

// actorOfToken says who an access token stands for.
func (s *Service) actorOfToken(ctx context.Context, raw string) (Actor, error) {
	claims, err := s.verifyToken(ctx, raw)
	if err != nil {
		return Actor{}, err
	}
	revoked, err := s.store.isSpent(ctx, claims.ID)
	switch {
	case err != nil:
		return Actor{}, err
	case revoked:
		return Actor{}, ErrSessionExpired
	}
	person, err := s.store.person(ctx, claims.Subject)
	switch {
	case errors.Is(err, ErrPersonNotFound):
		return Actor{}, ErrSignInRequired
	case err != nil:
		return Actor{}, err
	}
	return Actor{
		Kind: Citizen, PersonID: person.ID, Name: person.FullName(), TenantID: person.TenantID,
		Level: claims.Level, Provider: claims.Provider,
	}, nil
}

// verifyToken accepts only what issueToken makes: our algorithm and type, a key
// of this tenant, this tenant's API as issuer and audience, not expired.
func (s *Service) verifyToken(ctx context.Context, raw string) (tokenClaims, error) {
	base := s.apiURL(ctx)
	var claims tokenClaims
	var fault error
	_, err := jwt.ParseWithClaims(raw, &claims, func(t *jwt.Token) (any, error) {
		if t.Header["typ"] != tokenType {
			return nil, jwt.ErrTokenUnverifiable
		}
		kid, _ := t.Header["kid"].(string)
		key, err := s.verifyingKey(ctx, kid)
		if err != nil && !errors.Is(err, errNoKey) {
			fault = err
		}
		return key, err
	},
		jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
		jwt.WithIssuer(base), jwt.WithAudience(base), jwt.WithExpirationRequired(), jwt.WithIssuedAt(),
		jwt.WithTimeFunc(s.Clock.Now), jwt.WithStrictDecoding())
	switch {
	case fault != nil:
		return tokenClaims{}, fault
	case errors.Is(err, jwt.ErrTokenExpired):
		return tokenClaims{}, ErrSessionExpired
	case err != nil, claims.ID == "", claims.Subject == "", claims.Scope != TokenScope:
		return tokenClaims{}, ErrSignInRequired
	}
	return claims, nil
}

// revoke puts a valid access token on the list of those refused.
func (s *Service) revoke(ctx context.Context, raw string) error {
	claims, err := s.verifyToken(ctx, raw)
	if errors.Is(err, ErrSignInRequired) || errors.Is(err, ErrSessionExpired) {
		return nil // worthless already
	}
	if err != nil {
		return err
	}
	_, err = s.store.spend(ctx, &spentToken{JTI: claims.ID, ExpiresAt: claims.ExpiresAt.Time})
	return err
}

var errNoKey = errors.New("identity: no such signing key")

func (s *Service) verifyingKey(ctx context.Context, kid string) (*ecdsa.PublicKey, error) {
	keys, err := s.store.signingKeys(ctx, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		if key.Kid == kid {
			return publicKey(key)
		}
	}
	return nil, errNoKey
}

func publicKey(key signingKey) (*ecdsa.PublicKey, error) {
	parsed, err := x509.ParsePKIXPublicKey(key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("identity: read public key: %w", err)
	}
	public, ok := parsed.(*ecdsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("identity: public key is %T", parsed)
	}
	return public, nil
}

// currentKey returns the key that signs now, and makes one when there is none
// or the newest has signed long enough.
func (s *Service) currentKey(ctx context.Context) (signingKey, error) {
	now := s.Clock.Now()
	keys, err := s.store.signingKeys(ctx, now)
	if err != nil {
		return signingKey{}, err
	}
	for _, key := range keys {
		if now.Before(key.CreatedAt.Add(keyUse)) && now.Before(key.RetiresAt.Add(-tokenLimit)) {
			return key, nil
		}
	}
	return s.addKey(ctx, now)
}

func (s *Service) addKey(ctx context.Context, now time.Time) (signingKey, error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return signingKey{}, err
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return signingKey{}, err
	}
	pkix, err := x509.MarshalPKIXPublicKey(&private.PublicKey)
	if err != nil {
		return signingKey{}, err
	}
	sealed, err := s.Secrets.Seal(pkcs8)
	if err != nil {
		return signingKey{}, err
	}
	key := signingKey{
		Kid: secrets.RandomToken(12), PrivateKey: sealed, PublicKey: pkix,
		CreatedAt: now, RetiresAt: now.Add(keyUse + keyOverlap),
	}
	return key, s.store.addSigningKey(ctx, &key)
}

func (s *Service) openKey(key signingKey) (*ecdsa.PrivateKey, error) {
	der, err := s.Secrets.Open(key.PrivateKey)
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, fmt.Errorf("identity: read signing key: %w", err)
	}
	private, ok := parsed.(*ecdsa.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("identity: signing key is %T", parsed)
	}
	return private, nil
}

// RotateKeys makes a new signing key at once. The others go on verifying for
// as long as the tokens they signed live, or not at all when compromised.
func (s *Service) RotateKeys(ctx context.Context, compromised bool) error {
	return s.DB.Tx(ctx, func(ctx context.Context) error {
		now := s.Clock.Now()
		end := now.Add(tokenLimit)
		if compromised {
			end = now
		}
		if err := s.store.retireSigningKeys(ctx, end); err != nil {
			return err
		}
		_, err := s.addKey(ctx, now)
		return err
	})
}

// PublicKey is a verifying key of the tenant, in the terms of RFC 7517.
type PublicKey struct {
	Kid  string
	X, Y string // base64url coordinates on P-256
}

// PublicKeys lists the keys with which access tokens can be verified.
func (s *Service) PublicKeys(ctx context.Context) ([]PublicKey, error) {
	rows, err := s.store.signingKeys(ctx, s.Clock.Now())
	if err != nil {
		return nil, err
	}
	keys := make([]PublicKey, 0, len(rows))
	for _, row := range rows {
		public, err := publicKey(row)
		if err != nil {
			return nil, err
		}
		point, err := public.Bytes() // 0x04 ‖ x ‖ y
		if err != nil {
			return nil, err
		}
		enc := base64.RawURLEncoding.EncodeToString
		keys = append(keys, PublicKey{Kid: row.Kid, X: enc(point[1:33]), Y: enc(point[33:])})
	}
	return keys, nil
}
