package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// restoreView brings a kit's accounts back: it opens the kit, shows what would
// be done, and does it when the person says so. The kit is never changed.
type restoreView struct {
	kitForm
	u               *UI
	wrong           *messageCard
	open, back      *button
	restore, cancel *button
	kit             kit.Kit // zero until it was opened
	file, sum       string  // where it is, and what identifies its content
	page            *pageSwitch
	question        fyne.CanvasObject
}

func newRestoreView(u *UI, path string) *restoreView {
	v := &restoreView{u: u, wrong: newMessageCard()}
	v.kitForm = newKitForm(u, path, func() { v.open.Tapped(nil) })
	v.open = newPrimaryButton(lang.L("Open the kit"), v.onOpen)
	v.restore = newPrimaryButton(lang.L("Restore"), v.onRestore)
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.cancel = newQuietButton(lang.L("Cancel"), u.back)
	v.question = newPage(
		newHeading(lang.L("Restore from a recovery kit"),
			lang.L("The passphrase is on your recovery sheet, if you wrote it there. Nothing is changed before you have seen what the kit holds.")),
		v.path, newFlow(v.choose), v.passphrase, v.wrong.card, newRow(v.back, newSpring(), v.open))
	v.page = newPageSwitch(v.question)
	return v
}

func (v *restoreView) object() fyne.CanvasObject { return v.page.Container }

func (v *restoreView) focus() {
	switch {
	case v.kit.Entries != nil:
		v.u.window.Canvas().Focus(v.restore)
	case v.path.entry.Text == "":
		v.u.window.Canvas().Focus(v.path.entry)
	default:
		v.u.window.Canvas().Focus(v.passphrase.entry)
	}
}

func (v *restoreView) typedKey(e *fyne.KeyEvent) bool {
	if !isEnter(e) {
		return false
	}
	if v.kit.Entries == nil {
		v.open.Tapped(nil)
	} else {
		v.restore.Tapped(nil)
	}
	return true
}

func (v *restoreView) closed() {
	clearEntries(v.passphrase)
	v.kit = kit.Kit{}
}

func (v *restoreView) onOpen() {
	path, passphrase, ok := v.filled()
	if !ok {
		v.question.Refresh()
		return
	}
	var opened kit.Kit
	var sum string
	v.u.background(v, lang.L("Opening the kit."), func(context.Context) (err error) {
		defer clear(passphrase)
		opened, sum, err = kit.Open(path, passphrase)
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.question.Refresh()
		if err == nil {
			v.kit, v.file, v.sum = opened, path, sum
			v.passphrase.entry.SetText("")
			v.page.set(v.newPreview(kit.MakePlan(opened, v.u.vault.Accounts())))
			v.focus()
		}
	})
}

// newPreview says what restoring would do.
func (v *restoreView) newPreview(plan kit.Plan) fyne.CanvasObject {
	sets := map[kit.Action][]vault.Account{}
	for _, s := range plan {
		a := s.Entry.Account
		if s.Action != kit.ActionAdd {
			a = s.Current
		}
		sets[s.Action] = append(sets[s.Action], a)
	}
	column := []fyne.CanvasObject{newHeading(lang.L("Kit of {{.Date}}", map[string]any{"Date": dateOf(v.kit.Created)}),
		lang.L("Nothing that is newer here is written over."))}
	for _, group := range []struct {
		action kit.Action
		title  string
	}{
		{kit.ActionAdd, lang.L("Added")},
		{kit.ActionUpdate, lang.L("Brought up to date")},
		{kit.ActionKeep, lang.L("Newer here: stays")},
		{kit.ActionSame, lang.L("The same already")},
	} {
		if all := sets[group.action]; len(all) > 0 {
			column = append(column, newCard(newColumn(3, newLabel(group.title, styleTitle()), newParagraph(accountNames(all), styleHint()))))
		}
	}
	n := len(sets[kit.ActionAdd]) + len(sets[kit.ActionUpdate])
	v.restore.setText(accountCount(n, lang.L("Restore 1 account"), lang.L("Restore {{.Count}} accounts", map[string]any{"Count": n})))
	v.restore.setDisabled(n == 0)
	return newPage(append(column, v.wrong.card, newRow(v.cancel, newSpring(), v.restore))...)
}

func (v *restoreView) onRestore() {
	held, from := v.u.vault, v.kit
	file, sum := v.file, v.sum
	changed := 0
	v.u.background(v, lang.L("Restoring."), func(ctx context.Context) error {
		plan, err := kit.Restore(ctx, held, from, nil)
		for _, s := range plan {
			if s.Action == kit.ActionAdd || s.Action == kit.ActionUpdate {
				changed++
			}
		}
		if err != nil {
			return err
		}
		copied := from.In(held.Accounts()).Copy(file, sum, "")
		return changeRegister(ctx, held, func(r kit.Register) (kit.Register, error) {
			if _, known := r.Find(copied.ID); !known {
				r = r.Add(copied)
			}
			return r, nil
		})
	}, func(err error) {
		v.wrong.showError(err)
		if err == nil {
			v.u.home()
			v.u.changed()
			v.u.show(newCopiesView(v.u)) // where the kit is, the new vault cannot know
			v.u.toast(accountCount(changed, lang.L("1 account is back"), lang.L("{{.Count}} accounts are back", map[string]any{"Count": changed})), "")
		}
	})
}
