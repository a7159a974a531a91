// Package oidc signs citizens in through an OpenID provider: the single door
// (a national federation's proxy, or the simulator) behind which SPID and CIE
// stand. It translates between the provider's claims and identity.Identity.
package oidc

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	goidc "github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/outbound"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// The classes with which SPID and CIE name levels of assurance.
const (
	classPrefix   = "https://www.spid.gov.it/SpidL"
	discoverAgain = 10 * time.Second // after a failure
	assertionAge  = 10 * time.Minute
	clockSkew     = time.Minute
	maxResponse   = 1 << 20
)

// Config says which provider to use and as whom.
type Config struct {
	Issuer       string
	ClientID     string
	ClientSecret string
	// Scopes besides openid; profile and email when empty.
	Scopes []string
	// LowestLevel is what the provider guarantees when it states no level.
	LowestLevel int
	// Audiences are the further clients whose identity tokens can be exchanged
	// for access tokens.
	Audiences []string
	// AllowSimulator lets the provider be our simulator; never in production.
	AllowSimulator bool
	// HTTP is the client for calls to the provider; that of outbound when nil.
	HTTP *http.Client
	// Clock is the system's when nil.
	Clock clock.Clock
}

var _ identity.Provider = (*Client)(nil)

// Client is a relying party of one OpenID provider.
type Client struct {
	config Config

	mu        sync.Mutex
	provider  *goidc.Provider
	failedAt  time.Time
	failure   error
	issInCode bool // the provider adds iss to its answers (RFC 9207)
}

// New returns a client. The provider is contacted when it is first needed, so
// that the product starts also while the provider is down.
func New(config Config) *Client {
	if len(config.Scopes) == 0 {
		config.Scopes = []string{"profile", "email"}
	}
	if config.HTTP == nil {
		config.HTTP = outbound.New("oidc", outbound.Options{}).HTTP()
	}
	capped := *config.HTTP
	capped.Transport = capResponses{next: config.HTTP.Transport}
	config.HTTP = &capped
	if config.Clock == nil {
		config.Clock = clock.System
	}
	return &Client{config: config}
}

// AuthorizationURL is where the browser goes to sign in.
func (c *Client) AuthorizationURL(ctx context.Context, req identity.AuthorizationRequest) (string, error) {
	provider, err := c.discover(ctx)
	if err != nil {
		return "", err
	}
	options := []oauth2.AuthCodeOption{
		oauth2.S256ChallengeOption(req.Verifier), goidc.Nonce(req.Nonce),
		oauth2.SetAuthURLParam("acr_values", fmt.Sprintf("%s%d", classPrefix, req.Level)),
		oauth2.SetAuthURLParam("idp_hint", req.Provider),
		oauth2.SetAuthURLParam("prompt", "login"),
	}
	if req.Language != "" {
		options = append(options, oauth2.SetAuthURLParam("ui_locales", req.Language))
	}
	return c.oauth(provider, req.RedirectURL).AuthCodeURL(req.State, options...), nil
}

// Exchange turns the code brought back by the browser into a verified identity.
func (c *Client) Exchange(ctx context.Context, answer identity.AuthorizationAnswer) (identity.Identity, error) {
	provider, err := c.discover(ctx)
	if err != nil {
		return identity.Identity{}, err
	}
	if (answer.Issuer != "" || c.issInCode) && answer.Issuer != c.config.Issuer {
		return identity.Identity{}, identity.ErrSignInInvalid.With("The answer comes from another issuer.")
	}
	token, err := c.oauth(provider, answer.RedirectURL).Exchange(c.context(ctx), answer.Code, oauth2.VerifierOption(answer.Verifier))
	if err != nil {
		return identity.Identity{}, exchangeError(err)
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := c.verify(ctx, provider, raw, c.config.ClientID)
	if err != nil {
		return identity.Identity{}, err
	}
	if subtle.ConstantTimeCompare([]byte(verified.Nonce), []byte(answer.Nonce)) != 1 {
		return identity.Identity{}, refused("nonce")
	}
	if verified.AccessTokenHash != "" && verified.VerifyAccessToken(token.AccessToken) != nil {
		return identity.Identity{}, refused("at_hash")
	}
	var all claims
	if err := verified.Claims(&all); err != nil {
		return identity.Identity{}, unreadable(err)
	}
	if err := c.addUserInfo(ctx, provider, token, verified.Subject, &all); err != nil {
		return identity.Identity{}, err
	}
	return c.identity(verified, all, answer.Provider), nil
}

// VerifyAssertion checks an identity token obtained outside the browser flow.
// It must be fresh: one stolen from a log is worth nothing.
func (c *Client) VerifyAssertion(ctx context.Context, idToken string) (identity.Identity, error) {
	provider, err := c.discover(ctx)
	if err != nil {
		return identity.Identity{}, err
	}
	verified, err := c.verify(ctx, provider, idToken, "")
	if err != nil {
		return identity.Identity{}, err
	}
	if !slices.ContainsFunc(verified.Audience, c.accepts) {
		return identity.Identity{}, refused("audience")
	}
	if c.config.Clock.Now().Sub(verified.IssuedAt) > assertionAge {
		return identity.Identity{}, refused("age")
	}
	var all claims
	if err := verified.Claims(&all); err != nil {
		return identity.Identity{}, unreadable(err)
	}
	return c.identity(verified, all, "spid"), nil
}

func (c *Client) accepts(audience string) bool {
	return audience == c.config.ClientID || slices.Contains(c.config.Audiences, audience)
}

// verify checks signature, issuer, audience (unless empty) and times.
func (c *Client) verify(ctx context.Context, provider *goidc.Provider, raw, audience string) (*goidc.IDToken, error) {
	if raw == "" {
		return nil, refused("id_token")
	}
	verified, err := provider.Verifier(&goidc.Config{
		ClientID: audience, SkipClientIDCheck: audience == "", Now: c.config.Clock.Now,
		SupportedSigningAlgs: []string{goidc.RS256, goidc.RS512, goidc.ES256, goidc.ES512, goidc.PS256, goidc.PS512},
	}).Verify(ctx, raw)
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", refused("id_token"), err)
	}
	if verified.IssuedAt.After(c.config.Clock.Now().Add(clockSkew)) {
		return nil, refused("iat")
	}
	return verified, nil
}

