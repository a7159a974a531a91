package pagopa

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/sportello-pa/sportello/backend/internal/foundation/clock"
	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

var _ payments.NoticeCodec = Notices{}

const (
	envelopeNS = "http://schemas.xmlsoap.org/soap/envelope/"
	paForNode  = "http://pagopa-api.pagopa.gov.it/pa/paForNode.xsd"
)

// message is a paSendRTV2 request: what brings a receipt, and also how the
// receipts service hands one over.
type message struct {
	IDPA      string  `xml:"idPA"`
	IDBroker  string  `xml:"idBrokerPA"`
	IDStation string  `xml:"idStation"`
	Receipt   receipt `xml:"receipt"`
}

type receipt struct {
	ReceiptID           string   `xml:"receiptId"`
	NoticeNumber        string   `xml:"noticeNumber"`
	FiscalCode          string   `xml:"fiscalCode"`
	Outcome             string   `xml:"outcome"`
	CreditorReferenceID string   `xml:"creditorReferenceId"`
	PaymentAmount       string   `xml:"paymentAmount"`
	Payer               *subject `xml:"payer"`
	Debtor              *subject `xml:"debtor"`
	IDPSP               string   `xml:"idPSP"`
	PSPCompanyName      string   `xml:"PSPCompanyName"`
	PaymentMethod       string   `xml:"paymentMethod"`
	Fee                 string   `xml:"fee"`
	PaymentDateTime     string   `xml:"paymentDateTime"`
}

type subject struct {
	FullName string `xml:"fullName"`
}

// readMessage finds the request in a document, with or without its envelope.
func readMessage(body []byte) (message, error) {
	var m message
	dec := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return m, errors.New("there is no receipt")
		}
		if err != nil {
			return m, err
		}
		if _, doctype := token.(xml.Directive); doctype {
			return m, errors.New("a document type is not accepted")
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name.Space != paForNode && start.Name.Space != "" {
			continue
		}
		switch start.Name.Local {
		case "paSendRTV2Request", "paSendRTReq", "paSendRTV2":
			return m, dec.DecodeElement(&m, &start)
		}
	}
}

func (r receipt) collection() (payments.Collection, error) {
	amount, err := cents(r.PaymentAmount)
	if err != nil || r.ReceiptID == "" || r.NoticeNumber == "" || r.CreditorReferenceID == "" {
		return payments.Collection{}, errors.New("pagopa: the receipt is incomplete")
	}
	c := payments.Collection{
		ReceiptID: r.ReceiptID, IUV: r.CreditorReferenceID, NAV: r.NoticeNumber, AmountCents: amount,
		PSP: r.PSPCompanyName, Method: r.PaymentMethod,
	}
	if c.PSP == "" {
		c.PSP = r.IDPSP
	}
	if r.Fee != "" {
		if c.FeeCents, err = cents(r.Fee); err != nil {
			return c, err
		}
	}
	if r.Payer != nil {
		c.Payer = r.Payer.FullName
	} else if r.Debtor != nil {
		c.Payer = r.Debtor.FullName
	}
	if at := readInstant(r.PaymentDateTime, clock.Rome); at != nil {
		c.PaidAt = *at
	}
	return c, nil
}

// cents reads an amount as the messages write it: euro, a dot, two digits.
func cents(s string) (int64, error) {
	euro, rest, ok := strings.Cut(strings.TrimSpace(s), ".")
	if !ok || len(rest) != 2 || euro == "" || len(euro) > 12 {
		return 0, fmt.Errorf("pagopa: %q is not an amount", s)
	}
	n, err := strconv.ParseUint(euro+rest, 10, 63)
	if err != nil {
		return 0, fmt.Errorf("pagopa: %q is not an amount", s)
	}
	return int64(n), nil
}

// Notices reads and answers the SOAP messages with which the platform brings
// receipts to a creditor.
type Notices struct{}

// Read returns the receipt of a message.
func (Notices) Read(body []byte) (payments.Notice, error) {
	m, err := readMessage(body)
	if err != nil {
		return payments.Notice{}, fmt.Errorf("%w: %w", payments.ErrNoticeSyntax, err)
	}
	n := payments.Notice{
		CreditorTaxCode: m.IDPA, BrokerTaxCode: m.IDBroker, StationID: m.IDStation, Done: m.Receipt.Outcome == "OK",
	}
	if n.Collection, err = m.Receipt.collection(); err != nil || m.Receipt.FiscalCode != m.IDPA {
		return n, fmt.Errorf("%w: %w", payments.ErrNoticeSyntax, errors.Join(err))
	}
	n.Collection.Document = body
	return n, nil
}

type envelope struct {
	XMLName xml.Name `xml:"soapenv:Envelope"`
	Soap    string   `xml:"xmlns:soapenv,attr"`
	PA      string   `xml:"xmlns:pafn,attr"`
	Body    struct {
		Response response `xml:"pafn:paSendRTV2Response"`
	} `xml:"soapenv:Body"`
}

type response struct {
	Outcome string `xml:"outcome"`
	Fault   *fault `xml:"fault,omitempty"`
}

type fault struct {
	Code        string `xml:"faultCode"`
	String      string `xml:"faultString"`
	ID          string `xml:"id"`
	Description string `xml:"description,omitempty"`
}

var faults = []struct {
	err  error
	code string
	text string
}{
	{payments.ErrNoticeSyntax, "PAA_SINTASSI_XSD", "The message is not valid."},
	{payments.ErrNoticeCreditor, "PAA_ID_DOMINIO_ERRATO", "The creditor is not the one of this address."},
	{payments.ErrNoticeBroker, "PAA_ID_INTERMEDIARIO_ERRATO", "The broker is unknown."},
	{payments.ErrNoticeStation, "PAA_STAZIONE_INT_ERRATA", "The station is unknown."},
	{payments.ErrNoticeUnknown, "PAA_PAGAMENTO_SCONOSCIUTO", "The notice is unknown."},
}

// Answer writes the outcome of a message. Details of our troubles stay here.
func (Notices) Answer(creditor string, err error) []byte {
	e := envelope{Soap: envelopeNS, PA: paForNode}
	e.Body.Response.Outcome = "OK"
	if err != nil {
		e.Body.Response = response{Outcome: "KO", Fault: newFault(creditor, err)}
	}
	out, marshalErr := xml.Marshal(e)
	if marshalErr != nil {
		return nil
	}
	return append([]byte(xml.Header), out...)
}

func newFault(creditor string, err error) *fault {
	for _, f := range faults {
		if errors.Is(err, f.err) {
			return &fault{Code: f.code, String: f.text, ID: creditor}
		}
	}
	return &fault{Code: "PAA_SYSTEM_ERROR", String: "The receipt could not be taken: bring it again.", ID: creditor}
}
