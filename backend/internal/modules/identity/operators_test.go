package identity_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
)

const (
	password = "Sportello-demo-2026"
	secret   = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
)

func (e *env) seedOperators() {
	e.t.Helper()
	for _, seed := range []identity.OperatorSeed{
		{Username: "mobilita", Name: "Mara Ufficio", Email: "mobilita@example.org", Offices: []string{"mobility"}},
		{Username: "admin", Name: "Ada Amministra", Roles: []string{"admin"}, Offices: []string{"mobility", "registry"}},
	} {
		seed.Password, seed.TOTPSecret = password, secret
		if err := e.service.EnsureOperator(e.Ctx("borgolago"), seed); err != nil {
			e.t.Fatal(err)
		}
	}
}

func (b *browser) operator(username, password, code string) *httptest.ResponseRecorder {
	b.e.t.Helper()
	return b.json(http.MethodPost, "/auth/operator-session", map[string]string{
		"username": username, "password": password, "one_time_code": code,
	})
}

func (e *env) code(shift time.Duration) string {
	e.t.Helper()
	code, err := totp.GenerateCode(secret, e.Clock.Now().Add(shift))
	if err != nil {
		e.t.Fatal(err)
	}
	return code
}

func TestOperatorSignsIn(t *testing.T) {
	e := setup(t)
	e.seedOperators()
	b := e.browser(borgolago)
	b.signIn("provider=spid", "anna", "2")
	citizen := b.cookies[identity.CookieName]

	if rec := b.operator(" Mobilita ", password, e.code(0)); rec.Code != http.StatusOK {
		t.Fatalf("sign in: %d %s", rec.Code, rec.Body)
	}
	s := b.session()
	if s.Kind != "operator" || s.Person != nil || s.Operator.Name != "Mara Ufficio" || len(s.Operator.Roles) != 0 || s.Operator.Offices[0] != "mobility" {
		t.Errorf("session %+v", s)
	}
	if rec := b.get("/office/probe"); rec.Code != http.StatusNoContent {
		t.Errorf("office: %d", rec.Code)
	}
	wantProblem(t, b.get("/office/admin-probe"), http.StatusForbidden, "forbidden")
	wantProblem(t, b.get("/me/profile"), http.StatusForbidden, "forbidden")

	b.cookies[identity.CookieName] = citizen
	wantProblem(t, b.get("/office/probe"), http.StatusUnauthorized, "session-expired")

	admin := e.browser(borgolago)
	admin.operator("admin", password, e.code(0))
	if rec := admin.get("/office/admin-probe"); rec.Code != http.StatusNoContent {
		t.Errorf("administration: %d", rec.Code)
	}
}

func TestOperatorRefusals(t *testing.T) {
	e := setup(t)
	e.seedOperators()
	good := e.code(0)
	tests := map[string]struct{ host, username, password, code string }{
		"a wrong password":                {borgolago, "mobilita", "wrong", good},
		"an unknown user":                 {borgolago, "nobody", password, good},
		"a wrong code":                    {borgolago, "mobilita", password, "000000"},
		"no code":                         {borgolago, "mobilita", password, ""},
		"an old code":                     {borgolago, "mobilita", password, e.code(-2 * time.Minute)},
		"another municipality's operator": {pontefiume, "mobilita", password, good},
		"a password with something more":  {borgolago, "mobilita", password + " ", good},
		"everything wrong":                {borgolago, "x", "y", "z"},
	}
	var first string
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := e.browser(tt.host)
			b.address = fmt.Sprintf("192.0.2.%d:1", 10+len(name))
			rec := b.operator(tt.username, tt.password, tt.code)
			wantProblem(t, rec, http.StatusUnauthorized, "wrong-credentials")
			if first == "" {
				first = rec.Body.String()
			}
			if rec.Body.String() != first {
				t.Errorf("the answer tells what was wrong: %s", rec.Body)
			}
			if len(b.cookies) != 0 {
				t.Error("a cookie was set")
			}
		})
	}
}

func TestACodeIsGoodOnce(t *testing.T) {
	e := setup(t)
	e.seedOperators()
	code := e.code(0)
	if rec := e.browser(borgolago).operator("mobilita", password, code); rec.Code != http.StatusOK {
		t.Fatalf("first use: %d %s", rec.Code, rec.Body)
	}
	wantProblem(t, e.browser(borgolago).operator("mobilita", password, code), http.StatusUnauthorized, "wrong-credentials")
	wantProblem(t, e.browser(borgolago).operator("mobilita", password, e.code(-30*time.Second)), http.StatusUnauthorized, "wrong-credentials")
	e.Clock.Advance(30 * time.Second)
	if rec := e.browser(borgolago).operator("mobilita", password, e.code(0)); rec.Code != http.StatusOK {
		t.Errorf("the next code: %d", rec.Code)
	}
}

