//go:build e2e && linux

package e2e

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// rootProperty returns the first number in a property of the root window, and
// whether there is one.
func (d *desktop) rootProperty(name string) (uint32, bool) {
	atom, err := xproto.InternAtom(d.x, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, false
	}
	p, err := xproto.GetProperty(d.x, false, d.root(), atom.Atom, xproto.GetPropertyTypeAny, 0, 1).Reply()
	if err != nil || p.ValueLen == 0 {
		return 0, false
	}
	return xgb.Get32(p.Value), true
}

func (d *desktop) root() xproto.Window { return xproto.Setup(d.x).DefaultScreen(d.x).Root }

// activeWindow is the window that has the keyboard.
func (d *desktop) activeWindow() (xproto.Window, bool) {
	id, ok := d.rootProperty("_NET_ACTIVE_WINDOW")
	return xproto.Window(id), ok && id != 0
}

// isShown reports whether a window is on the screen, not hidden.
func (d *desktop) isShown(window xproto.Window) bool {
	a, err := xproto.GetWindowAttributes(d.x, window).Reply()
	return err == nil && a.MapState == xproto.MapStateViewable
}

// hasContent reports whether a window shows more than one colour.
func (d *desktop) hasContent(window xproto.Window) bool {
	size, err := xproto.GetGeometry(d.x, xproto.Drawable(window)).Reply()
	if err != nil {
		return false
	}
	// A window that is not shown yet, or gone again, has no image.
	shown, err := xproto.GetImage(d.x, xproto.ImageFormatZPixmap, xproto.Drawable(window),
		0, 0, size.Width, size.Height, 0xffffffff).Reply()
	return err == nil && !bytes.Equal(shown.Data[4:], shown.Data[:len(shown.Data)-4])
}

// pixels returns what is on the screen now, four bytes a pixel.
func (d *desktop) pixels() []byte {
	d.tb.Helper()
	reply, err := xproto.GetImage(d.x, xproto.ImageFormatZPixmap, xproto.Drawable(d.root()),
		0, 0, screenWidth, screenHeight, 0xffffffff).Reply()
	if err != nil {
		d.tb.Fatalf("reading the screen: %v", err)
	}
	return reply.Data
}

// shot saves a screenshot, numbered in the order of the steps.
func (d *desktop) shot(step string) {
	d.tb.Helper()
	dir := os.Getenv("DESKFOB_SHOTS")
	if dir == "" {
		return
	}
	img := image.NewNRGBA(image.Rect(0, 0, screenWidth, screenHeight))
	copy(img.Pix, d.stillPixels())
	for i := 0; i < len(img.Pix); i += 4 { // X has them as blue, green, red, nothing
		img.Pix[i], img.Pix[i+2], img.Pix[i+3] = img.Pix[i+2], img.Pix[i], 255
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		d.tb.Fatal(err)
	}
	d.shots++
	name := fmt.Sprintf("%s-%d-%s.png", strings.ToLower(d.tb.Name()), d.shots, step)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		d.tb.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name), buf.Bytes(), 0o644); err != nil {
		d.tb.Fatal(err)
	}
}

// stillPixels is the screen once it has stood still for a moment, or after a
// while. Only pictures depend on it, no check does.
func (d *desktop) stillPixels() []byte {
	d.tb.Helper()
	last := d.pixels()
	for range 10 {
		time.Sleep(300 * time.Millisecond)
		now := d.pixels()
		if bytes.Equal(now, last) {
			break
		}
		last = now
	}
	return last
}
