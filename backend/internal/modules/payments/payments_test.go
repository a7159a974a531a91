package payments_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/sportello-pa/sportello/backend/internal/adapters/pagopa"
	"github.com/sportello-pa/sportello/backend/internal/adapters/pagopa/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/database"
	"github.com/sportello-pa/sportello/backend/internal/foundation/events"
	"github.com/sportello-pa/sportello/backend/internal/foundation/httpx"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/audit"
	"github.com/sportello-pa/sportello/backend/internal/modules/identity"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

const (
	anna   = "0198f0c2-7d3a-7000-8000-00000000a001"
	bruno  = "0198f0c2-7d3a-7000-8000-00000000b001"
	secret = "the secret of the notices"
	org    = "00000000019"
)

// world is a municipality with its payments, the simulated platform and the
// news that it told.
type world struct {
	*testkit.Env
	t          *testing.T
	service    *payments.Service
	simulator  *simulator.Simulator
	engine     *gin.Engine
	settled    map[string]int
	mismatched map[string]int
	rendered   map[string]int
}

type tenants struct{}

func (tenants) IDs(context.Context) ([]string, error) {
	return []string{"borgolago", "pontefiume"}, nil
}

// PaymentReceipt stands for the documents, and counts what it is asked.
func (w *world) PaymentReceipt(_ context.Context, c payments.ReceiptContent) (string, error) {
	if !c.Simulated || c.PSP == "" || c.ReceiptID == "" {
		w.t.Errorf("receipt content = %+v", c)
	}
	w.rendered[c.PaymentID]++
	return ids.New(), nil
}

type change func(*payments.Deps)

func platformOff(d *payments.Deps) { d.Gateway = nil }

func setup(t *testing.T, changes ...change) *world {
	t.Helper()
	w := &world{Env: testkit.New(t), t: t, settled: map[string]int{}, mismatched: map[string]int{}, rendered: map[string]int{}}
	gin.SetMode(gin.TestMode)
	w.engine = gin.New()
	creditor := httptest.NewServer(w.engine)
	t.Cleanup(creditor.Close)
	platform := httptest.NewUnstartedServer(nil)
	platform.Start()
	t.Cleanup(platform.Close)
	var err error
	w.simulator, err = simulator.New(simulator.Options{
		PublicURL: platform.URL, NotifyURL: creditor.URL + "/api/v1/platforms/pagopa/receipts", Clock: w.Clock,
		NotifyHeader: http.Header{payments.NoticeSecretHeader: {secret}},
	})
	must(t, err)
	platform.Config.Handler = w.simulator
	gateway, err := pagopa.New(pagopa.Config{Mode: payments.ModeSimulator, BaseURL: platform.URL, Key: "demo", Clock: w.Clock})
	must(t, err)
	deps := payments.Deps{
		DB: w.DB, Queue: w.Queue, Bus: w.Bus, Clock: w.Clock, Gateway: gateway, Tenants: tenants{}, Renderer: w,
		Audit:   audit.New(w.DB, w.Clock, func(context.Context) audit.Who { return audit.Who{Kind: "system"} }),
		SiteURL: func(context.Context) string { return "http://localhost:8080" },
	}
	for _, c := range changes {
		c(&deps)
	}
	w.service = payments.New(deps)
	must(t, w.service.Configure(w.ctx(), payments.Settings{
		CreditorTaxCode: org, CreditorName: "Comune di Borgolago", SegregationCode: "99",
		IBAN: "IT60X0542811101000000123456", FeeCategory: "9/0101101IM/", StampCategory: "9/0301116TS/",
	}))
	w.listen()
	w.routes()
	return w
}

func (w *world) listen() {
	events.Subscribe(w.Bus, "test", func(_ context.Context, e payments.Settled) error {
		w.settled[e.PaymentID]++
		return nil
	})
	events.Subscribe(w.Bus, "test", func(_ context.Context, e payments.Mismatched) error {
		w.mismatched[e.PaymentID]++
		return nil
	})
}

