package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/deskfob/deskfob/app/desktop"
)

// protectMemory keeps what is in memory off the disk and from other programs.
func protectMemory() {
	if err := desktop.DisableCoreDumps(); err != nil && !errors.Is(err, desktop.ErrUnsupported) {
		fmt.Fprintf(os.Stderr, "deskfob: core dumps stay on: %v\n", err)
	}
	if err := desktop.HideMemory(); err != nil && !errors.Is(err, desktop.ErrUnsupported) {
		fmt.Fprintf(os.Stderr, "deskfob: other programs can read its memory: %v\n", err)
	}
}

// whileShown makes a call that may go through the desktop's portal, which
// refuses programs whose memory is hidden.
func whileShown[T any](call func(context.Context) (T, error)) func(context.Context) (T, error) {
	return func(ctx context.Context) (T, error) {
		// Where it fails nothing was hidden, or the portal says so.
		hide, _ := desktop.ShowMemory()
		defer hide()
		return call(ctx)
	}
}
