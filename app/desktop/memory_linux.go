package desktop

import (
	"context"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
	"golang.org/x/sys/unix"
)

// DisableCoreDumps keeps the memory of this process, with its secrets, off the
// disk when it crashes.
func DisableCoreDumps() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("switch core dumps off: %w", err)
	}
	return nil
}

func setReadable(readable bool) error {
	var dumpable uintptr
	if readable {
		dumpable = 1
	}
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, dumpable, 0, 0, 0); err != nil {
		return fmt.Errorf("hide the memory from other programs: %w", err)
	}
	return nil
}

// portalLimit is for a portal that has to be started; its parts may time out
// one after the other.
const portalLimit = time.Minute

// MeetPortal lets the portal see this process before its memory is hidden, on
// the connection that the toolkit asks for the colour scheme on: the portal
// remembers who is behind a connection. It returns when that is done or
// nobody is there to be met, and never starts a bus.
func MeetPortal(ctx context.Context) {
	probe, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return
	}
	probe.Close()
	conn, err := dbus.SessionBus() // shared: never closed
	if err != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, portalLimit)
	defer cancel()
	// Whatever it answers, it has looked.
	conn.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop").
		CallWithContext(ctx, "org.freedesktop.portal.Settings.Read", 0, "org.freedesktop.appearance", "color-scheme")
}
