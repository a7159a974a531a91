package identity

import (
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

// Handler answers the requests about signing in and the person's own data.
type Handler struct{ service *Service }

// NewHandler returns the handler of the service.
func NewHandler(service *Service) *Handler { return &Handler{service: service} }

// Routes hangs the endpoints on the router.
func (h *Handler) Routes(r httpx.Router) {
	r.Public.GET("/auth/providers", httpx.Handle(h.providers))
	r.Public.GET("/auth/sign-in", httpx.Handle(h.startSignIn))
	r.Public.GET("/auth/callback", httpx.Handle(h.finishSignIn))
	r.Public.GET("/auth/session", httpx.Handle(h.readSession))
	r.Public.PUT("/auth/session", httpx.Handle(h.keepSession))
	r.Public.DELETE("/auth/session", httpx.Handle(h.deleteSession))
	r.Public.POST("/auth/operator-session", httpx.Handle(h.signInOperator))
	r.Public.POST("/auth/tokens", httpx.Handle(h.issueToken))
	r.Public.GET("/auth/jwks", httpx.Handle(h.listKeys))
	r.Citizen.GET("/me/profile", httpx.Handle(h.readProfile))
	r.Citizen.PATCH("/me/profile", httpx.Handle(h.changeProfile))
}

// ProviderResponse is one way for citizens to sign in.
type ProviderResponse struct {
	ID        string `json:"id" enums:"spid,cie" example:"spid"`
	Label     string `json:"label" example:"SPID"`
	Kind      string `json:"kind" enums:"spid,cie" example:"spid"`
	Simulated bool   `json:"simulated"`
} //	@name	Provider

// ProviderListResponse lists the ways to sign in; it is empty when sign-in is off.
type ProviderListResponse struct {
	Items []ProviderResponse `json:"items"`
} //	@name	ProviderList

// SessionPersonResponse is the citizen of a session.
type SessionPersonResponse struct {
	ID         string `json:"id" format:"uuid"`
	GivenName  string `json:"given_name" example:"Anna"`
	FamilyName string `json:"family_name" example:"Esempio"`
	TaxCode    string `json:"tax_code"`
	Email      string `json:"email,omitempty" format:"email"`
	Language   string `json:"language" enums:"it,en"`
} //	@name	SessionPerson

// SessionOperatorResponse is the operator of a session.
type SessionOperatorResponse struct {
	ID      string   `json:"id" format:"uuid"`
	Name    string   `json:"name"`
	Email   string   `json:"email" format:"email"`
	Roles   []string `json:"roles" example:"admin"`
	Offices []string `json:"offices" example:"mobility"`
} //	@name	SessionOperator

// SessionResponse says whether the caller is signed in, as whom and until when.
type SessionResponse struct {
	Authenticated bool                     `json:"authenticated"`
	Kind          string                   `json:"kind,omitempty" enums:"citizen,operator"`
	Person        *SessionPersonResponse   `json:"person,omitempty"`
	Operator      *SessionOperatorResponse `json:"operator,omitempty"`
	Provider      string                   `json:"provider,omitempty" example:"spid"`
	Level         int                      `json:"level,omitempty" format:"int32" minimum:"1" maximum:"3"`
	IdleExpiresAt *time.Time               `json:"idle_expires_at,omitempty" format:"date-time"`
	ExpiresAt     *time.Time               `json:"expires_at,omitempty" format:"date-time"`
} //	@name	Session

// OperatorSessionRequest is what an operator signs in with.
type OperatorSessionRequest struct {
	Username    string `json:"username" binding:"required" maxLength:"100"`
	Password    string `json:"password" binding:"required" maxLength:"200" format:"password"`
	OneTimeCode string `json:"one_time_code" binding:"required" minLength:"6" maxLength:"6" example:"123456"`
} //	@name	OperatorCredentials

// TokenResponse is an access token (RFC 6749).
type TokenResponse struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type" example:"Bearer"`
	ExpiresIn   int    `json:"expires_in" format:"int32" example:"900"`
	Scope       string `json:"scope" example:"citizen"`
} //	@name	Token

// TokenErrorResponse is a refusal of the token endpoint: a problem that also has
// what OAuth clients look for (RFC 6749, 5.2).
type TokenErrorResponse struct {
	Type        string `json:"type" example:"urn:sportello:problem:invalid-grant"`
	Title       string `json:"title" example:"The assertion is not valid."`
	Status      int    `json:"status" format:"int32" example:"400"`
	Code        string `json:"code" example:"invalid-grant"`
	Error       string `json:"error" example:"invalid_grant" enums:"invalid_request,unsupported_grant_type,invalid_scope,invalid_grant"`
	Description string `json:"error_description" example:"The assertion is not valid."`
} //	@name	TokenError

