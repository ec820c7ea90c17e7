package scanner

import (
	"context"
	"math"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/detector"
)

// reader looks for the dark codes on a light ground of one luma.
type reader struct {
	light luma
	dark  *gozxing.BitMatrix
	eyes  []eye
	// between is how many modules lie between two eyes. A page of text has
	// thousands of candidates of a hundred eyes.
	between map[[2]int]float64
}

// readLuma reads the dark codes on a light ground. b are the blocks of l, when
// it is large enough to have some.
func readLuma(ctx context.Context, l luma, b blocks) ([]Symbol, error) {
	r := reader{light: l, between: make(map[[2]int]float64)}
	if !l.inBlocks() {
		r.dark = binarizeSmall(l)
	} else {
		var err error
		if r.dark, err = binarize(ctx, l, b); err != nil {
			return nil, err
		}
	}
	if r.dark == nil {
		return nil, nil
	}
	r.eyes = findEyes(ctx, r.dark)
	return r.read(ctx)
}

// maxUntimed bounds how many candidates are tried without agreeing timing lines.
const maxUntimed = 60

// read tries the candidates in turn, those with agreeing timing lines first: on
// a sheet of codes the eyes of neighbours make squares as good as those of one
// code. An eye belongs to one code, so candidates with an eye of a code that
// was read are done.
func (r *reader) read(ctx context.Context) ([]Symbol, error) {
	var out []Symbol
	used := make(map[int]bool)
	timed, untimed := r.candidates(ctx)
	for _, c := range append(timed, untimed[:min(len(untimed), maxUntimed)]...) {
		if used[c.corner] || used[c.right] || used[c.below] {
			continue
		}
		if ctx.Err() != nil {
			break
		}
		if s, ok := r.readCandidate(c); ok {
			out = append(out, s)
			used[c.corner], used[c.right], used[c.below] = true, true, true
		}
	}
	return out, ctx.Err()
}

// candidates parts the candidates by whether timing lines agree. Those of codes
// seen at a slant may not, as the flat grid misses them.
func (r *reader) candidates(ctx context.Context) (timed, untimed []candidate) {
	for _, c := range findCandidates(r.eyes) {
		if ctx.Err() != nil {
			break
		}
		for _, side := range r.sides(c) {
			if r.grid(c, side).timingAgrees(r.light) {
				c.sides = append(c.sides, side)
			}
		}
		if len(c.sides) > 0 {
			timed = append(timed, c)
		} else if r.whole(c) {
			untimed = append(untimed, c)
		}
	}
	return timed, untimed
}

// whole tells whether the outer rings of c's eyes were seen, which gozxing's
// detector needs.
func (r *reader) whole(c candidate) bool {
	return r.eyes[c.corner].whole && r.eyes[c.right].whole && r.eyes[c.below].whole
}

func (r *reader) grid(c candidate, side int) grid {
	return newGrid(r.eyes[c.corner], r.eyes[c.right], r.eyes[c.below], side)
}

// readCandidate reads the code at c: first by gozxing's detector, which follows
// the alignment pattern of codes seen at a slant, then by a flat grid.
func (r *reader) readCandidate(c candidate) (Symbol, bool) {
	if r.whole(c) {
		if text, side, ok := r.readDetected(c); ok {
			return Symbol{Text: text, Bounds: r.grid(c, side).bounds()}, true
		}
	}
	for _, side := range c.sides {
		g := r.grid(c, side)
		if text, ok := readGrid(g, r.light); ok {
			return Symbol{Text: text, Bounds: g.bounds()}, true
		}
	}
	return Symbol{}, false
}

// readDetected reads c the way gozxing does.
func (r *reader) readDetected(c candidate) (text string, side int, ok bool) {
	pattern := func(i int) *detector.FinderPattern {
		return detector.NewFinderPattern1(r.eyes[i].x, r.eyes[i].y, r.eyes[i].module)
	}
	info := detector.NewFinderPatternInfo(pattern(c.below), pattern(c.corner), pattern(c.right))
	found, err := detector.NewDetector(r.dark).ProcessFinderPatternInfo(info)
	if err != nil {
		return "", 0, false
	}
	side = found.GetBits().GetWidth()
	text, ok = readModules(found.GetBits())
	return text, side, ok
}

// sides gives how many modules a side of c may have, the likeliest first: the
// distance of the eyes in modules, and its neighbours among the 40 versions.
func (r *reader) sides(c candidate) []int {
	across := r.modulesBetween(c.corner, c.right)
	down := r.modulesBetween(c.corner, c.below)
	version := ((across+down)/2 + 7 - 17) / 4
	nearest := int(math.Round(version))
	next := nearest + 1
	if version < float64(nearest) {
		next = nearest - 1
	}
	var out []int
	for _, v := range []int{nearest, next, 2*nearest - next} {
		if v >= 1 && v <= 40 {
			out = append(out, 17+4*v)
		}
	}
	return out
}

// modulesBetween gives the distance of two eyes in modules, and measures it once.
func (r *reader) modulesBetween(i, j int) float64 {
	pair := [2]int{min(i, j), max(i, j)}
	modules, ok := r.between[pair]
	if !ok {
		modules = r.measureBetween(r.eyes[pair[0]], r.eyes[pair[1]])
		r.between[pair] = modules
	}
	return modules
}

// measureBetween measures each eye along the line between them, since along the
// row a turned module looks longer.
func (r *reader) measureBetween(a, b eye) float64 {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	dx, dy := (b.x-a.x)/length, (b.y-a.y)/length
	module := (a.module + b.module) / 2
	fromA, okA := crossEye(r.dark, a.x, a.y, dx, dy, a.module, 0.75)
	fromB, okB := crossEye(r.dark, b.x, b.y, dx, dy, b.module, 0.75)
	if okA && okB {
		module = (fromA.module + fromB.module) / 2
	}
	return length / module
}
