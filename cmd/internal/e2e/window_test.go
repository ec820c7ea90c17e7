//go:build e2e && linux

package e2e

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// window is a running Deskfob with its window open.
type window struct {
	*process
	d  *desktop
	id string // X's number for the window
}

// openDeskfob starts the built program and waits until its window has the
// keyboard and something is drawn in it.
func (d *desktop) openDeskfob(args ...string) *window {
	d.tb.Helper()
	w := &window{process: d.start(deskfobPath(d), args...), d: d}
	d.until("Deskfob's window has the keyboard", func() bool {
		if w.ended() {
			d.tb.Fatalf("Deskfob ended: %s", w.output())
		}
		active, err := d.command("", "xdotool", "getactivewindow")
		if err != nil {
			return false
		}
		w.id = strings.TrimSpace(active)
		pid, err := d.command("", "xdotool", "getwindowpid", w.id)
		return err == nil && strings.TrimSpace(pid) == strconv.Itoa(w.cmd.Process.Pid)
	})
	return w
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

// press presses keys as xdotool names them, "ctrl+1" or "Return".
func (w *window) press(keys ...string) {
	w.d.tb.Helper()
	if _, err := w.d.command("", "xdotool", append([]string{"key", "--delay", "20"}, keys...)...); err != nil {
		w.d.tb.Fatalf("pressing %v: %v", keys, err)
	}
}

// typeText types ASCII text.
func (w *window) typeText(text string) {
	w.d.tb.Helper()
	if _, err := w.d.command(text, "xdotool", "type", "--delay", "20", "--file", "-"); err != nil {
		w.d.tb.Fatalf("typing: %v", err)
	}
}

// pressUntil presses a key, again every second or so, until cond holds. A key
// that comes before a view is ready is lost on a person too.
func (w *window) pressUntil(key, what string, cond func() bool) {
	w.d.tb.Helper()
	looks := 0
	w.d.until(what, func() bool {
		if w.ended() {
			w.d.tb.Fatalf("Deskfob ended: %s", w.output())
		}
		if looks%30 == 0 {
			w.press(key)
		}
		looks++
		return cond()
	})
}

// unset is what the clipboard holds before a code is asked for.
const unset = "nothing was copied"

var sixDigits = regexp.MustCompile(`^\d{6}$`)

// copyCode copies the code of the account that is nth in the list and returns
// what is on the clipboard then.
func (w *window) copyCode(n int) string {
	w.d.tb.Helper()
	owner := exec.Command("xclip", "-quiet", "-selection", "clipboard", "-in") // quiet stays in the foreground
	owner.Stdin = strings.NewReader(unset)
	w.d.run(owner)
	w.d.until("the clipboard is free of codes", func() bool { return w.d.clipboard() == unset })
	var code string
	w.pressUntil("ctrl+"+strconv.Itoa(n), "a code is on the clipboard", func() bool {
		code = w.d.clipboard()
		return sixDigits.MatchString(code)
	})
	return code
}

// clipboard returns the text on the clipboard, or nothing.
func (d *desktop) clipboard() string {
	text, _ := d.command("", "xclip", "-selection", "clipboard", "-out") // an empty clipboard is an error
	return text
}

// mustShow checks that the nth account of the list shows e's code.
func (w *window) mustShow(n int, e enrolment) {
	w.d.tb.Helper()
	code := w.copyCode(n)
	if want := w.d.codesNow(e); !slices.Contains(want, code) {
		w.d.tb.Fatalf("Deskfob copied %s for %s, oathtool says %v", code, e.issuer, want)
	}
}
