package app

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// copyMadeView says what is to be done with a kit or sheet that was just made.
type copyMadeView struct {
	u     *UI
	made  kit.Copy
	place *field
	wrong *messageCard

	save, remove, sheet, done *button
	page                      fyne.CanvasObject
}

// newCopyMadeView is for a copy as it is in the register; unprintable are
// accounts that a sheet is of no use for.
func newCopyMadeView(u *UI, made kit.Copy, unprintable []vault.Account) *copyMadeView {
	v := &copyMadeView{u: u, made: made, wrong: newMessageCard()}
	v.place = newField(lang.L("Where is it kept?"), newEntry(lang.L("USB stick in the desk")))
	v.place.entry.SetText(made.Place)
	v.place.entry.OnSubmitted = func(string) { v.save.Tapped(nil) }
	v.save = newPrimaryButton(lang.L("Save the place"), v.onSave)
	v.remove = newPlainButton(lang.L("Delete the file"), v.onRemove)
	v.sheet = newPlainButton(lang.L("Print sheet"), func() { u.closeView(v); u.show(newSheetView(u)) })
	v.done = newQuietButton(lang.L("Done"), u.back)
	v.build(unprintable)
	return v
}

func (v *copyMadeView) build(unprintable []vault.Account) {
	names := map[string]any{"File": v.made.File, "Count": len(v.made.Held)}
	title, hint := lang.L("The kit is written"), lang.L("Copy {{.File}} to a place that does not burn with this computer, such as a USB stick in a drawer, and say where it is.", names)
	if v.made.Place != "" {
		hint = lang.L("It is in {{.File}}. Keep it and its passphrase in two places.", names)
	}
	if v.made.Kind == kit.CopySheet {
		title, hint = lang.L("The sheet is written"), lang.L("Open {{.File}}, print it, and put it away. The file itself is plain text: delete it when the paper is in your hand.", names)
		v.place.entry.SetPlaceHolder(lang.L("Folder on the shelf"))
	}
	proof := lang.L("{{.Count}} accounts, read back", names)
	if len(v.made.Held) == 1 {
		proof = lang.L("1 account, read back")
	}
	column := []fyne.CanvasObject{newHeading(title, hint), newCard(newRow(newGoodBadge(proof)))}
	if len(unprintable) > 0 {
		column = append(column, newNotice(tintWarningGround, newParagraph(
			lang.L("Some letters cannot be printed. Copy these codes by hand: {{.Accounts}}.", map[string]any{"Accounts": accountNames(unprintable)}), styleNotice())))
	}
	if old, ok := v.follows(); ok {
		words := lang.L("It takes the place of the kit of {{.Date}} ({{.Place}}). Destroy that one once this one is put away.", old)
		if v.made.Kind == kit.CopySheet {
			words = lang.L("It takes the place of the sheet of {{.Date}} ({{.Place}}). Destroy that one once this one is put away.", old)
		}
		column = append(column, newNotice(tintWarningGround, newParagraph(words, styleNotice())))
	}
	buttons := newFlow(v.save)
	if v.made.Kind == kit.CopySheet {
		buttons.Add(v.remove)
	} else {
		buttons.Add(v.sheet)
	}
	v.page = newPage(append(column, v.place, v.wrong.card, buttons, newRow(v.done))...)
}

// follows names the copy elsewhere that this one takes the place of, if there
// is one to destroy: a kit in the same file was written over.
func (v *copyMadeView) follows() (names map[string]any, ok bool) {
	register := v.u.register()
	made, _ := register.Find(v.made.ID)
	old, ok := register.Find(made.Takes)
	if !ok || old.Place == "" || old.Kind == kit.CopyKit && old.File == made.File {
		return nil, false
	}
	return map[string]any{"Date": dateOf(old.Created), "Place": old.Place}, true
}

func (v *copyMadeView) onSave() {
	v.u.setPlace(v, v.made.ID, v.place, v.wrong, func() { v.u.closeView(v) })
}

// setPlace notes where a copy is kept.
func (u *UI) setPlace(owner view, id string, place *field, wrong *messageCard, done func()) {
	text := vault.CleanName(place.entry.Text)
	if len(text) > kit.MaxPlace {
		place.setWrong(lang.L("This is too long. A few words are enough."))
		return
	}
	held, now := u.vault, u.o.Now()
	u.background(owner, lang.L("Saving."), func(ctx context.Context) error {
		return changeRegister(ctx, held, func(r kit.Register) (kit.Register, error) { return r.SetPlace(id, text, now) })
	}, func(err error) {
		wrong.showError(err)
		if err != nil {
			return
		}
		done()
		u.changed()
		if text == "" {
			u.toast(lang.L("Until it has a place it counts for nothing"), "")
			return
		}
		u.toast(lang.L("Kept: {{.Place}}", map[string]any{"Place": text}), "")
	})
}

// onRemove deletes the sheet's file, which is plain text for whoever finds it:
// not even the desktop's trash should keep it.
func (v *copyMadeView) onRemove() {
	if err := os.Remove(v.made.File); err != nil && !errors.Is(err, fs.ErrNotExist) {
		v.wrong.showError(err)
		v.page.Refresh()
		return
	}
	v.remove.setDisabled(true)
	v.wrong.showError(nil)
	v.u.toast(lang.L("The file is deleted. The paper is the copy now."), "")
}

func (v *copyMadeView) object() fyne.CanvasObject { return v.page }
func (v *copyMadeView) focus()                    { v.u.window.Canvas().Focus(v.place.entry) }
