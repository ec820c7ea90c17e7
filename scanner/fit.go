package scanner

import (
	"math"

	"github.com/makiuchi-d/gozxing/qrcode/decoder"
)

// A fit moves a grid until the modules whose kind is known lie on modules of
// that kind. Centres of eyes are measured to half a pixel and their leaning less
// well, and the far corner of a code seen at a slant lies modules away from where
// they point.

// known is a module whose kind the version alone fixes: of an eye, a timing line
// or an alignment pattern (ISO/IEC 18004, 5.3).
type known struct {
	u, v float64 // its middle
	dark bool
}

// fitted moves g in ever smaller steps, a number at a time. It is not ok when
// the timing lines then are as far from agreeing as those of anything are.
func (g grid) fitted(l luma, modules []known) (fit grid, ok bool) {
	best := g.agreement(l, modules)
	step := 0.4 // of a module
	for level := range 5 {
		for range 3 {
			before := best
			for number := range 8 {
				g, best = g.better(l, modules, number, step, best)
			}
			if best == before {
				break
			}
		}
		if level < 2 && !g.timingAgrees(l, mostWrongUnfitted) {
			return g, false
		}
		step /= 2
	}
	return g, true
}

// better moves one number of g by a step up or down if the modules then agree better.
func (g *grid) better(l luma, modules []known, number int, step, best float64) (grid, float64) {
	out := *g
	for _, way := range [2]float64{step, -step} {
		if moved := g.moved(number, way); moved.sound() {
			if a := moved.agreement(l, modules); a > best {
				out, best = moved, a
			}
		}
	}
	return out, best
}

// moved changes one of the eight numbers, or of the bend, so that a part of the code moves by
// about that part of a module.
func (g *grid) moved(number int, by float64) grid {
	centres, lean, span := g.centres, g.lean, float64(g.side-7)
	module := (math.Hypot(centres[1].x-centres[0].x, centres[1].y-centres[0].y) +
		math.Hypot(centres[2].x-centres[0].x, centres[2].y-centres[0].y)) / 2 / span
	bend := g.bend
	switch {
	case number >= 8:
		bend = bend.with(number-8, by)
	case number >= 6:
		lean[number-6] += by / span
	default:
		if c := &centres[number/2]; number%2 == 0 {
			c.x += by * module
		} else {
			c.y += by * module
		}
	}
	out := newGrid(centres[0], centres[1], centres[2], g.side, lean)
	out.bend = bend
	return out
}

// agreement is how much lighter the light ones of modules are than the dark ones.
func (g *grid) agreement(l luma, modules []known) float64 {
	var sum, n [2]int
	for _, m := range modules {
		i := 0
		if m.dark {
			i = 1
		}
		sum[i] += l.near(g.at(m.u, m.v))
		n[i]++
	}
	return float64(sum[0])/float64(n[0]) - float64(sum[1])/float64(n[1])
}

// knownModules are the modules of a code of that side that every code has alike.
func knownModules(side int) []known {
	var out []known
	// Every second module of a pattern is enough.
	pattern := func(u, v, reach int, dark func(ring int) bool) {
		for y := -reach; y <= reach; y++ {
			for x := -reach + (y+reach)%2; x <= reach; x += 2 {
				if a, b := u+x, v+y; a >= 0 && b >= 0 && a < side && b < side {
					out = append(out, known{float64(a) + 0.5, float64(b) + 0.5, dark(max(x, -x, y, -y))})
				}
			}
		}
	}
	for _, c := range [3][2]int{{3, 3}, {side - 4, 3}, {3, side - 4}} {
		pattern(c[0], c[1], 4, func(ring int) bool { return ring < 2 || ring == 3 })
	}
	for i := 8; i < side-8; i++ {
		at := float64(i) + 0.5
		out = append(out, known{at, 6.5, i%2 == 0}, known{6.5, at, i%2 == 0})
	}
	centres := alignmentCentres(side)
	for i, v := range centres {
		for j, u := range centres {
			last := len(centres) - 1
			if (i == 0 && (j == 0 || j == last)) || (i == last && j == 0) {
				continue // there is an eye
			}
			pattern(u, v, 2, func(ring int) bool { return ring != 1 })
		}
	}
	return out
}

// alignmentCentres are the coordinates of the middles of alignment patterns.
// Version 1 has none.
func alignmentCentres(side int) []int {
	version, err := decoder.Version_GetProvisionalVersionForDimension(side)
	if err != nil {
		return nil
	}
	return version.GetAlignmentPatternCenters()
}

// aligned looks for the alignment pattern next to the far corner around where g
// has it, and answers the grid that leans so that it lies there.
func (g grid) aligned(l luma) grid {
	centres := alignmentCentres(g.side)
	if len(centres) == 0 {
		return g
	}
	middle := float64(centres[len(centres)-1]) + 0.5
	reach := math.Ceil(2 + float64(g.side)/10) // modules
	best, at := 0.0, point{}
	for dv := -reach; dv <= reach; dv++ {
		for du := -reach; du <= reach; du++ {
			// Nearer ones first: data can look like the pattern.
			const far = 0.02
			a := g.alignmentAgreement(l, middle+du, middle+dv) * (1 - far*math.Hypot(du, dv))
			if a > best {
				best = a
				at.x, at.y = g.at(middle+du, middle+dv)
			}
		}
	}
	if out, ok := g.through(middle, at); ok && best > 0 {
		return out
	}
	return g
}

// alignmentAgreement is how far an alignment pattern around (u, v) stands out:
// the difference between its light ring and the darker of its two dark parts.
func (g *grid) alignmentAgreement(l luma, u, v float64) float64 {
	var sum [3]int
	for y := -2; y <= 2; y++ {
		for x := -2; x <= 2; x++ {
			sum[max(x, -x, y, -y)] += l.near(g.at(u+float64(x), v+float64(y)))
		}
	}
	return float64(sum[1])/8 - max(float64(sum[0]), float64(sum[2])/16)
}

// through answers the grid with the same eyes whose point (middle, middle) lies
// at p: two equations that are linear in the two numbers of lean.
func (g *grid) through(middle float64, p point) (grid, bool) {
	c, r, b := g.centres[0], g.centres[1], g.centres[2]
	part := (middle - 3.5) / float64(g.side-7)
	a11, a12 := part*(p.x-r.x), part*(p.x-b.x)
	a21, a22 := part*(p.y-r.y), part*(p.y-b.y)
	e1 := part*(r.x-c.x) + part*(b.x-c.x) + c.x - p.x
	e2 := part*(r.y-c.y) + part*(b.y-c.y) + c.y - p.y
	det := a11*a22 - a12*a21
	if math.Abs(det) < 1e-9 {
		return grid{}, false
	}
	out := newGrid(c, r, b, g.side, [2]float64{(e1*a22 - e2*a12) / det, (a11*e2 - a21*e1) / det})
	return out, out.sound()
}
