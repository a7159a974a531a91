package secrets

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func box(t *testing.T, fill byte) *Box {
	t.Helper()
	b, err := New(bytes.Repeat([]byte{fill}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatIsSealedOpensAgain(t *testing.T) {
	b := box(t, 1)
	one, err := b.Seal([]byte("pagopa-key"))
	if err != nil {
		t.Fatal(err)
	}
	two, _ := b.Seal([]byte("pagopa-key"))
	if one == two || strings.Contains(one, "pagopa-key") {
		t.Fatalf("sealed texts: %q, %q", one, two)
	}
	plain, err := b.Open(one)
	if err != nil || string(plain) != "pagopa-key" {
		t.Fatalf("opened %q, %v", plain, err)
	}
}

func TestWhatIsDamagedDoesNotOpen(t *testing.T) {
	b := box(t, 1)
	sealed, _ := b.Seal([]byte("pagopa-key"))
	last := "A"
	if strings.HasSuffix(sealed, "A") {
		last = "Q"
	}
	for name, text := range map[string]string{
		"changed":     sealed[:10] + "_" + sealed[11:len(sealed)-1] + last,
		"without key": strings.TrimPrefix(sealed, prefix),
		"short":       prefix + "AAAA",
		"empty":       "",
	} {
		if _, err := b.Open(text); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := box(t, 2).Open(sealed); !errors.Is(err, ErrSealed) {
		t.Errorf("another key: %v", err)
	}
}

func TestKeyLength(t *testing.T) {
	if _, err := New(make([]byte, 16)); err == nil {
		t.Fatal("a short key passed")
	}
}

func TestTokens(t *testing.T) {
	a, b := RandomToken(32), RandomToken(32)
	if a == b || len(a) != 43 {
		t.Fatalf("tokens %q and %q", a, b)
	}
	first, again := Hash(a), Hash(a)
	if first == a || first != again || first == Hash(b) || len(first) != 64 {
		t.Fatal("hash")
	}
}
