package scanner

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
)

func TestDecodeSamples(t *testing.T) {
	for _, s := range readManifest(t, "testdata") {
		t.Run(s.File, func(t *testing.T) {
			img, err := ReadFile(filepath.Join("testdata", s.File))
			if err != nil {
				t.Fatal(err)
			}
			found, err := Decode(testContext(t), img)
			if err != nil {
				t.Fatal(err)
			}
			checkTexts(t, found, s.Payloads)
			checkBounds(t, s, found, img.Bounds())
		})
	}
}

// checkBounds compares where codes were found with where they are.
func checkBounds(t *testing.T, s sample, found []Symbol, picture image.Rectangle) {
	t.Helper()
	for i, payload := range s.Payloads {
		box := s.Boxes[i]
		want := image.Rect(int(box[0]), int(box[1]), int(box[2]), int(box[3])).Intersect(picture)
		slack := float64(want.Dx()) / 10
		for _, f := range found {
			if f.Text != payload {
				continue
			}
			b := f.Bounds
			for _, d := range []int{b.Min.X - want.Min.X, b.Min.Y - want.Min.Y, b.Max.X - want.Max.X, b.Max.Y - want.Max.Y} {
				if math.Abs(float64(d)) > slack {
					t.Errorf("code at %v, want %v", b, want)
					break
				}
			}
		}
	}
}

// TestDecodeImageTypes gives the same picture in each type that is read in its
// own way, and in one that is not.
func TestDecodeImageTypes(t *testing.T) {
	picture, want := samplePicture(t, "formats-08.png")
	b := picture.Bounds()
	grey := color.Palette{}
	for i := range 256 {
		grey = append(grey, color.Gray{Y: uint8(i)})
	}
	ycbcr := image.NewYCbCr(b, image.YCbCrSubsampleRatio420)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			ycbcr.Y[ycbcr.YOffset(x, y)] = color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y
		}
	}
	copied := func(to draw.Image) image.Image {
		draw.Draw(to, b, picture, b.Min, draw.Src)
		return to
	}
	for name, img := range map[string]image.Image{
		"grey":      copied(image.NewGray(b)),
		"RGBA":      copied(image.NewRGBA(b)),
		"NRGBA":     copied(image.NewNRGBA(b)),
		"palette":   copied(image.NewPaletted(b, grey)),
		"16 bits":   copied(image.NewRGBA64(b)),
		"CMYK":      copied(image.NewCMYK(b)),
		"YCbCr":     ycbcr,
		"no type":   boundedImage{picture, b},
		"a cut-out": copied(image.NewRGBA(b)).(*image.RGBA).SubImage(image.Rect(7, 3, b.Max.X-1, b.Max.Y-2)),
	} {
		t.Run(name, func(t *testing.T) {
			found, err := Decode(testContext(t), img)
			if err != nil {
				t.Fatal(err)
			}
			checkTexts(t, found, want)
			for _, s := range found {
				if !s.Bounds.In(img.Bounds()) {
					t.Errorf("code at %v is not in the image's %v", s.Bounds, img.Bounds())
				}
			}
		})
	}
}

// boundedImage hides the type of an image and gives an endless one an end.
type boundedImage struct {
	image.Image
	bounds image.Rectangle
}

func (b boundedImage) Bounds() image.Rectangle { return b.bounds }

func TestDecodeMovesBoundsWithTheImage(t *testing.T) {
	picture, _ := samplePicture(t, "formats-08.png")
	b := picture.Bounds()
	here, err := Decode(testContext(t), picture)
	if err != nil || len(here) != 1 {
		t.Fatalf("%d codes, %v", len(here), err)
	}
	moved := image.NewRGBA(b.Add(image.Pt(-500, 300)))
	draw.Draw(moved, moved.Bounds(), picture, b.Min, draw.Src)
	there, err := Decode(testContext(t), moved)
	if err != nil || len(there) != 1 {
		t.Fatalf("%d codes, %v", len(there), err)
	}
	if want := here[0].Bounds.Add(image.Pt(-500, 300)); there[0].Bounds != want {
		t.Errorf("code at %v, want %v", there[0].Bounds, want)
	}
}

