package vault_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/vaulttest"
	"github.com/godbus/dbus/v5"
)

// unlocking runs Unlock beside the test.
func unlocking(ctx context.Context, k vault.Keyring) <-chan error {
	result := make(chan error, 1)
	go func() { result <- unlock(ctx, k) }()
	return result
}

// wantSoon receives an error and compares it.
func wantSoon(t *testing.T, what string, result <-chan error, want error) {
	t.Helper()
	select {
	case err := <-result:
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("%s: no answer", what)
	}
}

func TestFakeSecrets(t *testing.T) {
	startFake(startBus(t, false), false)
	vaulttest.TestKeyring(t, func(*testing.T) vault.Keyring { return vault.FreshSystemKeyring() })
}

func TestUnlockFirstThenWrite(t *testing.T) {
	f := startFake(startBus(t, false), true)
	k := vault.FreshSystemKeyring()
	result := make(chan error, 1)
	go func() { result <- k.Set(context.Background(), "a", "1") }()
	path := f.dialog()
	if f.count("OpenSession") != 0 {
		t.Error("the keyring library was called before the keyring was open")
	}
	f.answer(path, false)
	wantSoon(t, "set", result, nil)
	if got, err := k.Get(t.Context(), "a"); got != "1" || err != nil {
		t.Errorf("get: %q, %v", got, err)
	}
	if n := f.count("Prompt"); n != 1 {
		t.Errorf("%d dialogs, want 1", n)
	}
}

func TestUnlockDismissed(t *testing.T) {
	for name, c := range map[string]struct {
		display string
		want    error
	}{
		"by the person":         {":77", vault.ErrDismissed},
		"for want of a display": {"", vault.ErrLocked},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(startBus(t, false), true)
			t.Setenv("DISPLAY", c.display)
			t.Setenv("WAYLAND_DISPLAY", "")
			k := vault.FreshSystemKeyring()
			result := unlocking(t.Context(), k)
			f.answer(f.dialog(), true)
			wantSoon(t, "unlock", result, c.want)
			// The next try asks again.
			result = unlocking(t.Context(), k)
			f.answer(f.dialog(), false)
			wantSoon(t, "unlock again", result, nil)
		})
	}
}

func TestUnlockCancelledKeepsTheDialog(t *testing.T) {
	f := startFake(startBus(t, false), true)
	k := vault.FreshSystemKeyring()
	ctx, cancel := context.WithCancel(t.Context())
	first := unlocking(ctx, k)
	path := f.dialog()
	cancel()
	wantSoon(t, "the caller who cancelled", first, context.Canceled)
	ctx, cancel = context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	wantSoon(t, "a caller with a deadline", unlocking(ctx, k), vault.ErrTimeout)
	if _, err := k.Get(ctx, "a"); !errors.Is(err, vault.ErrTimeout) {
		t.Errorf("get: %v, want ErrTimeout", err)
	}
	later := unlocking(t.Context(), k)
	f.answer(path, false)
	wantSoon(t, "the caller who joined", later, nil)
	if n := f.count("Prompt"); n != 1 {
		t.Errorf("%d dialogs, want 1", n)
	}
	if n := f.count("Dismiss"); n != 0 {
		t.Errorf("the dialog was dismissed %d times: that makes gnome-keyring abort", n)
	}
}

func TestUnlockIgnoresStrangers(t *testing.T) {
	b := startBus(t, false)
	f := startFake(b, true)
	// The dialog's path is easy to guess, and strangers may send to everybody
	// or, once they know its name, to one connection.
	stranger := b.connect()
	result := unlocking(t.Context(), vault.FreshSystemKeyring())
	path := f.dialog()
	var everybody []string
	err := stranger.BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&everybody)
	if err != nil {
		t.Fatal(err)
	}
	for _, to := range append(everybody, "") {
		forge(t, stranger, to, path, "org.freedesktop.Secret.Prompt", "Completed", true, dbus.MakeVariant(""))
		forge(t, stranger, to, path, "org.freedesktop.Secret.Prompt", "Completed")
		forge(t, stranger, to, path, "org.freedesktop.Secret.Prompt", "Completed", "yes", "no")
		forge(t, stranger, to, "/org/freedesktop/portal/desktop", "org.freedesktop.portal.Settings", "SettingChanged",
			"org.freedesktop.appearance", "color-scheme", dbus.MakeVariant(uint32(1)))
		forge(t, stranger, to, "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameOwnerChanged",
			"org.freedesktop.secrets", f.conn.Names()[0], "")
		// The service's own signal about another dialog.
		forge(t, f.conn, to, path+"0", "org.freedesktop.Secret.Prompt", "Completed", true, dbus.MakeVariant(""))
	}
	// A round trip, so that the bus has passed on all of the above.
	if err := stranger.BusObject().Call("org.freedesktop.DBus.GetId", 0).Err; err != nil {
		t.Fatal(err)
	}
	f.answer(path, false)
	wantSoon(t, "unlock", result, nil)
}

