package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// checkKitView opens a kit with its passphrase, compares it with the accounts
// here, and restores it into an empty vault in memory: the drill.
type checkKitView struct {
	kitForm
	u           *UI
	wrong       *messageCard
	start, back *button
	done        *button
	checked     bool // the page shows what came of it
	page        *pageSwitch
	question    fyne.CanvasObject
}

// openCheck asks for the passphrase of a kit; nil: the newest one.
func (u *UI) openCheck(c *kit.Copy) {
	if c == nil {
		newest, _ := u.register().Newest(kit.CopyKit)
		c = &newest
	}
	u.show(newCheckKitView(u, c.File))
}

func newCheckKitView(u *UI, path string) *checkKitView {
	v := &checkKitView{u: u, wrong: newMessageCard()}
	v.kitForm = newKitForm(u, path, func() { v.start.Tapped(nil) })
	v.start = newPrimaryButton(lang.L("Check and drill"), v.onStart)
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.done = newPrimaryButton(lang.L("Done"), u.back)
	v.question = newPage(
		newHeading(lang.L("Would this kit bring you back?"),
			lang.L("Deskfob opens it as a new computer would, restores it into an empty vault in memory, and compares. Nothing here is changed. Take the passphrase from where you wrote it down.")),
		v.path, newFlow(v.choose), v.passphrase, v.wrong.card, newRow(v.back, newSpring(), v.start))
	v.page = newPageSwitch(v.question)
	return v
}

func (v *checkKitView) object() fyne.CanvasObject { return v.page.Container }
func (v *checkKitView) closed()                   { clearEntries(v.passphrase) }

func (v *checkKitView) focus() {
	switch {
	case v.checked:
		v.u.window.Canvas().Focus(v.done)
	case v.path.entry.Text == "": // it was moved
		v.u.window.Canvas().Focus(v.path.entry)
	default:
		v.u.window.Canvas().Focus(v.passphrase.entry)
	}
}

func (v *checkKitView) typedKey(e *fyne.KeyEvent) bool {
	switch {
	case !isEnter(e):
		return false
	case v.checked:
		v.done.Tapped(nil)
	default:
		v.start.Tapped(nil)
	}
	return true
}

// checked is what checking a kit brought out.
type checked struct {
	differences []kit.Difference
	drill       kit.DrillResult
	known       bool // the register has the kit
}

func (v *checkKitView) onStart() {
	path, passphrase, ok := v.filled()
	if !ok {
		v.question.Refresh()
		return
	}
	held, now := v.u.vault, v.u.o.Now()
	var found checked
	v.u.background(v, lang.L("Restoring the kit into an empty vault."), func(ctx context.Context) error {
		defer clear(passphrase)
		k, _, err := kit.Open(path, passphrase)
		if err != nil {
			return err
		}
		found.differences = kit.Compare(k, held.Accounts())
		if found.drill, err = kit.Drill(ctx, k); err != nil {
			return err
		}
		err = changeRegister(ctx, held, func(r kit.Register) (kit.Register, error) {
			r, err := r.Checked(k.ID, now)
			if err == nil && len(found.drill.Failed) == 0 {
				r, err = r.Drilled(k.ID, now)
			}
			return r, err
		})
		found.known = err == nil
		if errors.Is(err, kit.ErrNoCopy) {
			return nil // a kit of another vault, or from before this computer
		}
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.question.Refresh()
		if err == nil {
			v.passphrase.entry.SetText("")
			v.checked = true
			v.page.set(v.newResult(found))
			v.u.changed()
			v.focus()
		}
	})
}

// newResult says what came of it.
func (v *checkKitView) newResult(found checked) fyne.CanvasObject {
	sets := map[kit.Match][]vault.Account{}
	for _, d := range found.differences {
		sets[d.Match] = append(sets[d.Match], d.Account)
	}
	numbers := map[string]any{"Accounts": found.drill.Accounts, "Codes": found.drill.Codes}
	title, badge := lang.L("The drill passed"), newGoodBadge(lang.L("it would bring you back"))
	if len(found.drill.Failed) > 0 {
		title, badge = lang.L("The drill failed"), newDangerBadge(lang.L("some accounts do not come back"))
	}
	column := []fyne.CanvasObject{
		newHeading(title, lang.L("{{.Accounts}} accounts and {{.Codes}} recovery codes came back from the kit.", numbers)),
		newCard(newRow(badge)),
	}
	for _, group := range []struct {
		match kit.Match
		title string
	}{
		{kit.MatchMissing, lang.L("Missing in the kit")},
		{kit.MatchStale, lang.L("Older in the kit")},
		{kit.MatchComplete, lang.L("Complete")},
		{kit.MatchExtra, lang.L("Only in the kit")},
	} {
		if all := sets[group.match]; len(all) > 0 {
			column = append(column, newCard(newColumn(3, newLabel(group.title, styleTitle()), newParagraph(accountNames(all), styleHint()))))
		}
	}
	return newPage(append(column, newRow(newSpring(), v.done))...)
}
