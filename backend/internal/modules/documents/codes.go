package documents

import (
	"crypto/rand"
	"strings"
)

// crockford is an alphabet that people can read aloud: no I, L, O or U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

const codeLength = 20 // 100 random bits

// newCode returns a verification code that nobody can guess.
func newCode() string {
	raw := make([]byte, codeLength)
	_, _ = rand.Read(raw) // never fails since Go 1.24
	for i, b := range raw {
		raw[i] = crockford[b%32]
	}
	return string(raw)
}

// GroupCode writes a verification code in groups of five, for people.
func GroupCode(code string) string {
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%5 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var lookalikes = strings.NewReplacer("-", "", " ", "", "\u00a0", "", "O", "0", "I", "1", "L", "1")

// parseCode reads a code as people type it: any case, with or without groups,
// with the letters that look like digits.
func parseCode(typed string) (string, bool) {
	code := lookalikes.Replace(strings.ToUpper(strings.TrimSpace(typed)))
	if len(code) != codeLength || strings.Trim(code, crockford) != "" {
		return "", false
	}
	return code, true
}
