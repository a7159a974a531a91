package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gen2brain/avif"
	"github.com/gen2brain/webp"
	"golang.org/x/image/draw"
	xwebp "golang.org/x/image/webp"
)

// A picture is refused when its pixels would take too much memory, whatever
// the size of its file. A plain photo is read in half the room of the others.
const (
	maxSide        = 20000
	maxPixels      = 25_000_000
	maxPhotoPixels = 50_000_000
)

// decoding lets one picture at a time into memory, uploads and jobs together.
var decoding = make(chan struct{}, 1)

// pictureSize reads width and height and refuses what is too large to decode.
func pictureSize(mime string, body []byte) (width, height int, err error) {
	config, err := decodeConfig(mime, body)
	if err != nil || config.Width < 1 || config.Height < 1 {
		return 0, 0, ErrUnreadable
	}
	limit := maxPixels
	if mime == typeJPEG && !progressive(body) {
		limit = maxPhotoPixels
	}
	if config.Width > maxSide || config.Height > maxSide || config.Width*config.Height > limit {
		return 0, 0, ErrPixels.With(fmt.Sprintf("%d × %d pixels; at most %d million are accepted", config.Width, config.Height, limit/1_000_000))
	}
	return config.Width, config.Height, nil
}

func decodeConfig(mime string, body []byte) (image.Config, error) {
	r := bytes.NewReader(body)
	switch mime {
	case typeJPEG:
		return jpeg.DecodeConfig(r)
	case typePNG:
		return png.DecodeConfig(r)
	case typeGIF:
		return gif.DecodeConfig(r)
	case typeWebP:
		return xwebp.DecodeConfig(r)
	}
	return image.Config{}, ErrType
}

// progressive tells a JPEG that is kept whole in memory while it is read.
func progressive(b []byte) bool {
	for rest := b[2:]; ; {
		segment, marker, ok := jpegSegment(rest)
		switch {
		case !ok, marker == jpegSOS, marker == jpegEOI:
			return false
		case marker == 0xC2:
			return true
		}
		rest = rest[len(segment):]
	}
}

func decodePicture(mime string, body []byte) (image.Image, error) {
	r := bytes.NewReader(body)
	switch mime {
	case typeJPEG:
		return jpeg.Decode(r)
	case typePNG:
		return png.Decode(r)
	case typeGIF:
		return gif.Decode(r)
	case typeWebP:
		return xwebp.Decode(r)
	}
	return nil, ErrType
}

// checkPicture decodes the whole picture: what only begins like one is
// refused.
func checkPicture(ctx context.Context, mime string, body []byte) error {
	select {
	case decoding <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-decoding }()
	if _, err := decodePicture(mime, body); err != nil {
		return ErrUnreadable
	}
	return nil
}

// widths are those of the smaller forms, in pixels.
var widths = []int{320, 640, 960, 1280, 1920}

// widthsFor are the widths of the forms of a picture: those below its own and,
// when it is not larger than the largest, its own.
func widthsFor(width int) []int {
	var out []int
	for _, w := range widths {
		if w < width {
			out = append(out, w)
		}
	}
	if width <= widths[len(widths)-1] {
		out = append(out, width)
	}
	return out
}

// loadBase decodes a picture, turns it upright and brings it to the largest
// width there is a form of. What it was decoded from is free afterwards.
func loadBase(mime string, body []byte) (*image.NRGBA, error) {
	decoding <- struct{}{}
	defer func() { <-decoding }()
	orientation := 1
	if mime == typeJPEG {
		_, orientation, _ = cleanJPEG(body)
	}
	src, err := decodePicture(mime, body)
	if err != nil {
		return nil, err
	}
	b := src.Bounds()
	w, h := b.Dx(), b.Dy()
	across := w
	if orientation >= 5 {
		across = h
	}
	if most := widths[len(widths)-1]; across > most {
		w, h = max(1, w*most/across), max(1, h*most/across)
	}
	return turn(shrink(src, w, h), orientation), nil
}