func (w *world) routes() {
	api := w.engine.Group("/api/v1", func(c *gin.Context) {
		tenant := c.GetHeader("Test-Tenant")
		if tenant == "" {
			tenant = "borgolago"
		}
		ctx := database.WithTenant(c.Request.Context(), tenant)
		c.Request = c.Request.WithContext(identity.WithActor(ctx, identity.Actor{Kind: identity.Citizen, PersonID: c.GetHeader("Test-Person")}))
	})
	scope := func(ctx context.Context) string { return identity.ActorFrom(ctx).PersonID }
	payments.NewHandler(w.service, httpx.Repeatable(w.DB, scope), payments.NoticeOptions{Codec: pagopa.Notices{}, Secret: secret}).
		Routes(httpx.Router{Public: api, Citizen: api, Operator: api, Admin: api})
}

func (w *world) ctx() context.Context { return w.Ctx("borgolago") }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// request leaves a payment of 26 euro: a fee and the stamp duty.
func (w *world) request() payments.Payment { return w.requestFor(ids.New()) }

func (w *world) requestFor(subject string) payments.Payment {
	w.t.Helper()
	p, err := w.service.Request(w.ctx(), payments.Request{
		Subject: "application", SubjectID: subject, PersonID: anna,
		Reason: payments.Localized{IT: "Permesso ZTL 2026-000123", EN: "Permit 2026-000123"},
		Lines: []payments.Line{
			{Code: "fee", Reason: payments.Localized{IT: "Tariffa", EN: "Fee"}, AmountCents: 1000, Kind: payments.KindFee},
			{Code: "stamp", Reason: payments.Localized{IT: "Imposta di bollo", EN: "Stamp duty"}, AmountCents: 1600, Kind: payments.KindStampDuty},
		},
		Debtor: payments.Debtor{TaxCode: "SMPNNA80A41Z999B", Name: "Anna Esempio"},
	})
	must(w.t, err)
	return p
}

// opened leaves a payment whose position is on the platform.
func (w *world) opened() payments.Payment {
	w.t.Helper()
	p := w.request()
	w.Drain(w.t)
	return w.want(p, payments.Open)
}

func (w *world) get(p payments.Payment) payments.Payment {
	w.t.Helper()
	p, err := w.service.Payment(w.ctx(), p.ID)
	must(w.t, err)
	return p
}

func (w *world) want(p payments.Payment, status payments.Status) payments.Payment {
	w.t.Helper()
	if p = w.get(p); p.Status != status {
		w.t.Fatalf("status = %s, want %s", p.Status, status)
	}
	return p
}

// wantSettledOnce works all that is left for two days and looks that the
// payment settled exactly once.
func (w *world) wantSettledOnce(p payments.Payment) payments.Payment {
	w.t.Helper()
	w.Drain(w.t)
	w.pass(48*time.Hour, 6*time.Hour)
	p = w.want(p, payments.Paid)
	if w.settled[p.ID] != 1 || w.mismatched[p.ID] != 0 {
		w.t.Errorf("settled %d times, mismatched %d", w.settled[p.ID], w.mismatched[p.ID])
	}
	return p
}

// pass lets time go by in steps, with the work that comes due.
func (w *world) pass(total, step time.Duration) {
	w.t.Helper()
	for ; total > 0; total -= step {
		w.Clock.Advance(step)
		w.Drain(w.t)
	}
}

func (w *world) checkout(p payments.Payment) string {
	w.t.Helper()
	address, err := w.service.Checkout(w.ctx(), anna, p.ID, "/area-personale/pagamenti/"+p.ID, ids.New())
	must(w.t, err)
	return address
}

func (w *world) press(address, action string) string {
	w.t.Helper()
	back, err := w.simulator.Press(address, action)
	must(w.t, err)
	return back
}

func (w *world) do(method, path, person string, header http.Header, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/api/v1"+path, strings.NewReader(body))
	for k, v := range header {
		r.Header[k] = v
	}
	r.Header.Set("Test-Person", person)
	rec := httptest.NewRecorder()
	w.engine.ServeHTTP(rec, r)
	return rec
}

func (w *world) refunds() []payments.Refund {
	w.t.Helper()
	list, err := w.service.Refunds(w.ctx())
	must(w.t, err)
	return list
}

