package pictures

import (
	"image/color"
	"math"
)

func market(c *canvas, l light) {
	c.heaven(l, c.h*0.6)
	for x := -30.0; x < c.w; {
		w := c.between(90, 150)
		c.house(x, c.h*0.6, w, c.between(190, 290), mix(mix(l.wall, c.accent(), 0.2), l.far, 0.3), l)
		x += w
	}
	c.rect(0, c.h*0.62, c.w, c.h, hex(0xcdbfa8))
	for i := range 5 {
		c.stall(30+float64(i)*250+c.between(-16, 16), c.h*0.58+c.between(0, 46), 220)
	}
}

func (c *canvas) stall(x, y, w float64) {
	tint := c.accent()
	for k := range 8 {
		stripe := tint
		if k%2 == 1 {
			stripe = hex(0xf9f4ea)
		}
		left := x + float64(k)*w/8
		c.polygon(stripe, point{left + 8, y}, point{left + w/8 + 8, y}, point{left + w/8, y + 62}, point{left, y + 62})
		c.ellipse(left+w/16, y+62, w/16, 12, stripe)
	}
	c.rect(x+6, y+60, 7, 170, hex(0x6d4a30))
	c.rect(x+w-12, y+60, 7, 170, hex(0x6d4a30))
	c.rect(x, y+150, w, 74, hex(0x9a6a43))
	for k := range 13 {
		c.ellipse(x+12+float64(k)*w/13.5, y+147+c.between(-5, 4), 10, 10, c.accent())
	}
}

func books(c *canvas, _ light) {
	wood := hex(0x6b4a30)
	c.rect(0, 0, c.w, c.h, mix(wood, hex(0x000000), 0.35))
	const shelves = 4
	high := c.h / shelves
	for row := range shelves {
		base := high*float64(row+1) - 18
		for x := 12.0; x < c.w-40; {
			w, h := c.between(16, 44), c.between(0.58, 0.9)*(high-24)
			tint := mix(c.accent(), hex(0x3b2f2a), c.between(0, 0.4))
			if c.dice.IntN(11) == 0 {
				c.polygon(tint, point{x, base}, point{x + h*0.3, base - h}, point{x + h*0.3 + w, base - h + 8}, point{x + w, base})
				x += h*0.3 + w + 4
				continue
			}
			c.rect(x, base-h, w, h, tint)
			c.rect(x+2, base-h+h*0.16, w-4, 4, fade(hex(0xf7ecd0), 0.8))
			c.rect(x+2, base-h+h*0.72, w-4, 3, fade(hex(0xf7ecd0), 0.6))
			x += w + 2
		}
		c.rect(0, base, c.w, 18, wood)
		c.rect(0, base, c.w, 3, mix(wood, hex(0xffffff), 0.25))
	}
}

func bridge(c *canvas, l light) {
	water := c.h * 0.66
	c.heaven(l, water)
	for x := -30.0; x < c.w; {
		w := c.between(90, 160)
		c.house(x, water-20, w, c.between(180, 320), mix(mix(l.wall, c.accent(), 0.25), l.far, 0.35), l)
		x += w
	}
	c.lakeWater(l, water)
	stone := mix(l.wall, hex(0x8f8677), 0.6)
	deck := water - 96
	c.polygon(stone, point{0, deck + 40}, point{c.w / 2, deck - 20}, point{c.w, deck + 40}, point{c.w, water + 60}, point{0, water + 60})
	arches := 3 + c.dice.IntN(2)
	span := c.w / float64(arches)
	for i := range arches {
		x := span * (float64(i) + 0.5)
		c.ellipse(x, water+66, span*0.36, 108, mix(l.water, hex(0x000000), 0.25))
	}
	c.rect(0, water+60, c.w, 14, mix(l.water, l.shine, 0.3))
	c.polygon(mix(stone, hex(0xffffff), 0.2), point{0, deck + 28}, point{c.w / 2, deck - 32}, point{c.w, deck + 28}, point{c.w, deck + 44}, point{c.w / 2, deck - 16}, point{0, deck + 44})
}

