package app_test

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"github.com/sportello-pa/sportello/backend/internal/app"
)

const newTown = `
id: valdosso
name: Comune di Valdosso
host: comune.valdosso.example
region: Regione Immaginaria
description: { it: "Un Comune inventato.", en: "An invented town." }
contacts:
  address: Piazza Grande 1, 00000 Valdosso
  phone: +39 000 0000 300
  email: urp@valdosso.example
  tax_code: "00000000018"
offices:
  - id: registry
    name: { it: Ufficio Anagrafe, en: Registry office }
payments:
  tax_code: "00000000018"
  name: Comune di Valdosso
  segregation_code: "07"
  iban: IT60X0542811101000000123456
  fee_category: 9/0101101IM/
`

// TestAnInstallerSetsUpAMunicipality goes from an empty installation to the
// sign-in of its first operator.
func TestAnInstallerSetsUpAMunicipality(t *testing.T) {
	w := newWorld(t)
	var out bytes.Buffer
	w.ok(w.app.SetUpMunicipality(t.Context(), []byte(newTown), &out))
	if !strings.Contains(out.String(), "comune.valdosso.example") {
		t.Errorf("it says %q", out.String())
	}
	town := who{host: "comune.valdosso.example"}
	if name := w.get(town, "/tenant").Want(http.StatusOK).Body()["name"]; name != "Comune di Valdosso" {
		t.Errorf("name = %v", name)
	}

	ada := app.OperatorOptions{
		Tenant: "valdosso", Username: "Ada", Name: "Ada Supposta", Email: "ada@valdosso.example",
		Roles: []string{"admin"}, Offices: []string{"registry"},
	}
	out.Reset()
	w.ok(w.app.SetUpOperator(t.Context(), ada, &out))
	signIn := func(credentials string) int {
		w.Clock.Advance(time.Minute)
		password := regexp.MustCompile(`password +(\S+)`).FindStringSubmatch(credentials)[1]
		key, err := otp.NewKeyFromURL(regexp.MustCompile(`otpauth://\S+`).FindString(credentials))
		w.ok(err)
		code, err := totp.GenerateCode(key.Secret(), w.Clock.Now())
		w.ok(err)
		return w.do(town, http.MethodPost, "/auth/operator-session",
			map[string]string{"username": "ada", "password": password, "one_time_code": code}).Code
	}
	first := out.String()
	if code := signIn(first); code != http.StatusOK {
		t.Errorf("signing in answers %d", code)
	}

	if err := w.app.SetUpOperator(t.Context(), ada, &out); err == nil || !strings.Contains(err.Error(), "-reset") {
		t.Errorf("a second creation: %v", err)
	}
	ada.Reset = true
	out.Reset()
	w.ok(w.app.SetUpOperator(t.Context(), ada, &out))
	if code := signIn(first); code != http.StatusUnauthorized {
		t.Errorf("the old credentials answer %d", code)
	}
	if code := signIn(out.String()); code != http.StatusOK {
		t.Errorf("the new credentials answer %d", code)
	}
}

func TestWhatAnInstallerWritesIsChecked(t *testing.T) {
	w := newWorld(t)
	municipality := func(old, replacement string) func() error {
		content := strings.Replace(newTown, old, replacement, 1)
		return func() error { return w.app.SetUpMunicipality(t.Context(), []byte(content), &bytes.Buffer{}) }
	}
	operator := func(change func(*app.OperatorOptions)) func() error {
		o := app.OperatorOptions{Tenant: "borgolago", Username: "ugo", Name: "Ugo Finto", Email: "ugo@finto.example"}
		change(&o)
		return func() error { return w.app.SetUpOperator(t.Context(), o, &bytes.Buffer{}) }
	}
	tests := map[string]struct {
		run  func() error
		says string
	}{
		"an unknown key":          {municipality("region:", "regione:"), "field regione not found"},
		"an address for a host":   {municipality("host: comune", "host: https://comune"), "without https://"},
		"no e-mail address":       {municipality("urp@valdosso.example", "urp"), "contacts.email"},
		"a wrong tax code":        {municipality(`tax_code: "00000000018"`, `tax_code: "00000000019"`), "contacts.tax_code"},
		"an unknown office":       {municipality("- id: registry", "- id: magic"), `"magic" is not in the vocabulary`},
		"half of the payments":    {municipality("  iban: IT60X0542811101000000123456\n", ""), "payments: "},
		"an unknown municipality": {operator(func(o *app.OperatorOptions) { o.Tenant = "altrove" }), `no municipality "altrove"`},
		"an unknown role":         {operator(func(o *app.OperatorOptions) { o.Roles = []string{"king"} }), `no role "king"`},
		"an office of nobody":     {operator(func(o *app.OperatorOptions) { o.Offices = []string{"tourism"} }), `no office "tourism"`},
		"an e-mail that is none":  {operator(func(o *app.OperatorOptions) { o.Email = "ugo" }), "no e-mail address"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if err := tt.run(); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("err = %v, want %q", err, tt.says)
			}
		})
	}
}

// TestHalfAMunicipalityIsNoMunicipality gives one whose payments are wrong.
func TestHalfAMunicipalityIsNoMunicipality(t *testing.T) {
	w := newWorld(t)
	content := strings.Replace(newTown, "segregation_code: \"07\"", "segregation_code: seven", 1)
	if err := w.app.SetUpMunicipality(t.Context(), []byte(content), &bytes.Buffer{}); err == nil {
		t.Fatal("wrong payments are accepted")
	}
	w.get(who{host: "comune.valdosso.example"}, "/tenant").Want(http.StatusNotFound)
}

func TestArgumentsOfTheOperatorCommand(t *testing.T) {
	o, err := app.ParseOperator(strings.Fields("-tenant t -username u -name n -email e -roles admin,assistance -offices registry -reset"), &bytes.Buffer{})
	if err != nil || len(o.Roles) != 2 || o.Offices[0] != "registry" || !o.Reset {
		t.Errorf("%+v, %v", o, err)
	}
	if _, err := app.ParseOperator([]string{"-tenant", "t"}, &bytes.Buffer{}); err == nil {
		t.Error("missing arguments are accepted")
	}
}