func TestAPaymentFromTheRequestToItsReceipt(t *testing.T) {
	w := setup(t)
	p := w.opened()
	if !payments.ValidNAV(p.NAV) || p.NAV != "3"+p.IUV || p.PlatformMode != payments.ModeSimulator {
		t.Fatalf("codes = %q %q, mode %q", p.NAV, p.IUV, p.PlatformMode)
	}
	address := w.checkout(p)
	w.want(p, payments.InProgress)
	back := w.press(address, "pay")
	if !strings.HasPrefix(back, "http://localhost:8080/area-personale/pagamenti/"+p.ID+"?") {
		t.Errorf("back to %q", back)
	}
	w.Drain(t)
	p = w.wantSettledOnce(p)
	if p.PSP != simulator.PSP || p.PaidAt == nil || p.ReceiptID == "" || p.ReceiptDocumentID == nil || w.rendered[p.ID] != 1 {
		t.Errorf("payment = %+v, rendered %d", p, w.rendered[p.ID])
	}
	receipts, err := w.service.Collected(w.ctx(), p.ID)
	must(t, err)
	if len(receipts) != 1 || receipts[0].ReceiptID != p.ReceiptID || len(receipts[0].SHA256) != 64 || receipts[0].AmountCents != 2600 {
		t.Fatalf("receipts = %+v", receipts)
	}
	if !strings.Contains(receipts[0].Document, "<receiptId>"+p.ReceiptID+"</receiptId>") {
		t.Errorf("document = %.80s", receipts[0].Document)
	}
}

func TestACreateRepeatedFindsItsPosition(t *testing.T) {
	w := setup(t)
	p := w.opened()
	_, err := w.Owner(t).Exec(t.Context(), "UPDATE payments SET status = 'requested', opening_at = NULL")
	must(t, err)
	w.checkout(p) // creates it again: the platform answers 409
	w.want(p, payments.InProgress)
}

func TestAnAnswerLostAfterActingIsReadBack(t *testing.T) {
	w := setup(t)
	w.simulator.Turn(simulator.Knobs{LostAnswer: 1})
	p := w.opened()
	if n := w.Jobs(t, "payments.open_position.v1", "completed"); n != 1 {
		t.Errorf("jobs completed = %d", n)
	}
	w.press(w.checkout(p), "pay")
	w.wantSettledOnce(p)
}

// TestTheSameKeyIsTheSameVisit asks again as after a death between the
// platform's answer and ours.
func TestTheSameKeyIsTheSameVisit(t *testing.T) {
	w := setup(t)
	p := w.opened()
	first, err := w.service.Checkout(w.ctx(), anna, p.ID, "/", "the key")
	must(t, err)
	again, err := w.service.Checkout(w.ctx(), anna, p.ID, "/", "the key")
	must(t, err)
	other, err := w.service.Checkout(w.ctx(), anna, p.ID, "/", "another key")
	must(t, err)
	if again != first || other == first {
		t.Errorf("pages = %q, %q, %q", first, again, other)
	}
	var visits int
	must(t, w.Owner(t).QueryRow(t.Context(), "SELECT count(*) FROM payment_attempts").Scan(&visits))
	if n := w.Jobs(t, "payments.check.v1"); visits != 2 || n != 2 {
		t.Errorf("%d visits, followed by %d jobs", visits, n)
	}
}

func TestAnOtherPositionUnderTheSameIDStopsThePayment(t *testing.T) {
	w := setup(t)
	p := w.opened()
	_, err := w.Owner(t).Exec(t.Context(), "UPDATE payments SET status = 'requested', opening_at = NULL, amount_cents = 2700")
	must(t, err)
	if _, err := w.service.Checkout(w.ctx(), anna, p.ID, "/", ids.New()); err == nil {
		t.Fatal("the checkout went on")
	}
	w.want(p, payments.Failed)
}

func TestAPositionRefusedFails(t *testing.T) {
	w := setup(t)
	w.simulator.Turn(simulator.Knobs{FailNext: &simulator.Fail{Op: "create", Status: 400, Times: 1}})
	p := w.request()
	failures := 0
	w.DrainWith(t, func(string, error) { failures++ })
	w.want(p, payments.Failed)
	if n := w.Jobs(t, "payments.open_position.v1", "cancelled"); failures != 1 || n != 1 {
		t.Errorf("failures = %d, jobs given up = %d", failures, n)
	}
}

func TestAnOKReturnWithoutPaymentProvesNothing(t *testing.T) {
	w := setup(t)
	p := w.opened()
	back := w.press(w.checkout(p), "pay_later")
	if rec := w.do("POST", "/payments/"+p.ID+"/refresh?"+query(t, back), anna, nil, ""); rec.Code != http.StatusOK {
		t.Fatalf("refresh = %d: %s", rec.Code, rec.Body)
	}
	w.want(p, payments.InProgress)
	w.pass(time.Minute, 5*time.Second)
	w.want(p, payments.InProgress)
	w.pass(90*time.Second, 5*time.Second)
	w.want(p, payments.Paid)
	w.wantSettledOnce(p)
}

