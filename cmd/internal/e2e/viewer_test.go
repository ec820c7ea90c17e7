//go:build e2e && linux

package e2e

import (
	"fmt"
	"image"
	_ "image/png" // the pictures shown
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// viewerPicture names, in the environment, the picture that the test binary
// shows as a program of its own: the "other program" whose window Deskfob is to
// read a code off.
const viewerPicture = "DESKFOB_E2E_VIEWER"

// viewerReady is what that program prints once its picture is on the screen.
const viewerReady = "shown"

func TestMain(m *testing.M) {
	if path := os.Getenv(viewerPicture); path != "" {
		if err := showPicture(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// startViewer shows a picture in a window of another program and waits until
// it is on the screen.
func (d *desktop) startViewer(picture string) *process {
	d.tb.Helper()
	self, err := os.Executable()
	if err != nil {
		d.tb.Fatal(err)
	}
	cmd := exec.Command("env", viewerPicture+"="+picture, self)
	p := d.run(cmd)
	d.until("the other program shows its picture", func() bool {
		if p.ended() {
			d.tb.Fatalf("the viewer ended: %s", p.output())
		}
		return strings.Contains(p.output(), viewerReady)
	})
	return p
}

// showPicture opens a window with the picture in it and draws it for ever.
func showPicture(path string) error {
	xgb.Logger.SetOutput(io.Discard)
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	picture, _, err := image.Decode(f)
	if err != nil {
		return err
	}
	x, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer x.Close()
	window, gc, err := openWindow(x, picture.Bounds().Size())
	if err != nil {
		return err
	}
	for {
		event, err := x.WaitForEvent()
		if event == nil && err == nil {
			return nil // the display is gone
		}
		if _, ok := event.(xproto.ExposeEvent); ok {
			draw(x, window, gc, picture)
			x.Sync()
			fmt.Println(viewerReady)
		}
	}
}

func openWindow(x *xgb.Conn, size image.Point) (xproto.Window, xproto.Gcontext, error) {
	screen := xproto.Setup(x).DefaultScreen(x)
	window, err := xproto.NewWindowId(x)
	if err != nil {
		return 0, 0, err
	}
	gc, err := xproto.NewGcontextId(x)
	if err != nil {
		return 0, 0, err
	}
	xproto.CreateWindow(x, screen.RootDepth, window, screen.Root, 0, 0, uint16(size.X), uint16(size.Y), 0,
		xproto.WindowClassInputOutput, screen.RootVisual, xproto.CwBackPixel|xproto.CwEventMask,
		[]uint32{screen.WhitePixel, xproto.EventMaskExposure})
	xproto.CreateGC(x, gc, xproto.Drawable(window), 0, nil)
	return window, gc, xproto.MapWindowChecked(x, window).Check()
}

// draw sends the picture line by line: a whole one can be too long for a request.
func draw(x *xgb.Conn, window xproto.Window, gc xproto.Gcontext, picture image.Image) {
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		line := make([]byte, 0, 4*b.Dx())
		for i := b.Min.X; i < b.Max.X; i++ {
			red, green, blue, _ := picture.At(i, y).RGBA()
			line = append(line, byte(blue>>8), byte(green>>8), byte(red>>8), 0)
		}
		xproto.PutImage(x, xproto.ImageFormatZPixmap, xproto.Drawable(window), gc,
			uint16(b.Dx()), 1, 0, int16(y-b.Min.Y), 0, xproto.Setup(x).DefaultScreen(x).RootDepth, line)
	}
}
