package scanner

import (
	"context"
	"math"
	"slices"

	"github.com/makiuchi-d/gozxing"
)

// reader looks for the dark codes on a light ground of one luma.
type reader struct {
	light luma
	dark  *gozxing.BitMatrix
	eyes  []eye
	// spans are the distances of eyes. A page of text has thousands of
	// candidates of a hundred eyes.
	spans map[[2]int]span
	// known are the modules that all codes of a side have alike.
	known map[int][]known
	used  map[int]bool // eyes of codes that were read
}

// newReader finds the eyes of dark codes on a light ground. b are the blocks of
// l, when it is large enough to have some.
func newReader(ctx context.Context, l luma, b blocks) (*reader, error) {
	r := reader{light: l, spans: make(map[[2]int]span), known: make(map[int][]known), used: make(map[int]bool)}
	if !l.inBlocks() {
		r.dark = binarizeSmall(l)
	} else {
		var err error
		if r.dark, err = binarize(ctx, l, b); err != nil {
			return nil, err
		}
	}
	if r.dark == nil {
		return &r, nil
	}
	r.eyes = findEyes(ctx, r.dark)
	return &r, ctx.Err()
}

// readFlat reads codes on a screen, or seen nearly from the front.
func (r *reader) readFlat(ctx context.Context) ([]Symbol, error) {
	return r.readAll(ctx, r.flat(ctx), maxCombined, r.readOne)
}

const (
	// maxSlanted bounds how many candidates seen at a slant are tried in vain, and
	// maxSlantedEyes how many doubtful eyes they are made of: a photo shows large ones.
	maxSlanted     = 40
	maxSlantedEyes = 40
)

// readSlanted reads codes in photos, seen at a slant. It tries far more than
// readFlat, which is enough for screens. With others, codes that were read in the
// picture, it looks only at what is an eye beyond doubt: a photo of several codes
// shows some from the front, and a screen has nothing left.
func (r *reader) readSlanted(ctx context.Context, others bool) ([]Symbol, error) {
	r.keepForSlanted(others)
	slanted := findCandidates(r.eyes, photographed, r.span)
	slanted = slices.DeleteFunc(slanted, func(c candidate) bool { return !r.alternates(c) })
	return r.readAll(ctx, slanted, maxSlanted, r.readLeaning)
}

// keepForSlanted forgets the eyes of codes that were read, and doubtful ones:
// all of them when there are others, or those past a number.
func (r *reader) keepForSlanted(others bool) {
	var kept []eye
	for i, e := range r.eyes {
		if !r.used[i] && (e.firm() || !others && i < maxSlantedEyes) {
			kept = append(kept, e)
		}
	}
	r.eyes = kept
	clear(r.used)
	clear(r.spans)
}

// readAll tries the candidates in turn, until so many were tried in vain. An eye
// belongs to one code, so candidates with an eye of a code that was read are done.
func (r *reader) readAll(ctx context.Context, candidates []candidate, most int, read func(candidate) (Symbol, bool)) ([]Symbol, error) {
	var out []Symbol
	for _, c := range candidates {
		if r.used[c.corner] || r.used[c.right] || r.used[c.below] {
			continue
		}
		if most == 0 || ctx.Err() != nil {
			break
		}
		s, ok := read(c)
		if !ok {
			most--
			continue
		}
		out = append(out, s)
		r.used[c.corner], r.used[c.right], r.used[c.below] = true, true, true
	}
	return out, ctx.Err()
}

// flat gives the candidates whose timing lines agree: on a sheet of codes the
// eyes of neighbours make squares as good as those of one code.
func (r *reader) flat(ctx context.Context) []candidate {
	var timed []candidate
	for _, c := range findCandidates(r.eyes, drawn, r.span) {
		if ctx.Err() != nil {
			break
		}
		for _, side := range c.near {
			if g := r.grid(c, side, [2]float64{}); g.timingAgrees(r.light, mostWrong) {
				c.sides = append(c.sides, side)
			}
		}
		if len(c.sides) > 0 {
			timed = append(timed, c)
		}
	}
	return timed
}

func (r *reader) grid(c candidate, side int, lean [2]float64) grid {
	middle := func(i int) point { return point{r.eyes[i].x, r.eyes[i].y} }
	return newGrid(middle(c.corner), middle(c.right), middle(c.below), side, lean)
}

// readOne reads the code at c by the grid that its eyes give, then by that grid fitted.
func (r *reader) readOne(c candidate) (Symbol, bool) {
	for _, side := range c.sides {
		g := r.grid(c, side, [2]float64{})
		if s, ok := r.readAt(&g); ok {
			return s, true
		}
	}
	for _, side := range c.sides {
		g, ok := r.grid(c, side, [2]float64{}).aligned(r.light).fitted(r.light, r.knownModules(side))
		if !ok {
			continue
		}
		if s, ok := r.readAt(&g); ok {
			return s, true
		}
	}
	return Symbol{}, false
}

