package scanner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

const (
	// clipLimit is how long the program that copied may take to deliver.
	clipLimit = 30 * time.Second

	osascript = "/usr/bin/osascript"
	pbpaste   = "/usr/bin/pbpaste"
)

// readClipboard gives what the clipboard holds of the wanted types; nil
// without an error when it holds none. Of several copied files it gives the
// first, as AppleScript does.
func readClipboard(ctx context.Context, wanted clipTypes) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, clipLimit)
	defer cancel()
	data, err := readMacClipboard(limited, wanted)
	switch {
	case err == nil, errors.Is(err, ErrTooManyBytes), errors.Is(err, ErrNotImage):
		return data, err
	case ctx.Err() != nil:
		return nil, fmt.Errorf("reading the clipboard: %w", ctx.Err())
	case limited.Err() != nil:
		return nil, fmt.Errorf("reading the clipboard: %w", ErrClipboardSilent)
	}
	return nil, fmt.Errorf("reading the clipboard: %v: %w", err, ErrNoClipboard)
}

func readMacClipboard(ctx context.Context, wanted clipTypes) ([]byte, error) {
	info, err := runTool(ctx, osascript, "-e", "clipboard info")
	if err != nil {
		return nil, err
	}
	for _, kind := range wanted {
		class, ok := macClass(kind)
		if !ok || !macOffers(string(info), class) {
			continue
		}
		if class == "furl" {
			path, err := runTool(ctx, osascript, "-e", "POSIX path of (the clipboard as «class furl»)")
			if err != nil {
				return nil, err
			}
			return macFile(path), nil
		}
		printed, err := runTool(ctx, osascript, "-e", "the clipboard as «class "+class+"»")
		if err != nil {
			return nil, err
		}
		return macData(printed)
	}
	if slices.Contains(wanted, "text/plain") {
		return runTool(ctx, pbpaste)
	}
	return nil, nil
}

// macClass is how AppleScript calls a type on the clipboard.
func macClass(kind string) (class string, ok bool) {
	switch kind {
	case "image/png":
		return "PNGf", true
	case "image/jpeg":
		return "JPEG", true
	case "image/tiff":
		return "TIFF", true
	case "text/uri-list":
		return "furl", true
	}
	return "", false
}