func hall(c *canvas, l light) {
	wall := mix(l.wall, hex(0xf4ead8), 0.5)
	if l.night {
		wall = hex(0x4a2330)
	}
	c.sky(0, c.h*0.66, wall, mix(wall, hex(0x000000), 0.12))
	c.sky(c.h*0.66, c.h, hex(0xa97b52), hex(0x7d5637))
	if l.night {
		c.curtain()
	} else {
		for i := range 5 {
			x := 90 + float64(i)*240
			c.rect(x, 90, 130, 330, l.horizon)
			c.ellipse(x+65, 92, 65, 60, l.horizon)
			c.rect(x+61, 40, 8, 380, hex(0xf7f2e6))
			c.rect(x, 240, 130, 8, hex(0xf7f2e6))
		}
	}
	tint := c.accent()
	for row := range 4 {
		s := 0.7 + 0.22*float64(row)
		y := c.h*0.66 + float64(row)*58
		for x := c.between(-30, 10); x < c.w; x += 96 * s {
			c.rect(x, y, 64*s, 46*s, mix(tint, hex(0x000000), 0.12*float64(row)))
			c.rect(x-4, y+42*s, 72*s, 14*s, mix(tint, hex(0x000000), 0.35))
		}
	}
}

func (c *canvas) curtain() {
	red := hex(0xa3202e)
	for x := 0.0; x < c.w; x += 40 {
		c.rect(x, 0, 40, c.h*0.6, mix(red, hex(0x3d0912), 0.5+0.5*math.Sin(x/27)))
	}
	for i := range 3 {
		x := c.w * (0.25 + 0.25*float64(i))
		c.polygon(fade(hex(0xfff0c2), 0.22), point{x - 10, 0}, point{x + 10, 0}, point{x + 150, c.h * 0.64}, point{x - 150, c.h * 0.64})
	}
	c.rect(0, c.h*0.58, c.w, 60, hex(0x5c3a22))
}

func court(c *canvas, l light) {
	floor, lines := mix(hex(0xd48b4f), l.wall, 0.2), hex(0xfbf7ee)
	outer := mix(hex(0x2f6f8f), c.accent(), 0.3)
	if l.horizon == hours["dawn"].horizon {
		floor, outer = hex(0x5f9f4f), hex(0xb85a3c)
	}
	c.rect(0, 0, c.w, c.h, outer)
	for k := range 4 {
		c.ellipse(c.w/2, c.h/2, 620-float64(k)*22, 410-float64(k)*22, mix(outer, lines, 0.12*float64(k%2)))
	}
	c.rect(190, 150, c.w-380, c.h-300, floor)
	frame := func(x, y, w, h float64) {
		for _, r := range [][4]float64{{x, y, w, 5}, {x, y + h - 5, w, 5}, {x, y, 5, h}, {x + w - 5, y, 5, h}} {
			c.rect(r[0], r[1], r[2], r[3], lines)
		}
	}
	frame(190, 150, c.w-380, c.h-300)
	frame(190, c.h/2-110, 150, 220)
	frame(c.w-340, c.h/2-110, 150, 220)
	c.rect(c.w/2-2, 150, 5, c.h-300, lines)
	c.ellipse(c.w/2, c.h/2, 84, 84, lines)
	c.ellipse(c.w/2, c.h/2, 79, 79, floor)
	c.ellipse(c.between(0.3, 0.7)*c.w, c.between(0.35, 0.65)*c.h, 19, 19, c.accent())
}

