package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

// element is a node of the structure that assistive technology reads.
type element struct {
	tag   string
	alt   string
	scope string // of a table header cell
	kids  []*element
	marks []mark
	obj   int
}

// mark points at a piece of a page's content.
type mark struct{ page, id int }

func (e *element) add(tag string) *element {
	k := &element{tag: tag}
	e.kids = append(e.kids, k)
	return k
}

// mark draws something as content of e.
func (d *Doc) mark(e *element, draw func()) {
	page := d.f.PageNo() - 1
	id := d.marks[page]
	d.marks[page]++
	d.owner[page] = append(d.owner[page], e)
	e.marks = append(e.marks, mark{page, id})
	d.f.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", e.tag, id))
	draw()
	d.f.RawWriteStr("EMC")
}

// artifact draws something that is not part of the text.
func (d *Doc) artifact(draw func()) {
	d.f.RawWriteStr("/Artifact BMC")
	draw()
	d.f.RawWriteStr("EMC")
}

var errLayout = errors.New("unexpected layout of the generated file")

var (
	startXref = regexp.MustCompile(`startxref\s+(\d+)\s+%%EOF\s*$`)
	names     = regexp.MustCompile(`(?s)/Names <<\n/EmbeddedFiles <<.*?>>\n>>\n`)
	dates     = regexp.MustCompile(`\(D:(\d{14})\)`)
	group     = regexp.MustCompile(`/Group <<[^>]*>>\n`)
)

// finish rewrites the file that fpdf made: it adds the structure tree and the
// file identifier, and leaves out the empty list of attachments.
func finish(raw []byte, d *Doc) ([]byte, error) {
	objects, err := parse(raw)
	if err != nil {
		return nil, err
	}
	for n, o := range objects {
		if objects[n], err = repack(readable(o)); err != nil {
			return nil, err
		}
	}
	catalog, info := len(objects)-1, 0
	var pages []int
	for n, o := range objects {
		switch {
		case bytes.HasPrefix(o, []byte("<</Type /Page\n")):
			pages = append(pages, n)
		case bytes.HasPrefix(o, []byte("<<\n/Producer ")):
			info = n
		}
	}
	if len(pages) != len(d.marks) || info == 0 {
		return nil, errLayout
	}
	for i, n := range pages {
		o := group.ReplaceAll(objects[n], nil)
		head := fmt.Sprintf("<</Type /Page\n/StructParents %d\n/Tabs /S\n", i)
		objects[n] = append([]byte(head), bytes.TrimPrefix(o, []byte("<</Type /Page\n"))...)
	}
	objects[info] = dates.ReplaceAll(objects[info], []byte("(D:${1}Z)"))
	root := len(objects)
	objects = append(objects, d.structure(root, pages)...)
	extra := fmt.Sprintf("/MarkInfo <</Marked true>>\n/ViewerPreferences <</DisplayDocTitle true>>\n/StructTreeRoot %d 0 R\n", root)
	objects[catalog] = bytes.Replace(names.ReplaceAll(objects[catalog], nil),
		[]byte("/Type /Catalog\n"), []byte("/Type /Catalog\n"+extra), 1)
	return assemble(objects, catalog, info), nil
}

// parse returns the body of each object of a file with one plain cross
// reference table; index 0 is unused.
func parse(raw []byte) ([][]byte, error) {
	m := startXref.FindSubmatch(raw)
	if m == nil {
		return nil, errLayout
	}
	start, _ := strconv.Atoi(string(m[1]))
	if start >= len(raw) {
		return nil, errLayout
	}
	rows := strings.Split(string(raw[start:]), "\n")
	var first, count int
	if _, err := fmt.Sscanf(rows[1], "%d %d", &first, &count); err != nil || first != 0 || len(rows) < count+2 {
		return nil, errLayout
	}
	objects := make([][]byte, count)
	for n := 1; n < count; n++ {
		offset, err := strconv.Atoi(rows[n+2][:10])
		if err != nil || offset >= start {
			return nil, errLayout
		}
		objects[n] = object(raw[offset:start], n)
		if objects[n] == nil {
			return nil, errLayout
		}
	}
	return objects, nil
}

var length = regexp.MustCompile(`/Length (\d+)`)

// object cuts out one object. Streams are skipped by their length, because
// their bytes may look like anything.
func object(b []byte, n int) []byte {
	head := fmt.Sprintf("%d 0 obj\n", n)
	if !bytes.HasPrefix(b, []byte(head)) {
		return nil
	}
	b = b[len(head):]
	end, stream := bytes.Index(b, []byte("endobj")), bytes.Index(b, []byte("stream\n"))
	if end < 0 || stream < 0 || end < stream {
		return b[:max(end, 0)]
	}
	m := length.FindSubmatch(b[:stream])
	if m == nil {
		return nil
	}
	size, _ := strconv.Atoi(string(m[1]))
	from := stream + len("stream\n") + size
	if from > len(b) {
		return nil
	}
	if end = bytes.Index(b[from:], []byte("endobj")); end < 0 {
		return nil
	}
	return b[:from+end]
}

