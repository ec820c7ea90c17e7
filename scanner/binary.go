package scanner

import (
	"fmt"

	"github.com/makiuchi-d/gozxing"
)

// binarize splits l into dark and light by a threshold that follows the
// brightness from place to place. One threshold for all loses codes on dark
// and on unevenly lit pages.
func binarize(l luma) (*gozxing.BitMatrix, error) {
	source, err := gozxing.NewPlanarYUVLuminanceSource(l.pix, l.width, l.height, 0, 0, l.width, l.height, false)
	if err != nil {
		return nil, fmt.Errorf("splitting %dx%d pixels into dark and light: %v: %w", l.width, l.height, err, ErrUnreadable)
	}
	bits, err := gozxing.NewHybridBinarizer(source).GetBlackMatrix()
	if err != nil {
		return nil, nil // a small image of one brightness: nothing to see
	}
	return bits, nil
}
