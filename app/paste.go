package app

import (
	"context"
	"errors"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/scanner"
)

// paste takes what was copied: a picture, picture files, or text that is a
// path, a link or a secret.
func (u *UI) paste() {
	if !u.ready() {
		return
	}
	if u.o.ClipboardImage == nil || u.o.ClipboardText == nil {
		u.intakeText(u.o.App.Clipboard().Content())
		return
	}
	var c copiedThing
	u.startJob(u.top(), lang.L("Looking at what was copied."), lookDelay, func(ctx context.Context, _ func(string)) (err error) {
		c, err = u.readClipboard(ctx)
		return err
	}, func(err error) { u.pasteRead(&c, err) })
}

// errNothingCopied: the clipboard holds neither a picture nor text.
var errNothingCopied = errors.New("nothing was copied")

// copiedThing is what the clipboard held: a text, unless the picture beside it
// showed codes.
type copiedThing struct {
	findings findings
	text     string
	picture  error // what is wrong with the picture, when there is only a text
}

// readClipboard looks at the picture on the clipboard and, where that shows no
// code, at the text: office programs offer both for a copied line of text.
func (u *UI) readClipboard(ctx context.Context) (copiedThing, error) {
	var c copiedThing
	img, err := u.o.ClipboardImage(ctx)
	if err == nil {
		err = c.findings.addImages(ctx, []image.Image{img}, pictureFile{})
	}
	if err == nil || ctx.Err() != nil || errors.Is(err, scanner.ErrNoClipboard) || errors.Is(err, scanner.ErrClipboardSilent) {
		return c, err
	}
	c.picture = err
	c.text, err = u.o.ClipboardText(ctx)
	return c, err
}

// pasteRead goes on with what the clipboard held. With an error c is not read.
func (u *UI) pasteRead(c *copiedThing, err error) {
	switch {
	case errors.Is(err, scanner.ErrNoClipboard):
		u.intakeText(u.o.App.Clipboard().Content()) // the toolkit's own way, for text
	case err != nil, c.picture == nil:
		u.lookedAt(&c.findings, err)
	case c.text == "":
		u.pasteNoText(c.picture)
	case errors.Is(c.picture, scanner.ErrNoClipboardImage):
		u.intakeText(c.text)
	default:
		if _, wrong := sortText(c.text); wrong != nil {
			u.openNothing(c.picture)
			return
		}
		u.intakeText(c.text)
	}
}

// pasteNoText is for a clipboard that seems to hold no text; the toolkit may
// know of one.
func (u *UI) pasteNoText(picture error) {
	text := u.o.App.Clipboard().Content()
	switch {
	case text != "":
		u.intakeText(text)
	case errors.Is(picture, scanner.ErrNoClipboardImage):
		u.toast(messageOf(errNothingCopied).String(), "")
	default:
		u.openNothing(picture)
	}
}

// pasteElsewhere takes a paste away from a text field when what was copied is
// not text, or is what isMeant says: true means taken.
func (u *UI) pasteElsewhere(s fyne.Shortcut, isMeant func(text string) bool) bool {
	if _, paste := s.(*fyne.ShortcutPaste); !paste || !isMeant(u.o.App.Clipboard().Content()) {
		return false
	}
	u.paste()
	return true
}
