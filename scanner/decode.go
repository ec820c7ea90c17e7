package scanner

import (
	"context"
	"image"
)

// Symbol is one QR code found in an image.
type Symbol struct {
	// Text is what the code holds, as UTF-8.
	Text string
	// Bounds encloses the code in the image's own coordinates.
	Bounds image.Rectangle
}

// Decode finds every QR code in img, from top to bottom, and reads it. No code
// is an empty answer and a nil error. It returns the error of ctx when that
// ends first, and ErrUnreadable when the image breaks the reader. It does not
// change img and may be called from any goroutine.
func Decode(ctx context.Context, img image.Image) ([]Symbol, error) {
	var found []Symbol
	for _, light := range lumaPlanes(img) {
		// Dark pages draw light codes, and one picture can hold both kinds,
		// so the inverted pass is never skipped.
		for _, l := range []luma{light, light.inverted()} {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			symbols, err := readLuma(l)
			if err != nil {
				return nil, err
			}
			found = append(found, symbols...)
		}
	}
	return fold(found, img.Bounds()), ctx.Err()
}
