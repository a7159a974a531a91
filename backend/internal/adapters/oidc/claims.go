package oidc

import (
	"encoding/json"
	"strings"

	goidc "github.com/coreos/go-oidc/v3/oidc"

	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// claims are the names under which the federations and their proxies state the
// attributes of a person.
type claims struct {
	JTI           string   `json:"jti"`
	ACR           string   `json:"acr"`
	IDP           string   `json:"idp"` // spid or cie, when the proxy tells
	FiscalNumber  string   `json:"https://attributes.eid.gov.it/fiscal_number"`
	FiscalNumber2 string   `json:"fiscal_number"`
	GivenName     string   `json:"given_name"`
	FamilyName    string   `json:"family_name"`
	BirthDate     string   `json:"birthdate"`
	BirthPlace    place    `json:"place_of_birth"`
	Gender        string   `json:"gender"`
	Email         string   `json:"email"`
	Phone         string   `json:"phone_number"`
	Address       *address `json:"address"`
	Locale        string   `json:"locale"`
}

type address struct {
	Street     string `json:"street_address"`
	Number     string `json:"house_number"`
	PostalCode string `json:"postal_code"`
	Locality   string `json:"locality"`
	Region     string `json:"region"`
}

// place is stated as a name or as an object with a locality.
type place string

// UnmarshalJSON accepts both forms.
func (p *place) UnmarshalJSON(b []byte) error {
	var name string
	if json.Unmarshal(b, &name) == nil {
		*p = place(name)
		return nil
	}
	var full struct {
		Locality string `json:"locality"`
	}
	if err := json.Unmarshal(b, &full); err != nil {
		return err
	}
	*p = place(full.Locality)
	return nil
}

// complete takes from more what is not stated yet.
func (c *claims) complete(more claims) {
	for dst, value := range map[*string]string{
		&c.FiscalNumber: more.FiscalNumber, &c.FiscalNumber2: more.FiscalNumber2,
		&c.GivenName: more.GivenName, &c.FamilyName: more.FamilyName, &c.BirthDate: more.BirthDate,
		&c.Gender: more.Gender, &c.Email: more.Email, &c.Phone: more.Phone, &c.Locale: more.Locale,
	} {
		if *dst == "" {
			*dst = value
		}
	}
	if c.BirthPlace == "" {
		c.BirthPlace = more.BirthPlace
	}
	if c.Address == nil {
		c.Address = more.Address
	}
}

func (c *Client) identity(token *goidc.IDToken, all claims, asked string) identity.Identity {
	found := identity.Identity{
		AssertionID: all.JTI, Provider: asked, Level: c.levelOf(all.ACR), ExpiresAt: token.Expiry.Unix(),
		TaxCode:   identity.CleanTaxCode(all.FiscalNumber),
		GivenName: strings.TrimSpace(all.GivenName), FamilyName: strings.TrimSpace(all.FamilyName),
		BirthDate: all.BirthDate, BirthPlace: string(all.BirthPlace), Gender: genderOf(all.Gender),
		Email: all.Email, Phone: all.Phone, Language: strings.SplitN(all.Locale, "-", 2)[0],
	}
	if found.TaxCode == "" {
		found.TaxCode = identity.CleanTaxCode(all.FiscalNumber2)
	}
	if all.IDP == "spid" || all.IDP == "cie" {
		found.Provider = all.IDP
	}
	if a := all.Address; a != nil {
		found.Address = &identity.Address{
			Street: a.Street, Number: a.Number, PostalCode: a.PostalCode, Municipality: a.Locality, Province: a.Region,
		}
	}
	return found
}

// genderOf uses the letters of Italian documents.
func genderOf(gender string) string {
	switch strings.ToLower(gender) {
	case "female", "f":
		return "F"
	case "male", "m":
		return "M"
	}
	return ""
}
