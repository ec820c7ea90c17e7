package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// kitStepView is the last step of setting up an account: into the kit with it.
type kitStepView struct {
	u          *UI
	make, skip *button
	page       fyne.CanvasObject
}

// openKitStep asks for it, unless the account is safe already.
func (u *UI) openKitStep(id string) {
	for _, one := range u.readiness().Accounts {
		if one.Account.ID == id && one.State != kit.StateReady {
			u.show(newKitStepView(u, one.Account, one.State))
		}
	}
}

func newKitStepView(u *UI, a vault.Account, state kit.State) *kitStepView {
	v := &kitStepView{u: u}
	names := map[string]any{"Account": accountTitle(a)}
	hint := lang.L("Step 4 of 4: if this computer died now, {{.Account}} would be lost.", names)
	switch state {
	case kit.StateStale:
		hint = lang.L("Step 4 of 4: what is kept elsewhere of {{.Account}} is out of date.", names)
	case kit.StateRecovery:
		hint = lang.L("Step 4 of 4: if this computer died now, you would need a recovery code for {{.Account}}.", names)
	}
	text := lang.L("Make a recovery kit and keep it off this computer. It brings back {{.Account}} and all your other accounts.", names)
	v.make = newPrimaryButton(lang.L("Make a kit"), v.onMake)
	if c, ok := u.register().Newest(kit.CopyKit); ok {
		v.make.text = lang.L("Renew the kit")
		names["Date"] = dateOf(c.Created)
		text = lang.L("The kit of {{.Date}} does not have {{.Account}} yet. One passphrase renews it.", names)
		if slices.ContainsFunc(c.Held, func(h kit.Held) bool { return h.ID == a.ID }) {
			text = lang.L("The kit of {{.Date}} does not have {{.Account}} as it is now. One passphrase renews it.", names)
		}
	}
	v.skip = newQuietButton(lang.L("Not now"), u.back)
	v.page = newPage(newStepBar(enrolmentSteps),
		newHeading(lang.L("Put it in the kit"), hint),
		newCard(newParagraph(text, styleBody())),
		newRow(v.skip, newSpring(), v.make))
	return v
}

func (v *kitStepView) onMake() {
	v.u.closeView(v)
	v.u.show(newKitView(v.u))
}

func (v *kitStepView) object() fyne.CanvasObject { return v.page }
func (v *kitStepView) focus()                    { v.u.window.Canvas().Focus(v.make) }

func (v *kitStepView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.make.Tapped(nil)
		return true
	}
	return false
}
