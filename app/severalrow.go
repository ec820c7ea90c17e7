package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// severalRow is one enrolment of a severalView.
type severalRow struct {
	finding
	check *check
	code  *label // nil where a badge stands instead
}

// standing says how an enrolment stands to others.
type standing int

const (
	standingNew   standing = iota
	standingTwice          // an enrolment above makes the same codes, under another name
	standingHere           // the vault has it
)

// standingOf says how the nth of some findings stands to those before it and to
// the accounts of the vault.
func standingOf(n int, all []finding, had []vault.Account) standing {
	for _, a := range had {
		if a.SameCredential(all[n].account) {
			return standingHere
		}
	}
	for _, before := range all[:n] {
		if before.account.SameCredential(all[n].account) {
			return standingTwice
		}
	}
	return standingNew
}

// newSeveralRow makes a row with its check as it should be at first.
func newSeveralRow(f finding, s standing, changed func(bool)) *severalRow {
	r := &severalRow{finding: f, check: newCheck("", changed)}
	r.check.checked = s == standingNew
	if s == standingNew {
		r.code = newLabel("", styleCode(textSizeTitle, tintText))
	}
	return r
}

func (r *severalRow) object(s standing) fyne.CanvasObject {
	var right fyne.CanvasObject = r.code
	switch s {
	case standingHere:
		right = newWarningBadge(lang.L("there already"))
	case standingTwice:
		right = newWarningBadge(lang.L("same as above"))
	}
	names := newColumn(0, newCutLabel(accountTitle(r.account), styleTitle()))
	if r.account.Issuer != "" && r.account.Name != "" {
		names.Add(newCutLabel(r.account.Name, styleMuted()))
	}
	return container.NewBorder(nil, nil, newRow(r.check, newSign(r.finding)), right,
		container.NewPadded(container.NewVBox(newSpring(), names, newSpring())))
}

// refresh brings the code to now.
func (r *severalRow) refresh(now time.Time) {
	if r.code == nil {
		return
	}
	code, err := vault.CodeAt(r.account, now)
	if r.account.Type == vault.TypeHOTP {
		code, err = vault.CodeForCounter(r.account, r.account.Counter)
	}
	if err != nil {
		return // no code to compare; it can be added all the same
	}
	r.code.setText(vault.GroupCode(code.Text))
}