func query(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	return u.RawQuery
}

func TestAReturnWithCancelLeavesThePaymentPayable(t *testing.T) {
	for _, action := range []string{"cancel", "error"} {
		t.Run(action, func(t *testing.T) {
			w := setup(t)
			p := w.opened()
			back := w.press(w.checkout(p), action)
			forged := strings.Replace(query(t, back), "token=", "token=x", 1)
			w.do("POST", "/payments/"+p.ID+"/refresh?"+forged, anna, nil, "")
			w.want(p, payments.InProgress)
			w.do("POST", "/payments/"+p.ID+"/refresh?"+query(t, back), anna, nil, "")
			w.want(p, payments.Open)
			w.press(w.checkout(p), "pay")
			w.wantSettledOnce(p)
		})
	}
}

func TestAPaymentWithoutReturnIsFound(t *testing.T) {
	w := setup(t)
	p := w.opened()
	if back := w.press(w.checkout(p), "pay_no_return"); back != "" {
		t.Fatalf("back to %q", back)
	}
	w.pass(5*time.Second, 5*time.Second)
	w.wantSettledOnce(p)
}

func TestAPaymentAtTheBankIsSwept(t *testing.T) {
	w := setup(t)
	p := w.opened()
	w.pass(40*24*time.Hour, 10*24*time.Hour) // after its due date
	_, err := w.simulator.PayAtBank(p.NAV)
	must(t, err)
	must(t, w.service.Sweep(w.ctx()))
	must(t, w.service.Sweep(w.ctx()))
	w.wantSettledOnce(p)
}

func TestAPaymentLongAfterTheVisitIsFound(t *testing.T) {
	w := setup(t)
	p := w.opened()
	w.press(w.checkout(p), "waiting")
	w.pass(25*time.Hour, 10*time.Minute)
	w.want(p, payments.Open)
	_, err := w.simulator.PayAtBank(p.NAV)
	must(t, err)
	must(t, w.service.Sweep(w.ctx()))
	w.wantSettledOnce(p)
}

func TestALateReceiptIsFetchedLater(t *testing.T) {
	w := setup(t)
	p := w.opened()
	w.simulator.Turn(simulator.Knobs{ReceiptDelay: 600})
	w.press(w.checkout(p), "pay")
	w.Drain(t)
	if p = w.want(p, payments.Paid); p.ReceiptDocumentID != nil {
		t.Fatal("the document was made without the receipt")
	}
	w.pass(20*time.Minute, time.Minute)
	if p = w.wantSettledOnce(p); p.ReceiptDocumentID == nil || w.rendered[p.ID] != 1 {
		t.Errorf("document = %v, rendered %d", p.ReceiptDocumentID, w.rendered[p.ID])
	}
}

func TestNoticesRepeatedAndReorderedSettleOnce(t *testing.T) {
	w := setup(t)
	w.simulator.Turn(simulator.Knobs{RepeatReceipts: 2, Reorder: true})
	first, second := w.opened(), w.opened()
	for _, p := range []payments.Payment{first, second} {
		w.press(w.checkout(p), "pay")
	}
	if n := w.simulator.Deliver(t.Context()); n != 6 {
		t.Fatalf("brought %d notices", n)
	}
	if n := w.simulator.Deliver(t.Context()); n != 0 {
		t.Errorf("%d notices were not taken", n)
	}
	for _, p := range []payments.Payment{first, second} {
		w.wantSettledOnce(p)
	}
	if len(w.refunds()) != 0 {
		t.Errorf("refunds = %+v", w.refunds())
	}
}

func TestANoticeAfterThePollSettlesOnce(t *testing.T) {
	w := setup(t)
	p := w.opened()
	w.simulator.Turn(simulator.Knobs{ReceiptDelay: 300})
	w.press(w.checkout(p), "pay")
	w.pass(10*time.Minute, 5*time.Second)
	w.simulator.Deliver(t.Context())
	w.wantSettledOnce(p)
	if len(w.refunds()) != 0 {
		t.Errorf("refunds = %+v", w.refunds())
	}
}

