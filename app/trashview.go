package app

import (
	"context"
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// trashView lists what was deleted or replaced, for taking it back.
type trashView struct {
	u     *UI
	items []vault.Trashed

	list        *fyne.Container
	hint        *paragraph
	wrong       *messageCard
	restores    []*button
	empty, back *button
	sure        *card // asks before everything is deleted for good
	really, not *button
	page        fyne.CanvasObject
}

// openTrash shows the trash.
func (u *UI) openTrash() {
	v := newTrashView(u)
	u.show(v)
	v.load()
}

func newTrashView(u *UI) *trashView {
	v := &trashView{u: u, list: newColumn(12), hint: newParagraph("", styleHint()), wrong: newMessageCard()}
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.empty = newPlainButton(lang.L("Empty the trash"), func() { v.ask(true) })
	v.really = newDangerButton(lang.L("Delete for good"), v.onEmpty)
	v.not = newPrimaryButton(lang.L("Keep it"), func() { v.ask(false) })
	v.sure = newNotice(tintWarningGround,
		newParagraph(lang.L("Everything in the trash is deleted for good. Nobody can bring it back."), styleNotice()),
		newRow(v.really, newSpring(), v.not))
	v.sure.Hide()
	v.page = newPage(newColumn(4, newLabel(lang.L("Trash"), styleHeading()), v.hint), v.list, v.wrong.card, v.sure, newRow(v.back, newSpring(), v.empty))
	v.fill()
	return v
}

// load reads the trash, which is not in memory.
func (v *trashView) load() {
	var items []vault.Trashed
	held := v.u.vault
	v.u.background(v, lang.L("Looking into the trash."), func(ctx context.Context) (err error) {
		items, err = held.Trash(ctx)
		return err
	}, func(err error) {
		v.items = items
		v.wrong.showError(err)
		v.fill()
	})
}

// fill shows the items.
func (v *trashView) fill() {
	v.list.RemoveAll()
	v.restores = nil
	for _, item := range v.items {
		v.list.Add(v.newItem(item))
	}
	v.hint.setText(lang.L("Things stay here for 30 days, then they are deleted for good."))
	if len(v.items) == 0 {
		v.hint.setText(lang.L("The trash is empty. What you delete or replace stays here for 30 days."))
	}
	v.empty.Hidden = len(v.items) == 0
	v.list.Hidden = len(v.items) == 0
	v.page.Refresh()
}

func (v *trashView) newItem(item vault.Trashed) fyne.CanvasObject {
	a := item.Account
	restore := newPlainButton(lang.L("Put back"), func() { v.onRestore(item) })
	v.restores = append(v.restores, restore)
	names := newColumn(0, newCutLabel(accountTitle(a), styleTitle()), newCutLabel(a.Name, styleMuted()))
	return newCard(
		container.New(&besideLayout{}, container.NewBorder(nil, nil, newMark(accountTitle(a), markSizeCompact), nil, container.NewPadded(names)), restore),
		newParagraph(trashWords(item, v.u.o.Now()), styleHint()))
}

// trashWords says why something is in the trash, since when and for how long.
func trashWords(item vault.Trashed, now time.Time) string {
	what := lang.L("Deleted {{.Date}}.", map[string]any{"Date": dateOf(item.At)})
	switch item.Reason {
	case vault.TrashReplaced:
		what = lang.L("Its old secret, replaced {{.Date}}. Putting it back swaps the two.", map[string]any{"Date": dateOf(item.At)})
	case vault.TrashRetired:
		what = lang.L("Its old secret and recovery codes, retired {{.Date}}.", map[string]any{"Date": dateOf(item.At)})
	}
	days := int(math.Ceil(item.Expires.Sub(now).Hours() / 24))
	if days == 1 {
		return what + " " + lang.L("One more day here.")
	}
	return what + " " + lang.L("{{.Days}} more days here.", map[string]any{"Days": days})
}

func (v *trashView) object() fyne.CanvasObject { return v.page }
func (v *trashView) focus()                    { v.u.window.Canvas().Focus(v.back) }

// accountsChanged implements following.
func (v *trashView) accountsChanged() { v.load() }

// ask shows or hides the question before the trash is emptied.
func (v *trashView) ask(shown bool) {
	v.sure.Hidden, v.empty.Hidden = !shown, shown
	v.page.Refresh()
	if shown {
		v.u.window.Canvas().Focus(v.not)
	} else {
		v.focus()
	}
}

func (v *trashView) onRestore(item vault.Trashed) {
	held := v.u.vault
	v.u.background(v, lang.L("Putting the account back."), func(ctx context.Context) error {
		_, err := held.Restore(ctx, item.ID)
		return err
	}, func(err error) {
		v.wrong.showError(err)
		v.page.Refresh()
		if err == nil {
			v.u.changed()
			v.focus() // the button that was pressed is gone
			v.u.toast(lang.L("{{.Account}} is back", map[string]any{"Account": accountTitle(item.Account)}), "")
		}
	})
}

func (v *trashView) onEmpty() {
	held := v.u.vault
	v.u.background(v, lang.L("Emptying the trash."), func(ctx context.Context) error {
		return held.EmptyTrash(ctx)
	}, func(err error) {
		v.ask(false)
		if err != nil {
			v.wrong.showError(err)
			v.page.Refresh()
			return
		}
		v.load()
	})
}
