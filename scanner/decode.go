package scanner

import (
	"cmp"
	"context"
	"errors"
	"image"
	"slices"
	"sync"
	"time"
)

// MaxTime is how long Decode looks at a picture. It is far above what pictures
// need, so that a slow computer loses no codes; noise can take any time.
const MaxTime = 10 * time.Second

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
// a clear one can stay unseen. After MaxTime it answers what it has found so
// far. It returns the error of ctx when that ends first, and ErrUnreadable when
// the image breaks the reader. It does not change img and may be called from any
// goroutine.
func Decode(ctx context.Context, img image.Image) ([]Symbol, error) {
	return decodeWithin(ctx, img, MaxTime)
}

func decodeWithin(ctx context.Context, img image.Image, most time.Duration) ([]Symbol, error) {
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	found, err := guard(func() ([]Symbol, error) { return search(limited, img) })
	if ended := ctx.Err(); ended != nil {
		return nil, ended
	}
	if errors.Is(err, context.DeadlineExceeded) { // ours
		err = nil
	}
	if err != nil {
		return nil, err
	}
	return fold(found, img.Bounds()), nil
}

// search tries one treatment after the other until one shows a code. With an
// error it answers what was found before.
func search(ctx context.Context, img image.Image) ([]Symbol, error) {
	planes, err := lumaPlanes(ctx, img)
	if err != nil {
		return nil, err
	}
	for _, t := range treatments(img.Bounds().Dx() * img.Bounds().Dy()) {
		found, err := readTreated(ctx, planes, t)
		if err != nil || len(found) > 0 {
			return found, err
		}
	}
	return nil, nil
}

// readTreated reads every plane after the treatment.
func readTreated(ctx context.Context, planes []luma, t treatment) ([]Symbol, error) {
	var found []Symbol
	for _, plane := range planes {
		symbols, err := readBothWays(ctx, t.apply(plane), t.bend)
		enlarge(symbols, t.scale)
		found = append(found, symbols...)
		if err != nil {
			return found, err
		}
	}
	return found, ctx.Err()
}

// readBothWays reads dark codes on a light ground and light ones on a dark one, side by
// side. Dark pages draw codes either way and one picture can hold both, so the
// second is never skipped. With bend it reads codes that do not lie flat instead.
func readBothWays(ctx context.Context, light luma, bend bool) ([]Symbol, error) {
	var seen blocks
	if light.inBlocks() {
		var err error
		if seen, err = measureBlocks(ctx, light); err != nil {
			return nil, err
		}
	}
	var readers [2]*reader
	symbols, err := bothWays(func(i int) ([]Symbol, error) {
		l, b := light, seen
		if i == 1 {
			l, b = light.inverted(), seen.inverted()
		}
		var err error
		if readers[i], err = newReader(ctx, l, b); err != nil {
			return nil, err
		}
		if bend {
			return readers[i].readBent(ctx)
		}
		return readers[i].readFlat(ctx)
	})
	if err != nil || bend {
		return symbols, err
	}
	others := len(symbols) > 0
	slanted, err := bothWays(func(i int) ([]Symbol, error) { return readers[i].readSlanted(ctx, others) })
	return append(symbols, slanted...), err
}

// bothWays calls read for the picture, 0, and its negative, 1, side by side.
func bothWays(read func(i int) ([]Symbol, error)) ([]Symbol, error) {
	var symbols [2][]Symbol
	var errs [2]error
	var both sync.WaitGroup
	for i := range symbols {
		both.Go(func() { symbols[i], errs[i] = guard(func() ([]Symbol, error) { return read(i) }) })
	}
	both.Wait()
	return slices.Concat(symbols[:]...), cmp.Or(errs[:]...)
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
