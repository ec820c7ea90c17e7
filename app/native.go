package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"
)

// isOnDisplay reports whether the toolkit made a window on the display. Where
// it could not, for want of OpenGL, Fyne logs that and runs on without one.
func isOnDisplay(w fyne.Window) bool {
	native, ok := w.(driver.NativeWindow)
	if !ok {
		return true
	}
	made := true
	native.RunNative(func(context any) {
		switch c := context.(type) {
		case driver.X11WindowContext:
			made = c.WindowHandle != 0
		case driver.WindowsWindowContext:
			made = c.HWND != 0
		case driver.MacWindowContext:
			made = c.NSWindow != 0
		}
	})
	return made
}
