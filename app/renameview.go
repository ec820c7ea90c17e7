package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// renameView asks for an account's new names.
type renameView struct {
	u            *UI
	id           string
	issuer, name *field
	wrong        *messageCard
	save, cancel *button
	page         fyne.CanvasObject
}

// openRename asks for an account's new names.
func (u *UI) openRename(id string) {
	a, err := u.vault.Account(id)
	if err != nil {
		return // removed in another window a moment ago
	}
	u.show(newRenameView(u, a))
}

func newRenameView(u *UI, a vault.Account) *renameView {
	v := &renameView{u: u, id: a.ID, wrong: newMessageCard()}
	v.issuer = newField(lang.L("Issuer"), newEntry(lang.L("The service")))
	v.name = newField(lang.L("Account name"), newEntry(lang.L("Your name or address there")))
	v.issuer.entry.SetText(a.Issuer)
	v.name.entry.SetText(a.Name)
	v.save = newPrimaryButton(lang.L("Rename"), v.onSave)
	v.cancel = newQuietButton(lang.L("Cancel"), u.back)
	for _, f := range []*field{v.issuer, v.name} {
		f.entry.OnSubmitted = func(string) { v.save.Tapped(nil) }
	}
	v.page = newPage(
		newHeading(lang.L("Rename {{.Account}}", map[string]any{"Account": accountTitle(a)}),
			lang.L("Only the names in Deskfob change; its codes stay the same.")),
		v.issuer, v.name, v.wrong.card, newRow(v.cancel, newSpring(), v.save))
	return v
}

func (v *renameView) object() fyne.CanvasObject { return v.page }
func (v *renameView) focus()                    { v.u.window.Canvas().Focus(v.issuer.entry) }

func (v *renameView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.save.Tapped(nil)
		return true
	}
	return false
}

func (v *renameView) onSave() {
	a := vault.Account{Issuer: vault.CleanName(v.issuer.entry.Text), Name: vault.CleanName(v.name.entry.Text)}
	ok := checkNames(a, v.issuer, v.name)
	v.page.Refresh()
	if !ok {
		return
	}
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		return held.Rename(ctx, v.id, a.Issuer, a.Name)
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.u.closeView(v)
			v.u.changed()
		}
	})
}
