package media

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const maxName = 120

// safeName keeps the last element of a file name and only characters that are
// harmless in a path, a header and a screen.
func safeName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune(" .,-_()'&+", r):
			return r
		case unicode.IsControl(r), !unicode.IsPrint(r), unicode.Is(unicode.Mn, r):
			return -1
		}
		return '-'
	}, norm.NFC.String(strings.ToValidUTF8(name, "-")))
	name = strings.TrimLeft(strings.Join(strings.Fields(name), " "), ". -")
	ext := path.Ext(name)
	if utf8.RuneCountInString(ext) > 10 {
		ext = ""
	}
	base := []rune(strings.TrimRight(strings.TrimSuffix(name, ext), ". "))
	if len(base) == 0 {
		base = []rune("file")
	}
	return string(base[:min(len(base), maxName)]) + ext
}

// addressName writes a file name as the end of an address: "Piano 2026.pdf"
// becomes "piano-2026.pdf".
func addressName(name string) string {
	var b strings.Builder
	dash := false
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.':
			if dash && b.Len() > 0 && r != '.' {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			dash = false
		case unicode.Is(unicode.Mn, r): // the accent of the letter before
		default:
			dash = true
		}
	}
	if strings.Trim(b.String(), ".") == "" {
		return "file"
	}
	return strings.TrimLeft(b.String(), ".")
}
