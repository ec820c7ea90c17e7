package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// accountView shows one account: its code, its recovery codes, and what can be
// done with it. In a wide window it stands beside the list.
type accountView struct {
	u       *UI
	id      string
	account vault.Account

	sign            *mark
	title, subtitle *label
	panel           *codePanel
	next            *button // the next code of a counter account
	copy            *button
	rejected        *button // looks for the reason why
	codeRow         *fyne.Container
	open            *openCard
	recovery        *recoveryPanel
	parameters      *paragraph
	wrong           *messageCard
	more            *button
	rename, remove  *button
	back            *button
	page            fyne.CanvasObject
}

// openAccount shows one account: beside the list in a wide window, else over it.
func (u *UI) openAccount(id string) {
	if home, ok := u.top().(*homeView); ok && home.wide() {
		home.pane.open(id)
		u.beside.view.focus()
		return
	}
	v := newAccountView(u, id)
	v.back.Show()
	u.show(v)
}

// newAccountView is the view of the account with that id, without a way back,
// as it stands beside the list.
func newAccountView(u *UI, id string) *accountView {
	v := &accountView{u: u, id: id, wrong: newMessageCard()}
	v.sign = newMark("", markSize)
	v.title, v.subtitle = newCutLabel("", styleHeading()), newCutLabel("", styleMuted())
	v.panel = newCodePanel("")
	v.panel.title.Hide()
	v.copy = newPrimaryButton(lang.L("Copy code"), v.onCopy)
	v.next = newPrimaryButton(lang.L("Next code"), v.onNext)
	v.rejected = newQuietButton(lang.L("Rejected?"), func() { u.show(newRejectedView(u, v.account)) })
	v.codeRow = newRow(newSpring(), v.copy, v.next, v.rejected, newSpring())
	v.panel.content.Add(newGap(0)) // room for the focus ring
	v.panel.content.Add(v.codeRow)
	v.open = newOpenCard(u, v)
	v.recovery = newRecoveryPanel(u, v)
	v.parameters = newParagraph("", styleMuted())
	v.more = newPlainButton(lang.L("More"), func() { u.show(newMoreView(u, id)) })
	v.rename = newPlainButton(lang.L("Rename"), func() { u.openRename(id) })
	v.remove = newDangerButton(lang.L("Delete"), func() { u.openDelete(id) })
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.back.Hide()
	v.page = newPage(
		container.NewBorder(nil, nil, v.sign, nil, container.NewPadded(newColumn(0, v.title, v.subtitle))),
		v.open.card, v.panel.card, v.wrong.card, v.recovery.card, v.parameters,
		newRow(v.back, newSpring(), v.more, v.rename, v.remove),
	)
	v.accountsChanged()
	return v
}

func (v *accountView) object() fyne.CanvasObject { return v.page }

func (v *accountView) focus() {
	switch {
	case v.account.Open == vault.StepEnrol:
		v.u.window.Canvas().Focus(v.open.do)
	case v.account.Type == vault.TypeHOTP && v.copy.Hidden:
		v.u.window.Canvas().Focus(v.next)
	case v.account.Type != vault.TypeNone:
		v.u.window.Canvas().Focus(v.copy)
	default:
		v.recovery.focus()
	}
}

// accountsChanged brings the view to what the vault holds now.
func (v *accountView) accountsChanged() {
	a, err := v.u.vault.Account(v.id)
	if err != nil {
		v.recovery.hide()
		v.u.closeView(v) // removed
		return
	}
	v.account = a
	v.sign.set(accountTitle(a), markSize)
	v.title.setText(accountTitle(a))
	v.subtitle.Hidden = a.Issuer == "" || a.Name == ""
	v.subtitle.setText(a.Name)
	v.parameters.setText(parametersLine(a))
	v.panel.Hidden = a.Type == vault.TypeNone
	v.recovery.show(a)
	v.open.show(a)
	v.copy.kind = buttonPrimary
	if v.recovery.save.kind == buttonPrimary || v.open.Visible() { // one primary button a view: the open task
		v.copy.kind = buttonPlain
	}
	v.refresh(v.u.o.Now())
	v.page.Refresh()
}

func (v *accountView) refresh(now time.Time) {
	v.recovery.refresh(now)
	switch v.account.Type {
	case vault.TypeNone:
	case vault.TypeHOTP:
		v.refreshCounter(now)
	default:
		v.next.Hide()
		v.panel.showStep(v.account, now)
	}
}

// refreshCounter shows the code that was asked for, for as long as it is good
// to look at.
func (v *accountView) refreshCounter(now time.Time) {
	asked := v.u.asked[v.id]
	live := asked.live(v.account, now)
	if v.copy.Visible() != live || v.next.Visible() == live {
		v.copy.Hidden, v.next.Hidden = !live, live
		v.codeRow.Refresh()
	}
	if live {
		v.panel.showWords(asked.text, lang.L("Each code works once."))
		return
	}
	v.panel.showWords("– – –", lang.L("A new code is made each time you ask for one."))
}

func (v *accountView) typedKey(e *fyne.KeyEvent) bool {
	switch {
	case !isEnter(e):
		return false
	case v.account.Open == vault.StepEnrol:
		v.open.do.Tapped(nil)
	case v.account.Type == vault.TypeNone:
		return v.recovery.enter()
	case v.copy.Visible():
		v.copy.Tapped(nil)
	default:
		v.next.Tapped(nil)
	}
	return true
}

func (v *accountView) onCopy() {
	text := v.u.asked[v.id].text
	if v.account.Type != vault.TypeHOTP {
		code, err := vault.CodeAt(v.account, v.u.o.Now())
		if err != nil {
			v.wrong.showError(err)
			return
		}
		text = code.Text
	}
	v.u.copy(text, lang.L("{{.Code}} for {{.Account}}",
		map[string]any{"Code": vault.GroupCode(text), "Account": accountTitle(v.account)}))
}

// onNext asks for the next code of a counter account.
func (v *accountView) onNext() {
	v.u.nextCode(v, v.id, func(err error) {
		v.wrong.showError(err)
		v.refresh(v.u.o.Now())
		v.page.Refresh()
	})
}

// outOfSight hides what only the person may see.
func (v *accountView) outOfSight() { v.recovery.hide() }

func (v *accountView) closed() { v.recovery.hide() }
