//go:build e2e && linux

package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// TestPassphrase puts the vault in the keyring under a passphrase, locks it by
// hand and with the screen, and takes it up again after a crash.
func TestPassphrase(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	e, later := newEnrolment("Litware", "hedy@litware.example"), newEnrolment("Margie's Travel", "margie@travel.example")
	d.deskfob("add", d.picture(e))
	const passphrase, wrong = "marmot lantern gravel", "marmot lantern grovel"
	file := filepath.Join(d.home, "passphrase")
	if err := os.WriteFile(file, []byte(passphrase), 0o600); err != nil {
		t.Fatal(err)
	}

	w := d.openDeskfob()
	w.mustShow(1, e)
	w.tryUntil("the passphrase is set", func() {
		w.openSettings()
		d.shot("settings")
		d.pressTimes(7, "Tab") // past colours, rows and the doctor
		d.press("Return")
		d.settle()
		d.shot("set a passphrase")
		d.typeText(passphrase)
		d.press("Tab")
		d.typeText(passphrase)
		d.press("Return")
	}, func() bool { _, code := d.try("list"); return code != 0 })
	if !d.lists(e, "--vault-passphrase-file", file) {
		t.Error("the command line does not open the vault with the passphrase")
	}
	d.shot("passphrase set")
	w.mustShow(1, e, "Escape") // the settings

	w.lock("ctrl+l")
	d.shot("locked")
	before := w.pixels()
	d.press("Escape", "ctrl+1", "ctrl+k", "ctrl+n") // none of them leads anywhere
	d.typeText(wrong)
	d.press("Return")
	d.until("the passphrase is refused", func() bool { return d.isStill() && !alike(before, w.pixels()) })
	d.shot("wrong passphrase")
	d.typeText(passphrase)
	d.press("Return")
	w.mustShow(1, e)

	// A locked window looks the same whatever is in the vault.
	d.deskfob("add", "--vault-passphrase-file", file, d.picture(later))
	w.mustShow(2, later)
	w.lock("ctrl+l")
	d.until("the window looks as it did with other accounts", func() bool { return alike(before, w.pixels()) })
	d.typeText(passphrase)
	d.press("Return")
	w.mustShow(2, later)

	if err := d.conn.Emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged", true); err != nil {
		t.Fatal(err)
	}
	d.until("the window is locked with the screen", d.isStill)
	d.shot("locked with the screen")
	d.typeText(passphrase)
	d.press("Return")
	w.mustShow(1, e)

	w.kill()
	w = d.openDeskfob()
	d.until("the window asks and waits", d.isStill)
	d.shot("asked for after a crash")
	d.typeText(passphrase)
	d.press("Return")
	w.mustShow(1, e)
}

// lock presses keys until the window is locked: nothing but the cursor moves
// then, while a list counts down.
func (w *window) lock(keys ...string) {
	w.d.tb.Helper()
	w.d.until("the list counts down", w.d.isCountingDown)
	w.d.press(keys...)
	w.d.until("the window is locked", w.d.isStill)
}
