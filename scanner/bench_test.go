package scanner

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"testing"
)

// screen is a desktop of that size with a page that shows a code.
func screen(b *testing.B, width, height int) image.Image {
	b.Helper()
	page, _ := samplePicture(b, "plain-1080p-06.png")
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.RGBA{R: 40, G: 60, B: 80, A: 255}), image.Point{}, draw.Src)
	at := image.Pt((width-page.Bounds().Dx())/2, (height-page.Bounds().Dy())/2)
	draw.Draw(out, page.Bounds().Add(at), page, page.Bounds().Min, draw.Src)
	return out
}

// benchmarkScreen times the finding alone: the pixels of a screen come unpacked.
func benchmarkScreen(b *testing.B, width, height int) {
	img := screen(b, width, height)
	for b.Loop() {
		found, err := Decode(b.Context(), img)
		if err != nil || len(found) != 1 {
			b.Fatalf("%d codes, %v", len(found), err)
		}
	}
}

func BenchmarkDecode1080p(b *testing.B) { benchmarkScreen(b, 1920, 1080) }
func BenchmarkDecode4K(b *testing.B)    { benchmarkScreen(b, 3840, 2160) }

// BenchmarkRead4K times the other part of a picture file: unpacking it.
func BenchmarkRead4K(b *testing.B) {
	file := encodePNG(b, screen(b, 3840, 2160))
	for b.Loop() {
		if _, err := ReadImage(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}
