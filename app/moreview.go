package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// moreView offers what is seldom done with an account.
type moreView struct {
	u       *UI
	account vault.Account

	rejected      *button // nil: the account makes no codes
	renew, retire *button
	seen          *fyne.Container // where the copies are, and what happened
	sure          *card           // asks before the account is retired
	really, not   *button
	wrong         *messageCard
	back          *button
	page          fyne.CanvasObject
}

func newMoreView(u *UI, id string) *moreView {
	v := &moreView{u: u, wrong: newMessageCard(), seen: newColumn(12)}
	v.account, _ = u.vault.Account(id) // gone by now: what is tried says so
	v.account.ID = id
	v.renew = newPlainButton(lang.L("Scan a new code"), func() { u.enrolOver(id) })
	v.retire = newPlainButton(lang.L("Retire the old ones"), func() { v.ask(true) })
	v.really = newDangerButton(lang.L("Retire them"), v.onRetire)
	v.not = newPrimaryButton(lang.L("Keep them"), func() { v.ask(false) })
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.sure = newNotice(tintWarningGround,
		newParagraph(lang.L("Secret and recovery codes go to the trash for 30 days, and the account waits for a new QR code. Do this only when the service has reset you."), styleNotice()),
		newRow(v.really, newSpring(), v.not))
	v.sure.Hide()
	v.build()
	return v
}

func (v *moreView) build() {
	names := map[string]any{"Account": accountTitle(v.account)}
	column := []fyne.CanvasObject{newHeading(accountTitle(v.account), v.account.Name)}
	if v.account.Type != vault.TypeNone {
		v.rejected = newPlainButton(lang.L("Look for the reason"), func() { v.u.show(newRejectedView(v.u, v.account)) })
		column = append(column, newWay(lang.L("My code was rejected"),
			lang.L("Finds out why {{.Account}} refuses a code, and what to do about it.", names), v.rejected))
	}
	column = append(column,
		newWay(lang.L("Set it up again"),
			lang.L("{{.Account}} shows a new QR code? Scan it here: names and recovery codes stay, the old secret goes to the trash for 30 days.", names), v.renew),
		newWay(lang.L("The service reset my two-step sign-in"),
			lang.L("Then the secret and the recovery codes of {{.Account}} are dead. Retire them in one step before you set it up again.", names), v.retire),
		v.sure, v.wrong.card, v.seen, newRow(v.back))
	v.page = newPage(column...)
	v.accountsChanged()
}

// accountsChanged implements following.
func (v *moreView) accountsChanged() {
	a, err := v.u.vault.Account(v.account.ID)
	if err != nil {
		v.u.closeView(v) // removed
		return
	}
	v.account = a
	v.seen.RemoveAll()
	for _, c := range []*card{newCopiesCard(v.u.register(), a), newHistoryCard(a)} {
		if c != nil {
			v.seen.Add(c)
		}
	}
	v.seen.Hidden = len(v.seen.Objects) == 0
	v.page.Refresh()
}

func (v *moreView) object() fyne.CanvasObject { return v.page }
func (v *moreView) focus()                    { v.u.window.Canvas().Focus(v.back) }

// ask shows or hides the question before the account is retired.
func (v *moreView) ask(shown bool) {
	v.sure.Hidden = !shown
	v.page.Refresh()
	if shown {
		v.u.window.Canvas().Focus(v.not)
	} else {
		v.u.window.Canvas().Focus(v.retire)
	}
}

func (v *moreView) onRetire() {
	held, id := v.u.vault, v.account.ID
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		return held.Retire(ctx, id)
	}, func(err error) {
		v.ask(false)
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.u.closeView(v)
			v.u.changed()
		}
	})
}
