//go:build windows || darwin

package desktop

// checkDisplay leaves it to the toolkit: there is always a desktop.
func checkDisplay() error { return nil }