// KeyResponse is a public key (RFC 7517).
type KeyResponse struct {
	Kty string `json:"kty" example:"EC"`
	Crv string `json:"crv" example:"P-256"`
	Use string `json:"use" example:"sig"`
	Alg string `json:"alg" example:"ES256"`
	Kid string `json:"kid"`
	X   string `json:"x"`
	Y   string `json:"y"`
} //	@name	Key

// KeySetResponse holds the keys that verify access tokens.
type KeySetResponse struct {
	Keys []KeyResponse `json:"keys"`
} //	@name	KeySet

// AddressResponse is a postal address.
type AddressResponse struct {
	Street       string `json:"street" example:"Via delle Prove"`
	Number       string `json:"number" example:"12"`
	PostalCode   string `json:"postal_code" example:"00000"`
	Municipality string `json:"municipality" example:"Borgolago"`
	Province     string `json:"province" example:"ZZ"`
} //	@name	Address

// ProfileResponse is what we know of the person who asks.
type ProfileResponse struct {
	GivenName  string            `json:"given_name" example:"Anna"`
	FamilyName string            `json:"family_name" example:"Esempio"`
	TaxCode    string            `json:"tax_code"`
	BirthDate  string            `json:"birth_date" format:"date"`
	BirthPlace string            `json:"birth_place"`
	Gender     string            `json:"gender" example:"F"`
	Address    *AddressResponse  `json:"address,omitempty"`
	Email      string            `json:"email,omitempty" format:"email"`
	Phone      string            `json:"phone,omitempty"`
	Language   string            `json:"language" enums:"it,en"`
	Sources    map[string]string `json:"sources"`
} //	@name	Profile

// ProfilePatchRequest is a merge patch of the fields a person may change.
type ProfilePatchRequest struct {
	Email    Optional[string]              `json:"email,omitempty" swaggertype:"string" format:"email" extensions:"x-nullable"`
	Phone    Optional[string]              `json:"phone,omitempty" swaggertype:"string" extensions:"x-nullable"`
	Language Optional[string]              `json:"language,omitempty" swaggertype:"string" enums:"it,en"`
	Address  Optional[AddressPatchRequest] `json:"address,omitempty" swaggertype:"object,string" extensions:"x-nullable"`
} //	@name	ProfilePatch

// AddressPatchRequest is a merge patch of an address.
type AddressPatchRequest struct {
	Street       Optional[string] `json:"street,omitempty" swaggertype:"string"`
	Number       Optional[string] `json:"number,omitempty" swaggertype:"string"`
	PostalCode   Optional[string] `json:"postal_code,omitempty" swaggertype:"string"`
	Municipality Optional[string] `json:"municipality,omitempty" swaggertype:"string"`
	Province     Optional[string] `json:"province,omitempty" swaggertype:"string"`
} //	@name	AddressPatch

func newSessionResponse(signed Signed) SessionResponse {
	res := SessionResponse{
		Authenticated: true, Kind: string(signed.Actor.Kind), Provider: signed.Actor.Provider, Level: signed.Actor.Level,
		IdleExpiresAt: signed.IdleExpiresAt, ExpiresAt: signed.ExpiresAt,
	}
	if p := signed.Person; p != nil {
		res.Person = &SessionPersonResponse{
			ID: p.ID, GivenName: p.GivenName, FamilyName: p.FamilyName, TaxCode: p.TaxCode, Email: p.Email, Language: p.Language,
		}
	}
	if o := signed.Operator; o != nil {
		res.Operator = &SessionOperatorResponse{ID: o.ID, Name: o.Name, Email: o.Email, Roles: o.Roles, Offices: o.Offices}
	}
	return res
}

func newProfileResponse(p Person) ProfileResponse {
	res := ProfileResponse{
		GivenName: p.GivenName, FamilyName: p.FamilyName, TaxCode: p.TaxCode,
		BirthDate: p.BirthDate, BirthPlace: p.BirthPlace, Gender: p.Gender,
		Email: p.Email, Phone: p.Phone, Language: p.Language, Sources: p.Sources,
	}
	if a := p.Address; a != nil {
		res.Address = &AddressResponse{Street: a.Street, Number: a.Number, PostalCode: a.PostalCode, Municipality: a.Municipality, Province: a.Province}
	}
	return res
}

func (r ProfilePatchRequest) change() ProfileChange {
	change := ProfileChange{Email: r.Email, Phone: r.Phone, Language: r.Language}
	change.Address.Set = r.Address.Set
	if a := r.Address.Value; a != nil {
		change.Address.Value = &AddressChange{
			Street: a.Street, Number: a.Number, PostalCode: a.PostalCode, Municipality: a.Municipality, Province: a.Province,
		}
	}
	return change
}
