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
	c.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) { u.undo() })
	c.AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { u.onHome(func(v *homeView) { v.copyCode(v.selected) }) })
	u.listenShortcut(fyne.KeyN, u.openAdd)
	u.listenShortcut(fyne.KeyL, u.lockByHand)
	u.listenShortcut(fyne.KeyK, u.openReadiness)
	u.listenShortcut(fyne.KeyF, func() { u.onHome((*homeView).toSearch) })
	digits := []fyne.KeyName{
		fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9,
	}
	for n, key := range digits {
		u.listenShortcut(key, func() { u.onHome(func(v *homeView) { v.copyNth(n) }) })
	}
}

// listenShortcut calls do for Ctrl and a key; the vault must be open, and
// nothing cover the window.
func (u *UI) listenShortcut(key fyne.KeyName, do func()) {
	s := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
	u.window.Canvas().AddShortcut(s, func(fyne.Shortcut) {
		if u.ready() {
			do()
		}
	})
}

// onHome does something with the list, when it is in sight.
func (u *UI) onHome(do func(*homeView)) {
	if v, ok := u.top().(*homeView); ok && u.ready() {
		do(v)
	}
}

// ready reports whether the person can do things: the vault is open and
// nothing covers the window.
func (u *UI) ready() bool { return u.vault != nil && u.window.Canvas().Overlays().Top() == nil }

func (u *UI) typedKey(e *fyne.KeyEvent) {
	if over := u.window.Canvas().Overlays().Top(); over != nil {
		if e.Name == fyne.KeyEscape {
			u.escapeOverlay(over)
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
	default:
		u.scrollPage(e.Name)
	}
}

// escapeOverlay cancels the job that covers the window, or closes a dialog. A
// job that is not in sight yet goes on: whoever presses Escape right after
// saving means to leave, not to take the saving back.
func (u *UI) escapeOverlay(over fyne.CanvasObject) {
	if c, ok := over.(*cover); ok {
		if c.shown {
			c.cancel.Tapped(nil)
		}
		return
	}
	u.closeDialog()
}

// closeDialog closes the dialog that covers the window, if one does.
func (u *UI) closeDialog() {
	over := u.window.Canvas().Overlays().Top()
	if _, busy := over.(*cover); over != nil && !busy {
		u.window.Canvas().Overlays().Remove(over)
	}
}

func (u *UI) typedRune(r rune) {
	if t, ok := u.top().(typed); ok && u.window.Canvas().Overlays().Top() == nil {
		t.typedRune(r)
	}
}

// undo takes up what the toast offers.
func (u *UI) undo() {
	if t := u.root.toast; u.ready() && t.Visible() && t.action != nil {
		t.Tapped(nil)
	}
}
