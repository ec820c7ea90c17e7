package scanner

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"strconv"
	"testing"
)

// checkered has a quarter in each of four shades: black and dark grey above
// light grey and white. It is wider than high.
func checkered() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			img.SetGray(x, y, color.Gray{Y: uint8(x/32*85 + y/16*170)})
		}
	}
	return img
}

// jpegWithOrientation writes a JPEG with an Exif segment that holds one tag.
func jpegWithOrientation(t testing.TB, img image.Image, orientation byte) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := jpeg.Encode(&file, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string([]byte{orientation}) + "\x00\x00\x00\x00\x00\x00"
	segment := append([]byte{0xFF, 0xE1, 0, byte(len(exif) + 2)}, exif...)
	data := file.Bytes()
	return append(append(append([]byte{}, data[:2]...), segment...), data[2:]...)
}

func TestReadImageTurnsUpright(t *testing.T) {
	// The quarters from left to right and top to bottom: black 0, dark 1, light 2, white 3.
	for value, want := range map[byte]string{
		0: "0123", 1: "0123", 2: "1032", 3: "3210", 4: "2301",
		5: "0213", 6: "2031", 7: "3120", 8: "1302", 9: "0123",
	} {
		t.Run(strconv.Itoa(int(value)), func(t *testing.T) {
			img, err := ReadImage(bytes.NewReader(jpegWithOrientation(t, checkered(), value)))
			if err != nil {
				t.Fatal(err)
			}
			b := img.Bounds()
			if upright := value >= 5 && value <= 8; upright != (b.Dy() > b.Dx()) {
				t.Errorf("size %v", b)
			}
			got := ""
			for _, p := range []image.Point{{1, 1}, {3, 1}, {1, 3}, {3, 3}} {
				grey := color.GrayModel.Convert(img.At(b.Dx()*p.X/4, b.Dy()*p.Y/4)).(color.Gray)
				got += strconv.Itoa(int((int(grey.Y) + 42) / 85))
			}
			if got != want {
				t.Errorf("quarters %s, want %s", got, want)
			}
		})
	}
}

func TestUnreadableFormats(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"heic of a phone", "\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1MiHE", "HEIC"},
		{"heif", "\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "HEIC"},
		{"avif", "\x00\x00\x00\x1cftypavif\x00\x00\x00\x00mif1miaf", "AVIF"},
		{"avif that names the container first", "\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00avifmiaf", "AVIF"},
		{"jpeg xl stream", "\xff\x0a\x00\x00", "JPEG XL"},
		{"jpeg xl container", "\x00\x00\x00\x0cJXL \r\n\x87\n", "JPEG XL"},
		{"svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`, "SVG"},
		{"svg with a prologue", "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- x -->\n<svg/>", "SVG"},
		{"film", "\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp41", ""},
		{"png", "\x89PNG\r\n\x1a\n", ""},
		{"page", "<html></html>", ""},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := unreadableFormat([]byte(tt.data)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			_, err := ReadImage(bytes.NewReader([]byte(tt.data)))
			checkFormatError(t, err, tt.want)
		})
	}
}

// checkFormatError wants a FormatError that names the format, or ErrNotImage alone.
func checkFormatError(t *testing.T, err error, format string) {
	t.Helper()
	var known *FormatError
	if got := errors.As(err, &known); !errors.Is(err, ErrNotImage) || got != (format != "") || got && known.Format != format {
		t.Errorf("error %v for format %q", err, format)
	}
}