func TestAPaymentMadeTwiceIsRefundedOnce(t *testing.T) {
	tests := map[string]func(w *world){
		"told by the notices":      func(w *world) { w.simulator.Deliver(w.t.Context()) },
		"found with the receipt":   func(w *world) { w.Drain(w.t) },
		"told by both, many times": func(w *world) { w.Drain(w.t); w.simulator.Deliver(w.t.Context()) },
	}
	for name, learn := range tests {
		t.Run(name, func(t *testing.T) {
			w := setup(t)
			p := w.opened()
			w.press(w.checkout(p), "pay_twice")
			learn(w)
			w.wantSettledOnce(p)
			if r := w.refunds(); len(r) != 1 || r[0].AmountCents != 2600 || r[0].Reason != payments.RefundPaidTwice {
				t.Errorf("refunds = %+v", r)
			}
		})
	}
}

func TestAWrongAmountNeverSettles(t *testing.T) {
	tests := map[string]func(w *world, p payments.Payment){
		"polled":             func(w *world, _ payments.Payment) { w.Drain(w.t) },
		"told by a notice":   func(w *world, _ payments.Payment) { w.simulator.Deliver(w.t.Context()) },
		"found by the sweep": func(w *world, _ payments.Payment) { must(w.t, w.service.Sweep(w.ctx())) },
	}
	for name, learn := range tests {
		t.Run(name, func(t *testing.T) {
			w := setup(t)
			p := w.opened()
			address := w.checkout(p)
			w.simulator.Turn(simulator.Knobs{WrongAmount: 100})
			w.press(address, "pay")
			learn(w, p)
			w.pass(time.Hour, 5*time.Minute)
			w.want(p, payments.Mismatch)
			if w.settled[p.ID] != 0 || w.mismatched[p.ID] != 1 {
				t.Errorf("settled %d times, mismatched %d", w.settled[p.ID], w.mismatched[p.ID])
			}
			if _, err := w.service.Checkout(w.ctx(), anna, p.ID, "/", ids.New()); err == nil {
				t.Error("it can be paid again")
			}
		})
	}
}

func TestAPlatformThatAsksToWaitIsObeyed(t *testing.T) {
	w := setup(t)
	w.simulator.Turn(simulator.Knobs{FailNext: &simulator.Fail{Op: "create", Status: 429, Times: 1, RetryAfter: 40}})
	p := w.request()
	w.Drain(t)
	w.want(p, payments.Requested)
	w.pass(39*time.Second, 39*time.Second)
	w.want(p, payments.Requested)
	w.pass(2*time.Second, 2*time.Second)
	w.want(p, payments.Open)
}

func TestAPlatformDownForAnHourLosesNothing(t *testing.T) {
	w := setup(t)
	paying := w.opened()
	w.press(w.checkout(paying), "pay_no_return")
	w.simulator.Turn(simulator.Knobs{Down: true})
	var list []payments.Payment
	for range 8 {
		list = append(list, w.request())
	}
	tolerant := func(string, error) {}
	for range 60 {
		w.DrainWith(t, tolerant)
		w.Clock.Advance(time.Minute)
	}
	w.want(paying, payments.InProgress)
	for _, p := range list {
		w.want(p, payments.Requested)
	}
	if _, err := w.service.Checkout(w.ctx(), anna, list[0].ID, "/", ids.New()); err == nil {
		t.Error("a checkout succeeded while the platform was down")
	}
	w.simulator.Turn(simulator.Knobs{})
	for range 36 {
		w.Clock.Advance(5 * time.Minute)
		w.DrainWith(t, tolerant)
	}
	for _, p := range list {
		w.want(p, payments.Open)
	}
	w.wantSettledOnce(paying)
}

func TestAPaymentOfAClosedCaseIsAccepted(t *testing.T) {
	w := setup(t)
	p := w.opened()
	address := w.checkout(p)
	w.press(address, "pay_no_return")
	must(t, w.service.Cancel(w.ctx(), p.ID))
	w.wantSettledOnce(p)
	if len(w.refunds()) != 0 {
		t.Errorf("refunds = %+v", w.refunds())
	}
}

