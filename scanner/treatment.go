package scanner

import "image"

// A treatment makes codes visible that the plain brightness hides. They are
// tried in turn on pictures in which nothing was found: each costs as much as
// the first look, and common screens need none.
type treatment struct {
	apply func(luma) luma
	scale int // how many times smaller the result is
}

func treatments() []treatment {
	return []treatment{
		{func(l luma) luma { return l }, 1},
		{luma.contrasted, 1},
		{luma.halved, 2},
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

// enlarge moves what was found in a picture that many times smaller.
func enlarge(symbols []Symbol, scale int) {
	for i := range symbols {
		b := &symbols[i].Bounds
		*b = image.Rectangle{Min: b.Min.Mul(scale), Max: b.Max.Mul(scale)}
	}
}
