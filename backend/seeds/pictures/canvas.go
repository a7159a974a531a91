// Package pictures draws the pictures of the demo: landscapes, towns,
// patterns and portraits of nobody, from a name and a number. The same name
// and number give the same bytes.
package pictures

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"math/rand/v2"

	"golang.org/x/image/vector"
)

// The size of the pictures, and of the portraits.
const (
	Width    = 1280
	Height   = 853
	portrait = 640
	quality  = 82
)

type point struct{ x, y float64 }

// canvas is a picture being drawn, with the dice that vary it.
type canvas struct {
	*image.RGBA
	dice *rand.Rand
	w, h float64
}

func newCanvas(width, height int, seed uint64) *canvas {
	return &canvas{
		RGBA: image.NewRGBA(image.Rect(0, 0, width, height)), w: float64(width), h: float64(height),
		dice: rand.New(rand.NewPCG(seed, seed*2654435761+1)), //nolint:gosec // the pictures are to be the same each time
	}
}

func (c *canvas) bytes() ([]byte, error) {
	var out bytes.Buffer
	err := jpeg.Encode(&out, c.RGBA, &jpeg.Options{Quality: quality})
	return out.Bytes(), err
}

// between throws the dice.
func (c *canvas) between(low, high float64) float64 { return low + c.dice.Float64()*(high-low) }

// sky fills the rows from one height to another with a gradient.
func (c *canvas) sky(from, to float64, top, bottom color.RGBA) {
	for y := max(0, int(from)); y < min(int(to), int(c.h)); y++ {
		row := mix(top, bottom, (float64(y)-from)/(to-from))
		draw.Draw(c.RGBA, image.Rect(0, y, int(c.w), y+1), image.NewUniform(row), image.Point{}, draw.Src)
	}
}

// rect fills a rectangle.
func (c *canvas) rect(x, y, w, h float64, fill color.Color) {
	r := image.Rect(int(x), int(y), int(x+w), int(y+h))
	draw.Draw(c.RGBA, r, image.NewUniform(fill), image.Point{}, draw.Over)
}

// polygon fills a shape with smooth edges.
func (c *canvas) polygon(fill color.Color, points ...point) {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		left, right = min(left, p.x), max(right, p.x)
		top, bottom = min(top, p.y), max(bottom, p.y)
	}
	left, top = math.Floor(max(left, 0)), math.Floor(max(top, 0))
	right, bottom = math.Ceil(min(right, c.w)), math.Ceil(min(bottom, c.h))
	if right <= left || bottom <= top {
		return
	}
	r := vector.NewRasterizer(int(right-left), int(bottom-top))
	for i, p := range points {
		x, y := float32(p.x-left), float32(p.y-top)
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	r.Draw(c.RGBA, image.Rect(int(left), int(top), int(right), int(bottom)), image.NewUniform(fill), image.Point{})
}

// ellipse fills an ellipse.
func (c *canvas) ellipse(x, y, rx, ry float64, fill color.Color) {
	const steps = 48
	points := make([]point, steps)
	for i := range points {
		a := 2 * math.Pi * float64(i) / steps
		points[i] = point{x + rx*math.Cos(a), y + ry*math.Sin(a)}
	}
	c.polygon(fill, points...)
}

// line draws a straight stroke.
func (c *canvas) line(a, b point, width float64, stroke color.Color) {
	dx, dy := b.x-a.x, b.y-a.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	nx, ny := -dy/length*width/2, dx/length*width/2
	c.polygon(stroke, point{a.x + nx, a.y + ny}, point{b.x + nx, b.y + ny}, point{b.x - nx, b.y - ny}, point{a.x - nx, a.y - ny})
}

// ridge fills everything below a rolling line.
func (c *canvas) ridge(base, swing, jag float64, fill color.Color) {
	const steps = 128
	type wave struct{ size, length, shift float64 }
	waves := make([]wave, 5)
	for i := range waves {
		waves[i] = wave{swing / float64(i+1), c.between(0.6, 1.6) * float64(i+1) * 2.2, c.between(0, 2*math.Pi)}
	}
	points := make([]point, 0, steps+3)
	for i := range steps + 1 {
		t := float64(i) / steps
		y := base
		for _, w := range waves {
			y += w.size * math.Sin(w.length*t*math.Pi+w.shift)
		}
		points = append(points, point{t * c.w, y + c.between(-jag, jag)})
	}
	c.polygon(fill, append(points, point{c.w, c.h}, point{0, c.h})...)
}

func mix(a, b color.RGBA, t float64) color.RGBA {
	t = max(0, min(1, t))
	part := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*t)) }
	return color.RGBA{part(a.R, b.R), part(a.G, b.G), part(a.B, b.B), 255}
}

// fade is a colour of which something shines through.
func fade(c color.RGBA, alpha float64) color.Color {
	return color.NRGBA{c.R, c.G, c.B, uint8(255 * alpha)}
}

func hex(v uint32) color.RGBA {
	return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} //nolint:gosec // the bytes of a colour
}
