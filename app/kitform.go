package app

import (
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
)

// kitForm asks for a kit's file and its passphrase.
type kitForm struct {
	path, passphrase *field
	choose           *button // the file
}

// newKitForm is a form that Enter sends.
func newKitForm(u *UI, path string, send func()) kitForm {
	f := kitForm{
		path:       newField(lang.L("The kit's file"), newEntry(lang.L("A full path, such as /media/stick/deskfob.kit"))),
		passphrase: newField(lang.L("Its passphrase"), newHiddenEntry("")),
	}
	f.path.entry.SetText(path)
	for _, one := range []*field{f.path, f.passphrase} {
		one.entry.OnSubmitted = func(string) { send() }
		one.entry.OnChanged = func(string) { one.setWrong("") }
	}
	f.choose = newPlainButton(lang.L("Choose the file"), func() { u.openKitFile(f.take) })
	return f
}

// take fills in the file of a kit; what is missing then is its passphrase.
func (f kitForm) take(path string) {
	f.path.entry.SetText(path)
	if c := canvasOf(f.passphrase.entry); c != nil {
		c.Focus(f.passphrase.entry)
	}
}

// openKitFile asks for the file of a kit.
func (u *UI) openKitFile(take func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			u.toast(messageOf(err).String(), "")
			return
		}
		if file == nil { // none was chosen
			return
		}
		path := file.URI().Path()
		if err := file.Close(); err != nil { // it is read by path
			u.toast(messageOf(err).String(), "")
			return
		}
		take(path)
	}, u.window)
	d.SetTitleText(lang.L("Choose the kit's file"))
	d.SetView(dialog.ListView)
	d.Resize(u.window.Canvas().Size().SubtractWidthHeight(2*barMargin, 2*barMargin))
	d.Show()
}

// isKit reports whether a file has the name of a recovery kit.
func isKit(path string) bool { return strings.EqualFold(filepath.Ext(path), ".kit") }

// takeKit takes a kit that was dropped: for the form that asks for one, else to
// be restored.
func (u *UI) takeKit(path string) {
	switch v := u.top().(type) {
	case *checkKitView:
		if !v.checked {
			v.take(path)
			return
		}
	case *restoreView:
		if v.kit.Entries == nil {
			v.take(path)
			return
		}
	}
	u.show(newRestoreView(u, path))
}

// filled returns what was typed, or false where something is missing.
func (f kitForm) filled() (path string, passphrase []byte, ok bool) {
	path = strings.TrimSpace(f.path.entry.Text)
	switch {
	case path == "":
		f.path.setWrong(lang.L("Say which file it is."))
	case !filepath.IsAbs(path):
		f.path.setWrong(lang.L("Type the full path of the file, from the root on."))
	case f.passphrase.entry.Text == "":
		f.passphrase.setWrong(lang.L("Type its passphrase."))
	default:
		return filepath.Clean(path), []byte(f.passphrase.entry.Text), true
	}
	return "", nil, false
}
