//go:build e2e && linux

package e2e

import (
	"slices"
	"testing"
	"time"
)

// TestCommandLineAddsBesideTheWindow adds an account from the command line
// while the window is open: its row comes within two seconds.
func TestCommandLineAddsBesideTheWindow(t *testing.T) {
	const limit = 2 * time.Second
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	last := newEnrolment("Zenith", "ada@zenith.example")
	d.deskfob("add", d.picture(last))
	w := d.openDeskfob()
	w.mustShow(1, last)
	d.shot("one account")

	first := newEnrolment("Aurora", "ada@aurora.example") // comes before the other one
	picture := d.picture(first)
	codes := d.codesNow(first)
	d.deskfob("add", picture)
	added := time.Now()
	d.until("the row is there", func() bool {
		d.press("ctrl+1")
		return slices.Contains(codes, d.clipboard())
	})
	took := time.Since(added)
	d.shot("two accounts")
	t.Logf("the row was there %.1f s after the command line was done", took.Seconds())
	if took > limit {
		t.Errorf("the row came %v after the command line was done", took)
	}
	w.mustShow(2, last)
}
