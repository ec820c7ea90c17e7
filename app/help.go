package app

// openHelp shows the keys.
func (u *UI) openHelp() {}
