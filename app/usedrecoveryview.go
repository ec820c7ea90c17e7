package app

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// usedRecoveryView goes with the use of a recovery code: it shows the code that
// was copied, asks whether it worked, and says what comes next.
type usedRecoveryView struct {
	u       *UI
	account vault.Account
	known   codesSeen // as they were when the question was asked

	elsewhere bool      // the code was used without Deskfob, so none is shown
	code      string    // in sight; empty: masked
	until     time.Time // when it goes out of sight

	shown        *paragraph
	again        *button // shows the masked code again
	copy         *button
	which        *field // the used one of a list, when it was used elsewhere
	worked       *button
	failed       *button
	cancel       *button
	wrong        *messageCard
	page         *pageSwitch
	question     fyne.CanvasObject
	outcome      fyne.CanvasObject // nil: not said yet
	primary      *button
	next         *button // uses the next code of the list
	enrol, erase *button // after a removal code
	save         *button // takes a new list
	done         *button
}

// openUseRecovery fetches the code to use next, copies and shows it, and asks
// what came of it.
func (u *UI) openUseRecovery(owner view, a vault.Account, failed func(error)) {
	u.fetchRecovery(owner, a.ID, failed, func(codes []string) {
		now, err := u.vault.Account(a.ID)
		if err != nil {
			failed(err)
			return
		}
		if before, ok := owner.(*usedRecoveryView); ok {
			u.closeView(before)
		}
		v := newUsedRecoveryView(u, now, false)
		v.put(codes[0])
		u.show(v)
		v.onCopy()
	})
}

// newUsedRecoveryView asks about the first live code of a; elsewhere says that
// it was used without Deskfob.
func newUsedRecoveryView(u *UI, a vault.Account, elsewhere bool) *usedRecoveryView {
	a.Secret = vault.Secret{} // of no use here
	v := &usedRecoveryView{u: u, account: a, elsewhere: elsewhere, known: seeCodes(a), wrong: newMessageCard()}
	v.shown = newParagraph("", styleCode(textSizeHeading, tintText))
	v.again = newPlainButton(lang.L("Show it"), v.onAgain)
	v.copy = newPlainButton(lang.L("Copy"), v.onCopy)
	v.which = newField(lang.L("Which one? Left empty, it is the first one left."), newEntry(lang.L("The code you used")))
	v.which.entry.TextStyle.Monospace = true
	v.which.entry.OnChanged = func(string) { v.which.setWrong("") }
	v.which.entry.OnSubmitted = func(string) { v.primary.Tapped(nil) }
	v.worked = newPrimaryButton(lang.L("Worked"), func() { v.record(false) })
	v.failed = newPlainButton(lang.L("Did not work"), func() { v.record(true) })
	v.cancel = newQuietButton(lang.L("Not used"), u.back)
	v.primary = v.worked
	v.question = v.buildQuestion()
	v.page = newPageSwitch(v.question)
	v.mask()
	return v
}

// codesSeen tells whether an account's codes are still those that were seen.
type codesSeen struct {
	revision, left int
	state          vault.RecoveryState
	at             time.Time // of the last event
}

func seeCodes(a vault.Account) codesSeen {
	s := a.Recovery
	if s == nil {
		return codesSeen{}
	}
	seen := codesSeen{revision: s.Revision, left: s.Left, state: s.State}
	if n := len(s.Events); n > 0 {
		seen.at = s.Events[n-1].At.Round(0)
	}
	return seen
}

func (v *usedRecoveryView) names() map[string]any {
	s := v.account.Recovery
	return map[string]any{"Account": accountTitle(v.account), "Left": s.Left, "Total": s.Total, "Date": dateOf(s.Saved)}
}

func (v *usedRecoveryView) buildQuestion() fyne.CanvasObject {
	s := v.account.Recovery
	hint := lang.L("Paste or type it on the page of {{.Account}}, then come back here.", v.names())
	column := []fyne.CanvasObject{}
	if v.elsewhere {
		hint = lang.L("You used a recovery code of {{.Account}} without Deskfob.", v.names())
		if s.Kind == vault.RecoveryList {
			column = append(column, v.which)
		}
	} else {
		saved := lang.L("Saved on {{.Date}} and read back.", v.names())
		column = append(column, newCard(v.shown, newRow(v.copy, v.again), newParagraph(saved, styleHint())))
	}
	switch s.Kind {
	case vault.RecoveryRemoval:
		column = append(column, newNotice(tintWarningGround, newParagraph(lang.L("It switches two-step sign-in off. Set it up again afterwards."), styleNotice())))
	case vault.RecoveryList:
		left := lang.L("{{.Left}} of {{.Total}} are left, this one counted.", v.names())
		if s.Left == 1 {
			left = lang.L("It is the last of {{.Total}}.", v.names())
		}
		column = append(column, newParagraph(left, styleHint()))
	default:
		column = append(column, newParagraph(lang.L("After it, the service shows a new one: stay on its page."), styleHint()))
	}
	column = append([]fyne.CanvasObject{newHeading(lang.L("Did it work?"), hint)}, column...)
	return newPage(append(column, v.wrong.card, newRow(v.cancel, newSpring(), v.failed, v.worked))...)
}

