package payments

import "testing"

func TestIUV(t *testing.T) {
	got, err := newIUV("99", 1)
	if err != nil || got != "99000000000000158" {
		t.Fatalf("newIUV = %q, %v", got, err)
	}
	if !ValidNAV(newNAV(got)) {
		t.Errorf("%q has wrong check digits", newNAV(got))
	}
	for name, bad := range map[string]struct {
		segregation string
		number      int64
	}{
		"a segregation code of one digit":  {"9", 1},
		"a segregation code with a letter": {"9A", 1},
		"no number":                        {"99", 0},
		"a number of fourteen digits":      {"99", 10_000_000_000_000},
	} {
		if iuv, err := newIUV(bad.segregation, bad.number); err == nil {
			t.Errorf("%s: got %q", name, iuv)
		}
	}
}

func TestValidNAV(t *testing.T) {
	for nav, want := range map[string]bool{
		"302012387654312384": false, "": false, "3": false, "30201238765431238x": false, "202012387654312338": false,
	} {
		if ValidNAV(nav) != want {
			t.Errorf("ValidNAV(%q) = %v", nav, !want)
		}
	}
}

func TestSamePath(t *testing.T) {
	for path, want := range map[string]bool{
		"/area-personale/pagamenti/1":   true,
		"/servizi/ztl?passo=2":          true,
		"":                              false,
		"area-personale":                false,
		"//elsewhere.example":           false,
		"/\\elsewhere.example":          false,
		"https://elsewhere.example/":    false,
		"/a\r\nSet-Cookie: x=1":         false,
		"/area-personale/../../altrove": false,
	} {
		if samePath(path) != want {
			t.Errorf("samePath(%q) = %v", path, !want)
		}
	}
}
