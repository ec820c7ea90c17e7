package cli

import (
	"context"
	"fmt"
	"image"
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
		{"migration", "otpauth-migration://offline?data=x", migration, false},
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
	}{
		{scanner.ErrUnsupported, ExitNoWindow},
		{scanner.ErrNoDisplay, ExitNoWindow},
		{scanner.ErrNoPortal, ExitNoWindow},
		{scanner.ErrPermission, ExitUnexpected},
		{scanner.ErrCancelled, ExitUnexpected},
		{scanner.ErrTimeout, ExitUnexpected},
		{context.DeadlineExceeded, ExitUnexpected},
	} {
		t.Run(tt.err.Error(), func(t *testing.T) {
			w := newWorld(t)
			w.Capture = func(context.Context) ([]image.Image, error) { return nil, fmt.Errorf("capture: %w", tt.err) }
			if code := w.run("scan", "--screen"); code != tt.code || w.err.Len() == 0 {
				t.Errorf("exit code %d, want %d; said %q", code, tt.code, w.err.String())
			}
		})
	}
}