func (v *usedRecoveryView) object() fyne.CanvasObject { return v.page.Container }

// focus leaves both answers alone: neither may be given by a stray Enter.
func (v *usedRecoveryView) focus() {
	focused := v.primary
	switch {
	case v.outcome != nil:
	case v.elsewhere && v.account.Recovery.Kind == vault.RecoveryList:
		v.u.window.Canvas().Focus(v.which.entry)
		return
	default:
		focused = v.cancel
	}
	v.u.window.Canvas().Focus(focused)
}

func (v *usedRecoveryView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) && v.outcome != nil {
		v.primary.Tapped(nil)
		return true
	}
	return false
}

// put shows the code for a while.
func (v *usedRecoveryView) put(code string) {
	v.code, v.until = code, v.u.o.Now().Add(revealTime)
	v.shown.setText(code)
	v.copy.Hidden, v.again.Hidden = false, true
	v.question.Refresh()
}

// mask takes the code out of sight.
func (v *usedRecoveryView) mask() {
	v.code = ""
	v.shown.setText("••••  ••••  ••••")
	v.copy.Hidden, v.again.Hidden = true, false
	v.question.Refresh()
}

func (v *usedRecoveryView) onCopy() {
	v.u.copy(v.code, lang.L("the recovery code of {{.Account}}", v.names()))
}

func (v *usedRecoveryView) onAgain() {
	v.u.fetchRecovery(v, v.account.ID, v.showError, func(codes []string) { v.put(codes[0]) })
}

// refresh hides the code when its time is over; a clock that was set back does too.
func (v *usedRecoveryView) refresh(now time.Time) {
	if v.code != "" && (!now.Before(v.until) || v.until.Sub(now) > revealTime) {
		v.mask()
	}
}

func (v *usedRecoveryView) outOfSight() { v.mask() }

// accountsChanged leaves a question that is answered by now: what is first was
// another code when it was asked.
func (v *usedRecoveryView) accountsChanged() {
	if v.outcome != nil {
		return
	}
	now, err := v.u.vault.Account(v.account.ID)
	if err != nil || seeCodes(now) != v.known {
		v.u.closeView(v)
	}
}

func (v *usedRecoveryView) showError(err error) {
	v.wrong.showError(err)
	v.question.Refresh()
}

// record tells the vault what happened, and goes on with what comes next.
func (v *usedRecoveryView) record(failed bool) {
	use := vault.RecoveryUse{Failed: failed, Code: vault.NewSecret([]byte(v.which.entry.Text))}
	held, id, named := v.u.vault, v.account.ID, v.which.entry.Text != ""
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		return held.UseRecovery(ctx, id, use)
	}, func(err error) {
		if named && errors.Is(err, vault.ErrNoRecovery) {
			v.which.setWrong(lang.L("That code is not in the list. Check it, or leave the field empty."))
			v.question.Refresh()
			return
		}
		v.showError(err)
		if err == nil {
			v.recorded(failed)
		}
	})
}

// recorded goes on once the vault knows.
func (v *usedRecoveryView) recorded(failed bool) {
	v.mask()
	if !v.elsewhere { // what was copied is of no more use
		v.u.clearClipboard()
		v.u.root.toast.Hide()
	}
	a, err := v.u.vault.Account(v.account.ID)
	if err != nil || a.Recovery == nil {
		v.u.closeView(v)
		v.u.changed()
		return
	}
	a.Secret = vault.Secret{}
	v.account = a
	if !failed && a.Recovery.Kind == vault.RecoveryRotating {
		v.u.closeView(v)
		v.u.changed()
		v.u.show(newSaveRecoveryView(v.u, a.ID, afterUse))
		return
	}
	v.buildOutcome(failed)
	v.page.set(v.outcome)
	v.u.changed()
	v.focus()
}

func (v *usedRecoveryView) closed() {
	v.mask()
	clearEntries(v.which)
	v.page.set(newColumn(0))
}
