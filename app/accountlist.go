package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// accountList is the scrolling list of rows. Only the rows in sight exist. It
// leaves choosing to the home view, so that keys do the same whether the list
// has the focus or nothing has.
type accountList struct {
	widget.List
	focused func(bool)
}

func newAccountList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject)) *accountList {
	l := &accountList{}
	l.Length, l.CreateItem, l.UpdateItem = length, create, update
	l.HideSeparators = true
	l.ExtendBaseWidget(l)
	return l
}

// FocusGained implements fyne.Focusable.
func (l *accountList) FocusGained() { l.focused(true) }

// FocusLost implements fyne.Focusable.
func (l *accountList) FocusLost() { l.focused(false) }

// TypedKey implements fyne.Focusable.
func (l *accountList) TypedKey(e *fyne.KeyEvent) { passKey(l, e) }

// TypedRune implements fyne.Focusable.
func (l *accountList) TypedRune(r rune) { passRune(l, r) }

// closeRows is the app's theme as it is now, but puts list rows against each other.
type closeRows struct{}

func (closeRows) now() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

// Color implements fyne.Theme.
func (t closeRows) Color(n fyne.ThemeColorName, v fyne.ThemeVariant) color.Color {
	return t.now().Color(n, v)
}

// Font implements fyne.Theme.
func (t closeRows) Font(s fyne.TextStyle) fyne.Resource { return t.now().Font(s) }

// Icon implements fyne.Theme.
func (t closeRows) Icon(n fyne.ThemeIconName) fyne.Resource { return t.now().Icon(n) }

// Size implements fyne.Theme.
func (t closeRows) Size(n fyne.ThemeSizeName) float32 {
	if n == theme.SizeNamePadding {
		return 0
	}
	return t.now().Size(n)
}
