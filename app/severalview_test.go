package app

import (
	"context"
	"errors"
	"image"
	"runtime"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/scanner"
	"github.com/deskfob/deskfob/vault"
)

// scans gives the stage a screen that shows texts as QR codes.
func (s *stage) scans(texts ...string) {
	s.ui.o.After = soon
	s.ui.o.Capture = func(context.Context) ([]image.Image, error) {
		return []image.Image{qrPicture(s.T, texts...)}, nil
	}
}

// issuers are those of the rows, in order; one that is not ticked in brackets.
func (v *severalView) issuers() string {
	var all []string
	for _, r := range v.rows {
		name := accountTitle(r.account)
		if !r.check.checked {
			name = "(" + name + ")"
		}
		all = append(all, name)
	}
	return strings.Join(all, " ")
}

// Several codes are listed, each with a small picture; repeated accounts are
// recognised, and what is no enrolment is named and left.
func TestSeveralCodes(t *testing.T) {
	s := newStage(t, uriCloud)
	twin := strings.ReplaceAll(uriServer, "Home%20Server", "Attic")
	s.drop(qrFile(t, t.TempDir(), "codes.png", uriCloud, uriServer, twin, uriServer, "https://example.com", "WIFI:S:a;;"))
	v := top[*severalView](s)
	if len(v.rows) != 3 {
		t.Fatalf("rows %s", v.issuers())
	}
	for i, want := range []standing{standingHere, standingNew, standingTwice} {
		if got := standingOf(i, v.f.all(), s.vault.Accounts()); got != want || v.rows[i].check.checked != (want == standingNew) {
			t.Errorf("%s: standing %d, ticked %v", accountTitle(v.rows[i].account), got, v.rows[i].check.checked)
		}
		if v.rows[i].thumbnail == nil {
			t.Errorf("%s has no small picture", accountTitle(v.rows[i].account))
		}
	}
	var left []string
	for _, o := range v.f.others {
		left = append(left, messageOf(o.err).what)
		if o.thumbnail == nil {
			t.Error("what is left out has no small picture")
		}
	}
	if got := strings.Join(left, " "); !strings.Contains(got, "a link to example.com") || !strings.Contains(got, "a Wi-Fi password") {
		t.Errorf("left out: %s", got)
	}
	s.tap(v.add)
	if len(s.vault.Accounts()) != 2 {
		t.Errorf("%d accounts", len(s.vault.Accounts()))
	}
	if v.rows != nil || v.f.single != nil {
		t.Error("the small pictures outlive the view")
	}
}

// The parts of an export come in any order and in any way; the view waits for
// what is missing and then offers to add all.
func TestExportInParts(t *testing.T) {
	first := exportPart(7, 0, 3, "Adatum:kim", "Contoso:kim")
	second := exportPart(7, 1, 3, "Fabrikam:kim", "Northwind:broken")
	third := exportPart(7, 2, 3, "Tailspin:kim")
	s := newStage(t)
	s.drop(qrFile(t, t.TempDir(), "part.png", third))
	v := top[*severalView](s)
	if !v.waiting() || v.scan.kind != buttonPrimary || v.add.kind != buttonPlain || v.issuers() != "Tailspin" {
		t.Fatalf("rows %s, waiting %v", v.issuers(), v.waiting())
	}
	if got := missingWords(v.f.export.Missing(), v.f.export.Size()); got != "Parts 1 and 2 of 3 are missing" {
		t.Errorf("it says %q", got)
	}

	s.scans(first)
	s.tap(v.scan)
	if top[*severalView](s) != v || v.issuers() != "Adatum Contoso Tailspin" {
		t.Errorf("after the scan: %s", v.issuers())
	}
	v.rows[1].check.set(false)

	s.scans() // nothing on the screen
	s.tap(v.scan)
	if top[*severalView](s) != v || v.said == nil || !strings.Contains(wordsOf(v.said), "No QR code was seen") {
		t.Error("a scan that brings nothing is not told, or loses the list")
	}
	s.copied(clipboard{text: exportPart(8, 0, 2, "Stranger:kim")})
	s.pasteKey()
	if v.said == nil || !strings.Contains(wordsOf(v.said), "another export") || strings.Contains(v.issuers(), "Stranger") {
		t.Errorf("a part of another export: %s", v.issuers())
	}
	s.copied(clipboard{text: first})
	s.pasteKey()
	if v.said == nil || !strings.Contains(wordsOf(v.said), "nothing new") {
		t.Error("a part that came twice is not told")
	}

	s.copied(clipboard{text: second})
	s.pasteKey()
	if v.waiting() || v.said != nil || v.add.kind != buttonPrimary || v.issuers() != "Adatum (Contoso) Fabrikam Tailspin" {
		t.Fatalf("the whole export: %s", v.issuers())
	}
	if !refusalNamed(v, "Northwind, broken cannot be brought over: its number of digits is not a known one.") {
		t.Error("the entry that cannot be used is not named")
	}
	s.press(fyne.KeyReturn)
	if len(s.vault.Accounts()) != 3 {
		t.Errorf("%d accounts were added", len(s.vault.Accounts()))
	}
}

func refusalNamed(v *severalView, name string) bool {
	for _, o := range v.f.others {
		if strings.HasPrefix(messageOf(o.err).what, name) && errors.Is(o.err, vault.ErrInvalid) {
			return true
		}
	}
	return false
}

