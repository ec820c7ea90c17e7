//go:build e2e && linux

package e2e

import (
	"slices"
	"strconv"
	"time"

	"github.com/jezek/xgb/xproto"
)

// content is a window's content, four bytes a pixel.
type content struct {
	width  int
	pixels []byte
}

// pixels returns what the window shows now.
func (w *window) pixels() content {
	w.d.tb.Helper()
	size, err := xproto.GetGeometry(w.d.x, xproto.Drawable(w.id)).Reply()
	if err != nil {
		w.d.tb.Fatalf("reading the window: %v", err)
	}
	reply, err := xproto.GetImage(w.d.x, xproto.ImageFormatZPixmap, xproto.Drawable(w.id),
		0, 0, size.Width, size.Height, 0xffffffff).Reply()
	if err != nil {
		w.d.tb.Fatalf("reading the window: %v", err)
	}
	return content{int(size.Width), reply.Data}
}

// alike reports whether two pictures are the same but for a text cursor, which
// comes and goes: a few pixels wide, and a line high.
func alike(a, b content) bool {
	const cursorWidth, cursorHeight = 6, 30
	if a.width != b.width || len(a.pixels) != len(b.pixels) {
		return false
	}
	left, top, right, bottom := a.width, len(a.pixels), 0, 0
	for i := 0; i < len(a.pixels); i += 4 {
		if [3]byte(a.pixels[i:]) == [3]byte(b.pixels[i:]) {
			continue
		}
		x, y := i/4%a.width, i/4/a.width
		left, right, top, bottom = min(left, x), max(right, x), min(top, y), max(bottom, y)
	}
	return right < left || right-left < cursorWidth && bottom-top < cursorHeight
}

// screen is all of the screen.
func (d *desktop) screen() content { return content{screenWidth, d.pixels()} }

// isStill reports whether nothing but a text cursor moves on the screen for
// longer than a second, in which a list would count down.
func (d *desktop) isStill() bool {
	d.tb.Helper()
	before := d.screen()
	for range 4 {
		time.Sleep(400 * time.Millisecond) // the span that is looked at
		if !alike(before, d.screen()) {
			return false
		}
	}
	return true
}

// isCountingDown reports whether something moves on the screen, as in a list.
func (d *desktop) isCountingDown() bool {
	d.tb.Helper()
	return !d.isStill()
}

// warns reports whether there is a line on the ground that warnings have, light
// or dark, above the list; a badge is smaller.
func (w *window) warns() bool {
	w.d.tb.Helper()
	const line = 8000 // pixels
	n := 0
	for pixel := range slices.Chunk(w.pixels().pixels, 4) {
		switch [3]byte(pixel) { // blue, green, red
		case [3]byte{0xdc, 0xf3, 0xff}, [3]byte{0x12, 0x27, 0x33}:
			n++
		}
	}
	return n > line
}

// settle waits until a page that was opened by a key is drawn: nothing but a
// cursor or a clock moves. It is no check: what is typed too early is found
// missing later.
func (d *desktop) settle() {
	d.tb.Helper()
	last := d.screen()
	for range 10 {
		time.Sleep(200 * time.Millisecond)
		now := d.screen()
		if alike(last, now) {
			return
		}
		last = now
	}
}

// pressTimes presses a key several times.
func (d *desktop) pressTimes(n int, key string) {
	d.tb.Helper()
	for range n {
		d.press(key)
	}
}

// click presses the pointer's first button at a place in the window; counted
// from the right edge where x is below zero.
func (w *window) click(x, y int) {
	w.d.tb.Helper()
	if x < 0 {
		x += w.pixels().width
	}
	id := strconv.Itoa(int(w.id))
	if _, err := w.d.command("", "xdotool", "mousemove", "--sync", "--window", id, strconv.Itoa(x), strconv.Itoa(y), "click", "1"); err != nil {
		w.d.tb.Fatalf("clicking: %v", err)
	}
}

// openSettings goes back to the list and clicks on the menu beside the search.
func (w *window) openSettings() {
	w.d.tb.Helper()
	w.d.press("Escape", "Escape", "Escape")
	w.d.settle()
	w.click(-28, 30)
	w.d.settle()
}
