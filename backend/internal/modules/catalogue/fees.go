package catalogue

import (
	"errors"
	"fmt"
)

// ComputeFees prices the application as data says it now. A fee whose answers
// are not given yet is left out; a fee of zero is no fee.
func (d *Definition) ComputeFees(data map[string]any, env Env) ([]Fee, error) {
	vars := d.newScope(d.Clean(data, env), env)
	fees := []Fee{}
	for _, rule := range d.Fees {
		amount, err := rule.amount(vars)
		if errors.Is(err, errAbsent) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("fee %s of %s: %w", rule.Code, d.ID, err)
		}
		if amount < 0 {
			return nil, fmt.Errorf("fee %s of %s is negative: %d", rule.Code, d.ID, amount)
		}
		if amount > 0 {
			fees = append(fees, Fee{Code: rule.Code, Reason: rule.Reason, AmountCents: amount, Kind: rule.Kind})
		}
	}
	return fees, nil
}

// Total adds up fees.
func Total(fees []Fee) int64 {
	var total int64
	for _, fee := range fees {
		total += fee.AmountCents
	}
	return total
}

func (r FeeRule) amount(vars scope) (int64, error) {
	if r.When != "" && !vars.holds(r.When) {
		return 0, nil
	}
	if r.AmountCents != nil {
		return *r.AmountCents, nil
	}
	if r.Amount != "" {
		return vars.integer(r.Amount)
	}
	for _, row := range r.Table {
		if row.When == "" || vars.holds(row.When) {
			return vars.integer(row.Amount)
		}
	}
	return 0, errAbsent
}
