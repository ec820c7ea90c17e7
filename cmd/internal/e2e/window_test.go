//go:build e2e && linux

package e2e

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"
)

// window is a running Deskfob with its window open.
type window struct {
	*process
	d  *desktop
	id xproto.Window
}

// openDeskfob starts the built program and waits until its window has the
// keyboard and something is drawn in it.
func (d *desktop) openDeskfob(args ...string) *window {
	d.tb.Helper()
	w := &window{process: d.start(deskfobPath(d), args...), d: d}
	d.until("Deskfob's window has the keyboard", func() bool {
		w.mustRun()
		return d.activeWindowOf(w.process)
	})
	w.id, _ = d.activeWindow()
	d.until("something is drawn", func() bool { return d.hasContent(w.id) })
	return w
}

// activeWindowOf reports whether the window with the keyboard is p's.
func (d *desktop) activeWindowOf(p *process) bool {
	id, ok := d.activeWindow()
	if !ok {
		return false
	}
	pid, err := d.command("", "xdotool", "getwindowpid", strconv.Itoa(int(id)))
	return err == nil && strings.TrimSpace(pid) == strconv.Itoa(p.cmd.Process.Pid)
}

// moveTo moves the window on the screen.
func (w *window) moveTo(x, y int) {
	w.d.tb.Helper()
	id := strconv.Itoa(int(w.id))
	if _, err := w.d.command("", "xdotool", "windowmove", "--sync", id, strconv.Itoa(x), strconv.Itoa(y)); err != nil {
		w.d.tb.Fatalf("moving the window: %v", err)
	}
}

// mustRun fails the test when the program has ended by itself.
func (w *window) mustRun() {
	w.d.tb.Helper()
	if w.ended() {
		w.d.tb.Fatalf("Deskfob ended: %s", w.output())
	}
}

func deskfobPath(d *desktop) string {
	d.tb.Helper()
	path := os.Getenv("DESKFOB_BIN")
	if path == "" {
		d.tb.Fatal("DESKFOB_BIN must name the built program")
	}
	if _, err := exec.LookPath(path); err != nil {
		d.tb.Fatal(err)
	}
	return path
}

// press presses keys as xdotool names them, "ctrl+1" or "Return". Whatever has
// the keyboard gets them.
func (d *desktop) press(keys ...string) {
	d.tb.Helper()
	if _, err := d.command("", "xdotool", append([]string{"key", "--delay", "20"}, keys...)...); err != nil {
		d.tb.Fatalf("pressing %v: %v", keys, err)
	}
}

// typeText types ASCII text.
func (d *desktop) typeText(text string) {
	d.tb.Helper()
	if _, err := d.command(text, "xdotool", "type", "--delay", "20", "--file", "-"); err != nil {
		d.tb.Fatalf("typing: %v", err)
	}
}

// again is how long a step waits before it is tried once more: what is typed
// before a view is ready is lost, for a person too.
const again = 3 * time.Second

// tryUntil does something, and again from time to time, until cond holds.
func (w *window) tryUntil(what string, do func(), cond func() bool) {
	w.d.tb.Helper()
	var tried time.Time
	w.d.until(what, func() bool {
		w.mustRun()
		if time.Since(tried) > again {
			do()
			tried = time.Now()
		}
		return cond()
	})
}

// pressUntil presses keys, and again from time to time, until cond holds.
func (w *window) pressUntil(what string, cond func() bool, keys ...string) {
	w.d.tb.Helper()
	w.tryUntil(what, func() { w.d.press(keys...) }, cond)
}

// unset is what the clipboard holds before a code is asked for.
const unset = "nothing was copied"

var sixDigits = regexp.MustCompile(`^\d{6}$`)

// copyCode copies the code of the nth account in the list and returns what is
// on the clipboard then. The keys of before lead to the list.
func (w *window) copyCode(n int, before ...string) string {
	w.d.tb.Helper()
	owner := exec.Command("xclip", "-quiet", "-selection", "clipboard", "-in") // quiet stays in the foreground
	owner.Stdin = strings.NewReader(unset)
	w.d.run(owner)
	w.d.until("the clipboard is free of codes", func() bool { return w.d.clipboard() == unset })
	var code string
	w.pressUntil("a code is on the clipboard", func() bool {
		code = w.d.clipboard()
		return sixDigits.MatchString(code)
	}, append(before, "ctrl+"+strconv.Itoa(n))...)
	return code
}

// clipboard returns the text on the clipboard, or nothing.
func (d *desktop) clipboard() string {
	text, _ := d.command("", "xclip", "-selection", "clipboard", "-out") // an empty clipboard is an error
	return text
}

// mustShow checks that the nth account of the list shows e's code. The keys of
// before lead to the list.
func (w *window) mustShow(n int, e enrolment, before ...string) {
	w.d.tb.Helper()
	code := w.copyCode(n, before...)
	if want := w.d.codesNow(e); !slices.Contains(want, code) {
		w.d.tb.Fatalf("Deskfob copied %s for %s, oathtool says %v", code, e.issuer, want)
	}
}
