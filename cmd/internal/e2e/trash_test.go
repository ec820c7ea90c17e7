//go:build e2e && linux

package e2e

import "testing"

// TestTrash deletes an account, takes it back with Ctrl+Z, deletes it again and
// takes it back from the trash.
func TestTrash(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	e, other := newEnrolment("Contoso", "joan@contoso.example"), newEnrolment("Wingtip", "joan@wingtip.example")
	d.deskfob("add", d.picture(e), d.picture(other))
	gone := func() bool { return !d.lists(e) }
	back := func() bool { return d.lists(e) }
	w := d.openDeskfob()
	remove := func() {
		w.mustShow(1, e)
		d.press("Delete")
		d.settle()
		d.shot("asked before deleting")
		d.press("Return") // the button that keeps it
		d.settle()
		d.press("Delete", "shift+Tab", "Return")
		d.until("the account is deleted", gone)
	}

	remove()
	d.shot("deleted")
	d.press("ctrl+z")
	d.until("the account is back", back)
	d.mustHave(e)
	d.shot("taken back at once")

	remove()
	w.tryUntil("the account is back from the trash", func() {
		w.openSettings()
		d.pressTimes(9, "Tab") // past colours, rows, doctor, passphrase and readiness
		d.press("Return")
		d.settle()
		d.shot("trash")
		d.press("shift+Tab", "Return")
	}, back)
	d.shot("taken back from the trash")
	w.mustShow(1, e, "Escape", "Escape")
	w.mustShow(2, other)
}
