package scanner

import (
	"fmt"
	"image"
	"image/color"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/image/draw"
)

// A thumbnail shows its code and cannot be read: the window that shows it must
// not be a second way to the secret.
func TestThumbnail(t *testing.T) {
	for _, s := range readManifest(t, "testdata") {
		img, err := ReadFile(filepath.Join("testdata", s.File))
		if err != nil {
			t.Fatal(err)
		}
		t.Run(s.File, func(t *testing.T) { checkThumbnails(t, img) })
	}
	for _, length := range []int{3, 10, 14, 20, 26, 32, 38, 50} { // the smallest codes have the largest modules
		t.Run(fmt.Sprintf("%d characters", length), func(t *testing.T) {
			code, err := qrcode.NewQRCodeWriter().Encode(strings.Repeat("aZ3-", 20)[:length], gozxing.BarcodeFormat_QR_CODE, 260, 260, nil)
			if err != nil {
				t.Fatal(err)
			}
			checkThumbnails(t, code)
		})
	}
}

// checkThumbnails checks the thumbnails of all codes in a picture.
func checkThumbnails(t *testing.T, img image.Image) {
	symbols, err := Decode(testContext(t), img)
	if err != nil {
		t.Fatal(err)
	}
	for _, symbol := range symbols {
		small := symbol.Thumbnail(img)
		if dark, light := extremes(small); light-dark < 40 {
			t.Errorf("nothing can be made out, from %d to %d", dark, light)
		}
		for _, shown := range []int{32, 44, 66, 88, 132} { // as windows show it
			large := image.NewRGBA(image.Rect(0, 0, shown, shown))
			draw.BiLinear.Scale(large, large.Rect, small, small.Bounds(), draw.Src, nil)
			if again, err := Decode(testContext(t), onWhite(large)); err != nil || len(again) > 0 {
				t.Errorf("%d codes can be read off the thumbnail at %d pixels, error %v", len(again), shown, err)
			}
		}
	}
}

// onWhite puts a picture on a white page.
func onWhite(img image.Image) image.Image {
	size := img.Bounds().Size()
	page := image.NewRGBA(image.Rect(0, 0, size.X+100, size.Y+100))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(page, image.Rect(50, 50, 50+size.X, 50+size.Y), img, image.Point{}, draw.Src)
	return page
}

// extremes are the darkest and the lightest grey of a picture.
func extremes(img image.Image) (dark, light int) {
	dark, light = 255, 0
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			grey := int(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
			dark, light = min(dark, grey), max(light, grey)
		}
	}
	return dark, light
}

// Bounds that reach beyond the picture, or lie outside, break nothing.
func TestThumbnailAtTheEdge(t *testing.T) {
	white := image.NewUniform(color.White)
	for _, tt := range []struct {
		name   string
		bounds image.Rectangle
		img    image.Image
		shown  bool
	}{
		{"at the corner", image.Rect(0, 0, 20, 20), image.NewGray16(image.Rect(0, 0, 30, 200)), true},
		{"wider than the picture", image.Rect(-50, 5, 90, 6), image.NewGray16(image.Rect(0, 0, 30, 20)), true},
		{"outside", image.Rect(100, 100, 120, 120), image.NewGray16(image.Rect(0, 0, 30, 30)), false},
		{"without a size", image.Rect(5, 5, 5, 5), white, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			small := Symbol{Bounds: tt.bounds}.Thumbnail(tt.img)
			_, _, _, alpha := small.At(thumbnailSide/2, thumbnailSide/2).RGBA()
			if (alpha > 0) != tt.shown {
				t.Errorf("the middle has alpha %d", alpha)
			}
		})
	}
}
