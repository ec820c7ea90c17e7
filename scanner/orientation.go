package scanner

import (
	"encoding/binary"
	"image"
	"image/draw"
)

// orientation reads how a JPEG's rows and columns lie from its Exif data (Exif
// 2.32, 4.5.4 and 4.6.4): 1 to 8, and 1 when it does not say.
func orientation(data []byte) int {
	const upright, exif, startOfScan = 1, 0xE1, 0xDA
	for i := 2; i+4 <= len(data) && data[i] == 0xFF && data[i+1] != startOfScan; {
		length := int(data[i+2])<<8 | int(data[i+3])
		end := i + 2 + length
		if length < 2 || end > len(data) {
			break
		}
		const name = "Exif\x00\x00"
		body := data[i+4 : end]
		if data[i+1] == exif && len(body) > len(name) && string(body[:len(name)]) == name {
			return tiffOrientation(body[len(name):])
		}
		i = end
	}
	return upright
}

// tiffOrientation looks for the tag in the first directory of a TIFF header
// (TIFF 6.0, section 2).
func tiffOrientation(tiff []byte) int {
	const upright, tag, short, entrySize = 1, 0x0112, 3, 12
	if len(tiff) < 8 {
		return upright
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(tiff[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	entries := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(entries) < entrySize {
			break
		}
		if order.Uint16(entries) == tag && order.Uint16(entries[2:]) == short {
			if v := order.Uint16(entries[8:]); v >= 1 && v <= 8 {
				return int(v)
			}
			break
		}
		entries = entries[entrySize:]
	}
	return upright
}

// upright answers img the way it is meant to be seen. The values name the sides
// where row 0 and column 0 lie: 1 top and left, 2 top and right, and so on.
func upright(img image.Image, orientation int) image.Image {
	if orientation < 2 || orientation > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	row := image.NewRGBA(image.Rect(0, 0, w, 1)) // a row at a time: two whole copies may be too much
	for y := range h {
		draw.Draw(row, row.Rect, img, b.Min.Add(image.Pt(0, y)), draw.Src)
		for x := range w {
			copy(out.Pix[turned(orientation, x, y, w, h, out.Stride):][:4], row.Pix[4*x:])
		}
	}
	return out
}

// turned is where the stored pixel x, y of a picture of w by h lies upright, as an
// index into pixels of 4 bytes.
func turned(orientation, x, y, w, h, stride int) int {
	switch orientation {
	case 2:
		x = w - 1 - x
	case 3:
		x, y = w-1-x, h-1-y
	case 4:
		y = h - 1 - y
	case 5:
		x, y = y, x
	case 6:
		x, y = h-1-y, x
	case 7:
		x, y = h-1-y, w-1-x
	case 8:
		x, y = y, w-1-x
	}
	return y*stride + 4*x
}
