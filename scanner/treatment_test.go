package scanner

import (
	"math"
	"slices"
	"testing"
)

func TestHalved(t *testing.T) {
	for _, test := range []struct {
		name string
		in   luma
		want luma
	}{
		{"even sides", luma{pix: []byte{0, 4, 8, 8, 8, 12, 0, 0}, width: 4, height: 2}, luma{pix: []byte{6, 4}, width: 2, height: 1}},
		{"odd sides lose their last", luma{pix: []byte{1, 1, 9, 1, 1, 9, 9, 9, 9}, width: 3, height: 3}, luma{pix: []byte{1}, width: 1, height: 1}},
		{"too small", luma{pix: []byte{5, 6}, width: 2, height: 1}, luma{pix: []byte{5, 6}, width: 2, height: 1}},
	} {
		got := test.in.halved()
		if got.width != test.want.width || got.height != test.want.height || !slices.Equal(got.pix, test.want.pix) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestBoxedIsTheMeanAround(t *testing.T) {
	l := luma{pix: []byte{0, 0, 90, 0, 0, 0, 0, 0, 0, 0}, width: 5, height: 2}
	// Rows and columns beyond the rim do not count.
	want := []byte{0, 15, 15, 15, 0, 0, 15, 15, 15, 0}
	if got := l.boxed(1); !slices.Equal(got.pix, want) {
		t.Errorf("got %v, want %v", got.pix, want)
	}
}

func TestCrispKeepsEvenGround(t *testing.T) {
	l := newLuma(20, 20)
	for i := range l.pix {
		l.pix[i] = 77
	}
	for i, v := range l.crisp().pix {
		if v != 77 {
			t.Fatalf("pixel %d is %d, want 77", i, v)
		}
	}
}

func TestContrastedSpreadsTheLightTones(t *testing.T) {
	got := luma{pix: []byte{0, 150, 200, 250, 255}, width: 5, height: 1}.contrasted()
	if want := []byte{0, 0, 35, 235, 255}; !slices.Equal(got.pix, want) {
		t.Errorf("got %v, want %v", got.pix, want)
	}
}

func TestSharpenedUndoesBlur(t *testing.T) {
	const side = 9
	sigma := 0.65
	near := share(0.5/sigma, 1.5/sigma)
	var crisp []float64
	for i := range side * side {
		crisp = append(crisp, float64(i*i*7%5%2)*200+20)
	}
	seen := blurred(crisp, side, [3]float64{near, 2 * share(0, 0.5/sigma), near})
	before, after := distance(crisp, seen), distance(crisp, sharpened(seen, side, sigma))
	if before < 20 || after > before/2 {
		t.Errorf("%.1f from the truth before, %.1f after", before, after)
	}
}

// distance is the mean difference of two rows of values.
func distance(a, b []float64) float64 {
	var sum float64
	for i := range a {
		sum += math.Abs(a[i] - b[i])
	}
	return sum / float64(len(a))
}

// TestDecodeThroughStripes photographs a screen from so near that each of its
// pixels is seen as a bright and a dark stripe, as wide as half a module.
func TestDecodeThroughStripes(t *testing.T) {
	const text = "otpauth://totp/Example:sam?secret=JBSWY3DPEHPK3PXP&issuer=Example"
	img := photograph(codeOf(t, text), 0, 0, 9, 230)
	for i := range img.Pix {
		if x := i % img.Stride; x%4 < 2 {
			img.Pix[i] /= 6
		}
	}
	found, err := Decode(testContext(t), img)
	if err != nil {
		t.Fatal(err)
	}
	checkTexts(t, found, []string{text})
}
