package scanner

import (
	"image"
	"math"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
)

// TestDecodeBent holds how far paper may be from lying flat.
func TestDecodeBent(t *testing.T) {
	short := "otpauth://totp/Example:sam?secret=JBSWY3DPEHPK3PXP&issuer=Example"
	for _, test := range []struct {
		name          string
		text          string
		rows, columns float64 // modules that their middle is off
	}{
		{"rows bowed", short, 2, 0},
		{"columns bowed", short, 0, 2},
		{"both bowed", short, 1.5, -1.5},
		{"a long text", short + strings.Repeat("&x=0123456789", 20), 2.2, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := Decode(testContext(t), bowed(codeOf(t, test.text), test.rows, test.columns))
			if err != nil {
				t.Fatal(err)
			}
			checkTexts(t, found, []string{test.text})
		})
	}
}

// bowed draws a code whose rows and columns are arcs, so many modules high.
func bowed(code *gozxing.BitMatrix, rows, columns float64) *image.Gray {
	const module, margin = 7, 8
	side := float64(code.GetWidth())
	img := image.NewGray(image.Rect(0, 0, (code.GetWidth()+2*margin)*module, (code.GetWidth()+2*margin)*module))
	for i := range img.Pix {
		img.Pix[i] = 230
		u := (float64(i%img.Stride)+0.5)/module - margin
		v := (float64(i/img.Stride)+0.5)/module - margin
		u, v = u+columns*4*v/side*(1-v/side), v+rows*4*u/side*(1-u/side)
		if u >= 0 && v >= 0 && u < side && v < side && code.Get(int(u), int(v)) {
			img.Pix[i] = 20
		}
	}
	return img
}

func TestBendLeavesCornersWhereTheyAre(t *testing.T) {
	flat := newGrid(point{40, 40}, point{260, 60}, point{30, 250}, 33, [2]float64{0.1, -0.1})
	bent := flat
	bent.bend = &bend{1, 2, 3, 4, 5, 6, 7, 8}
	for _, corner := range [][2]float64{{3.5, 3.5}, {29.5, 3.5}, {3.5, 29.5}, {29.5, 29.5}} {
		x, y := flat.at(corner[0], corner[1])
		bx, by := bent.at(corner[0], corner[1])
		if math.Hypot(bx-x, by-y) > 1e-9 {
			t.Errorf("%v moves from %.2f, %.2f to %.2f, %.2f", corner, x, y, bx, by)
		}
	}
}
