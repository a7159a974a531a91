package catalogue_test

import (
	"testing"

	"github.com/sportello-pa/sportello/backend/internal/foundation/testkit"
	"github.com/sportello-pa/sportello/backend/internal/modules/catalogue"
)

func golden(t *testing.T, text string) {
	t.Helper()
	testkit.Golden(t, []byte(text))
}

func TestCheckDigits(t *testing.T) {
	tests := map[string]struct {
		valid func(string) bool
		right []string
		wrong []string
	}{
		"tax codes": {
			catalogue.ValidTaxCode,
			[]string{"SMPNNA85C41Z999N", "12345678903"},
			[]string{"", "SMPNNA85C41Z999A", "SMPNNA85C41Z99N", "smpnna85c41z999n", "SMPNNA85X41Z999N", "12345678901", "1234567890A"},
		},
		"IBANs": {
			catalogue.ValidIBAN,
			[]string{"IT60X0542811101000000123456", "DE89370400440532013000"},
			[]string{"", "IT60X0542811101000000123457", "IT60X054281110100000012345", "60ITX0542811101000000123456"},
		},
		"plates": {
			catalogue.ValidPlate,
			[]string{"AB123CD", "AB12345", "ROMAA1234", "MI123456"},
			[]string{"", "AI123CD", "AB123C", "AB1234CD", "ab123cd"},
		},
		"e-mail addresses": {
			catalogue.ValidEmail,
			[]string{"anna@example.org", "anna.esempio+ztl@posta.example.org"},
			[]string{"", "anna", "anna@example", "anna esempio@example.org", "Anna <anna@example.org>", "a@b@example.org"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			for _, value := range tt.right {
				if !tt.valid(value) {
					t.Errorf("%q is refused", value)
				}
			}
			for _, value := range tt.wrong {
				if tt.valid(value) {
					t.Errorf("%q is accepted", value)
				}
			}
		})
	}
}

func TestSubstitutedDigitsOfATaxCode(t *testing.T) {
	// The last digit of the place becomes a letter when two people share a code.
	base := "SMPNNA85C41Z99V"
	var valid []string
	for letter := 'A'; letter <= 'Z'; letter++ {
		if code := base + string(letter); catalogue.ValidTaxCode(code) {
			valid = append(valid, code)
		}
	}
	if len(valid) != 1 {
		t.Errorf("valid: %v", valid)
	}
}

func TestEuros(t *testing.T) {
	for cents, want := range map[int64]string{0: "0,00 €", 5: "0,05 €", 1600: "16,00 €", 1345067: "13.450,67 €", 123456789: "1.234.567,89 €", -250: "-2,50 €"} {
		if got := catalogue.Euros(cents); got != want {
			t.Errorf("Euros(%d) = %q, want %q", cents, got, want)
		}
	}
}
