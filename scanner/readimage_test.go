package scanner

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

func TestReadImageFormats(t *testing.T) {
	picture, want := samplePicture(t, "formats-08.png")
	encoded := map[string]func(io.Writer) error{
		"png":  func(w io.Writer) error { _, err := w.Write(encodePNG(t, picture)); return err },
		"jpeg": func(w io.Writer) error { return jpeg.Encode(w, picture, nil) },
		"gif":  func(w io.Writer) error { return gif.Encode(w, picture, nil) },
		"bmp":  func(w io.Writer) error { return bmp.Encode(w, picture) },
		"tiff": func(w io.Writer) error { return tiff.Encode(w, picture, &tiff.Options{Compression: tiff.Deflate}) },
	}
	for name, encode := range encoded {
		t.Run(name, func(t *testing.T) {
			var file bytes.Buffer
			if err := encode(&file); err != nil {
				t.Fatal(err)
			}
			img, err := ReadImage(&file)
			if err != nil {
				t.Fatal(err)
			}
			found, err := Decode(testContext(t), img)
			if err != nil {
				t.Fatal(err)
			}
			checkTexts(t, found, want)
		})
	}
}

func TestReadImageTakesTheFirstFrame(t *testing.T) {
	frame := func(c color.Color) *image.Paletted {
		return image.NewPaletted(image.Rect(0, 0, 30, 20), color.Palette{c})
	}
	var file bytes.Buffer
	err := gif.EncodeAll(&file, &gif.GIF{Image: []*image.Paletted{frame(color.White), frame(color.Black)}, Delay: []int{1, 1}})
	if err != nil {
		t.Fatal(err)
	}
	img, err := ReadImage(&file)
	if err != nil {
		t.Fatal(err)
	}
	if r, _, _, _ := img.At(3, 3).RGBA(); r != 0xffff {
		t.Error("not the first frame")
	}
}

// pngHeader is the beginning of a PNG of that size, all that its decoder reads
// before it makes room for the pixels.
func pngHeader(width, height uint32, depth, colour byte) []byte {
	chunk := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	chunk = append(binary.BigEndian.AppendUint32(chunk, height), depth, colour, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), chunk...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
}

func gifHeader(width, height uint16) []byte {
	out := binary.LittleEndian.AppendUint16([]byte("GIF89a"), width)
	return append(binary.LittleEndian.AppendUint16(out, height), 0, 0, 0)
}

func bmpHeader(width, height int32) []byte {
	out := append([]byte("BM"), make([]byte, 52)...)
	out[10], out[14], out[26], out[28] = 54, 40, 1, 24
	binary.LittleEndian.PutUint32(out[18:], uint32(width))
	binary.LittleEndian.PutUint32(out[22:], uint32(height))
	return out
}

// webpHeader is an extended WebP: a canvas, then the header of lossless pixels.
func webpHeader(canvas, inner int) []byte {
	chunk := func(id string, body []byte) []byte {
		return append(binary.LittleEndian.AppendUint32([]byte(id), uint32(len(body))), body...)
	}
	side := canvas - 1
	out := chunk("VP8X", []byte{0, 0, 0, 0, byte(side), byte(side >> 8), byte(side >> 16), byte(side), byte(side >> 8), byte(side >> 16)})
	size := uint32(inner-1) | uint32(inner-1)<<14
	out = append(out, chunk("VP8L", append([]byte{0x2f}, binary.LittleEndian.AppendUint32(nil, size)...))...)
	out = append(append([]byte("WEBP"), out...), make([]byte, 64)...)
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(out))), out...)
}

// tiffHeader is a grey TIFF in one tile of that side.
func tiffHeader(width, height, tile uint32) []byte {
	tags := [][2]uint32{
		{256, width},
		{257, height},
		{258, 8},
		{259, 1},
		{262, 1},
		{277, 1},
		{322, tile},
		{323, tile},
		{324, 8},
		{325, 100},
	}
	out := append([]byte("II*\x00\x08\x00\x00\x00"), byte(len(tags)), 0)
	for _, tag := range tags {
		out = binary.LittleEndian.AppendUint16(out, uint16(tag[0]))
		out = append(out, 4, 0, 1, 0, 0, 0) // one 32-bit number
		out = binary.LittleEndian.AppendUint32(out, tag[1])
	}
	return append(out, make([]byte, 4)...)
}

// jpegHeader is a JPEG, progressive or not, up to where its pixels would begin.
func jpegHeader(width, height uint16, frame byte) []byte {
	out := []byte{0xFF, 0xD8, 0xFF, frame, 0, 17, 8}
	out = binary.BigEndian.AppendUint16(out, height)
	out = binary.BigEndian.AppendUint16(out, width)
	out = append(out, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0)
	return append(out, 0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 63, 0)
}

