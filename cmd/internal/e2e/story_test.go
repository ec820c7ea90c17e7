//go:build e2e && linux

package e2e

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The codes and the passphrase of the story.
const (
	firstRecovery  = "K6LGLV3RSH3VERMKET8L7QKU"
	secondRecovery = "W2NDQX7TAB9CDEFGH3JKLMNP"
	kitPassphrase  = "six words nobody would ever guess"
)

// TestRecoveryStory is the life of an account until the computer is lost, and
// after: enrol, save the recovery code, make a kit and a sheet, use the code,
// save the new one, renew the kit, lose the vault, restore it on an empty one.
func TestRecoveryStory(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	e := newEnrolment("Northwind Traders", "ada@northwind.example")
	kit := filepath.Join(d.stick(), "deskfob.kit")

	w := d.openDeskfob(d.picture(e))
	d.shot("type the code on the page")
	w.pressUntil("the account is saved", func() bool { return d.lists(e) }, "Return")
	d.settle()
	d.shot("save the recovery code")
	d.saveRecovery(e, firstRecovery)
	d.shot("compare")
	d.press("Return")
	d.settle()
	d.shot("put it in the kit")
	d.press("Return")
	d.makeKit(kit)
	d.printSheet(filepath.Join(d.home, "deskfob-sheet.pdf"))

	d.until("nothing is to be done", func() bool { return d.isCountingDown() && !w.warns() })
	d.mustStand("ready")

	d.deskfob("recovery", "used", e.issuer)
	d.until("the window warns", w.warns)
	d.shot("a new code is due")
	d.mustStand("stale")
	w.mustShow(1, e)
	d.press("Right")
	d.settle()
	d.shot("the account asks for the new code")
	d.press("Tab", "Tab", "Return") // past the question whether the code was rejected
	d.settle()
	d.saveRecovery(e, secondRecovery)
	d.shot("compare the new one")
	d.press("Return", "Escape")
	d.until("the window warns of the old kit", func() bool { return d.isCountingDown() && w.warns() })
	d.shot("the kit is out of date")
	d.mustStand("stale")
	d.renewKit(kit)
	d.until("nothing is to be done with the new kit", func() bool { return d.isCountingDown() && !w.warns() })
	d.shot("all is well")
	d.mustStand("ready")

	w.kill()
	d.deskfob("vault", "erase", "--yes")
	if left := d.items(); len(left) > 0 {
		t.Fatalf("%d items are left in the keyring", len(left))
	}
	whole := mustRead(t, kit)
	w = d.openDeskfob()
	d.restoreKit(w, kit, func() bool { return d.lists(e) })
	if !bytes.Equal(mustRead(t, kit), whole) {
		t.Error("restoring has changed the kit")
	}
	d.mustHave(e)
	if got := d.deskfob("recovery", "show", e.issuer); got != secondRecovery {
		t.Errorf("the recovery code is %q after restoring, want %q", got, secondRecovery)
	}
	w.mustShow(1, e, "Escape", "Escape")
	d.shot("back")
}

// stick is a folder on a file system of its own, as a USB stick is: in memory.
func (d *desktop) stick() string {
	d.tb.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "deskfob-stick-")
	if err != nil {
		d.tb.Fatal(err)
	}
	d.tb.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// saveRecovery types a recovery code into the form that is open.
func (d *desktop) saveRecovery(e enrolment, code string) {
	d.tb.Helper()
	d.typeText(code)
	d.press("Return")
	d.until("the recovery code is saved", func() bool {
		return strings.Contains(d.deskfob("list", "--json"), `"live"`) && d.deskfob("recovery", "show", e.issuer) == code
	})
	d.settle()
}

// makeKit fills in the form for a first kit, from the place up to the file and
// down again.
func (d *desktop) makeKit(path string) {
	d.tb.Helper()
	d.settle()
	d.shot("six words")
	d.pressTimes(5, "shift+Tab") // past the words and the folder, to the file
	d.press("ctrl+a")
	d.typeText(path)
	d.pressTimes(3, "Tab")
	d.press("space") // a passphrase of my own
	d.press("Tab")
	d.typeText(kitPassphrase)
	d.press("Tab")
	d.typeText(kitPassphrase)
	d.press("Tab")
	d.typeText("USB stick in the desk")
	d.shot("a passphrase of my own")
	d.press("Return")
	d.until("the kit is on the stick", func() bool { return exists(path) })
	d.settle()
	d.shot("the kit is written")
	text := mustRead(d.tb, path)
	if !bytes.HasPrefix(text, []byte("age-encryption.org/v1\n")) {
		d.tb.Errorf("the kit is no age file: %.40q", text)
	}
}

// printSheet makes a sheet after the kit, and deletes its file as after printing.
func (d *desktop) printSheet(path string) {
	d.tb.Helper()
	d.pressTimes(2, "Tab")
	d.press("Return")
	d.settle()
	d.typeText("Folder on the shelf")
	d.shot("sheet")
	d.press("Return")
	d.until("the sheet is there", func() bool { return exists(path) })
	info, err := os.Stat(path)
	if err != nil {
		d.tb.Fatal(err)
	}
	if !bytes.HasPrefix(mustRead(d.tb, path), []byte("%PDF-")) || info.Mode().Perm() != 0o600 {
		d.tb.Errorf("the sheet is no PDF for its owner alone: %v", info.Mode())
	}
	d.settle()
	d.shot("the sheet is written")
	d.pressTimes(2, "Tab")
	d.press("Return")
	d.until("the sheet's file is deleted", func() bool { return !exists(path) })
	d.press("Escape")
}

// renewKit writes the kit anew, with its one passphrase.
func (d *desktop) renewKit(path string) {
	d.tb.Helper()
	before := mustRead(d.tb, path)
	d.press("ctrl+k")
	d.settle()
	d.shot("readiness with an old kit")
	d.press("Return")
	d.settle()
	d.typeText(kitPassphrase)
	d.shot("renew the kit")
	d.press("Return")
	d.until("the kit is written anew", func() bool {
		after, err := os.ReadFile(path)
		return err == nil && !bytes.Equal(before, after)
	})
	d.settle()
	d.shot("renewed")
	d.press("Return") // the place as it is
	d.settle()
	d.shot("readiness with the new kit")
	d.press("Escape")
}

// restoreKit brings the accounts back on the page of a first start.
func (d *desktop) restoreKit(w *window, path string, restored func() bool) {
	d.tb.Helper()
	d.settle()
	d.shot("nothing is here")
	d.press("shift+Tab") // the last way of the page
	d.settle()
	d.shot("restore a kit is chosen")
	d.press("Return")
	d.settle()
	d.typeText(path)
	d.pressTimes(2, "Tab") // past the way to choose it
	d.typeText(kitPassphrase)
	d.shot("restore")
	d.press("Return")
	d.until("the kit is open", d.isStill)
	d.settle()
	d.shot("what would come back")
	d.press("Return")
	d.until("the account is back", restored)
	d.settle()
	d.shot("restored")
	d.mustStand("lost") // where the kit is kept the new vault cannot know
	before := w.pixels()
	d.typeText("USB stick in the desk")
	d.press("Return")
	d.until("the place is saved", func() bool { out, code := d.try("readiness"); return code == 0 && out != "" })
	d.settle()
	d.shot("the kit has a place")
	if alike(before, w.pixels()) {
		d.tb.Error("the window does not show the place")
	}
	d.press("Escape")
	d.until("nothing is to be done", func() bool { return d.isCountingDown() && !w.warns() })
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func mustRead(tb testing.TB, path string) []byte {
	tb.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}
