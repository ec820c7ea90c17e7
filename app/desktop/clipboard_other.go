//go:build !linux && !freebsd && !netbsd && !openbsd && !dragonfly

package desktop

import (
	"context"
	"fmt"
)

func copySecret(context.Context, string) error {
	return fmt.Errorf("copy without a window: %w", ErrUnsupported)
}
