package scanner

import (
	"errors"
	"fmt"
)

// What callers branch on, each one sentence for the person. Every error of
// the package wraps one of these or the error of a context.
var (
	// ErrUnreadable: the image broke the QR reader, so nothing is known about
	// what it holds. An image without a code is no error.
	ErrUnreadable = errors.New("image cannot be searched for QR codes")

	// ErrNotImage: the bytes are no picture of a known format, or a damaged one.
	ErrNotImage = errors.New("not a readable picture")
	// ErrPassword: the PDF is encrypted and asks for a password.
	ErrPassword = fmt.Errorf("the PDF asks for a password: %w", ErrNotImage)
	// ErrTooManyPixels: the picture's header announces more than MaxPixels, or
	// pixels that take more than MaxMemory to unpack.
	ErrTooManyPixels = errors.New("the picture has too many pixels")
	// ErrTooManyBytes: the file is larger than MaxBytes.
	ErrTooManyBytes = errors.New("the picture file is too large")

	// ErrUnsupported: the screen cannot be captured on this operating system.
	ErrUnsupported = errors.New("screen capture is not supported on this system")
	// ErrNoDisplay: there is no display to capture.
	ErrNoDisplay = errors.New("no display")
	// ErrNoPortal: the desktop offers no screenshot portal.
	ErrNoPortal = errors.New("the desktop offers no screenshot portal")
	// ErrPermission: the desktop or the display refused the capture.
	ErrPermission = errors.New("screen capture was refused")
	// ErrCancelled: the person closed the desktop's screenshot dialog.
	ErrCancelled = errors.New("screen capture was cancelled")
	// ErrCapture: the capture broke on the way; trying again may help.
	ErrCapture = errors.New("screen capture failed")
	// ErrLeftBehind: the desktop's screenshot file could not be deleted. The
	// error names the file, for the person to delete.
	ErrLeftBehind = errors.New("the screenshot file could not be deleted")
	// ErrRegion: on this system a person cannot choose a part of the screen.
	ErrRegion = errors.New("choosing a part of the screen is not supported on this system")
	// ErrTimeout: the display or the desktop did not answer in time.
	ErrTimeout = errors.New("screen capture was not answered")

	// ErrNoClipboard: there is no clipboard that can be read from here.
	ErrNoClipboard = errors.New("no clipboard")
	// ErrNoClipboardImage: the clipboard holds no picture. It may hold text or
	// files.
	ErrNoClipboardImage = errors.New("no picture on the clipboard")
	// ErrClipboardSilent: the program that owns the clipboard does not answer.
	ErrClipboardSilent = errors.New("the clipboard did not answer")
)
