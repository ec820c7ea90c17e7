package scanner

import (
	"image"
	"math"
)

// grid places the modules of a code in the picture, as a flat code seen from any
// side: a projective map. The centres of three eyes fix six of its eight numbers;
// lean is the other two, how much smaller the modules at the right and at the
// lower eye look than those at the corner. It is zero on a screenshot.
type grid struct {
	centres [3]point // of the eyes: corner, right, below
	lean    [2]float64
	side    int // modules a side

	bend  *bend    // of paper that does not lie flat, or nil
	local *lattice // of crumpled paper, or nil

	across, down point // of the map, derived from those above
}

// point is a place in the picture, in pixels.
type point struct{ x, y float64 }

func newGrid(corner, right, below point, side int, lean [2]float64) grid {
	g := grid{centres: [3]point{corner, right, below}, side: side, lean: lean}
	g.across = point{right.x*(1+lean[0]) - corner.x, right.y*(1+lean[0]) - corner.y}
	g.down = point{below.x*(1+lean[1]) - corner.x, below.y*(1+lean[1]) - corner.y}
	return g
}

// at gives the picture's point for a point counted in modules.
func (g *grid) at(u, v float64) (x, y float64) {
	span := float64(g.side - 7) // from eye to eye
	if g.local != nil {
		du, dv := g.local.shift(u, v)
		u, v = u+du, v+dv
	}
	p, q := (u-3.5)/span, (v-3.5)/span
	if g.bend != nil {
		du, dv := g.bend.shift(p, q)
		p, q = p+du/span, q+dv/span
	}
	depth := 1 / (1 + g.lean[0]*p + g.lean[1]*q)
	c := g.centres[0]
	return (c.x + p*g.across.x + q*g.down.x) * depth, (c.y + p*g.across.y + q*g.down.y) * depth
}

// sound tells whether all of the code lies in front of the eye that sees it.
func (g *grid) sound() bool {
	const least = 0.2
	return 1+g.lean[0] > least && 1+g.lean[1] > least && 1+1.3*(g.lean[0]+g.lean[1]) > least
}

// bounds is the rectangle around the code.
func (g *grid) bounds() image.Rectangle {
	var r image.Rectangle
	for _, corner := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := g.at(corner[0]*float64(g.side), corner[1]*float64(g.side))
		r = r.Union(image.Rect(int(math.Floor(x)), int(math.Floor(y)), int(math.Ceil(x))+1, int(math.Ceil(y))+1))
	}
	return r
}

const (
	// mostWrong is how much of the timing lines may look wrong.
	mostWrong = 0.25
	// mostWrongUnfitted is the same while the grid is still being moved. Of
	// anything but a code about half looks wrong.
	mostWrongUnfitted = 0.4
)

// timingAgrees tells whether dark and light alternate along the two lines
// between the eyes, as they do in every code: each module there against the
// mean of its neighbours, since blur leaves no more. At most that part of them may
// be wrong. It turns down nearly all of what is no code, and grids of the wrong
// number of modules, mostly after a few modules.
func (g *grid) timingAgrees(l luma, most float64) bool {
	left := int(most * float64(2*(g.side-16)))
	for _, line := range [2]func(at float64) float64{
		func(at float64) float64 { return l.at(g.at(at, 6.5)) },
		func(at float64) float64 { return l.at(g.at(6.5, at)) },
	} {
		before, here := line(7.5), line(8.5)
		for i := 8; i < g.side-8; i++ {
			after := line(float64(i) + 1.5)
			if mean := (before + after) / 2; here == mean || (here < mean) != (i%2 == 0) {
				if left--; left < 0 {
					return false
				}
			}
			before, here = here, after
		}
	}
	return true
}

// sample gives the brightness of each module, row by row: the mean of nine
// points about its middle, weighed less towards the rim.
func (g *grid) sample(l luma) []float64 {
	taps := [3]struct{ at, weight float64 }{{0.25, 1}, {0.5, 2}, {0.75, 1}}
	out := make([]float64, g.side*g.side)
	for v := range g.side {
		for u := range g.side {
			var sum float64
			for _, dv := range taps {
				for _, du := range taps {
					x, y := g.at(float64(u)+du.at, float64(v)+dv.at)
					sum += du.weight * dv.weight * l.at(x, y)
				}
			}
			out[v*g.side+u] = sum / 16
		}
	}
	return out
}

// at is the brightness between pixels. Outside of the picture it is that of
// the nearest one, so that a code whose rim is cut off can be sampled.
func (l luma) at(x, y float64) float64 {
	x = min(max(x-0.5, 0), float64(l.width-1))
	y = min(max(y-0.5, 0), float64(l.height-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, l.width-1), min(y0+1, l.height-1)
	fx, fy := x-float64(x0), y-float64(y0)
	above, below, n := l.pix[y0*l.width:], l.pix[y1*l.width:], l.negative
	top := float64(above[x0]^n)*(1-fx) + float64(above[x1]^n)*fx
	bottom := float64(below[x0]^n)*(1-fx) + float64(below[x1]^n)*fx
	return top*(1-fy) + bottom*fy
}

// near is the brightness of the pixel at a point: less true than at, and faster.
func (l luma) near(x, y float64) int {
	ix := min(max(int(x), 0), l.width-1)
	iy := min(max(int(y), 0), l.height-1)
	return int(l.pix[iy*l.width+ix] ^ l.negative)
}
