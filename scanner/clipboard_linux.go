package scanner

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"
)

const (
	// clipSilence is how long the program that owns the clipboard may say nothing.
	clipSilence = 3 * time.Second
	// clipLimit is how long it may take in all, however lively.
	clipLimit = 30 * time.Second
)

// readClipboard gives what the clipboard holds of the wanted types; nil
// without an error when it holds none. In a Wayland session the compositor is
// asked first. One that lets only the program in front see the clipboard, as
// GNOME's does, still shares it with the X server beside it.
func readClipboard(ctx context.Context, wanted clipTypes) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, clipLimit, ErrClipboardSilent)
	defer cancel()
	socket, x := os.Getenv("WAYLAND_DISPLAY"), os.Getenv("DISPLAY")
	if socket == "" && x == "" {
		return nil, fmt.Errorf("reading the clipboard: neither DISPLAY nor WAYLAND_DISPLAY is set: %w", ErrNoClipboard)
	}
	if socket == "" {
		return readClipboardX11(ctx, x, wanted)
	}
	data, err := readClipboardWayland(ctx, socket, wanted)
	if errors.Is(err, ErrNoClipboard) && x != "" {
		return readClipboardX11(ctx, x, wanted)
	}
	return data, err
}

// clipboardEnded is why reading stopped: the caller left, or the clipboard's
// owner took too long.
func clipboardEnded(ctx context.Context) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return ErrClipboardSilent
}
