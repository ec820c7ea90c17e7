package vault_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/godbus/dbus/v5"
)

// What no real service here can be brought to do on demand, played by the fake
// Secret Service. Each test's name says Played.

func TestExaminePlayed(t *testing.T) {
	const refused, odd, late = "org.freedesktop.DBus.Error.AccessDenied", "org.freedesktop.DBus.Error.Failed", "org.freedesktop.DBus.Error.TimedOut"
	for name, c := range map[string]struct {
		prepare func(f *fakeSecrets)
		want    string
	}{
		"access denied":  {func(f *fakeSecrets) { f.refuse("Collections", refused) }, "bus-ok service-denied"},
		"service errors": {func(f *fakeSecrets) { f.refuse("Collections", odd) }, "bus-ok service-failed"},
		"service silent": {func(f *fakeSecrets) { f.refuse("Collections", late) }, "bus-ok service-silent"},
		"items denied":   {func(f *fakeSecrets) { f.refuse("SearchItems", refused) }, "bus-ok service-ok collection-ok data-ok item-denied"},
		"items silent":   {func(f *fakeSecrets) { f.refuse("SearchItems", late) }, "bus-ok service-ok collection-ok data-ok item-silent"},
	} {
		t.Run(name, func(t *testing.T) {
			c.prepare(startFake(startBus(t, false), false))
			all := examineKeyring(t, freshOptions(t))
			wantFindings(t, all, c.want)
		})
	}
}

// A service whose program is not known goes by its process's name.
func TestExaminePlayedUnknownService(t *testing.T) {
	startFake(startBus(t, false), false)
	if all := examineKeyring(t, freshOptions(t)); !strings.HasSuffix(all[1].What, ".test serves the keyring.") {
		t.Errorf("service: %q", all[1].What)
	}
}

// The question for the password: on the screen, waited for in vain, closed.
func TestExaminePlayedPrompt(t *testing.T) {
	f := startFake(startBus(t, false), true)
	t.Setenv("DISPLAY", ":77")
	k := vault.NewSystemKeyring()
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok service-ok locked")

	first := unlocking(t.Context(), k)
	path := f.dialog()
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok service-ok asking")

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if got := vault.Try(ctx, vault.Location{}, freshOptions(t)); got.Case != "unanswered" {
		t.Errorf("try, out of time: %+v", got)
	}
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok service-ok unanswered")

	f.answer(path, true)
	wantSoon(t, "the first caller", first, vault.ErrDismissed)
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok service-ok dismissed")

	again := unlocking(t.Context(), k)
	f.answer(f.dialog(), false)
	wantSoon(t, "the next try", again, nil)
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok service-ok collection-ok data-ok no-vault")
	if n := f.count("Prompt"); n != 2 {
		t.Errorf("%d questions, want the test's own 2", n)
	}
}

func TestExaminePlayedAsksNobody(t *testing.T) {
	f := startFake(startBus(t, false), true)
	examineKeyring(t, freshOptions(t))
	if n := f.count("Unlock") + f.count("Prompt") + f.count("OpenSession"); n != 0 {
		t.Errorf("%d calls that may ask", n)
	}
	// Locked after the doctor looked and before it read.
	f.set(func() { f.locked = false })
	looks := 0
	f.set(func() {
		f.on["Locked"] = func() *dbus.Error {
			f.set(func() { looks++; f.locked = looks > 1 })
			return nil
		}
	})
	t.Setenv("DISPLAY", ":77")
	wantFindings(t, examineKeyring(t, freshOptions(t)), "bus-ok service-ok collection-ok data-ok locked")
	if n := f.count("Unlock") + f.count("Prompt") + f.count("OpenSession"); n != 0 {
		t.Errorf("%d calls that may ask", n)
	}
}

func TestTryPlayed(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(f *fakeSecrets)
		want    string
	}{
		"all well":      {func(*fakeSecrets) {}, "try-ok"},
		"too large":     {func(f *fakeSecrets) { f.refuse("CreateItem", "org.freedesktop.DBus.Error.LimitsExceeded") }, "too-large"},
		"access denied": {func(f *fakeSecrets) { f.refuse("CreateItem", "org.freedesktop.DBus.Error.AccessDenied") }, "try-denied"},
		"silent":        {func(f *fakeSecrets) { f.refuse("CreateItem", "org.freedesktop.DBus.Error.TimedOut") }, "item-silent"},
		"not saved": {func(f *fakeSecrets) {
			f.set(func() { f.itemPrompt = true })
			go func() { f.answer(f.dialog(), true) }()
		}, "not-saved"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(startBus(t, false), false)
			c.prepare(f)
			if got := vault.Try(t.Context(), vault.Location{}, freshOptions(t)); got.Case != c.want {
				t.Errorf("found %+v, want %s", got, c.want)
			}
			f.set(func() {
				if len(f.items) != 0 {
					t.Errorf("%d items left", len(f.items))
				}
			})
		})
	}
}
