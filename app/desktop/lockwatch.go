package desktop

import "context"

// LockReason says why the accounts should be locked.
type LockReason int

// What WatchLock tells.
const (
	ScreenLocked LockReason = iota // the desktop locks its screen, or the session
	GoingToSleep                   // the computer is about to be suspended
)

// WatchLock calls f each time the desktop locks its screen or the computer
// goes to sleep, until ctx ends. f is called from a goroutine of its own. It
// listens on D-Bus, to the login manager and to the screen savers of the
// desktops; where there is no bus, or another system, it tells nothing and
// returns ErrUnsupported at once. It never starts a bus.
func WatchLock(ctx context.Context, f func(LockReason)) error { return watchLock(ctx, f) }
