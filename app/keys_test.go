package app

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
)

func TestPasteIntoTheSearch(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.png")
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"otpauth://totp/Example?secret=GEZDGNBVGY3TQOJQ", true},
		{" file:///home/kim/shot.png\n", true},
		{"data:image/png;base64,iVBOR", true},
		{"~/shot.png", true},
		{"/", true}, // it is there
		{missing, false},
		{"Example Cloud", false},
		{"", false},
	} {
		if got := isEnrolmentText(tt.text); got != tt.want {
			t.Errorf("%q: got %v", tt.text, got)
		}
	}

	s := newStage(t, uriCloud, uriForge)
	home := top[*homeView](s)
	s.ui.window.Canvas().Focus(home.search)
	s.ui.o.App.Clipboard().SetContent("forge")
	home.search.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.ui.o.App.Clipboard()})
	if home.search.Text != "forge" {
		t.Errorf("the search holds %q", home.search.Text)
	}
	s.ui.o.App.Clipboard().SetContent(uriServer)
	home.search.TypedShortcut(&fyne.ShortcutPaste{Clipboard: s.ui.o.App.Clipboard()})
	s.drain()
	top[*confirmView](s)
	if home.search.Text != "forge" {
		t.Errorf("a key URI went into the search: %q", home.search.Text)
	}
}

// Shortcuts work wherever the focus is.
func TestShortcutFromAField(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.window.Canvas().Focus(top[*homeView](s).search)
	s.ctrl(fyne.KeyN)
	top[*addView](s)
}

func TestEscapeClosesADialog(t *testing.T) {
	s := newStage(t, uriCloud)
	s.ui.openAdd()
	s.ui.openPicture()
	if s.ui.ready() {
		t.Fatal("no dialog is there")
	}
	s.ui.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !s.ui.ready() {
		t.Error("the dialog stays")
	}
	top[*addView](s)
}

// What another start hands over waits until nothing is in its way.
func TestReceive(t *testing.T) {
	s := newStage(t, uriCloud)
	w := newSlowWork()
	w.start(s.ui, s.ui.top(), "Working")
	s.ui.Receive([]string{uriServer})
	top[*homeView](s)
	w.end <- nil
	s.drain()
	s.ui.tick(s.now)
	s.drain()
	if v := top[*confirmView](s); v.account.Issuer != "Home Server" {
		t.Errorf("received %s", v.account.Issuer)
	}
	s.ui.tick(s.now)
	s.drain()
	s.ui.back()
	top[*homeView](s)
}

func TestIntakeAtTheStart(t *testing.T) {
	s := newClosedStage(t)
	s.ui.o.Intake = uriServer
	v, err := vault.Open(t.Context(), vault.Options{Keyring: vault.NewMemoryKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	s.vault = v
	s.ui.opened(v)
	s.drain()
	top[*confirmView](s)
}
