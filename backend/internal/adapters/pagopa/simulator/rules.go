package simulator

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"
	"unicode/utf8"
)

var (
	instantShape = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}(Z|[+-]\d{2}:\d{2})$`)
	ibanShape    = regexp.MustCompile(`^[A-Za-z0-9]{1,35}$`)
	twoLetters   = regexp.MustCompile(`^[A-Z]{2}$`)
	navShape     = regexp.MustCompile(`^3\d{17}$`)
)

func instantOf(s string) time.Time {
	t, _ := time.Parse(time.RFC3339Nano, s)
	return t
}

// check holds the rules that the platform answers 400 to, and fills the notice
// number when only the IUV is given.
func (s *Simulator) check(p *position) error {
	switch {
	case p.IUPD == "":
		return errors.New("iupd is compulsory")
	case p.CompanyName == "" || tooLong(p.CompanyName) || tooLong(p.OfficeName):
		return errors.New("companyName is compulsory, up to 140 characters")
	case len(p.Options) < 1 || len(p.Options) > 100:
		return errors.New("paymentOption needs from 1 to 100 items")
	}
	for i := range p.Options {
		if err := s.checkOption(&p.Options[i]); err != nil {
			return fmt.Errorf("paymentOption %d: %w", i, err)
		}
	}
	return nil
}

func tooLong(s string) bool { return utf8.RuneCountInString(s) > 140 }

func (s *Simulator) checkOption(o *option) error {
	switch {
	case o.SwitchToExpired == nil:
		return errors.New("switchToExpired is compulsory")
	case tooLong(o.Description):
		return errors.New("description is longer than 140 characters")
	case len(o.Installments) < 1 || len(o.Installments) > 100:
		return errors.New("installments needs from 1 to 100 items")
	}
	if err := checkDebtor(o.Debtor); err != nil {
		return err
	}
	for i := range o.Installments {
		in := &o.Installments[i]
		if err := s.checkInstallment(in); err != nil {
			return fmt.Errorf("installment %d: %w", i, err)
		}
		if err := s.checkDates(o, in); err != nil {
			return err
		}
	}
	return nil
}

func checkDebtor(d *debtor) error {
	switch {
	case d == nil || d.FiscalCode == "" || d.FullName == "":
		return errors.New("debtor needs fiscalCode and fullName")
	case d.Type != "F" && d.Type != "G":
		return errors.New("the type of debtor is F or G")
	case d.Country != "" && !twoLetters.MatchString(d.Country):
		return errors.New("country is two capital letters")
	}
	return nil
}

func (s *Simulator) checkDates(o *option, in *installment) error {
	due := instantOf(in.DueDate)
	if o.ValidityDate != nil {
		valid := instantOf(*o.ValidityDate)
		if !instantShape.MatchString(*o.ValidityDate) || !valid.After(s.now()) || valid.After(due) {
			return errors.New("validityDate must be in the future and not after dueDate")
		}
	}
	if o.RetentionDate != nil && (!instantShape.MatchString(*o.RetentionDate) || instantOf(*o.RetentionDate).Before(due)) {
		return errors.New("retentionDate must not be before dueDate")
	}
	return nil
}

func (s *Simulator) checkInstallment(in *installment) error {
	if in.NAV == "" && in.IUV != "" {
		in.NAV = "3" + in.IUV
	}
	switch {
	case in.IUV == "" || !navShape.MatchString(in.NAV) || in.NAV != "3"+in.IUV || !checkDigits(in.NAV):
		return errors.New("iuv is 17 digits ending with its check digits, nav is 3 followed by it")
	case in.Amount < 1:
		return errors.New("amount is at least 1")
	case in.Description == "" || tooLong(in.Description):
		return errors.New("description is compulsory, up to 140 characters")
	case !instantShape.MatchString(in.DueDate) || !instantOf(in.DueDate).After(s.now()):
		return errors.New("dueDate needs milliseconds and a zone, and lies in the future")
	case in.NotificationFee != 0:
		return errors.New("notificationFee is written by SEND only")
	case len(in.Transfers) < 1 || len(in.Transfers) > 5:
		return errors.New("transfer needs from 1 to 5 items")
	}
	if err := checkMetadata(in.Metadata); err != nil {
		return err
	}
	return checkTransfers(in)
}

func checkDigits(nav string) bool {
	n, err := strconv.ParseInt(nav[:16], 10, 64)
	return err == nil && fmt.Sprintf("%02d", n%93) == nav[16:]
}

func checkTransfers(in *installment) error {
	var sum int64
	seen := map[string]bool{}
	for _, t := range in.Transfers {
		if err := checkTransfer(t); err != nil {
			return fmt.Errorf("transfer %s: %w", t.ID, err)
		}
		if seen[t.ID] {
			return errors.New("the ids of transfers are unique")
		}
		seen[t.ID] = true
		sum += t.Amount
	}
	if sum != in.Amount {
		return errors.New("the transfers do not add up to the amount")
	}
	return nil
}

func checkTransfer(t transfer) error {
	switch {
	case len(t.ID) != 1 || t.ID < "1" || t.ID > "5":
		return errors.New("idTransfer goes from 1 to 5")
	case t.Amount < 1:
		return errors.New("amount is at least 1")
	case t.Remittance == "" || tooLong(t.Remittance) || t.Category == "":
		return errors.New("remittanceInformation and category are compulsory")
	case (t.IBAN == "") == (t.Stamp == nil):
		return errors.New("either an iban or a stamp")
	case t.PostalIBAN != "" && t.IBAN == "":
		return errors.New("postalIban goes beside iban")
	case t.IBAN != "" && !ibanShape.MatchString(t.IBAN):
		return errors.New("iban is not valid")
	case t.Stamp != nil && (t.Stamp.HashDocument == "" || len(t.Stamp.HashDocument) > 72 ||
		len(t.Stamp.StampType) != 2 || !twoLetters.MatchString(t.Stamp.ProvincialResidence)):
		return errors.New("the stamp is not complete")
	}
	return checkMetadata(t.Metadata)
}

func checkMetadata(list []metadata) error {
	seen := map[string]bool{}
	for _, m := range list {
		if m.Key == "" || seen[m.Key] {
			return errors.New("the keys of metadata are compulsory and unique")
		}
		seen[m.Key] = true
	}
	if len(list) > 10 {
		return errors.New("at most 10 metadata")
	}
	return nil
}

// filter is the query of a list of positions.
type filter struct {
	status             string
	dueFrom, dueTo     time.Time
	paidFrom, paidTo   time.Time
	byDue, byPaymentAt bool
}

// newFilter reads the query. Of a range with one end the other lies thirty days away.
func newFilter(q url.Values) (f filter, err error) {
	f.status = q.Get("status")
	if f.dueFrom, f.dueTo, f.byDue, err = period(q, "due_date", time.DateOnly); err != nil {
		return f, err
	}
	if f.paidFrom, f.paidTo, f.byPaymentAt, err = period(q, "payment_date", time.DateOnly); err != nil || f.byPaymentAt {
		return f, err
	}
	f.paidFrom, f.paidTo, f.byPaymentAt, err = period(q, "payment_date_time", "2006-01-02T15:04:05")
	return f, err
}

func period(q url.Values, name, layout string) (from, to time.Time, given bool, err error) {
	a, b := q.Get(name+"_from"), q.Get(name+"_to")
	if a == "" && b == "" {
		return from, to, false, nil
	}
	if a != "" {
		if from, err = time.Parse(layout, a); err != nil {
			return from, to, true, fmt.Errorf("%s_from is not valid", name)
		}
	}
	if b != "" {
		if to, err = time.Parse(layout, b); err != nil {
			return from, to, true, fmt.Errorf("%s_to is not valid", name)
		}
		if layout == time.DateOnly {
			to = to.AddDate(0, 0, 1).Add(-time.Millisecond)
		}
	}
	if a == "" {
		from = to.AddDate(0, 0, -30)
	}
	if b == "" {
		to = from.AddDate(0, 0, 30)
	}
	if to.Before(from) {
		return from, to, true, fmt.Errorf("%s: the range ends before it begins", name)
	}
	return from, to, true, nil
}

func (f filter) takes(p *position) bool {
	if f.status != "" && p.Status != f.status {
		return false
	}
	if f.byPaymentAt && (p.PaymentDate == nil || p.PaymentDate.Before(f.paidFrom) || p.PaymentDate.After(f.paidTo)) {
		return false
	}
	if !f.byDue {
		return true
	}
	for _, o := range p.Options {
		for _, in := range o.Installments {
			if due := instantOf(in.DueDate); !due.Before(f.dueFrom) && !due.After(f.dueTo) {
				return true
			}
		}
	}
	return false
}
