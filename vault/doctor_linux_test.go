package vault_test

import (
	"testing"

	"github.com/deskfob/deskfob/vault"
	"github.com/godbus/dbus/v5"
)

func TestExamineKeyring(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(t *testing.T)
		want    string
	}{
		"no bus":     {func(t *testing.T) { t.Setenv("DBUS_SESSION_BUS_ADDRESS", "disabled:") }, "bus!"},
		"no service": {func(t *testing.T) { startBus(t, false) }, "bus service!"},
		"refused": {func(t *testing.T) {
			startFake(startBus(t, false), false).refuse("Collections", "org.freedesktop.DBus.Error.AccessDenied")
		}, "bus service!"},
		"locked": {func(t *testing.T) { startFake(startBus(t, false), true) }, "bus service collection!"},
		"fresh home": {func(t *testing.T) {
			f := startFake(startBus(t, false), false)
			f.set(func() { f.collection = "/" })
		}, "bus service collection!"},
		"no vault yet": {func(t *testing.T) { startFake(startBus(t, false), false) }, "bus service collection data vault"},
	} {
		t.Run(name, func(t *testing.T) {
			c.prepare(t)
			wantFindings(t, vault.Examine(t.Context(), vault.Location{}, vault.Options{Dir: t.TempDir()}), c.want)
		})
	}
}

func TestExamineAsksNobody(t *testing.T) {
	f := startFake(startBus(t, false), true)
	vault.Examine(t.Context(), vault.Location{}, vault.Options{Dir: t.TempDir()})
	if n := f.count("Unlock") + f.count("Prompt") + f.count("OpenSession"); n != 0 {
		t.Errorf("%d calls that may ask", n)
	}
}

func TestExamineVaultInGnomeKeyring(t *testing.T) {
	b := startBus(t, false)
	b.startKeyring()
	o := vault.Options{Dir: t.TempDir()}
	addAccount(t, vault.Location{}, o, "Example")
	found := vault.Examine(t.Context(), vault.Location{}, o)
	wantFindings(t, found, "bus service collection data vault witness")
	if found[1].What != "gnome-keyring serves the keyring." {
		t.Errorf("service: %q", found[1].What)
	}

	// KWallet runs too.
	if reply, err := b.connect().RequestName("org.kde.kwalletd5", 0); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatal(reply, err)
	}
	found = vault.Examine(t.Context(), vault.Location{}, o)
	if found[1].What != "gnome-keyring serves the keyring; KWallet runs too." || !found[1].OK {
		t.Errorf("service: %+v", found[1])
	}

	// Items of this vault deleted by hand.
	k := vault.NewSystemKeyring()
	if err := k.Delete(t.Context(), "root"); err != nil {
		t.Fatal(err)
	}
	wantFindings(t, vault.Examine(t.Context(), vault.Location{}, o), "bus service collection data vault!")
}
