//go:build nogui

package main

import (
	"fmt"

	"github.com/deskfob/deskfob/cmd/internal/cli"
)

// runWindow says that this build has no window.
func runWindow(args windowArgs) int {
	fmt.Fprintln(args.Stderr, "deskfob: This build has no window. Use the command line (deskfob help), or install the build with a window.")
	return cli.ExitNoWindow
}