// addUserInfo completes the claims with those of the userinfo endpoint. What
// the signed token states is not changed.
func (c *Client) addUserInfo(ctx context.Context, provider *goidc.Provider, token *oauth2.Token, subject string, all *claims) error {
	if provider.UserInfoEndpoint() == "" {
		return nil
	}
	info, err := provider.UserInfo(c.context(ctx), oauth2.StaticTokenSource(token))
	if err != nil {
		// The error of the library quotes the answer, which is about a person.
		return identity.ErrProviderDown.With("The provider does not state the person's data.")
	}
	if info.Subject != subject {
		return refused("userinfo subject")
	}
	var more claims
	if err := info.Claims(&more); err != nil {
		return unreadable(err)
	}
	all.complete(more)
	return nil
}

// discover reads the provider's configuration once. After a failure it does
// not try again for a while: a provider that is down gets no storm of calls.
func (c *Client) discover(ctx context.Context) (*goidc.Provider, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.provider != nil {
		return c.provider, nil
	}
	if c.failure != nil && time.Since(c.failedAt) < discoverAgain {
		return nil, c.failure
	}
	// The keys are fetched later with the same context: it must not end with
	// the request.
	provider, err := goidc.NewProvider(c.context(context.WithoutCancel(ctx)), c.config.Issuer)
	if err != nil {
		c.failedAt, c.failure = time.Now(), fmt.Errorf("%w (%w)", identity.ErrProviderDown, err)
		return nil, c.failure
	}
	var more struct {
		IssInCode bool `json:"authorization_response_iss_parameter_supported"`
		Simulator bool `json:"sportello_simulator"`
	}
	if err := provider.Claims(&more); err != nil {
		return nil, fmt.Errorf("%w (%w)", identity.ErrProviderDown, err)
	}
	if more.Simulator && !c.config.AllowSimulator {
		return nil, errors.New("oidc: the provider is a simulator, which this environment does not allow")
	}
	c.issInCode = more.IssInCode
	c.provider, c.failure = provider, nil
	return provider, nil
}

func (c *Client) context(ctx context.Context) context.Context {
	return goidc.ClientContext(ctx, c.config.HTTP)
}

func (c *Client) oauth(provider *goidc.Provider, redirect string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.config.ClientID, ClientSecret: c.config.ClientSecret, Endpoint: provider.Endpoint(),
		RedirectURL: redirect, Scopes: append([]string{goidc.ScopeOpenID}, c.config.Scopes...),
	}
}

// exchangeError tells a provider that refuses from one that is down. The error
// of the library quotes the answer, so it goes no further.
func exchangeError(err error) error {
	var answer *oauth2.RetrieveError
	switch {
	case !errors.As(err, &answer):
		return fmt.Errorf("%w (%w)", identity.ErrProviderDown, err)
	case answer.Response.StatusCode >= http.StatusInternalServerError:
		return identity.ErrProviderDown.With(fmt.Sprintf("The token endpoint answered %d.", answer.Response.StatusCode))
	}
	return identity.ErrSignInRefused.With("The provider refused the code: " + answer.ErrorCode)
}

// unreadable names the claim that is not of the type it must be.
func unreadable(err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return refused("claim " + wrong.Field + ", which is a " + wrong.Value)
	}
	return refused("claims")
}

func refused(what string) error {
	return identity.ErrSignInRefused.With("The provider's answer fails the check of: " + what)
}

// levelOf reads the level out of an authentication context class.
func (c *Client) levelOf(acr string) int {
	for level := 1; level <= 3; level++ {
		if strings.EqualFold(acr, fmt.Sprintf("%s%d", classPrefix, level)) {
			return level
		}
	}
	return c.config.LowestLevel
}

// capResponses cuts the provider's answers: the libraries read them whole.
type capResponses struct{ next http.RoundTripper }

// RoundTrip sends the request and limits what can be read of the answer.
func (t capResponses) RoundTrip(r *http.Request) (*http.Response, error) {
	next := t.next
	if next == nil {
		next = http.DefaultTransport
	}
	res, err := next.RoundTrip(r)
	if err == nil {
		res.Body = http.MaxBytesReader(nil, res.Body, maxResponse)
	}
	return res, err
}
