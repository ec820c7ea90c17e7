package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// The two ways to a new kit's passphrase.
const (
	wordsOffered = "words"
	wordsOwn     = "own"
)

// kitView makes a kit, or renews the newest one: one passphrase and one button.
type kitView struct {
	u     *UI
	newer *kit.Copy // the kit to be renewed; nil: the first one

	path, place, own, again *field
	words                   *paragraph // the passphrase offered
	offered                 []byte
	way                     *segments
	kind                    string
	refused                 bool // the old kit did not open: it may be a new passphrase, typed twice
	offer                   *card
	choose, others          *button
	wrong                   *messageCard
	save, back              *button
	page                    *pageSwitch
	question                fyne.CanvasObject
}

func newKitView(u *UI) *kitView {
	v := &kitView{u: u, kind: wordsOffered, wrong: newMessageCard(), words: newParagraph("", styleCode(textSizeTitle, tintText))}
	v.path = newField(lang.L("File"), newEntry(lang.L("A full path, such as /media/stick/deskfob.kit")))
	v.path.entry.SetText(usualCopy("deskfob.kit"))
	v.place = newField(lang.L("Where will you keep it?"), newEntry(lang.L("USB stick in the desk")))
	v.own = newField(lang.L("Passphrase of the kit"), newHiddenEntry(""))
	v.again = newField(lang.L("Once more"), newHiddenEntry(""))
	if c, ok := u.register().Newest(kit.CopyKit); ok {
		v.newer, v.kind = &c, wordsOwn
		if c.File != "" { // it was not moved away
			v.path.entry.SetText(c.File)
		}
		v.place.entry.SetText(c.Place)
	}
	for _, f := range []*field{v.path, v.place, v.own, v.again} {
		f.entry.OnSubmitted = func(string) { v.save.Tapped(nil) }
		f.entry.OnChanged = func(string) { v.changed() }
	}
	v.way = newSegments(v.kind, v.wayChosen, segment{wordsOffered, lang.L("Six words")}, segment{wordsOwn, lang.L("My own")})
	v.choose = newPlainButton(lang.L("Choose the folder"), v.onChoose)
	v.others = newPlainButton(lang.L("Other words"), v.offerWords)
	v.offer = newCard(
		newParagraph(lang.L("Write them down by hand, not on this computer, and keep them apart from the kit."), styleHint()),
		v.words, newFlow(v.others))
	v.save = newPrimaryButton(lang.L("Make the kit"), v.onSave)
	v.back = newQuietButton(lang.L("Cancel"), u.back)
	v.offerWords()
	v.question = v.build()
	v.page = newPageSwitch(v.question)
	v.changed()
	return v
}

func (v *kitView) build() fyne.CanvasObject {
	column := []fyne.CanvasObject{}
	if v.newer == nil {
		column = append(column, newHeading(lang.L("Make a recovery kit"),
			lang.L("One encrypted file with your accounts and their recovery codes. Keep it off this computer: then losing the computer loses nothing.")))
	} else {
		v.save.text = lang.L("Renew the kit")
		column = append(column, newHeading(lang.L("Renew the kit"),
			lang.L("The kit of {{.Date}} is written anew with what is here now. Use its passphrase, or choose another.", map[string]any{"Date": dateOf(v.newer.Created)})))
	}
	return newPageWithBar(newColumn(8, v.wrong.card, newRow(v.back, newSpring(), v.save)), append(column,
		v.path, newFlow(v.choose),
		newColumn(6, newLabel(lang.L("Passphrase"), styleSmall()), v.way.Container), v.offer, v.own, v.again,
		v.place, newParagraph(lang.L("Leave it empty for now if you will copy the file later. Until you say where it is, the kit counts for nothing."), styleMuted()),
		newNotice(tintWarningGround, newParagraph(lang.L("Without its passphrase nobody can open the kit, Deskfob included."), styleNotice())))...)
}

// offerWords makes a passphrase of six words.
func (v *kitView) offerWords() {
	clear(v.offered)
	words, err := kit.Passphrase()
	v.wrong.showError(err)
	v.offered = words
	v.words.setText(onTwoLines(string(words)))
}

// onTwoLines breaks a line of words in the middle.
func onTwoLines(words string) string {
	all := strings.Fields(words)
	half := (len(all) + 1) / 2
	return strings.Join(all[:half], " ") + "\n" + strings.Join(all[half:], " ")
}

func (v *kitView) wayChosen(kind string) {
	v.kind = kind
	v.changed()
}

func (v *kitView) changed() {
	if v.page == nil {
		return
	}
	for _, f := range []*field{v.path, v.place, v.own, v.again} {
		f.setWrong("")
	}
	own := v.kind == wordsOwn
	v.offer.Hidden, v.own.Hidden = own, !own
	v.again.Hidden = !own || v.tells() && !v.refused
	v.question.Refresh()
}