func TestACancelledPaymentIsWithdrawn(t *testing.T) {
	w := setup(t)
	p := w.opened()
	must(t, w.service.Cancel(w.ctx(), p.ID))
	w.Drain(t)
	if _, err := w.simulator.PayAtBank(p.NAV); err == nil {
		t.Error("its notice can still be paid")
	}
	w.want(p, payments.Cancelled)
}

func TestTwoNoticesPaidForOneSubjectLeaveARefund(t *testing.T) {
	w := setup(t)
	old := w.opened()
	address := w.checkout(old)
	must(t, w.service.Cancel(w.ctx(), old.ID))
	fresh := w.requestFor(old.SubjectID)
	w.press(address, "pay_no_return")
	w.simulator.Turn(simulator.Knobs{Down: true}) // the old payment is not known yet
	w.DrainWith(t, func(string, error) {})
	w.simulator.Turn(simulator.Knobs{})
	w.Clock.Advance(time.Hour)
	w.press(w.checkout(fresh), "pay")
	_, err := w.service.Refresh(w.ctx(), anna, fresh.ID, payments.Return{})
	must(t, err)
	w.want(fresh, payments.Paid)
	w.wantSettledOnce(old)
	if r := w.refunds(); len(r) != 1 || r[0].PaymentID != old.ID || r[0].Reason != payments.RefundOtherPayment {
		t.Errorf("refunds = %+v", r)
	}
}

func TestAPositionThatThePlatformLostIsPublishedAgain(t *testing.T) {
	w := setup(t)
	p := w.opened()
	req, err := http.NewRequestWithContext(t.Context(), "DELETE", "/gpd/debt-positions-service/v3/organizations/"+org+"/debtpositions/"+p.ID, nil)
	must(t, err)
	req.Header.Set("Ocp-Apim-Subscription-Key", "other")
	w.simulator.ServeHTTP(httptest.NewRecorder(), req)
	_, err = w.service.Refresh(w.ctx(), anna, p.ID, payments.Return{})
	must(t, err)
	w.Drain(t)
	w.want(p, payments.Open)
	if _, err := w.simulator.PayAtBank(p.NAV); err != nil {
		t.Errorf("the notice cannot be paid: %v", err)
	}
}

func TestWithThePlatformOffThePaymentWaits(t *testing.T) {
	w := setup(t, platformOff)
	p := w.request()
	w.Drain(t)
	p = w.want(p, payments.Requested)
	if p.PlatformMode != payments.ModeOff {
		t.Errorf("mode = %q", p.PlatformMode)
	}
	rec := w.do("POST", "/payments/"+p.ID+"/checkout", anna, jsonWithKey("k1"), `{"return_path":"/area-personale"}`)
	if rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), `"payments-unavailable"`) {
		t.Errorf("checkout = %d: %s", rec.Code, rec.Body)
	}
}

func TestTheSweepOpensWhatWaits(t *testing.T) {
	w := setup(t)
	p := w.request()
	_, err := w.Owner(t).Exec(t.Context(), "DELETE FROM river_job")
	must(t, err)
	w.Clock.Advance(time.Hour)
	must(t, w.service.Sweep(w.ctx()))
	w.Drain(t)
	w.want(p, payments.Open)
}

func jsonWithKey(key string) http.Header {
	return http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {key}}
}

func TestAddresses(t *testing.T) {
	w := setup(t)
	p := w.opened()
	body := `{"return_path":"/area-personale"}`
	tests := map[string]struct {
		method, path, person, tenant, body string
		want                               int
	}{
		"one's own is shown":                  {"GET", "/payments/" + p.ID, anna, "", "", 200},
		"somebody else's does not exist":      {"GET", "/payments/" + p.ID, bruno, "", "", 404},
		"nobody's does not exist":             {"GET", "/payments/" + p.ID, "", "", "", 404},
		"another municipality's does not":     {"GET", "/payments/" + p.ID, anna, "pontefiume", "", 404},
		"an id that is none does not":         {"GET", "/payments/1", anna, "", "", 404},
		"somebody else's is not refreshed":    {"POST", "/payments/" + p.ID + "/refresh", bruno, "", "", 404},
		"somebody else's is not paid":         {"POST", "/payments/" + p.ID + "/checkout", bruno, "", body, 404},
		"the way back leads to this site":     {"POST", "/payments/" + p.ID + "/checkout", anna, "", `{"return_path":"//elsewhere.example"}`, 422},
		"an unknown field is refused":         {"POST", "/payments/" + p.ID + "/checkout", anna, "", `{"return_path":"/","x":1}`, 400},
		"the payment page is given":           {"POST", "/payments/" + p.ID + "/checkout", anna, "", body, 200},
		"a cursor of another list is refused": {"GET", "/me/payments?cursor=xx", anna, "", "", 400},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			header := jsonWithKey(name)
			header.Set("Test-Tenant", tt.tenant)
			if rec := w.do(tt.method, tt.path, tt.person, header, tt.body); rec.Code != tt.want {
				t.Errorf("status = %d, want %d: %s", rec.Code, tt.want, rec.Body)
			}
		})
	}
}

