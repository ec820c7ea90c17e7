package scanner

import (
	"fmt"
	"image"
	"math"

	"github.com/makiuchi-d/gozxing"
	multi "github.com/makiuchi-d/gozxing/multi/qrcode"
)

// readLuma reads the dark codes on a light ground. Whatever gozxing panics
// with ends here, as ErrUnreadable: its readers index matrices by numbers
// computed from the picture.
func readLuma(l luma) (symbols []Symbol, err error) {
	defer func() {
		if v := recover(); v != nil {
			symbols, err = nil, fmt.Errorf("reading an image of %dx%d: %w", l.width, l.height, ErrUnreadable)
		}
	}()
	source, err := gozxing.NewPlanarYUVLuminanceSource(l.pix, l.width, l.height, 0, 0, l.width, l.height, false)
	if err != nil {
		return nil, fmt.Errorf("reading an image of %dx%d: %w", l.width, l.height, ErrUnreadable)
	}
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewHybridBinarizer(source))
	if err != nil {
		return nil, fmt.Errorf("reading an image of %dx%d: %w", l.width, l.height, ErrUnreadable)
	}
	// Without this hint codes of small modules on a large screen are skipped.
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	results, err := multi.NewQRCodeMultiReader().DecodeMultiple(bitmap, hints)
	if err != nil {
		return nil, nil // the reader's way to say that there is none
	}
	for _, r := range results {
		symbols = append(symbols, Symbol{Text: r.GetText(), Bounds: enclose(r.GetResultPoints())})
	}
	return symbols, nil
}

// enclose is the rectangle around the centres of a code's patterns.
func enclose(points []gozxing.ResultPoint) image.Rectangle {
	var r image.Rectangle
	for _, p := range points {
		x, y := int(math.Round(p.GetX())), int(math.Round(p.GetY()))
		r = r.Union(image.Rect(x, y, x+1, y+1))
	}
	return r
}