// What is there of an export can be added without the rest.
func TestExportInPart(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText(exportPart(7, 1, 2, "Adatum:kim"))
	top[*severalView](s)
	s.press(fyne.KeyReturn) // must not add by accident: the scan is what comes first
	if len(s.vault.Accounts()) != 0 {
		t.Fatal("Enter added part of an export")
	}
	s.press(fyne.KeyEscape)
	s.ui.intakeText(exportPart(7, 1, 2, "Adatum:kim"))
	s.tap(top[*severalView](s).add)
	s.account("Adatum")
}

// Parts that do not belong together are refused, also when they come at once.
func TestExportsMixed(t *testing.T) {
	s := newStage(t)
	s.ui.intakeText(exportPart(7, 0, 2, "Adatum:kim") + "\n" + exportPart(8, 1, 2, "Contoso:kim"))
	v := top[*severalView](s)
	if v.issuers() != "Adatum" || len(v.f.others) != 1 || !errors.Is(v.f.others[0].err, vault.ErrOtherMigration) {
		t.Errorf("rows %s, others %v", v.issuers(), errorsOf(v.f.others))
	}
}

// Pixels are gone as soon as they were looked at, though the view that shows
// what they held is there.
func TestPixelsAreDropped(t *testing.T) {
	s := newStage(t)
	s.ui.o.After = soon
	gone := make(chan struct{}, 2)
	s.ui.o.Capture = func(context.Context) ([]image.Image, error) {
		a, b := qrPicture(t, uriServer), qrPicture(t, uriForge)
		for _, img := range []*image.RGBA{a, b} {
			runtime.AddCleanup(img, func(struct{}) { gone <- struct{}{} }, struct{}{})
		}
		return []image.Image{a, b}, nil
	}
	s.ui.scanScreen()
	s.drain()
	if v := top[*severalView](s); v.rows[0].thumbnail == nil || v.rows[1].thumbnail == nil {
		t.Error("there are no small pictures")
	}
	deadline := time.After(10 * time.Second)
	for range 2 {
		for waiting := true; waiting; {
			runtime.GC()
			select {
			case <-gone:
				waiting = false
			case <-deadline:
				t.Fatal("the pixels are still held")
			case <-time.After(10 * time.Millisecond): // until the next collection
			}
		}
	}
	if v := top[*severalView](s); len(v.rows) != 2 {
		t.Error("the list is gone too")
	}
}

// What did not work is told, and what helps most is offered first.
func TestScanOffersTheNextStep(t *testing.T) {
	for _, tt := range []struct {
		err     error
		primary func(v *addView) *button
	}{
		{errNoCodeOnScreen, func(v *addView) *button { return v.region }},
		{scanner.ErrPermission, func(v *addView) *button { return v.open }},
		{scanner.ErrNoPortal, func(v *addView) *button { return v.open }},
		{scanner.ErrUnsupported, func(v *addView) *button { return v.open }},
		{scanner.ErrNoDisplay, func(v *addView) *button { return v.open }},
		{scanner.ErrTimeout, func(v *addView) *button { return v.scan }},
	} {
		t.Run(tt.err.Error(), func(t *testing.T) {
			s := newStage(t)
			s.ui.o.After = soon
			s.ui.o.Capture = func(context.Context) ([]image.Image, error) {
				if errors.Is(tt.err, errNoCodeOnScreen) {
					return []image.Image{qrPicture(t)}, nil
				}
				return nil, tt.err
			}
			s.ui.scanScreen()
			s.drain()
			v := top[*addView](s)
			if got, want := wordsOf(v.notice), messageOf(tt.err).String(); got != want {
				t.Errorf("it says %q, want %q", got, want)
			}
			if want := tt.primary(v); v.primary != want || want.kind != buttonPrimary || s.ui.window.Canvas().Focused() != fyne.Focusable(want) {
				t.Errorf("%q comes first", v.primary.text)
			}
			for _, b := range []*button{v.scan, v.region, v.open, v.paste, v.hand} {
				if b != v.primary && b.kind == buttonPrimary {
					t.Errorf("%q is a second primary button", b.text)
				}
			}
		})
	}
}

func TestScanRegion(t *testing.T) {
	for _, tt := range []struct {
		name  string
		img   image.Image
		err   error
		words string // in the toast or on the page; empty: it is found
		toast bool
	}{
		{"found", qrPicture(t, uriServer), nil, "", false},
		{"no code in it", qrPicture(t), nil, "No QR code was seen in that part of the screen.", false},
		{"nothing chosen", nil, scanner.ErrCancelled, "No screenshot was taken.", true},
		{"not possible", nil, scanner.ErrRegion, "Choosing a part of the screen is not possible on this system.", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			s.ui.o.After = soon
			s.ui.o.CaptureRegion = func(context.Context) (image.Image, error) {
				return tt.img, tt.err
			}
			s.ui.openAdd()
			s.tap(top[*addView](s).region)
			switch {
			case tt.words == "":
				top[*confirmView](s)
			case tt.toast:
				if got := s.ui.root.toast.text; got != tt.words {
					t.Errorf("the toast says %q", got)
				}
			default:
				if got := wordsOf(top[*addView](s).notice); !strings.HasPrefix(got, tt.words) {
					t.Errorf("it says %q", got)
				}
			}
			if s.ui.hidden {
				t.Error("the window stays hidden")
			}
		})
	}
	t.Run("not wired", func(t *testing.T) {
		s := newStage(t)
		s.ui.scanRegion()
		if got := wordsOf(top[*addView](s).notice); s.ui.hidden || !strings.HasPrefix(got, "Choosing a part") {
			t.Errorf("it says %q", got)
		}
	})
}