// forge sends a signal to one connection, or to everybody.
func forge(t *testing.T, from *dbus.Conn, to string, path dbus.ObjectPath, iface, member string, body ...any) {
	t.Helper()
	msg := &dbus.Message{Type: dbus.TypeSignal, Body: body, Headers: map[dbus.HeaderField]dbus.Variant{
		dbus.FieldPath:      dbus.MakeVariant(path),
		dbus.FieldInterface: dbus.MakeVariant(iface),
		dbus.FieldMember:    dbus.MakeVariant(member),
	}}
	if to != "" {
		msg.Headers[dbus.FieldDestination] = dbus.MakeVariant(to)
	}
	if len(body) > 0 {
		msg.Headers[dbus.FieldSignature] = dbus.MakeVariant(dbus.SignatureOf(body...))
	}
	if call := from.Send(msg, nil); call.Err != nil {
		t.Fatal(call.Err)
	}
}

func TestUnlockNoticesTheServiceGoing(t *testing.T) {
	b := startBus(t, false)
	f := startFake(b, true)
	k := vault.FreshSystemKeyring()
	result := unlocking(t.Context(), k)
	f.dialog()
	f.conn.Close()
	wantSoon(t, "unlock", result, vault.ErrUnavailable)
	// Another one takes its place; its prompt paths start again.
	f = startFake(b, true)
	result = unlocking(t.Context(), k)
	f.answer(f.dialog(), false)
	wantSoon(t, "unlock at the new service", result, nil)
}

func TestUnlockNoticesTheBusGoing(t *testing.T) {
	b := startBus(t, false)
	f := startFake(b, true)
	k := vault.FreshSystemKeyring()
	result := unlocking(t.Context(), k)
	f.dialog()
	stop(b.daemon)
	// The bus may still pass on that the service's connection ended.
	if err := <-result; !errors.Is(err, vault.ErrNoBus) && !errors.Is(err, vault.ErrUnavailable) {
		t.Errorf("unlock: %v, want ErrNoBus or ErrUnavailable", err)
	}
	wantSoon(t, "unlock again", unlocking(t.Context(), k), vault.ErrNoBus)
	// A new session: the connection is made anew.
	startFake(startBus(t, false), false)
	wantSoon(t, "unlock on the new bus", unlocking(t.Context(), k), nil)
}

func TestUnlockIsNotBelievedWithoutAProof(t *testing.T) {
	f := startFake(startBus(t, false), true)
	result := unlocking(t.Context(), vault.FreshSystemKeyring())
	path := f.dialog()
	f.set(func() { f.effects[path] = func() dbus.Variant { return dbus.MakeVariant("") } })
	f.answer(path, false)
	wantSoon(t, "unlock that changed nothing", result, vault.ErrLocked)
}

func TestFreshHomeGetsACollection(t *testing.T) {
	f := startFake(startBus(t, false), false)
	f.set(func() { f.collection = "/" })
	t.Setenv("DISPLAY", ":77")
	k := vault.FreshSystemKeyring()
	result := unlocking(t.Context(), k)
	f.answer(f.dialog(), true)
	wantSoon(t, "unlock with no password chosen", result, vault.ErrDismissed)
	set := make(chan error, 1)
	go func() { set <- k.Set(context.Background(), "a", "1") }()
	f.answer(f.dialog(), false)
	wantSoon(t, "set", set, nil)
	if n := f.count("CreateCollection default"); n != 2 {
		t.Errorf("asked for %d default collections, want 2", n)
	}
	f.set(func() {
		if f.label != "Default keyring" {
			t.Errorf("made %q", f.label)
		}
	})
	if got, err := k.Get(t.Context(), "a"); got != "1" || err != nil {
		t.Errorf("get: %q, %v", got, err)
	}
}
