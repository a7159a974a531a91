package catalogue

import (
	"net/mail"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	taxCodeShape = regexp.MustCompile(`^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$`)
	plateShapes  = regexp.MustCompile(`^(?:` +
		`[A-HJ-NPR-TV-Z]{2}[0-9]{3}[A-HJ-NPR-TV-Z]{2}` + // since 1994
		`|[A-HJ-NPR-TV-Z]{2}[0-9]{5}` + // motorcycles
		`|(?:ROMA|[A-Z]{2})[A-Z0-9][0-9]{4,5}` + // province plates
		`)$`)
	phone      = regexp.MustCompile(`^\+?[0-9][0-9 ()./-]{4,18}[0-9]$`)
	ibanShape  = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
	urlShape   = regexp.MustCompile(`^(?i:https?)://[^\s/?#@]+`)
	hostShape  = regexp.MustCompile(`^[^.]+(?:\.[^.]+)+$`)
	notice     = regexp.MustCompile(`^[0-3][0-9]{17}$`)
	emailShape = regexp.MustCompile(`^[^\s@<>",;]+@[^\s@<>",;]+\.[A-Za-z]{2,63}$`)
)

// oddValues are the weights of the characters in odd position of a tax code
// (DM 23 December 1976, table of the check character): first ten for digits,
// then the letters.
var oddValues = [...]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// substitutes are the letters that stand for the digits 0–9 when two people
// would have the same tax code.
const substitutes = "LMNPQRSTUV"

const monthLetters = "ABCDEHLMPRST"

// ValidTaxCode checks shape and check character of a person's tax code, also
// with substituted digits, or of a provisional one of eleven digits.
func ValidTaxCode(code string) bool {
	if len(code) == 11 {
		return validElevenDigits(code)
	}
	if !taxCodeShape.MatchString(code) {
		return false
	}
	sum := 0
	for i := range 15 {
		value := int(code[i] - '0')
		if code[i] >= 'A' {
			value = int(code[i] - 'A')
		}
		if i%2 == 0 {
			value = oddValues[value]
		}
		sum += value
	}
	return code[15] == byte('A'+sum%26)
}

// validElevenDigits applies the check digit that VAT numbers and provisional
// tax codes share.
func validElevenDigits(code string) bool {
	sum := 0
	for i := range len(code) {
		if code[i] < '0' || code[i] > '9' {
			return false
		}
		digit := int(code[i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0
}

// taxCodeDigits reads digits of a tax code, substituted or not.
func taxCodeDigits(text string) int {
	var b strings.Builder
	for _, r := range text {
		if i := strings.IndexRune(substitutes, r); i >= 0 {
			r = rune('0' + i)
		}
		b.WriteRune(r)
	}
	n, err := strconv.Atoi(b.String())
	if err != nil {
		return -1
	}
	return n
}

// taxCodeBornOn tells whether a tax code can be of somebody born on date.
// Provisional codes carry no date.
func taxCodeBornOn(code string, date time.Time) bool {
	if len(code) != 16 {
		return true
	}
	day := taxCodeDigits(code[9:11]) % 40
	month := strings.IndexByte(monthLetters, code[8]) + 1
	return taxCodeDigits(code[6:8]) == date.Year()%100 && month == int(date.Month()) && day == date.Day()
}

// taxCodeOfGender tells whether a tax code can be of somebody of the given sex:
// forty is added to the day of birth of women.
func taxCodeOfGender(code, gender string) bool {
	if len(code) != 16 || gender == "" {
		return true
	}
	female := taxCodeDigits(code[9:11]) > 40
	switch strings.ToUpper(gender[:1]) {
	case "F":
		return female
	case "M":
		return !female
	}
	return true
}

// ValidIBAN checks an IBAN by the remainder of 97 (ISO 13616); an Italian one
// also has its own length.
func ValidIBAN(iban string) bool {
	if !ibanShape.MatchString(iban) || strings.HasPrefix(iban, "IT") && len(iban) != 27 {
		return false
	}
	remainder := 0
	for _, r := range iban[4:] + iban[:4] {
		if r >= 'A' {
			remainder = (remainder*100 + int(r-'A') + 10) % 97
			continue
		}
		remainder = (remainder*10 + int(r-'0')) % 97
	}
	return remainder == 1
}

// ValidPlate checks the shape of an Italian number plate, of today or older.
func ValidPlate(plate string) bool { return plateShapes.MatchString(plate) }

// ValidEmail checks the shape of an e-mail address.
func ValidEmail(address string) bool {
	if len(address) > 254 || !emailShape.MatchString(address) {
		return false
	}
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Address == address
}

// ValidURL checks a web address, with its protocol.
func ValidURL(address string) bool {
	if len(address) > 2048 || !urlShape.MatchString(address) {
		return false
	}
	parsed, err := url.Parse(address)
	return err == nil && hostShape.MatchString(parsed.Hostname())
}

// ValidVATNumber checks the digits of a partita IVA.
func ValidVATNumber(number string) bool { return len(number) == 11 && validElevenDigits(number) }

// ValidNoticeCode checks the number of a pagoPA notice: eighteen digits, of
// which the first says how the others are made.
func ValidNoticeCode(code string) bool { return notice.MatchString(code) }

// minutesOf reads hours and minutes as minutes after midnight.
func minutesOf(value any) (int, bool) {
	text, _ := value.(string)
	if !timeShape.MatchString(text) {
		return 0, false
	}
	hours, _ := strconv.Atoi(text[:2])
	minutes, _ := strconv.Atoi(text[3:])
	return hours*60 + minutes, true
}

var (
	limitShape    = regexp.MustCompile(`^(today|(?:data|item)\.[a-z0-9_.]+)((?:[+-][0-9]{1,4}[dwmy])*)$`)
	distanceShape = regexp.MustCompile(`([+-])([0-9]{1,4})([dwmy])`)
)

// dateLimit resolves the limit of a date field: a date; today or the date of
// another field, moved by any distances (today+1y, data.period.from+12m-1d);
// or an expression that gives a date. A limit that cannot be known yet does
// not limit.
func dateLimit(limit any, vars scope, env Env) (time.Time, bool) {
	text, ok := limit.(string)
	if !ok {
		return time.Time{}, false
	}
	if date, ok := parseDate(text); ok {
		return date, true
	}
	parts := limitShape.FindStringSubmatch(text)
	if parts == nil {
		value, err := vars.eval(text)
		if err != nil {
			return time.Time{}, false
		}
		return parseDate(value)
	}
	base, ok := parseDate(env.Today.Format(dateLayout))
	if root, path, found := strings.Cut(parts[1], "."); found {
		object, _ := vars.vars[root].(map[string]any)
		base, ok = parseDate(get(object, path))
	}
	for _, distance := range distanceShape.FindAllStringSubmatch(parts[2], -1) {
		base = shift(base, distance[1], distance[2], distance[3])
	}
	return base, ok
}

// shift moves a date by a distance. Months keep the day and stop at the end of
// a shorter month: 31 January + 1m is the last day of February.
func shift(date time.Time, sign, amount, unit string) time.Time {
	n, _ := strconv.Atoi(amount)
	if sign == "-" {
		n = -n
	}
	switch unit {
	case "d":
		return date.AddDate(0, 0, n)
	case "w":
		return date.AddDate(0, 0, 7*n)
	case "y":
		n *= 12
	}
	moved := date.AddDate(0, n, 0)
	if moved.Day() != date.Day() {
		moved = moved.AddDate(0, 0, -moved.Day())
	}
	return moved
}
