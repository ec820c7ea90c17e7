package scanner

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// candidate is a place where three eyes may be those of one code.
type candidate struct {
	corner, right, below int     // finders: top left, top right, bottom left
	flaw                 float64 // how far from a square, 0 is perfect
}

// maxCandidates bounds how many places of one pass are tried.
const maxCandidates = 60

// findCandidates combines eyes to codes, the likeliest first.
func findCandidates(eyes []finder) []candidate {
	var out []candidate
	for i := range eyes {
		for j := range eyes {
			for k := j + 1; k < len(eyes); k++ {
				if i == j || i == k {
					continue
				}
				if c, ok := newCandidate(eyes, i, j, k); ok {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(a.flaw, b.flaw) })
	return out[:min(len(out), maxCandidates)]
}

// newCandidate tells whether eye i can be the corner between j and k.
func newCandidate(eyes []finder, i, j, k int) (candidate, bool) {
	a, b, c := eyes[i], eyes[j], eyes[k]
	small, large := min(a.module, b.module, c.module), max(a.module, b.module, c.module)
	if large > 1.4*small {
		return candidate{}, false
	}
	bx, by, cx, cy := b.x-a.x, b.y-a.y, c.x-a.x, c.y-a.y
	lenB, lenC := math.Hypot(bx, by), math.Hypot(cx, cy)
	// Centres are 14 modules apart in version 1 and 170 in version 40; a
	// module seen along a diagonal looks 1.4 times its size.
	if modules := (lenB + lenC) / 2 / a.module; modules < 9 || modules > 200 {
		return candidate{}, false
	}
	uneven := math.Abs(lenB-lenC) / max(lenB, lenC)
	slant := math.Abs(bx*cx+by*cy) / (lenB * lenC)
	if uneven > 0.15 || slant > 0.2 {
		return candidate{}, false
	}
	// Seen from the corner the right eye comes before the lower one,
	// clockwise. A mirrored code is then read transposed.
	if bx*cy-by*cx < 0 {
		j, k = k, j
	}
	return candidate{corner: i, right: j, below: k, flaw: uneven + slant + (large/small-1)/2}, true
}

// bounds is the rectangle around a code of that many modules a side.
func (c candidate) bounds(eyes []finder, side int) image.Rectangle {
	g := newGrid(eyes[c.corner], eyes[c.right], eyes[c.below], side)
	var r image.Rectangle
	for _, p := range [][2]float64{{0, 0}, {1, 0}, {0, 1}, {1, 1}} {
		x, y := g.at(p[0]*float64(side), p[1]*float64(side))
		r = r.Union(image.Rect(int(math.Floor(x)), int(math.Floor(y)), int(math.Ceil(x))+1, int(math.Ceil(y))+1))
	}
	return r
}
