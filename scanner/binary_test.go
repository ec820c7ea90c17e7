package scanner

import (
	"context"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/makiuchi-d/gozxing"
)

// TestBinarizeAgreesWithGozxing compares with the binarizer that ours replaces,
// but for the rim: gozxing's last blocks also darken what the ones before left.
func TestBinarizeAgreesWithGozxing(t *testing.T) {
	for _, test := range []struct {
		name          string
		width, height int
		contrast      int
		negative      bool
	}{
		{"whole blocks", 96, 64, 256, false},
		{"broken blocks", 83, 101, 256, false},
		{"smallest", 40, 40, 256, false},
		{"even ground", 120, 72, 20, false},
		{"some contrast", 120, 72, 26, false},
		{"negative", 83, 101, 200, true},
		{"even negative", 96, 96, 24, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := newLuma(test.width, test.height)
			random := rand.New(rand.NewPCG(7, 7))
			for i := range l.pix {
				l.pix[i] = byte((i%97 + random.IntN(test.contrast)) % 256)
			}
			seen, err := measureBlocks(t.Context(), l)
			if err != nil {
				t.Fatal(err)
			}
			if test.negative {
				l, seen = l.inverted(), seen.inverted()
			}
			got, err := binarize(t.Context(), l, seen)
			if err != nil {
				t.Fatal(err)
			}
			compareBits(t, got, hybrid(t, l.plain()), test.width&^7-8, test.height&^7-8)
		})
	}
}

// hybrid is gozxing's way.
func hybrid(t *testing.T, l luma) *gozxing.BitMatrix {
	t.Helper()
	source, err := gozxing.NewPlanarYUVLuminanceSource(l.pix, l.width, l.height, 0, 0, l.width, l.height, false)
	if err != nil {
		t.Fatal(err)
	}
	bits, err := gozxing.NewHybridBinarizer(source).GetBlackMatrix()
	if err != nil {
		t.Fatal(err)
	}
	return bits
}

func compareBits(t *testing.T, got, want *gozxing.BitMatrix, width, height int) {
	t.Helper()
	for y := range height {
		for x := range width {
			if got.Get(x, y) != want.Get(x, y) {
				t.Fatalf("pixel %d,%d: dark is %v, want %v", x, y, got.Get(x, y), want.Get(x, y))
			}
		}
	}
}

// endingContext ends after it was asked so many times.
type endingContext struct {
	context.Context
	left atomic.Int64
}

func (c *endingContext) Err() error {
	if c.left.Add(-1) < 0 {
		return context.DeadlineExceeded
	}
	return nil
}

// TestSearchStopsAnywhere ends the time at each point where it is looked at.
// What is answered then was found before, never something else.
func TestSearchStopsAnywhere(t *testing.T) {
	picture, want := samplePicture(t, "formats-08.png")
	stops := 0
	for n := int64(0); ; n += n/8 + 1 {
		ctx := &endingContext{Context: t.Context()}
		ctx.left.Store(n)
		found, err := search(ctx, picture)
		for _, s := range found {
			if s.Text != want[0] {
				t.Fatalf("after %d looks: read %q", n, s.Text)
			}
		}
		if err == nil {
			break
		}
		stops++
	}
	if stops < 30 {
		t.Errorf("the time is looked at too rarely: %d stops", stops)
	}
}
