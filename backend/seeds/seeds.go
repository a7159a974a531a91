// Package seeds describes the demo installation: two invented municipalities
// and their operators. Nobody in it exists.
package seeds

import (
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
	"github.com/sportello-pa/sportello/backend/internal/modules/tenants"
)

// The credentials of every demo operator, printed in the README on purpose.
const (
	Password   = "Sportello-demo-2026"
	TOTPSecret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" //nolint:gosec // public by design
)

// Municipality is a demo tenant with its operators.
type Municipality struct {
	Tenant    tenants.Tenant
	Operators []identity.OperatorSeed
	Payments  payments.Settings
	// Lists are the streets and the schools that forms suggest.
	Lists map[string][]catalogue.ListEntry
}

// Services are what both towns offer.
var Services = []string{"nursery-enrolment", "residence-transfer", "ztl-permit"}

// Municipalities is the demo installation.
func Municipalities() []Municipality {
	return []Municipality{
		{
			Tenant: tenants.Tenant{ID: "borgolago", Name: "Comune di Borgolago", Host: "localhost", Settings: tenants.Settings{
				Region: "Regione Immaginaria", Demo: true,
				Description: tenants.Text{
					IT: "Un Comune inventato sulle rive di un lago che non c'è, per provare i servizi online.",
					EN: "An invented town on the shores of a lake that does not exist, to try the online services.",
				},
				Contacts: tenants.Contacts{
					Address: "Piazza dell'Approdo 1, 00000 Borgolago", Phone: "+39 000 0000 100", Email: "urp@borgolago.example",
					PEC: "protocollo@pec.borgolago.example", TaxCode: "00000000000",
				},
				Offices: offices("borgolago.example", "Via dei Mulini 4, Borgolago"),
			}},
			Payments: collection("Comune di Borgolago", "00000000000"),
			Lists: lists(
				"Piazza dell'Approdo", "Piazza del Mulino", "Lungolago dei Pescatori", "Via dei Mulini", "Via dei Salici", "Via dei Tigli",
				"Via del Faro", "Via del Porto Vecchio", "Via della Darsena", "Via della Stazione", "Via delle Barche", "Via San Quirico",
				"Vicolo del Canneto", "Vicolo delle Reti", "Strada dell'Isolotto", "Viale dei Cigni",
			),
			Operators: []identity.OperatorSeed{
				operator("mobilita", "Marta Dimostrativa", "borgolago.example", nil, "mobility"),
				operator("anagrafe", "Aldo Campione", "borgolago.example", nil, "registry"),
				operator("scuola", "Sara Fittizia", "borgolago.example", nil, "education"),
				operator("admin", "Ada Immaginaria", "borgolago.example", []string{identity.RoleAdmin}, "mobility", "registry", "education"),
			},
		},
		{
			Tenant: tenants.Tenant{ID: "pontefiume", Name: "Comune di Pontefiume", Host: "pontefiume.localhost", Settings: tenants.Settings{
				Region: "Regione Immaginaria", Demo: true,
				Description: tenants.Text{
					IT: "Il secondo Comune inventato di questa installazione: condivide il programma, non i dati.",
					EN: "The second invented town of this installation: it shares the software, not the data.",
				},
				Contacts: tenants.Contacts{
					Address: "Via del Ponte 10, 00000 Pontefiume", Phone: "+39 000 0000 200", Email: "urp@pontefiume.example",
					PEC: "protocollo@pec.pontefiume.example", TaxCode: "00000000018",
				},
				Offices: offices("pontefiume.example", "Via del Ponte 12, Pontefiume"),
			}},
			Payments: collection("Comune di Pontefiume", "00000000018"),
			Lists: lists(
				"Piazza del Guado", "Via del Ponte", "Via dell'Argine", "Via dei Traghettatori", "Via della Segheria", "Via delle Anse",
				"Via Sant'Elmo", "Vicolo della Piena", "Strada della Golena", "Viale dei Pioppi",
			),
			Operators: []identity.OperatorSeed{
				operator("mobilita.pf", "Mirco Ipotetico", "pontefiume.example", nil, "mobility"),
				operator("admin.pf", "Alba Supposta", "pontefiume.example", []string{identity.RoleAdmin}, "mobility", "registry", "education"),
			},
		},
	}
}

// collection is how a demo municipality is paid: the IBAN is the example of the
// standard, the codes are those of the pagoPA taxonomy for permits and stamps.
func collection(name, taxCode string) payments.Settings {
	return payments.Settings{
		CreditorTaxCode: taxCode, CreditorName: name, SegregationCode: "99", IBAN: "IT60X0542811101000000123456",
		FeeCategory: "9/0101101IM/", StampCategory: "9/0301116TS/",
	}
}

// lists are the streets of a town and schools of every kind, named after them.
func lists(streets ...string) map[string][]catalogue.ListEntry {
	entries := make([]catalogue.ListEntry, len(streets))
	for i, street := range streets {
		entries[i].Name = street
	}
	schools := []catalogue.ListEntry{
		{Name: "Nido La Barchetta", Detail: "Nido"}, {Name: "Nido L'Aquilone", Detail: "Nido"},
		{Name: "Scuola dell'infanzia I Girasoli", Detail: "Infanzia"}, {Name: "Scuola dell'infanzia Il Bosco", Detail: "Infanzia"},
		{Name: "Scuola primaria " + streets[1], Detail: "Primaria"}, {Name: "Scuola primaria " + streets[3], Detail: "Primaria"},
		{Name: "Scuola secondaria di primo grado " + streets[2], Detail: "Secondaria di primo grado"},
	}
	return map[string][]catalogue.ListEntry{"streets": entries, "schools": schools}
}

func operator(username, name, domain string, roles []string, offices ...string) identity.OperatorSeed {
	return identity.OperatorSeed{
		Username: username, Password: Password, TOTPSecret: TOTPSecret, Name: name,
		Email: username + "@" + domain, Roles: roles, Offices: offices,
	}
}

func offices(domain, address string) []tenants.Office {
	hours := tenants.Text{IT: "Dal lunedì al venerdì, dalle 9 alle 12.30; martedì anche dalle 15 alle 17", EN: "Monday to Friday, 9 am to 12.30 pm; Tuesday also 3 to 5 pm"}
	return []tenants.Office{
		{
			ID: "mobility", Unit: "unit/mobilita", Name: tenants.Text{IT: "Ufficio Mobilità", EN: "Mobility office"}, Address: address,
			Phone: "+39 000 0000 101", Email: "mobilita@" + domain, Hours: hours, Responsible: "Marta Dimostrativa",
		},
		{
			ID: "registry", Unit: "unit/anagrafe", Name: tenants.Text{IT: "Ufficio Anagrafe", EN: "Registry office"}, Address: address,
			Phone: "+39 000 0000 102", Email: "anagrafe@" + domain, Hours: hours, Responsible: "Aldo Campione",
		},
		{
			ID: "education", Unit: "unit/scuola", Name: tenants.Text{IT: "Ufficio Scuola", EN: "Education office"}, Address: address,
			Phone: "+39 000 0000 103", Email: "scuola@" + domain, Hours: hours, Responsible: "Sara Fittizia",
		},
	}
}