func kites(c *canvas, l light) {
	c.heaven(l, c.h)
	c.ridge(c.h*0.82, 34, 0.5, hex(0x86b45a))
	c.ridge(c.h*0.9, 26, 0.5, hex(0x5b8f3a))
	for range 7 {
		x, y, s, tilt := c.between(0.08, 0.92)*c.w, c.between(0.1, 0.62)*c.h, c.between(46, 96), c.between(-0.5, 0.5)
		turn := func(dx, dy float64) point {
			return point{x + dx*math.Cos(tilt) - dy*math.Sin(tilt), y + dx*math.Sin(tilt) + dy*math.Cos(tilt)}
		}
		one, two := c.accent(), c.accent()
		c.polygon(one, turn(0, -s), turn(s*0.62, 0), turn(0, s*1.2))
		c.polygon(mix(two, one, 0.3), turn(0, -s), turn(-s*0.62, 0), turn(0, s*1.2))
		last := turn(0, s*1.2)
		for k := 1; k < 9; k++ {
			next := point{last.x + 16*math.Sin(float64(k)), last.y + 22}
			c.line(last, next, 2.5, hex(0x4a4a4a))
			if k%2 == 0 {
				c.polygon(two, point{next.x - 11, next.y - 6}, point{next.x + 11, next.y + 6}, point{next.x + 11, next.y - 6}, point{next.x - 11, next.y + 6})
			}
			last = next
		}
	}
}

func petals(c *canvas, _ light) {
	c.rect(0, 0, c.w, c.h, hex(0xf6efe2))
	for row := range 5 {
		for col := range 7 {
			x, y := float64(col)*200+100*float64(row%2)-20, float64(row)*186+50
			tint := c.accent()
			if tint == hex(0xf2e6cf) {
				tint = hex(0xd96b62)
			}
			for k := range 6 {
				a := 2*math.Pi*float64(k)/6 + c.between(-0.1, 0.1)
				c.ellipse(x+42*math.Cos(a), y+42*math.Sin(a), 31, 31, mix(tint, hex(0xffffff), c.between(0, 0.35)))
			}
			c.ellipse(x, y, 22, 22, hex(0xe9b949))
			c.ellipse(x+98, y+92, 30, 13, hex(0x5b8f3a))
		}
	}
}

// Portrait draws an abstract head and shoulders: the picture of nobody.
func Portrait(seed uint64) ([]byte, error) {
	c := newCanvas(portrait, portrait, seed)
	back := mix(c.accent(), hex(0xf3ede2), c.between(0.35, 0.6))
	c.sky(0, c.h, mix(back, hex(0xffffff), 0.25), back)
	for range 3 {
		c.ellipse(c.between(0, c.w), c.between(0, c.h), c.between(90, 190), c.between(90, 190), fade(hex(0xffffff), 0.13))
	}
	skins := []color.RGBA{hex(0xf0c9a6), hex(0xd9a578), hex(0xb57b52), hex(0x8a5a3b), hex(0xf5d9c0)}
	hairs := []color.RGBA{hex(0x2b211c), hex(0x5a3a24), hex(0x9a6a37), hex(0xb9b3aa), hex(0x7d2f22), hex(0x1d2a44)}
	skin, hair := skins[c.dice.IntN(len(skins))], hairs[c.dice.IntN(len(hairs))]
	coat := mix(c.accent(), hex(0x243447), 0.45)
	long := c.dice.IntN(2) == 0
	if long {
		c.ellipse(320, 300, 168, 200, hair)
		c.rect(152, 300, 336, 190, hair)
	}
	c.ellipse(320, 650, 250, 210, coat)
	c.rect(272, 380, 96, 110, mix(skin, hex(0x000000), 0.12))
	c.polygon(hex(0xf7f4ee), point{262, 452}, point{320, 530}, point{378, 452})
	c.ellipse(320, 290, 122, 148, skin)
	c.polygon(hair, point{192, 290}, point{206, 190}, point{270, 126}, point{380, 122}, point{440, 190}, point{450, 290}, point{410, c.between(200, 230)}, point{300, c.between(196, 240)}, point{230, 232})
	if c.dice.IntN(3) == 0 {
		for _, x := range []float64{272, 368} {
			c.ellipse(x, 296, 38, 32, hex(0x2f3b4a))
			c.ellipse(x, 296, 32, 26, mix(skin, hex(0xffffff), 0.4))
		}
		c.rect(304, 292, 32, 6, hex(0x2f3b4a))
	}
	return c.bytes()
}