func TestDecodeKeepsEqualCodesApart(t *testing.T) {
	picture, want := samplePicture(t, "transparent-08.png")
	b := picture.Bounds()
	page := image.NewRGBA(image.Rect(0, 0, 2*b.Dx(), b.Dy()))
	draw.Draw(page, page.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(page, b, picture, b.Min, draw.Over)
	draw.Draw(page, b.Add(image.Pt(b.Dx(), 0)), picture, b.Min, draw.Over)
	found, err := Decode(testContext(t), page)
	if err != nil {
		t.Fatal(err)
	}
	checkTexts(t, found, append(want, want...))
}

func TestDecodeFindsNothingInNothing(t *testing.T) {
	noise := image.NewGray(image.Rect(0, 0, 700, 500))
	random := rand.NewChaCha8([32]byte{1})
	if _, err := random.Read(noise.Pix); err != nil {
		t.Fatal(err)
	}
	for name, img := range map[string]image.Image{
		"empty":     image.NewRGBA(image.Rectangle{}),
		"one pixel": image.NewRGBA(image.Rect(0, 0, 1, 1)),
		"a line":    image.NewGray(image.Rect(0, 0, 3000, 1)),
		"a column":  image.NewGray(image.Rect(0, 0, 1, 3000)),
		"white":     boundedImage{image.White, image.Rect(0, 0, 300, 200)},
		"noise":     noise,
	} {
		t.Run(name, func(t *testing.T) {
			found, err := Decode(testContext(t), img)
			if err != nil || len(found) != 0 {
				t.Errorf("found %v, %v", found, err)
			}
		})
	}
}

// TestDecodeSheetOfCodes: eyes of neighbouring codes make squares as perfect as
// those of one code.
func TestDecodeSheetOfCodes(t *testing.T) {
	const across, down, size = 6, 5, 4
	cell := (21 + 8) * size
	sheet := image.NewGray(image.Rect(0, 0, across*cell, down*cell))
	var want []string
	for i := range across * down {
		content := fmt.Sprintf("code %d", i)
		want = append(want, content)
		code := drawCode(smallCode(t, pack(t, []byte{0xEC, 0x11}, append(text(content), [2]int{0, 4})...)), size)
		at := image.Pt(i%across*cell, i/across*cell)
		draw.Draw(sheet, code.Bounds().Add(at), code, image.Point{}, draw.Src)
	}
	found, err := Decode(testContext(t), sheet)
	if err != nil {
		t.Fatal(err)
	}
	checkTexts(t, found, want)
}

// TestDecodeSmallestModules holds how small the modules of a code may be drawn.
func TestDecodeSmallestModules(t *testing.T) {
	code := smallCode(t, pack(t, []byte{0xEC, 0x11}, append(text("tiny"), [2]int{0, 4})...))
	for _, size := range []int{2, 3, 5, 40} {
		found, err := Decode(testContext(t), drawCode(code, size))
		if err != nil {
			t.Fatal(err)
		}
		if len(found) != 1 || found[0].Text != "tiny" {
			t.Errorf("%d pixels a module: found %v", size, found)
		}
	}
}

func TestDecodeStopsWithItsContext(t *testing.T) {
	picture, _ := samplePicture(t, "formats-08.png")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := Decode(ctx, picture); !errors.Is(err, context.Canceled) || found != nil {
		t.Errorf("found %v, %v; want context.Canceled", found, err)
	}
}

// panicking stands for what a hostile picture makes of a reader.
type panicking struct{ image.Image }

func (panicking) At(int, int) color.Color { panic("index out of range: " + secretText) }

const secretText = "otpauth://totp/x?secret=AAAA"

func TestDecodeCatchesPanics(t *testing.T) {
	found, err := Decode(testContext(t), boundedImage{panicking{image.White}, image.Rect(0, 0, 90, 90)})
	if !errors.Is(err, ErrUnreadable) || found != nil {
		t.Errorf("found %v, %v; want ErrUnreadable", found, err)
	}
	if err != nil && strings.Contains(err.Error(), secretText) {
		t.Errorf("the error carries what the code holds: %v", err)
	}
}

// drawCode draws a code that many pixels a module, with its quiet zone.
func drawCode(modules *gozxing.BitMatrix, size int) *image.Gray {
	const quiet = 4
	side := modules.GetWidth() + 2*quiet
	img := image.NewGray(image.Rect(0, 0, side*size, side*size))
	for y := range side * size {
		for x := range side * size {
			if !modules.Get(x/size-quiet, y/size-quiet) {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return img
}

func FuzzDecode(f *testing.F) {
	small := drawCode(smallCode(f, pack(f, []byte{0xEC, 0x11}, append(text("a small code"), [2]int{0, 4})...)), 3)
	f.Add(uint16(small.Stride), small.Pix)
	f.Add(uint16(7), []byte("some pixels that are no code at all, seven a row"))
	f.Add(uint16(0), []byte{})
	f.Fuzz(func(t *testing.T, width uint16, pix []byte) {
		if width == 0 || len(pix) > 1<<14 {
			return
		}
		height := len(pix) / int(width)
		img := &image.Gray{Pix: pix, Stride: int(width), Rect: image.Rect(0, 0, int(width), height)}
		found, err := Decode(t.Context(), img)
		if err != nil {
			t.Errorf("not an error but no code: %v", err)
		}
		for _, s := range found {
			if s.Text == "" || s.Bounds.Empty() {
				t.Errorf("a code without text or place: %v", s)
			}
		}
	})
}
