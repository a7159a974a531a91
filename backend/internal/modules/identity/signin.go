package identity

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/secrets"
)

const (
	defaultLevel  = 2
	defaultReturn = "/area-personale"
	callbackPath  = "/auth/callback"
)

// Providers lists the ways in which citizens can sign in now.
func (s *Service) Providers() []ProviderInfo {
	if s.Provider == nil {
		return nil
	}
	return []ProviderInfo{
		{ID: "spid", Label: "SPID", Kind: "spid", Simulated: s.Simulated},
		{ID: "cie", Label: "CIE", Kind: "cie", Simulated: s.Simulated},
	}
}

// SignInStart is what a browser asks for when it begins to sign in.
type SignInStart struct {
	Provider string
	Level    int // 0 for the usual one
	ReturnTo string
	Language string
}

// StartSignIn remembers the sign-in and returns where to send the browser and
// the secret that ties the answer to it.
func (s *Service) StartSignIn(ctx context.Context, start SignInStart) (location, browser string, err error) {
	if s.Provider == nil {
		return "", "", ErrSignInOff
	}
	if start.Provider != "spid" && start.Provider != "cie" {
		return "", "", ErrProviderUnknown
	}
	if start.Level < 1 || start.Level > 3 {
		start.Level = defaultLevel
	}
	req := AuthorizationRequest{
		State: secrets.RandomToken(32), Nonce: secrets.RandomToken(32), Verifier: oauth2.GenerateVerifier(),
		RedirectURL: s.apiURL(ctx) + callbackPath,
		Provider:    start.Provider, Level: start.Level, Language: start.Language,
	}
	if location, err = s.Provider.AuthorizationURL(ctx, req); err != nil {
		return "", "", err
	}
	browser = secrets.RandomToken(32)
	return location, browser, s.rememberSignIn(ctx, req, browser, SafePath(start.ReturnTo))
}

func (s *Service) rememberSignIn(ctx context.Context, req AuthorizationRequest, browser, returnTo string) error {
	verifier, err := s.Secrets.Seal([]byte(req.Verifier))
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	if err := s.store.purgeSignIns(ctx, now); err != nil {
		return err
	}
	return s.store.addSignIn(ctx, &signInRequest{
		StateHash: secrets.Hash(req.State), BrowserHash: secrets.Hash(browser),
		Nonce: req.Nonce, Verifier: verifier,
		Provider: req.Provider, Level: req.Level, ReturnTo: returnTo,
		CreatedAt: now, ExpiresAt: now.Add(signInLimit),
	})
}

// SignInAnswer is what the browser brings back from the provider.
type SignInAnswer struct {
	State, Code, Issuer, Error string
	Browser                    string // the secret kept by the browser
	OldSession                 string // the session cookie it had, to be replaced
}

// FinishSignIn checks the answer, signs the person in and returns the cookie
// value of the new session. ReturnTo is set as soon as it is known, also when
// the sign-in fails.
func (s *Service) FinishSignIn(ctx context.Context, answer SignInAnswer) (token, returnTo string, err error) {
	if s.Provider == nil {
		return "", defaultReturn, ErrSignInOff
	}
	req, err := s.takeSignIn(ctx, answer)
	if err != nil {
		return "", defaultReturn, err
	}
	if answer.Error != "" {
		return "", req.ReturnTo, providerRefusal(answer.Error)
	}
	found, err := s.exchange(ctx, req, answer)
	if err != nil {
		return "", req.ReturnTo, err
	}
	token, err = s.admit(ctx, found, answer.OldSession)
	return token, req.ReturnTo, err
}

// takeSignIn consumes the request the answer belongs to. Only the browser that
// began may finish, so that nobody can be signed in as somebody else.
func (s *Service) takeSignIn(ctx context.Context, answer SignInAnswer) (signInRequest, error) {
	if answer.State == "" || answer.Browser == "" {
		return signInRequest{}, ErrSignInInvalid
	}
	req, err := s.store.takeSignIn(ctx, secrets.Hash(answer.State))
	if err != nil {
		return signInRequest{}, err
	}
	if subtle.ConstantTimeCompare([]byte(req.BrowserHash), []byte(secrets.Hash(answer.Browser))) != 1 {
		return signInRequest{}, ErrSignInInvalid
	}
	if !s.Clock.Now().Before(req.ExpiresAt) {
		return signInRequest{}, ErrSignInExpired
	}
	return req, nil
}

