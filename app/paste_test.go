package app

import (
	"context"
	"encoding/base64"
	"image"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/scanner"
)

// clipboard is what the scanner finds copied.
type clipboard struct {
	img      image.Image // nil: imageErr, or that there is none
	imageErr error
	text     string
	textErr  error
}

// copied gives the stage's scanner a clipboard.
func (s *stage) copied(c clipboard) {
	s.ui.o.ClipboardImage = func(context.Context) (image.Image, error) {
		if c.img == nil && c.imageErr == nil {
			c.imageErr = scanner.ErrNoClipboardImage
		}
		return c.img, c.imageErr
	}
	s.ui.o.ClipboardText = func(context.Context) (string, error) { return c.text, c.textErr }
}

// pasteKey presses Ctrl+V, as the driver hands it on.
func (s *stage) pasteKey() {
	s.Helper()
	paste := &fyne.ShortcutPaste{Clipboard: s.ui.o.App.Clipboard()}
	if focused, ok := s.ui.window.Canvas().Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(paste)
	} else {
		s.ui.window.Canvas().(fyne.Shortcutable).TypedShortcut(paste)
	}
	s.drain()
}

// What may be copied, and what comes of pasting it.
func TestPaste(t *testing.T) {
	blank := image.NewGray(image.Rect(0, 0, 60, 60))
	file := qrFile(t, t.TempDir(), "a code.png", uriServer)
	data := "data:image/png;base64," + base64.StdEncoding.EncodeToString(assets.EnrolmentPNG())
	for _, tt := range []struct {
		name  string
		clip  clipboard
		own   string // the toolkit's text
		found string // the issuer that is asked about
		says  string // in the toast or, after "add: ", on the page with the other ways
	}{
		{name: "a picture", clip: clipboard{img: qrPicture(t, uriServer)}, found: "Home Server"},
		{name: "a picture file", clip: clipboard{text: "file://" + strings.ReplaceAll(file, " ", "%20") + "\r\n"}, found: "Home Server"},
		{name: "a path", clip: clipboard{text: file}, found: "Home Server"},
		{name: "a data URL", clip: clipboard{text: data}, found: "Example Cloud"},
		{name: "a key URI", clip: clipboard{text: uriForge}, found: "Git Forge"},
		{name: "a whole export", clip: clipboard{text: exportPart(1, 0, 1, "Contoso:kim")}, found: "Contoso"},
		{name: "text that an office program copies as a picture too", clip: clipboard{img: blank, text: uriForge}, found: "Git Forge"},
		{name: "a picture that cannot be read beside text", clip: clipboard{imageErr: scanner.ErrNotImage, text: uriForge}, found: "Git Forge"},
		{name: "a picture without a code", clip: clipboard{img: blank, text: "hello"}, says: "add: There is no QR code in the picture."},
		{name: "words", clip: clipboard{text: "hello"}, says: "add: What was copied is no picture, file, link or secret."},
		{name: "a silent program", clip: clipboard{imageErr: scanner.ErrClipboardSilent}, says: "add: The program that copied the picture did not answer."},
		{name: "a silent program with text", clip: clipboard{textErr: scanner.ErrClipboardSilent}, says: "add: The program that copied the picture did not answer."},
		{name: "nothing", says: "There is nothing to paste."},
		{name: "text, where the scanner reads no clipboard", clip: clipboard{imageErr: scanner.ErrNoClipboard}, own: uriForge, found: "Git Forge"},
		{name: "text that only the toolkit sees", own: uriForge, found: "Git Forge"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t)
			s.copied(tt.clip)
			s.ui.o.App.Clipboard().SetContent(tt.own)
			s.pasteKey()
			words, onPage := strings.CutPrefix(tt.says, "add: ")
			switch {
			case tt.found != "":
				if v := top[*confirmView](s); v.account.Issuer != tt.found {
					t.Errorf("found %s", v.account.Issuer)
				}
			case onPage:
				v := top[*addView](s)
				if got := wordsOf(v.notice); !strings.HasPrefix(got, words) {
					t.Errorf("it says %q", got)
				}
			default:
				top[*homeView](s)
				if got := s.ui.root.toast.text; !s.ui.root.toast.Visible() || !strings.HasPrefix(got, words) {
					t.Errorf("the toast says %q", got)
				}
			}
		})
	}
}

// wordsOf are the paragraphs of a notice.
func wordsOf(c *card) string {
	var all []string
	for _, o := range c.content.Objects {
		if p, ok := o.(*paragraph); ok {
			all = append(all, p.text)
		}
	}
	return strings.Join(all, "\n")
}

