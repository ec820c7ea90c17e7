package scanner

import (
	"encoding/binary"
	"fmt"
	"math/bits"

	"github.com/jezek/xgb/xproto"
)

// x11Format is how the X server packs the pixels of its root window: servers
// differ in depth (24, 30, 16 bits), in the place of the colours and in byte order.
type x11Format struct {
	bytesPerPixel int
	scanlinePad   int // in bits
	order         binary.ByteOrder
	masks         [3]uint32 // of red, green and blue
}

func newX11Format(setup *xproto.SetupInfo, screen *xproto.ScreenInfo) (x11Format, error) {
	f := x11Format{order: binary.LittleEndian}
	if setup.ImageByteOrder == xproto.ImageOrderMSBFirst {
		f.order = binary.BigEndian
	}
	for _, p := range setup.PixmapFormats {
		if p.Depth == screen.RootDepth {
			f.bytesPerPixel, f.scanlinePad = int(p.BitsPerPixel)/8, int(p.ScanlinePad)
		}
	}
	for _, d := range screen.AllowedDepths {
		for _, v := range d.Visuals {
			if v.VisualId == screen.RootVisual {
				f.masks = [3]uint32{v.RedMask, v.GreenMask, v.BlueMask}
			}
		}
	}
	known := f.bytesPerPixel >= 2 && f.bytesPerPixel <= 4 && f.scanlinePad >= 8
	if !known || f.masks[0] == 0 || f.masks[1] == 0 || f.masks[2] == 0 {
		// Screens of a colour table, 8 bits deep and less.
		return x11Format{}, fmt.Errorf("a screen %d bits deep: %w", screen.RootDepth, ErrUnsupported)
	}
	return f, nil
}

// stride is the bytes of one row of that many pixels.
func (f x11Format) stride(width int) int {
	pad := f.scanlinePad
	return (width*f.bytesPerPixel*8 + pad - 1) / pad * pad / 8
}

// unpack writes one row of the server's pixels to a row of opaque RGBA.
func (f x11Format) unpack(rgba, row []byte) {
	usual := f.bytesPerPixel == 4 && f.order == binary.LittleEndian && f.masks == [3]uint32{0xff0000, 0xff00, 0xff}
	for x := 0; x < len(rgba)/4; x++ {
		to, from := rgba[4*x:4*x+4:4*x+4], row[x*f.bytesPerPixel:]
		if usual {
			to[0], to[1], to[2], to[3] = from[2], from[1], from[0], 255
			continue
		}
		v := f.pixel(from)
		for i, mask := range f.masks {
			to[i] = channel(v, mask)
		}
		to[3] = 255
	}
}

// pixel reads one packed pixel.
func (f x11Format) pixel(b []byte) uint32 {
	switch f.bytesPerPixel {
	case 4:
		return f.order.Uint32(b)
	case 2:
		return uint32(f.order.Uint16(b))
	}
	if f.order == binary.BigEndian {
		return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2])
	}
	return uint32(b[2])<<16 | uint32(b[1])<<8 | uint32(b[0])
}

// channel takes the colour under the mask and stretches it to 0 to 255.
func channel(v, mask uint32) byte {
	shift := bits.TrailingZeros32(mask)
	return byte(uint64(v&mask>>shift) * 255 / uint64(mask>>shift))
}
