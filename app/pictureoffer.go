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
)

// errStaysOutOfTrash: a file could not be moved to the trash.
var errStaysOutOfTrash = errors.New("not moved to the trash")

// spentFiles are the picture files whose accounts the vault has by now, all of them.
func (u *UI) spentFiles(f findings) []pictureFile {
	had := u.vault.Accounts()
	return f.spent(func(a vault.Account) bool { return slices.ContainsFunc(had, a.SameCredential) })
}

// pictureOffer says once, after accounts were added from files, that the files
// still hold the secrets, and offers to move them to the desktop's trash. A
// folder that the person keeps is left alone.
type pictureOffer struct {
	*card
	u     *UI
	owner view
	files []string
	title *label
	words *paragraph
	move  *button
}

// newPictureOffer makes the offer on the page of owner; nil when there are no files.
func newPictureOffer(u *UI, owner view, spent []pictureFile) *pictureOffer {
	if len(spent) == 0 {
		return nil
	}
	o := &pictureOffer{u: u, owner: owner}
	kept := false
	for _, file := range spent {
		kept = kept || file.kept
		o.files = append(o.files, file.path)
	}
	o.move = newPlainButton(lang.L("Move the picture to the trash"), o.onMove)
	if len(o.files) > 1 {
		o.move.setText(lang.L("Move {{.Count}} pictures to the trash", map[string]any{"Count": len(o.files)}))
	}
	o.words = newParagraph(o.why(kept), styleHint())
	o.title = newLabel(o.titleBefore(), styleTitle())
	o.card = newCard(newColumn(3, o.title, o.words))
	if o.move.Hidden = kept || u.o.Trash == nil; !o.move.Hidden {
		o.card.content.Add(newFlow(o.move))
	}
	return o
}

func (o *pictureOffer) titleBefore() string {
	if len(o.files) == 1 {
		return lang.L("The picture still holds the secret")
	}
	return lang.L("The pictures still hold the secrets")
}

// why says what the pictures hold and, where nothing can be done here, what to do.
func (o *pictureOffer) why(kept bool) string {
	names := map[string]any{"Files": fileNames(o.files), "Folder": filepath.Base(filepath.Dir(o.files[0]))}
	switch {
	case kept:
		return lang.L("Whoever finds them can make the same codes. Deskfob leaves your folder {{.Folder}} as it is: delete what you no longer need.", names)
	case o.u.o.Trash == nil && len(o.files) == 1:
		return lang.L("Whoever finds {{.Files}} can make the same codes. Deskfob cannot use the trash of this system: delete it yourself.", names)
	case o.u.o.Trash == nil:
		return lang.L("Whoever finds them can make the same codes: {{.Files}}. Deskfob cannot use the trash of this system: delete them yourself.", names)
	case len(o.files) == 1:
		return lang.L("Whoever finds {{.Files}} can make the same codes. From your desktop's trash you can take it back until you empty it.", names)
	}
	return lang.L("Whoever finds them can make the same codes: {{.Files}}. From your desktop's trash you can take them back until you empty it.", names)
}

// fileNames names some files in a sentence.
func fileNames(paths []string) string {
	var names []string
	for _, path := range paths[:min(len(paths), mostReasons)] {
		names = append(names, vault.CleanName(filepath.Base(path)))
	}
	if more := len(paths) - mostReasons; more > 0 {
		names = append(names, lang.L("{{.Count}} more", map[string]any{"Count": more}))
	}
	return strings.Join(names, ", ")
}

func (o *pictureOffer) onMove() {
	files, trash := o.files, o.u.o.Trash
	var left []string
	o.u.background(o.owner, lang.L("Moving to the trash."), func(ctx context.Context) (err error) {
		for _, file := range files {
			if trash(file) != nil {
				left, err = append(left, file), errStaysOutOfTrash
			}
		}
		return err
	}, func(err error) {
		if !ctxEnded(err) { // else left may still be written
			o.moved(left, err)
		}
	})
}

// moved says what came of it, in place of the offer.
func (o *pictureOffer) moved(left []string, err error) {
	if err != nil {
		o.words.setText(lang.L("This could not be moved to the trash: {{.Files}}. Delete it yourself.", map[string]any{"Files": fileNames(left)}))
	} else {
		o.title.setText(lang.L("Moved to the trash"))
		o.words.setText(lang.L("From your desktop's trash you can take {{.Files}} back until you empty it. Do that when the codes work.", map[string]any{"Files": fileNames(o.files)}))
	}
	o.move.Hide()
	o.card.content.Objects = o.card.content.Objects[:1]
	o.card.Refresh()
	o.owner.object().Refresh()
	o.owner.focus()
}

// addedView says what was added from files, and offers to clear the files away.
type addedView struct {
	u     *UI
	offer *pictureOffer
	done  *button
	page  fyne.CanvasObject
}

func newAddedView(u *UI, words string, spent []pictureFile) *addedView {
	v := &addedView{u: u, done: newPrimaryButton(lang.L("Done"), u.back)}
	v.offer = newPictureOffer(u, v, spent)
	v.page = newPage(
		newHeading(words, lang.L("Saved and read back. Open an account to keep its recovery code with it.")),
		v.offer.card, newRow(newSpring(), v.done))
	return v
}

func (v *addedView) object() fyne.CanvasObject { return v.page }
func (v *addedView) focus()                    { v.u.window.Canvas().Focus(v.done) }

func (v *addedView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.done.Tapped(nil)
		return true
	}
	return false
}
