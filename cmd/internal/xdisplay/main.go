// Command xdisplay exits with 0 when a window can be opened on this computer's
// display, else it says why not and exits with 1. "make run" asks it before it
// spends minutes on building the window. It needs no C compiler.
package main

import (
	"fmt"
	"os"

	"github.com/deskfob/deskfob/app/desktop"
)

func main() {
	if err := desktop.CheckDisplay(); err != nil {
		fmt.Fprintf(os.Stderr, "No window can be opened: %v.\n", err)
		os.Exit(1)
	}
}
