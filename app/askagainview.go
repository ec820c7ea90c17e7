package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// fetchRecovery gets the live codes of an account for owner, first first; they
// are in memory only while they are used. Where the person wants that, it asks
// for the passphrase before.
func (u *UI) fetchRecovery(owner view, id string, failed func(error), then func(codes []string)) {
	get := func() {
		var codes []string
		held := u.vault
		u.background(owner, lang.L("Getting the recovery code."), func(ctx context.Context) (err error) {
			codes, err = liveCodes(ctx, held, id)
			return err
		}, func(err error) {
			failed(err)
			if err == nil {
				then(codes)
			}
		})
	}
	if u.o.Settings.AskRecovery && u.vault.HasPassphrase() {
		u.show(newAskAgainView(u, get))
		return
	}
	get()
}

// askAgainView asks for the passphrase of the open vault before recovery codes
// are shown.
type askAgainView struct {
	u          *UI
	then       func()
	passphrase *field
	show, back *button
	page       fyne.CanvasObject
}

func newAskAgainView(u *UI, then func()) *askAgainView {
	v := &askAgainView{u: u, then: then}
	v.passphrase = newField(lang.L("Passphrase"), newHiddenEntry(""))
	v.passphrase.entry.OnSubmitted = func(string) { v.show.Tapped(nil) }
	v.passphrase.entry.OnChanged = func(string) { v.passphrase.setWrong("") }
	v.show = newPrimaryButton(lang.L("Go on"), v.onShow)
	v.back = newQuietButton(lang.L("Cancel"), u.back)
	v.page = newPage(newGap(60),
		newHeading(lang.L("Type your passphrase"), lang.L("It is asked for before recovery codes are shown. You can change that in the settings.")),
		v.passphrase, newRow(v.back, newSpring(), v.show))
	return v
}

func (v *askAgainView) object() fyne.CanvasObject { return v.page }
func (v *askAgainView) focus()                    { v.u.window.Canvas().Focus(v.passphrase.entry) }

func (v *askAgainView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.show.Tapped(nil)
		return true
	}
	return false
}

// onShow checks the passphrase, which takes a moment.
func (v *askAgainView) onShow() {
	typed := []byte(v.passphrase.entry.Text)
	if len(typed) == 0 {
		return
	}
	held := v.u.vault
	v.u.background(v, lang.L("Checking the passphrase."), func(context.Context) error {
		defer clear(typed)
		return held.CheckPassphrase(typed)
	}, func(err error) {
		switch {
		case err == nil, errors.Is(err, vault.ErrNoPassphrase): // removed in another window
			v.u.closeView(v)
			v.then()
		case errors.Is(err, vault.ErrPassphrase):
			v.passphrase.setWrong(lang.L("That is not the passphrase. Check the keyboard layout and Caps Lock."))
		case !ctxEnded(err):
			v.passphrase.setWrong(messageOf(err).String())
		}
		v.page.Refresh()
	})
}

func (v *askAgainView) closed() { clearEntries(v.passphrase) }