func TestReadImageRefusesBeforeAllocating(t *testing.T) {
	for _, test := range []struct {
		name string
		data []byte
		want error
	}{
		{"PNG of 100,000 x 100,000", pngHeader(100_000, 100_000, 8, 2), ErrTooManyPixels},
		{"PNG of the largest sides", pngHeader(1<<31-1, 1<<31-1, 1, 0), ErrNotImage},
		{"PNG of 8001 x 8000", pngHeader(8001, 8000, 8, 2), ErrTooManyPixels},
		{"PNG one pixel high", pngHeader(64_000_001, 1, 8, 0), ErrTooManyPixels},
		{"PNG of 64 megapixels at 16 bits", pngHeader(8000, 8000, 16, 6), ErrTooManyPixels},
		{"GIF", gifHeader(65535, 65535), ErrTooManyPixels},
		{"GIF of nothing", gifHeader(0, 0), ErrNotImage},
		{"BMP", bmpHeader(100_000, 100_000), ErrTooManyPixels},
		{"BMP upside down", bmpHeader(100_000, -100_000), ErrTooManyPixels},
		{"BMP of nothing", bmpHeader(0, 0), ErrNotImage},
		{"WebP", webpHeader(16000, 16000), ErrTooManyPixels},
		{"WebP with more pixels than its canvas", webpHeader(16, 16000), ErrNotImage},
		{"TIFF", tiffHeader(100_000, 100_000, 16), ErrTooManyPixels},
		{"TIFF with a tile larger than it", tiffHeader(16, 16, 1<<31), ErrNotImage},
		{"JPEG", jpegHeader(65535, 65535, 0xC0), ErrTooManyPixels},
		{"JPEG in scans of 36 megapixels", jpegHeader(6000, 6000, 0xC2), ErrTooManyPixels},
		{"empty", nil, ErrNotImage},
		{"text", []byte("otpauth is no picture"), ErrNotImage},
	} {
		t.Run(test.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			img, err := ReadImage(bytes.NewReader(test.data))
			runtime.ReadMemStats(&after)
			if !errors.Is(err, test.want) || img != nil {
				t.Errorf("got %v and %v, want %v", img != nil, err, test.want)
			}
			if grown := after.TotalAlloc - before.TotalAlloc; grown > 1<<20 {
				t.Errorf("%d bytes allocated", grown)
			}
		})
	}
}

// endless gives zeros without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestReadImageLimitsTheFile(t *testing.T) {
	if _, err := ReadImage(endless{}); !errors.Is(err, ErrTooManyBytes) {
		t.Errorf("got %v, want ErrTooManyBytes", err)
	}
}

func TestReadImagePassesReadErrorsOn(t *testing.T) {
	broken := errors.New("disk gone")
	_, err := ReadImage(io.MultiReader(bytes.NewReader(testPNG(t, 9, 9)[:20]), errorReader{broken}))
	if !errors.Is(err, broken) || errors.Is(err, ErrNotImage) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

type errorReader struct{ err error }

func (r errorReader) Read([]byte) (int, error) { return 0, r.err }

func TestReadImageOfCutOffFiles(t *testing.T) {
	for _, file := range []string{"formats-00.gif", "formats-03.webp", "formats-04.webp", "formats-08.png", "formats-13.jpg"} {
		data, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []int{1, 8, 40, len(data) / 3} {
			if _, err := ReadImage(bytes.NewReader(data[:part])); !errors.Is(err, ErrNotImage) {
				t.Errorf("%d bytes of %s: %v, want ErrNotImage", part, file, err)
			}
		}
	}
}

func TestReadFile(t *testing.T) {
	if _, err := ReadFile(filepath.Join(t.TempDir(), "none.png")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want os.ErrNotExist", err)
	}
	if _, err := ReadFile(t.TempDir()); err == nil {
		t.Error("a folder was read as a picture")
	}
}

func TestProgressive(t *testing.T) {
	for name, test := range map[string]struct {
		data []byte
		want bool
	}{
		"progressive": {jpegHeader(9, 9, 0xC2), true},
		"baseline":    {jpegHeader(9, 9, 0xC0), false},
		"behind a comment that holds a marker": {
			slices.Concat([]byte{0xFF, 0xD8, 0xFF, 0xFE, 0, 4, 0xFF, 0xDA}, jpegHeader(9, 9, 0xC2)[2:]), true,
		},
		"cut off": {[]byte{0xFF, 0xD8, 0xFF}, false},
	} {
		if got := progressive(test.data); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

func FuzzReadImage(f *testing.F) {
	f.Add(testPNG(f, 4, 3))
	f.Add(pngHeader(100_000, 100_000, 8, 2))
	f.Add(gifHeader(4, 3))
	f.Add(bmpHeader(4, 3))
	f.Add(webpHeader(16, 16))
	f.Add(tiffHeader(16, 16, 16))
	f.Add(jpegHeader(16, 16, 0xC2))
	f.Fuzz(func(t *testing.T, data []byte) {
		img, err := ReadImage(bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, ErrNotImage) && !errors.Is(err, ErrTooManyPixels) {
				t.Errorf("untyped error %v", err)
			}
			return
		}
		if b := img.Bounds(); b.Dx()*b.Dy() > MaxPixels {
			t.Errorf("%v pixels got through", b)
		}
	})
}
