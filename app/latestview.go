package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// latestView asks, after an older vault was taken, which recovery codes are the
// latest: codes saved since are not in it.
type latestView struct {
	u    *UI
	old  map[string]int // revision of the codes as they came, by account id
	done map[string]bool
	rows []*latestRow

	list      *fyne.Container
	all, skip *button
	page      fyne.CanvasObject
}

// latestRow is one account's codes.
type latestRow struct {
	id            string
	latest, newer *button // hidden when it is settled
}

// openLatest asks, unless there is nothing to ask.
func (u *UI) openLatest() {
	v := newLatestView(u)
	if len(v.old) > 0 {
		u.show(v)
	}
}

func newLatestView(u *UI) *latestView {
	v := &latestView{u: u, old: map[string]int{}, done: map[string]bool{}, list: newColumn(12)}
	for _, a := range u.vault.Accounts() {
		if a.Recovery != nil {
			v.old[a.ID] = a.Recovery.Revision
		}
	}
	v.all = newPrimaryButton(lang.L("All are the latest"), u.back)
	v.skip = newQuietButton(lang.L("Later"), u.back)
	v.page = newPage(
		newHeading(lang.L("Are these recovery codes the latest?"),
			lang.L("These accounts are from an older state. Codes that you saved after it are not here: look at your newest kit, sheet or note, and at the dates.")),
		v.list, newRow(v.skip, newSpring(), v.all))
	v.accountsChanged()
	return v
}

// accountsChanged implements following.
func (v *latestView) accountsChanged() {
	v.list.RemoveAll()
	v.rows = nil
	open := 0
	for _, a := range v.u.vault.Accounts() {
		revision, asked := v.old[a.ID]
		if !asked || a.Recovery == nil {
			continue
		}
		if a.Recovery.Revision != revision {
			v.done[a.ID] = true
		}
		if !v.done[a.ID] {
			open++
		}
		v.list.Add(v.newRow(a))
	}
	v.all.setText(lang.L("All are the latest"))
	if open == 0 {
		v.all.setText(lang.L("Done"))
	}
	v.skip.Hidden = open == 0
	v.page.Refresh()
}

func (v *latestView) newRow(a vault.Account) fyne.CanvasObject {
	r := &latestRow{id: a.ID}
	r.newer = newPlainButton(lang.L("Save the newer one"), func() { v.u.show(newSaveRecoveryView(v.u, a.ID, afterAsking)) })
	r.latest = newPlainButton(lang.L("These are the latest"), func() { v.settle(a.ID) })
	if a.Recovery.Total == 1 {
		r.latest.text = lang.L("It is the latest")
	} else {
		r.newer.text = lang.L("Save the newer ones")
	}
	v.rows = append(v.rows, r)
	badge := newGoodBadge(lang.L("latest"))
	badge.Hidden = !v.done[a.ID]
	head := container.NewBorder(nil, nil, nil, badge, newCutLabel(accountLine(a), styleTitle()))
	buttons := newFlow(r.latest, r.newer)
	if v.done[a.ID] {
		buttons.Hide()
		r.latest.Hide()
		r.newer.Hide()
	}
	return newCard(newColumn(2, head, newParagraph(latestWords(a.Recovery), styleHint())), buttons)
}

// latestWords says what is here and since when.
func latestWords(s *vault.RecoveryStatus) string {
	names := map[string]any{"Date": dateOf(s.Saved), "Left": s.Left, "Total": s.Total}
	switch {
	case s.State == vault.RecoveryOpen || s.State == vault.RecoverySpent:
		return lang.L("Saved on {{.Date}}, and used up.", names)
	case s.Kind == vault.RecoveryList:
		return lang.L("A list saved on {{.Date}}; {{.Left}} of {{.Total}} left.", names)
	}
	return lang.L("Saved on {{.Date}}.", names)
}

// settle takes the person's word for an account.
func (v *latestView) settle(id string) {
	v.done[id] = true
	v.accountsChanged()
	v.focus()
}

func (v *latestView) object() fyne.CanvasObject { return v.page }
func (v *latestView) focus()                    { v.u.window.Canvas().Focus(v.all) }
