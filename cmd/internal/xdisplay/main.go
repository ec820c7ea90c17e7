// Command xdisplay exits with 0 when a window can be opened on this computer's
// display, else it says why not and exits with 1. "make run" asks it before it
// spends minutes on building the window. It needs no C compiler.
package main

import (
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/jezek/xgb"
)

func main() {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		return
	}
	xgb.Logger.SetOutput(io.Discard)
	if os.Getenv("DISPLAY") == "" {
		fmt.Fprintln(os.Stderr, "There is no X display: DISPLAY is not set.")
		os.Exit(1)
	}
	x, err := xgb.NewConn()
	if err != nil {
		fmt.Fprintf(os.Stderr, "The display %s cannot be opened: %v.\n", os.Getenv("DISPLAY"), err)
		os.Exit(1)
	}
	x.Close()
}
