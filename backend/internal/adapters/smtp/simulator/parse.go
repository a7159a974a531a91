package simulator

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"slices"
	"strings"
)

// header is a message's header with decoded values.
type header map[string][]string

func (h header) get(key string) string {
	return decode(textproto.MIMEHeader(h).Get(key))
}

// field is one header line, for display.
type field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func (h header) fields() []field {
	var out []field
	for name, values := range h {
		for _, v := range values {
			out = append(out, field{name, decode(v)})
		}
	}
	slices.SortFunc(out, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func decode(v string) string {
	if s, err := new(mime.WordDecoder).DecodeHeader(v); err == nil {
		return s
	}
	return v
}

// parts are the two forms of a message.
type parts struct{ text, html string }

// parse reads a message; what it cannot read is left empty.
func parse(raw []byte) (header, parts) {
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return header{}, parts{text: string(raw)}
	}
	var p parts
	p.read(textproto.MIMEHeader(m.Header), m.Body, 0)
	return header(m.Header), p
}

const maxDepth = 5

func (p *parts) read(h textproto.MIMEHeader, body io.Reader, depth int) {
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		media = "text/plain"
	}
	if strings.HasPrefix(media, "multipart/") && depth < maxDepth {
		p.multi(multipart.NewReader(body, params["boundary"]), depth)
		return
	}
	text, _ := io.ReadAll(decoded(h.Get("Content-Transfer-Encoding"), body))
	switch {
	case media == "text/html" && p.html == "":
		p.html = string(text)
	case media == "text/plain" && p.text == "":
		p.text = string(text)
	}
}

func (p *parts) multi(r *multipart.Reader, depth int) {
	for {
		part, err := r.NextRawPart()
		if err != nil {
			return
		}
		p.read(part.Header, part, depth+1)
	}
}

func decoded(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}