// shrink averages the pixels of src that fall on each pixel of the result. It
// needs memory for one row of the result only, unlike a filter in two steps.
func shrink(src image.Image, w, h int) *image.NRGBA {
	b := src.Bounds()
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	if w == b.Dx() && h == b.Dy() {
		draw.Draw(dst, dst.Bounds(), src, b.Min, draw.Src)
		return dst
	}
	line := image.NewRGBA(image.Rect(0, 0, b.Dx(), 1))
	sums := make([][5]float64, w) // premultiplied colours, and the weight
	kx, ky := float64(w)/float64(b.Dx()), float64(h)/float64(b.Dy())
	row := 0
	for y := range b.Dy() {
		draw.Draw(line, line.Bounds(), src, image.Pt(b.Min.X, b.Min.Y+y), draw.Src)
		top, bottom := float64(y)*ky, float64(y+1)*ky
		split := min(bottom, float64(row+1))
		addLine(sums, line.Pix, kx, split-top)
		if bottom >= float64(row+1) || y == b.Dy()-1 {
			writeLine(dst, row, sums)
			clear(sums)
			row = min(row+1, h-1)
			if bottom > split {
				addLine(sums, line.Pix, kx, bottom-split)
			}
		}
	}
	return dst
}

// addLine adds a line of pixels, of the given height, to the sums.
func addLine(sums [][5]float64, pix []uint8, kx, height float64) {
	if height <= 0 {
		return
	}
	last := len(sums) - 1
	for x := range len(pix) / 4 {
		left, right := float64(x)*kx, float64(x+1)*kx
		column := min(int(left), last)
		edge := min(right, float64(column+1))
		addPixel(&sums[column], pix[4*x:4*x+4], (edge-left)*height)
		if right > edge && column < last {
			addPixel(&sums[column+1], pix[4*x:4*x+4], (right-edge)*height)
		}
	}
}

func addPixel(sum *[5]float64, p []uint8, weight float64) {
	for i := range 4 {
		sum[i] += weight * float64(p[i])
	}
	sum[4] += weight
}

func writeLine(dst *image.NRGBA, y int, sums [][5]float64) {
	for x, s := range sums {
		if s[4] <= 0 || s[3] <= 0 {
			continue
		}
		unit := 255 / s[3] // undoes the multiplication by alpha
		dst.SetNRGBA(x, y, color.NRGBA{round(s[0] * unit), round(s[1] * unit), round(s[2] * unit), round(s[3] / s[4])})
	}
}

func round(v float64) uint8 { return uint8(min(255, max(0, v+0.5))) }

// turn applies the orientation of a photo.
func turn(src *image.NRGBA, orientation int) *image.NRGBA {
	if orientation == 1 {
		return src
	}
	w, h := src.Rect.Dx(), src.Rect.Dy()
	dst := image.NewNRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		dst = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			dx, dy := turned(orientation, x, y, w, h)
			copy(dst.Pix[dst.PixOffset(dx, dy):][:4], src.Pix[src.PixOffset(x, y):][:4])
		}
	}
	return dst
}

// turned is where a pixel goes, for each orientation that EXIF knows.
func turned(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}

// smaller makes the form of a width from the base, sharply.
func smaller(base *image.NRGBA, width int) *image.NRGBA {
	b := base.Bounds()
	if width >= b.Dx() {
		return base
	}
	dst := image.NewNRGBA(image.Rect(0, 0, width, max(1, (b.Dy()*width+b.Dx()/2)/b.Dx())))
	draw.CatmullRom.Scale(dst, dst.Bounds(), base, b, draw.Src, nil)
	return dst
}

const (
	avifQuality = 58
	avifSpeed   = 10 // each step below doubles time and memory for a few bytes
	webpQuality = 78
	webpMethod  = 3
	jpegQuality = 80
)

// encodePicture writes a picture in a format: avif, webp, jpeg or png.
func encodePicture(w io.Writer, m *image.NRGBA, format string) error {
	switch format {
	case "avif":
		// The encoder takes the bytes as colours that are not multiplied by
		// alpha, whatever the type says.
		raw := &image.RGBA{Pix: m.Pix, Stride: m.Stride, Rect: m.Rect}
		return avif.Encode(w, raw, avif.Options{
			Quality: avifQuality, QualityAlpha: avifQuality, Speed: avifSpeed, ChromaSubsampling: image.YCbCrSubsampleRatio420,
		})
	case "webp":
		return webp.Encode(w, m, webp.Options{Quality: webpQuality, Method: webpMethod})
	case "jpeg":
		return jpeg.Encode(w, m, &jpeg.Options{Quality: jpegQuality})
	}
	return png.Encode(w, m)
}

// ownFormat is the format that every browser reads, as the original's.
func ownFormat(mime string, m *image.NRGBA) string {
	if mime == typeJPEG || mime == typeWebP && m.Opaque() {
		return "jpeg"
	}
	return "png"
}
