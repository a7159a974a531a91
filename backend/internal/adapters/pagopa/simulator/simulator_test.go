package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
)

const (
	root    = "/gpd/debt-positions-service/v3/organizations/00000000019/debtpositions"
	goodIUV = "99000000000004206"
	goodNAV = "3" + goodIUV
)

func newSimulator(t *testing.T, o Options) (*Simulator, *clock.Fixed) {
	t.Helper()
	clk := clock.NewFixed(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	o.Clock, o.PublicURL = clk, "http://localhost:8090/pagopa"
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s, clk
}

func do(s *Simulator, method, path, contentType, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Ocp-Apim-Subscription-Key", "key")
	r.Header.Set("X-Request-Id", "trace")
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	return rec
}

func example() map[string]any {
	return map[string]any{
		"iupd": "p1", "companyName": "Comune di Borgolago", "paymentOption": []any{map[string]any{
			"switchToExpired": false,
			"debtor":          map[string]any{"type": "F", "fiscalCode": "SMPNNA80A41Z999B", "fullName": "Anna Esempio"},
			"installments": []any{map[string]any{
				"iuv": goodIUV, "nav": goodNAV, "amount": 2600, "description": "Permesso", "dueDate": "2026-04-01T21:59:59.999Z",
				"transfer": []any{
					map[string]any{"idTransfer": "1", "amount": 1000, "category": "9/0101101IM/", "remittanceInformation": "Tariffa", "iban": "IT60X0542811101000000123456"},
					map[string]any{"idTransfer": "2", "amount": 1600, "category": "9/0301116TS/", "remittanceInformation": "Bollo", "iban": "IT60X0542811101000000123456"},
				},
			}},
		}},
	}
}

func option0(p map[string]any) map[string]any { return p["paymentOption"].([]any)[0].(map[string]any) }

func installment0(p map[string]any) map[string]any {
	return option0(p)["installments"].([]any)[0].(map[string]any)
}

func transfer0(p map[string]any) map[string]any {
	return installment0(p)["transfer"].([]any)[0].(map[string]any)
}

func create(t *testing.T, s *Simulator, p map[string]any, query string) *httptest.ResponseRecorder {
	t.Helper()
	b, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	return do(s, "POST", root+query, "application/json", string(b))
}

func TestRulesOfPositions(t *testing.T) {
	stamp := map[string]any{"hashDocument": "abc=", "stampType": "01", "provincialResidence": "RM"}
	tests := map[string]func(p map[string]any){
		"the transfers add up":         func(p map[string]any) { installment0(p)["amount"] = 2601 },
		"the ids of transfers differ":  func(p map[string]any) { transfer0(p)["idTransfer"] = "2" },
		"an id of transfer goes to 5":  func(p map[string]any) { transfer0(p)["idTransfer"] = "6" },
		"not both an iban and a stamp": func(p map[string]any) { transfer0(p)["stamp"] = stamp },
		"either an iban or a stamp":    func(p map[string]any) { delete(transfer0(p), "iban") },
		"a postal iban goes beside an iban": func(p map[string]any) {
			transfer0(p)["stamp"] = stamp
			transfer0(p)["postalIban"] = "IT1"
			delete(transfer0(p), "iban")
		},
		"the due date is in the future":      func(p map[string]any) { installment0(p)["dueDate"] = "2026-03-01T00:00:00.000Z" },
		"dates have milliseconds":            func(p map[string]any) { installment0(p)["dueDate"] = "2026-04-01T00:00:00Z" },
		"the validity comes before the term": func(p map[string]any) { option0(p)["validityDate"] = "2026-05-01T00:00:00.000Z" },
		"the validity is in the future":      func(p map[string]any) { option0(p)["validityDate"] = "2026-03-01T00:00:00.000Z" },
		"the retention comes after the term": func(p map[string]any) { option0(p)["retentionDate"] = "2026-03-10T00:00:00.000Z" },
		"the check digits are right": func(p map[string]any) {
			installment0(p)["iuv"] = "99000000000004207"
			installment0(p)["nav"] = "399000000000004207"
		},
		"the notice belongs to the IUV": func(p map[string]any) { installment0(p)["nav"] = "399000000000004307" },
		"the cost of SEND is not ours":  func(p map[string]any) { installment0(p)["notificationFee"] = 100 },
		"a debtor is needed":            func(p map[string]any) { delete(option0(p), "debtor") },
		"a description is short":        func(p map[string]any) { installment0(p)["description"] = strings.Repeat("x", 141) },
		"the keys of metadata differ": func(p map[string]any) {
			installment0(p)["installmentMetadata"] = []any{map[string]any{"key": "a"}, map[string]any{"key": "a"}}
		},
		"whether it expires is said":       func(p map[string]any) { delete(option0(p), "switchToExpired") },
		"a position has a name of its own": func(p map[string]any) { delete(p, "iupd") },
		"there is at least one option":     func(p map[string]any) { p["paymentOption"] = []any{} },
	}
	for name, breaks := range tests {
		t.Run(name, func(t *testing.T) {
			s, _ := newSimulator(t, Options{})
			p := example()
			breaks(p)
			if rec := create(t, s, p, "?toPublish=true"); rec.Code != http.StatusBadRequest {
				t.Errorf("status = %d: %s", rec.Code, rec.Body)
			}
			if rec := create(t, s, example(), "?toPublish=true"); rec.Code != http.StatusCreated || rec.Header().Get("X-Request-Id") != "trace" {
				t.Errorf("the example is refused: %d %s", rec.Code, rec.Body)
			}
		})
	}
}

func TestLifeOfAPosition(t *testing.T) {
	s, clk := newSimulator(t, Options{})
	p := example()
	option0(p)["validityDate"], option0(p)["switchToExpired"] = "2026-03-10T00:00:00.000Z", true
	create(t, s, p, "")
	status := func() string {
		var out struct{ Status string }
		_ = json.Unmarshal(do(s, "GET", root+"/p1", "", "").Body.Bytes(), &out)
		return out.Status
	}
	steps := []struct {
		act  func()
		want string
	}{
		{func() {}, "DRAFT"},
		{func() { do(s, "POST", root+"/p1/publish", "", "") }, "PUBLISHED"},
		{func() { clk.Advance(9 * 24 * time.Hour) }, "VALID"},
		{func() { clk.Advance(60 * 24 * time.Hour) }, "UNPAYABLE"},
	}
	for _, step := range steps {
		if step.act(); status() != step.want {
			t.Errorf("status = %s, want %s", status(), step.want)
		}
	}
	if _, err := s.PayAtBank(goodNAV); err == nil {
		t.Error("an expired notice was paid")
	}
}

func TestPublishingLateIsAConflict(t *testing.T) {
	s, clk := newSimulator(t, Options{})
	create(t, s, example(), "")
	clk.Advance(60 * 24 * time.Hour)
	if rec := do(s, "POST", root+"/p1/publish", "", ""); rec.Code != http.StatusConflict {
		t.Errorf("status = %d", rec.Code)
	}
}

func TestTheStateOutlivesTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "pagopa.json")
	s, _ := newSimulator(t, Options{StatePath: path})
	create(t, s, example(), "?toPublish=true")
	if _, err := s.PayAtBank(goodNAV); err != nil {
		t.Fatal(err)
	}
	again, _ := newSimulator(t, Options{StatePath: path})
	if rec := do(again, "GET", root+"/p1", "", ""); !strings.Contains(rec.Body.String(), `"PAID"`) {
		t.Errorf("position = %s", rec.Body)
	}
	rec := do(again, "GET", "/gpd/payments-receipts-service/v1/payments/00000000019/receipts/"+goodIUV, "", "")
	if rec.Code != 200 || !strings.Contains(rec.Body.String(), PSP) || !strings.Contains(rec.Body.String(), "SIMULAZIONE") {
		t.Errorf("receipt = %d %s", rec.Code, rec.Body)
	}
	if _, err := again.PayAtBank(goodNAV); err == nil {
		t.Error("a paid notice was paid again")
	}
}

