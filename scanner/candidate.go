package scanner

import (
	"cmp"
	"math"
	"slices"
)

// candidate is a place where three eyes may be those of one code.
type candidate struct {
	corner, right, below int     // eyes: top left, top right, bottom left
	flaw                 float64 // how far from a square, 0 is perfect
	sides                []int   // modules a side with which the timing lines agree
}

// maxCombined bounds the combinations of eyes that are looked at.
const maxCombined = 5000

// findCandidates combines eyes to codes, the squarest first.
func findCandidates(eyes []eye) []candidate {
	var out []candidate
	var near []int // eyes that can be those of i's code
	for i := range eyes {
		near = near[:0]
		for j := range eyes {
			if i != j && canNeighbour(&eyes[i], &eyes[j]) {
				near = append(near, j)
			}
		}
		for n, j := range near {
			for _, k := range near[n+1:] {
				if c, ok := newCandidate(eyes, i, j, k); ok {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(a.flaw, b.flaw) })
	return out[:min(len(out), maxCombined)]
}

// maxUneven is how much larger than another the eyes of a code may look.
const maxUneven = 1.4

// canNeighbour tells whether two eyes can be those along one side of a code:
// alike, and neither too near nor too far, with room for what newCandidate
// allows. It leaves few of the half million threes in a page of text.
func canNeighbour(corner, other *eye) bool {
	if corner.module > maxUneven*other.module || other.module > maxUneven*corner.module {
		return false
	}
	modules := math.Hypot(other.x-corner.x, other.y-corner.y) / corner.module
	return modules > 7 && modules < 240
}

// newCandidate tells whether eye i can be the corner between j and k.
func newCandidate(eyes []eye, i, j, k int) (candidate, bool) {
	a, b, c := &eyes[i], &eyes[j], &eyes[k]
	bx, by, cx, cy := b.x-a.x, b.y-a.y, c.x-a.x, c.y-a.y
	bb, cc, dot := bx*bx+by*by, cx*cx+cy*cy, bx*cx+by*cy
	const maxSlant, minEven = 0.2, 0.85 // cosine of the angle; ratio of the sides
	if dot*dot > maxSlant*maxSlant*bb*cc || bb < minEven*minEven*cc || cc < minEven*minEven*bb {
		return candidate{}, false
	}
	small, large := min(a.module, b.module, c.module), max(a.module, b.module, c.module)
	if large > maxUneven*small {
		return candidate{}, false
	}
	lenB, lenC := math.Sqrt(bb), math.Sqrt(cc)
	// Centres are 14 modules apart in version 1 and 170 in version 40; a
	// module seen along a diagonal looks 1.4 times its size.
	if modules := (lenB + lenC) / 2 / a.module; modules < 9 || modules > 200 {
		return candidate{}, false
	}
	uneven := math.Abs(lenB-lenC) / max(lenB, lenC)
	slant := math.Abs(dot) / (lenB * lenC)
	// Seen from the corner the right eye comes before the lower one,
	// clockwise. A mirrored code is then read transposed.
	if bx*cy-by*cx < 0 {
		j, k = k, j
	}
	return candidate{corner: i, right: j, below: k, flaw: uneven + slant + (large/small-1)/2}, true
}
