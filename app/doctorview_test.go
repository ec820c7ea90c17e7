package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
)

// wellFindings and the like are what the vault's doctor says, made by it.
func findingsOf(t *testing.T, path string) []vault.Finding {
	t.Helper()
	return vault.Examine(t.Context(), vault.Location{File: path}, vault.Options{Dir: filepath.Dir(path)})
}

// newDoctorStage has a doctor that finds the same each time and counts.
func newDoctorStage(t *testing.T, found ...vault.Finding) (s *stage, looked *int) {
	t.Helper()
	s = newStage(t, uriCloud)
	looked = new(int)
	s.ui.o.Examine = func(context.Context, vault.Location) []vault.Finding { *looked++; return found }
	s.ui.o.Try = func(context.Context, vault.Location) vault.Finding {
		return vault.Finding{ID: "try", Case: "try-ok", OK: true, WhatText: "An item was written.", What: "An item was written."}
	}
	return s, looked
}

func wellFinding() vault.Finding {
	return vault.Finding{ID: "bus", Case: "bus-ok", OK: true, WhatText: "The session bus answers.", What: "The session bus answers."}
}

func faultFinding() vault.Finding {
	return vault.Finding{
		ID: "collection", Case: "locked", InFile: true, WhatText: "The keyring is locked.", What: "The keyring is locked.",
		DoText: "Type its password.", Do: "Type its password.",
	}
}

// seen is all text that the window shows.
func seen(o fyne.CanvasObject) string {
	var words []string
	switch o := o.(type) {
	case *paragraph:
		words = append(words, o.text)
	case *label:
		words = append(words, o.text)
	case *badge:
		words = append(words, "["+o.text+"]")
	case *card:
		if o.Visible() {
			words = append(words, seen(o.content))
		}
	case *fyne.Container:
		for _, child := range o.Objects {
			words = append(words, seen(child))
		}
	}
	return strings.Join(words, " ")
}

func TestDoctorFromSettings(t *testing.T) {
	s, looked := newDoctorStage(t, wellFinding())
	s.ui.openSettings()
	s.tap(top[*settingsView](s).doctor)
	v := top[*doctorView](s)
	if *looked != 1 || v.words.text != "All is well. Nothing was changed." {
		t.Errorf("looked %d times: %s", *looked, v.words.text)
	}
	if got := seen(v.list); !strings.Contains(got, "[OK]") || !strings.Contains(got, "The session bus answers.") {
		t.Errorf("shows %q", got)
	}
	s.press(fyne.KeyReturn) // the primary button has the focus
	if *looked != 2 {
		t.Errorf("looked %d times after Enter", *looked)
	}
	s.tap(v.try)
	if got := seen(v.list); !strings.Contains(got, "An item was written.") || *looked != 3 {
		t.Errorf("after the trial: %q, looked %d times", got, *looked)
	}
	s.tap(v.again)
	if got := seen(v.list); strings.Contains(got, "An item was written.") {
		t.Error("an old trial is still shown")
	}
	s.press(fyne.KeyEscape)
	top[*settingsView](s)
}

func TestDoctorFromTrouble(t *testing.T) {
	s, looked := newDoctorStage(t, wellFinding(), faultFinding())
	s.ui.vault = nil
	s.ui.openTrouble(vault.ErrLocked)
	s.tap(top[*troubleView](s).why)
	v := top[*doctorView](s)
	got := seen(v.list)
	for _, want := range []string{"[OK]", "[Not OK]", "The keyring is locked.", "Type its password.", "in a file with a passphrase"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if *looked != 1 || !strings.HasPrefix(v.words.text, "Something is not well.") {
		t.Errorf("looked %d times: %s", *looked, v.words.text)
	}
	// A trial that says the same again is not shown twice.
	s.ui.o.Try = func(context.Context, vault.Location) vault.Finding { return faultFinding() }
	s.tap(v.try)
	if n := strings.Count(seen(v.list), "The keyring is locked."); n != 1 {
		t.Errorf("the fault is shown %d times", n)
	}
	s.press(fyne.KeyEscape)
	top[*troubleView](s)
}

func TestNoDoctorWhereNothingCanBeLookedAt(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.openSettings()
	if top[*settingsView](s).doctor.Visible() {
		t.Error("the settings offer a check that cannot be made")
	}
	s.ui.openTrouble(vault.ErrDamaged)
	if top[*troubleView](s).why != nil {
		t.Error("the trouble view offers a check that cannot be made")
	}
}

// A keyring may wait for a person for ever; the window does not.
func TestDoctorIsCancelled(t *testing.T) {
	s, _ := newDoctorStage(t)
	var ended error
	s.ui.o.Examine = func(ctx context.Context, _ vault.Location) []vault.Finding {
		<-ctx.Done()
		ended = ctx.Err()
		return []vault.Finding{faultFinding()}
	}
	s.ui.openDoctor()
	v := top[*doctorView](s)
	s.ui.window.Canvas().Overlays().Top().(*cover).cancel.Tapped(nil)
	if v.words.text != "The check was stopped before it came to an end." || v.list.Visible() || !v.report.disabled {
		t.Errorf("says %q", v.words.text)
	}
	(<-s.queue)() // the work comes back
	if !errors.Is(ended, context.Canceled) || v.list.Visible() {
		t.Errorf("ended with %v", ended)
	}
}

func TestDoctorReport(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	path := filepath.Join(home, "Sam's accounts", "vault")
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	all := findingsOf(t, path)
	all = append(all, vault.Finding{Case: "unreadable", What: fmt.Sprintf("The vault cannot be read: read %s/.local: it fell over.", home)})
	s, _ := newDoctorStage(t, all...)
	s.ui.o.Location.File = path
	s.ui.openDoctor()
	s.drain()
	s.tap(top[*doctorView](s).report)
	got := s.ui.o.App.Clipboard().Content()
	for _, want := range []string{"vault in a file", "NOT OK no-file: There is no vault file at (path).", "NOT OK unreadable:"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in the report:\n%s", want, got)
		}
	}
	for _, never := range []string{"Sam", home, "Example Cloud"} {
		if strings.Contains(got, never) {
			t.Errorf("%q is in the report:\n%s", never, got)
		}
	}
}
