package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// helpView lists the keys.
type helpView struct {
	page fyne.CanvasObject
	back *button
}

// openHelp shows the keys.
func (u *UI) openHelp() {
	if _, there := u.top().(*helpView); !there {
		u.show(newHelpView(u))
	}
}

// shortcut is a key and what it does.
type shortcut struct{ keys, does string }

func shortcuts() []shortcut {
	return []shortcut{
		{lang.L("Letters"), lang.L("search")},
		{"↑  ↓", lang.L("move in the list")},
		{lang.L("Enter"), lang.L("copy the code")},
		{"Ctrl+1 … 9", lang.L("copy one of the first nine codes")},
		{"→", lang.L("show the account")},
		{"F2", lang.L("rename it")},
		{lang.L("Delete"), lang.L("delete it")},
		{"Ctrl+Z", lang.L("undo deleting, while that is offered")},
		{"Ctrl+N", lang.L("add an account")},
		{"Ctrl+V", lang.L("add what was copied: a picture, files, a link or a secret")},
		{"Ctrl+K", lang.L("show what would be lost with this computer")},
		{"Ctrl+L", lang.L("lock the accounts")},
		{lang.L("Escape"), lang.L("go back, or clear the search")},
		{"Tab", lang.L("move to the next button or field")},
		{"F1", lang.L("show the keys")},
	}
}

func newHelpView(u *UI) *helpView {
	v := &helpView{back: newQuietButton(lang.L("Back"), u.back)}
	var lines []fyne.CanvasObject
	for _, s := range shortcuts() {
		keys := textStyle{size: 13, bold: true, color: tintText}
		lines = append(lines, newTwoColumns(110, newLabel(s.keys, keys), newParagraph(s.does, styleHint())))
	}
	v.page = newPage(newLabel(lang.L("Keys"), styleHeading()), newCard(lines...), newRow(v.back))
	return v
}

func (v *helpView) object() fyne.CanvasObject { return v.page }
func (v *helpView) focus()                    {}