func TestFailuresSlowDownOneAddressOnly(t *testing.T) {
	e := setup(t)
	e.seedOperators()
	attacker := e.browser(borgolago)
	for i := range 5 {
		wantProblem(t, attacker.operator("mobilita", fmt.Sprint("guess", i), "000000"), http.StatusUnauthorized, "wrong-credentials")
	}
	rec := attacker.operator("mobilita", password, e.code(0))
	wantProblem(t, rec, http.StatusTooManyRequests, "too-many-attempts")
	if rec.Header().Get("Retry-After") != "2" {
		t.Errorf("Retry-After %q", rec.Header().Get("Retry-After"))
	}

	owner := e.browser(borgolago)
	owner.address = "198.51.100.7:2000"
	if rec := owner.operator("mobilita", password, e.code(0)); rec.Code != http.StatusOK {
		t.Errorf("the owner is locked out: %d", rec.Code)
	}
	if rec := attacker.operator("admin", password, e.code(0)); rec.Code != http.StatusOK {
		t.Errorf("a colleague at the same address is locked out: %d", rec.Code)
	}
	e.Clock.Advance(3 * time.Second)
	wantProblem(t, attacker.operator("mobilita", "guess", "000000"), http.StatusUnauthorized, "wrong-credentials")
	e.Clock.Advance(3 * time.Second)
	wantProblem(t, attacker.operator("mobilita", "guess", "000000"), http.StatusTooManyRequests, "too-many-attempts")
	e.Clock.Advance(time.Minute)
	if rec := attacker.operator("mobilita", password, e.code(0)); rec.Code != http.StatusOK {
		t.Errorf("after the wait: %d %s", rec.Code, rec.Body)
	}
}

func TestCodesCannotBeGuessedFromManyAddresses(t *testing.T) {
	e := setup(t)
	e.seedOperators()
	for i := range 5 {
		b := e.browser(borgolago)
		b.address = fmt.Sprintf("203.0.113.%d:1", i+1)
		wantProblem(t, b.operator("mobilita", password, "000000"), http.StatusUnauthorized, "wrong-credentials")
	}
	b := e.browser(borgolago)
	b.address = "203.0.113.99:1"
	wantProblem(t, b.operator("mobilita", password, "000000"), http.StatusTooManyRequests, "too-many-attempts")
}

func TestManyGuessesAtOnceCountOneByOne(t *testing.T) {
	e := setup(t)
	e.seedOperators()
	var checked, refused int
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 12 {
		wg.Go(func() {
			rec := e.browser(borgolago).operator("mobilita", "guess", "000000")
			mu.Lock()
			defer mu.Unlock()
			switch rec.Code {
			case http.StatusUnauthorized:
				checked++
			case http.StatusTooManyRequests:
				refused++
			}
		})
	}
	wg.Wait()
	if checked != 5 || refused != 7 {
		t.Errorf("%d guesses were checked and %d refused, want 5 and 7", checked, refused)
	}
}

func TestBackOff(t *testing.T) {
	for failures, want := range map[int]time.Duration{
		0: 0, 4: 0, 5: 2 * time.Second, 6: 4 * time.Second, 10: 64 * time.Second, 14: 15 * time.Minute, 1000: 15 * time.Minute,
	} {
		if got := identity.BackOffForTest(failures); got != want {
			t.Errorf("after %d failures: %s, want %s", failures, got, want)
		}
	}
}

func TestEnsureOperatorTwice(t *testing.T) {
	e := setup(t)
	e.seedOperators()
	ctx := e.Ctx("borgolago")
	before, err := e.service.Operators(ctx)
	if err != nil || len(before) != 2 {
		t.Fatalf("%d operators, %v", len(before), err)
	}
	err = e.service.EnsureOperator(ctx, identity.OperatorSeed{
		Username: "Admin", Password: "another one", TOTPSecret: secret, Name: "Ada Nuova", Roles: []string{"admin"},
	})
	if err != nil {
		t.Fatal(err)
	}
	after, err := e.service.Operators(ctx)
	if err != nil || len(after) != 2 || after[0].ID != before[0].ID || after[0].Name != "Ada Nuova" {
		t.Errorf("operators %+v, %v", after, err)
	}
	wantProblem(t, e.browser(borgolago).operator("admin", password, e.code(0)), http.StatusUnauthorized, "wrong-credentials")
	if rec := e.browser(borgolago).operator("admin", "another one", e.code(0)); rec.Code != http.StatusOK {
		t.Errorf("new password: %d", rec.Code)
	}
	found, err := e.service.OperatorByID(ctx, before[1].ID)
	if err != nil || found.Username != "mobilita" {
		t.Errorf("operator %+v, %v", found, err)
	}
}