// A picture is pasted wherever the focus is; text goes into the field that has it.
func TestPasteOnEveryView(t *testing.T) {
	for _, tt := range []struct {
		name string
		open func(s *stage)
		text string // what is in the field after text was pasted
	}{
		{"the list", func(*stage) {}, ""},
		{"the search", func(s *stage) { s.ui.window.Canvas().Focus(top[*homeView](s).search) }, "hello"},
		{"the ways to add", func(s *stage) { s.ui.openAdd() }, ""},
		{"the form", func(s *stage) { s.ui.openByHand(nil) }, "hello"},
		{"a recovery code", func(s *stage) {
			s.ui.show(newSaveRecoveryView(s.ui, s.account("Git Forge").ID, afterAsking))
		}, "hello"},
		{"an account", func(s *stage) { s.ui.openAccount(s.account("Git Forge").ID) }, ""},
		{"the keys", func(s *stage) { s.ui.openHelp() }, ""},
		{"the settings", func(s *stage) { s.ui.openSettings() }, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newStage(t, uriForge)
			tt.open(s)
			below := s.ui.top()
			if field, ok := s.ui.window.Canvas().Focused().(*entry); ok {
				s.ui.o.App.Clipboard().SetContent("hello")
				s.pasteKey()
				if field.Text != tt.text || s.ui.top() != below {
					t.Errorf("the field holds %q, and %T is in sight", field.Text, s.ui.top())
				}
			} else if tt.text != "" {
				t.Fatal("no field has the focus")
			}
			s.ui.o.App.Clipboard().SetContent("")
			s.copied(clipboard{img: qrPicture(t, uriServer)})
			s.pasteKey()
			s.tap(top[*confirmView](s).cancel)
			if _, ways := below.(*addView); !ways && s.ui.top() != below {
				t.Errorf("Cancel leads to %T", s.ui.top())
			}
		})
	}
}

// A link pasted into a field of the form is the whole enrolment, not its text.
func TestPasteLinkIntoTheForm(t *testing.T) {
	s := newStage(t)
	s.ui.openByHand(nil)
	form := top[*byHandView](s)
	s.ui.window.Canvas().Focus(form.secret.entry)
	s.ui.o.App.Clipboard().SetContent(uriServer)
	s.pasteKey()
	if v := top[*confirmView](s); v.account.Issuer != "Home Server" || form.secret.entry.Text != "" {
		t.Errorf("found %s, and the field holds %d characters", v.account.Issuer, len(form.secret.entry.Text))
	}
	s.tap(top[*confirmView](s).save)
	s.press(fyne.KeyEscape)
	top[*homeView](s)
}

func TestPasteButton(t *testing.T) {
	s := newStage(t)
	s.copied(clipboard{img: qrPicture(t, uriServer)})
	s.ui.openAdd()
	s.tap(top[*addView](s).paste)
	top[*confirmView](s)
}

// Looking that takes its time says so, and Cancel leads back at once.
func TestLookingCanBeCancelled(t *testing.T) {
	s := newStage(t)
	s.ui.o.After = soon
	let := make(chan struct{})
	s.copied(clipboard{})
	s.ui.o.ClipboardImage = func(ctx context.Context) (image.Image, error) {
		<-let
		return qrPicture(t, uriServer), ctx.Err()
	}
	s.ui.paste()
	c := s.ui.window.Canvas().Overlays().Top().(*cover)
	s.await(func() bool { return c.shown })
	if c.words.text != "Looking at what was copied." {
		t.Errorf("the window says %q", c.words.text)
	}
	s.ui.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !s.ui.ready() {
		t.Error("the window stays covered")
	}
	close(let)
	(<-s.queue)()
	top[*homeView](s)
}

// The words change while several pictures are looked at.
func TestLookingTellsHowFar(t *testing.T) {
	s := newStage(t)
	dir := t.TempDir()
	qrFile(t, dir, "a.png", uriServer)
	qrFile(t, dir, "b.png", uriForge)
	var told []string
	f, err := readFiles(t.Context(), []string{dir}, func(what string) { told = append(told, what) })
	if err != nil || len(f.all()) != 2 {
		t.Fatalf("%d found, %v", len(f.all()), err)
	}
	if strings.Join(told, " ") != "Looking at picture 1 of 2. Looking at picture 2 of 2." {
		t.Errorf("told %q", told)
	}
	s.ui.intakePaths([]string{filepath.Join(dir, "a.png"), filepath.Join(dir, "b.png")})
	c := s.ui.window.Canvas().Overlays().Top().(*cover)
	s.await(func() bool { return c.words.text == "Looking at picture 2 of 2." })
	s.drain()
	top[*severalView](s)
}
