package scanner

import (
	"cmp"
	"math"
	"slices"
)

// candidate is a place where three eyes may be those of one code.
type candidate struct {
	corner, right, below int        // eyes: top left, top right, bottom left
	flaw                 float64    // how far from a code, 0 is perfect
	lean                 [2]float64 // of the grid
	near                 []int      // modules a side that it may have, the likeliest first
	sides                []int      // those with which the timing lines agree
}

// shape is what three eyes may look like.
type shape struct {
	slant  float64 // cosine of the angle at the corner
	even   float64 // the shorter side by the longer
	uneven float64 // the largest eye by the smallest
	spans  float64 // how much more modules one side may seem to have than the other
}

var (
	// drawn is a code on a screen, or one seen nearly from the front.
	drawn = shape{slant: 0.2, even: 0.85, uneven: 1.4, spans: 1.5}
	// photographed is a code seen at a slant. Its sides still have as many
	// modules, which tells it from eyes that have nothing to do with each other.
	photographed = shape{slant: 0.75, even: 0.35, uneven: 2.5, spans: 1.2}
)

// maxCombined bounds the combinations of eyes that are looked at.
const maxCombined = 5000

// findCandidates combines eyes to codes, the likeliest first.
func findCandidates(eyes []eye, s shape, between func(i, j int) span) []candidate {
	var out []candidate
	var near []int // eyes that can be those of i's code
	for i := range eyes {
		near = near[:0]
		for j := range eyes {
			if i != j && s.canNeighbour(&eyes[i], &eyes[j]) {
				near = append(near, j)
			}
		}
		for n, j := range near {
			for _, k := range near[n+1:] {
				if c, ok := s.candidate(eyes, i, j, k, between); ok {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(a.flaw, b.flaw) })
	return out[:min(len(out), maxCombined)]
}

// canNeighbour tells whether two eyes can be those along one side of a code:
// alike, and neither too near nor too far, with room for what candidate
// allows. It leaves few of the half million threes in a page of text.
func (s shape) canNeighbour(corner, other *eye) bool {
	if corner.module > s.uneven*other.module || other.module > s.uneven*corner.module {
		return false
	}
	modules := math.Hypot(other.x-corner.x, other.y-corner.y) / corner.module
	return modules > 10/s.uneven && modules < 170*s.uneven
}

// candidate tells whether eye i can be the corner between j and k.
func (s shape) candidate(eyes []eye, i, j, k int, between func(i, j int) span) (candidate, bool) {
	a, b, c := &eyes[i], &eyes[j], &eyes[k]
	bx, by, cx, cy := b.x-a.x, b.y-a.y, c.x-a.x, c.y-a.y
	bb, cc, dot := bx*bx+by*by, cx*cx+cy*cy, bx*cx+by*cy
	if dot*dot > s.slant*s.slant*bb*cc || bb < s.even*s.even*cc || cc < s.even*s.even*bb {
		return candidate{}, false
	}
	small, large := min(a.module, b.module, c.module), max(a.module, b.module, c.module)
	if large > s.uneven*small {
		return candidate{}, false
	}
	// Seen from the corner the right eye comes before the lower one,
	// clockwise. A mirrored code is then read transposed.
	if bx*cy-by*cx < 0 {
		j, k = k, j
	}
	across, down := between(i, j), between(i, k)
	// Centres are 14 modules apart in version 1 and 170 in version 40.
	modules := (across.modules + down.modules) / 2
	if modules < 9 || modules > 200 || across.modules > s.spans*down.modules || down.modules > s.spans*across.modules {
		return candidate{}, false
	}
	lenB, lenC := math.Sqrt(bb), math.Sqrt(cc)
	out := candidate{corner: i, right: j, below: k, near: sidesNear(modules)}
	if s == drawn {
		out.flaw = math.Abs(lenB-lenC)/max(lenB, lenC) + math.Abs(dot)/(lenB*lenC) + (large/small-1)/2
		return out, true
	}
	if !across.ok || !down.ok {
		return candidate{}, false
	}
	out.flaw = math.Abs(math.Log(across.modules / down.modules))
	out.lean = [2]float64{lean(across), lean(down)}
	return out, true
}

// lean is how much smaller modules look at the far end of a span than at its near one.
func lean(s span) float64 { return math.Sqrt(s.module[0]/s.module[1]) - 1 }

// sidesNear gives how many modules a side of a code may have whose eyes are that
// far apart, the likeliest first: the nearest of the 40 versions and its neighbours.
func sidesNear(modules float64) []int {
	version := (modules + 7 - 17) / 4
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
