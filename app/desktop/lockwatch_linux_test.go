package desktop

import (
	"bufio"
	"context"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// startBus starts a bus of the test's own and returns its address.
func startBus(t *testing.T) string {
	t.Helper()
	daemon, err := exec.LookPath("dbus-daemon")
	if err != nil {
		t.Skip("dbus-daemon is not installed")
	}
	cmd := exec.Command(daemon, "--session", "--nofork", "--print-address")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(address)
}

// sender is a connection that sends signals as a desktop does.
func sender(t *testing.T, address string) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func TestWatchLock(t *testing.T) {
	session, system := startBus(t), startBus(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", session)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", system)
	ctx, cancel := context.WithCancel(t.Context())
	heard := make(chan LockReason, 10)
	ended := make(chan error, 1)
	go func() { ended <- WatchLock(ctx, func(r LockReason) { heard <- r }) }()

	onSession, onSystem := sender(t, session), sender(t, system)
	waitForListener(t, onSession, uint32(len(screenSavers)))
	waitForListener(t, onSystem, 2)
	emit := func(c *dbus.Conn, path, signal string, body ...any) {
		t.Helper()
		if err := c.Emit(dbus.ObjectPath(path), signal, body...); err != nil {
			t.Fatal(err)
		}
	}
	// What says nothing comes first: had it counted, it would be heard first.
	emit(onSession, "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged", false)
	emit(onSession, "/x", "org.example.ScreenSaver.ActiveChanged", true)
	emit(onSession, "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true)
	want(t, heard, ScreenLocked)
	emit(onSystem, "/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", false)
	emit(onSystem, "/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", true)
	want(t, heard, GoingToSleep)
	emit(onSystem, "/org/freedesktop/login1/session/_32", "org.freedesktop.login1.Session.Lock")
	want(t, heard, ScreenLocked)
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it did not end with its context")
	}
}

// waitForListener waits until somebody else is on the bus and has asked for so
// many signals: until then what is sent is lost.
func waitForListener(t *testing.T, c *dbus.Conn, signals uint32) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); {
		var stats map[string]dbus.Variant
		var names []string
		if err := c.BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&names); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if name == c.Names()[0] || !strings.HasPrefix(name, ":") {
				continue
			}
			err := c.BusObject().Call("org.freedesktop.DBus.Debug.Stats.GetConnectionStats", 0, name).Store(&stats)
			if err != nil {
				t.Skipf("this dbus-daemon does not tell who listens: %v", err)
			}
			if rules, ok := stats["MatchRules"].Value().(uint32); ok && rules == signals {
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("nobody listens on the bus")
}

func want(t *testing.T, heard <-chan LockReason, reason LockReason) {
	t.Helper()
	select {
	case got := <-heard:
		if got != reason {
			t.Errorf("heard %v, want %v", got, reason)
		}
	case <-time.After(10 * time.Second):
		t.Errorf("heard nothing, want %v", reason)
	}
}

func TestWatchLockWithoutABus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:")
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
	if err := WatchLock(t.Context(), func(LockReason) { t.Error("it told something") }); err == nil {
		t.Error("no error where there is no bus")
	}
}
