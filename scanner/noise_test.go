package scanner

import (
	"image"
	"math/rand/v2"
	"testing"
)

// FuzzFinders scatters eyes over noise, where every three make a candidate:
// whatever their number and place, no code is invented and nothing breaks.
func FuzzFinders(f *testing.F) {
	f.Add([]byte{10, 10, 3, 60, 10, 3, 10, 60, 3}, byte(0), byte(0)) // a code's three, and nothing between
	f.Add([]byte{10, 10, 3, 94, 10, 3, 10, 94, 3}, byte(1), byte(128))
	f.Add([]byte{5, 5, 2, 30, 5, 2, 55, 5, 2, 5, 30, 2, 30, 30, 2, 5, 55, 2, 55, 55, 2}, byte(2), byte(60))
	f.Fuzz(func(t *testing.T, places []byte, seed, density byte) {
		const most = 3 * 60
		img := noisePicture(160, seed, density)
		for p := places[:min(len(places), most)]; len(p) >= 3; p = p[3:] {
			drawEye(img, int(p[0]), int(p[1]), 1+int(p[2])%6)
		}
		found, err := Decode(t.Context(), img)
		if err != nil || len(found) > 0 {
			t.Errorf("found %v, %v", found, err)
		}
	})
}

// noisePicture is a square of pixels of which density of 255 are black.
func noisePicture(side int, seed, density byte) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, side, side))
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	for i := range img.Pix {
		if byte(random.UintN(255)) >= density {
			img.Pix[i] = 255
		}
	}
	return img
}

// drawEye draws a finder pattern and the light rim around it.
func drawEye(img *image.Gray, left, top, module int) {
	for v := range 9 * module {
		for u := range 9 * module {
			x, y := u/module-4, v/module-4
			i := img.PixOffset(left+u, top+v)
			if !image.Pt(left+u, top+v).In(img.Rect) {
				continue
			}
			img.Pix[i] = 255
			if r := max(x, -x, y, -y); r == 3 || r <= 1 {
				img.Pix[i] = 0
			}
		}
	}
}
