package pdf

// cell is one cell of a table.
type cell struct {
	text   string
	fixed  string // a second line in fixed-width type
	style  style
	header string // scope of a header cell: "Row" or "Column"
	right  bool
}

type line struct {
	text  string
	style style
}

type table struct {
	d      *Doc
	e      *element
	widths []float64
}

const (
	gutter  = 4.0 // between columns
	padding = 1.3 // above and below the text of a row
)

func (d *Doc) table(widths []float64) *table {
	return &table{d: d, e: d.tree.add("Table"), widths: widths}
}

// row writes a row; one that does not fit goes on on the next page.
func (t *table) row(cells ...cell) {
	tr := t.e.add("TR")
	lines := make([][]line, len(cells))
	elements := make([]*element, len(cells))
	height := 0.0
	for i, c := range cells {
		elements[i] = tr.add("TD")
		if c.header != "" {
			elements[i].tag, elements[i].scope = "TH", c.header
		}
		lines[i] = t.lines(c, t.widths[i]-gutter)
		height = max(height, sum(lines[i]))
	}
	if height < 60 {
		t.d.ensure(height + 2*padding)
	}
	for more := true; more; {
		more = t.slice(cells, lines, elements)
	}
}

// slice writes as many lines of a row as the page takes and says whether some
// are left.
func (t *table) slice(cells []cell, lines [][]line, elements []*element) (more bool) {
	d := t.d
	d.ensure(body.line + 2*padding)
	top := d.f.GetY() + padding
	room := pageHeight - bottom - padding - top
	low, x := top, margin
	for i := range cells {
		y := top
		for len(lines[i]) > 0 && y+lines[i][0].style.line <= top+room {
			l := lines[i][0]
			t.write(l, cells[i].right, x, y, t.widths[i], elements[i])
			y += l.style.line
			lines[i] = lines[i][1:]
		}
		more = more || len(lines[i]) > 0
		low = max(low, y)
		x += t.widths[i]
	}
	d.artifact(func() { d.rule(low+padding, 0.15, gray(205)) })
	d.f.SetY(low + padding)
	if more {
		d.newPage()
	}
	return more
}

func (t *table) write(l line, right bool, x, y, width float64, e *element) {
	d := t.d
	d.use(l.style)
	if right {
		x += width - d.f.GetStringWidth(l.text)
	}
	d.mark(e, func() { d.f.Text(x, y+l.style.line*0.75, l.text) })
}

func (t *table) lines(c cell, width float64) []line {
	var out []line
	for _, s := range t.d.split(c.text, c.style, width) {
		out = append(out, line{s, c.style})
	}
	if c.fixed == "" {
		return out
	}
	for _, s := range t.d.split(c.fixed, code, width) {
		out = append(out, line{s, code})
	}
	return out
}

func sum(lines []line) (height float64) {
	for _, l := range lines {
		height += l.style.line
	}
	return height
}
