package simulator

import (
	"fmt"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

// placeCode belongs to no municipality and to no foreign state, so that no tax
// code of the simulator can be anybody's.
const placeCode = "Z999"

// Person is somebody invented whom the simulator can sign in.
type Person struct {
	ID                    string
	GivenName, FamilyName string
	Female                bool
	Born                  time.Time
	BirthPlace            string
	Street, Number        string
	PostalCode            string
	Municipality          string
	Province              string
	Phone                 string
	Locale                string
}

// People lists the invented people, always in the same order.
func People() []Person {
	return []Person{
		{
			ID: "anna", GivenName: "Anna", FamilyName: "Esempio", Female: true, Born: date(1985, 3, 12), BirthPlace: "Borgolago",
			Street: "Via delle Prove", Number: "12", PostalCode: "99010", Municipality: "Borgolago", Province: "ZZ", Phone: "+390000000001", Locale: "it",
		},
		{
			ID: "bruno", GivenName: "Bruno", FamilyName: "Prova", Born: date(1978, 11, 5), BirthPlace: "Pontefiume",
			Street: "Piazza del Modello", Number: "3", PostalCode: "99010", Municipality: "Borgolago", Province: "ZZ", Phone: "+390000000002", Locale: "it",
		},
		{
			ID: "carla", GivenName: "Carla", FamilyName: "Finta", Female: true, Born: date(1990, 7, 21), BirthPlace: "Borgolago",
			Street: "Vicolo Immaginario", Number: "7/A", PostalCode: "99020", Municipality: "Pontefiume", Province: "ZZ", Phone: "+390000000003", Locale: "it",
		},
		{
			ID: "dario", GivenName: "Dario", FamilyName: "Inventato", Born: date(1966, 1, 30), BirthPlace: "Pontefiume",
			Street: "Corso dell'Esempio", Number: "101", PostalCode: "99020", Municipality: "Pontefiume", Province: "ZZ", Phone: "+390000000004", Locale: "it",
		},
		{
			ID: "elena", GivenName: "Elena", FamilyName: "Modello", Female: true, Born: date(1994, 9, 8), BirthPlace: "Exampleton",
			Street: "Via delle Prove", Number: "40", PostalCode: "99010", Municipality: "Borgolago", Province: "ZZ", Phone: "+390000000005", Locale: "en",
		},
	}
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

func personByID(id string) (Person, bool) {
	for _, p := range People() {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// Name is the full name.
func (p Person) Name() string { return p.GivenName + " " + p.FamilyName }

// Email is an address in the domain reserved for examples.
func (p Person) Email() string {
	return strings.ToLower(p.GivenName + "." + p.FamilyName + "@example.org")
}

// TaxCode is well formed and belongs to nobody.
func (p Person) TaxCode() string {
	day := p.Born.Day()
	if p.Female {
		day += 40
	}
	code := lettersOf(p.FamilyName, false) + lettersOf(p.GivenName, true) +
		fmt.Sprintf("%02d%c%02d", p.Born.Year()%100, "ABCDEHLMPRST"[p.Born.Month()-1], day) + placeCode
	return code + string(identity.TaxCodeCheck(code))
}

// lettersOf takes the three letters that stand for a name in a tax code:
// consonants, then vowels, then X. A given name with more than three
// consonants skips the second one.
func lettersOf(name string, given bool) string {
	var consonants, vowels string
	for _, r := range strings.ToUpper(name) {
		switch {
		case strings.ContainsRune("AEIOU", r):
			vowels += string(r)
		case r >= 'A' && r <= 'Z':
			consonants += string(r)
		}
	}
	if given && len(consonants) > 3 {
		consonants = consonants[:1] + consonants[2:]
	}
	return (consonants + vowels + "XXX")[:3]
}

// claims are what the provider states about the person: everything for SPID,
// the minimum set for CIE.
func (p Person) claims(provider string) map[string]any {
	gender := "male"
	if p.Female {
		gender = "female"
	}
	all := map[string]any{
		"given_name": p.GivenName, "family_name": p.FamilyName,
		"birthdate": p.Born.Format(time.DateOnly),
		"https://attributes.eid.gov.it/fiscal_number": "TINIT-" + p.TaxCode(),
	}
	if provider == "cie" {
		return all
	}
	all["gender"] = gender
	all["place_of_birth"] = map[string]string{"locality": p.BirthPlace}
	all["email"], all["phone_number"], all["locale"] = p.Email(), p.Phone, p.Locale
	all["address"] = map[string]string{
		"street_address": p.Street, "house_number": p.Number, "postal_code": p.PostalCode,
		"locality": p.Municipality, "region": p.Province,
	}
	return all
}
