package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// forgetView asks whether to begin without accounts where a vault is gone.
type forgetView struct {
	u            *UI
	wrong        *messageCard
	forget, keep *button
	page         fyne.CanvasObject
}

func newForgetView(u *UI) *forgetView {
	v := &forgetView{u: u, wrong: newMessageCard()}
	v.forget = newDangerButton(lang.L("Start anew"), v.onForget)
	v.keep = newPrimaryButton(lang.L("Keep looking"), u.back)
	warning := lang.L("Deskfob will stop looking for the accounts that were here. If a backup of them comes back later, it will ask you which to use.")
	v.page = newPage(
		newHeading(lang.L("Start with no accounts?"), ""),
		newNotice(tintWarningGround, newParagraph(warning, styleNotice())),
		v.wrong.card,
		newRow(v.forget, newSpring(), v.keep))
	return v
}

func (v *forgetView) object() fyne.CanvasObject { return v.page }
func (v *forgetView) focus()                    { v.u.window.Canvas().Focus(v.keep) }

func (v *forgetView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.keep.Tapped(nil)
		return true
	}
	return false
}

func (v *forgetView) onForget() {
	location := v.u.o.Location
	v.u.background(v, lang.L("Starting anew."), func(ctx context.Context) error {
		return v.u.o.Forget(ctx, location)
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.u.open(true)
		}
	})
}
