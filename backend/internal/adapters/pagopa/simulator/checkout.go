package simulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// cart is a visit to the payment page.
type cart struct {
	ID      string   `json:"idCart"`
	Email   string   `json:"emailNotice"`
	Notices []notice `json:"paymentNotices"`
	Returns struct {
		OK      string `json:"returnOkUrl"`
		Cancel  string `json:"returnCancelUrl"`
		Error   string `json:"returnErrorUrl"`
		Waiting string `json:"returnWaitingUrl"`
	} `json:"returnUrls"`
	AllCCP    bool      `json:"allCCP"`
	CreatedAt time.Time `json:"created_at"`
}

type notice struct {
	Number      string `json:"noticeNumber"`
	FiscalCode  string `json:"fiscalCode"`
	Amount      int64  `json:"amount"`
	CompanyName string `json:"companyName"`
	Description string `json:"description"`
}

// cartLife is how long the address of a payment page works.
const cartLife = 30 * time.Minute

func (s *Simulator) createCart(r *http.Request) answer {
	var c cart
	if err := json.NewDecoder(http.MaxBytesReader(nil, r.Body, 1<<20)).Decode(&c); err != nil {
		return refuse(http.StatusBadRequest, "the body is not a cart: "+err.Error())
	}
	if err := c.check(); err != nil {
		return refuse(http.StatusBadRequest, err.Error())
	}
	c.CreatedAt = s.now()
	key := randomID()
	s.state.Carts[key] = &c
	for old, other := range s.state.Carts {
		if c.CreatedAt.Sub(other.CreatedAt) > 24*time.Hour {
			delete(s.state.Carts, old)
		}
	}
	return answer{status: http.StatusFound, header: http.Header{"Location": {s.options.PublicURL + "/pay/" + key}}}
}

func (c *cart) check() error {
	if len(c.Notices) < 1 || len(c.Notices) > 5 {
		return errors.New("paymentNotices needs from 1 to 5 items")
	}
	for _, n := range c.Notices {
		switch {
		case len(n.Number) != 18 || len(n.FiscalCode) != 11:
			return errors.New("noticeNumber has 18 characters and fiscalCode 11")
		case n.Amount < 1:
			return errors.New("amount is at least 1")
		case n.CompanyName == "" || tooLong(n.CompanyName) || n.Description == "" || tooLong(n.Description):
			return errors.New("companyName and description are compulsory, up to 140 characters")
		}
	}
	for _, address := range []string{c.Returns.OK, c.Returns.Cancel, c.Returns.Error, c.Returns.Waiting} {
		if u, err := url.Parse(address); err != nil || u.Host == "" {
			return errors.New("returnUrls needs four addresses")
		}
	}
	return nil
}

// cartView is a cart as the page shows it.
type cartView struct {
	Key     string
	Notices []notice
	Total   int64
	State   string // payable, paid, refused, expired or missing
}

func (s *Simulator) view(key string) (cartView, *cart) {
	c := s.state.Carts[key]
	if c == nil {
		return cartView{Key: key, State: "missing"}, nil
	}
	v := cartView{Key: key, Notices: c.Notices, State: "payable"}
	if s.now().Sub(c.CreatedAt) > cartLife {
		v.State = "expired"
	}
	for _, n := range c.Notices {
		v.Total += n.Amount
		p, in := s.byNAV(n.FiscalCode, n.Number)
		switch {
		case p == nil:
			v.State = "refused"
		case in.Status == "PAID":
			v.State = "paid"
		case !payable(p, in) || n.Amount != in.Amount+in.NotificationFee:
			v.State = "refused"
		}
	}
	return v, c
}

func (s *Simulator) showCart(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	v, c := s.view(r.PathValue("cart"))
	s.mu.Unlock()
	status := http.StatusOK
	if c == nil {
		status = http.StatusNotFound
	}
	render(w, r, status, "pay", v)
}

// payCart does what a button of the page says, and goes back to the creditor
// unless the button is the one that does not.
func (s *Simulator) payCart(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	v, c := s.view(r.PathValue("cart"))
	if c == nil {
		s.mu.Unlock()
		render(w, r, http.StatusNotFound, "pay", v)
		return
	}
	back, err := s.press(r.FormValue("action"), v, c)
	s.persist()
	s.mu.Unlock()
	switch {
	case err != nil:
		render(w, r, http.StatusConflict, "pay", v)
	case back == "":
		render(w, r, http.StatusOK, "done", v)
	default:
		http.Redirect(w, r, back, http.StatusSeeOther)
	}
}

var errAction = errors.New("pagopa simulator: the page cannot do that now")

// press returns the address to go back to; empty is none.
func (s *Simulator) press(action string, v cartView, c *cart) (string, error) {
	switch action {
	case "cancel":
		return c.Returns.Cancel, nil
	case "error":
		return c.Returns.Error, nil
	case "waiting":
		return c.Returns.Waiting, nil
	}
	if v.State != "payable" {
		return "", errAction
	}
	switch action {
	case "pay":
		s.payNotices(c, 1)
		return c.Returns.OK, nil
	case "pay_twice":
		s.payNotices(c, 2)
		return c.Returns.OK, nil
	case "pay_no_return":
		s.payNotices(c, 1)
		return "", nil
	case "pay_later":
		for _, n := range c.Notices {
			s.state.Late = append(s.state.Late, latePayment{Org: n.FiscalCode, NAV: n.Number, At: s.now().Add(2 * time.Minute)})
		}
		return c.Returns.OK, nil
	}
	return "", errAction
}

func (s *Simulator) payNotices(c *cart, times int) {
	for _, n := range c.Notices {
		p, in := s.byNAV(n.FiscalCode, n.Number)
		for range times {
			s.collect(p, in, "CP")
		}
	}
}

// bankView is the page where a notice is paid by its number.
type bankView struct {
	Number  string
	Message string // done, paid, refused or missing
	Amount  int64
}

func (s *Simulator) showBank(w http.ResponseWriter, r *http.Request) {
	render(w, r, http.StatusOK, "bank", bankView{Number: r.FormValue("notice_number")})
}

func (s *Simulator) payAtBank(w http.ResponseWriter, r *http.Request) {
	number := r.FormValue("notice_number")
	amount, err := s.PayAtBank(number)
	v := bankView{Number: number, Message: "done", Amount: amount}
	status := http.StatusOK
	if err != nil {
		status, v.Message = http.StatusConflict, err.Error()
	}
	render(w, r, status, "bank", v)
}

// PayAtBank pays a notice by its number, as at a counter, and returns the cents paid.
func (s *Simulator) PayAtBank(number string) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, in := s.byNAV("", number)
	switch {
	case p == nil:
		return 0, errors.New("missing")
	case in.Status == "PAID":
		return 0, errors.New("paid")
	case !payable(p, in):
		return 0, errors.New("refused")
	}
	s.collect(p, in, "BBT")
	s.persist()
	return s.state.Receipts[len(s.state.Receipts)-1].Amount, nil
}

// Press does on the page at address what its button says, and returns where
// the browser is sent; empty is nowhere. It is for tests.
func (s *Simulator) Press(address, action string) (string, error) {
	u, err := url.Parse(address)
	if err != nil || len(u.Path) < 32 {
		return "", fmt.Errorf("pagopa simulator: %q is not a payment page", address)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	v, c := s.view(u.Path[len(u.Path)-32:])
	if c == nil {
		return "", errAction
	}
	back, err := s.press(action, v, c)
	s.persist()
	return back, err
}
