package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// listenKeys takes the keys that no focused object uses.
func (u *UI) listenKeys() {
	c := u.window.Canvas()
	c.SetOnTypedKey(u.typedKey)
	c.SetOnTypedRune(u.typedRune)
	c.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { u.paste() })
	u.listenShortcut(fyne.KeyN, u.openAdd)
}

// listenShortcut calls do for Ctrl and a key; the vault must be open, and no
// job be waited for.
func (u *UI) listenShortcut(key fyne.KeyName, do func()) {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	u.window.Canvas().AddShortcut(s, func(fyne.Shortcut) {
		if u.ready() {
			do()
		}
	})
}

// ready reports whether the person can do things: the vault is open and
// nothing covers the window.
func (u *UI) ready() bool { return u.vault != nil && u.window.Canvas().Overlays().Top() == nil }

func (u *UI) typedKey(e *fyne.KeyEvent) {
	if c, ok := u.window.Canvas().Overlays().Top().(*cover); ok {
		if e.Name == fyne.KeyEscape {
			c.cancel.Tapped(nil)
		}
		return
	}
	if k, ok := u.top().(keyed); ok && k.typedKey(e) {
		return
	}
	switch e.Name {
	case fyne.KeyEscape:
		u.back()
	case fyne.KeyF1:
		u.openHelp()
	}
}

func (u *UI) typedRune(r rune) {
	if t, ok := u.top().(typed); ok && u.ready() {
		t.typedRune(r)
	}
}

// paste takes a picture's path or a key URI from the clipboard.
func (u *UI) paste() {
	if u.ready() {
		u.intakeText(u.o.App.Clipboard().Content())
	}
}
