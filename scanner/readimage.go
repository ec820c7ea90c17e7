package scanner

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"io"
	"os"

	// The formats that ReadImage knows: image.Decode finds them by their first bytes.
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"
)

// What a picture may take. The largest screen in use, 7680x4320, fits nearly
// twice. Unpacking and finding together stay under 512 MB.
const (
	// MaxPixels is the largest width times height: 64 megapixels.
	MaxPixels = 64_000_000
	// MaxBytes is the largest file: 64 MiB.
	MaxBytes = 64 << 20
	// MaxMemory is the most that unpacking may take, in bytes: all 64
	// megapixels at 8 bits a channel.
	MaxMemory = 4 * MaxPixels
)

// ReadImage reads a picture: PNG, JPEG (turned upright), GIF (its first frame),
// BMP, WebP or TIFF, told apart by their first bytes. The limits above are
// checked by the picture's header, before anything is allocated for its pixels.
// The error is ErrNotImage, ErrTooManyPixels, ErrTooManyBytes, or that of r; a
// format that is known and cannot be read is a FormatError.
func ReadImage(r io.Reader) (image.Image, error) {
	data, err := readBytes(r)
	if err != nil {
		return nil, err
	}
	return unpack(data)
}

// readBytes reads a file into memory, if it is not too large.
func readBytes(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the picture: %w", err)
	}
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("picture of more than %d bytes: %w", MaxBytes, ErrTooManyBytes)
	}
	return data, nil
}

// unpack makes an image of a picture file's bytes.
func unpack(data []byte) (image.Image, error) {
	if format := unreadableFormat(data); format != "" {
		return nil, &FormatError{format}
	}
	if err := checkHeader(data); err != nil {
		return nil, err
	}
	img, format, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpacking the %s picture: %v: %w", format, err, ErrNotImage)
	}
	if format == "jpeg" {
		img = upright(img, orientation(data))
	}
	return img, nil
}

// ReadFile is ReadImage of the file at path. Beside ReadImage's errors it gives
// those of os.Open.
func ReadFile(path string) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return ReadImage(f)
}

// checkHeader refuses what is no picture, or one too large to unpack.
func checkHeader(data []byte) error {
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("reading the picture's header: %v: %w", err, ErrNotImage)
	}
	if config.Width <= 0 || config.Height <= 0 {
		return fmt.Errorf("%s picture of %dx%d: %w", format, config.Width, config.Height, ErrNotImage)
	}
	// Divided, because the product of two 32-bit sides can overflow.
	if config.Height > MaxPixels/config.Width {
		return fmt.Errorf("%s picture of %dx%d: %w", format, config.Width, config.Height, ErrTooManyPixels)
	}
	if config.Width*config.Height*pixelBytes(data, format, config.ColorModel) > MaxMemory {
		return fmt.Errorf("%s picture of %dx%d, which takes more than %d bytes to unpack: %w",
			format, config.Width, config.Height, MaxMemory, ErrTooManyPixels)
	}
	return nil
}

// pixelBytes is what a pixel takes while the picture is unpacked.
func pixelBytes(data []byte, format string, m color.Model) int {
	size := 4
	if m == color.RGBA64Model || m == color.NRGBA64Model {
		size = 8
	}
	switch {
	case format == "jpeg" && progressive(data):
		return 12 // the decoder keeps a coefficient of 4 bytes for each of three colours
	case format == "jpeg" && orientation(data) != 1:
		return 8 // the turned copy lies beside the picture
	case format == "png" && interlaced(data):
		return 2 * size // each pass is an image of its own, beside the whole one
	case format == "tiff" || format == "webp":
		return 2 * size // the unpacked strip, or the coded pixels, beside the image
	case m == color.NRGBAModel:
		return 5 // laid on white and on black, it is looked at twice
	default:
		return size
	}
}

// interlaced tells whether a PNG comes in seven passes of rising detail: the
// last byte of its header chunk (PNG, 11.2.2).
func interlaced(data []byte) bool {
	const method = 28
	return len(data) > method && data[method] != 0
}

// progressive tells whether a JPEG comes in several scans of rising detail: it
// walks over the segments (ITU-T T.81, B.1.1) to the frame header.
func progressive(data []byte) bool {
	const startOfProgressiveFrame, startOfScan = 0xC2, 0xDA
	for i := 2; i+4 <= len(data); {
		if data[i] != 0xFF {
			i++ // the decoder skips what is no marker, too
			continue
		}
		switch marker := data[i+1]; {
		case marker == startOfProgressiveFrame:
			return true
		case marker == startOfScan:
			return false
		case marker == 0xFF || marker == 0 || marker == 0x01 || marker >= 0xD0 && marker <= 0xD7:
			i++ // filling, or a marker without a length
		default:
			i += 2 + int(data[i+2])<<8 + int(data[i+3])
		}
	}
	return false
}
