package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// deleteView asks whether to delete an account.
type deleteView struct {
	u            *UI
	account      vault.Account
	wrong        *messageCard
	remove, keep *button
	page         fyne.CanvasObject
}

// openDelete asks whether to delete an account.
func (u *UI) openDelete(id string) {
	a, err := u.vault.Account(id)
	if err != nil {
		return // removed in another window a moment ago
	}
	u.show(newDeleteView(u, a))
}

func newDeleteView(u *UI, a vault.Account) *deleteView {
	v := &deleteView{u: u, account: a, wrong: newMessageCard()}
	v.remove = newDangerButton(lang.L("Delete"), v.onDelete)
	v.keep = newPrimaryButton(lang.L("Keep it"), u.back)
	names := map[string]any{"Account": accountTitle(a)}
	warning := lang.L("Switch two-step sign-in off at {{.Account}} first: without its codes you may not get in again. It stays in the trash for 30 days.", names)
	if a.Recovery != nil && a.Recovery.Left > 0 {
		warning = lang.L("Switch two-step sign-in off at {{.Account}} first: without its codes you may not get in again. Secret and recovery codes stay in the trash for 30 days.", names)
	}
	v.page = newPage(
		newHeading(lang.L("Delete {{.Account}}?", names), a.Name),
		newNotice(tintWarningGround, newParagraph(warning, styleNotice())),
		v.wrong.card,
		newRow(v.remove, newSpring(), v.keep))
	return v
}

func (v *deleteView) object() fyne.CanvasObject { return v.page }
func (v *deleteView) focus()                    { v.u.window.Canvas().Focus(v.keep) }

func (v *deleteView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.keep.Tapped(nil)
		return true
	}
	return false
}

func (v *deleteView) onDelete() {
	var trashID string
	held := v.u.vault
	v.u.background(v, lang.L("Deleting."), func(ctx context.Context) (err error) {
		trashID, err = held.Delete(ctx, v.account.ID)
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err != nil {
			return
		}
		v.u.home()
		v.u.changed()
		v.u.toastUndo(lang.L("Deleted {{.Account}}", map[string]any{"Account": accountTitle(v.account)}),
			lang.L("Undo"), func() { v.u.restore(trashID) })
	})
}

// restore takes something out of the trash.
func (u *UI) restore(trashID string) {
	var back vault.Account
	held := u.vault
	u.background(u.pages[0].view, lang.L("Putting the account back."), func(ctx context.Context) (err error) {
		back, err = held.Restore(ctx, trashID)
		return err
	}, func(err error) {
		if err != nil {
			u.toastUndo(messageOf(err).what, lang.L("Undo"), func() { u.restore(trashID) })
			return
		}
		u.changed()
		u.toast(lang.L("{{.Account}} is back", map[string]any{"Account": accountTitle(back)}), "")
	})
}