const flate = "/Filter /FlateDecode"

// readable mends the map from character codes to Unicode. fpdf writes it as one
// range of 65,536 codes, but a range may not cross a first byte: readers that
// keep to the rule find no text beyond the first 256 characters.
func readable(o []byte) []byte {
	dict, stream, found := bytes.Cut(o, []byte("stream\n"))
	if !found || !bytes.Contains(stream, []byte(wholeRange)) {
		return o
	}
	at := bytes.Index(stream, []byte("endstream"))
	if at < 0 {
		return o
	}
	ranges := bytes.Replace(bytes.TrimRight(stream[:at], "\n"), []byte(wholeRange), []byte(byteRanges()), 1)
	packed := deflate(ranges)
	dict = length.ReplaceAll(dict, fmt.Appendf(nil, "%s /Length %d", flate, len(packed)))
	return fmt.Appendf(nil, "%sstream\n%s\nendstream\n", dict, packed)
}

const wholeRange = "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange\n"

// byteRanges maps each code to itself, one range a first byte; a block holds
// 100 ranges at most.
func byteRanges() string {
	var b strings.Builder
	for from := 0; from < 256; from += 100 {
		until := min(from+100, 256)
		fmt.Fprintf(&b, "%d beginbfrange\n", until-from)
		for high := from; high < until; high++ {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", high, high, high)
		}
		b.WriteString("endbfrange\n")
	}
	return b.String()
}

func deflate(plain []byte) []byte {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(plain) // a buffer takes everything
	_ = w.Close()
	return packed.Bytes()
}

// repack compresses a stream again: fpdf's shared compressors give different
// bytes from run to run.
func repack(o []byte) ([]byte, error) {
	dict, stream, found := bytes.Cut(o, []byte("stream\n"))
	if !found || !bytes.Contains(dict, []byte(flate)) {
		return o, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return nil, fmt.Errorf("read a stream: %w", err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read a stream: %w", err)
	}
	packed := deflate(plain)
	dict = length.ReplaceAll(dict, fmt.Appendf(nil, "/Length %d", len(packed)))
	return fmt.Appendf(nil, "%sstream\n%s\nendstream\n", dict, packed), nil
}

// structure returns the objects of the structure tree: the root, the table
// from page content to elements, and the elements.
func (d *Doc) structure(root int, pages []int) [][]byte {
	next := root + 2
	number(d.tree, &next)
	var nums strings.Builder
	for page, owners := range d.owner {
		fmt.Fprintf(&nums, "%d [", page)
		for _, e := range owners {
			fmt.Fprintf(&nums, "%d 0 R ", e.obj)
		}
		nums.WriteString("]\n")
	}
	out := [][]byte{
		fmt.Appendf(nil, "<</Type /StructTreeRoot\n/K %d 0 R\n/ParentTree %d 0 R\n/ParentTreeNextKey %d>>\n", d.tree.obj, root+1, len(pages)),
		fmt.Appendf(nil, "<</Nums [\n%s]>>\n", nums.String()),
	}
	return describe(out, d.tree, root, pages)
}

func number(e *element, next *int) {
	e.obj = *next
	*next++
	for _, k := range e.kids {
		number(k, next)
	}
}

func describe(out [][]byte, e *element, parent int, pages []int) [][]byte {
	var kids strings.Builder
	for _, m := range e.marks {
		fmt.Fprintf(&kids, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", pages[m.page], m.id)
	}
	for _, k := range e.kids {
		fmt.Fprintf(&kids, "%d 0 R ", k.obj)
	}
	extra := ""
	if e.alt != "" {
		extra += "/Alt " + utf16Hex(e.alt) + "\n"
	}
	if e.scope != "" {
		extra += "/A <</O /Table /Scope /" + e.scope + ">>\n"
	}
	out = append(out, fmt.Appendf(nil, "<</Type /StructElem\n/S /%s\n/P %d 0 R\n%s/K [%s]>>\n", e.tag, parent, extra, kids.String()))
	for _, k := range e.kids {
		out = describe(out, k, e.obj, pages)
	}
	return out
}

func utf16Hex(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteByte('>')
	return b.String()
}

// assemble writes the objects with a new cross reference table.
func assemble(objects [][]byte, catalog, info int) []byte {
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	offsets := make([]int, len(objects))
	for n := 1; n < len(objects); n++ {
		offsets[n] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%sendobj\n", n, objects[n])
	}
	id := sha256.Sum256(out.Bytes())
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects))
	for _, o := range offsets[1:] {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer\n<</Size %d\n/Root %d 0 R\n/Info %d 0 R\n/ID [<%X> <%X>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects), catalog, info, id[:16], id[:16], xref)
	return out.Bytes()
}
