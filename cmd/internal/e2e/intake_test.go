//go:build e2e && linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
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

// TestScanRegion drags a rectangle open around the code that another program shows.
func TestScanRegion(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	e := newEnrolment("Woodgrove", "annie@woodgrove.example")
	d.startViewer(d.picture(e)) // in the middle of the screen
	d.shot("another program")

	w := d.openDeskfob()
	w.pressUntil("the window is out of the way", func() bool { return !d.isShown(w.id) }, "Escape", "ctrl+n", "Tab", "Return")
	w.tryUntil("the window is back", func() {
		const middleX, middleY, far = screenWidth / 2, screenHeight / 2, 240
		d.drag(middleX-far, middleY-far, middleX+far, middleY+far)
	}, func() bool { return d.isShown(w.id) && d.activeWindowOf(w.process) })
	d.shot("found in the part")
	w.pressUntil("the account is saved", func() bool { return d.lists(e) }, "Return")
	d.mustHave(e)
}

// drag moves the pointer with its first button down.
func (d *desktop) drag(fromX, fromY, toX, toY int) {
	d.tb.Helper()
	at := func(x, y int) []string { return []string{"mousemove", "--sync", strconv.Itoa(x), strconv.Itoa(y)} }
	args := slices.Concat(at(fromX, fromY), []string{"mousedown", "1"}, at((fromX+toX)/2, (fromY+toY)/2), at(toX, toY), []string{"mouseup", "1"})
	if _, err := d.command("", "xdotool", args...); err != nil {
		d.tb.Fatalf("dragging: %v", err)
	}
}
