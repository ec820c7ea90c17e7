package scanner

import (
	"context"
	"image"
	"image/color"
)

// luma is the brightness of an image: a byte a pixel, row by row, 0 is black.
type luma struct {
	pix      []byte
	width    int
	height   int
	negative byte // 255 when pix holds the negative of what is meant, or else 0
}

func newLuma(width, height int) luma {
	return luma{pix: make([]byte, width*height), width: width, height: height}
}

// inverted exchanges dark and light. The pixels are shared, since those of a
// large picture take as much memory again.
func (l luma) inverted() luma {
	l.negative ^= 255
	return l
}

// plain answers a copy that is meant as it is.
func (l luma) plain() luma {
	out := newLuma(l.width, l.height)
	for i, v := range l.pix {
		out.pix[i] = v ^ l.negative
	}
	return out
}

// lumaPlanes gives the brightness of img. A transparent image gives two: laid
// on white and on black, because black modules on nothing vanish on black and
// white ones on white. An empty image gives none.
func lumaPlanes(ctx context.Context, img image.Image) ([]luma, error) {
	if img.Bounds().Empty() {
		return nil, nil
	}
	white, err := lumaOn(ctx, img, 255)
	if err != nil || opaque(img) {
		return []luma{white}, err
	}
	black, err := lumaOn(ctx, img, 0)
	return []luma{white, black}, err
}

// opaque tells whether no pixel of img lets the ground through.
func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// lumaOn gives the brightness of img laid on a ground of that brightness. The
// usual image types are read directly: asking At for each of the eight million
// pixels of a 4K screen takes longer than finding the codes in them.
func lumaOn(ctx context.Context, img image.Image, ground uint32) (luma, error) {
	b := img.Bounds()
	out := newLuma(b.Dx(), b.Dy())
	var table [256]byte
	if src, ok := img.(*image.Paletted); ok {
		table = paletteLuma(src.Palette, ground)
	}
	err := inStrips(ctx, out.height, func(y int) {
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
		case image.RGBA64Image: // sixteen bits a channel, and CMYK
			for x := range row {
				c := src.RGBA64At(b.Min.X+x, b.Min.Y+y)
				row[x] = deepLuma(uint32(c.R), uint32(c.G), uint32(c.B), uint32(c.A), ground)
			}
		default:
			for x := range row {
				row[x] = lumaOf(img.At(b.Min.X+x, b.Min.Y+y), ground)
			}
		}
	})
	return out, err
}

// weigh mixes red, green and blue of one range to a brightness of that range.
func weigh(r, g, b uint32) uint32 { return (r + 2*g + b) / 4 }

// lumaOf is the brightness of one colour laid on a ground.
func lumaOf(c color.Color, ground uint32) byte {
	r, g, b, a := c.RGBA()
	return deepLuma(r, g, b, a, ground)
}

// deepLuma is lumaOf by the sixteen bits of each channel.
func deepLuma(r, g, b, a, ground uint32) byte {
	return byte((weigh(r, g, b) + ground*0x101*(0xffff-a)/0xffff) >> 8)
}

func premultipliedRow(row, pix []byte, ground uint32) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		v := weigh(uint32(p[0]), uint32(p[1]), uint32(p[2]))
		if p[3] < 255 {
			v += ground * (255 - uint32(p[3])) / 255
		}
		row[x] = byte(v)
	}
}

func straightRow(row, pix []byte, ground uint32) {
	for x := range row {
		p := pix[4*x : 4*x+4 : 4*x+4]
		v := weigh(uint32(p[0]), uint32(p[1]), uint32(p[2]))
		if a := uint32(p[3]); a < 255 {
			v = (v*a + ground*(255-a)) / 255
		}
		row[x] = byte(v)
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
