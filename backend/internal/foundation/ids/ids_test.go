package ids

import "testing"

func TestNewGrowsAndIsValid(t *testing.T) {
	last := ""
	for range 1000 {
		id := New()
		if !Valid(id) || id[14] != '7' {
			t.Fatalf("%q is not a UUID of version 7", id)
		}
		if id <= last {
			t.Fatalf("%q does not follow %q", id, last)
		}
		last = id
	}
}

func TestValidRefusesOtherForms(t *testing.T) {
	for _, s := range []string{"", "x", "urn:uuid:0190163d-8694-739b-aea5-966c26f8ad90", "{0190163d-8694-739b-aea5-966c26f8ad90}", "0190163d8694739baea5966c26f8ad90"} {
		if Valid(s) {
			t.Errorf("%q passed", s)
		}
	}
}
