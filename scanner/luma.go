package scanner

import (
	"image"
	"image/color"
)

// luma is the brightness of an image: a byte a pixel, row by row, 0 is black.
type luma struct {
	pix    []byte
	width  int
	height int
}

func newLuma(width, height int) luma {
	return luma{pix: make([]byte, width*height), width: width, height: height}
}

// inverted answers a copy with dark and light exchanged.
func (l luma) inverted() luma {
	out := newLuma(l.width, l.height)
	for i, v := range l.pix {
		out.pix[i] = 255 - v
	}
	return out
}

// lumaPlanes gives the brightness of img. A transparent image gives two: laid
// on white and on black, because black modules on nothing vanish on black and
// white ones on white. An empty image gives none.
func lumaPlanes(img image.Image) []luma {
	if img.Bounds().Empty() {
		return nil
	}
	if opaque(img) {
		return []luma{lumaOn(img, 255)}
	}
	return []luma{lumaOn(img, 255), lumaOn(img, 0)}
}

// opaque tells whether no pixel of img lets the ground through.
func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// lumaOn gives the brightness of img laid on a ground of that brightness. The
// usual image types are read directly: asking At for each of the eight million
// pixels of a 4K screen takes longer than finding the codes in them.
func lumaOn(img image.Image, ground uint32) luma {
	b := img.Bounds()
	out := newLuma(b.Dx(), b.Dy())
	var table [256]byte
	if src, ok := img.(*image.Paletted); ok {
		table = paletteLuma(src.Palette, ground)
	}
	for y := range out.height {
		row := out.pix[y*out.width : (y+1)*out.width]
		switch src := img.(type) {
		case *image.Gray:
			copy(row, src.Pix[y*src.Stride:])
		case *image.YCbCr:
			copy(row, src.Y[y*src.YStride:])
		case *image.RGBA:
			premultipliedRow(row, src.Pix[y*src.Stride:], ground)
		case *image.NRGBA:
			straightRow(row, src.Pix[y*src.Stride:], ground)
		case *image.Paletted:
			palettedRow(row, src.Pix[y*src.Stride:], table)
		default:
			for x := range row {
				row[x] = lumaOf(img.At(b.Min.X+x, b.Min.Y+y), ground)
			}
		}
	}
	return out
}

// weigh mixes red, green and blue of one range to a brightness of that range.
func weigh(r, g, b uint32) uint32 { return (r + 2*g + b) / 4 }

// lumaOf is the brightness of one colour laid on a ground.
func lumaOf(c color.Color, ground uint32) byte {
	r, g, b, a := c.RGBA()
	return byte((weigh(r, g, b) + ground*0x101*(0xffff-a)/0xffff) >> 8)
}

func premultipliedRow(row, pix []byte, ground uint32) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		row[x] = byte(weigh(uint32(p[0]), uint32(p[1]), uint32(p[2])) + ground*(255-uint32(p[3]))/255)
	}
}

func straightRow(row, pix []byte, ground uint32) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		v, a := weigh(uint32(p[0]), uint32(p[1]), uint32(p[2])), uint32(p[3])
		row[x] = byte((v*a + ground*(255-a)) / 255)
	}
}

func palettedRow(row, pix []byte, table [256]byte) {
	for x := range row {
		row[x] = table[pix[x]]
	}
}

// paletteLuma is the brightness of each colour of a palette. Indexes past its
// end, which a damaged file can hold, are black.
func paletteLuma(p color.Palette, ground uint32) [256]byte {
	var table [256]byte
	for i, c := range p {
		if i < len(table) {
			table[i] = lumaOf(c, ground)
		}
	}
	return table
}