func TestTheSameCheckoutIsAnsweredTwice(t *testing.T) {
	w := setup(t)
	p := w.opened()
	first := w.do("POST", "/payments/"+p.ID+"/checkout", anna, jsonWithKey("k"), `{"return_path":"/a"}`)
	again := w.do("POST", "/payments/"+p.ID+"/checkout", anna, jsonWithKey("k"), `{"return_path":"/a"}`)
	if first.Code != 200 || first.Body.String() != again.Body.String() {
		t.Errorf("answers = %s and %s", first.Body, again.Body)
	}
	if rec := w.do("POST", "/payments/"+p.ID+"/checkout", anna, http.Header{"Content-Type": {"application/json"}}, `{"return_path":"/a"}`); rec.Code != 400 {
		t.Errorf("without a key: %d", rec.Code)
	}
}

func TestTwoVisitsAtOnceOpenOnePosition(t *testing.T) {
	w := setup(t)
	p := w.request()
	failures := make(chan error, 4)
	for range cap(failures) {
		go func() {
			_, err := w.service.Checkout(w.ctx(), anna, p.ID, "/", ids.New())
			failures <- err
		}()
	}
	for range cap(failures) {
		must(t, <-failures)
	}
	w.Drain(t)
	w.want(p, payments.InProgress)
	_, err := w.simulator.PayAtBank(w.get(p).NAV)
	must(t, err)
	w.pass(10*time.Second, 5*time.Second)
	w.wantSettledOnce(p)
}

func TestAPaidPaymentAsItIsShown(t *testing.T) {
	w := setup(t)
	p := w.opened()
	w.press(w.checkout(p), "pay")
	w.Drain(t)
	rec := w.do("GET", "/payments/"+p.ID, anna, nil, "")
	testkit.Golden(t, rec.Body.Bytes(), "id", "application_id", "notice_number", "iuv", "receipt_id", "receipt_document_id")
	if simulated, err := w.service.HasSimulated(w.ctx()); err != nil || !simulated {
		t.Errorf("simulated = %v, %v", simulated, err)
	}
	if simulated, err := w.service.HasSimulated(w.Ctx("pontefiume")); err != nil || simulated {
		t.Errorf("of another municipality = %v, %v", simulated, err)
	}
}

func TestWhatHappenedToAPaymentIsOnRecord(t *testing.T) {
	w := setup(t)
	p := w.opened()
	w.press(w.checkout(p), "pay_twice")
	w.Drain(t)
	rows, err := w.Owner(t).Query(t.Context(), "SELECT action FROM audit_entries WHERE subject_id = $1 ORDER BY at, id", p.ID)
	must(t, err)
	var actions []string
	for rows.Next() {
		var action string
		must(t, rows.Scan(&action))
		actions = append(actions, action)
	}
	must(t, rows.Err())
	want := "payment.requested payment.opened payment.checkout payment.settled payment.refund_due"
	if got := strings.Join(actions, " "); got != want {
		t.Errorf("actions = %s", got)
	}
}

func TestWithoutAWayToRecogniseTheSenderNoticesAreOff(t *testing.T) {
	w := setup(t)
	for name, tt := range map[string]struct {
		options payments.NoticeOptions
		want    int
	}{
		"neither secret nor certificate":     {payments.NoticeOptions{Codec: pagopa.Notices{}}, 404},
		"a certificate that was not brought": {payments.NoticeOptions{Codec: pagopa.Notices{}, RequireClientCertificate: true}, 401},
	} {
		engine := gin.New()
		group := engine.Group("")
		payments.NewHandler(w.service, func(*gin.Context) {}, tt.options).
			Routes(httpx.Router{Public: group, Citizen: group, Operator: group, Admin: group})
		rec := httptest.NewRecorder()
		engine.ServeHTTP(rec, httptest.NewRequest("POST", "/platforms/pagopa/receipts", nil))
		if rec.Code != tt.want {
			t.Errorf("%s: %d, want %d", name, rec.Code, tt.want)
		}
	}
}

