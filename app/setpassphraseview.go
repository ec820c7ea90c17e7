package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// setPassphraseView puts the vault under a passphrase, or another one, or none.
type setPassphraseView struct {
	u                    *UI
	has                  bool // there is one already
	current, first, same *field
	strength             *paragraph
	wrong                *messageCard
	save, remove, back   *button
	page                 fyne.CanvasObject
}

// openNewPassphrase shows how to set, change or remove the passphrase.
func (u *UI) openNewPassphrase() {
	if _, there := u.top().(*setPassphraseView); !there {
		u.show(newSetPassphraseView(u))
	}
}

func newSetPassphraseView(u *UI) *setPassphraseView {
	v := &setPassphraseView{u: u, has: u.vault.HasPassphrase(), wrong: newMessageCard()}
	v.current = newField(lang.L("Passphrase now"), newHiddenEntry(""))
	v.first = newField(lang.L("New passphrase"), newHiddenEntry(""))
	v.same = newField(lang.L("Once more"), newHiddenEntry(""))
	for _, f := range []*field{v.current, v.first, v.same} {
		f.entry.OnSubmitted = func(string) { v.save.Tapped(nil) }
		f.entry.OnChanged = func(string) { v.changed() }
	}
	v.strength = newParagraph(passphraseStrength(""), styleMuted())
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.save = newPrimaryButton(lang.L("Set passphrase"), v.onSave)
	v.remove = newDangerButton(lang.L("Remove"), v.onRemove)
	v.build()
	return v
}

func (v *setPassphraseView) build() {
	title := lang.L("Set a passphrase")
	hint := lang.L("Deskfob then asks for it when it starts and after locking. Without it, any program you run can read your accounts while the keyring is open.")
	column := []fyne.CanvasObject{}
	if v.has {
		title, hint = lang.L("Change the passphrase"), lang.L("Everything is encrypted anew. Copies of the vault from before still open with the old passphrase.")
		v.save.text = lang.L("Change passphrase")
		column = append(column, v.current)
	}
	row := newRow(v.back, newSpring(), v.save)
	if v.has && v.u.o.Location.File == "" {
		row = newRow(v.back, newSpring(), v.remove, v.save)
	}
	column = append(column, v.first, v.strength, v.same,
		newNotice(tintWarningGround, newParagraph(lang.L("Nobody can reset it. If you forget it, the accounts here are lost: keep your recovery codes in a second place."), styleNotice())),
		v.wrong.card, row)
	v.page = newPage(append([]fyne.CanvasObject{newHeading(title, hint)}, column...)...)
}

func (v *setPassphraseView) object() fyne.CanvasObject { return v.page }

func (v *setPassphraseView) focus() {
	first := v.first
	if v.has {
		first = v.current
	}
	v.u.window.Canvas().Focus(first.entry)
}

func (v *setPassphraseView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.save.Tapped(nil)
		return true
	}
	return false
}

func (v *setPassphraseView) changed() {
	for _, f := range []*field{v.current, v.first, v.same} {
		f.setWrong("")
	}
	v.strength.setText(passphraseStrength(v.first.entry.Text))
	v.page.Refresh()
}

func (v *setPassphraseView) onSave() {
	defer v.page.Refresh()
	if v.has && v.current.entry.Text == "" {
		v.current.setWrong(lang.L("Type the passphrase as it is now."))
		return
	}
	if !checkNewPassphrase(v.first, v.same) {
		return
	}
	fresh := []byte(v.first.entry.Text)
	v.change(lang.L("The passphrase is set. Ctrl+L locks the accounts."), func(ctx context.Context, held *vault.Vault) error {
		defer clear(fresh)
		return held.SetPassphrase(ctx, fresh)
	})
}

func (v *setPassphraseView) onRemove() {
	if v.current.entry.Text == "" {
		v.current.setWrong(lang.L("Type the passphrase as it is now."))
		v.page.Refresh()
		return
	}
	v.change(lang.L("The passphrase is removed. The keyring alone protects the accounts now."), func(ctx context.Context, held *vault.Vault) error {
		return held.RemovePassphrase(ctx)
	})
}

// change checks the passphrase of now, where there is one, before it changes anything.
func (v *setPassphraseView) change(done string, change func(context.Context, *vault.Vault) error) {
	held, has, current := v.u.vault, v.has, []byte(v.current.entry.Text)
	v.u.background(v, lang.L("Encrypting your accounts."), func(ctx context.Context) error {
		defer clear(current)
		if has {
			if err := held.CheckPassphrase(current); err != nil {
				return err
			}
		}
		return change(ctx, held)
	}, func(err error) {
		switch {
		case errors.Is(err, vault.ErrPassphrase):
			v.current.setWrong(lang.L("That is not the passphrase. Check the keyboard layout and Caps Lock."))
			v.page.Refresh()
		case err != nil:
			v.wrong.showError(err)
			v.page.Refresh()
		default:
			v.u.closeView(v)
			v.u.changed()
			v.u.toast(done, "")
		}
	})
}

func (v *setPassphraseView) closed() { clearEntries(v.current, v.first, v.same) }
