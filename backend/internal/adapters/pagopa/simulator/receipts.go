package simulator

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"text/template"
	"time"
)

// receipt is one payment of a notice.
type receipt struct {
	ID          string     `json:"id"`
	Org         string     `json:"org"`
	IUV         string     `json:"iuv"`
	NAV         string     `json:"nav"`
	Amount      int64      `json:"amount"`
	Fee         int64      `json:"fee"`
	PaidAt      time.Time  `json:"paid_at"`
	AvailableAt time.Time  `json:"available_at"`
	Debtor      debtor     `json:"debtor"`
	Company     string     `json:"company"`
	Description string     `json:"description"`
	Transfers   []transfer `json:"transfers"`
	Method      string     `json:"method"`
	Broker      string     `json:"broker"`
	Station     string     `json:"station"`
}

// delivery is a receipt on its way to the creditor.
type delivery struct {
	ReceiptID string    `json:"receipt_id"`
	At        time.Time `json:"at"`
	Tries     int       `json:"tries"`
	Copies    int       `json:"copies"`
}

// serviceFee is what the payment provider takes for itself, in cents.
const serviceFee = 100

// collect pays the notice once more, whatever was paid before.
func (s *Simulator) collect(p *position, in *installment, method string) {
	now := s.now()
	amount := in.Amount + in.NotificationFee
	if s.knobs.WrongAmount > 0 {
		amount, s.knobs.WrongAmount = s.knobs.WrongAmount, 0
	}
	r := &receipt{
		ID: randomID(), Org: p.Org, IUV: in.IUV, NAV: in.NAV, Amount: amount, Fee: serviceFee, PaidAt: now,
		AvailableAt: now.Add(time.Duration(s.knobs.ReceiptDelay) * time.Second), Company: p.CompanyName,
		Description: in.Description, Transfers: fit(in.Transfers, amount), Method: method,
		Debtor: *p.Options[0].Debtor, Broker: s.options.BrokerTaxCode, Station: s.options.StationID,
	}
	s.state.Receipts = append(s.state.Receipts, r)
	s.state.Outbox = append(s.state.Outbox, &delivery{ReceiptID: r.ID, At: r.AvailableAt, Copies: 1 + s.knobs.RepeatReceipts})
	if in.Status == "PAID" {
		return // paid before: the position keeps its first receipt
	}
	in.Status, in.PaymentDate, in.Updated, in.PSPCompany = "PAID", &now, &now, PSP
	in.PaymentMethod, in.Fee, in.IDReceipt, in.Amount = method, serviceFee, r.ID, amount-in.NotificationFee
	in.Transfers = r.Transfers
	p.Status, p.PaymentDate, p.Updated = "PAID", &now, &now
}

// fit gives the whole difference of a changed amount to the first transfer.
func fit(list []transfer, amount int64) []transfer {
	out := slices.Clone(list)
	for _, t := range out {
		amount -= t.Amount
	}
	out[0].Amount = max(1, out[0].Amount+amount)
	return out
}

func randomID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

// settleLate makes the payments whose time has come.
func (s *Simulator) settleLate() bool {
	now, before := s.now(), len(s.state.Late)
	s.state.Late = slices.DeleteFunc(s.state.Late, func(l latePayment) bool {
		if l.At.After(now) {
			return false
		}
		if p, in := s.byNAV(l.Org, l.NAV); p != nil && payable(p, in) {
			s.collect(p, in, "CP")
		}
		return true
	})
	return len(s.state.Late) != before
}

func payable(p *position, in *installment) bool {
	return p.Status == "VALID" && in.Status == "UNPAID"
}

func (s *Simulator) readReceipt(r *http.Request) answer {
	var last *receipt
	for _, t := range s.state.Receipts {
		if t.Org == r.PathValue("cf") && t.IUV == r.PathValue("iuv") && !t.AvailableAt.After(s.now()) {
			last = t
		}
	}
	if last == nil {
		return refuse(http.StatusNotFound, "no receipt found")
	}
	return answer{status: http.StatusOK, media: "application/xml", body: last.document("paSendRTV2Request")}
}

