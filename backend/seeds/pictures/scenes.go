package pictures

import (
	"fmt"
	"image/color"
	"math"
)

// light is the palette of an hour of the day.
type light struct {
	top, horizon, sun, far, near, water, shine, wall, glow color.RGBA
	night                                                  bool
}

var hours = map[string]light{
	"": {
		top: hex(0x5fa8e0), horizon: hex(0xdcefF8), sun: hex(0xfff3c4), far: hex(0x9dbfd0), near: hex(0x2f6b4f),
		water: hex(0x2b7fb0), shine: hex(0xbfe3f2), wall: hex(0xf2d8b0), glow: hex(0x42617d),
	},
	"dawn": {
		top: hex(0x8f9fd8), horizon: hex(0xffd9c7), sun: hex(0xfff0dc), far: hex(0xb9a5c4), near: hex(0x4d7a68),
		water: hex(0x7f95c2), shine: hex(0xffe3d3), wall: hex(0xf0c6ac), glow: hex(0x6b5b78),
	},
	"dusk": {
		top: hex(0x3d4a86), horizon: hex(0xf7a35c), sun: hex(0xffd27a), far: hex(0x7a5a86), near: hex(0x2d3350),
		water: hex(0x4a4f86), shine: hex(0xf7b27a), wall: hex(0xc98a66), glow: hex(0xffd98a),
	},
	"night": {
		top: hex(0x0b1533), horizon: hex(0x2b3f73), sun: hex(0xf4f1dd), far: hex(0x223260), near: hex(0x0e1a38),
		water: hex(0x16275a), shine: hex(0x6e86c4), wall: hex(0x3a456e), glow: hex(0xffd98a), night: true,
	},
}

// accents are the bright colours of sails, awnings and books.
var accents = []color.RGBA{
	hex(0xc8442f), hex(0xe39b2d), hex(0x0066cc), hex(0x1b8a6b), hex(0x8a3f7c), hex(0xf2e6cf), hex(0x2f4f7f), hex(0xd96b62), hex(0x5b8f3a),
}

var scenes = map[string]func(*canvas, light){
	"lake": lake, "sails": sails, "waves": waves, "town": town, "tower": tower, "fireworks": fireworks, "mountains": mountains,
	"hills": hills, "forest": forest, "reeds": reeds, "promenade": promenade, "market": market, "books": books, "bridge": bridge,
	"hall": hall, "court": court, "kites": kites, "petals": petals,
}

// Scene draws a scene at an hour of the day ("", "dawn", "dusk" or "night").
func Scene(name, hour string, seed uint64) ([]byte, error) {
	paint, ok := scenes[name]
	if !ok {
		return nil, fmt.Errorf("pictures: no scene is called %q", name)
	}
	l, ok := hours[hour]
	if !ok {
		return nil, fmt.Errorf("pictures: no hour is called %q", hour)
	}
	c := newCanvas(Width, Height, seed)
	paint(c, l)
	return c.bytes()
}

func (c *canvas) accent() color.RGBA { return accents[c.dice.IntN(len(accents))] }

// heaven paints the sky with its sun, moon, clouds or stars.
func (c *canvas) heaven(l light, down float64) {
	c.sky(0, down, l.top, l.horizon)
	x, y, r := c.between(0.15, 0.85)*c.w, c.between(0.2, 0.55)*down, c.between(42, 70)
	c.ellipse(x, y, r*1.7, r*1.7, fade(l.sun, 0.18))
	c.ellipse(x, y, r, r, l.sun)
	if l.night {
		for range 130 {
			c.ellipse(c.between(0, c.w), c.between(0, down), 1.3, 1.3, fade(l.sun, c.between(0.3, 0.9)))
		}
		return
	}
	for range 4 + c.dice.IntN(4) {
		cx, cy, w := c.between(0, c.w), c.between(0.05, 0.5)*down, c.between(70, 170)
		for i := range 4 {
			c.ellipse(cx+float64(i)*w*0.3, cy-c.between(0, 10), w*0.36, w*0.12, fade(hex(0xffffff), 0.34))
		}
	}
}

// water paints the lake from one height down, with its glitter.
func (c *canvas) lakeWater(l light, from float64) {
	c.sky(from, c.h, mix(l.water, l.shine, 0.35), mix(l.water, color.RGBA{0, 0, 0, 255}, 0.22))
	for range 150 {
		y := from + math.Pow(c.dice.Float64(), 1.6)*(c.h-from)
		w := c.between(16, 120) * (0.35 + (y-from)/(c.h-from))
		c.rect(c.between(-20, c.w), y, w, 2, fade(l.shine, c.between(0.12, 0.4)))
	}
}

