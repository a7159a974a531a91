package media

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/ledongthuc/pdf"
)

// Search needs no more of a document, and a hostile one must not take more.
const (
	maxText      = 1 << 20
	maxPages     = 1500
	maxUnpacked  = 64 << 20
	readTextIn   = 45 * time.Second
	maxPlainText = 200 << 10
)

// readText returns the words of a document. Formats that hold none for search
// give an empty text.
func readText(mime string, file io.ReaderAt, size int64) (string, error) {
	var text string
	var err error
	switch mime {
	case typePDF:
		text, err = pdfText(file, size)
	case typeDOCX:
		text, err = packedText(file, size, "word/document.xml")
	case typeODT:
		text, err = packedText(file, size, "content.xml")
	case typeText, typeCSV:
		var raw []byte
		raw, err = io.ReadAll(io.NewSectionReader(file, 0, min(size, maxPlainText)))
		text = string(raw)
	}
	return tidy(text), err
}

// pdfText reads page after page, and keeps what it has when one is broken.
// The library panics on some broken files.
func pdfText(file io.ReaderAt, size int64) (text string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("broken PDF: %v", v)
		}
	}()
	doc, err := pdf.NewReader(file, size)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	deadline := time.Now().Add(readTextIn)
	for n := 1; n <= min(doc.NumPage(), maxPages) && b.Len() < maxText && time.Now().Before(deadline); n++ {
		page, pageErr := pageText(doc, n)
		err = errors.Join(err, pageErr)
		b.WriteString(page)
		b.WriteByte('\n')
	}
	if b.Len() > doc.NumPage() { // something was read
		err = nil
	}
	return b.String(), err
}

func pageText(doc *pdf.Reader, n int) (text string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("broken page %d: %v", n, v)
		}
	}()
	page := doc.Page(n)
	if page.V.IsNull() {
		return "", nil
	}
	return page.GetPlainText(nil) // names of fonts mean something else on each page
}

// packedText reads the words of one part of a packed document.
func packedText(file io.ReaderAt, size int64, part string) (string, error) {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return "", err
	}
	body, err := z.Open(part)
	if err != nil {
		return "", err
	}
	defer func() { _ = body.Close() }()
	var b strings.Builder
	d := xml.NewDecoder(io.LimitReader(body, maxUnpacked))
	for b.Len() < maxText {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return b.String(), err
		}
		addWords(&b, token)
	}
	return b.String(), nil
}

func addWords(b *strings.Builder, token xml.Token) {
	switch t := token.(type) {
	case xml.CharData:
		b.Write(t)
	case xml.EndElement:
		if t.Name.Local == "p" || t.Name.Local == "h" {
			b.WriteByte('\n')
		}
	case xml.StartElement:
		switch t.Name.Local {
		case "tab", "s", "br", "line-break":
			b.WriteByte(' ')
		}
	}
}

// tidy leaves words and single spaces between them, at most maxText bytes.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, strings.ToValidUTF8(text, " "))
	var b bytes.Buffer
	for line := range strings.Lines(text) {
		words := strings.Join(strings.Fields(line), " ")
		if words == "" {
			continue
		}
		if b.Len()+len(words) > maxText {
			break
		}
		b.WriteString(words)
		b.WriteByte('\n')
	}
	return b.String()
}
