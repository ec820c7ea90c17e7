package scanner

import (
	"image"
	"image/color"
	"path/filepath"
	"testing"
)

// A thumbnail shows its code and cannot be read: the window that shows it must
// not be a second way to the secret.
func TestThumbnail(t *testing.T) {
	for _, s := range readManifest(t, "testdata") {
		img, err := ReadFile(filepath.Join("testdata", s.File))
		if err != nil {
			t.Fatal(err)
		}
		symbols, err := Decode(testContext(t), img)
		if err != nil {
			t.Fatal(err)
		}
		for _, symbol := range symbols {
			small := symbol.Thumbnail(img)
			if small.Bounds().Dx() > 64 || small.Bounds().Dx() != small.Bounds().Dy() {
				t.Errorf("%s: the thumbnail is %v", s.File, small.Bounds())
			}
			if dark, light := extremes(small); light-dark < 40 {
				t.Errorf("%s: nothing can be made out, from %d to %d", s.File, dark, light)
			}
			again, err := Decode(testContext(t), small)
			if err != nil || len(again) > 0 {
				t.Errorf("%s: %d codes can be read off the thumbnail, error %v", s.File, len(again), err)
			}
		}
	}
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