func lake(c *canvas, l light) {
	shore := c.between(0.56, 0.64) * c.h
	c.heaven(l, shore)
	for i := range 4 {
		t := float64(i) / 4
		c.ridge(shore*(0.55+0.42*t), 46-t*18, 1.5, mix(l.far, l.near, t))
	}
	c.lakeWater(l, shore)
	c.ridge(c.h*0.93, 12, 2, mix(l.near, color.RGBA{0, 0, 0, 255}, 0.25))
}

func mountains(c *canvas, l light) {
	c.heaven(l, c.h*0.8)
	for layer := range 3 {
		t := float64(layer) / 3
		base := c.h * (0.62 + 0.16*t)
		for x := -100.0; x < c.w+200; x += c.between(150, 260) {
			high, half := c.between(190, 380)*(1-t*0.35), c.between(170, 280)
			peak := point{x, base - high}
			c.polygon(mix(l.far, l.near, t), point{x - half, base + 80}, peak, point{x + half, base + 80})
			c.polygon(fade(hex(0xf7fbff), 0.85-t*0.5), point{x - half*0.22, peak.y + high*0.24}, peak, point{x + half*0.2, peak.y + high*0.22}, point{x + half*0.05, peak.y + high*0.15}, point{x - half*0.06, peak.y + high*0.27})
		}
		c.rect(0, base+79, c.w, c.h-base, mix(l.far, l.near, t))
	}
	c.ridge(c.h*0.84, 30, 3, mix(l.near, color.RGBA{0, 0, 0, 255}, 0.15))
}

func hills(c *canvas, l light) {
	c.heaven(l, c.h*0.6)
	for i := range 5 {
		t := float64(i) / 5
		base := c.h * (0.48 + 0.11*float64(i))
		green := mix(mix(l.far, hex(0x9cc26b), 0.5), hex(0x3f7d3a), t)
		c.ridge(base, 38, 0.5, green)
		for x := c.between(0, 80); x < c.w; x += c.between(60, 150) {
			c.tree(x, base+c.between(26, 60), 12+22*t, mix(green, color.RGBA{20, 60, 30, 255}, 0.5))
		}
	}
}

func (c *canvas) tree(x, y, size float64, crown color.RGBA) {
	c.rect(x-size*0.09, y-size*0.5, size*0.18, size*0.7, mix(crown, hex(0x5a3d28), 0.7))
	c.ellipse(x, y-size, size*0.62, size*0.72, crown)
	c.ellipse(x-size*0.18, y-size*1.18, size*0.3, size*0.3, fade(hex(0xffffff), 0.12))
}

func forest(c *canvas, l light) {
	c.sky(0, c.h, l.horizon, mix(l.horizon, l.near, 0.3))
	for layer := range 5 {
		t := float64(layer) / 5
		shade := mix(mix(l.horizon, l.far, 0.6), mix(l.near, hex(0x173d2b), 0.5), t)
		base := c.h * (0.5 + 0.13*float64(layer))
		for x := -30.0; x < c.w+30; x += c.between(34, 78) {
			high, half := c.between(170, 330)*(0.6+0.5*t), c.between(20, 40)*(0.6+0.6*t)
			for k := range 3 {
				up := float64(k) * high * 0.24
				c.polygon(shade, point{x - half*(1-0.24*float64(k)), base - up}, point{x, base - up - high*0.52}, point{x + half*(1-0.24*float64(k)), base - up})
			}
		}
		c.rect(0, base-2, c.w, c.h-base+2, shade)
		c.sky(base+10, base+12, shade, shade)
	}
}

func sails(c *canvas, l light) {
	shore := c.h * 0.5
	c.heaven(l, shore)
	c.ridge(shore*0.82, 34, 1, l.far)
	c.ridge(shore*0.95, 22, 1, mix(l.far, l.near, 0.6))
	c.lakeWater(l, shore)
	for i := range 4 + c.dice.IntN(3) {
		y := shore + 50 + float64(i)*52
		size := 34 + (y-shore)*0.34
		c.boat(c.between(0.08, 0.92)*c.w, y, size)
	}
}

