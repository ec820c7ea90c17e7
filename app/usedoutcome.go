package app

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// fewCodes is how many codes of a list are so few that a new list is due.
const fewCodes = 2

// buildOutcome says what came of using a code, and what comes next.
func (v *usedRecoveryView) buildOutcome(failed bool) {
	v.done = newQuietButton(lang.L("Done"), v.u.back)
	switch kind := v.account.Recovery.Kind; {
	case failed:
		v.outcome = v.buildFailed()
	case kind == vault.RecoveryRemoval:
		v.outcome = v.buildRemoved()
	default:
		v.outcome = v.buildTicked()
	}
}

// buildTicked is for a code of a list that worked.
func (v *usedRecoveryView) buildTicked() fyne.CanvasObject {
	s := v.account.Recovery
	hint := lang.L("{{.Left}} of {{.Total}} are left.", v.names())
	if s.Left == 1 {
		hint = lang.L("One of {{.Total}} is left.", v.names())
	}
	v.save = newPlainButton(lang.L("Paste new list"), func() { v.replaceBy(func() { v.u.show(newSaveRecoveryView(v.u, v.account.ID, afterAsking)) }) })
	column := []fyne.CanvasObject{newHeading(lang.L("Ticked off and forgotten"), hint), newChips(s.Total, s.Left)}
	v.primary = v.done
	switch {
	case s.Left == 0:
		v.primary = v.save
		column = append(column, newNotice(tintWarningGround, newParagraph(lang.L("None is left. Get a new list from {{.Account}} now, while you are in, and save it here.", v.names()), styleNotice())))
	case s.Left <= fewCodes:
		v.primary = v.save
		column = append(column, newNotice(tintWarningGround, newParagraph(lang.L("Few are left. Get a new list from {{.Account}} while you are in; it ends this one.", v.names()), styleNotice())))
	default:
		v.save.Hide()
	}
	v.primary.kind = buttonPrimary
	return newPage(append(column, newRow(v.done, newSpring(), v.save))...)
}

// buildRemoved is for a removal code that worked.
func (v *usedRecoveryView) buildRemoved() fyne.CanvasObject {
	v.enrol = newPrimaryButton(lang.L("Set it up again"), func() { v.replaceBy(func() { v.u.enrolOver(v.account.ID) }) })
	v.erase = newDangerButton(lang.L("Delete it here"), func() { v.replaceBy(func() { v.u.openDelete(v.account.ID) }) })
	v.primary = v.enrol
	v.done.text = lang.L("Later")
	return newPage(
		newHeading(lang.L("Two-step sign-in is off now"),
			lang.L("{{.Account}} asks for no code any more. Set it up again on its security page: it then shows a new QR code and a new recovery code.", v.names())),
		newRow(v.done, newSpring(), v.erase, v.enrol))
}

// buildFailed is for a code that was refused: it is kept, and marked.
func (v *usedRecoveryView) buildFailed() fyne.CanvasObject {
	s := v.account.Recovery
	v.next = newPlainButton(lang.L("Use the next code"), v.useAgain)
	tries := []string{lang.L("Type it exactly as shown, with dashes and capitals, in the field for recovery or backup codes: the field for the six digits refuses it.")}
	if s.Kind == vault.RecoveryList && s.Left > 1 {
		tries = append(tries, lang.L("Try the next code of the list: this one may be used already."))
	} else {
		v.next.text = lang.L("Try it again")
	}
	tries = append(tries,
		lang.L("Is there a newer page, print or file? It was saved on {{.Date}}; every newer set ends the older one.", v.names()),
		lang.L("Ask {{.Account}} to let you in, and save the code it gives you.", v.names()))
	lines := newColumn(10)
	for i, text := range tries {
		lines.Add(newTwoColumns(24, newLabel(strconv.Itoa(i+1), styleMuted()), newParagraph(text, styleBody())))
	}
	v.primary = v.next
	v.primary.kind = buttonPrimary
	return newPage(
		newHeading(lang.L("It is kept, and marked"), lang.L("A code that is refused once may work later. What you can try:")),
		newCard(lines), v.wrong.card, newRow(v.done, newSpring(), v.next))
}

// replaceBy leaves the view for what comes next.
func (v *usedRecoveryView) replaceBy(next func()) {
	v.u.closeView(v)
	next()
}

// useAgain asks for the code that is first now.
func (v *usedRecoveryView) useAgain() {
	v.u.openUseRecovery(v, v.account, func(err error) {
		v.wrong.showError(err)
		v.outcome.Refresh()
	})
}
