//go:build !linux && !windows && !darwin

package scanner

import (
	"context"
	"fmt"
)

// readClipboard has no way on this system, and says so.
func readClipboard(context.Context, clipTypes) ([]byte, error) {
	return nil, fmt.Errorf("reading the clipboard of this system: %w", ErrNoClipboard)
}
