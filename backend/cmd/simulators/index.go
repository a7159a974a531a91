package main

import (
	"bytes"
	_ "embed"
	"html/template"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp/totp"

	oidc "github.com/sportello-pa/sportello/backend/internal/adapters/oidc/simulator"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/seeds"
)

//go:embed pages/index.html
var indexSource string

var indexPage = template.Must(template.New("index").Parse(indexSource))

// operator is somebody of an office, as the page lists them.
type operator struct{ Username, Name, Role string }

// desk is a municipality with its operators.
type desk struct {
	Name, Site string
	Operators  []operator
}

func desks(site string) []desk {
	var out []desk
	for _, m := range seeds.Municipalities() {
		d := desk{Name: m.Tenant.Name, Site: siteOf(site, m.Tenant.Host)}
		for _, o := range m.Operators {
			d.Operators = append(d.Operators, operator{o.Username, o.Name, role(m, o)})
		}
		out = append(out, d)
	}
	return out
}

// role says in which offices somebody works.
func role(m seeds.Municipality, o identity.OperatorSeed) string {
	if slices.Contains(o.Roles, identity.RoleAdmin) {
		return "Amministrazione, tutti gli uffici"
	}
	var names []string
	for _, office := range m.Tenant.Settings.Offices {
		if slices.Contains(o.Offices, office.ID) {
			names = append(names, office.Name.IT)
		}
	}
	return strings.Join(names, ", ")
}

// siteOf is the address of a municipality on the port of the given site.
func siteOf(site, host string) string {
	u, err := url.Parse(site)
	if err != nil {
		return site
	}
	if port := u.Port(); port != "" {
		host = net.JoinHostPort(host, port)
	}
	u.Host = host
	return u.String()
}

// index shows where everything is and how to get in.
func index(site string, now func() time.Time) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		at := now()
		code, err := totp.GenerateCode(seeds.TOTPSecret, at)
		if err != nil {
			http.Error(w, "Il codice non si lascia calcolare.", http.StatusInternalServerError)
			return
		}
		var out bytes.Buffer
		err = indexPage.Execute(&out, map[string]any{
			"Site": site, "Desks": desks(site), "People": oidc.People(), "Password": seeds.Password,
			"Code": code, "Seconds": 30 - at.Unix()%30,
		})
		if err != nil {
			http.Error(w, "La pagina non si lascia scrivere.", http.StatusInternalServerError)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "text/html; charset=utf-8")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
		_, _ = out.WriteTo(w)
	}
}
