package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// fileStoreView offers to keep the accounts in a file with a passphrase, where
// no keyring can be used. The person chooses it; it never happens by itself.
type fileStoreView struct {
	u                  *UI
	path, first, again *field
	strength           *paragraph
	existing           *paragraph
	create, back       *button
	page               fyne.CanvasObject
}

// openFileStore offers to keep the accounts in a file; the empty path stands
// for the usual one.
func (u *UI) openFileStore(path string) {
	if path == "" {
		path = usualFile()
	}
	u.show(newFileStoreView(u, path))
}

// usualFile is where a file vault is put unless the person says otherwise:
// the folder for data (XDG Base Directory Specification), else beside the settings.
func usualFile() string {
	dir := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(dir) {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(dir, "deskfob", "accounts.deskfob")
}

func newFileStoreView(u *UI, path string) *fileStoreView {
	v := &fileStoreView{u: u}
	v.path = newField(lang.L("File"), newEntry(lang.L("A full path, such as /home/you/accounts.deskfob")))
	v.path.entry.SetText(path)
	v.first = newField(lang.L("Passphrase"), newHiddenEntry(""))
	v.again = newField(lang.L("Once more"), newHiddenEntry(""))
	for _, f := range []*field{v.path, v.first, v.again} {
		f.entry.OnSubmitted = func(string) { v.create.Tapped(nil) }
		f.entry.OnChanged = func(string) { v.changed() }
	}
	v.strength = newParagraph("", styleMuted())
	v.existing = newParagraph(lang.L("There is a file already. Deskfob opens it with its passphrase."), styleMuted())
	v.create = newPrimaryButton("", v.onCreate)
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.page = newPage(
		newHeading(lang.L("Keep your accounts in a file"),
			lang.L("The file is encrypted with a passphrase, which Deskfob asks for each time it starts. Nobody can reset it for you.")),
		v.path, v.existing, v.first, v.strength, v.again,
		newRow(v.back, newSpring(), v.create))
	v.changed()
	return v
}

func (v *fileStoreView) object() fyne.CanvasObject { return v.page }
func (v *fileStoreView) focus()                    { v.u.window.Canvas().Focus(v.first.entry) }

func (v *fileStoreView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.create.Tapped(nil)
		return true
	}
	return false
}

// there reports whether the file exists, so that it is to be opened.
func (v *fileStoreView) there() bool {
	_, err := os.Stat(v.cleanPath())
	return err == nil
}

func (v *fileStoreView) cleanPath() string {
	return filepath.Clean(strings.TrimSpace(v.path.entry.Text))
}

func (v *fileStoreView) changed() {
	there := v.there()
	for _, f := range []*field{v.path, v.first, v.again} {
		f.setWrong("")
	}
	v.existing.Hidden, v.again.Hidden, v.strength.Hidden = !there, there, there
	v.strength.setText(passphraseStrength(v.first.entry.Text))
	v.create.setText(lang.L("Create the file"))
	if there {
		v.create.setText(lang.L("Open the file"))
	}
	v.page.Refresh()
}

func (v *fileStoreView) onCreate() {
	defer v.page.Refresh()
	path := v.cleanPath()
	switch {
	case !filepath.IsAbs(path):
		v.path.setWrong(lang.L("Type the full path of the file, from the root on."))
		return
	case v.there() && v.first.entry.Text == "":
		v.first.setWrong(lang.L("Type its passphrase."))
		return
	case !v.there() && !checkNewPassphrase(v.first, v.again):
		return
	}
	u, passphrase := v.u, []byte(v.first.entry.Text)
	u.choosePlace(vault.Location{File: path})
	u.openWith(true, func(context.Context, bool) ([]byte, error) {
		return append([]byte(nil), passphrase...), nil // the vault wipes what it gets
	})
}

func (v *fileStoreView) closed() { clearEntries(v.first, v.again) }

// choosePlace says where the vault is from now on; the choice is saved once it
// has been opened there.
func (u *UI) choosePlace(l vault.Location) {
	u.o.Location = l
	u.placeChosen = true
}

// keepPlace saves the chosen location, now that the vault was opened there.
func (u *UI) keepPlace() {
	if !u.placeChosen {
		return
	}
	u.placeChosen = false
	u.o.Settings.Vault = u.o.Location.String()
	u.saveSettings()
}
