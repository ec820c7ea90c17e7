package scanner

import "image"

// A treatment makes codes visible that the plain brightness hides. They are
// tried in turn on pictures in which nothing was found: each costs as much as
// the first look, and common screens need none.
type treatment struct {
	apply func(luma) luma
	scale int // how many times smaller the result is
	// bend is whether to look for codes that do not lie flat, and for no others.
	bend bool
}

// maxTreated is the most pixels that are treated at full size: two 4K screens.
// Codes of larger pictures are large, or were seen at the first look.
const maxTreated = 17_000_000

// treatments gives the treatments of a picture of that many pixels.
func treatments(pixels int) []treatment {
	same := func(l luma) luma { return l }
	plain, half := treatment{apply: same, scale: 1}, treatment{apply: luma.halved, scale: 2}
	quarter := treatment{apply: func(l luma) luma { return l.halved().halved() }, scale: 4}
	halfCrisp := treatment{apply: func(l luma) luma { return l.halved().crisp() }, scale: 2}
	halfBent := treatment{apply: luma.halved, scale: 2, bend: true}
	if pixels > maxTreated {
		return []treatment{plain, half, quarter, halfCrisp, halfBent}
	}
	return []treatment{
		plain,
		{apply: luma.contrasted, scale: 1},
		half, quarter,
		{apply: luma.crisp, scale: 1},
		halfCrisp,
		{apply: same, scale: 1, bend: true},
		halfBent,
	}
}

// contrasted spreads the lightest quarter over the whole range. The binarizer
// takes an even patch to be ground and sets its threshold to half of that, far
// below the modules of a pale code on white; on spread tones they are below.
func (l luma) contrasted() luma {
	const spread = 4
	out := newLuma(l.width, l.height)
	for i, v := range l.pix {
		out.pix[i] = byte(max(0, 255-spread*(255-int(v))))
	}
	return out
}

// halved averages four pixels to one, which takes away most of the noise and
// of the dots that stand for a tone in pictures of few colours.
func (l luma) halved() luma {
	if l.width < 2 || l.height < 2 {
		return l
	}
	out := newLuma(l.width/2, l.height/2)
	for y := range out.height {
		above, below := l.pix[2*y*l.width:], l.pix[(2*y+1)*l.width:]
		for x := range out.width {
			sum := int(above[2*x]) + int(above[2*x+1]) + int(below[2*x]) + int(below[2*x+1])
			out.pix[y*out.width+x] = byte((sum + 2) / 4)
		}
	}
	return out
}

// crisp brings out edges that blur has flattened: each pixel is moved away from
// the mean around it. In a code out of focus the ring of an eye is else as dark
// as what is beside it.
func (l luma) crisp() luma {
	const reach, strength = 3, 3
	soft := l.boxed(reach)
	for i, v := range l.pix {
		soft.pix[i] = byte(min(max(int(v)+strength*(int(v)-int(soft.pix[i])), 0), 255))
	}
	return soft
}

// boxed averages each pixel with those up to reach away, across and then down.
func (l luma) boxed(reach int) luma {
	across, out := newLuma(l.width, l.height), newLuma(l.width, l.height)
	for y := range l.height {
		slide(across.pix[y*l.width:], l.pix[y*l.width:], l.width, 1, reach)
	}
	for x := range l.width {
		slide(out.pix[x:], across.pix[x:], l.height, l.width, reach)
	}
	return out
}

// slide writes the mean of each of n values, step apart, and its neighbours.
func slide(to, from []byte, n, step, reach int) {
	var sum, count int
	for i := -reach; i < n; i++ {
		if ahead := i + reach; ahead < n {
			sum, count = sum+int(from[ahead*step]), count+1
		}
		if behind := i - reach - 1; behind >= 0 {
			sum, count = sum-int(from[behind*step]), count-1
		}
		if i >= 0 {
			to[i*step] = byte(sum / count)
		}
	}
}

// enlarge moves what was found in a picture that many times smaller.
func enlarge(symbols []Symbol, scale int) {
	for i := range symbols {
		b := &symbols[i].Bounds
		*b = image.Rectangle{Min: b.Min.Mul(scale), Max: b.Max.Mul(scale)}
	}
}
