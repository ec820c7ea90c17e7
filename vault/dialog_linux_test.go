package vault_test

import (
	"bufio"
	"context"
	"io"
	"log"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/godbus/dbus/v5"
	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// startScreen starts an X server with a window manager of its own.
func startScreen(t *testing.T) screen {
	t.Helper()
	need(t, "Xvfb", "openbox", "xdotool", "gnome-keyring-daemon", "dbus-daemon")
	if _, err := os.Stat("/usr/libexec/gcr-prompter"); err != nil {
		t.Skip("gcr-prompter, which shows the keyring's dialog, is not installed")
	}
	number, server, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	// -noreset: the server would start over when a first client leaves.
	x := exec.Command("Xvfb", "-noreset", "-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp")
	x.ExtraFiles = []*os.File{server}
	run(t, x)
	server.Close()
	line, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb: %v", err)
	}
	s := screen{t, ":" + strings.TrimSpace(line)}
	wm := exec.Command("openbox")
	wm.Env = append(os.Environ(), "DISPLAY="+s.display)
	run(t, wm)
	waitFor(t, "the window manager", func() bool {
		_, err := s.xdotool("get_desktop")
		return err == nil
	})
	return s
}

// screen is a display with the keys of its keyboard.
type screen struct {
	t       *testing.T
	display string
}

func (s screen) xdotool(args ...string) (string, error) {
	c := exec.Command("xdotool", args...)
	c.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := c.Output()
	return string(out), err
}

// dialog waits until the keyring's dialog is in front and has taken the
// keyboard for itself, as it does once it can be typed into.
func (s screen) dialog() {
	s.t.Helper()
	waitFor(s.t, "the keyring's dialog", func() bool {
		dialogs, err := s.xdotool("search", "--onlyvisible", "--class", "gcr-prompter")
		if err != nil {
			return false
		}
		active, err := s.xdotool("getactivewindow")
		return err == nil && strings.Contains("\n"+dialogs, "\n"+active)
	})
	xgb.Logger = log.New(io.Discard, "", 0)
	conn, err := xgb.NewConnDisplay(s.display)
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	waitFor(s.t, "the keyring's dialog to take the keyboard", func() bool {
		grab, err := xproto.GrabKeyboard(conn, false, root, xproto.TimeCurrentTime,
			xproto.GrabModeAsync, xproto.GrabModeAsync).Reply()
		if err == nil && grab.Status == xproto.GrabStatusSuccess {
			err = xproto.UngrabKeyboardChecked(conn, xproto.TimeCurrentTime).Check()
		}
		if err != nil {
			s.t.Fatal(err)
		}
		return grab.Status == xproto.GrabStatusAlreadyGrabbed
	})
}

// noDialog waits until the last dialog is off the screen: keys for the next one
// would go to it.
func (s screen) noDialog() {
	s.t.Helper()
	waitFor(s.t, "the keyring's dialog to go", func() bool {
		_, err := s.xdotool("search", "--onlyvisible", "--class", "gcr-prompter")
		return err != nil
	})
}

// press presses keys by name, one by one.
func (s screen) press(keys ...string) {
	s.t.Helper()
	if out, err := s.xdotool(append([]string{"key", "--delay", "20"}, keys...)...); err != nil {
		s.t.Fatalf("press %v: %v %s", keys, err, out)
	}
}

// The real service and its real dialog, with a person at the keyboard.
func TestGnomeKeyringDialogs(t *testing.T) {
	screen := startScreen(t)
	t.Setenv("DISPLAY", screen.display)
	b := startBus(t, true, "DISPLAY="+screen.display)
	k := vault.FreshSystemKeyring()

	// A fresh home: the dialog asks for a new password, twice.
	set := make(chan error, 1)
	go func() { set <- k.Set(context.Background(), "a", "1") }()
	screen.dialog()
	screen.press("s", "e", "s", "a", "m", "Tab", "s", "e", "s", "a", "m", "Return")
	wantSoon(t, "set in a fresh home", set, nil)

	// Closed by the person.
	screen.noDialog()
	b.lock("/org/freedesktop/secrets/aliases/default")
	result := unlocking(t.Context(), k)
	screen.dialog()
	wantCase(t, k, "asking")
	screen.press("Escape")
	wantSoon(t, "unlock, closed", result, vault.ErrDismissed)
	wantCase(t, k, "dismissed")

	// Left by its caller; the dialog stays for the next one.
	screen.noDialog()
	ctx, cancel := context.WithCancel(t.Context())
	result = unlocking(ctx, k)
	screen.dialog()
	cancel()
	wantSoon(t, "unlock, cancelled", result, context.Canceled)
	forge(t, b.connect(), "", "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "SettingChanged",
		"org.freedesktop.appearance", "color-scheme", dbus.MakeVariant(uint32(1)))
	get := make(chan string, 1)
	go func() {
		value, err := k.Get(context.Background(), "a")
		if err != nil {
			t.Errorf("get: %v", err)
		}
		get <- value
	}()
	screen.press("s", "e", "s", "a", "m", "Return")
	if value := <-get; value != "1" {
		t.Errorf("got %q, want the item of before", value)
	}
}

// wantCase has the doctor look at the keyring of the test.
func wantCase(t *testing.T, k vault.Keyring, want string) {
	t.Helper()
	all := vault.ExamineKeyring(t.Context(), vault.Options{Keyring: k})
	if got := all[len(all)-1].Case; got != want {
		t.Errorf("the doctor says %s, want %s", got, want)
	}
}
