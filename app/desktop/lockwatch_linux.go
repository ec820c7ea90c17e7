package desktop

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/godbus/dbus/v5"
)

// screenSavers are the interfaces whose signal ActiveChanged(true) says that
// the screen is locked. The sender is not looked at: whoever can send on this
// bus can only make Deskfob lock itself.
var screenSavers = []string{
	"org.freedesktop.ScreenSaver", // KDE and others
	"org.gnome.ScreenSaver",
	"org.cinnamon.ScreenSaver",
	"org.mate.ScreenSaver",
	"org.xfce.ScreenSaver",
}

const (
	loginManager = "org.freedesktop.login1.Manager" // PrepareForSleep(true) before suspending
	loginSession = "org.freedesktop.login1.Session" // Lock, also of other sessions of the same person
)

// watchLock listens on both buses; one of them is enough.
func watchLock(ctx context.Context, f func(LockReason)) error {
	var wg sync.WaitGroup
	session := listen(ctx, &wg, dbus.SessionBusPrivateNoAutoStartup, f, screenSavers, "ActiveChanged")
	system := listen(ctx, &wg, dbus.SystemBusPrivate, f, []string{loginManager}, "PrepareForSleep", loginSession, "Lock")
	if session != nil && system != nil {
		return errors.Join(ErrUnsupported, session, system)
	}
	wg.Wait()
	return nil
}

// listen waits for signals on a connection of its own. Each of interfaces has
// the member; more are pairs of interface and member.
func listen(ctx context.Context, wg *sync.WaitGroup, dial func(...dbus.ConnOption) (*dbus.Conn, error), f func(LockReason), interfaces []string, member string, more ...string) error {
	conn, err := dial(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	if err := conn.Auth(nil); err != nil {
		conn.Close()
		return err
	}
	if err := conn.Hello(); err != nil {
		conn.Close()
		return err
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, iface := range interfaces {
		more = append(more, iface, member)
	}
	for pair := range slices.Chunk(more, 2) {
		if err := conn.AddMatchSignal(dbus.WithMatchInterface(pair[0]), dbus.WithMatchMember(pair[1])); err != nil {
			conn.Close()
			return err
		}
	}
	wg.Go(func() {
		defer conn.Close()
		for s := range signals { // closed with the connection, which ends with ctx
			if reason, is := lockReason(s); is {
				f(reason)
			}
		}
	})
	return nil
}

// lockReason reads a signal; is: it says that the accounts should be locked.
func lockReason(s *dbus.Signal) (reason LockReason, is bool) {
	starts := len(s.Body) == 1 && s.Body[0] == true
	switch s.Name {
	case loginManager + ".PrepareForSleep":
		return GoingToSleep, starts
	case loginSession + ".Lock":
		return ScreenLocked, true
	}
	return ScreenLocked, starts && slices.ContainsFunc(screenSavers, func(i string) bool { return s.Name == i+".ActiveChanged" })
}
