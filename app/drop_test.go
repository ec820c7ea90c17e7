package app

import (
	"image"
	colors "image/color/palette"
	"image/draw"
	"image/gif"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"github.com/deskfob/deskfob/vault"
)

// drop drops files on the window.
func (s *stage) drop(paths ...string) {
	s.Helper()
	var uris []fyne.URI
	for _, path := range paths {
		uris = append(uris, storage.NewFileURI(path))
	}
	s.ui.dropped(uris)
	s.drain()
}

// What is dropped over a form is shown over it, and the form is there again
// afterwards with what was typed.
func TestDropOverAForm(t *testing.T) {
	s := newStage(t, uriForge)
	form := newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterAsking)
	s.ui.show(form)
	form.input.field.entry.SetText("K6LGLV3RSH3VERMKET8L7QKU")
	s.drop(qrFile(t, t.TempDir(), "shot.png", uriServer))
	s.tap(top[*confirmView](s).save)
	s.account("Home Server")
	s.tap(top[*saveRecoveryView](s).skip)
	if top[*saveRecoveryView](s) != form || form.input.field.entry.Text != "K6LGLV3RSH3VERMKET8L7QKU" {
		t.Error("the form lost what was typed")
	}
}

func TestDropOverADialog(t *testing.T) {
	s := newStage(t)
	s.ui.openAdd()
	s.ui.openPicture()
	s.drop(qrFile(t, t.TempDir(), "shot.png", uriServer))
	top[*confirmView](s)
	if !s.ui.ready() {
		t.Error("the dialog is still there")
	}
}

// A recovery kit that is dropped is one to be restored, or to be checked where
// the window asks for it.
func TestDropAKit(t *testing.T) {
	s := newStage(t, uriCloud)
	path := filepath.Join(t.TempDir(), "my.kit")
	s.mustMakeKit(path, "USB stick")
	s.drop(path)
	v := top[*restoreView](s)
	if v.path.entry.Text != path || s.ui.window.Canvas().Focused() != fyne.Focusable(v.passphrase.entry) {
		t.Errorf("to be restored is %q", v.path.entry.Text)
	}
	s.ui.back()
	s.ui.show(newCheckKitView(s.ui, ""))
	if c := s.ui.window.Canvas(); c.Focused() != fyne.Focusable(top[*checkKitView](s).path.entry) {
		t.Error("the file that is not known is not asked for first")
	}
	s.tap(top[*checkKitView](s).choose)
	if s.ui.ready() {
		t.Error("the file cannot be chosen")
	}
	s.drop(path) // over the dialog
	if v := top[*checkKitView](s); v.path.entry.Text != path {
		t.Errorf("to be checked is %q", v.path.entry.Text)
	}
}

// What is dropped while something runs, or before the accounts are open, waits.
func TestDropTooEarly(t *testing.T) {
	path := qrFile(t, t.TempDir(), "shot.png", uriServer)
	t.Run("busy", func(t *testing.T) {
		s := newStage(t)
		w := newSlowWork()
		w.start(s.ui, s.ui.top(), "Working")
		s.ui.dropped([]fyne.URI{storage.NewFileURI(path)})
		top[*homeView](s)
		w.end <- nil
		s.drain()
		s.ui.tick(s.now)
		s.drain()
		top[*confirmView](s)
	})
	t.Run("not open yet", func(t *testing.T) {
		s := newClosedStage(t)
		s.ui.show(newOpeningView())
		s.ui.dropped([]fyne.URI{storage.NewFileURI(path)})
		v, err := vault.Open(t.Context(), vault.Options{Keyring: vault.NewMemoryKeyring()})
		if err != nil {
			t.Fatal(err)
		}
		s.ui.opened(v)
		s.drain()
		top[*confirmView](s)
	})
}

func TestDropOfNoFile(t *testing.T) {
	s := newStage(t)
	uri, err := storage.ParseURI("https://example.com/code.png")
	if err != nil {
		t.Fatal(err)
	}
	s.ui.dropped([]fyne.URI{uri})
	top[*homeView](s)
	if got := s.ui.root.toast.text; !strings.Contains(got, "Ctrl+V") {
		t.Errorf("the toast says %q", got)
	}
}

// A folder stands for its pictures: what holds no code is no news.
func TestDropFolder(t *testing.T) {
	dir, empty := t.TempDir(), t.TempDir()
	qrFile(t, dir, "a.png", uriServer)
	qrFile(t, dir, "b.png", uriForge)
	qrFile(t, dir, "blank.png")
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStage(t)
	s.drop(dir)
	if v := top[*severalView](s); len(v.rows) != 2 || len(v.f.others) != 0 {
		t.Errorf("%d found, and %d others told", len(v.rows), len(v.f.others))
	}
	s.press(fyne.KeyEscape)
	s.drop(empty)
	if got := wordsOf(top[*addView](s).notice); !strings.Contains(got, "There is no picture in the folder.") {
		t.Errorf("of an empty folder it says %q", got)
	}
}

// Each file that cannot be read is named, with what to do about it.
func TestDropUnreadable(t *testing.T) {
	dir := t.TempDir()
	heic := filepath.Join(dir, "IMG_0417.heic")
	if err := os.WriteFile(heic, []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStage(t)
	s.drop(heic)
	alone := wordsOf(top[*addView](s).notice)
	if !strings.Contains(alone, "format HEIC") || !strings.Contains(alone, "PNG or JPEG") {
		t.Errorf("it says %q", alone)
	}
	s.drop(heic, qrFile(t, dir, "a.png", uriServer), qrFile(t, dir, "blank.png"))
	others := top[*confirmView](s).found.others
	if len(others) != 2 || !strings.HasPrefix(messageOf(others[0].err).what, "IMG_0417.heic: ") || !strings.HasPrefix(messageOf(others[1].err).what, "blank.png: ") {
		t.Errorf("others %v", errorsOf(others))
	}
}

// Each frame of an animation counts, and what several show counts once.
func TestDropAnimation(t *testing.T) {
	var anim gif.GIF
	for _, texts := range [][]string{nil, {uriServer}, {uriServer}, {uriForge}} {
		frame := qrPicture(t, append(texts, "https://example.com")...)
		p := image.NewPaletted(image.Rect(0, 0, 320, 600), colors.Plan9)
		draw.Draw(p, frame.Bounds(), frame, image.Point{}, draw.Src)
		anim.Image, anim.Delay = append(anim.Image, p), append(anim.Delay, 10)
	}
	path := filepath.Join(t.TempDir(), "codes.gif")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := gif.EncodeAll(f, &anim); err != nil {
		t.Fatal(err)
	}
	f.Close()
	s := newStage(t)
	s.drop(path)
	if v := top[*severalView](s); len(v.rows) != 2 || len(v.f.others) != 1 {
		t.Errorf("%d found and %d left out", len(v.rows), len(v.f.others))
	}
}
