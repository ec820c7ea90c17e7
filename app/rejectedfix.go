package app

import (
	"context"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/diagnose"
)

// remedies are the buttons that do what the verdict asks for, the likeliest
// first; nil where there is nothing to press.
func (v *rejectedView) remedies() (first, second *button) {
	cause := v.report.Cause
	switch v.report.Verdict {
	case diagnose.UseRecovery:
		return v.recoveryButton(), nil
	case diagnose.CheckClock:
		if v.clock.State == diagnose.ClockNotAsked && !v.check.Hidden {
			return newPlainButton(lang.L("Check the clock too"), v.onCheck), nil
		}
		return v.codeButton(lang.L("Try a fresh code")), v.recoveryButton()
	case diagnose.SetClock, diagnose.SetZone:
		return v.codeButton(lang.L("Try a fresh code")), nil
	case diagnose.WaitForCode, diagnose.UseNewest, diagnose.TypeAgain:
		return v.codeButton(lang.L("Show the code")), nil
	case diagnose.TryNextCounter:
		return v.codeButton(lang.L("To the next code")), v.enrolButton()
	case diagnose.TryCommon:
		return v.codeButton(lang.L("Try a fresh code")), v.enrolButton()
	case diagnose.AdvanceCounter:
		return newPlainButton(lang.L("Go on from {{.Counter}}", map[string]any{"Counter": cause.Counter + 1}), v.onAdvance), nil
	case diagnose.UseOther, diagnose.UseNewer, diagnose.TryOlder:
		return newPlainButton(lang.L("Open the other account"), func() { v.openOther(cause.Other.ID) }), nil
	case diagnose.RestoreSecret:
		return newPlainButton(lang.L("Put the old secret back"), func() { v.onRestore(cause.Trashed) }), nil
	}
	return v.enrolButton(), v.recoveryButton()
}

// codeButton leads back to the code.
func (v *rejectedView) codeButton(text string) *button {
	return newPlainButton(text, func() { v.leaveFor(func() {}) })
}

// enrolButton leads to the ways to scan a new QR code.
func (v *rejectedView) enrolButton() *button {
	return newPlainButton(lang.L("Set it up again"), func() {
		if v.enrol != nil { // the code may be read anew for the same account
			again := v.u.enrolAgain
			v.leaveFor(func() { v.u.openAdd(); v.u.enrolAgain = again })
			return
		}
		v.leaveFor(func() { v.u.enrolOver(v.account.ID) })
	})
}

// recoveryButton uses a recovery code; nil where there is none to use.
func (v *rejectedView) recoveryButton() *button {
	a := v.account
	if v.enrol != nil || a.Recovery == nil || a.Recovery.Left == 0 || a.Recovery.State == vault.RecoveryUnknown {
		return nil
	}
	return newPlainButton(lang.L("Use a recovery code"), func() {
		v.u.openUseRecovery(v, a, func(err error) { v.wrong.showError(err); v.page.Refresh() })
	})
}

// leaveFor leaves the view for what comes next.
func (v *rejectedView) leaveFor(next func()) {
	v.u.closeView(v)
	next()
}

func (v *rejectedView) openOther(id string) {
	over := newAccountView(v.u, id)
	over.back.Show()
	v.leaveFor(func() { v.u.show(over) })
}

// onAdvance moves the counter to the one after the code that was typed.
func (v *rejectedView) onAdvance() {
	counter := v.report.Cause.Counter + 1
	if v.enrol != nil {
		v.enrol.account.Counter = counter
		v.leaveFor(func() {})
		return
	}
	words := lang.L("The next code is number {{.Counter}}", map[string]any{"Counter": counter})
	v.change(words, func(ctx context.Context, held *vault.Vault) error {
		return held.SetCounter(ctx, v.account.ID, counter)
	})
}

// onRestore swaps the account's secret with the one in the trash.
func (v *rejectedView) onRestore(trashed string) {
	words := lang.L("The old secret of {{.Account}} is back", map[string]any{"Account": accountTitle(v.account)})
	v.change(words, func(ctx context.Context, held *vault.Vault) error {
		_, err := held.Restore(ctx, trashed)
		return err
	})
}

// change changes the vault, says so and goes back to the account.
func (v *rejectedView) change(words string, change func(context.Context, *vault.Vault) error) {
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		return change(ctx, held)
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.u.closeView(v)
			v.u.changed()
			v.u.toast(words, "")
		}
	})
}
