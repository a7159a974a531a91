package identity

import (
	"regexp"
	"strings"
)

// taxCodePattern allows the letters that stand for digits in codes assigned
// to homonyms (omocodia).
var taxCodePattern = regexp.MustCompile(`^[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]$`)

// oddWeights gives the weight of the characters in odd places, digits and
// letters alike: '0' and 'A' share the first one. (D.M. 23 December 1976)
var oddWeights = [26]int{
	1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
}

// ValidTaxCode reports whether code is a well formed tax code of a natural
// person, check character included.
func ValidTaxCode(code string) bool {
	return taxCodePattern.MatchString(code) && code[15] == TaxCodeCheck(code[:15])
}

// TaxCodeCheck computes the check character of the first fifteen ones.
func TaxCodeCheck(first15 string) byte {
	sum := 0
	for i, r := range []byte(first15) {
		value := int(r - 'A')
		if r >= '0' && r <= '9' {
			value = int(r - '0')
		}
		if i%2 == 0 {
			value = oddWeights[value]
		}
		sum += value
	}
	return byte('A' + sum%26)
}

// CleanTaxCode removes the prefix with which SPID and CIE state tax codes.
func CleanTaxCode(code string) string {
	return strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(code)), "TINIT-")
}