type receiptItem struct {
	Org             string `json:"organizationFiscalCode"`
	IUV             string `json:"iuv"`
	Debtor          string `json:"debtor"`
	PaymentDateTime string `json:"paymentDateTime"`
	Status          string `json:"status"`
}

type receiptPage struct {
	Page       int           `json:"currentPageNumber"`
	Length     int           `json:"length"`
	TotalPages int           `json:"totalPages"`
	Results    []receiptItem `json:"results"`
}

func (s *Simulator) listReceipts(r *http.Request) answer {
	q := r.URL.Query()
	size, page := number(q.Get("pageSize"), 20), number(q.Get("pageNum"), 0)
	if size < 1 || size > 100 || page < 0 {
		return refuse(http.StatusBadRequest, "pageSize goes from 1 to 100, pageNum from 0")
	}
	var found []receiptItem
	for _, t := range s.state.Receipts {
		if t.Org == r.PathValue("cf") && !t.AvailableAt.After(s.now()) && t.matches(q.Get("debtor"), q.Get("debtorOrIuv"), q.Get("from"), q.Get("to")) {
			found = append(found, receiptItem{Org: t.Org, IUV: t.IUV, Debtor: t.Debtor.FiscalCode, PaymentDateTime: t.PaidAt.Format("2006-01-02T15:04:05"), Status: "PAID"})
		}
	}
	if len(found) == 0 {
		return refuse(http.StatusNotFound, "no receipts found")
	}
	out := receiptPage{Page: page, TotalPages: (len(found) + size - 1) / size, Results: []receiptItem{}}
	if start := page * size; start < len(found) {
		out.Results = found[start:min(start+size, len(found))]
	}
	out.Length = len(out.Results)
	return answer{status: http.StatusOK, body: out}
}

func (t *receipt) matches(debtor, either, from, to string) bool {
	day := t.PaidAt.Format(time.DateOnly)
	return (debtor == "" || t.Debtor.FiscalCode == debtor) &&
		(either == "" || strings.HasPrefix(t.IUV, either) || strings.HasPrefix(t.Debtor.FiscalCode, either)) &&
		(from == "" || day >= from) && (to == "" || day <= to)
}

func euro(cents int64) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

var receiptXML = template.Must(template.New("receipt").Funcs(template.FuncMap{"euro": euro, "x": escape, "or": orElse}).Parse(
	`<pafn:{{.Root}} xmlns:pafn="http://pagopa-api.pagopa.gov.it/pa/paForNode.xsd">` +
		`<idPA>{{.R.Org}}</idPA><idBrokerPA>{{or .R.Broker .R.Org}}</idBrokerPA><idStation>{{or .R.Station .R.Org}}</idStation>` +
		`<receipt><receiptId>{{.R.ID}}</receiptId><noticeNumber>{{.R.NAV}}</noticeNumber><fiscalCode>{{.R.Org}}</fiscalCode>` +
		`<outcome>OK</outcome><creditorReferenceId>{{.R.IUV}}</creditorReferenceId><paymentAmount>{{euro .R.Amount}}</paymentAmount>` +
		`<description>{{x .R.Description}}</description><companyName>{{x .R.Company}}</companyName>` +
		`<debtor><uniqueIdentifier><entityUniqueIdentifierType>{{.R.Debtor.Type}}</entityUniqueIdentifierType>` +
		`<entityUniqueIdentifierValue>{{x .R.Debtor.FiscalCode}}</entityUniqueIdentifierValue></uniqueIdentifier>` +
		`<fullName>{{x .R.Debtor.FullName}}</fullName></debtor><transferList>` +
		`{{range .R.Transfers}}<transfer><idTransfer>{{.ID}}</idTransfer><transferAmount>{{euro .Amount}}</transferAmount>` +
		`<fiscalCodePA>{{.Org}}</fiscalCodePA>{{if .Stamp}}<MBDAttachment>{{$.Stamp}}</MBDAttachment>{{else}}<IBAN>{{.IBAN}}</IBAN>{{end}}` +
		`<remittanceInformation>{{x .Remittance}}</remittanceInformation><transferCategory>{{x .Category}}</transferCategory></transfer>{{end}}` +
		`</transferList><idPSP>{{.PSP}}</idPSP><PSPCompanyName>{{.PSP}}</PSPCompanyName><idChannel>{{.PSP}}</idChannel>` +
		`<channelDescription>{{.PSP}}</channelDescription><paymentMethod>{{.R.Method}}</paymentMethod><paymentNote>{{x .Note}}</paymentNote>` +
		`<fee>{{euro .R.Fee}}</fee><paymentDateTime>{{.At}}</paymentDateTime><applicationDate>{{.Day}}</applicationDate>` +
		`<transferDate>{{.Day}}</transferDate></receipt></pafn:{{.Root}}>`))

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// simulatedStamp stands where a real receipt carries the digital stamp.
const simulatedStamp = "U0lNVUxBWklPTkU="

