package pdf

import (
	"strings"

	"rsc.io/qr"
)

// style is how a run of text looks.
type style struct {
	family, weight string
	size           float64
	color          color
	line           float64 // height of a line
}

var (
	body   = style{"sans", "", 10, ink, 5}
	strong = style{"sans", "B", 10, ink, 5}
	small  = style{"sans", "", 8.5, soft, 4.2}
	code   = style{"mono", "", 7, soft, 3.8}
	h1     = style{"sans", "B", 18, blue, 8}
	h2     = style{"sans", "B", 13, blue, 6}
	h3     = style{"sans", "B", 10.5, ink, 5.2}
)

func (d *Doc) use(s style) { d.font(s.family, s.weight, s.size, s.color) }

// split breaks a text into lines no wider than width in a style.
func (d *Doc) split(text string, s style, width float64) []string {
	d.use(s)
	var lines []string
	for _, part := range strings.Split(clean(text), "\n") {
		got := d.f.SplitText(strings.TrimSpace(part), width)
		if len(got) == 0 {
			got = []string{""}
		}
		lines = append(lines, got...)
	}
	return lines
}

// block writes one element of text across the page.
func (d *Doc) block(tag, text string, s style) {
	e := d.tree.add(tag)
	for _, line := range d.split(text, s, Width) {
		d.ensure(s.line)
		d.use(s)
		d.mark(e, func() { d.f.Text(margin, d.f.GetY()+s.line*0.75, line) })
		d.Space(s.line)
	}
}

// Letterhead writes the issuer's name and contacts at the top.
func (d *Doc) Letterhead(name string, lines ...string) {
	d.block("P", name, style{"sans", "B", 14, ink, 6.5})
	for _, line := range lines {
		if line != "" {
			d.block("P", line, small)
		}
	}
	d.Space(2)
	d.artifact(func() { d.rule(d.f.GetY(), 0.8, blue) })
	d.Space(8)
}

// Title writes the document's title and what it is about.
func (d *Doc) Title(title, about string) {
	d.block("H1", title, h1)
	d.Space(1)
	if about != "" {
		d.block("P", about, style{"sans", "", 12, ink, 5.8})
	}
	d.Space(4)
}

// Heading opens a part of the document.
func (d *Doc) Heading(text string) {
	d.Space(5)
	d.ensure(h2.line + 14)
	d.block("H2", text, h2)
	d.Space(1.5)
}

// Subheading opens a smaller part.
func (d *Doc) Subheading(text string) {
	d.Space(2)
	d.ensure(h3.line + 12)
	d.block("H3", text, h3)
	d.Space(1)
}

// Paragraph writes running text; blank lines in it separate paragraphs.
func (d *Doc) Paragraph(text string) {
	for _, p := range strings.Split(text, "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			d.block("P", p, body)
			d.Space(2)
		}
	}
}

// List writes one bullet for each item.
func (d *Doc) List(items []string) {
	list := d.tree.add("L")
	for _, item := range items {
		li := list.add("LI")
		label, text := li.add("Lbl"), li.add("LBody")
		for i, line := range d.split(item, body, Width-5) {
			d.ensure(body.line)
			d.use(body)
			y := d.f.GetY() + body.line*0.75
			if i == 0 {
				d.mark(label, func() { d.f.Text(margin+1, y, "•") })
			}
			d.mark(text, func() { d.f.Text(margin+5, y, line) })
			d.Space(body.line)
		}
		d.Space(0.8)
	}
}

// Notice writes a text in a frame that catches the eye.
func (d *Doc) Notice(text string) {
	lines := d.split(text, strong, Width-8)
	height := float64(len(lines))*strong.line + 5
	d.ensure(height + 3)
	y := d.f.GetY()
	d.artifact(func() {
		d.f.SetDrawColor(blue.r, blue.g, blue.b)
		d.f.SetLineWidth(0.4)
		d.f.Rect(margin, y, Width, height, "D")
	})
	e := d.tree.add("P")
	for i, line := range lines {
		d.use(strong)
		d.mark(e, func() { d.f.Text(margin+4, y+2.5+float64(i)*strong.line+strong.line*0.75, line) })
	}
	d.f.SetY(y + height + 5)
}

// Fields writes pairs of label and value as a table with row headers.
func (d *Doc) Fields(pairs [][2]string) {
	t := d.table([]float64{56, Width - 56})
	for _, p := range pairs {
		if p[1] != "" {
			t.row(cell{text: p[0], style: style{"sans", "", 9.5, soft, 5}, header: "Row"}, cell{text: p[1], style: body})
		}
	}
}

// Columns writes a table with a header row. Cells of the last column are
// aligned to the right; a cell may hold a second line in fixed-width type
// after a line feed. The last row is printed in bold when it is a total.
func (d *Doc) Columns(widths []float64, header []string, rows [][]string, total bool) {
	t := d.table(widths)
	heads := make([]cell, len(header))
	for i, h := range header {
		heads[i] = cell{text: h, style: style{"sans", "B", 9, soft, 4.6}, header: "Column", right: i == len(header)-1}
	}
	t.row(heads...)
	for n, r := range rows {
		look := body
		if total && n == len(rows)-1 {
			look = strong
		}
		cells := make([]cell, len(r))
		for i, text := range r {
			text, fixed, _ := strings.Cut(text, "\n")
			cells[i] = cell{text: text, fixed: fixed, style: look, right: i == len(r)-1}
		}
		t.row(cells...)
	}
}

// Verification writes the box with which anybody can check the document.
func (d *Doc) Verification(heading, text, url, codeLabel, code, alt string) error {
	const side = 32.0
	matrix, err := qr.Encode(url, qr.M)
	if err != nil {
		return err
	}
	d.Space(6)
	d.ensure(side + 14)
	d.block("H2", heading, h2)
	d.Space(2)
	top := d.f.GetY()
	figure := d.tree.add("Figure")
	figure.alt = alt
	d.mark(figure, func() { d.drawQR(matrix, margin, top, side) })
	x, width := margin+side+6, Width-side-6
	d.beside(text, style{"sans", "", 9.5, ink, 4.8}, x, width)
	d.Space(1.5)
	d.beside(url, small, x, width)
	d.Space(1.5)
	d.beside(codeLabel, small, x, width)
	d.beside(code, style{"mono", "", 11, ink, 5.5}, x, width)
	d.f.SetY(max(d.f.GetY(), top+side+2))
	return nil
}

func (d *Doc) beside(text string, s style, x, width float64) {
	e := d.tree.add("P")
	for _, line := range d.split(text, s, width) {
		d.use(s)
		d.mark(e, func() { d.f.Text(x, d.f.GetY()+s.line*0.75, line) })
		d.Space(s.line)
	}
}

// drawQR draws runs of dark modules as rectangles, so that it stays sharp.
func (d *Doc) drawQR(m *qr.Code, x, y, side float64) {
	unit := side / float64(m.Size)
	d.f.SetFillColor(0, 0, 0)
	for row := range m.Size {
		for col := 0; col < m.Size; col++ {
			run := 0
			for col+run < m.Size && m.Black(col+run, row) {
				run++
			}
			if run > 0 {
				d.f.Rect(x+float64(col)*unit, y+float64(row)*unit, float64(run)*unit, unit, "F")
				col += run
			}
		}
	}
}