// tells reports whether the old kit is there to tell a slip of the fingers from
// its passphrase. Where it is not, the passphrase has to be typed twice.
func (v *kitView) tells() bool {
	_, err := os.Stat(v.cleanPath())
	return v.newer != nil && err == nil
}

func (v *kitView) cleanPath() string { return filepath.Clean(strings.TrimSpace(v.path.entry.Text)) }

func (v *kitView) onChoose() {
	d := dialog.NewFolderOpen(func(dir fyne.ListableURI, err error) {
		v.wrong.showError(err)
		if dir != nil {
			v.path.entry.SetText(inFolder(dir.Path(), v.cleanPath()))
		}
	}, v.u.window)
	d.Resize(v.u.window.Canvas().Size().SubtractWidthHeight(2*barMargin, 2*barMargin))
	d.Show()
}

// inFolder is the path of a kit in a folder, with the name it has so far.
func inFolder(dir, path string) string {
	name := filepath.Base(path)
	if name == "." || name == string(filepath.Separator) {
		name = "deskfob.kit"
	}
	return filepath.Join(dir, name)
}

// passphrase is the one to use; nil when it is not ready.
func (v *kitView) passphrase() []byte {
	switch {
	case v.kind == wordsOffered:
		return append([]byte(nil), v.offered...)
	case v.own.entry.Text == "":
		v.own.setWrong(lang.L("Type a passphrase."))
		return nil
	case !v.renewing() && v.own.entry.Text != v.again.entry.Text:
		v.again.setWrong(lang.L("The two are not the same. Type it again."))
		return nil
	}
	return []byte(v.own.entry.Text)
}

// renewing reports whether what was typed is to be the old kit's passphrase.
func (v *kitView) renewing() bool {
	return v.kind == wordsOwn && v.again.entry.Text == "" && v.tells()
}

func (v *kitView) onSave() {
	defer v.question.Refresh()
	path, place := v.cleanPath(), vault.CleanName(v.place.entry.Text)
	if !checkCopy(v.path, v.place, path, place) {
		return
	}
	passphrase := v.passphrase()
	if passphrase == nil {
		return
	}
	renewing := v.renewing()
	made := kit.Copy{}
	held, now, save := v.u.vault, v.u.o.Now(), v.u.o.SaveKit
	v.u.background(v, lang.L("Writing the kit."), func(ctx context.Context) (err error) {
		defer clear(passphrase)
		if renewing {
			if passphrase, err = kit.PassphraseOf(path, passphrase); errors.Is(err, kit.ErrPassphrase) {
				return err // of a file that is no kit, saving tells
			}
			defer clear(passphrase)
		}
		made, err = makeKit(ctx, held, save, path, place, passphrase, now)
		return err
	}, func(err error) { v.saved(made, err) })
}

func (v *kitView) saved(made kit.Copy, err error) {
	switch {
	case errors.Is(err, kit.ErrPassphrase):
		v.refused = true
		v.again.Show()
		v.own.setWrong(lang.L("That is not the kit's passphrase. Correct it, or type the new one twice."))
		v.question.Refresh()
	case errors.Is(err, kit.ErrHasMore):
		v.path.setWrong(lang.L("The kit that is there has things that are not here now. Restore it first, or choose another name."))
		v.question.Refresh()
	case errors.Is(err, kit.ErrExists):
		v.path.setWrong(lang.L("There is another file of that name. Choose a name of its own."))
		v.question.Refresh()
	case err != nil:
		v.wrong.showError(err)
		v.question.Refresh()
	default:
		v.u.changed()
		v.u.closeView(v)
		v.u.show(newCopyMadeView(v.u, made, nil))
	}
}

func (v *kitView) object() fyne.CanvasObject { return v.page.Container }

func (v *kitView) focus() {
	if v.newer != nil {
		v.u.window.Canvas().Focus(v.own.entry)
		return
	}
	v.u.window.Canvas().Focus(v.place.entry)
}

func (v *kitView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.save.Tapped(nil)
		return true
	}
	return false
}

func (v *kitView) closed() {
	clearEntries(v.own, v.again)
	clear(v.offered)
	v.words.setText("")
}

// checkCopy shows what is wrong with the path or the place of a copy.
func checkCopy(pathField, placeField *field, path, place string) bool {
	pathField.setWrong("")
	placeField.setWrong("")
	if !filepath.IsAbs(path) {
		pathField.setWrong(lang.L("Type the full path of the file, from the root on."))
		return false
	}
	if len(place) > kit.MaxPlace {
		placeField.setWrong(lang.L("This is too long. A few words are enough."))
		return false
	}
	return true
}
