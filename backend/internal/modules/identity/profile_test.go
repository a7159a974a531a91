package identity_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
)

func (b *browser) patch(body string) (int, map[string]any, httpx.Problem) {
	b.e.t.Helper()
	rec := b.send(http.MethodPatch, "/me/profile", "application/merge-patch+json", body)
	var profile map[string]any
	var problem httpx.Problem
	if err := json.Unmarshal(rec.Body.Bytes(), &profile); err != nil {
		b.e.t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	_ = json.Unmarshal(rec.Body.Bytes(), &problem)
	return rec.Code, profile, problem
}

func TestProfileChanges(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.signIn("provider=spid", "anna", "2")

	status, profile, _ := b.patch(`{"email":"anna@example.com","phone":"+39 000 111-2222","language":"en","address":{"number":"14"}}`)
	if status != http.StatusOK {
		t.Fatalf("%d %v", status, profile)
	}
	address, sources := profile["address"].(map[string]any), profile["sources"].(map[string]any)
	if profile["email"] != "anna@example.com" || profile["phone"] != "+390001112222" || profile["language"] != "en" ||
		address["number"] != "14" || address["street"] != "Via delle Prove" {
		t.Errorf("profile %v", profile)
	}
	for field, want := range map[string]string{
		"email": "self", "phone": "self", "language": "self", "address": "self", "given_name": "identity", "tax_code": "identity",
	} {
		if sources[field] != want {
			t.Errorf("source of %s is %v", field, sources[field])
		}
	}

	b.signIn("provider=spid", "anna", "2")
	if _, profile, _ = b.patch(`{}`); profile["email"] != "anna@example.com" || profile["language"] != "en" {
		t.Errorf("a later sign-in undid the changes: %v", profile)
	}
	_, profile, _ = b.patch(`{"email":null,"address":null}`)
	if profile["email"] != nil || profile["address"] != nil || profile["phone"] == nil {
		t.Errorf("null does not remove: %v", profile)
	}
}

func TestProfileRefusals(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.signIn("provider=cie", "anna", "2")
	tests := map[string]struct {
		body     string
		status   int
		code     string
		pointers []string
	}{
		"an e-mail without a domain":     {`{"email":"anna@"}`, 422, "profile-invalid", []string{"/email"}},
		"an e-mail with a name":          {`{"email":"Anna <anna@example.org>"}`, 422, "profile-invalid", []string{"/email"}},
		"an e-mail with a second header": {`{"email":"anna@example.org\r\nBcc: x@example.org"}`, 422, "profile-invalid", []string{"/email"}},
		"letters in the phone":           {`{"phone":"call me"}`, 422, "profile-invalid", []string{"/phone"}},
		"an unknown language":            {`{"language":"xx"}`, 422, "profile-invalid", []string{"/language"}},
		"no language":                    {`{"language":null}`, 422, "profile-invalid", []string{"/language"}},
		"half an address": {
			`{"address":{"street":"Via X","postal_code":"123"}}`, 422, "profile-invalid",
			[]string{"/address/postal_code", "/address/municipality", "/address/province"},
		},
		"the name is certified":     {`{"given_name":"Eva"}`, 400, "unknown-field", []string{"/given_name"}},
		"the tax code is certified": {`{"tax_code":"X"}`, 400, "unknown-field", []string{"/tax_code"}},
		"a number for an e-mail":    {`{"email":7}`, 400, "wrong-type", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status, _, problem := b.patch(tt.body)
			var pointers []string
			for _, field := range problem.Errors {
				pointers = append(pointers, field.Pointer)
			}
			if status != tt.status || problem.Code != tt.code || (tt.pointers != nil && !slices.Equal(pointers, tt.pointers)) {
				t.Errorf("%d %s %v, want %d %s %v", status, problem.Code, pointers, tt.status, tt.code, tt.pointers)
			}
		})
	}
	wantProblem(t, b.send(http.MethodPatch, "/me/profile", "application/json", `{}`), http.StatusUnsupportedMediaType, "unsupported-media-type")
}

func TestPersonMap(t *testing.T) {
	e := setup(t)
	b := e.browser(borgolago)
	b.signIn("provider=spid", "anna", "2")
	s := b.session()
	person, err := e.service.Person(e.Ctx("borgolago"), s.Person.ID)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"given_name": "Anna", "family_name": "Esempio", "tax_code": s.Person.TaxCode, "birth_date": "1985-03-12",
		"birth_place": "Borgolago", "gender": "F", "email": "anna.esempio@example.org", "phone": "+390000000001",
		"address": map[string]any{
			"street": "Via delle Prove", "number": "12", "postal_code": "99010", "municipality": "Borgolago", "province": "ZZ",
		},
	}
	if diff := cmp.Diff(want, person.Map()); diff != "" {
		t.Error(diff)
	}
	if _, err := e.service.Person(e.Ctx("pontefiume"), s.Person.ID); err == nil {
		t.Error("another municipality sees the person")
	}
}
