package scanner

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
)

// captureScreen chooses the way. In a Wayland session only the portal sees the
// screen: the X server beside it gives a black one without an error, which
// would read as "no code on the screen". Elsewhere the X server is asked first,
// since it needs no dialog.
func captureScreen(ctx context.Context) ([]image.Image, error) {
	return captureWith(ctx, captureX11)
}

// captureRegion goes the same two ways: the portal's dialog has its own means
// to choose a part, on an X server the program draws the selection itself.
func captureRegion(ctx context.Context) (image.Image, error) {
	images, err := captureWith(ctx, captureRegionX11)
	if err != nil {
		return nil, err
	}
	return images[0], nil
}

func captureWith(ctx context.Context, captureDirect func(context.Context, string) ([]image.Image, error)) ([]image.Image, error) {
	if os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland" {
		return capturePortal(ctx)
	}
	display := os.Getenv("DISPLAY")
	if display == "" {
		return nil, fmt.Errorf("capturing the screen: neither DISPLAY nor WAYLAND_DISPLAY is set: %w", ErrNoDisplay)
	}
	images, direct := captureDirect(ctx, display)
	if direct == nil || ctx.Err() != nil || errors.Is(direct, ErrCancelled) {
		return images, direct
	}
	images, err := capturePortal(ctx)
	if errors.Is(err, ErrNoPortal) {
		return nil, direct // says more than that there is no second way
	}
	return images, err
}
