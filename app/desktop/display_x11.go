//go:build !windows && !darwin

package desktop

import (
	"fmt"
	"io"
	"os"

	"github.com/jezek/xgb"
)

// checkDisplay connects to the X server, Wayland's own (XWayland) included:
// the toolkit is built for X.
func checkDisplay() error {
	name := os.Getenv("DISPLAY")
	if name == "" {
		return fmt.Errorf("%w: DISPLAY is not set", ErrNoDisplay)
	}
	xgb.Logger.SetOutput(io.Discard) // it would write to standard error
	x, err := xgb.NewConnDisplay(name)
	if err != nil {
		return fmt.Errorf("%w: %s cannot be opened: %v", ErrNoDisplay, name, err)
	}
	x.Close()
	return nil
}
