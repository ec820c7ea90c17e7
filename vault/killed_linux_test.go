package vault_test

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/godbus/dbus/v5"
)

// itemsInKeyring names Deskfob's items in the Secret Service.
func itemsInKeyring(t *testing.T, conn *dbus.Conn) []string {
	t.Helper()
	var names []string
	var paths, locked []dbus.ObjectPath
	call := conn.Object("org.freedesktop.secrets", "/org/freedesktop/secrets").
		Call("org.freedesktop.Secret.Service.SearchItems", 0, map[string]string{"service": "Deskfob"})
	if err := call.Store(&paths, &locked); err != nil {
		t.Fatal(err)
	}
	for _, path := range append(paths, locked...) {
		var attributes map[string]string
		err := conn.Object("org.freedesktop.secrets", path).StoreProperty("org.freedesktop.Secret.Item.Attributes", &attributes)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, attributes["username"])
	}
	return names
}

// keyringSurvival is a vault in a real gnome-keyring.
func keyringSurvival(t *testing.T) (x *survival, b *bus, daemon *exec.Cmd) {
	t.Helper()
	b = startBus(t, false)
	daemon = b.startKeyring()
	dir := filepath.Join(memoryDir(t), "data")
	s := store{location: "keyring", dir: dir, keyring: vault.FreshSystemKeyring()}
	conn := b.connect()
	x = newSurvival(t, s, func() []string { return itemsInKeyring(t, conn) }, false)
	return x, b, daemon
}

func TestKilledWhileWritingToGnomeKeyring(t *testing.T) {
	x, _, _ := keyringSurvival(t)
	for range kills(t, 12) {
		x.round(rand.N(800 * time.Millisecond))
		wantFiles(t, x.store.dir, "keyring.lock", "keyring.witness.json")
	}
	x.report("a vault in gnome-keyring")
}

// TestGnomeKeyringKilled ends the keyring itself under a process that writes,
// and starts it again: the process is told in words that people know, and goes
// on where it was.
func TestGnomeKeyringKilled(t *testing.T) {
	x, b, daemon := keyringSurvival(t)
	conn := b.connect()
	c := startChild(t, "writer", x.store)
	if _, ok := c.line(); !ok {
		t.Fatalf("the writer does not start: %s", c.talk.String())
	}
	told := map[string]int{}
	want := kills(t, 6)
	for n := 0; n < want; {
		group := -daemon.Process.Pid
		killed := time.AfterFunc(rand.N(800*time.Millisecond), func() { syscall.Kill(group, syscall.SIGKILL) })
		s, answer := step{}, "done"
		for answer == "done" {
			s = x.steps.next(t.Context(), x.reference)
			var ok bool
			if answer, ok = c.ask(s); !ok {
				t.Fatalf("the writer ended: %s", c.talk.String())
			}
			if answer == "done" {
				x.take(s)
			}
		}
		killed.Stop()
		if !strings.HasPrefix(answer, "failed: ") {
			t.Fatalf("%+v without a keyring: %s", s, answer)
		}
		told[answer[strings.LastIndex(answer, ": ")+2:]]++
		daemon.Wait()
		// A service that starts before the bus knows that the old one is gone gets no name, and no second chance.
		waitFor(t, "the bus to forget the keyring", func() bool {
			var owned bool
			err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, "org.freedesktop.secrets").Store(&owned)
			return err == nil && !owned
		})
		n++
		daemon = b.startKeyring()
		x.look(&s)
	}
	t.Logf("gnome-keyring ended %d times (%d times the change was found undone, %d times done); %d changes confirmed, none lost; told: %v",
		want, x.before, x.after, x.confirmed, told)
}
