package pagopa

import (
	"strconv"
	"strings"
	"time"

	"github.com/sportello-pa/sportello/backend/internal/modules/payments"
)

// instant is how the platform wants instants: milliseconds and a zone.
const instant = "2006-01-02T15:04:05.000Z"

type position struct {
	IUPD        string          `json:"iupd"`
	CompanyName string          `json:"companyName"`
	Options     []paymentOption `json:"paymentOption"`
}

type paymentOption struct {
	Description     string        `json:"description"`
	SwitchToExpired bool          `json:"switchToExpired"`
	Debtor          debtor        `json:"debtor"`
	Installments    []installment `json:"installments"`
}

type debtor struct {
	Type       string `json:"type"`
	FiscalCode string `json:"fiscalCode"`
	FullName   string `json:"fullName"`
}

type installment struct {
	NAV         string     `json:"nav"`
	IUV         string     `json:"iuv"`
	Amount      int64      `json:"amount"`
	Description string     `json:"description"`
	DueDate     string     `json:"dueDate"`
	Transfers   []transfer `json:"transfer"`
}

type transfer struct {
	ID                     string `json:"idTransfer"`
	Amount                 int64  `json:"amount"`
	OrganizationFiscalCode string `json:"organizationFiscalCode"`
	RemittanceInformation  string `json:"remittanceInformation"`
	Category               string `json:"category"`
	IBAN                   string `json:"iban,omitempty"`
	Stamp                  *stamp `json:"stamp,omitempty"`
}

type stamp struct {
	HashDocument        string `json:"hashDocument"`
	StampType           string `json:"stampType"`
	ProvincialResidence string `json:"provincialResidence"`
}

func newPosition(p payments.Position) position {
	in := installment{
		NAV: p.NAV, IUV: p.IUV, Amount: p.AmountCents, Description: p.Description,
		DueDate: p.DueAt.UTC().Format(instant),
	}
	for i, t := range p.Transfers {
		in.Transfers = append(in.Transfers, newTransfer(strconv.Itoa(i+1), p.Creditor.TaxCode, t))
	}
	return position{
		IUPD: p.ID, CompanyName: cut(p.Creditor.Name, 140),
		Options: []paymentOption{{
			Description:  p.Description,
			Debtor:       debtor{Type: debtorType(p.Debtor.TaxCode), FiscalCode: p.Debtor.TaxCode, FullName: cut(p.Debtor.Name, 70)},
			Installments: []installment{in},
		}},
	}
}

func newTransfer(id, creditor string, t payments.Transfer) transfer {
	out := transfer{
		ID: id, Amount: t.AmountCents, OrganizationFiscalCode: creditor,
		RemittanceInformation: t.Description, Category: t.Category, IBAN: t.IBAN,
	}
	if t.Stamp != nil {
		out.Stamp = &stamp{HashDocument: t.Stamp.DocumentHash, StampType: t.Stamp.Type, ProvincialResidence: t.Stamp.Province}
	}
	return out
}

// debtorType tells people (F) from organisations (G) by the length of the code.
func debtorType(taxCode string) string {
	if len(taxCode) == 11 {
		return "G"
	}
	return "F"
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

type positionAnswer struct {
	IUPD        string `json:"iupd"`
	Status      string `json:"status"`
	PaymentDate string `json:"paymentDate"`
	Options     []struct {
		Installments []installmentAnswer `json:"installments"`
	} `json:"paymentOption"`
}

type installmentAnswer struct {
	NAV             string `json:"nav"`
	IUV             string `json:"iuv"`
	Amount          int64  `json:"amount"`
	NotificationFee int64  `json:"notificationFee"`
	Fee             int64  `json:"fee"`
	PaymentDate     string `json:"paymentDate"`
	PSPCompany      string `json:"pspCompany"`
	PaymentMethod   string `json:"paymentMethod"`
	IDReceipt       string `json:"idReceipt"`
}

type positionPage struct {
	Items []positionAnswer `json:"payment_position_list"`
	Info  struct {
		TotalPages int `json:"total_pages"`
	} `json:"page_info"`
}

func (a positionAnswer) state() payments.PositionState {
	out := payments.PositionState{ID: a.IUPD, Status: a.Status, PaidAt: readInstant(a.PaymentDate, time.UTC)}
	if len(a.Options) == 0 || len(a.Options[0].Installments) == 0 {
		return out
	}
	in := a.Options[0].Installments[0]
	out.IUV, out.NAV, out.AmountCents = in.IUV, in.NAV, in.Amount
	out.NotificationFeeCents, out.FeeCents = in.NotificationFee, in.Fee
	out.PSP, out.Method, out.ReceiptID = in.PSPCompany, in.PaymentMethod, in.IDReceipt
	if at := readInstant(in.PaymentDate, time.UTC); at != nil {
		out.PaidAt = at
	}
	return out
}

// readInstant reads an instant with its zone or, as some answers have it,
// without: then it is the time of the given place.
func readInstant(s string, place *time.Location) *time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999"} {
		if t, err := time.ParseInLocation(layout, strings.TrimSpace(s), place); err == nil {
			t = t.UTC()
			return &t
		}
	}
	return nil
}

type cart struct {
	Notices    []cartNotice `json:"paymentNotices"`
	ReturnURLs cartReturns  `json:"returnUrls"`
	ID         string       `json:"idCart"`
	AllCCP     bool         `json:"allCCP"`
}

type cartNotice struct {
	NoticeNumber string `json:"noticeNumber"`
	FiscalCode   string `json:"fiscalCode"`
	Amount       int64  `json:"amount"`
	CompanyName  string `json:"companyName"`
	Description  string `json:"description"`
}

type cartReturns struct {
	OK      string `json:"returnOkUrl"`
	Cancel  string `json:"returnCancelUrl"`
	Error   string `json:"returnErrorUrl"`
	Waiting string `json:"returnWaitingUrl"`
}

func newCart(c payments.Cart) cart {
	return cart{
		ID: c.ID,
		Notices: []cartNotice{{
			NoticeNumber: c.NAV, FiscalCode: c.Creditor.TaxCode, Amount: c.AmountCents,
			CompanyName: cut(c.Creditor.Name, 140), Description: c.Description,
		}},
		ReturnURLs: cartReturns(c.ReturnURLs),
	}
}