func (s *Service) exchange(ctx context.Context, req signInRequest, answer SignInAnswer) (Identity, error) {
	if answer.Code == "" {
		return Identity{}, ErrSignInInvalid
	}
	verifier, err := s.Secrets.Open(req.Verifier)
	if err != nil {
		return Identity{}, err
	}
	found, err := s.Provider.Exchange(ctx, AuthorizationAnswer{
		Code: answer.Code, Issuer: answer.Issuer, Nonce: req.Nonce, Verifier: string(verifier),
		RedirectURL: s.apiURL(ctx) + callbackPath, Provider: req.Provider,
	})
	if err != nil {
		return Identity{}, err
	}
	if found.Level < req.Level {
		return Identity{}, ErrLevelTooLow
	}
	return found, checkIdentity(found)
}

// checkIdentity refuses an identity without the data a citizen is known by.
func checkIdentity(found Identity) error {
	if !ValidTaxCode(found.TaxCode) || found.GivenName == "" || found.FamilyName == "" {
		return ErrSignInRefused.With("The identity provider did not state a valid tax code and name.")
	}
	return nil
}

// admit records the person and opens the session, in place of the old one.
func (s *Service) admit(ctx context.Context, found Identity, oldSession string) (token string, err error) {
	err = s.DB.Tx(ctx, func(ctx context.Context) error {
		person, err := s.upsertPerson(ctx, found)
		if err != nil {
			return err
		}
		token, err = s.openSession(ctx, session{
			Kind: Citizen, PersonID: &person.ID, Provider: found.Provider, Protocol: "oidc",
			AssertionID: found.AssertionID, Level: found.Level, PlatformMode: s.platformMode(),
		}, oldSession)
		if err != nil {
			return err
		}
		actor := Actor{Kind: Citizen, PersonID: person.ID, Name: person.FullName(), TenantID: person.TenantID}
		return s.Record(WithActor(ctx, actor), "signed-in", "person", person.ID, map[string]string{"provider": found.Provider})
	})
	return token, err
}

// upsertPerson creates the person at the first access; later ones bring the
// provider's data up to date and leave what the person wrote.
func (s *Service) upsertPerson(ctx context.Context, found Identity) (Person, error) {
	now := s.Clock.Now()
	language := found.Language
	if language != "en" {
		language = "it"
	}
	fresh := Person{
		ID: ids.New(), TaxCode: found.TaxCode, Language: language, Sources: Sources{}, PlatformMode: s.platformMode(),
		CreatedAt: now, UpdatedAt: now,
	}
	fresh.learn(found)
	if err := s.store.addPerson(ctx, &fresh); err != nil {
		return Person{}, err
	}
	person, err := s.store.lockPerson(ctx, found.TaxCode)
	if err != nil || person.ID == fresh.ID {
		return person, err
	}
	person.learn(found)
	person.UpdatedAt = now
	if s.Simulated {
		person.PlatformMode = modeSimulator
	}
	return person, s.store.updatePerson(ctx, &person)
}

// learn takes over what the provider states. CIE states less than SPID: what
// it leaves out stays as it was.
func (p *Person) learn(found Identity) {
	if p.Sources == nil {
		p.Sources = Sources{}
	}
	p.Sources["tax_code"] = SourceIdentity
	for key, field := range map[string]struct {
		dst   *string
		value string
	}{
		"given_name": {&p.GivenName, found.GivenName}, "family_name": {&p.FamilyName, found.FamilyName},
		"birth_date": {&p.BirthDate, found.BirthDate}, "birth_place": {&p.BirthPlace, found.BirthPlace},
		"gender": {&p.Gender, found.Gender}, "email": {&p.Email, found.Email}, "phone": {&p.Phone, found.Phone},
	} {
		if field.value != "" && p.Sources[key] != SourceSelf {
			*field.dst, p.Sources[key] = field.value, SourceIdentity
		}
	}
	if found.Address != nil && p.Sources["address"] != SourceSelf {
		p.Address, p.Sources["address"] = found.Address, SourceIdentity
	}
}

// providerRefusal translates the error codes of OAuth 2.0 and OpenID Connect.
func providerRefusal(code string) error {
	switch code {
	case "access_denied":
		return ErrSignInCancelled
	case "server_error", "temporarily_unavailable":
		return ErrProviderDown
	case "unmet_authentication_requirements":
		return ErrLevelTooLow
	}
	return ErrSignInRefused
}

// SafePath returns p when it is a page of this site, and the personal area
// when it is anything else: an address elsewhere would make sign-in an open
// redirect.
func SafePath(p string) string {
	if err := checkPath(p); err != nil {
		return defaultReturn
	}
	return p
}

func checkPath(p string) error {
	bad := errors.New("not a path of this site")
	if len(p) > 2000 || !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") {
		return bad
	}
	for _, r := range p {
		if r <= ' ' || r == '\\' || r == 0x7f || r == 0xfffd {
			return bad
		}
	}
	u, err := url.Parse(p)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") {
		return bad
	}
	if strings.HasPrefix(u.Path, "/api/") || strings.Contains(u.Path, `\`) {
		return bad
	}
	return nil
}
