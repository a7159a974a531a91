package identity

import "context"

// Provider is the platform where citizens prove who they are. It is a single
// door (an OpenID provider or a proxy) behind which SPID and CIE stand.
type Provider interface {
	// AuthorizationURL is where the browser goes to sign in.
	AuthorizationURL(ctx context.Context, req AuthorizationRequest) (string, error)
	// Exchange turns the code brought back by the browser into a verified identity.
	Exchange(ctx context.Context, answer AuthorizationAnswer) (Identity, error)
	// VerifyAssertion checks an identity token obtained outside the browser flow.
	VerifyAssertion(ctx context.Context, idToken string) (Identity, error)
}

// AuthorizationRequest is what a sign-in asks of the provider.
type AuthorizationRequest struct {
	State       string
	Nonce       string
	Verifier    string // PKCE
	RedirectURL string
	Provider    string // spid or cie
	Level       int    // least level of assurance
	Language    string
}

// AuthorizationAnswer is what comes back, together with what was kept aside.
type AuthorizationAnswer struct {
	Code        string
	Issuer      string // the iss parameter, when the provider sends it
	Nonce       string
	Verifier    string
	RedirectURL string
	Provider    string // the one asked for
}

// Identity is what the provider states about a person, already verified.
type Identity struct {
	AssertionID string
	Provider    string
	Level       int
	ExpiresAt   int64 // Unix seconds; end of the assertion
	TaxCode     string
	GivenName   string
	FamilyName  string
	BirthDate   string
	BirthPlace  string
	Gender      string
	Email       string
	Phone       string
	Address     *Address
	Language    string
}

// ProviderInfo describes one way to sign in, for the page that offers it.
type ProviderInfo struct {
	ID        string
	Label     string
	Kind      string
	Simulated bool
}
