package vault_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/godbus/dbus/v5"
)

// What goes wrong in the calls themselves, on the fake service.

// hold makes a method wait until the returned function is called; the channel
// tells that it was reached.
func (f *fakeSecrets) hold(method string) (reached <-chan struct{}, release func()) {
	in, out := make(chan struct{}), make(chan struct{})
	f.set(func() {
		f.on[method] = func() *dbus.Error {
			f.set(func() { delete(f.on, method) })
			close(in)
			<-out
			return nil
		}
	})
	return in, func() { close(out) }
}

// refuse makes a method answer with an error.
func (f *fakeSecrets) refuse(method, name string) {
	f.set(func() {
		f.on[method] = func() *dbus.Error { return dbus.NewError(name, []any{"because"}) }
	})
}

func TestWriteGivenUp(t *testing.T) {
	f := startFake(startBus(t, false), false)
	k := vault.FreshSystemKeyring()
	reached, release := f.hold("CreateItem")
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() { result <- k.Set(ctx, "a", "1") }()
	<-reached
	waiting := make(chan error, 1)
	go func() { _, err := k.Get(context.Background(), "a"); waiting <- err }()
	cancel()
	err := <-result
	var pending *vault.PendingError
	if !errors.As(err, &pending) || !errors.Is(err, context.Canceled) {
		t.Fatalf("set: %v, want a PendingError for context.Canceled", err)
	}
	wantSoon(t, "the call that waited its turn", waiting, vault.ErrBusy)
	for call, err := range callAll(t, k) {
		if !errors.Is(err, vault.ErrBusy) {
			t.Errorf("%s meanwhile: %v, want ErrBusy", call, err)
		}
	}
	select {
	case <-pending.Done:
		t.Error("done before the call came back")
	default:
	}
	release()
	<-pending.Done
	if got, err := k.Get(t.Context(), "a"); got != "1" || err != nil {
		t.Errorf("get after it came back: %q, %v", got, err)
	}
}

func TestReadGivenUp(t *testing.T) {
	f := startFake(startBus(t, false), false)
	k := vault.FreshSystemKeyring()
	if err := k.Set(t.Context(), "a", "1"); err != nil {
		t.Fatal(err)
	}
	reached, release := f.hold("GetSecret")
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() { _, err := k.Get(ctx, "a"); result <- err }()
	<-reached
	cancel()
	err := <-result
	var pending *vault.PendingError
	if !errors.Is(err, context.Canceled) || errors.As(err, &pending) {
		t.Errorf("get: %v, want context.Canceled and nothing pending", err)
	}
	// A read changes nothing: the next call waits for it instead of failing.
	next := make(chan error, 1)
	go func() { next <- k.Set(context.Background(), "a", "2") }()
	release()
	wantSoon(t, "the next call", next, nil)
}

func TestDismissedWriteIsNotThere(t *testing.T) {
	f := startFake(startBus(t, false), false)
	f.set(func() { f.itemPrompt = true })
	k := vault.FreshSystemKeyring()
	result := make(chan error, 1)
	go func() { result <- k.Set(context.Background(), "a", "1") }()
	f.answer(f.dialog(), true)
	wantSoon(t, "set, which the library reports as done", result, nil)
	if got, err := k.Get(t.Context(), "a"); !errors.Is(err, vault.ErrNotFound) {
		t.Errorf("read back: %q, %v; want ErrNotFound", got, err)
	}
}

// Only a keyring that is open and there may say "not found".
func TestNotFoundIsNotBelievedOfALockedKeyring(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(*fakeSecrets)
		want    error
	}{
		"locked meanwhile":     {func(f *fakeSecrets) { f.set(func() { f.locked = true }) }, vault.ErrLocked},
		"collection gone":      {func(f *fakeSecrets) { f.set(func() { f.collection = "/" }) }, vault.ErrLocked},
		"service lost at once": {func(f *fakeSecrets) { f.releaseName() }, vault.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(startBus(t, false), false)
			k := vault.FreshSystemKeyring()
			f.set(func() {
				f.on["SearchItems"] = func() *dbus.Error { c.happens(f); return nil }
			})
			if _, err := k.Get(t.Context(), "a"); !errors.Is(err, c.want) || errors.Is(err, vault.ErrNotFound) {
				t.Errorf("get: %v, want %v", err, c.want)
			}
		})
	}
}

func (f *fakeSecrets) releaseName() {
	if _, err := f.conn.ReleaseName("org.freedesktop.secrets"); err != nil {
		f.t.Error(err)
	}
}

func TestErrorsOfTheService(t *testing.T) {
	const dbusError, secretError = "org.freedesktop.DBus.Error.", "org.freedesktop.Secret.Error."
	for name, want := range map[string]error{
		dbusError + "AccessDenied":   vault.ErrDenied,
		dbusError + "NoReply":        vault.ErrUnavailable,
		dbusError + "ServiceUnknown": vault.ErrUnavailable,
		dbusError + "TimedOut":       vault.ErrTimeout,
		dbusError + "UnknownMethod":  vault.ErrUnavailable,
		secretError + "IsLocked":     vault.ErrLocked,
		secretError + "NoSuchObject": vault.ErrUnavailable,
		secretError + "NoSession":    vault.ErrUnavailable,
		"some.other.Error":           vault.ErrUnavailable,
	} {
		for _, method := range []string{"Collections", "SearchItems", "GetSecret", "OpenSession"} {
			t.Run(name[strings.LastIndex(name, ".")+1:]+" from "+method, func(t *testing.T) {
				f := startFake(startBus(t, false), false)
				k := vault.FreshSystemKeyring()
				if err := k.Set(t.Context(), "a", "1"); err != nil {
					t.Fatal(err)
				}
				f.refuse(method, name)
				if _, err := k.Get(t.Context(), "a"); !errors.Is(err, want) || errors.Is(err, vault.ErrNotFound) {
					t.Errorf("get: %v, want %v", err, want)
				}
			})
		}
	}
}

// Another process may replace an item while this one reads it.
func TestItemThatVanishesIsLookedForAgain(t *testing.T) {
	f := startFake(startBus(t, false), false)
	k := vault.FreshSystemKeyring()
	if err := k.Set(t.Context(), "a", "1"); err != nil {
		t.Fatal(err)
	}
	f.set(func() {
		f.on["GetSecret"] = func() *dbus.Error {
			f.set(func() { delete(f.items, "a"); delete(f.on, "GetSecret") })
			return dbus.NewError("org.freedesktop.Secret.Error.NoSuchObject", nil)
		}
	})
	if _, err := k.Get(t.Context(), "a"); !errors.Is(err, vault.ErrNotFound) {
		t.Errorf("get: %v, want ErrNotFound", err)
	}
}

// The library panics when the bus goes away under a prompt of its own.
func TestPanicOfTheLibrary(t *testing.T) {
	b := startBus(t, false)
	f := startFake(b, false)
	f.set(func() { f.itemPrompt = true })
	k := vault.FreshSystemKeyring()
	result := make(chan error, 1)
	go func() { result <- k.Set(context.Background(), "a", "1") }()
	f.dialog()
	stop(b.daemon)
	wantSoon(t, "set", result, vault.ErrNoBus)
}
