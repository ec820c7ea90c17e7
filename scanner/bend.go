package scanner

import (
	"context"
	"slices"
)

// A bend places modules of a code on paper that does not lie flat, round a bottle
// or curled, and of one that a lens bows. Its numbers say how many modules a point
// is moved along the rows and down the columns: most in the middle between the
// eyes, and not at all at the corners.
type bend [8]float64

// shift is how far the point is moved that lies at the parts p and q of the way
// from eye to eye, across and down.
func (b *bend) shift(p, q float64) (du, dv float64) {
	across, down := 4*p*(1-p), 4*q*(1-q)
	return (b[0]+b[1]*q)*across + (b[2]+b[3]*p)*down, (b[4]+b[5]*q)*across + (b[6]+b[7]*p)*down
}

// with is b, or none, with one of its numbers changed.
func (b *bend) with(number int, by float64) *bend {
	var out bend
	if b != nil {
		out = *b
	}
	out[number] += by
	return &out
}

// Numbers of a bend by the timing line that shows them: how far it is stretched
// towards its end, and how far bowed aside.
var timingNumbers = [2]struct{ stretch, bow int }{{0, 4}, {6, 2}}

// bentFit bends g until its timing lines agree best, and then fits all numbers. It
// is not ok when the timing lines then are as far from agreeing as those of
// anything are.
func (g grid) bentFit(l luma, modules []known) (fit grid, ok bool) {
	for i, line := range [2]func(at float64) known{
		func(at float64) known { return known{u: at, v: 6.5} },
		func(at float64) known { return known{u: 6.5, v: at} },
	} {
		var timing []known
		for at := 8; at < g.side-8; at++ {
			m := line(float64(at) + 0.5)
			m.dark = at%2 == 0
			timing = append(timing, m)
		}
		g = g.bentAlong(l, timing, timingNumbers[i].stretch, timingNumbers[i].bow)
	}
	if !g.timingAgrees(l, mostWrongBent) {
		return g, false
	}
	return g.settled(l, modules), true
}

// bentAlong tries bows and stretches of one timing line, the small ones first.
func (g grid) bentAlong(l luma, timing []known, stretch, bow int) grid {
	steps := []float64{0, -0.3, 0.3, -0.6, 0.6, -0.9, 0.9, -1.2, 1.2, -1.6, 1.6, -2, 2, -2.5, 2.5}
	best, out := g.agreement(l, timing), g
	for _, s := range steps {
		for _, w := range steps {
			tried := g
			tried.bend = g.bend.with(stretch, s).with(bow, w)
			if a := tried.agreement(l, timing); a > best+1 {
				best, out = a, tried
			}
		}
	}
	return out
}

// settled moves all numbers of g and of its bend until modules agree best.
func (g grid) settled(l luma, modules []known) grid {
	best := g.agreement(l, modules)
	for _, step := range []float64{0.6, 0.4, 0.2, 0.1, 0.05} {
		for range 4 {
			before := best
			for number := range 8 + len(bend{}) {
				g, best = g.better(l, modules, number, step, best)
			}
			if best == before {
				break
			}
		}
	}
	return g
}

const (
	// mostBent bounds how many candidates are bent: each takes as long as many others.
	mostBent = 6
	// mostWrongBent is how much of the timing lines may look wrong after they were bent.
	mostWrongBent = 0.3
)

// readBent reads codes that do not lie flat. It asks only that three eyes beyond
// doubt may be those of a code, and comes last, when nothing else reads anything.
func (r *reader) readBent(ctx context.Context) ([]Symbol, error) {
	r.eyes = slices.DeleteFunc(r.eyes, func(e eye) bool { return !e.firm() })
	return r.readAll(ctx, findCandidates(r.eyes, photographed, r.span), mostBent, r.readBending)
}

// readBending reads the code at c by a grid that leans and bends.
func (r *reader) readBending(c candidate) (Symbol, bool) {
	for _, side := range c.near {
		g, ok := r.grid(c, side, c.lean).aligned(r.light).bentFit(r.light, r.knownModules(side))
		if !ok {
			continue
		}
		if s, ok := r.readAtOrNear(&g); ok {
			return s, true
		}
	}
	return Symbol{}, false
}
