package content

import "testing"

func TestTaxCodesInTexts(t *testing.T) {
	for text, want := range map[string]bool{
		"Anna, SMPNNA85C52Z999T, abita qui":                         true,
		"smpnna85c52z999t":                                          true,
		"SMPNNAURCRNZVVVT, quasi tutte lettere, e 2 numeri altrove": false,
		"le cinquantaquattro domande":                               false,
	} {
		if got := namesTaxCode(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
