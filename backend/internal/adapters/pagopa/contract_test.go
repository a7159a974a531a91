//go:build contracts

package pagopa_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"

	"github.com/sportello-pa/sportello/backend/internal/adapters/pagopa"
	"github.com/sportello-pa/sportello/backend/internal/adapters/pagopa/simulator"
	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/foundation/ids"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

// published finds a file of the platform in the folder named by CONTRACTS.
func published(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("CONTRACTS")
	if root == "" {
		t.Fatal("CONTRACTS must name the folder of the published files")
	}
	for _, path := range []string{filepath.Join(root, "pagopa", name), filepath.Join(root, name)} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	t.Fatalf("%s is not in %s", name, root)
	return ""
}

// watched is a simulator whose every exchange is held against the contracts.
type watched struct {
	t       *testing.T
	routers []routers.Router
	handler http.Handler
	seen    map[string]int
}

func newRouter(t *testing.T, file, base string) routers.Router {
	t.Helper()
	b, err := os.ReadFile(published(t, file))
	must(t, err)
	doc, err := openapi3.NewLoader().LoadFromData(bytes.ReplaceAll(b, []byte(`\\h`), []byte(` \\t`))) // Java's class of blanks
	must(t, err)
	doc.Servers = openapi3.Servers{{URL: base}}
	router, err := legacy.NewRouter(doc, openapi3.DisableExamplesValidation(), openapi3.DisableSchemaDefaultsValidation(),
		openapi3.DisableSchemaPatternValidation())
	must(t, err)
	return router
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *watched) find(r *http.Request) (*routers.Route, map[string]string) {
	for _, router := range w.routers {
		if route, params, err := router.FindRoute(r); err == nil {
			return route, params
		}
	}
	return nil, nil
}

// ServeHTTP validates the request, serves it, and validates the answer.
func (w *watched) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	must(w.t, err)
	absolute := r.Clone(r.Context())
	absolute.URL.Scheme, absolute.URL.Host = "http", r.Host
	absolute.Body = io.NopCloser(bytes.NewReader(body))
	route, params := w.find(absolute)
	if route == nil {
		w.t.Errorf("%s %s is in no contract", r.Method, r.URL.Path)
		return
	}
	input := &openapi3filter.RequestValidationInput{
		Request: absolute, PathParams: params, Route: route,
		Options: &openapi3filter.Options{IncludeResponseStatus: true, AuthenticationFunc: authenticate},
	}
	if r.Header.Get("Test-Invalid") == "" {
		if err := openapi3filter.ValidateRequest(r.Context(), input); err != nil {
			w.t.Errorf("request %s %s: %v", r.Method, r.URL.Path, err)
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	rec := httptest.NewRecorder()
	w.handler.ServeHTTP(rec, r)
	w.seen[route.Operation.OperationID+" "+http.StatusText(rec.Code)]++
	err = openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: rec.Code, Header: rec.Header(),
		Body: io.NopCloser(bytes.NewReader(rec.Body.Bytes())), Options: input.Options,
	})
	if err != nil {
		w.t.Errorf("answer %d to %s %s: %v\n%s", rec.Code, r.Method, r.URL.Path, err, rec.Body)
	}
	for k, v := range rec.Header() {
		rw.Header()[k] = v
	}
	rw.WriteHeader(rec.Code)
	_, _ = rw.Write(rec.Body.Bytes())
}

var authenticate = openapi3filter.NoopAuthenticationFunc

