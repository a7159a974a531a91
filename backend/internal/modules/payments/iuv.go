package payments

import (
	"fmt"
	"strconv"
)

// auxDigit is the first digit of a notice whose IUV carries a segregation code.
const auxDigit = "3"

// newIUV builds the seventeen digits that identify a payment: segregation code,
// our number, two check digits over both and the auxiliary digit.
func newIUV(segregation string, number int64) (string, error) {
	if len(segregation) != 2 || !digits(segregation) || number < 1 || number > 9_999_999_999_999 {
		return "", fmt.Errorf("payments: no IUV for segregation code %q and number %d", segregation, number)
	}
	base := fmt.Sprintf("%s%013d", segregation, number)
	n, err := strconv.ParseInt(auxDigit+base, 10, 64)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s%02d", base, n%93), nil
}

// newNAV returns the notice number of an IUV.
func newNAV(iuv string) string { return auxDigit + iuv }

// ValidNAV tells whether nav is a notice number with correct check digits.
func ValidNAV(nav string) bool {
	if len(nav) != 18 || !digits(nav) || nav[:1] != auxDigit {
		return false
	}
	n, err := strconv.ParseInt(nav[:16], 10, 64)
	return err == nil && fmt.Sprintf("%02d", n%93) == nav[16:]
}

func digits(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != ""
}
