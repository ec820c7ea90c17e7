package scanner

import (
	"context"
	"fmt"
	"image"
	"os"
)

// captureScreen asks the X server.
func captureScreen(ctx context.Context) ([]image.Image, error) {
	display := os.Getenv("DISPLAY")
	if display == "" {
		return nil, fmt.Errorf("capturing the screen: DISPLAY is not set: %w", ErrNoDisplay)
	}
	return captureX11(ctx, display)
}
