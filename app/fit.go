package app

import "fyne.io/fyne/v2"

// How large the window opens, in Fyne units.
const (
	windowWidth     = 460
	windowHeight    = 720
	windowMinHeight = 400
	titleBar        = 40 // of most window managers
)

// fit makes the window lower where the display has no room for it. Not every
// window manager does, and what hangs over the lower edge, the toast for one,
// could not be seen. The scale is known only once the window is on a display.
func (u *UI) fit() {
	room := float32(u.o.RoomHeight)/u.window.Canvas().Scale() - titleBar
	if u.o.RoomHeight > 0 && room < windowHeight {
		u.window.Resize(fyne.NewSize(windowWidth, max(room, windowMinHeight)))
	}
}
