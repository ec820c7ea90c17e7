package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/scanner"
)

// TestIntakeShots draws what comes of scanning, dropping and pasting, for
// looking at; it judges nothing.
func TestIntakeShots(t *testing.T) {
	if os.Getenv("DESKFOB_SHOTS") == "" {
		t.Skip("DESKFOB_SHOTS is not set")
	}
	drop := func(s *stage, texts ...string) {
		s.ui.intakePaths([]string{qrFile(t, t.TempDir(), "Screenshot from 2026-11-25.png", texts...)})
		s.drain()
	}
	first := exportPart(7, 0, 3, "Example Cloud:kim@example.com", "Fabrikam:kim", "Northwind:kim@northwind.example", "Adatum:broken")
	third := exportPart(7, 2, 3, "Tailspin Toys:kim", "Contoso:kim@contoso.example")
	for name, prepare := range map[string]func(s *stage){
		"found-several": func(s *stage) {
			drop(s, uriCloud, uriServer, uriGate, strings.Replace(uriGate, "badge", "door", 1), "https://example.com/about", "WIFI:S:x;;")
		},
		"found-export": func(s *stage) { drop(s, first, third) },
		"found-export-nothing-new": func(s *stage) {
			drop(s, first, third)
			drop(s, exportPart(8, 1, 3, "Other:export"))
		},
		"found-export-whole": func(s *stage) { drop(s, first, third, exportPart(7, 1, 3, "Wingtip:kim")) },
		"found-export-narrow": func(s *stage) {
			s.ui.window.Resize(fyne.NewSize(400, 560))
			drop(s, first)
		},
		"nothing-screen": func(s *stage) { s.ui.openNothing(errNoCodeOnScreen) },
		"nothing-portal": func(s *stage) { s.ui.openNothing(scanner.ErrPermission) },
		"nothing-files": func(s *stage) {
			s.ui.openNothing(&fileError{"IMG_0417.heic", &scanner.FormatError{Format: "HEIC"}}, &fileError{"notes.txt", scanner.ErrNotImage}, &fileError{"sunset.jpg", errNoCodeFound})
		},
		"nothing-narrow": func(s *stage) {
			s.ui.window.Resize(fyne.NewSize(400, 560))
			s.ui.openNothing(errNoCodeOnScreen)
		},
		"trash-one": func(s *stage) {
			s.ui.o.Trash = os.Remove
			drop(s, uriServer)
			s.tap(top[*confirmView](s).save)
		},
		"trash-one-done": func(s *stage) {
			s.ui.o.Trash = os.Remove
			drop(s, uriServer)
			s.tap(top[*confirmView](s).save)
			s.tap(top[*saveRecoveryView](s).offer.move)
		},
		"trash-several": func(s *stage) {
			s.ui.o.Trash = os.Remove
			dir := t.TempDir()
			s.ui.intakePaths([]string{qrFile(t, dir, "first.png", uriServer), qrFile(t, dir, "second.png", uriGate)})
			s.drain()
			s.tap(top[*severalView](s).add)
		},
		"trash-folder": func(s *stage) {
			dir := filepath.Join(t.TempDir(), "Exported codes")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			qrFile(t, dir, "first.png", uriServer)
			qrFile(t, dir, "second.png", uriGate)
			s.ui.intakePaths([]string{dir})
			s.drain()
			s.tap(top[*severalView](s).add)
		},
		"looking": func(s *stage) {
			c := newCover("Looking at picture 3 of 12.", func() {})
			s.ui.showCover(c)
			c.reveal()
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, uriCloud, uriForge, uriWiki)
			prepare(s)
			s.shoot(name)
		})
	}
	t.Run("found-multi", func(t *testing.T) { // a picture of the samples, with several codes
		path := filepath.Join(os.Getenv("DESKFOB_SAMPLES"), "qr", "dev", "multi-00.png")
		if _, err := os.Stat(path); err != nil {
			t.Skip("no samples")
		}
		s := newStage(t)
		s.ui.intakePaths([]string{path})
		s.drain()
		s.shoot("found-multi")
	})
}
