package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// doctorView says how the place of the accounts is: what was looked at, what
// is wrong there, and what to do.
type doctorView struct {
	u     *UI
	page  fyne.CanvasObject
	title *paragraph
	words *paragraph
	list  *card

	again, try, report, back *button
	found                    []vault.Finding
	tried                    *vault.Finding // the last trial's; nil: none was made
}

// openDoctor shows how the place of the accounts is.
func (u *UI) openDoctor() {
	v := newDoctorView(u)
	u.show(v)
	v.check()
}

func newDoctorView(u *UI) *doctorView {
	v := &doctorView{u: u, title: newParagraph(doctorTitle(u), styleHeading()), words: newParagraph("", styleHint())}
	v.list = newCard()
	v.list.Hide()
	v.again = newPrimaryButton(lang.L("Check again"), v.check)
	v.try = newPlainButton(lang.L("Try saving"), v.trySaving)
	v.report = newPlainButton(lang.L("Copy report"), v.copyReport)
	v.back = newQuietButton(lang.L("Back"), u.back)
	buttons := []fyne.CanvasObject{v.again}
	if u.o.Try != nil {
		buttons = append(buttons, v.try)
	}
	v.page = newPage(newColumn(4, v.title, v.words), v.list, newFlow(append(buttons, v.report, v.back)...))
	return v
}

func doctorTitle(u *UI) string {
	if u.o.Location.File != "" {
		return lang.L("The file of your accounts")
	}
	return lang.L("Your keyring")
}

func (v *doctorView) object() fyne.CanvasObject { return v.page }
func (v *doctorView) focus()                    { v.u.window.Canvas().Focus(v.again) }

func (v *doctorView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.again.Tapped(nil)
		return true
	}
	return false
}

// check looks at everything anew; it asks nobody.
func (v *doctorView) check() {
	v.tried = nil
	v.run(lang.L("Looking at it."), nil)
}

// trySaving has the keyring ask for its password where it must, and saves
// something for a moment.
func (v *doctorView) trySaving() {
	v.run(lang.L("Saving something for a moment. Your desktop may ask for a password."), v.u.o.Try)
}

// run looks, after a trial where there is one: what became of the keyring's
// question belongs into what is found.
func (v *doctorView) run(what string, try func(context.Context, vault.Location) vault.Finding) {
	var found []vault.Finding
	var tried *vault.Finding
	place := v.u.o.Location
	v.u.background(v, what, func(ctx context.Context) error {
		if try != nil {
			f := try(ctx, place)
			tried = &f
		}
		found = v.u.o.Examine(ctx, place)
		return ctx.Err()
	}, func(err error) {
		if err == nil {
			v.found, v.tried = found, tried
		}
		v.refresh(err)
	})
}

// findings are what was looked at, and the trial unless the last finding says
// the same.
func (v *doctorView) findings() []vault.Finding {
	all := v.found
	if t := v.tried; t != nil && (t.ID == "try" || allWell(all)) {
		all = append(all[:len(all):len(all)], *t)
	}
	return all
}

func allWell(found []vault.Finding) bool {
	for _, f := range found {
		if !f.OK {
			return false
		}
	}
	return true
}

// refresh shows what was found; err says that it came to no end.
func (v *doctorView) refresh(err error) {
	all := v.findings()
	switch {
	case err != nil:
		v.words.setText(lang.L("The check was stopped before it came to an end."))
	case allWell(all):
		v.words.setText(lang.L("All is well. Nothing was changed."))
	default:
		v.words.setText(lang.L("Something is not well. Nothing was changed."))
	}
	var rows []fyne.CanvasObject
	for _, f := range all {
		rows = append(rows, newFindingRow(f))
	}
	v.list.content.Objects = rows
	v.list.Hidden = len(rows) == 0
	v.list.content.Refresh()
	v.list.Refresh()
	v.report.setDisabled(len(rows) == 0)
	v.page.Refresh()
}

// signWidth is the room for a finding's sign.
const signWidth = 66

// newFindingRow shows a finding. Its sign is a word, so that it needs no eye
// for colours.
func newFindingRow(f vault.Finding) fyne.CanvasObject {
	style := styleHint()
	if !f.OK {
		style = styleBody()
	}
	text := newColumn(2, newParagraph(findingWhat(f), style))
	if do := findingDo(f); do != "" {
		text.Add(newParagraph(do, styleHint()))
	}
	return newTwoColumns(signWidth, newRow(findingSign(f)), text)
}

func findingSign(f vault.Finding) *badge {
	switch {
	case !f.OK:
		return newDangerBadge(lang.L("Not OK"))
	case f.Do != "":
		return newWarningBadge(lang.L("Note"))
	}
	return newGoodBadge(lang.L("OK"))
}

func findingWhat(f vault.Finding) string { return lang.L(f.WhatText, f.Data) }

func findingDo(f vault.Finding) string {
	if f.DoText == "" {
		return ""
	}
	do := lang.L(f.DoText, f.Data)
	if f.InFile {
		do += " " + lang.L("Or keep your accounts in a file with a passphrase instead.")
	}
	return do
}

func (v *doctorView) copyReport() {
	v.u.o.App.Clipboard().SetContent(doctorReport(v.u, v.findings()))
	v.u.toast(lang.L("Copied the report"), lang.L("no secrets, no names"))
}
