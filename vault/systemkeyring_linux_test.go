package vault_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
	"github.com/godbus/dbus/v5"
)

// unlock is what vault.Open does first.
func unlock(ctx context.Context, k vault.Keyring) error { return k.(vault.Unlocker).Unlock(ctx) }

func TestGnomeKeyring(t *testing.T) {
	startBus(t, false).startKeyring()
	vaulttest.TestKeyring(t, func(*testing.T) vault.Keyring { return vault.FreshSystemKeyring() })
	vaulttest.TestReopen(t, vault.FreshSystemKeyring)
}

func TestGnomeKeyringLockedWithoutDisplay(t *testing.T) {
	b := startBus(t, false)
	b.startKeyring()
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	k := vault.FreshSystemKeyring()
	if err := k.Set(t.Context(), "a", "1"); err != nil {
		t.Fatal(err)
	}
	b.lock("/org/freedesktop/secrets/collection/login")
	for call, err := range callAll(t, k) {
		if !errors.Is(err, vault.ErrLocked) || errors.Is(err, vault.ErrNotFound) {
			t.Errorf("%s: %v, want ErrLocked", call, err)
		}
	}
	if err := unlock(t.Context(), k); !errors.Is(err, vault.ErrLocked) {
		t.Errorf("unlock: %v, want ErrLocked", err)
	}
}

// lock locks a collection of the real keyring, as its owner's screen lock may.
func (b *bus) lock(collection dbus.ObjectPath) {
	b.t.Helper()
	service := b.connect().Object("org.freedesktop.secrets", "/org/freedesktop/secrets")
	var locked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	err := service.Call("org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{collection}).Store(&locked, &prompt)
	if err != nil || len(locked) != 1 {
		b.t.Fatalf("lock %s: %v, %v", collection, locked, err)
	}
}

// A fresh home: the bus can start the service, which holds no collection.
func TestGnomeKeyringFreshHomeWithoutDisplay(t *testing.T) {
	need(t, "gnome-keyring-daemon")
	startBus(t, true)
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	for call, err := range callAll(t, vault.FreshSystemKeyring()) {
		if !errors.Is(err, vault.ErrLocked) {
			t.Errorf("%s: %v, want ErrLocked", call, err)
		}
	}
}

func TestBusWithoutService(t *testing.T) {
	startBus(t, false)
	for call, err := range callAll(t, vault.FreshSystemKeyring()) {
		if !errors.Is(err, vault.ErrUnavailable) {
			t.Errorf("%s: %v, want ErrUnavailable", call, err)
		}
	}
}

// Without a bus nothing may be started: go-keyring would run dbus-launch, and
// the bus that it starts outlives the program.
func TestNoBus(t *testing.T) {
	addresses := map[string]string{
		"autolaunch": "autolaunch:",
		"disabled":   "disabled:",
		"dead":       "unix:path=" + filepath.Join(t.TempDir(), "bus"),
	}
	if _, err := os.Stat(fmt.Sprintf("/run/user/%d", os.Getuid())); errors.Is(err, os.ErrNotExist) {
		addresses["unset"] = "" // elsewhere the library finds the person's own bus
	}
	for name, address := range addresses {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
			ran := fakeLauncher(t)
			for call, err := range callAll(t, vault.FreshSystemKeyring()) {
				if !errors.Is(err, vault.ErrNoBus) {
					t.Errorf("%s: %v, want ErrNoBus", call, err)
				}
			}
			if _, err := os.Stat(ran); !errors.Is(err, os.ErrNotExist) {
				t.Error("dbus-launch was run")
			}
		})
	}
}

// A bus that takes the connection and never says a word.
func TestBusThatHangs(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bus")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Skipf("no socket here: %v", err)
	}
	defer listener.Close()
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+path)
	k := vault.FreshSystemKeyring()
	ctx, cancel := context.WithCancel(t.Context())
	result := unlocking(ctx, k)
	cancel()
	wantSoon(t, "a caller who cancelled", result, context.Canceled)
	wantSoon(t, "a caller who waits", unlocking(t.Context(), k), vault.ErrTimeout)
}

// fakeLauncher puts a dbus-launch first in PATH that leaves a file behind.
func fakeLauncher(t *testing.T) string {
	dir := t.TempDir()
	ran := filepath.Join(dir, "ran")
	err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte("#!/bin/sh\n: > '"+ran+"'\n"), 0o700)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return ran
}
