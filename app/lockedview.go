package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// lockedView stands in place of the accounts while they are locked.
type lockedView struct {
	u          *UI
	passphrase *field
	open       *button
	page       fyne.CanvasObject
}

// newLockedView says why the accounts are locked; "" for somebody who knows.
func newLockedView(u *UI, why string) *lockedView {
	v := &lockedView{u: u}
	v.passphrase = newField(lang.L("Passphrase"), newHiddenEntry(""))
	v.passphrase.entry.OnSubmitted = func(string) { v.open.Tapped(nil) }
	v.open = newPrimaryButton(lang.L("Unlock"), v.onOpen)
	if why == "" {
		why = lang.L("Your accounts are locked.")
	}
	v.page = newPage(newGap(60), newHeading(lang.L("Locked"), why), v.passphrase, newRow(newSpring(), v.open))
	return v
}

func (v *lockedView) object() fyne.CanvasObject { return v.page }

func (v *lockedView) focus() { v.u.window.Canvas().Focus(v.passphrase.entry) }

func (v *lockedView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.open.Tapped(nil)
		return true
	}
	return false
}

// typedRune takes what is typed while nothing has the focus.
func (v *lockedView) typedRune(r rune) {
	v.focus()
	v.passphrase.entry.TypedRune(r)
}

func (v *lockedView) onOpen() {
	if text := v.passphrase.entry.Text; text != "" {
		v.u.unlock([]byte(text))
	}
}

func (v *lockedView) closed() { clearEntries(v.passphrase) }