func cartFor(t *testing.T, s *Simulator) string {
	t.Helper()
	body := fmt.Sprintf(`{"paymentNotices":[{"noticeNumber":%q,"fiscalCode":"00000000019","amount":2600,"companyName":"Comune di <Borgolago>","description":"Permesso"}],`+
		`"returnUrls":{"returnOkUrl":"http://s.example/ok","returnCancelUrl":"http://s.example/cancel","returnErrorUrl":"http://s.example/error","returnWaitingUrl":"http://s.example/waiting"}}`, goodNAV)
	rec := do(s, "POST", "/checkout/ec/v2/carts", "application/json", body)
	if rec.Code != http.StatusFound {
		t.Fatalf("cart = %d %s", rec.Code, rec.Body)
	}
	return strings.TrimPrefix(rec.Header().Get("Location"), "http://localhost:8090/pagopa")
}

func TestThePaymentPage(t *testing.T) {
	s, _ := newSimulator(t, Options{})
	create(t, s, example(), "?toPublish=true")
	page := cartFor(t, s)
	italian := do(s, "GET", page, "", "").Body.String()
	for _, want := range []string{`<html lang="it">`, "<title>Simulatore di pagamento</title>", "<h1>Simulatore di pagamento</h1>", "26,00 €",
		"Comune di &lt;Borgolago&gt;", `value="pay"`, `value="pay_later"`, `value="pay_no_return"`, `value="cancel"`, `value="error"`, `value="waiting"`, `value="pay_twice"`} {
		if !strings.Contains(italian, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if english := do(s, "GET", page+"?lang=en", "", "").Body.String(); !strings.Contains(english, `<html lang="en">`) || !strings.Contains(english, "Payment simulator") {
		t.Error("the page is not in English")
	}
	form := func(action string) *httptest.ResponseRecorder {
		return do(s, "POST", page, "application/x-www-form-urlencoded", url.Values{"action": {action}}.Encode())
	}
	for action, want := range map[string]string{"cancel": "/cancel", "error": "/error", "waiting": "/waiting"} {
		if rec := form(action); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "http://s.example"+want {
			t.Errorf("%s = %d %s", action, rec.Code, rec.Header().Get("Location"))
		}
	}
	if rec := form("pay"); rec.Header().Get("Location") != "http://s.example/ok" {
		t.Errorf("pay = %d", rec.Code)
	}
	if rec := form("pay"); rec.Code != http.StatusConflict || !strings.Contains(rec.Body.String(), "già stato pagato") {
		t.Errorf("pay again = %d", rec.Code)
	}
}

func TestAPageOfTheDayBeforeIsExpired(t *testing.T) {
	s, clk := newSimulator(t, Options{})
	create(t, s, example(), "?toPublish=true")
	page := cartFor(t, s)
	clk.Advance(24 * time.Hour)
	if rec := do(s, "GET", page, "", ""); !strings.Contains(rec.Body.String(), "scaduta") {
		t.Errorf("page = %s", rec.Body)
	}
}

func TestAtTheBank(t *testing.T) {
	s, _ := newSimulator(t, Options{})
	create(t, s, example(), "?toPublish=true")
	pay := func() *httptest.ResponseRecorder {
		return do(s, "POST", "/bank", "application/x-www-form-urlencoded", "notice_number="+goodNAV)
	}
	if rec := pay(); rec.Code != 200 || !strings.Contains(rec.Body.String(), "26,00 €") {
		t.Errorf("first = %d %s", rec.Code, rec.Body)
	}
	if rec := pay(); rec.Code != http.StatusConflict {
		t.Errorf("second = %d", rec.Code)
	}
}

func TestKnobs(t *testing.T) {
	s, _ := newSimulator(t, Options{})
	turn := func(body string, want int) {
		t.Helper()
		if rec := do(s, "POST", "/knobs", "application/json", body); rec.Code != want {
			t.Fatalf("knobs = %d %s", rec.Code, rec.Body)
		}
	}
	read := func() *httptest.ResponseRecorder { return do(s, "GET", root+"/p1", "", "") }
	turn(`{"unknown":1}`, 400)
	turn(`{"fail_next":{"op":"read","status":429,"times":1,"retry_after":3}}`, 200)
	if rec := read(); rec.Code != 429 || rec.Header().Get("Retry-After") != "3" {
		t.Errorf("answer = %d", rec.Code)
	}
	if rec := read(); rec.Code != 404 {
		t.Errorf("answer after = %d", rec.Code)
	}
	turn(`{"down":true}`, 200)
	if rec := read(); rec.Code != 503 {
		t.Errorf("down = %d", rec.Code)
	}
	turn(`{"down":false,"key_refused":true}`, 200)
	if rec := read(); rec.Code != 401 {
		t.Errorf("key refused = %d", rec.Code)
	}
	do(s, "POST", "/knobs", "application/x-www-form-urlencoded", "receipt_delay=30&reorder=on")
	if k := s.Knobs(); k.KeyRefused || k.ReceiptDelay != 30 || !k.Reorder {
		t.Errorf("knobs = %+v", k)
	}
	for _, path := range []string{"/knobs", "/bank", "/"} {
		if rec := do(s, "GET", path, "", ""); rec.Code != 200 || !strings.Contains(rec.Body.String(), "<h1>") {
			t.Errorf("%s = %d", path, rec.Code)
		}
	}
}

func TestWithoutAKeyNobodyIsServed(t *testing.T) {
	s, _ := newSimulator(t, Options{})
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, httptest.NewRequest("GET", root+"/p1", nil))
	if rec.Code != http.StatusUnauthorized {
		t.Errorf("status = %d", rec.Code)
	}
}
