package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// severalView lists the enrolments found together, and adds the chosen ones.
type severalView struct {
	u        *UI
	accounts []vault.Account
	checks   []*check
	codes    []*label

	wrong  *messageCard
	add    *button
	cancel *button
	page   fyne.CanvasObject
}

func newSeveralView(u *UI, accounts []vault.Account, others []error) *severalView {
	v := &severalView{u: u, accounts: accounts, wrong: newMessageCard()}
	v.add = newPrimaryButton("", v.onAdd)
	v.cancel = newQuietButton(lang.L("Cancel"), u.back)
	list := newColumn(12)
	for _, a := range accounts {
		list.Add(v.newRow(a))
	}
	column := []fyne.CanvasObject{
		newHeading(lang.L("{{.Count}} accounts found", map[string]any{"Count": len(accounts)}),
			lang.L("Nothing is saved yet. Choose the ones to add.")),
		newCard(list), v.wrong.card,
		newRow(v.cancel, newSpring(), v.add),
	}
	for _, other := range others {
		column = append(column, newParagraph(messageOf(other).what, styleMuted()))
	}
	v.page = newPage(column...)
	v.count()
	return v
}

func (v *severalView) newRow(a vault.Account) fyne.CanvasObject {
	here := false
	for _, had := range v.u.vault.Accounts() {
		here = here || had.SameCredential(a)
	}
	c := newCheck("", func(bool) { v.count() })
	c.checked = !here
	code := newLabel("", styleCode(textSizeTitle, tintText))
	v.checks, v.codes = append(v.checks, c), append(v.codes, code)
	var right fyne.CanvasObject = code
	if here {
		right = newWarningBadge(lang.L("there already"))
	}
	names := newColumn(0, newCutLabel(accountTitle(a), styleTitle()), newCutLabel(a.Name, styleMuted()))
	return container.NewBorder(nil, nil, newRow(c, newMark(accountTitle(a), markSizeCompact)), right,
		container.NewPadded(names))
}

// chosen are the accounts that are ticked.
func (v *severalView) chosen() []vault.Account {
	var chosen []vault.Account
	for i, c := range v.checks {
		if c.checked {
			chosen = append(chosen, v.accounts[i])
		}
	}
	return chosen
}

func (v *severalView) count() {
	n := len(v.chosen())
	v.add.setDisabled(n == 0)
	v.add.setText(accountCount(n, lang.L("Add 1 account"), lang.L("Add {{.Count}} accounts", map[string]any{"Count": n})))
	if v.page != nil {
		v.page.Refresh()
	}
}

func (v *severalView) object() fyne.CanvasObject { return v.page }
func (v *severalView) focus()                    { v.u.window.Canvas().Focus(v.add) }

func (v *severalView) refresh(now time.Time) {
	for i, a := range v.accounts {
		code, err := vault.CodeAt(a, now)
		if a.Type == vault.TypeHOTP {
			code, err = vault.CodeForCounter(a, a.Counter)
		}
		if err != nil {
			continue // no code to compare; it can be added all the same
		}
		v.codes[i].setText(vault.GroupCode(code.Text))
	}
}

func (v *severalView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.add.Tapped(nil)
		return true
	}
	return false
}

func (v *severalView) onAdd() {
	chosen := v.chosen()
	for i := range chosen {
		if chosen[i].Type == vault.TypeHOTP {
			chosen[i].Counter++ // its code was shown, and is used up
		}
	}
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		_, err := v.u.vault.Add(ctx, chosen, vault.DuplicateKeep)
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.u.home()
			v.u.changed()
			n := len(chosen)
			v.u.toast(accountCount(n, lang.L("Added 1 account"), lang.L("Added {{.Count}} accounts", map[string]any{"Count": n})), "")
		}
	})
}

// accountCount picks the words for one account or for several.
func accountCount(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
