package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// usedRecoveryView asks what came of using a recovery code. For a rotating
// code it takes the new one at once.
type usedRecoveryView struct {
	u       *UI
	account vault.Account
	until   time.Time // when the saved code goes out of sight; zero: not saved

	fresh    *field // the new code
	wrong    *messageCard
	primary  *button
	worked   *button // without a new code
	failed   *button
	cancel   *button
	done     *button
	page     *pageSwitch
	question fyne.CanvasObject
}

func newUsedRecoveryView(u *UI, a vault.Account) *usedRecoveryView {
	v := &usedRecoveryView{u: u, account: a, wrong: newMessageCard()}
	v.fresh = newField(lang.L("The new recovery code"), newEntry(lang.L("As the page shows it now")))
	v.fresh.entry.TextStyle.Monospace = true
	v.fresh.entry.OnSubmitted = func(string) { v.primary.Tapped(nil) }
	v.fresh.entry.OnChanged = func(string) { v.fresh.setWrong("") }
	v.failed = newPlainButton(lang.L("It did not work"), func() { v.record(vault.RecoveryUse{Failed: true}) })
	v.worked = newPlainButton(lang.L("No new one yet"), func() { v.record(vault.RecoveryUse{}) })
	v.cancel = newQuietButton(lang.L("Cancel"), u.back)
	v.done = newPrimaryButton(lang.L("Done"), u.back)
	v.question = v.buildQuestion()
	v.page = newPageSwitch(v.question)
	return v
}

func (v *usedRecoveryView) rotating() bool { return v.account.Recovery.Kind == vault.RecoveryRotating }

func (v *usedRecoveryView) buildQuestion() fyne.CanvasObject {
	names := map[string]any{"Account": accountTitle(v.account), "Left": v.account.Recovery.Left - 1, "Total": v.account.Recovery.Total}
	if v.rotating() {
		v.primary = newPrimaryButton(lang.L("Save new code"), v.onSaveNew)
		return newPage(
			newHeading(lang.L("Save the new recovery code"),
				lang.L("{{.Account}} took the old code and shows a new one now. The old one is dead and will be forgotten.", names)),
			v.fresh, v.wrong.card,
			newRow(v.cancel, newSpring(), v.primary),
			newCard(
				newColumn(3, newLabel(lang.L("Something else happened?"), styleTitle()),
					newParagraph(lang.L("No new code yet: Deskfob forgets the used one and reminds you to save the new one. It did not work: the code is kept and marked."), styleHint())),
				newFlow(v.worked, v.failed)),
		)
	}
	v.primary = newPrimaryButton(lang.L("It worked"), func() { v.record(vault.RecoveryUse{}) })
	hint := lang.L("The used code is taken off the list and forgotten. Then {{.Left}} of {{.Total}} are left.", names)
	if v.account.Recovery.Kind == vault.RecoveryRemoval {
		hint = lang.L("Two-step sign-in of {{.Account}} is then off. Set it up again on the service's page.", names)
	}
	return newPage(newHeading(lang.L("Did the code work?"), hint), v.wrong.card,
		newRow(v.cancel, newSpring(), v.failed, v.primary))
}

func (v *usedRecoveryView) object() fyne.CanvasObject { return v.page.Container }

func (v *usedRecoveryView) focus() {
	switch {
	case !v.until.IsZero():
		v.u.window.Canvas().Focus(v.done)
	case v.rotating():
		v.u.window.Canvas().Focus(v.fresh.entry)
	default:
		v.u.window.Canvas().Focus(v.cancel)
	}
}

func (v *usedRecoveryView) refresh(now time.Time) {
	if !v.until.IsZero() && (!now.Before(v.until) || v.until.Sub(now) > comparing) {
		v.u.closeView(v)
	}
}

func (v *usedRecoveryView) typedKey(e *fyne.KeyEvent) bool {
	if !isEnter(e) {
		return false
	}
	if v.until.IsZero() {
		v.primary.Tapped(nil)
	} else {
		v.done.Tapped(nil)
	}
	return true
}

func (v *usedRecoveryView) onSaveNew() {
	codes, err := vault.ParseRecoveryText(v.fresh.entry.Text)
	if err != nil {
		v.fresh.setWrong(messageOf(err).String())
		v.question.Refresh()
		return
	}
	v.record(vault.RecoveryUse{New: codes})
}

// record tells the vault what happened. A new code is read back and shown.
func (v *usedRecoveryView) record(use vault.RecoveryUse) {
	var back []string
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) (err error) {
		if err = held.UseRecovery(ctx, v.account.ID, use); err != nil || len(use.New) == 0 {
			return err
		}
		back, err = liveCodes(ctx, held, v.account.ID)
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.question.Refresh()
		if err != nil {
			return
		}
		v.fresh.entry.SetText("")
		if len(back) == 0 {
			v.u.closeView(v)
			v.u.changed()
			return
		}
		v.until = v.u.o.Now().Add(comparing)
		v.page.set(newSavedCodes(back, v.done))
		v.u.changed()
		v.focus()
	})
}

func (v *usedRecoveryView) closed() {
	clearEntries(v.fresh)
	v.page.set(newColumn(0))
}
