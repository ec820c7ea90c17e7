//go:build e2e && linux

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestEnrolment is the main job: a picture becomes an account whose code is
// right, the recovery code is kept beside it, nothing readable is in the
// keyring, and all of it is there after a crash.
func TestEnrolment(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	e := newEnrolment("Northwind Traders", "ada@northwind.example")

	w := d.openDeskfob(d.picture(e))
	d.shot("confirm")
	w.pressUntil("the account is saved", func() bool { return d.lists(e) }, "Return")
	d.shot("recovery code asked for")
	const recoveryCode = "K6LGLV3RSH3VERMKET8L7QKU"
	w.tryUntil("the recovery code is saved", func() {
		d.press("ctrl+a")
		d.typeText(recoveryCode)
		d.press("Return")
	}, func() bool { return strings.Contains(d.deskfob("list", "--json"), `"live"`) })
	d.shot("recovery code saved")
	w.mustShow(1, e, "Escape")
	d.shot("code copied")
	d.mustKeepSecret(e.issuer, strings.Fields(e.issuer)[0], e.name, e.secret, recoveryCode)

	w.kill()
	w = d.openDeskfob()
	w.mustShow(1, e)
	d.shot("after a crash")
	d.mustHave(e)
	if got := d.deskfob("recovery", "show", e.issuer); got != recoveryCode {
		t.Errorf("the recovery code is %q after a crash, want %q", got, recoveryCode)
	}
}

// TestScanScreen reads a code that another program shows, though Deskfob's own
// window is over it.
func TestScanScreen(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	e := newEnrolment("Fabrikam", "grace@fabrikam.example")
	d.startViewer(d.picture(e))
	d.shot("another program")

	w := d.openDeskfob()
	w.moveTo(400, 100) // over the other program's window, which the window manager puts in the middle
	d.shot("no account yet")
	w.pressUntil("the window is out of the way", func() bool { return !d.isShown(w.id) }, "ctrl+n", "Return")
	d.until("the window is back", func() bool { return d.isShown(w.id) && d.activeWindowOf(w.process) })
	d.until("a code counts down", func() bool {
		before := d.pixels()
		time.Sleep(1100 * time.Millisecond) // a second of the countdown
		return !bytes.Equal(before, d.pixels())
	})
	d.shot("found on the screen")
	w.pressUntil("the account is saved", func() bool { return d.lists(e) }, "Return")
	w.mustShow(1, e, "Escape")
	d.shot("code copied")
	d.until("the clipboard is free of the code again", func() bool { return !sixDigits.MatchString(d.clipboard()) })
}

// TestNoKeyring has no message bus, so no keyring can be reached: the window
// offers a file, and works with it.
func TestNoKeyring(t *testing.T) {
	d := newDesktop(t)
	e := newEnrolment("Tailspin Toys", "edsger@tailspin.example")
	const passphrase = "four words of nonsense"
	file := filepath.Join(d.home, ".local", "share", "deskfob", "accounts.deskfob")
	exists := func() bool { _, err := os.Stat(file); return err == nil }
	passphraseFile := filepath.Join(d.home, "passphrase")
	if err := os.WriteFile(passphraseFile, []byte(passphrase), 0o600); err != nil {
		t.Fatal(err)
	}

	w := d.openDeskfob(d.picture(e))
	d.shot("no keyring")
	if exists() {
		t.Fatal("the file was made without asking")
	}
	w.tryUntil("the file is chosen", func() {
		d.press("Escape", "Return")
		d.shot("file offered")
		d.typeText(passphrase)
		d.press("Tab")
		d.typeText(passphrase)
		d.press("Return")
	}, d.settingsNameFile)
	d.shot("confirm")
	w.pressUntil("the account is saved", func() bool {
		return exists() && d.lists(e, "--vault-passphrase-file", passphraseFile)
	}, "Return")
	w.mustShow(1, e, "Escape")

	w.kill()
	w = d.openDeskfob()
	d.shot("passphrase asked for")
	d.typeText(passphrase)
	d.press("Return")
	w.mustShow(1, e)
	d.shot("code copied")
}

// TestLockedKeyring has a keyring that is locked when Deskfob starts: the
// person closes the desktop's question, tries again, and gives the password.
func TestLockedKeyring(t *testing.T) {
	d := newDesktop(t)
	d.startBus("org.gnome.keyring.SystemPrompter")
	d.startKeyring()
	e := newEnrolment("Adatum", "barbara@adatum.example")
	d.deskfob("add", d.picture(e))
	d.lockKeyring()

	w := d.openDeskfob()
	d.until("the desktop asks for the keyring's password", d.keyringAsks)
	d.shot("locked")
	d.press("Escape")
	d.until("the question is gone", func() bool { return !d.keyringAsks() })
	d.shot("refused")
	w.pressUntil("the desktop asks again", d.keyringAsks, "Return")
	d.shot("asked again")
	d.typeText(keyringPassword)
	d.press("Return")
	d.until("the password was taken", func() bool { return !d.keyringAsks() && d.activeWindowOf(w.process) })
	w.mustShow(1, e)
	d.shot("code copied")
}

// mustKeepSecret checks that none of the words can be read off the keyring's
// items.
func (d *desktop) mustKeepSecret(words ...string) {
	d.tb.Helper()
	for _, it := range d.items() {
		shown := it.label + "\n" + it.value
		for key, value := range it.attributes {
			shown += "\n" + key + "=" + value
		}
		for _, word := range words {
			if strings.Contains(strings.ToLower(shown), strings.ToLower(word)) {
				d.tb.Errorf("the keyring item %q shows %q", it.label, word)
			}
		}
		if it.attributes["service"] != "Deskfob" {
			d.tb.Errorf("the keyring item %q is not under the service Deskfob: %v", it.label, it.attributes)
		}
	}
}
