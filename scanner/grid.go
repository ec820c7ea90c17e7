package scanner

import (
	"image"
	"math"
)

// grid places the modules of a code in the picture: a flat code, so that three
// centres of eyes fix it. Photos at a slant need the alignment pattern too,
// and go through gozxing's detector.
type grid struct {
	originX, originY float64 // corner of the first module
	rightX, rightY   float64 // step to the next module
	downX, downY     float64 // step to the next row
	side             int     // modules a side
}

func newGrid(corner, right, below eye, side int) grid {
	span := float64(side - 7) // from eye to eye
	g := grid{
		rightX: (right.x - corner.x) / span, rightY: (right.y - corner.y) / span,
		downX: (below.x - corner.x) / span, downY: (below.y - corner.y) / span,
		side: side,
	}
	g.originX = corner.x - 3.5*(g.rightX+g.downX)
	g.originY = corner.y - 3.5*(g.rightY+g.downY)
	return g
}

// at gives the picture's point for a point counted in modules.
func (g grid) at(u, v float64) (x, y float64) {
	return g.originX + u*g.rightX + v*g.downX, g.originY + u*g.rightY + v*g.downY
}

// bounds is the rectangle around the code.
func (g grid) bounds() image.Rectangle {
	var r image.Rectangle
	for _, corner := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := g.at(corner[0]*float64(g.side), corner[1]*float64(g.side))
		r = r.Union(image.Rect(int(math.Floor(x)), int(math.Floor(y)), int(math.Ceil(x))+1, int(math.Ceil(y))+1))
	}
	return r
}

// timingAgrees tells whether dark and light alternate along the two lines
// between the eyes, as they do in every code: each module there against the
// mean of its neighbours, since blur leaves no more. It turns down nearly all
// of what is no code, and grids of the wrong number of modules, mostly after a
// few modules.
func (g grid) timingAgrees(l luma) bool {
	wrong := 0
	for _, line := range [2]func(at float64) float64{
		func(at float64) float64 { return l.at(g.at(at, 6.5)) },
		func(at float64) float64 { return l.at(g.at(6.5, at)) },
	} {
		before, here := line(7.5), line(8.5)
		for i := 8; i < g.side-8; i++ {
			after := line(float64(i) + 1.5)
			if mean := (before + after) / 2; here == mean || (here < mean) != (i%2 == 0) {
				wrong++
			}
			if 4*wrong > 2*(g.side-16) {
				return false
			}
			before, here = here, after
		}
	}
	return true
}

// sample gives the brightness of each module, row by row: the mean of nine
// points about its middle, weighed less towards the rim.
func (g grid) sample(l luma) []float64 {
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
