package scanner

import (
	"context"
	"errors"
	"fmt"
	"image"
)

// CaptureScreen gives one image a display, or one image of them all where the
// desktop hands out no more. It may ask the person for leave, so give it a
// context with a deadline of minutes. The images hold whatever was on the
// screen: drop them as soon as they are decoded.
//
// Callers branch on ErrUnsupported, ErrNoDisplay, ErrNoPortal, ErrPermission,
// ErrCancelled, ErrCapture, ErrLeftBehind and ErrTimeout; when ctx is cancelled
// the error is its own.
func CaptureScreen(ctx context.Context) ([]image.Image, error) { return captureScreen(ctx) }

// CaptureRegion lets the person choose a part of the screen and gives its
// image. It waits for the person, so give it a context with a deadline of
// minutes.
//
// The errors are those of CaptureScreen; ErrCancelled when nothing was chosen,
// and ErrRegion where there is no way to choose.
func CaptureRegion(ctx context.Context) (image.Image, error) { return captureRegion(ctx) }

// contextError is why ctx ended: a deadline that passed is ErrTimeout.
func contextError(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", ErrTimeout, ctx.Err())
	}
	return ctx.Err()
}
