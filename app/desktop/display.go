package desktop

// CheckDisplay returns nil when a window can be put on the person's display,
// as far as can be told without a toolkit; else ErrNoDisplay with the reason.
func CheckDisplay() error { return checkDisplay() }

// RoomHeight is how many pixels a window and its frame can be high: the
// display without its panels. 0: not known.
func RoomHeight() int { return roomHeight() }
