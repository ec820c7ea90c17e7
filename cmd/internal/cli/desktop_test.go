package cli

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/scanner"
)

// copyImage puts a picture on the world's clipboard.
func (w *world) copyImage(img image.Image, err error) {
	w.ClipboardImage = func(context.Context) (image.Image, error) { return img, err }
}

// copyText puts text on the world's clipboard.
func (w *world) copyText(text string) {
	w.copyImage(nil, scanner.ErrNoClipboardImage)
	w.ClipboardText = func(context.Context) (string, error) { return text, nil }
}

// enrolmentImage is the picture of an enrolment that comes with the program.
func enrolmentImage(t *testing.T) image.Image {
	t.Helper()
	img, err := scanner.ReadImage(bytes.NewReader(assets.EnrolmentPNG()))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func TestAddFromTheDesktop(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a code.png")
	if err := os.WriteFile(file, assets.EnrolmentPNG(), 0o600); err != nil {
		t.Fatal(err)
	}
	img := enrolmentImage(t)
	for _, tt := range []struct {
		name, flag string
		set        func(w *world)
	}{
		{"region", "--region", func(w *world) {
			w.CaptureRegion = func(context.Context) (image.Image, error) { return img, nil }
		}},
		{"copied picture", "--clipboard", func(w *world) { w.copyImage(img, nil) }},
		{"copied file", "--clipboard", func(w *world) { w.copyText("file://" + strings.ReplaceAll(file, " ", "%20") + "\r\n") }},
		{"copied path", "--clipboard", func(w *world) { w.copyText(file) }},
		{"data URL", "--clipboard", func(w *world) {
			w.copyText("data:image/png;base64," + base64.StdEncoding.EncodeToString(assets.EnrolmentPNG()))
		}},
		{"key URI", "--clipboard", func(w *world) { w.copyText(testURI + "\n") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			tt.set(w)
			if out := w.must(t, "scan", tt.flag); !strings.Contains(out, "\tenrolment\ttotp\t") {
				t.Errorf("scan prints %q", out)
			}
			if out := w.must(t, "add", tt.flag); strings.Count(out, "\n") != 1 {
				t.Errorf("add prints %q", out)
			}
		})
	}
}

func TestClipboardFailures(t *testing.T) {
	blank := image.NewGray(image.Rect(0, 0, 50, 50))
	for _, tt := range []struct {
		name string
		set  func(w *world)
		code int
		said string
	}{
		{"none", func(*world) {}, ExitNoWindow, "no clipboard that"},
		{"silent", func(w *world) { w.copyImage(nil, fmt.Errorf("x: %w", scanner.ErrClipboardSilent)) }, ExitUnexpected, "did not answer"},
		{"broken picture", func(w *world) { w.copyImage(nil, scanner.ErrNotImage) }, ExitRefused, "clipboard: this is not a picture"},
		{"picture without a code", func(w *world) { w.copyImage(blank, nil) }, ExitNothing, "No QR code"},
		{"nothing", func(w *world) { w.copyText("") }, ExitNothing, "neither a picture nor"},
		{"a letter", func(w *world) { w.copyText("Dear Sam,\nhello") }, ExitNothing, "neither a picture nor"},
		{"cut data URL", func(w *world) { w.copyText("data:image/png;base64,iVBOR*") }, ExitRefused, "not a picture"},
		{"a file that is gone", func(w *world) { w.copyText("file:///nowhere/a.png") }, ExitRefused, "no such file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, command := range []string{"scan", "add"} {
				w := newWorld(t)
				tt.set(w)
				if code := w.run(command, "--clipboard"); code != tt.code || !strings.Contains(w.err.String(), tt.said) {
					t.Errorf("%s: exit code %d, want %d; said %q, want %q", command, code, tt.code, w.err.String(), tt.said)
				}
				if strings.Contains(w.err.String(), "Dear Sam") {
					t.Errorf("%s repeats what is on the clipboard", command)
				}
			}
		})
	}
}
