//go:build e2e && linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestPastePicture copies a picture in another program and presses Ctrl+V, on
// the list and then in the search, which has the keyboard for text.
func TestPastePicture(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	w := d.openDeskfob()
	for _, tt := range []struct {
		where string
		keys  []string
		e     enrolment
	}{
		{"list", []string{"ctrl+v"}, newEnrolment("Litware", "hedy@litware.example")},
		{"search", []string{"ctrl+f", "ctrl+v"}, newEnrolment("Proseware", "radia@proseware.example")},
	} {
		owner := d.copyPicture(d.picture(tt.e))
		w.tryUntil("the account is saved", func() {
			d.press("Escape", "Escape") // back to the list, from wherever the last try led
			d.press(tt.keys...)
			d.shot("pasted over the " + tt.where)
			d.stillPixels() // the picture is looked at first; a later try makes good for a slow one
			d.press("Return")
		}, func() bool { return d.lists(tt.e) })
		owner.kill()
		d.mustHave(tt.e)
	}
}

// copyPicture puts a picture on the clipboard as another program does.
func (d *desktop) copyPicture(path string) *process {
	d.tb.Helper()
	owner := d.run(exec.Command("xclip", "-quiet", "-selection", "clipboard", "-t", "image/png", "-in", path))
	d.until("the picture is on the clipboard", func() bool {
		targets, err := d.command("", "xclip", "-selection", "clipboard", "-t", "TARGETS", "-out")
		return err == nil && targets == "TARGETS\nimage/png\n"
	})
	return owner
}

// TestMigration brings an export of two parts over: one is a file, the other is
// shown by another program and scanned while the window waits for it. Then the
// file goes to the trash.
func TestMigration(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	var all []enrolment
	for _, issuer := range []string{"Alpine Ski House", "Coho Winery", "Lucerne Publishing"} {
		all = append(all, newEnrolment(issuer, "maria@"+strings.ToLower(strings.Fields(issuer)[0])+".example"))
	}
	second := d.pictureOf("part 2.png", exportPart(t, 1, 2, all[2]))
	d.startViewer(d.pictureOf("part 1.png", exportPart(t, 0, 2, all[:2]...)))

	w := d.openDeskfob(second)
	w.moveTo(400, 100)
	d.shot("one part is missing")
	w.pressUntil("the window is out of the way", func() bool { return !d.isShown(w.id) }, "Return")
	d.until("the window is back", func() bool { return d.isShown(w.id) && d.activeWindowOf(w.process) })
	d.shot("the export is whole")
	w.pressUntil("the accounts are saved", func() bool { return d.lists(all[0]) }, "Return")
	for _, e := range all {
		d.mustHave(e)
	}
	d.shot("the picture holds the secret")
	can := filepath.Join(d.home, ".local", "share", "Trash", "files", "part 2.png")
	w.pressUntil("the picture is in the trash", func() bool { _, err := os.Stat(can); return err == nil }, "shift+Tab", "Return")
	if _, err := os.Stat(second); err == nil {
		t.Error("the picture is still where it was")
	}
	d.shot("in the trash")
	w.mustShow(1, all[0], "Return")
}