// readLeaning reads the code at c by a grid that leans as its eyes do, fitted: from
// where the alignment pattern seems to be, then, since data can look like it, from
// what eyes beyond doubt say alone.
func (r *reader) readLeaning(c candidate) (Symbol, bool) {
	for _, side := range c.near {
		if !r.alternatesFor(c, side) {
			continue
		}
		plain := r.grid(c, side, c.lean)
		starts := []grid{plain.aligned(r.light), plain}
		if !r.firm(c) {
			starts = starts[:1]
		}
		for _, start := range starts {
			g, ok := start.fitted(r.light, r.knownModules(side))
			if !ok || !g.timingAgrees(r.light, mostWrong) {
				continue
			}
			if s, ok := r.readAtOrNear(&g); ok {
				return s, true
			}
		}
	}
	return Symbol{}, false
}

// firm tells whether the eyes of c are eyes beyond doubt.
func (r *reader) firm(c candidate) bool {
	return r.eyes[c.corner].firm() && r.eyes[c.right].firm() && r.eyes[c.below].firm()
}

// readAtOrNear reads the code under g, or under g led by each alignment pattern.
func (r *reader) readAtOrNear(g *grid) (Symbol, bool) {
	if s, ok := r.readAt(g); ok {
		return s, true
	}
	led, ok := g.latticed(r.light)
	if !ok {
		return Symbol{}, false
	}
	return r.readAt(&led)
}

func (r *reader) readAt(g *grid) (Symbol, bool) {
	text, ok := readGrid(g, r.light)
	return Symbol{Text: text, Bounds: g.bounds()}, ok
}

// alternates tells whether c can be a code with any number of modules.
func (r *reader) alternates(c candidate) bool {
	return slices.ContainsFunc(c.near, func(side int) bool { return r.alternatesFor(c, side) })
}

// alternatesFor counts how often dark and light change along the two timing
// lines of a code with that many modules a side. Unlike timingAgrees it does not
// ask where, which a grid that is not fitted cannot tell.
func (r *reader) alternatesFor(c candidate, side int) bool {
	g := r.grid(c, side, c.lean)
	if !g.sound() {
		return false
	}
	want, slack := side-13, 2+side/12
	end := float64(side) - 6.5
	for _, to := range [2]point{{end, 6.5}, {6.5, end}} {
		if got := r.changes(&g, point{6.5, 6.5}, to); got < want-slack || got > want+slack {
			return false
		}
	}
	return true
}

// changes counts how often dark and light change between two points of a grid.
func (r *reader) changes(g *grid, from, to point) int {
	x0, y0 := g.at(from.x, from.y)
	x1, y1 := g.at(to.x, to.y)
	steps := int(2*math.Hypot(x1-x0, y1-y0)) + 1
	n, before := 0, true
	for i := range steps {
		t := float64(i) / float64(steps)
		x, y := int(x0+t*(x1-x0)), int(y0+t*(y1-y0))
		if x < 0 || y < 0 || x >= r.light.width || y >= r.light.height {
			continue
		}
		if dark := r.dark.Get(x, y); dark != before {
			n, before = n+1, dark
		}
	}
	return n
}

func (r *reader) knownModules(side int) []known {
	if r.known[side] == nil {
		r.known[side] = knownModules(side)
	}
	return r.known[side]
}

// span is what lies between two eyes.
type span struct {
	modules float64    // their distance
	module  [2]float64 // pixels a module at either end, along the line between them
	ok      bool       // both look like eyes along that line
}

// span measures the distance of two eyes once.
func (r *reader) span(i, j int) span {
	if i > j {
		s := r.span(j, i)
		s.module[0], s.module[1] = s.module[1], s.module[0]
		return s
	}
	s, ok := r.spans[[2]int{i, j}]
	if !ok {
		s = r.measure(&r.eyes[i], &r.eyes[j])
		r.spans[[2]int{i, j}] = s
	}
	return s
}

// measure measures each eye along the line between them, since along the row a
// turned module looks longer. Between two points of a plane seen from anywhere
// lie as many modules as the mean of the sizes at both ends has room for, if it
// is the geometric mean.
func (r *reader) measure(a, b *eye) span {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	dx, dy := (b.x-a.x)/length, (b.y-a.y)/length
	fromA, okA := moduleAlong(r.dark, a, dx, dy)
	fromB, okB := moduleAlong(r.dark, b, dx, dy)
	if !okA || !okB {
		fromA, fromB = a.module, b.module
	}
	return span{length / math.Sqrt(fromA*fromB), [2]float64{fromA, fromB}, okA && okB}
}

// moduleAlong measures an eye along five lines through its core.
func moduleAlong(m *gozxing.BitMatrix, e *eye, dx, dy float64) (module float64, ok bool) {
	var sum float64
	var n int
	for _, off := range [5]float64{0, -0.4, 0.4, -0.8, 0.8} {
		x, y := e.x-off*e.module*dy, e.y+off*e.module*dx
		if c, ok := crossEye(m, x, y, dx, dy, e.module, 0.75); ok {
			sum, n = sum+c.module, n+1
		}
	}
	return sum / float64(n), n > 0
}
