package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// readinessView answers which accounts could be got back if this computer died
// now, and what to do about the others, the shortest way first.
type readinessView struct {
	u        *UI
	register kit.Register
	report   kit.Report

	drillHint                   *paragraph
	summary                     *paragraph
	bar                         *shareBar
	groups                      *fyne.Container
	actions, laters             []*button // of the accounts, in their order
	renew, sheet, copies, drill *button
	restore                     *button
	back                        *button
	page                        fyne.CanvasObject
}

// openReadiness shows what would become of the accounts.
func (u *UI) openReadiness() {
	if u.ready() {
		u.show(newReadinessView(u))
	}
}

func newReadinessView(u *UI) *readinessView {
	v := &readinessView{u: u, summary: newParagraph("", styleHint()), bar: newShareBar(), groups: newColumn(12)}
	v.renew = newPrimaryButton("", v.onRenew)
	v.sheet = newPlainButton(lang.L("Print sheet"), func() { u.show(newSheetView(u)) })
	v.copies = newPlainButton(lang.L("The copies"), func() { u.show(newCopiesView(u)) })
	v.drill = newPlainButton(lang.L("Try a drill"), func() { u.openCheck(nil) })
	v.restore = newPlainButton(lang.L("Restore a kit"), func() { u.show(newRestoreView(u, "")) })
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.drillHint = newParagraph("", styleHint())
	v.page = newPage(
		newColumn(4, newLabel(lang.L("If this computer died now"), styleHeading()), v.summary), v.bar, v.groups, v.drillHint,
		newFlow(v.renew, v.sheet, v.copies, v.drill, v.restore), newRow(v.back))
	v.accountsChanged()
	return v
}

// accountsChanged implements following.
func (v *readinessView) accountsChanged() {
	v.register = v.u.register()
	v.report = v.register.Readiness(v.u.vault.Accounts())
	counts := countReadiness(v.report)
	v.summary.setText(readinessSummary(counts))
	v.bar.set(share{counts.ready, tintGood}, share{counts.recovery, tintAccent}, share{counts.stale, tintWarning}, share{counts.lost, tintDanger})
	row := v.focusedRow()
	v.fill()
	newest, hasKit := v.register.Newest(kit.CopyKit)
	v.renew.setText(lang.L("Make a kit"))
	if hasKit {
		v.renew.setText(lang.L("Renew kit"))
	}
	v.drill.Hidden = !hasKit
	v.drillHint.setText(drillWords(newest, v.u.o.Now()))
	v.drillHint.Hidden = !hasKit || v.drillHint.text == ""
	v.copies.Hidden = len(v.register.Copies) == 0
	v.page.Refresh()
	v.focusRow(row)
}

// focusedRow is the account whose button has the focus; -1: none has it.
func (v *readinessView) focusedRow() int {
	focused := v.u.window.Canvas().Focused()
	for i := range v.actions {
		if focused == fyne.Focusable(v.actions[i]) || focused == fyne.Focusable(v.laters[i]) {
			return i
		}
	}
	return -1
}

// focusRow gives the focus of a button that is gone to what took its place.
func (v *readinessView) focusRow(i int) {
	if i < 0 {
		return
	}
	switch i = min(i, len(v.actions)-1); {
	case i < 0:
		v.focus()
	case v.laters[i].Visible():
		v.u.window.Canvas().Focus(v.laters[i])
	case v.actions[i].Visible():
		v.u.window.Canvas().Focus(v.actions[i])
	default:
		v.focus()
	}
}

// fill shows the accounts, the ones in danger first.
func (v *readinessView) fill() {
	v.groups.RemoveAll()
	v.actions, v.laters = nil, nil
	for _, group := range []struct {
		state kit.State
		title string
		color tint
	}{
		{kit.StateLost, lang.L("Would be lost"), tintDanger},
		{kit.StateStale, lang.L("Out of date"), tintWarning},
		{kit.StateRecovery, lang.L("Back with a recovery code"), tintMuted},
	} {
		var rows []fyne.CanvasObject
		for _, one := range v.report.Accounts {
			if one.State == group.state {
				rows = append(rows, v.newRow(one))
			}
		}
		if len(rows) > 0 {
			title := textStyle{size: textSizeMuted, bold: true, color: group.color}
			v.groups.Add(newColumn(6, newLabel(group.title, title), newCard(rows...)))
		}
	}
	v.addReady()
}

func (v *readinessView) newRow(one kit.Readiness) fyne.CanvasObject {
	a := one.Account
	action := newPlainButton(nextWords(one.Next), func() { v.act(one) })
	action.Hidden = one.Next == kit.NextNone
	later := newQuietButton(lang.L("Later"), func() { v.u.snooze(v, a.ID) })
	later.Hidden = one.State == kit.StateRecovery || v.u.snoozed(a.ID)
	v.actions, v.laters = append(v.actions, action), append(v.laters, later)
	why := upperFirst(whyWords(one, copyWords(v.register, one.Copy)))
	names := newColumn(0, newCutLabel(accountLine(a), styleTitle()), newParagraph(why, styleMuted()))
	return container.New(&besideLayout{}, names, newRow(later, action))
}

// addReady names the accounts that nothing has to be done about.
func (v *readinessView) addReady() {
	var ready []vault.Account
	for _, one := range v.report.Accounts {
		if one.State == kit.StateReady {
			ready = append(ready, one.Account)
		}
	}
	if len(ready) == 0 {
		return
	}
	title := textStyle{size: textSizeMuted, bold: true, color: tintGood}
	v.groups.Add(newColumn(6, newLabel(lang.L("Back at once"), title),
		newCard(newParagraph(accountNames(ready), styleBody()))))
}

// act does what is to be done about an account.
func (v *readinessView) act(one kit.Readiness) {
	u := v.u
	switch one.Next {
	case kit.NextPlace:
		u.show(newCopiesView(u))
	case kit.NextSave, kit.NextNewCodes:
		u.show(newSaveRecoveryView(u, one.Account.ID, afterAsking))
	case kit.NextEnrol:
		over := newAccountView(u, one.Account.ID)
		over.back.Show()
		u.show(over)
	case kit.NextRenew:
		if c, ok := v.register.Find(one.Copy); ok && c.Kind == kit.CopySheet {
			u.show(newSheetView(u))
			return
		}
		v.onRenew()
	default:
		v.onRenew()
	}
}

func (v *readinessView) onRenew() { v.u.show(newKitView(v.u)) }

func (v *readinessView) object() fyne.CanvasObject { return v.page }
func (v *readinessView) focus()                    { v.u.window.Canvas().Focus(v.renew) }

func (v *readinessView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.renew.Tapped(nil)
		return true
	}
	return false
}
