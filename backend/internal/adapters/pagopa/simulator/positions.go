package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// position is a debt position with all that its answers may show.
type position struct {
	IUPD        string     `json:"iupd"`
	Org         string     `json:"organizationFiscalCode"`
	PayStandIn  *bool      `json:"payStandIn,omitempty"`
	CompanyName string     `json:"companyName"`
	OfficeName  string     `json:"officeName,omitempty"`
	Inserted    *time.Time `json:"insertedDate,omitempty"`
	Published   *time.Time `json:"publishDate,omitempty"`
	PaymentDate *time.Time `json:"paymentDate,omitempty"`
	Status      string     `json:"status,omitempty"`
	Updated     *time.Time `json:"lastUpdatedDate,omitempty"`
	Options     []option   `json:"paymentOption"`
}

type option struct {
	Description     string        `json:"description,omitempty"`
	SwitchToExpired *bool         `json:"switchToExpired"`
	ValidityDate    *string       `json:"validityDate,omitempty"`
	RetentionDate   *string       `json:"retentionDate,omitempty"`
	Inserted        *time.Time    `json:"insertedDate,omitempty"`
	Debtor          *debtor       `json:"debtor"`
	Installments    []installment `json:"installments"`
}

type debtor struct {
	Type        string `json:"type"`
	FiscalCode  string `json:"fiscalCode"`
	FullName    string `json:"fullName"`
	StreetName  string `json:"streetName,omitempty"`
	CivicNumber string `json:"civicNumber,omitempty"`
	PostalCode  string `json:"postalCode,omitempty"`
	City        string `json:"city,omitempty"`
	Province    string `json:"province,omitempty"`
	Region      string `json:"region,omitempty"`
	Country     string `json:"country,omitempty"`
	Email       string `json:"email,omitempty"`
	Phone       string `json:"phone,omitempty"`
}

type installment struct {
	NAV             string     `json:"nav"`
	IUV             string     `json:"iuv"`
	Org             string     `json:"organizationFiscalCode,omitempty"`
	Amount          int64      `json:"amount"`
	Description     string     `json:"description"`
	DueDate         string     `json:"dueDate"`
	PaymentDate     *time.Time `json:"paymentDate,omitempty"`
	PaymentMethod   string     `json:"paymentMethod,omitempty"`
	PSPCompany      string     `json:"pspCompany,omitempty"`
	Fee             int64      `json:"fee,omitempty"`
	NotificationFee int64      `json:"notificationFee,omitempty"`
	IDReceipt       string     `json:"idReceipt,omitempty"`
	Status          string     `json:"status,omitempty"`
	Updated         *time.Time `json:"lastUpdatedDate,omitempty"`
	Metadata        []metadata `json:"installmentMetadata,omitempty"`
	Transfers       []transfer `json:"transfer"`
}

type transfer struct {
	ID          string     `json:"idTransfer"`
	Amount      int64      `json:"amount"`
	Org         string     `json:"organizationFiscalCode,omitempty"`
	Remittance  string     `json:"remittanceInformation"`
	Category    string     `json:"category"`
	IBAN        string     `json:"iban,omitempty"`
	PostalIBAN  string     `json:"postalIban,omitempty"`
	Stamp       *stamp     `json:"stamp,omitempty"`
	CompanyName string     `json:"companyName,omitempty"`
	Status      string     `json:"status,omitempty"`
	Metadata    []metadata `json:"transferMetadata,omitempty"`
}

type stamp struct {
	HashDocument        string `json:"hashDocument"`
	StampType           string `json:"stampType"`
	ProvincialResidence string `json:"provincialResidence"`
}

type metadata struct {
	Key   string `json:"key"`
	Value string `json:"value,omitempty"`
}

func (s *Simulator) now() time.Time { return s.options.Clock.Now().UTC().Truncate(time.Millisecond) }

func (s *Simulator) createPosition(r *http.Request) answer {
	var p position
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20)).Decode(&p); err != nil {
		return refuse(http.StatusBadRequest, "the body is not a position: "+err.Error())
	}
	p.Org = r.PathValue("cf")
	if err := s.check(&p); err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	if s.taken(&p, nil) {
		return refuse(http.StatusConflict, "a position with this IUPD, IUV or NAV already exists")
	}
	s.complete(&p, r.URL.Query().Get("toPublish") == "true")
	s.state.Positions = append(s.state.Positions, &p)
	return answer{status: http.StatusCreated, body: p}
}

// taken tells whether the codes of p belong to a position other than except.
func (s *Simulator) taken(p, except *position) bool {
	if other := s.byIUPD(p.Org, p.IUPD); other != nil && other != except {
		return true
	}
	for _, o := range p.Options {
		for _, in := range o.Installments {
			if other, _ := s.byNAV(p.Org, in.NAV); other != nil && other != except {
				return true
			}
		}
	}
	return false
}

// complete fills what the platform adds to a position.
func (s *Simulator) complete(p *position, publish bool) {
	now := s.now()
	p.Inserted, p.Updated, p.PaymentDate, p.Published = &now, &now, nil, nil
	p.Status = "DRAFT"
	for i := range p.Options {
		o := &p.Options[i]
		o.Inserted, o.Description = &now, "" // written, never shown
		for j := range o.Installments {
			in := &o.Installments[j]
			in.Org, in.Status, in.Updated = p.Org, "UNPAID", &now
			for k := range in.Transfers {
				in.Transfers[k].Status = "T_UNREPORTED"
				if in.Transfers[k].Org == "" {
					in.Transfers[k].Org = p.Org
				}
			}
		}
	}
	if publish {
		s.publish(p, now)
	}
}

