package media

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	namespaceSVG   = "http://www.w3.org/2000/svg"
	namespaceXLink = "http://www.w3.org/1999/xlink"
	namespaceXML   = "http://www.w3.org/XML/1998/namespace"
	maxDepth       = 100
)

// shapes are the elements of a drawing that stay. None of them can run,
// animate, fetch or hold a page.
var shapes = strings.Fields(`svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath
title desc style linearGradient radialGradient stop clipPath mask pattern marker image filter feBlend feColorMatrix
feComponentTransfer feComposite feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode
feMorphology feOffset feTile feTurbulence`)

// grouping elements lose what they do and keep what they hold.
var grouping = []string{"a", "switch"}

var (
	attributeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)
	insideData    = regexp.MustCompile(`^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$`)
	foreignURL    = regexp.MustCompile(`(?i)url\(\s*["']?\s*[^#"'\s]`)
	activeStyle   = regexp.MustCompile(`(?i)@|\\|expression|javascript|behavior|-moz-binding|image-set|<`)
)

// cleanDrawing writes an SVG anew from the elements and attributes that only
// draw, and returns its size. Everything else is left behind: scripts,
// handlers, animations, foreign pages, addresses outside of the file.
func cleanDrawing(body []byte) (cleaned []byte, width, height int, err error) {
	d := xml.NewDecoder(bytes.NewReader(body))
	w := &drawing{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, 0, ErrUnreadable
		}
		if err := w.write(d, token); err != nil {
			return nil, 0, 0, err
		}
	}
	if !w.begun || len(w.open) > 0 {
		return nil, 0, 0, ErrUnreadable
	}
	return w.out.Bytes(), w.width, w.height, nil
}

type drawing struct {
	out           bytes.Buffer
	open          []string
	begun         bool
	width, height int
}

func (w *drawing) write(d *xml.Decoder, token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return w.start(d, t)
	case xml.EndElement:
		if len(w.open) == 0 {
			return ErrUnreadable
		}
		w.out.WriteString("</" + w.open[len(w.open)-1] + ">")
		w.open = w.open[:len(w.open)-1]
	case xml.CharData:
		if len(w.open) > 0 {
			return xml.EscapeText(&w.out, t)
		}
	}
	return nil
}

func (w *drawing) start(d *xml.Decoder, t xml.StartElement) error {
	name := t.Name.Local
	if slices.Contains(grouping, name) {
		name, t.Attr = "g", nil
	}
	switch {
	case !w.begun && (name != "svg" || t.Name.Space != namespaceSVG), len(w.open) > maxDepth, w.begun && len(w.open) == 0:
		return ErrUnreadable
	case t.Name.Space != namespaceSVG || !slices.Contains(shapes, name):
		return skip(d)
	case name == "style":
		return w.style(d)
	}
	if !w.begun {
		w.begun = true
		w.width, w.height = drawingSize(t.Attr)
		w.out.WriteString(`<svg xmlns="` + namespaceSVG + `"`)
	} else {
		w.out.WriteString("<" + name)
	}
	linked := false
	for _, a := range t.Attr {
		isLink := a.Name.Local == "href"
		if !isLink || !linked { // old drawings say it twice
			w.attribute(name, a)
		}
		linked = linked || isLink
	}
	w.out.WriteByte('>')
	w.open = append(w.open, name)
	return nil
}

func skip(d *xml.Decoder) error {
	if err := d.Skip(); err != nil {
		return ErrUnreadable
	}
	return nil
}

// attribute writes an attribute that is harmless on the element.
func (w *drawing) attribute(element string, a xml.Attr) {
	name := a.Name.Local
	switch {
	case a.Name.Space == namespaceXML && (name == "space" || name == "lang"):
		name = "xml:" + name
	case name == "href" && (a.Name.Space == "" || a.Name.Space == namespaceXLink):
		value := strings.TrimSpace(a.Value)
		if !strings.HasPrefix(value, "#") && (element != "image" || !insideData.MatchString(value)) {
			return
		}
	case a.Name.Space != "", name == "xmlns", name == "src", !attributeName.MatchString(name),
		strings.HasPrefix(strings.ToLower(name), "on"), foreignURL.MatchString(a.Value), activeStyle.MatchString(a.Value) && name == "style":
		return
	}
	w.out.WriteString(" " + name + `="`)
	_ = xml.EscapeText(&w.out, []byte(a.Value)) // a buffer takes everything
	w.out.WriteByte('"')
}

// style keeps a style sheet that asks for nothing from outside.
func (w *drawing) style(d *xml.Decoder) error {
	var css strings.Builder
	for {
		token, err := d.Token()
		if err != nil {
			return ErrUnreadable
		}
		switch t := token.(type) {
		case xml.CharData:
			css.Write(t)
		case xml.StartElement:
			if err := skip(d); err != nil {
				return err
			}
		case xml.EndElement:
			if text := css.String(); !activeStyle.MatchString(text) && !foreignURL.MatchString(text) {
				w.out.WriteString("<style>")
				_ = xml.EscapeText(&w.out, []byte(text)) // a buffer takes everything
				w.out.WriteString("</style>")
			}
			return nil
		}
	}
}

// drawingSize reads width and height, or the window of the drawing.
func drawingSize(attributes []xml.Attr) (width, height int) {
	values := map[string]string{}
	for _, a := range attributes {
		values[a.Name.Local] = a.Value
	}
	w, h := pixels(values["width"]), pixels(values["height"])
	if w > 0 && h > 0 {
		return w, h
	}
	window := strings.FieldsFunc(values["viewBox"], func(r rune) bool { return r == ' ' || r == ',' || r == '\n' || r == '\t' })
	if len(window) != 4 {
		return 0, 0
	}
	return pixels(window[2]), pixels(window[3])
}

func pixels(s string) int {
	v, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || !(v > 0) || v > maxSide {
		return 0
	}
	return max(1, int(math.Round(v)))
}
