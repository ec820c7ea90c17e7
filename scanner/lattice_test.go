package scanner

import (
	"image"
	"math"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
)

func TestDecodeCrumpled(t *testing.T) {
	text := "otpauth://totp/Example:sam?secret=JBSWY3DPEHPK3PXP" + strings.Repeat("&x=0123456789", 30)
	for _, off := range []float64{0.55, 0.6} {
		found, err := Decode(testContext(t), crumpled(codeOf(t, text), off))
		if err != nil {
			t.Fatal(err)
		}
		checkTexts(t, found, []string{text})
	}
}

// crumpled draws a code on paper with two waves that cross, off so many modules.
func crumpled(code *gozxing.BitMatrix, off float64) *image.Gray {
	const module, margin = 6, 8
	side := float64(code.GetWidth())
	img := image.NewGray(image.Rect(0, 0, (code.GetWidth()+2*margin)*module, (code.GetWidth()+2*margin)*module))
	wave := func(at float64) float64 { return off * math.Sin(2*math.Pi*at/side) }
	for i := range img.Pix {
		img.Pix[i] = 230
		u := (float64(i%img.Stride)+0.5)/module - margin
		v := (float64(i/img.Stride)+0.5)/module - margin
		u, v = u+wave(v-u/3), v+wave(u+v/3)
		if u >= 0 && v >= 0 && u < side && v < side && code.Get(int(u), int(v)) {
			img.Pix[i] = 20
		}
	}
	return img
}

func TestLatticeIsExactAtItsPatterns(t *testing.T) {
	l := lattice{centres: []float64{6.5, 22.5, 38.5}, moved: make([]point, 9)}
	l.moved[4], l.moved[5] = point{1, -2}, point{3, 0}
	for _, test := range []struct{ u, v, du, dv float64 }{
		{22.5, 22.5, 1, -2},
		{38.5, 22.5, 3, 0},
		{30.5, 22.5, 2, -1},
		{6.5, 6.5, 0, 0},
		{14.5, 14.5, 0.25, -0.5},
	} {
		if du, dv := l.shift(test.u, test.v); math.Abs(du-test.du) > 1e-9 || math.Abs(dv-test.dv) > 1e-9 {
			t.Errorf("at %v, %v moved %v, %v; want %v, %v", test.u, test.v, du, dv, test.du, test.dv)
		}
	}
}
