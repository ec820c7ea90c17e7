//go:build !windows && !darwin

package desktop

import (
	"fmt"
	"io"
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// checkDisplay connects to the X server, Wayland's own (XWayland) included:
// the toolkit is built for X.
func checkDisplay() error {
	x, err := connect()
	if err != nil {
		return err
	}
	x.Close()
	return nil
}

func connect() (*xgb.Conn, error) {
	name := os.Getenv("DISPLAY")
	if name == "" {
		return nil, fmt.Errorf("%w: DISPLAY is not set", ErrNoDisplay)
	}
	xgb.Logger.SetOutput(io.Discard) // it would write to standard error
	x, err := xgb.NewConnDisplay(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %s cannot be opened: %v", ErrNoDisplay, name, err)
	}
	return x, nil
}

// roomHeight asks the window manager (_NET_WORKAREA of the EWMH), else takes
// the whole screen.
func roomHeight() int {
	x, err := connect()
	if err != nil {
		return 0
	}
	defer x.Close()
	screen := xproto.Setup(x).DefaultScreen(x)
	const area = "_NET_WORKAREA" // x, y, width and height of each virtual desktop
	height := int(screen.HeightInPixels)
	atom, err := xproto.InternAtom(x, true, uint16(len(area)), area).Reply()
	if err != nil || atom.Atom == 0 {
		return height
	}
	p, err := xproto.GetProperty(x, false, screen.Root, atom.Atom, xproto.AtomCardinal, 0, 4).Reply()
	if err != nil || p.Format != 32 || len(p.Value) < 16 {
		return height
	}
	return int(xgb.Get32(p.Value[12:]))
}
