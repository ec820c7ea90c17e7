package app

import (
	"fyne.io/fyne/v2/lang"
)

// kitForm asks for a kit's file and its passphrase.
type kitForm struct {
	path, passphrase *field
}

// newKitForm is a form that Enter sends.
func newKitForm(path string, send func()) kitForm {
	f := kitForm{
		path:       newField(lang.L("The kit's file"), newEntry(lang.L("A full path, such as /media/stick/deskfob.kit"))),
		passphrase: newField(lang.L("Its passphrase"), newHiddenEntry("")),
	}
	f.path.entry.SetText(path)
	for _, one := range []*field{f.path, f.passphrase} {
		one.entry.OnSubmitted = func(string) { send() }
		one.entry.OnChanged = func(string) { one.setWrong("") }
	}
	return f
}

// filled returns what was typed, or false where something is missing.
func (f kitForm) filled() (path string, passphrase []byte, ok bool) {
	switch {
	case f.path.entry.Text == "":
		f.path.setWrong(lang.L("Say which file it is."))
	case f.passphrase.entry.Text == "":
		f.passphrase.setWrong(lang.L("Type its passphrase."))
	default:
		return f.path.entry.Text, []byte(f.passphrase.entry.Text), true
	}
	return "", nil, false
}