// document writes the receipt as the platform hands it over.
func (t *receipt) document(root string) []byte {
	var b bytes.Buffer
	err := receiptXML.Execute(&b, map[string]any{
		"Root": root, "R": t, "PSP": PSP, "Note": watermark, "Stamp": simulatedStamp,
		"At": t.PaidAt.Format("2006-01-02T15:04:05Z07:00"), "Day": t.PaidAt.Format(time.DateOnly),
	})
	if err != nil {
		return nil
	}
	return b.Bytes()
}

func (t *receipt) envelope() []byte {
	return []byte(xml.Header + `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>` +
		string(t.document("paSendRTV2Request")) + `</soapenv:Body></soapenv:Envelope>`)
}

// Deliver brings to the creditor the receipts whose time has come, and returns
// how many it brought. With the knob reorder the last comes first.
func (s *Simulator) Deliver(ctx context.Context) (brought int) {
	if s.options.NotifyURL == "" {
		return 0
	}
	for _, d := range s.due() {
		ok := true
		for range d.Copies {
			ok = s.bring(ctx, d) && ok
			brought++
		}
		s.delivered(d, ok)
	}
	return brought
}

func (s *Simulator) due() []*delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []*delivery
	for _, d := range s.state.Outbox {
		if !d.At.After(s.now()) {
			out = append(out, d)
		}
	}
	if s.knobs.Reorder {
		slices.Reverse(out)
	}
	return out
}

// bring sends one receipt; it is done only when the creditor says so.
func (s *Simulator) bring(ctx context.Context, d *delivery) bool {
	t := s.receiptByID(d.ReceiptID)
	if t == nil {
		return true
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.options.NotifyURL, bytes.NewReader(t.envelope()))
	if err != nil {
		return false
	}
	req.Header = s.options.NotifyHeader.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	req.Header.Set("Content-Type", "text/xml; charset=utf-8")
	req.Header.Set("SOAPAction", `"paSendRTV2"`)
	if host := s.options.NotifyHosts[t.Org]; host != "" {
		req.Host = host
	}
	res, err := s.options.Client.Do(req)
	if err != nil {
		return false
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	return err == nil && res.StatusCode == http.StatusOK && bytes.Contains(body, []byte("<outcome>OK</outcome>"))
}

func (s *Simulator) receiptByID(id string) *receipt {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.state.Receipts {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// delivered takes the receipt off, or puts it off when the creditor did not take it.
func (s *Simulator) delivered(d *delivery, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.Tries++
	if ok || d.Tries >= 10 {
		s.state.Outbox = slices.DeleteFunc(s.state.Outbox, func(o *delivery) bool { return o == d })
	} else {
		d.At = s.now().Add(time.Duration(d.Tries) * 10 * time.Second)
	}
	s.persist()
}

// Run does what time brings until ctx ends.
func (s *Simulator) Run(ctx context.Context) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			s.Tick()
			s.Deliver(ctx)
		}
	}
}
