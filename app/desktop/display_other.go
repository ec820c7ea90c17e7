//go:build windows || darwin

package desktop

// checkDisplay leaves it to the toolkit: there is always a desktop.
func checkDisplay() error { return nil }

// roomHeight leaves it to the system to keep windows on the display.
func roomHeight() int { return 0 }
