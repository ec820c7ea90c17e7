package scanner

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"

	"github.com/makiuchi-d/gozxing"
)

// eye is one of the three squares in the corners of a QR code, a finder pattern
// (ISO/IEC 18004, 5.3.3), by its centre.
type eye struct {
	x, y   float64
	module float64 // pixels a module, along the row where it was seen
	whole  bool    // its outer ring was seen too
	seen   int     // rows that show it
	row    int     // the first of them
}

// rank orders eyes by how sure they are.
func (f eye) rank() int {
	if f.whole {
		return f.seen + 1000
	}
	return f.seen
}

// firm tells whether many of the rows that meet the core show an eye with its ring.
func (f eye) firm() bool { return f.whole && float64(f.seen*eyeRowStep) > f.module }

const (
	// eyeRowStep: a core is three modules high, six pixels when small, so
	// every second row meets it three times.
	eyeRowStep = 2
	// maxSighted and maxEyes bound the work on noise, where eyes seem to be
	// everywhere: how many are told apart, and how many of them, those that
	// most rows show, go on.
	maxSighted = 50_000
	maxEyes    = 100
)

// findEyes looks along the rows for the core of an eye and the light ring
// around it, 1:3:1, and takes what lies outside as unknown. The classic search
// for 1:1:3:1:1 needs the dark outer ring to end somewhere; on a dark page
// without a quiet zone it never does, and in a cropped picture it is cut off.
func findEyes(ctx context.Context, m *gozxing.BitMatrix) []eye {
	var found []eye
	var row *gozxing.BitArray
	var edges []int
	for y := 1; y < m.GetHeight() && ctx.Err() == nil; y += eyeRowStep {
		row = m.GetRow(y, row)
		edges = rowEdges(row.GetBitArray(), m.GetWidth(), edges[:0])
		// Runs alternate: edges[1] to edges[2] is dark, then light, and so on.
		for i := 1; i+2 < len(edges); i += 2 {
			module, ok := coreModule(edges[i]-edges[i-1], edges[i+1]-edges[i], edges[i+2]-edges[i+1], 0.5)
			if !ok {
				continue
			}
			if f, ok := confirmEye(m, float64(edges[i]+edges[i+1])/2, float64(y)+0.5, module); ok {
				f.row = y
				found = addEye(found, f)
			}
		}
	}
	found = slices.DeleteFunc(found, func(f eye) bool { return f.seen < 2 })
	slices.SortStableFunc(found, func(a, b eye) int { return cmp.Compare(b.rank(), a.rank()) })
	return found[:min(len(found), maxEyes)]
}

// rowEdges gives where a row of pixels changes between light and dark, with its
// two ends. The first run is a light one, empty when the row begins dark.
func rowEdges(words []uint32, width int, edges []int) []int {
	edges = append(edges, 0)
	var last uint32
	for i, w := range words {
		for changes := w ^ (w<<1 | last); changes != 0; changes &= changes - 1 {
			if x := i*32 + bits.TrailingZeros32(changes); x < width {
				edges = append(edges, x)
			}
		}
		last = w >> 31
	}
	return append(edges, width)
}

// coreModule tells whether a light, a dark and a light run are 1:3:1, each
// within the given part of a module, and how long a module is.
func coreModule(before, core, after int, tolerance float64) (float64, bool) {
	module := float64(before+core+after) / 5
	slack := tolerance*module + 0.5 // half a pixel is lost to rounding
	ok := module >= 1 &&
		math.Abs(float64(before)-module) < slack &&
		math.Abs(float64(after)-module) < slack &&
		math.Abs(float64(core)-3*module) < 3*tolerance*module
	return module, ok
}

// confirmEye checks an eye that one row shows along its column, again along
// its row through the middle so found, and along both diagonals.
func confirmEye(m *gozxing.BitMatrix, x, y, module float64) (eye, bool) {
	vertical, ok := crossEye(m, x, y, 0, 1, module, 0.5)
	if !ok || vertical.module > 2*module || module > 2*vertical.module {
		return eye{}, false
	}
	y += vertical.shift
	horizontal, ok := crossEye(m, x, y, 1, 0, module, 0.5)
	if !ok {
		return eye{}, false
	}
	x += horizontal.shift
	// Diagonals meet rounded corners, hence the wide tolerance.
	if _, ok := crossEye(m, x, y, 1, 1, module, 0.75); !ok {
		return eye{}, false
	}
	if _, ok := crossEye(m, x, y, 1, -1, module, 0.75); !ok {
		return eye{}, false
	}
	return eye{
		x: x, y: y, module: (horizontal.module + vertical.module) / 2,
		whole: horizontal.whole && vertical.whole, seen: 1,
	}, true
}

// crossing is an eye as a line through it shows it.
type crossing struct {
	shift  float64 // from where the line was begun to the middle, in steps
	module float64 // steps a module
	whole  bool    // the outer ring is one module thick on both ends
}

// crossEye measures the eye around (x, y) along a direction.
func crossEye(m *gozxing.BitMatrix, x, y, dx, dy, module, tolerance float64) (crossing, bool) {
	limit := int(4 * module)
	back := halfEye(m, x, y, -dx, -dy, limit)
	fore := halfEye(m, x, y, dx, dy, limit)
	// The pixel at (x, y) is counted from both sides.
	size, ok := coreModule(back[1], back[0]+fore[0]-1, fore[1], tolerance)
	return crossing{
		shift:  float64(fore[0]-back[0]) / 2,
		module: size,
		whole:  max(back[2], fore[2]) < int(1.7*size+0.5) && min(back[2], fore[2]) > int(0.4*size),
	}, ok && back[0] > 0
}

// halfEye counts the steps of the core, of the light ring and of the dark ring,
// from (x, y) outwards. What leaves the picture or the limit counts as the end.
func halfEye(m *gozxing.BitMatrix, x, y, dx, dy float64, limit int) (runs [3]int) {
	w, h := float64(m.GetWidth()), float64(m.GetHeight())
	for i := range runs {
		for runs[i] <= limit && x >= 0 && y >= 0 && x < w && y < h && m.Get(int(x), int(y)) == (i != 1) {
			x, y = x+dx, y+dy
			runs[i]++
		}
	}
	return runs
}

// addEye adds f to found, or to the one that it is another sight of. That one
// is among those of the last rows: its middle is as near to both rows that show
// it as an eye is high, at one and a half times f's size.
func addEye(found []eye, f eye) []eye {
	for i := len(found) - 1; i >= 0 && float64(f.row-found[i].row) < 8*f.module; i-- {
		o := &found[i]
		if math.Abs(o.x-f.x) > o.module || math.Abs(o.y-f.y) > o.module ||
			f.module > 1.5*o.module || o.module > 1.5*f.module {
			continue
		}
		n := float64(o.seen)
		o.x, o.y = (o.x*n+f.x)/(n+1), (o.y*n+f.y)/(n+1)
		o.module = (o.module*n + f.module) / (n + 1)
		o.whole = o.whole || f.whole
		o.seen++
		return found
	}
	if len(found) == maxSighted {
		return found
	}
	return append(found, f)
}
