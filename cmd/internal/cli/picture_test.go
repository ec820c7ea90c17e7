package cli

import (
	"context"
	"errors"
	"fmt"
	"image"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/scanner"
)

func TestNewFoundCode(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		kind       codeKind
		refused    bool
	}{
		{"key URI", testURI, enrolment, false},
		{"upper case scheme", "OTPAUTH://totp/a?secret=JBSWY3DPEHPK3PXP", enrolment, false},
		{"refused key URI", "otpauth://totp/a", enrolment, true},
		{"steam", "steam://JBSWY3DPEHPK3PXP", enrolment, false},
		{"migration", "otpauth-migration://offline?data=CigKEPqlBekzoNEukL7qlsjBCDYSDnBpQHJhc3BiZXJyeXBpIAEoATAC", migration, false},
		{"damaged migration", "otpauth-migration://offline?data=x", migration, true},
		{"link", "https://example.com", other, false},
		{"text", "hello", other, false},
		{"empty", "", other, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code := newFoundCode("p", 0, tt.text)
			if code.kind != tt.kind || (code.err != nil) != tt.refused {
				t.Errorf("got %s, error %v", code.kind, code.err)
			}
		})
	}
}

func TestScreenFailures(t *testing.T) {
	for _, tt := range []struct {
		err  error
		code int
		said string
	}{
		{scanner.ErrUnsupported, ExitNoWindow, "of this system cannot be read"},
		{scanner.ErrNoDisplay, ExitNoWindow, "no display that"},
		{scanner.ErrNoPortal, ExitNoWindow, "no display that"},
		{scanner.ErrPermission, ExitUnexpected, "Allow it"},
		{scanner.ErrCancelled, ExitUnexpected, "Nothing was chosen"},
		{scanner.ErrRegion, ExitNoWindow, "--clipboard"},
		{scanner.ErrTimeout, ExitUnexpected, "did not answer"},
		{scanner.ErrCapture, ExitUnexpected, "Try again"},
		{scanner.ErrLeftBehind, ExitUnexpected, "/tmp/shot.png"},
	} {
		t.Run(tt.err.Error(), func(t *testing.T) {
			w := newWorld(t)
			w.Capture = func(context.Context) ([]image.Image, error) {
				return nil, fmt.Errorf("capture /tmp/shot.png: %w", tt.err)
			}
			if code := w.run("scan", "--screen"); code != tt.code || !strings.Contains(w.err.String(), tt.said) {
				t.Errorf("exit code %d, want %d; said %q, want %q", code, tt.code, w.err.String(), tt.said)
			}
		})
	}
}

func TestReadImagesEndsWithItsTime(t *testing.T) {
	over, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	codes, err := readImages(over, "film.gif", []image.Image{image.NewGray(image.Rect(0, 0, 9, 9))})
	if !errors.Is(err, context.DeadlineExceeded) || codes != nil {
		t.Errorf("%v, %v", codes, err)
	}
	if said := pictureProblem("film.gif", errFileLimit); !strings.Contains(said, "too long") {
		t.Error(said)
	}
}

// TestPictureProblems: each says what to do instead.
func TestPictureProblems(t *testing.T) {
	for _, tt := range []struct {
		err  error
		said string
	}{
		{&scanner.FormatError{Format: "HEIC"}, "HEIC pictures cannot be read. Save it as PNG or JPEG"},
		{&scanner.FormatError{Format: "SVG"}, "take a screenshot"},
		{&scanner.FormatError{Format: "PDF"}, "Save it as a file"},
		{scanner.ErrPassword, "asks for a password. Open it and scan the screen"},
		{fmt.Errorf("drawing: %w", context.DeadlineExceeded), "Take a screenshot"},
		{scanner.ErrTooManyPixels, "too many pixels"},
		{scanner.ErrTooManyBytes, "too large"},
		{scanner.ErrUnreadable, "cannot be searched"},
		{scanner.ErrNotImage, "nor a PDF"},
	} {
		t.Run(tt.err.Error(), func(t *testing.T) {
			if said := pictureProblem("a\tb", tt.err); !strings.Contains(said, tt.said) || strings.Contains(said, "\t") {
				t.Errorf("said %q, want %q", said, tt.said)
			}
		})
	}
}
