package scanner

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode/decoder"
	"github.com/makiuchi-d/gozxing/qrcode/encoder"
)

// codeOf is a code of any version that holds a text.
func codeOf(t testing.TB, text string) *gozxing.BitMatrix {
	t.Helper()
	code, err := encoder.Encoder_encodeWithoutHint(text, decoder.ErrorCorrectionLevel_M)
	if err != nil {
		t.Fatal(err)
	}
	drawn := code.GetMatrix()
	modules, failed := gozxing.NewSquareBitMatrix(drawn.GetWidth())
	if failed != nil {
		t.Fatal(failed)
	}
	for y := range drawn.GetHeight() {
		for x := range drawn.GetWidth() {
			if drawn.Get(x, y) == 1 {
				modules.Set(x, y)
			}
		}
	}
	return modules
}

// photograph draws a code as a camera sees it that stands two and a half widths
// away, turned by tilt about an axis that lies at that angle in the page, and with
// that many pixels a module in the middle. The ground around the code is ground.
func photograph(code *gozxing.BitMatrix, tilt, axis, module float64, ground byte) *image.Gray {
	side := float64(code.GetWidth())
	size := int(1.8 * side * module)
	img := image.NewGray(image.Rect(0, 0, size, size))
	away := 2.5 * side
	ax, ay := math.Cos(axis), math.Sin(axis)
	pixel := func(x, y float64) int {
		x, y = (x-float64(size)/2)/module, (y-float64(size)/2)/module
		along, across := x*ax+y*ay, y*ax-x*ay
		across /= math.Cos(tilt) - across*math.Sin(tilt)/away
		along *= 1 + across*math.Sin(tilt)/away
		u, v := side/2+along*ax-across*ay, side/2+along*ay+across*ax
		switch {
		case u < 0 || v < 0 || u >= side || v >= side:
			return int(ground)
		case code.Get(int(u), int(v)):
			return 20
		}
		return 230
	}
	const finer = 3
	for y := range size {
		for x := range size {
			sum := 0
			for i := range finer * finer {
				sum += pixel(float64(x)+(float64(i%finer)+0.5)/finer, float64(y)+(float64(i/finer)+0.5)/finer)
			}
			img.Pix[y*img.Stride+x] = byte(sum / (finer * finer))
		}
	}
	return img
}

// TestDecodeAtASlant holds from how far aside a code can be photographed.
func TestDecodeAtASlant(t *testing.T) {
	short := "otpauth://totp/Example:sam?secret=JBSWY3DPEHPK3PXP&issuer=Example"
	for _, test := range []struct {
		name   string
		text   string
		tilt   float64 // degrees
		module float64
		ground byte
	}{
		{"a little", short, 15, 4, 230},
		{"much", short, 35, 5, 230},
		{"nearly from the side", short, 50, 8, 230},
		{"on a dark page without a margin", short, 30, 5, 20},
		{"a long text", short + strings.Repeat("&x=0123456789", 30), 25, 5, 230},
	} {
		t.Run(test.name, func(t *testing.T) {
			code := codeOf(t, test.text)
			for axis := 0.0; axis < 2*math.Pi; axis += math.Pi / 3 {
				img := photograph(code, test.tilt*math.Pi/180, axis, test.module, test.ground)
				found, err := Decode(testContext(t), img)
				if err != nil || len(found) != 1 || found[0].Text != test.text {
					t.Errorf("axis at %.1f: found %v, %v", axis, found, err)
				}
			}
		})
	}
}

func TestGridThroughAPoint(t *testing.T) {
	want := newGrid(point{40, 40}, point{260, 60}, point{30, 250}, 33, [2]float64{0.3, -0.2})
	const middle = 26.5
	x, y := want.at(middle, middle)
	flat := newGrid(want.centres[0], want.centres[1], want.centres[2], 33, [2]float64{})
	got, ok := flat.through(middle, point{x, y})
	if !ok || math.Abs(got.lean[0]-0.3) > 1e-9 || math.Abs(got.lean[1]+0.2) > 1e-9 {
		t.Errorf("leans %v, %v; want 0.3 and -0.2", got.lean, ok)
	}
}

// TestDecodeSeveralAtASlant holds that a code seen from the front hides none seen
// at a slant, and that a picture may show more codes than doubtful eyes are tried.
func TestDecodeSeveralAtASlant(t *testing.T) {
	var pictures []*image.Gray
	for i := range 17 {
		tilt := 35.0
		if i == 0 {
			tilt = 0
		}
		code := codeOf(t, "otpauth://totp/sam?secret=JBSWY3DPEHPK3PXP&n="+strconv.Itoa(i))
		pictures = append(pictures, photograph(code, tilt*math.Pi/180, 1, 5, 230))
	}
	for _, n := range []int{2, len(pictures)} {
		found, err := Decode(testContext(t), sideBySide(pictures[:n], 6))
		if err != nil || len(found) != n {
			t.Errorf("found %d of %d codes, %v", len(found), n, err)
		}
	}
}

// sideBySide lays pictures of one size in rows of so many.
func sideBySide(pictures []*image.Gray, across int) *image.Gray {
	size := pictures[0].Rect.Size()
	out := image.NewGray(image.Rect(0, 0, across*size.X, (len(pictures)+across-1)/across*size.Y))
	draw.Draw(out, out.Rect, image.NewUniform(color.Gray{230}), image.Point{}, draw.Src)
	for i, p := range pictures {
		at := image.Pt(i%across*size.X, i/across*size.Y)
		draw.Draw(out, image.Rectangle{at, at.Add(size)}, p, image.Point{}, draw.Src)
	}
	return out
}