// platform starts the watched simulator and its client.
func platform(t *testing.T) (*watched, *simulator.Simulator, *pagopa.Gateway, string, *clock.Fixed) {
	t.Helper()
	openapi3filter.RegisterBodyDecoder("application/xml", openapi3filter.FileBodyDecoder)
	w := &watched{t: t, seen: map[string]int{}}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	for file, path := range map[string]string{
		"gpd_v3.json": "/gpd/debt-positions-service/v3", "gpd_payments.json": "/gpd/payments-receipts-service/v1",
		"checkout_v2.json": "/checkout/ec/v2",
	} {
		w.routers = append(w.routers, newRouter(t, file, server.URL+path))
	}
	clk := clock.NewFixed(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	sim, err := simulator.New(simulator.Options{PublicURL: server.URL, Clock: clk})
	must(t, err)
	w.handler = sim
	gateway, err := pagopa.New(pagopa.Config{Mode: payments.ModeSimulator, BaseURL: server.URL, Key: "key", Clock: clk})
	must(t, err)
	return w, sim, gateway, server.URL, clk
}

// The number 42 under the segregation code 99, with its check digits.
const (
	org = "00000000019"
	iuv = "99000000000004206"
)

func example(id string) payments.Position {
	return payments.Position{
		ID: id, Creditor: payments.Creditor{TaxCode: org, Name: "Comune di Borgolago"}, IUV: iuv, NAV: "3" + iuv,
		AmountCents: 2600, Description: "Permesso ZTL", DueAt: time.Date(2026, 4, 1, 21, 59, 59, 999_000_000, time.UTC),
		Debtor: payments.Debtor{TaxCode: "SMPNNA80A41Z999B", Name: "Anna Esempio"},
		Transfers: []payments.Transfer{
			{AmountCents: 1000, Description: "Tariffa", Category: "9/0101101IM/", IBAN: "IT60X0542811101000000123456"},
			{AmountCents: 1600, Description: "Imposta di bollo", Category: "9/0301116TS/", Stamp: &payments.Stamp{
				DocumentHash: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", Type: "01", Province: "RM"}},
		},
	}
}

func TestBothEndsAgainstThePublishedContracts(t *testing.T) {
	w, sim, gateway, address, _ := platform(t)
	ctx := t.Context()
	p := example(ids.New())

	_, err := gateway.ReadPosition(ctx, org, p.ID)
	wantError(t, err, payments.ErrPositionUnknown)
	must(t, gateway.OpenPosition(ctx, p))
	wantError(t, gateway.OpenPosition(ctx, p), payments.ErrPositionExists)
	refused := example(ids.New())
	refused.AmountCents = 1
	wantError(t, gateway.OpenPosition(ctx, refused), payments.ErrPositionRefused)

	st, err := gateway.ReadPosition(ctx, org, p.ID)
	must(t, err)
	if st.Status != "VALID" || st.AmountCents != 2600 || st.NAV != p.NAV {
		t.Errorf("state = %+v", st)
	}
	_, err = gateway.ReadReceipt(ctx, org, iuv)
	wantError(t, err, payments.ErrReceiptNotReady)
	page, err := gateway.StartCheckout(ctx, payments.Cart{
		ID: ids.New(), NAV: p.NAV, Creditor: p.Creditor, AmountCents: 2600, Description: "Permesso ZTL",
		ReturnURLs: payments.ReturnURLs{OK: address + "/ok", Cancel: address + "/c", Error: address + "/e", Waiting: address + "/w"},
	})
	must(t, err)
	_, err = sim.Press(page, "pay")
	must(t, err)
	checkPaid(t, gateway, p)
	checkOthers(t, w, address, p.ID)
	for _, op := range []string{"createPosition Created", "createPosition Conflict", "createPosition Bad Request"} {
		if w.seen[op] == 0 {
			t.Errorf("never seen: %s; seen: %v", op, w.seen)
		}
	}
}

func wantError(t *testing.T, got, want error) {
	t.Helper()
	if got == nil || !strings.Contains(got.Error(), want.Error()) {
		t.Errorf("error = %v, want %v", got, want)
	}
}

// checkPaid reads a paid position in every way and cannot withdraw it.
func checkPaid(t *testing.T, gateway *pagopa.Gateway, p payments.Position) {
	t.Helper()
	ctx, day := t.Context(), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	list, err := gateway.PaidPositions(ctx, org, day.AddDate(0, 0, -1), day)
	must(t, err)
	if len(list) != 1 || list[0].ReceiptID == "" || list[0].PSP != simulator.PSP || !list[0].PaidAt.Equal(day) {
		t.Errorf("paid = %+v", list)
	}
	c, err := gateway.ReadReceipt(ctx, org, iuv)
	must(t, err)
	if c.AmountCents != 2600 || c.ReceiptID != list[0].ReceiptID || !c.PaidAt.Equal(day) {
		t.Errorf("receipt = %+v", c)
	}
	wantError(t, gateway.WithdrawPosition(ctx, org, p.ID), payments.ErrNotPayable)
}

// checkOthers calls the operations that the client does not use, and the
// refusals that it never provokes.
func checkOthers(t *testing.T, w *watched, address, paid string) {
	t.Helper()
	positions := address + "/gpd/debt-positions-service/v3/organizations/" + org + "/debtpositions"
	receipts := address + "/gpd/payments-receipts-service/v1/payments/" + org + "/receipts"
	draft := strings.ReplaceAll(`{"iupd":"d1","companyName":"Comune","paymentOption":[{"switchToExpired":false,`+
		`"debtor":{"type":"F","fiscalCode":"SMPNNA80A41Z999B","fullName":"Anna Esempio"},"installments":[{"iuv":"IUV","amount":5,`+
		`"description":"prova","dueDate":"2026-04-01T00:00:00.000Z","transfer":[{"idTransfer":"1","amount":5,"category":"9/1/",`+
		`"remittanceInformation":"prova","iban":"IT60X0542811101000000123456"}]}]}]}`, "IUV", "99000000000004307")
	calls := []struct {
		method, url, body string
		invalid           bool
		want              int
	}{
		{"POST", positions, draft, false, 201},
		{"PUT", positions + "/d1", draft, false, 200},
		{"PUT", positions + "/" + paid, draft, false, 409},
		{"POST", positions + "/d1/publish", "", false, 200},
		{"POST", positions + "/d1/publish", "", false, 409},
		{"DELETE", positions + "/d1", "", false, 200},
		{"DELETE", positions + "/d1", "", false, 404},
		{"GET", positions + "?limit=2&due_date_from=2026-03-01", "", false, 200},
		{"GET", positions + "?limit=51", "", true, 400},
		{"GET", receipts + "?pageSize=10", "", false, 200},
		{"GET", receipts + "?debtor=nobody", "", false, 404},
		{"POST", address + "/checkout/ec/v2/carts", `{"paymentNotices":[]}`, true, 400},
	}
	for _, c := range calls {
		req, err := http.NewRequestWithContext(t.Context(), c.method, c.url, strings.NewReader(c.body))
		must(t, err)
		req.Header.Set("Ocp-Apim-Subscription-Key", "key")
		if c.body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		if c.invalid {
			req.Header.Set("Test-Invalid", "yes")
		}
		res, err := http.DefaultTransport.RoundTrip(req)
		must(t, err)
		_ = res.Body.Close()
		if res.StatusCode != c.want {
			t.Errorf("%s %s = %d, want %d", c.method, c.url, res.StatusCode, c.want)
		}
	}
}

// schemaType is a complex type of an XML schema, as far as the messages need it.
type schemaType struct {
	Name     string `xml:"name,attr"`
	Elements []struct {
		Name string `xml:"name,attr"`
		Min  string `xml:"minOccurs,attr"`
	} `xml:"sequence>element"`
}

// element is a node of a message with its children.
type element struct {
	XMLName  xml.Name
	Children []element `xml:",any"`
}

func (e element) child(t *testing.T, name string) element {
	t.Helper()
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			return c
		}
	}
	t.Fatalf("%s has no %s", e.XMLName.Local, name)
	return element{}
}

func TestTheNoticeFollowsThePublishedSchema(t *testing.T) {
	var schema struct {
		Types []schemaType `xml:"complexType"`
	}
	b, err := os.ReadFile(published(t, "wsdl/xsd/paForNode.xsd"))
	must(t, err)
	must(t, xml.Unmarshal(b, &schema))
	var body []byte
	creditor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		_, _ = w.Write(pagopa.Notices{}.Answer(org, nil))
	}))
	t.Cleanup(creditor.Close)
	sim, err := simulator.New(simulator.Options{NotifyURL: creditor.URL})
	must(t, err)
	server := httptest.NewServer(sim)
	t.Cleanup(server.Close)
	gateway, err := pagopa.New(pagopa.Config{Mode: payments.ModeSimulator, BaseURL: server.URL, Key: "key"})
	must(t, err)
	p := example(ids.New())
	p.DueAt = time.Now().Add(time.Hour)
	must(t, gateway.OpenPosition(t.Context(), p))
	_, err = sim.PayAtBank(p.NAV)
	must(t, err)
	if sim.Deliver(t.Context()) != 1 || sim.Deliver(t.Context()) != 0 {
		t.Fatal("the notice was not brought once")
	}
	var envelope element
	must(t, xml.Unmarshal(body, &envelope))
	request := envelope.child(t, "Body").child(t, "paSendRTV2Request")
	receipt := request.child(t, "receipt")
	follows(t, schema.Types, "paSendRTV2Request", request)
	follows(t, schema.Types, "ctReceiptV2", receipt)
	follows(t, schema.Types, "ctSubject", receipt.child(t, "debtor"))
	follows(t, schema.Types, "ctTransferPAReceiptV2", receipt.child(t, "transferList").child(t, "transfer"))
}

// follows looks that the children of a node are those of its type, in order,
// with none of the compulsory ones missing. The members of a choice are left out.
func follows(t *testing.T, types []schemaType, name string, e element) {
	t.Helper()
	i := slices.IndexFunc(types, func(s schemaType) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no type %s", name)
	}
	rest := slices.DeleteFunc(slices.Clone(e.Children), func(c element) bool {
		return c.XMLName.Local == "IBAN" || c.XMLName.Local == "MBDAttachment"
	})
	for _, want := range types[i].Elements {
		switch {
		case len(rest) > 0 && rest[0].XMLName.Local == want.Name:
			rest = rest[1:]
		case want.Min != "0":
			t.Errorf("%s: %s is missing or out of order", name, want.Name)
		}
	}
	if len(rest) > 0 {
		t.Errorf("%s: %s is out of place", name, rest[0].XMLName.Local)
	}
}