func TestPagesOfPayments(t *testing.T) {
	w := setup(t)
	for range 5 {
		w.request()
		w.Clock.Advance(time.Second)
	}
	seen, cursor := map[string]bool{}, ""
	for pages := 1; ; pages++ {
		rec := w.do("GET", "/me/payments?limit=2&cursor="+cursor, anna, nil, "")
		var page payments.PaymentPageResponse
		must(t, json.Unmarshal(rec.Body.Bytes(), &page))
		for _, p := range page.Items {
			seen[p.ID] = true
		}
		if cursor = page.NextCursor; cursor == "" {
			if pages != 3 || len(seen) != 5 {
				t.Errorf("%d pages, %d payments", pages, len(seen))
			}
			return
		}
	}
}

func notice(p payments.Payment, receiptID, creditor, amount string) string {
	return fmt.Sprintf(`<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>`+
		`<p:paSendRTV2Request xmlns:p="http://pagopa-api.pagopa.gov.it/pa/paForNode.xsd"><idPA>%[3]s</idPA><idBrokerPA>%[3]s</idBrokerPA><idStation>1</idStation>`+
		`<receipt><receiptId>%[2]s</receiptId><noticeNumber>%[5]s</noticeNumber><fiscalCode>%[3]s</fiscalCode><outcome>OK</outcome>`+
		`<creditorReferenceId>%[1]s</creditorReferenceId><paymentAmount>%[4]s</paymentAmount><PSPCompanyName>Banca di prova</PSPCompanyName>`+
		`<payer><fullName>Anna Esempio</fullName></payer>`+
		`<paymentDateTime>2026-03-02T10:15:00</paymentDateTime></receipt></p:paSendRTV2Request></s:Body></s:Envelope>`,
		p.IUV, receiptID, creditor, amount, p.NAV)
}

func TestNotices(t *testing.T) {
	w := setup(t)
	p := w.opened()
	other := p
	other.NAV = "399000000000000199"
	tests := []struct {
		name, secret, body string
		status             int
		want               string
	}{
		{"without the secret nobody is heard", "wrong", notice(p, "r1", org, "26.00"), 401, "payment-notice-unauthorized"},
		{"what is no message is refused", secret, "<x/>", 200, "PAA_SINTASSI_XSD"},
		{"an amount with a comma is refused", secret, notice(p, "r1", org, "26,00"), 200, "PAA_SINTASSI_XSD"},
		{"another creditor is refused", secret, notice(p, "r1", "00000000027", "26.00"), 200, "PAA_ID_DOMINIO_ERRATO"},
		{"an unknown notice is refused", secret, notice(other, "r1", org, "26.00"), 200, "PAA_PAGAMENTO_SCONOSCIUTO"},
		{"a document type is refused", secret, `<!DOCTYPE a [<!ENTITY b "c">]>` + notice(p, "r1", org, "26.00")[21:], 200, "PAA_SINTASSI_XSD"},
		{"the receipt is taken", secret, notice(p, "r1", org, "26.00"), 200, "<outcome>OK</outcome>"},
		{"and taken again", secret, notice(p, "r1", org, "26.00"), 200, "<outcome>OK</outcome>"},
	}
	for _, tt := range tests {
		rec := w.do("POST", "/platforms/pagopa/receipts", "", http.Header{payments.NoticeSecretHeader: {tt.secret}, "Content-Type": {"text/xml"}}, tt.body)
		if rec.Code != tt.status || !bytes.Contains(rec.Body.Bytes(), []byte(tt.want)) {
			t.Errorf("%s: %d %s", tt.name, rec.Code, rec.Body)
		}
	}
	p = w.want(p, payments.Paid)
	if want := time.Date(2026, 3, 2, 9, 15, 0, 0, time.UTC); !p.PaidAt.Equal(want) || p.PSP != "Banca di prova" {
		t.Errorf("paid at %v by %q", p.PaidAt, p.PSP)
	}
	w.Drain(t)
	if w.settled[p.ID] != 1 {
		t.Errorf("settled %d times", w.settled[p.ID])
	}
}
