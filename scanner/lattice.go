package scanner

import "math"

// A lattice moves the modules of a large code on crumpled paper, which no few
// numbers describe: each alignment pattern tells how far those around it are moved.
type lattice struct {
	centres []float64 // of the patterns, in modules, across and down alike
	moved   []point   // in modules, row by row
}

// shift is how far the modules at (u, v) are moved: what the four patterns around
// them say, the nearer ones more.
func (t *lattice) shift(u, v float64) (du, dv float64) {
	n := len(t.centres)
	x, fx := t.cell(u)
	y, fy := t.cell(v)
	a, b, c, d := t.moved[y*n+x], t.moved[y*n+x+1], t.moved[(y+1)*n+x], t.moved[(y+1)*n+x+1]
	wa, wb, wc, wd := (1-fx)*(1-fy), fx*(1-fy), (1-fx)*fy, fx*fy
	return wa*a.x + wb*b.x + wc*c.x + wd*d.x, wa*a.y + wb*b.y + wc*c.y + wd*d.y
}

// cell gives the centre before at, and how much of the way to the next one at is.
// It is outside of 0 to 1 towards the rim, a little.
func (t *lattice) cell(at float64) (before int, part float64) {
	for before < len(t.centres)-2 && at > t.centres[before+1] {
		before++
	}
	return before, (at - t.centres[before]) / (t.centres[before+1] - t.centres[before])
}

// latticed looks for every alignment pattern around where g has it. It is not ok
// when the code is too small to have more than one.
func (g grid) latticed(l luma) (grid, bool) {
	centres := alignmentCentres(g.side)
	n := len(centres)
	if n < 3 {
		return g, false
	}
	t := &lattice{moved: make([]point, n*n)}
	for _, c := range centres {
		t.centres = append(t.centres, float64(c)+0.5)
	}
	for i := range t.moved {
		x, y := i%n, i/n
		if (x == 0 || x == n-1) && y == 0 || x == 0 && y == n-1 {
			continue // an eye, where g is right
		}
		t.moved[i] = g.patternMoved(l, t.centres[x], t.centres[y], t.expected(x, y))
	}
	g.local = t
	return g, true
}

// expected is the mean of what the patterns before, and those above, are moved.
func (t *lattice) expected(x, y int) point {
	n := len(t.centres)
	var sum point
	var seen float64
	for _, beside := range [2][2]int{{x - 1, y}, {x, y - 1}} {
		if beside[0] >= 0 && beside[1] >= 0 {
			p := t.moved[beside[1]*n+beside[0]]
			sum.x, sum.y, seen = sum.x+p.x, sum.y+p.y, seen+1
		}
	}
	return point{sum.x / seen, sum.y / seen}
}

// patternMoved is how far the alignment pattern that g has at (u, v) is moved from
// there: near to what is expected, or just that when it is not seen.
func (g *grid) patternMoved(l luma, u, v float64, expected point) point {
	const reach, step = 2, 0.25 // modules
	const far = 0.1             // data can look like the pattern
	const least = 25
	best, at := float64(least), expected
	for dv := -float64(reach); dv <= reach; dv += step {
		for du := -float64(reach); du <= reach; du += step {
			p := point{expected.x + du, expected.y + dv}
			if a := g.alignmentAgreement(l, u+p.x, v+p.y) * (1 - far*math.Hypot(du, dv)); a > best {
				best, at = a, p
			}
		}
	}
	return at
}