func (s *Simulator) publish(p *position, now time.Time) {
	p.Status, p.Published, p.Updated = "VALID", &now, &now
	for _, o := range p.Options {
		if o.ValidityDate != nil && instantOf(*o.ValidityDate).After(now) {
			p.Status = "PUBLISHED"
		}
	}
}

func (s *Simulator) readPosition(r *http.Request) answer {
	p := s.byIUPD(r.PathValue("cf"), r.PathValue("iupd"))
	if p == nil {
		return refuse(http.StatusNotFound, "there is no such position")
	}
	s.age(p)
	return answer{status: http.StatusOK, body: p}
}

// age moves a position on with the calendar.
func (s *Simulator) age(p *position) {
	now := s.now()
	if p.Status == "PUBLISHED" {
		s.publish(p, now)
	}
	if p.Status != "VALID" && p.Status != "PUBLISHED" {
		return
	}
	for i := range p.Options {
		o := &p.Options[i]
		for j := range o.Installments {
			in := &o.Installments[j]
			if *o.SwitchToExpired && in.Status == "UNPAID" && instantOf(in.DueDate).Before(now) {
				in.Status, p.Status, p.Updated = "EXPIRED", "UNPAYABLE", &now
			}
		}
	}
}

func (s *Simulator) updatePosition(r *http.Request) answer {
	old := s.byIUPD(r.PathValue("cf"), r.PathValue("iupd"))
	if old == nil {
		return refuse(http.StatusNotFound, "there is no such position")
	}
	if paid(old) {
		return refuse(http.StatusConflict, "the position has a payment")
	}
	var p position
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20)).Decode(&p); err != nil {
		return refuse(http.StatusBadRequest, "the body is not a position: "+err.Error())
	}
	p.Org = old.Org
	if err := s.check(&p); err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	if p.IUPD != old.IUPD || s.taken(&p, old) {
		return refuse(http.StatusConflict, "the IUPD, the IUV or the NAV belongs to another position")
	}
	s.complete(&p, r.URL.Query().Get("toPublish") == "true")
	*old = p
	return answer{status: http.StatusOK, body: p}
}

func paid(p *position) bool { return p.Status == "PAID" || p.Status == "PARTIALLY_PAID" }

func (s *Simulator) deletePosition(r *http.Request) answer {
	p := s.byIUPD(r.PathValue("cf"), r.PathValue("iupd"))
	if p == nil {
		return refuse(http.StatusNotFound, "there is no such position")
	}
	if paid(p) {
		return refuse(http.StatusConflict, "the position has a payment")
	}
	s.state.Positions = slices.DeleteFunc(s.state.Positions, func(q *position) bool { return q == p })
	return answer{status: http.StatusOK, body: "the position was deleted"}
}

func (s *Simulator) publishPosition(r *http.Request) answer {
	p := s.byIUPD(r.PathValue("cf"), r.PathValue("iupd"))
	if p == nil {
		return refuse(http.StatusNotFound, "there is no such position")
	}
	now := s.now()
	if p.Status != "DRAFT" {
		return refuse(http.StatusConflict, "the position is already published")
	}
	for _, o := range p.Options {
		if o.ValidityDate != nil && instantOf(*o.ValidityDate).Before(now) {
			return refuse(http.StatusConflict, "its validity has already started")
		}
		for _, in := range o.Installments {
			if instantOf(in.DueDate).Before(now) {
				return refuse(http.StatusConflict, "its due date has passed")
			}
		}
	}
	s.publish(p, now)
	return answer{status: http.StatusOK, body: p}
}

type pageInfo struct {
	Page       int `json:"page"`
	Limit      int `json:"limit"`
	ItemsFound int `json:"items_found"`
	TotalPages int `json:"total_pages"`
}

type positionPage struct {
	Items []*position `json:"payment_position_list"`
	Info  pageInfo    `json:"page_info"`
}

func (s *Simulator) listPositions(r *http.Request) answer {
	q := r.URL.Query()
	limit, page := number(q.Get("limit"), 10), number(q.Get("page"), 0)
	if limit < 1 || limit > 50 || page < 0 {
		return refuse(http.StatusBadRequest, "limit goes from 1 to 50, page from 0")
	}
	f, err := newFilter(q)
	if err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	var found []*position
	for _, p := range s.state.Positions {
		s.age(p)
		if p.Org == r.PathValue("cf") && f.takes(p) {
			found = append(found, p)
		}
	}
	if q.Get("ordering") != "ASC" {
		slices.Reverse(found)
	}
	out := positionPage{Items: []*position{}, Info: pageInfo{Page: page, Limit: limit, ItemsFound: len(found), TotalPages: (len(found) + limit - 1) / limit}}
	if start := page * limit; start < len(found) {
		out.Items = found[start:min(start+limit, len(found))]
	}
	return answer{status: http.StatusOK, body: out}
}

func number(s string, fallback int) int {
	if s == "" {
		return fallback
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1
	}
	return n
}
