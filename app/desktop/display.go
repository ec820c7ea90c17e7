package desktop

// CheckDisplay returns nil when a window can be put on the person's display,
// as far as can be told without a toolkit; else ErrNoDisplay with the reason.
func CheckDisplay() error { return checkDisplay() }
