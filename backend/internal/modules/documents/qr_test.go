package documents

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/color"
	"io"
	"regexp"
	"strconv"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// TestTheQRCodeOpensTheVerificationPage reads the code off the drawn page, as a
// camera does.
func TestTheQRCodeOpensTheVerificationPage(t *testing.T) {
	for name, pdf := range samples(t) {
		t.Run(name, func(t *testing.T) {
			bitmap, err := gozxing.NewBinaryBitmapFromImage(drawn(t, pdf))
			if err != nil {
				t.Fatal(err)
			}
			read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
			if err != nil {
				t.Fatalf("the code cannot be read: %v", err)
			}
			if want := "http://localhost:8080/verifica/7ZK3M9QXW2R8TFV5HCJ1"; read.GetText() != want {
				t.Errorf("the code says %q, want %q", read.GetText(), want)
			}
		})
	}
}

const pixelsPerPoint = 6

// drawn paints the rectangles of the page that has the code; other ones, such
// as the ground of a notice, lie elsewhere.
func drawn(t *testing.T, pdf []byte) image.Image {
	t.Helper()
	page := image.NewGray(image.Rect(0, 0, 596*pixelsPerPoint, 842*pixelsPerPoint))
	for i := range page.Pix {
		page.Pix[i] = 0xff
	}
	painted := 0
	for _, r := range rectangles(t, lastPage(t, pdf)) {
		x0, x1 := min(r[0], r[0]+r[2]), max(r[0], r[0]+r[2])
		y0, y1 := min(r[1], r[1]+r[3]), max(r[1], r[1]+r[3])
		for y := pixel(842 - y1); y < pixel(842-y0); y++ {
			for x := pixel(x0); x < pixel(x1); x++ {
				page.SetGray(x, y, color.Gray{})
			}
		}
		painted++
	}
	if painted < 50 {
		t.Fatalf("%d rectangles are no QR code", painted)
	}
	return page
}

func pixel(points float64) int { return int(points*pixelsPerPoint + 0.5) }

// lastPage is the content of the last page that has rectangles.
func lastPage(t *testing.T, pdf []byte) (last []byte) {
	t.Helper()
	for _, part := range bytes.Split(pdf, []byte("\nendstream")) {
		_, packed, found := bytes.Cut(part, []byte("stream\n"))
		r, err := zlib.NewReader(bytes.NewReader(packed))
		if !found || err != nil {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(" BDC\n")) && rectangle.Match(content) {
			last = content
		}
	}
	return last
}

var (
	number    = `(-?[0-9.]+)`
	rectangle = regexp.MustCompile(number + ` ` + number + ` ` + number + ` ` + number + ` re f\b`)
)

// rectangles are those that a page fills, as x, y, width and height in points.
func rectangles(t *testing.T, content []byte) (out [][4]float64) {
	t.Helper()
	for _, m := range rectangle.FindAllSubmatch(content, -1) {
		var r [4]float64
		for i := range r {
			v, err := strconv.ParseFloat(string(m[i+1]), 64)
			if err != nil {
				t.Fatal(err)
			}
			r[i] = v
		}
		out = append(out, r)
	}
	return out
}
