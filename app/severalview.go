package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// errNothingNew: an intake brought only what is in the list.
var errNothingNew = errors.New("nothing that is not in the list")

// severalView lists the enrolments found together, and adds the chosen ones.
// What is scanned, dropped or pasted while it is in sight joins the list, so
// that the parts of a migration can come one after the other.
type severalView struct {
	u    *UI
	f    findings
	rows []*severalRow

	said       *card // what the last intake brought; nil: nothing to say
	wrong      *messageCard
	add        *button
	cancel     *button
	scan, open *button // for the next part
	page       *pageSwitch
}

func newSeveralView(u *UI, f findings) *severalView {
	v := &severalView{u: u, f: f, wrong: newMessageCard()}
	v.add = newPrimaryButton("", v.onAdd)
	v.cancel = newQuietButton(lang.L("Cancel"), u.back)
	v.scan = newPrimaryButton(lang.L("Scan screen"), u.scanScreen)
	v.open = newPlainButton(lang.L("Open picture"), u.openPicture)
	v.page = newPageSwitch(newColumn(0))
	v.build()
	return v
}

// build makes the page anew of what was found so far. A choice that the person
// made stays.
func (v *severalView) build() {
	before, all, had := v.rows, v.f.all(), v.u.vault.Accounts()
	v.rows = nil
	list := newColumn(12)
	for i, f := range all {
		s := standingOf(i, all, had)
		row := newSeveralRow(f, s, func(bool) { v.count() })
		if n := slices.IndexFunc(before, func(r *severalRow) bool { return r.same(f) }); n >= 0 {
			row.check.checked = before[n].check.checked
		}
		v.rows = append(v.rows, row)
		list.Add(row.object(s))
	}
	column := []fyne.CanvasObject{newHeading(foundTitle(len(all)), lang.L("Nothing is saved yet. Choose the ones to add."))}
	if v.said != nil {
		column = append(column, v.said)
	}
	if v.f.export.Size() > 0 {
		column = append(column, newPartsCard(&v.f.export, v.scan, v.open))
	}
	if len(all) > 0 {
		column = append(column, newCard(list))
	}
	if left := newLeftOut(v.f.others); left != nil {
		column = append(column, newLabel(lang.L("Left out"), styleTitle()))
		column = append(column, left...)
	}
	v.page.set(newPageWithBar(newColumn(8, v.wrong.card, newRow(v.cancel, newSpring(), v.add)), column...))
	v.count()
	v.refresh(v.u.o.Now())
}

func foundTitle(n int) string {
	return accountCount(n, lang.L("1 account found"), lang.L("{{.Count}} accounts found", map[string]any{"Count": n}))
}

// join adds what another intake found.
func (v *severalView) join(f findings) {
	found, parts, others := len(v.rows), len(v.f.export.Missing()), len(v.f.others)
	v.f.join(f)
	v.said = nil
	if len(v.f.all()) == found && len(v.f.export.Missing()) == parts {
		v.said = newReasons(nothingNew(v.f.others[others:], f.others))
	}
	v.build()
	v.focus()
}

// nothingNew is why an intake brought no account: what was left out of it now,
// or else earlier too.
func nothingNew(now, ever []leftOut) []error {
	switch {
	case len(now) > 0:
		return errorsOf(now)
	case len(ever) > 0:
		return errorsOf(ever)
	}
	return []error{errNothingNew}
}

// sayNothing says why another intake found nothing.
func (v *severalView) sayNothing(reasons []error) {
	v.said = newReasons(reasons)
	v.build()
	v.focus()
}

// chosen are the enrolments that are ticked.
func (v *severalView) chosen() []finding {
	var chosen []finding
	for _, r := range v.rows {
		if r.check.checked {
			chosen = append(chosen, r.finding)
		}
	}
	return chosen
}

// waiting reports whether parts of a migration are missing. Then bringing them
// is the first thing to do, and adding what is there the second.
func (v *severalView) waiting() bool { return len(v.f.export.Missing()) > 0 }

func (v *severalView) count() {
	n := len(v.chosen())
	v.add.setDisabled(n == 0)
	v.add.setText(accountCount(n, lang.L("Add 1 account"), lang.L("Add {{.Count}} accounts", map[string]any{"Count": n})))
	v.add.setKind(buttonPrimary)
	if v.waiting() {
		v.add.setKind(buttonPlain)
	}
	v.page.Refresh()
}

func (v *severalView) object() fyne.CanvasObject { return v.page.Container }

func (v *severalView) focus() {
	if v.waiting() {
		v.u.window.Canvas().Focus(v.scan)
		return
	}
	v.u.window.Canvas().Focus(v.add)
}

func (v *severalView) refresh(now time.Time) {
	for _, r := range v.rows {
		r.refresh(now)
	}
}

// closed drops the small pictures with all that was found.
func (v *severalView) closed() {
	v.f, v.rows = findings{}, nil
	v.page.set(newColumn(0))
}

func (v *severalView) accountsChanged() {
	if v.rows != nil {
		v.build()
	}
}

func (v *severalView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) && !v.waiting() {
		v.add.Tapped(nil)
		return true
	}
	return false
}

func (v *severalView) onAdd() {
	var chosen []vault.Account
	for _, f := range v.chosen() {
		if f.account.Type == vault.TypeHOTP {
			f.account.Counter++ // its code was shown, and is used up
		}
		chosen = append(chosen, f.account)
	}
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		_, err := held.Add(ctx, chosen, vault.DuplicateKeep)
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.added(len(chosen))
		}
	})
}

func (v *severalView) added(n int) {
	u, spent := v.u, v.u.spentFiles(v.f)
	u.endIntake()
	u.changed()
	words := accountCount(n, lang.L("Added 1 account"), lang.L("Added {{.Count}} accounts", map[string]any{"Count": n}))
	if len(spent) > 0 {
		u.show(newAddedView(u, words, spent))
		return
	}
	u.toast(words, "")
}

// accountCount picks the words for one account or for several.
func accountCount(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
