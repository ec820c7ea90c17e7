//go:build !linux && !windows && !darwin

package scanner

import (
	"context"
	"image"
)

// captureScreen has no way yet on this system, and says so.
func captureScreen(context.Context) ([]image.Image, error) { return nil, ErrUnsupported }

// captureRegion has none either.
func captureRegion(context.Context) (image.Image, error) { return nil, ErrUnsupported }
