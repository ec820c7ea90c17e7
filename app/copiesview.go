package app

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// copiesView lists the kits and sheets there are, and where they are kept.
type copiesView struct {
	u      *UI
	list   *fyne.Container
	cards  []*copyCard
	nobody *paragraph
	wrong  *messageCard
	back   *button
	page   fyne.CanvasObject
}

func newCopiesView(u *UI) *copiesView {
	v := &copiesView{u: u, list: newColumn(12), wrong: newMessageCard()}
	v.nobody = newParagraph(lang.L("There is no kit and no sheet yet."), styleHint())
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.page = newPage(
		newHeading(lang.L("The copies"), lang.L("What is off this computer, and where. A copy without a place counts for nothing.")),
		v.nobody, v.list, v.wrong.card, newRow(v.back))
	v.accountsChanged()
	return v
}

// accountsChanged implements following.
func (v *copiesView) accountsChanged() {
	accounts := v.u.vault.Accounts()
	before := map[string]*copyCard{}
	for _, c := range v.cards {
		before[c.copy.ID] = c
	}
	v.list.RemoveAll()
	v.cards = nil
	copies := v.u.register().Copies
	for i := len(copies) - 1; i >= 0; i-- { // the newest first
		if copies[i].Here() {
			c := newCopyCard(v, copies[i], accounts)
			v.cards = append(v.cards, c)
			v.list.Add(c.card)
		}
	}
	v.nobody.Hidden = len(v.cards) > 0
	v.list.Hidden = len(v.cards) == 0
	v.page.Refresh()
	for _, c := range v.cards {
		c.goOnFrom(before[c.copy.ID])
		delete(before, c.copy.ID)
	}
	for _, gone := range before {
		if slices.Contains(gone.controls(), v.u.window.Canvas().Focused()) {
			v.focus()
		}
	}
}

// goOnFrom takes over what was typed on the card before, and the keyboard.
func (k *copyCard) goOnFrom(before *copyCard) {
	if before == nil {
		return
	}
	if typed := before.place.entry.Text; typed != before.copy.Place {
		k.place.entry.SetText(typed)
	}
	c := k.owner.u.window.Canvas()
	now := k.controls()
	for i, control := range before.controls() {
		if c.Focused() != control {
			continue
		}
		if k.really == now[i] { // not asked any more
			i--
		}
		c.Focus(now[i])
		return
	}
}

// controls are what can have the focus.
func (k *copyCard) controls() []fyne.Focusable {
	return []fyne.Focusable{k.place.entry, k.save, k.check, k.gone, k.really}
}

func (v *copiesView) object() fyne.CanvasObject { return v.page }

// focus goes to the first place that is missing.
func (v *copiesView) focus() {
	for _, c := range v.cards {
		if c.copy.Place == "" {
			v.u.window.Canvas().Focus(c.place.entry)
			return
		}
	}
	v.u.window.Canvas().Focus(v.back)
}

// copyCard is one copy.
type copyCard struct {
	*card
	owner *copiesView
	copy  kit.Copy

	place                     *field
	save, check, gone, really *button
}

func newCopyCard(owner *copiesView, c kit.Copy, accounts []vault.Account) *copyCard {
	k := &copyCard{owner: owner, copy: c}
	k.place = newField(lang.L("Where it is kept"), newEntry(lang.L("USB stick in the desk")))
	k.place.entry.SetText(c.Place)
	k.place.entry.OnSubmitted = func(string) { k.save.Tapped(nil) }
	k.save = newPlainButton(lang.L("Save the place"), func() {
		owner.u.setPlace(owner, c.ID, k.place, owner.wrong, func() {})
	})
	k.check = newPlainButton(lang.L("Check it"), func() { owner.u.openCheck(&c) })
	k.check.Hidden = c.Kind != kit.CopyKit
	k.gone = newPlainButton(lang.L("It is gone"), k.ask)
	k.really = newDangerButton(lang.L("Yes, it is lost or destroyed"), k.onGone)
	k.really.Hide()
	badge := newGoodBadge(lang.L("current"))
	switch {
	case c.Place == "":
		badge = newDangerBadge(lang.L("no place yet"))
	case !isCurrent(c, accounts):
		badge = newWarningBadge(lang.L("out of date"))
	}
	k.card = newCard(
		newRow(newLabel(copyTitle(c), styleTitle()), newSpring(), badge),
		newParagraph(copyHistory(c), styleHint()), k.place, newFlow(k.save, k.check, k.gone, k.really))
	return k
}

// copyHistory says what is known of a copy.
func copyHistory(c kit.Copy) string {
	held := map[string]any{"Count": len(c.Held), "File": c.File}
	text := accountCount(len(c.Held), lang.L("1 account, written to {{.File}}.", held), lang.L("{{.Count}} accounts, written to {{.File}}.", held))
	if c.File == "" { // it was moved away
		text = accountCount(len(c.Held), lang.L("1 account."), lang.L("{{.Count}} accounts.", held))
	}
	if !c.Drilled.IsZero() {
		return text + " " + lang.L("Drill passed on {{.Date}}.", map[string]any{"Date": dateOf(c.Drilled)})
	}
	if !c.Checked.IsZero() {
		return text + " " + lang.L("Checked on {{.Date}}.", map[string]any{"Date": dateOf(c.Checked)})
	}
	return text
}

// ask asks whether the copy is gone. The keyboard stands before the answer, which
// a second Enter must not give.
func (k *copyCard) ask() {
	before := k.save
	if k.check.Visible() {
		before = k.check
	}
	k.gone.Hide()
	k.really.Show()
	k.owner.page.Refresh()
	k.owner.u.window.Canvas().Focus(before)
}

func (k *copyCard) onGone() {
	held, now := k.owner.u.vault, k.owner.u.o.Now()
	k.owner.u.background(k.owner, lang.L("Saving."), func(ctx context.Context) error {
		return changeRegister(ctx, held, func(r kit.Register) (kit.Register, error) { return r.Forget(k.copy.ID, now) })
	}, func(err error) {
		k.owner.wrong.showError(err)
		if err == nil {
			k.owner.u.changed()
		}
	})
}
