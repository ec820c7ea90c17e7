package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// saveOccasion is why recovery codes are being saved.
type saveOccasion int

const (
	afterEnrolment saveOccasion = iota // an account was just added
	afterAsking                        // the person asked to
	afterUse                           // the code before was just used
)

// comparing is how long saved codes stay in sight beside the service's page.
const comparing = time.Minute

// saveRecoveryView takes the recovery codes that a service shows, saves them,
// and shows what was read back.
type saveRecoveryView struct {
	u        *UI
	account  vault.Account
	occasion saveOccasion
	until    time.Time // when the saved codes go out of sight; zero: not saved yet

	panel    *codePanel
	input    *recoveryInput
	wrong    *messageCard
	save     *button
	skip     *button
	none     *button // after an enrolment: the service shows no recovery code
	done     *button
	page     *pageSwitch
	question fyne.CanvasObject
	offer    *pictureOffer   // nil: no picture file is left over
	offerBox *fyne.Container // holds it
}

func newSaveRecoveryView(u *UI, id string, occasion saveOccasion) *saveRecoveryView {
	v := &saveRecoveryView{u: u, occasion: occasion, wrong: newMessageCard(), offerBox: newColumn(0)}
	v.offerBox.Hide()
	v.account, _ = u.vault.Account(id) // gone by now: saving says so
	v.account.ID = id
	v.input = newRecoveryInput(v.account, v.changed)
	v.input.field.entry.onKey = v.codesKey
	v.save = newPrimaryButton(lang.L("Save code"), v.onSave)
	v.skip = newQuietButton(lang.L("Cancel"), u.back)
	v.none = newPlainButton(lang.L("It shows none"), v.onNone)
	v.none.Hidden = occasion != afterEnrolment
	v.done = newPrimaryButton(lang.L("Done"), v.leave)
	v.question = v.buildQuestion()
	v.page = newPageSwitch(v.question)
	v.changed()
	return v
}

func (v *saveRecoveryView) buildQuestion() fyne.CanvasObject {
	title := lang.L("Save the recovery code")
	hint := lang.L("It lets you into {{.Account}} when this computer is gone. Paste it as the page shows it.", v.names())
	objects := []fyne.CanvasObject{}
	switch v.occasion {
	case afterUse:
		v.skip.text = lang.L("Later")
		title = lang.L("Save the new recovery code")
		hint = lang.L("{{.Account}} shows a new code now, once. The used one is dead and forgotten. Left for later, it stays in the list as a task.", v.names())
	case afterEnrolment:
		v.skip.text = lang.L("Later")
		title = lang.L("Saved. Now the recovery code")
		hint = lang.L("Step 3 of 4: {{.Account}} shows a recovery code now, once. It lets you in when this computer is gone.", v.names())
		if v.account.Type != vault.TypeNone && v.account.Type != vault.TypeHOTP {
			v.panel = newCodePanel(accountLine(v.account))
			v.panel.waitNext = true
			objects = append(objects, v.panel.card)
		}
	}
	objects = append([]fyne.CanvasObject{newHeading(title, hint)}, objects...)
	if v.occasion == afterEnrolment {
		objects = append([]fyne.CanvasObject{newStepBar(3)}, objects...)
	}
	return newPage(append(objects, v.input.Container, v.wrong.card, newRow(v.skip, newSpring(), v.none, v.save), v.offerBox)...)
}

// offerTrash offers to clear away the files that the account was read from.
func (v *saveRecoveryView) offerTrash(spent []pictureFile) {
	if v.offer = newPictureOffer(v.u, v, spent); v.offer != nil {
		v.offerBox.Add(v.offer.card)
		v.offerBox.Show()
	}
}

func (v *saveRecoveryView) names() map[string]any {
	return map[string]any{"Account": accountTitle(v.account)}
}

func (v *saveRecoveryView) object() fyne.CanvasObject { return v.page.Container }

