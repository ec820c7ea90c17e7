package app

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// sheetView makes a recovery sheet to print.
type sheetView struct {
	u           *UI
	path, place *field
	paper       *segments
	size        string
	secrets     *check
	wrong       *messageCard
	save, back  *button
	page        fyne.CanvasObject
}

func newSheetView(u *UI) *sheetView {
	v := &sheetView{u: u, size: string(kit.A4), wrong: newMessageCard()}
	v.path = newField(lang.L("File"), newEntry(""))
	v.path.entry.SetText(usualCopy("deskfob-sheet.pdf"))
	v.place = newField(lang.L("Where will you keep the paper?"), newEntry(lang.L("Folder on the shelf")))
	for _, f := range []*field{v.path, v.place} {
		f.entry.OnSubmitted = func(string) { v.save.Tapped(nil) }
		f.entry.OnChanged = func(string) { f.setWrong("") }
	}
	v.paper = newSegments(v.size, func(size string) { v.size = size }, segment{string(kit.A4), "A4"}, segment{string(kit.Letter), "Letter"})
	v.secrets = newCheck(lang.L("Also the QR codes, to set accounts up again"), nil)
	v.save = newPrimaryButton(lang.L("Make the sheet"), v.onSave)
	v.back = newQuietButton(lang.L("Cancel"), u.back)
	v.page = newPage(
		newHeading(lang.L("Print a recovery sheet"),
			lang.L("Each account with its recovery codes and what to do, for the day when there is no computer. Whoever finds the paper can read it.")),
		v.path, newColumn(6, newLabel(lang.L("Paper"), styleSmall()), v.paper.Container), v.secrets, v.place,
		v.wrong.card, newRow(v.back, newSpring(), v.save))
	return v
}

func (v *sheetView) onSave() {
	defer v.page.Refresh()
	path, place := filepath.Clean(strings.TrimSpace(v.path.entry.Text)), vault.CleanName(v.place.entry.Text)
	if !checkCopy(v.path, v.place, path, place) {
		return
	}
	register := v.u.register()
	sheet := kit.Sheet{Paper: kit.Paper(v.size), Created: v.u.o.Now(), Secrets: v.secrets.checked, PassphraseLine: true, Text: kit.English()}
	if last, ok := register.Newest(kit.CopyKit); ok {
		sheet.KitFile = last.File
	} else {
		sheet.PassphraseLine = false
	}
	var made kit.Copy
	var printed kit.Printed
	held := v.u.vault
	v.u.background(v, lang.L("Making the sheet."), func(ctx context.Context) (err error) {
		if sheet.Entries, err = kit.Collect(ctx, held, kit.Choice{NoSecrets: !sheet.Secrets}); err != nil {
			return err
		}
		making := register.MakingSheet(sheet.Hold(), held)
		sheet.Replaces = making.Takes.Created
		if printed, err = sheet.Print(); err != nil {
			return err
		}
		sum, err := kit.SaveSheet(path, printed.PDF, kit.Overwrite{Known: register})
		if err != nil {
			return err
		}
		made = sheet.Copy(printed, path, sum, place)
		return changeRegister(ctx, held, func(r kit.Register) (kit.Register, error) { return making.Enter(r, made), nil })
	}, func(err error) { v.saved(made, printed, err) })
}

func (v *sheetView) saved(made kit.Copy, printed kit.Printed, err error) {
	if errors.Is(err, kit.ErrExists) {
		v.path.setWrong(lang.L("There is another file of that name. Choose a name of its own."))
		v.page.Refresh()
		return
	}
	v.wrong.showError(err)
	v.page.Refresh()
	if err != nil {
		return
	}
	unprintable := slices.DeleteFunc(v.u.vault.Accounts(), func(a vault.Account) bool { return !slices.Contains(printed.Unprintable, a.ID) })
	v.u.changed()
	v.u.closeView(v)
	v.u.show(newCopyMadeView(v.u, made, unprintable))
}

func (v *sheetView) object() fyne.CanvasObject { return v.page }
func (v *sheetView) focus()                    { v.u.window.Canvas().Focus(v.place.entry) }

func (v *sheetView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.save.Tapped(nil)
		return true
	}
	return false
}