func (c *canvas) boat(x, y, s float64) {
	c.ellipse(x, y+s*0.24, s*0.9, s*0.08, fade(color.RGBA{0, 20, 50, 255}, 0.25))
	c.polygon(mix(hex(0x6d4427), c.accent(), 0.25), point{x - s*0.9, y}, point{x + s*0.9, y}, point{x + s*0.6, y + s*0.24}, point{x - s*0.65, y + s*0.24})
	c.line(point{x, y}, point{x, y - s*2}, s*0.05, hex(0x53361f))
	c.polygon(c.accent(), point{x + s*0.06, y - s*0.12}, point{x + s*0.06, y - s*1.95}, point{x + s*0.95, y - s*0.2})
	c.polygon(hex(0xf7f2e6), point{x - s*0.06, y - s*0.14}, point{x - s*0.06, y - s*1.7}, point{x - s*0.7, y - s*0.22})
}

func waves(c *canvas, _ light) {
	deep, pale := hex(0x0a4d7d), hex(0xdff1f8)
	c.sky(0, c.h, pale, pale)
	for row := range 13 {
		t := float64(row) / 12
		c.ridge(40+float64(row)*64, 16, 0, mix(mix(pale, hex(0x6fb7d8), 0.6), deep, t))
		c.ridge(58+float64(row)*64, 14, 0, mix(mix(pale, hex(0x3f93bf), 0.6), deep, t))
	}
}

func town(c *canvas, l light) {
	ground := c.h * 0.78
	c.heaven(l, ground)
	c.ridge(c.h*0.5, 40, 1, l.far)
	for layer := range 3 {
		shade := 0.75 - 0.3*float64(layer)
		base := ground - 90 + 60*float64(layer)
		for x := -40.0; x < c.w; {
			w, h := c.between(70, 135), c.between(120, 260)-20*float64(layer)
			c.house(x, base, w, h, mix(mix(l.wall, c.accent(), 0.25), l.far, shade*0.7), l)
			x += w * c.between(0.92, 1.06)
		}
	}
	c.steeple(c.between(0.3, 0.7)*c.w, ground-60, l)
	c.lakeWater(l, ground+28)
}

func (c *canvas) house(x, base, w, h float64, wall color.RGBA, l light) {
	top := base - h
	c.rect(x, top, w, h+90, wall)
	c.polygon(mix(hex(0xb0563a), l.near, 0.3), point{x - 8, top + 2}, point{x + w/2, top - w*0.32}, point{x + w + 8, top + 2})
	for wy := top + 20; wy < base-18; wy += 42 {
		for wx := x + 14; wx < x+w-18; wx += 30 {
			pane := mix(l.glow, wall, 0.25)
			if l.night && c.dice.IntN(3) == 0 {
				pane = mix(l.near, wall, 0.4)
			}
			c.rect(wx, wy, 14, 22, pane)
		}
	}
}

func (c *canvas) steeple(x, base float64, l light) {
	stone := mix(l.wall, hex(0x9a9080), 0.5)
	c.rect(x-26, base-330, 52, 330, stone)
	c.polygon(mix(hex(0x7d3d2b), l.near, 0.35), point{x - 34, base - 328}, point{x, base - 420}, point{x + 34, base - 328})
	c.rect(x-12, base-300, 24, 40, l.glow)
	c.ellipse(x, base-222, 15, 15, hex(0xf7f2e6))
}

func tower(c *canvas, l light) {
	lake(c, l)
	x, base := c.between(0.4, 0.66)*c.w, c.h*0.8
	c.polygon(mix(l.near, hex(0x54704a), 0.5), point{x - 420, c.h}, point{x - 120, base}, point{x + 130, base}, point{x + 400, c.h})
	stone := mix(l.wall, hex(0x8d8577), 0.55)
	c.rect(x-72, base-470, 144, 480, stone)
	for y := base - 460; y < base; y += 26 {
		for k := range 5 {
			c.rect(x-72+float64(k)*29+c.between(-4, 4), y+c.between(-3, 3), 22, 13, fade(hex(0x5c564c), 0.18))
		}
	}
	c.rect(x-88, base-500, 176, 36, mix(stone, hex(0x000000), 0.12))
	for k := range 5 {
		c.rect(x-88+float64(k)*39, base-530, 22, 34, mix(stone, hex(0x000000), 0.12))
	}
	for k := range 3 {
		c.rect(x-10, base-400+float64(k)*120, 20, 44, l.glow)
	}
	c.line(point{x, base - 530}, point{x, base - 620}, 5, hex(0x4a3b2c))
	c.polygon(c.accent(), point{x, base - 618}, point{x + 74, base - 596}, point{x, base - 574})
}

