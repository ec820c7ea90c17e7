package scanner

import (
	"context"
	"image"
	"slices"
	"sync"
)

// Symbol is one QR code found in an image.
type Symbol struct {
	// Text is what the code holds, as UTF-8.
	Text string
	// Bounds encloses the code in the image's own coordinates.
	Bounds image.Rectangle
}

// Decode finds the QR codes in img, from top to bottom, and reads them. No code
// is an empty answer and a nil error. A picture in which nothing is found is
// looked at again, treated for what hides codes; so a hardly visible code beside
// a clear one can stay unseen. It returns the error of ctx when that
// ends first, and ErrUnreadable when the image breaks the reader. It does not
// change img and may be called from any goroutine.
func Decode(ctx context.Context, img image.Image) ([]Symbol, error) {
	return guard(func() ([]Symbol, error) {
		planes := lumaPlanes(img)
		for _, t := range treatments(img.Bounds().Dx() * img.Bounds().Dy()) {
			found, err := readTreated(ctx, planes, t)
			if err != nil || len(found) > 0 {
				return fold(found, img.Bounds()), err
			}
		}
		return nil, nil
	})
}

// readTreated reads every plane after the treatment.
func readTreated(ctx context.Context, planes []luma, t treatment) ([]Symbol, error) {
	var found []Symbol
	for _, plane := range planes {
		symbols, err := readBothWays(ctx, t.apply(plane))
		if err != nil {
			return nil, err
		}
		enlarge(symbols, t.scale)
		found = append(found, symbols...)
	}
	return found, ctx.Err()
}

// readBothWays reads dark codes on a light ground and light ones on a dark one, side by
// side. Dark pages draw codes either way and one picture can hold both, so the
// second is never skipped.
func readBothWays(ctx context.Context, light luma) ([]Symbol, error) {
	var symbols [2][]Symbol
	var errs [2]error
	var both sync.WaitGroup
	for i, plane := range [2]luma{light, light.inverted()} {
		both.Go(func() {
			symbols[i], errs[i] = guard(func() ([]Symbol, error) { return readLuma(ctx, plane) })
		})
	}
	both.Wait()
	if errs[0] != nil {
		return nil, errs[0]
	}
	return slices.Concat(symbols[:]...), errs[1]
}

// guard runs read and turns its panic into ErrUnreadable: gozxing indexes by
// numbers that it computes from the picture. It is to be the only place that
// does so. The panic's value is dropped, since it may carry what a code holds.
func guard(read func() ([]Symbol, error)) (symbols []Symbol, err error) {
	defer func() {
		if recover() != nil {
			symbols, err = nil, ErrUnreadable
		}
	}()
	return read()
}
