package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/deskfob/deskfob/assets"
	"github.com/deskfob/deskfob/vault"
)

// troubleView says why the vault cannot be used, and what can be done.
type troubleView struct {
	u       *UI
	err     error
	primary *button
	others  []fyne.CanvasObject
	why     *button // nil: nothing can be looked at
	wrong   *messageCard
	page    fyne.CanvasObject
}

// openTrouble says why the vault cannot be used, and what can be done.
func (u *UI) openTrouble(err error) {
	if u.vault != nil {
		u.show(newNoticeView(u, err))
		return
	}
	if errors.Is(err, vault.ErrPassphrase) || errors.Is(err, vault.ErrNoPassphrase) {
		u.passphraseWrong = errors.Is(err, vault.ErrPassphrase)
		u.open(false)
		return
	}
	u.restart(newTroubleView(u, err))
}

// newTroubleView is for a vault that could not be opened.
func newTroubleView(u *UI, err error) *troubleView {
	v := &troubleView{u: u, err: err, wrong: newMessageCard()}
	again := newPlainButton(lang.L("Try again"), func() { u.open(false) })
	v.others = []fyne.CanvasObject{again}
	switch {
	case u.o.Location.File != "":
		v.primary = again
		v.others = []fyne.CanvasObject{newPlainButton(lang.L("Use the keyring"), v.onKeyring)}
		if errors.Is(err, vault.ErrNoVault) {
			v.others = append(v.others, newPlainButton(lang.L("Start new accounts there"), func() { u.openFileStore(u.o.Location.File) }))
		}
	case errors.Is(err, vault.ErrNoBus), errors.Is(err, vault.ErrUnavailable):
		v.primary = newPlainButton(lang.L("Use a file"), v.onFile)
	default:
		v.primary = again
		v.others = []fyne.CanvasObject{newPlainButton(lang.L("Use a file instead"), v.onFile)}
	}
	if errors.Is(err, vault.ErrVaultGone) && u.o.Forget != nil {
		v.others = append(v.others, newPlainButton(lang.L("Start anew"), func() { u.show(newForgetView(u)) }))
	}
	v.build(troubleTitle(u, err), messageOf(err))
	return v
}

// newNoticeView is for something that is wrong with an open vault.
func newNoticeView(u *UI, err error) *troubleView {
	v := &troubleView{u: u, err: err, wrong: newMessageCard()}
	back := newPlainButton(lang.L("Back"), u.back)
	v.primary = back
	m := messageOf(err)
	if errors.Is(err, vault.ErrOlder) || errors.Is(err, vault.ErrForeign) {
		v.others = []fyne.CanvasObject{newPlainButton(lang.L("Use these"), v.onAccept)}
		for _, n := range u.vault.Notices() {
			if errors.Is(n.Err, err) && !n.Seen.IsZero() {
				m.what += " " + lang.L("These were saved on {{.Saved}}; the ones last seen here, on {{.Seen}}.",
					map[string]any{"Saved": dateOf(n.Saved), "Seen": dateOf(n.Seen)})
			}
		}
		m.do = lang.L("If you restored a backup, use these. Else close Deskfob and look for the newer ones first. Until you choose, nothing can be changed.")
	}
	v.build(troubleTitle(u, err), m)
	return v
}

// newMovedView is for accounts that another program moved or erased under the
// open window, which does not know where they are now.
func newMovedView(u *UI) *troubleView {
	v := &troubleView{u: u, err: vault.ErrVaultGone, wrong: newMessageCard()}
	v.primary = newPlainButton(lang.L("Close the window"), u.window.Close)
	v.build(lang.L("Your accounts are not here any more"), message{
		lang.L("Another program moved or erased them."),
		lang.L("Close the window and open Deskfob again: it then looks where they are now."),
	})
	return v
}

// troubleTitle names the state in a few words.
func troubleTitle(u *UI, err error) string {
	file := u.o.Location.File != ""
	switch {
	case ctxEnded(err):
		return lang.L("Your accounts are still locked")
	case errors.Is(err, vault.ErrLocked), errors.Is(err, vault.ErrDismissed):
		return lang.L("Unlock your keyring")
	case errors.Is(err, vault.ErrNoBus), errors.Is(err, vault.ErrUnavailable):
		return lang.L("There is no keyring here")
	case errors.Is(err, vault.ErrDenied):
		return lang.L("Access was refused")
	case errors.Is(err, vault.ErrTimeout), errors.Is(err, vault.ErrBusy):
		return lang.L("No answer yet")
	case errors.Is(err, vault.ErrVaultGone):
		return lang.L("Your accounts are missing")
	case errors.Is(err, vault.ErrNoVault) && file:
		return lang.L("The file is not there")
	case errors.Is(err, vault.ErrOlder):
		return lang.L("These accounts are older")
	case errors.Is(err, vault.ErrForeign):
		return lang.L("These accounts come from elsewhere")
	case errors.Is(err, vault.ErrNewer):
		return lang.L("This Deskfob is too old")
	case errors.Is(err, vault.ErrDamaged):
		return lang.L("Something stored is damaged")
	}
	return lang.L("Your accounts cannot be opened")
}

func (v *troubleView) build(title string, m message) {
	v.primary.kind = buttonPrimary
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.IconPNG()))
	icon.FillMode = canvas.ImageFillContain
	icon.ScaleMode = canvas.ImageScaleSmooth
	icon.SetMinSize(fyne.NewSquareSize(56))
	if v.u.o.Examine != nil && !ctxEnded(v.err) {
		v.why = newPlainButton(lang.L("What is wrong?"), v.u.openDoctor)
		v.others = append(v.others, v.why)
	}
	where := v.u.o.Location.File
	column := []fyne.CanvasObject{
		newGap(60), container.New(layout.NewCustomPaddedLayout(0, 0, -9, 0), container.NewHBox(icon)), newGap(4),
		newHeading(title, m.what), newParagraph(m.do, styleHint()),
	}
	if where != "" && v.u.vault == nil {
		column = append(column, newParagraph(where, styleMuted()))
	}
	column = append(column, v.wrong.card, newGap(4), newFlow(append([]fyne.CanvasObject{v.primary}, v.others...)...))
	v.page = newPage(column...)
}

func (v *troubleView) object() fyne.CanvasObject { return v.page }
func (v *troubleView) focus()                    { v.u.window.Canvas().Focus(v.primary) }

func (v *troubleView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.primary.Tapped(nil)
		return true
	}
	return false
}

func (v *troubleView) onFile() { v.u.openFileStore("") }

func (v *troubleView) onKeyring() {
	v.u.choosePlace(vault.Location{})
	v.u.open(false)
}

// onAccept takes the vault as it was found.
func (v *troubleView) onAccept() {
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		return held.AcceptOlder(ctx)
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.u.home()
			v.u.changed()
			v.u.openLatest()
		}
	})
}