func fireworks(c *canvas, _ light) {
	l := hours["night"]
	shore := c.h * 0.66
	c.sky(0, shore, l.top, l.horizon)
	c.ridge(shore*0.88, 26, 1, l.near)
	c.lakeWater(l, shore)
	for range 6 {
		x, y, r, tint := c.between(0.1, 0.9)*c.w, c.between(0.12, 0.5)*c.h, c.between(60, 150), mix(c.accent(), hex(0xffe9a8), 0.35)
		for k := range 34 {
			a := 2*math.Pi*float64(k)/34 + c.between(-0.05, 0.05)
			far := r * c.between(0.7, 1)
			end := point{x + far*math.Cos(a), y + far*math.Sin(a)}
			c.line(point{x + far*0.25*math.Cos(a), y + far*0.25*math.Sin(a)}, end, 2.4, fade(tint, 0.75))
			c.ellipse(end.x, end.y, 3.4, 3.4, tint)
			c.rect(end.x-6, shore+(shore-end.y)*0.35, 12, 2, fade(tint, 0.35))
		}
	}
}

func reeds(c *canvas, l light) {
	shore := c.h * 0.45
	c.heaven(l, shore)
	c.ridge(shore*0.85, 26, 1, l.far)
	c.lakeWater(l, shore)
	for range 260 {
		x, y := c.between(0, c.w), c.between(0.72, 1.05)*c.h
		high, lean := c.between(140, 330), c.between(-28, 28)
		green := mix(hex(0x7d8f3f), hex(0x2f5a37), c.dice.Float64())
		c.line(point{x, y}, point{x + lean, y - high}, 4, green)
		if c.dice.IntN(3) == 0 {
			c.ellipse(x+lean, y-high, 6, 20, hex(0x7a5230))
		}
	}
	x, y := c.between(0.25, 0.7)*c.w, c.h*0.62
	grey := hex(0xe9edf0)
	c.ellipse(x, y, 58, 30, grey)
	c.line(point{x + 42, y - 12}, point{x + 66, y - 92}, 12, grey)
	c.ellipse(x+70, y-98, 15, 12, grey)
	c.polygon(hex(0xe39b2d), point{x + 80, y - 104}, point{x + 122, y - 95}, point{x + 80, y - 90})
	c.line(point{x - 6, y + 26}, point{x - 8, y + 96}, 5, hex(0x6b6355))
	c.line(point{x + 14, y + 26}, point{x + 16, y + 96}, 5, hex(0x6b6355))
}

func promenade(c *canvas, l light) {
	lake(c, l)
	path := c.h * 0.74
	c.polygon(hex(0xdccbb0), point{0, path}, point{c.w, path - 20}, point{c.w, c.h}, point{0, c.h})
	c.polygon(hex(0xc2543c), point{0, path + 60}, point{c.w, path + 26}, point{c.w, path + 72}, point{0, path + 112})
	for x := 70.0; x < c.w; x += c.between(170, 230) {
		c.tree(x, path+16, c.between(84, 118), mix(hex(0x4f8a45), hex(0x2f5f34), c.dice.Float64()))
	}
	c.bicycle(c.between(0.3, 0.65)*c.w, path+20)
}

func (c *canvas) bicycle(x, y float64) {
	frame := hex(0x1d3557)
	for _, wheel := range []float64{x, x + 130} {
		c.ellipse(wheel, y+48, 46, 46, frame)
		c.ellipse(wheel, y+48, 39, 39, hex(0xdccbb0))
	}
	c.line(point{x, y + 48}, point{x + 42, y - 16}, 7, frame)
	c.line(point{x + 42, y - 16}, point{x + 112, y - 16}, 7, frame)
	c.line(point{x + 112, y - 34}, point{x + 130, y + 48}, 7, frame)
	c.line(point{x + 62, y + 48}, point{x + 112, y - 16}, 7, frame)
	c.line(point{x + 62, y + 48}, point{x + 36, y - 34}, 7, frame)
	c.rect(x+18, y-42, 40, 9, frame)
	c.rect(x+98, y-44, 38, 8, frame)
}