func (v *saveRecoveryView) focus() {
	if v.until.IsZero() {
		v.u.window.Canvas().Focus(v.input.field.entry)
		return
	}
	v.u.window.Canvas().Focus(v.done)
}

func (v *saveRecoveryView) refresh(now time.Time) {
	switch {
	case v.until.IsZero() && v.panel != nil:
		v.panel.showStep(v.account, now)
	case v.until.IsZero():
	case !now.Before(v.until) || v.until.Sub(now) > comparing:
		v.u.closeView(v)
	}
}

func (v *saveRecoveryView) typedKey(e *fyne.KeyEvent) bool {
	if !isEnter(e) {
		return false
	}
	if v.until.IsZero() {
		v.save.Tapped(nil)
	} else {
		v.done.Tapped(nil)
	}
	return true
}

// codesKey makes Enter save: lists are pasted, or written with commas.
func (v *saveRecoveryView) codesKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.save.Tapped(nil)
		return true
	}
	return false
}

// changed follows what is in the field.
func (v *saveRecoveryView) changed() {
	if v.page == nil {
		return
	}
	v.save.setDisabled(v.input.empty())
	v.none.setDisabled(!v.input.empty()) // it would lose what was typed
	v.save.setText(saveWords(len(v.input.found.Codes)))
	v.question.Refresh()
}

func saveWords(codes int) string {
	if codes > 1 {
		return lang.L("Save {{.Count}} codes", map[string]any{"Count": codes})
	}
	return lang.L("Save code")
}

func (v *saveRecoveryView) onSave() {
	set, ok := v.input.set()
	if !ok {
		v.question.Refresh()
		return
	}
	held, id := v.u.vault, v.account.ID
	var back []string
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) (err error) {
		if err = held.SetRecovery(ctx, id, set); err != nil {
			return err
		}
		back, err = liveCodes(ctx, held, id)
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.question.Refresh()
		if err == nil {
			v.showSaved(back)
		}
	})
}

// onNone ends the enrolment of an account whose service shows no recovery code.
func (v *saveRecoveryView) onNone() {
	held, id := v.u.vault, v.account.ID
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		return held.SetOpen(ctx, id, vault.StepDone)
	}, func(err error) {
		v.wrong.showError(err)
		v.question.Refresh()
		if err == nil {
			v.u.changed()
			v.leave()
		}
	})
}

// leave goes on with the kit after an enrolment, else back.
func (v *saveRecoveryView) leave() {
	id, enrolled := v.account.ID, v.occasion == afterEnrolment
	v.u.closeView(v)
	if enrolled && !v.u.o.Demo {
		v.u.openKitStep(id)
	}
}

// showSaved shows what was read back, to be compared with the page.
func (v *saveRecoveryView) showSaved(codes []string) {
	hint := lang.L("Is it the same? Then you can close the page.")
	if v.input.typed && len(codes) == 1 {
		codes[0] = groupsOfFour(codes[0])
		hint = lang.L("You typed it: compare it group by group. Is it the same? Then you can close the page.")
	}
	v.input.clear()
	v.until = v.u.o.Now().Add(comparing)
	v.page.set(newSavedCodes(codes, hint, v.done, v.offerBox))
	v.u.changed()
	v.focus()
}

func (v *saveRecoveryView) closed() {
	v.input.clear()
	v.page.set(newColumn(0))
}

// newSavedCodes shows codes as they were read back from the vault.
func newSavedCodes(codes []string, hint string, done *button, below ...fyne.CanvasObject) fyne.CanvasObject {
	title, proof, shown := lang.L("Compare it with the page"), lang.L("saved and read back"), newCodeLines(codes)
	if len(codes) > 1 {
		title = lang.L("Compare them with the page")
		proof = lang.L("{{.Count}} codes saved and read back", map[string]any{"Count": len(codes)})
		shown = newNumberedCodes(codes)
	}
	return newPage(append([]fyne.CanvasObject{
		newHeading(title, hint),
		newCard(newRow(newGoodBadge(proof)), shown),
		newRow(newSpring(), done),
	}, below...)...)
}
