package scanner

import (
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
)

// What Windows puts on its clipboard, as the types that other systems have. It
// is apart from the calls that fetch it, so that it is tested everywhere.

const (
	dibHeader     = 40 // bytes of a BITMAPINFOHEADER, with which each newer header begins
	bmpFileHeader = 14 // bytes of a BITMAPFILEHEADER
	dibPlain      = 0  // BI_RGB
	dibMasks      = 3  // BI_BITFIELDS
	dropHeader    = 20 // bytes of a DROPFILES
)

// bmpOfDIB makes a BMP file of a packed DIB (CF_DIB): header, then masks or a
// table of colours, then pixels. Masks that say what is usual anyway are
// dropped, with the end of a newer header: the BMP decoder takes no others.
func bmpOfDIB(dib []byte) ([]byte, error) {
	order := binary.LittleEndian
	if len(dib) < dibHeader || order.Uint32(dib) < dibHeader || uint64(order.Uint32(dib)) > uint64(len(dib)) {
		return nil, fmt.Errorf("a bitmap without its header: %w", ErrNotImage)
	}
	header := append([]byte(nil), dib[:dibHeader]...)
	rest := dib[order.Uint32(dib):]
	if order.Uint32(header[16:]) == dibMasks {
		masks := dib[dibHeader:]
		if len(masks) < 12 || order.Uint32(masks) != 0xff0000 || order.Uint32(masks[4:]) != 0xff00 || order.Uint32(masks[8:]) != 0xff {
			return nil, fmt.Errorf("a bitmap with unusual masks: %w", ErrNotImage)
		}
		if order.Uint32(dib) == dibHeader {
			rest = masks[12:] // they lie behind the old header and in newer ones
		}
		order.PutUint32(header[16:], dibPlain)
	}
	order.PutUint32(header, dibHeader)
	colours, bits := uint64(0), order.Uint16(header[14:])
	if used := order.Uint32(header[32:]); bits <= 8 {
		if colours = uint64(used); used == 0 {
			colours = 1 << bits
		}
	}
	offset := bmpFileHeader + dibHeader + 4*colours
	if offset > uint64(bmpFileHeader+dibHeader+len(rest)) {
		return nil, fmt.Errorf("a bitmap without its colours: %w", ErrNotImage)
	}
	file := append([]byte("BM"), make([]byte, bmpFileHeader-2)...)
	order.PutUint32(file[2:], uint32(bmpFileHeader+dibHeader+len(rest)))
	order.PutUint32(file[10:], uint32(offset))
	return append(append(file, header...), rest...), nil
}

// uriListOfDrop makes a list of file URIs of copied files (CF_HDROP): a header
// that says where the names begin, then the names, each with a final zero, and
// an empty one.
func uriListOfDrop(drop []byte) ([]byte, error) {
	order := binary.LittleEndian
	if len(drop) < dropHeader || uint64(order.Uint32(drop)) > uint64(len(drop)) {
		return nil, fmt.Errorf("a list of copied files that is cut off: %w", ErrNotImage)
	}
	if order.Uint32(drop[16:]) == 0 {
		return nil, nil // names in an old code page, which no program of today writes
	}
	names, _, _ := strings.Cut(decodeUTF16(drop[order.Uint32(drop):]), "\x00\x00")
	var list strings.Builder
	for name := range strings.SplitSeq(strings.Trim(names, "\x00"), "\x00") {
		if name == "" {
			continue
		}
		path := strings.ReplaceAll(name, `\`, "/")
		if !strings.HasPrefix(path, "/") {
			path = "/" + path // a drive
		}
		list.WriteString((&url.URL{Scheme: "file", Path: path}).String() + "\r\n")
	}
	return []byte(list.String()), nil
}

// textOfUTF16 gives text up to its final zero (CF_UNICODETEXT).
func textOfUTF16(data []byte) ([]byte, error) {
	text, _, _ := strings.Cut(decodeUTF16(data), "\x00")
	return []byte(text), nil
}

func decodeUTF16(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}
