package scanner

import (
	"context"
	"fmt"
	"image"
	"io"
	"slices"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xinerama"
	"github.com/jezek/xgb/xproto"
)

// x11BandBytes bounds one answer of the X server, so that a large screen does
// not lie in memory a second time in one piece.
const x11BandBytes = 8 << 20

// captureX11 copies what the X display shows, one image a monitor.
func captureX11(ctx context.Context, display string) ([]image.Image, error) {
	type answer struct {
		images []image.Image
		err    error
	}
	// A server that hangs answers no handshake and reads no deadline, so the
	// caller does not wait for it beyond its context.
	done := make(chan answer, 1)
	go func() {
		images, err := grabX11(ctx, display)
		done <- answer{images, err}
	}()
	select {
	case a := <-done:
		return a.images, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("capturing X display %s: %w", display, contextError(ctx))
	}
}

func grabX11(ctx context.Context, display string) ([]image.Image, error) {
	// xgb tells on standard error that it found no authority file, which is
	// no news; what matters comes back as an error.
	xgb.Logger.SetOutput(io.Discard)
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		// xgb types no error here: a display that is not there and one that
		// refuses us look alike, and neither is a display for us.
		return nil, fmt.Errorf("connecting to X display %s: %v: %w", display, err, ErrNoDisplay)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, conn.Close)()

	setup := xproto.Setup(conn)
	if conn.DefaultScreen >= len(setup.Roots) {
		return nil, fmt.Errorf("no screen %d on display %s: %w", conn.DefaultScreen, display, ErrNoDisplay)
	}
	screen := &setup.Roots[conn.DefaultScreen]
	format, err := newX11Format(setup, screen)
	if err != nil {
		return nil, err
	}
	var images []image.Image
	for _, monitor := range x11Monitors(conn, screen) {
		img, err := grabX11Area(ctx, conn, screen.Root, monitor, format)
		if err != nil {
			return nil, err
		}
		images = append(images, img)
	}
	return images, nil
}

// x11Monitors gives the areas of the root window that monitors show, each once
// though mirrored monitors share one. Without Xinerama it is the whole root.
func x11Monitors(conn *xgb.Conn, screen *xproto.ScreenInfo) []image.Rectangle {
	root := image.Rect(0, 0, int(screen.WidthInPixels), int(screen.HeightInPixels))
	if xinerama.Init(conn) != nil {
		return []image.Rectangle{root}
	}
	reply, err := xinerama.QueryScreens(conn).Reply()
	if err != nil {
		return []image.Rectangle{root}
	}
	var areas []image.Rectangle
	for _, m := range reply.ScreenInfo {
		x, y := int(m.XOrg), int(m.YOrg)
		area := image.Rect(x, y, x+int(m.Width), y+int(m.Height)).Intersect(root)
		if !area.Empty() && !slices.Contains(areas, area) {
			areas = append(areas, area)
		}
	}
	if len(areas) == 0 {
		return []image.Rectangle{root}
	}
	return areas
}

// grabX11Area copies an area of a window, in bands of some rows.
func grabX11Area(ctx context.Context, conn *xgb.Conn, window xproto.Window, area image.Rectangle, format x11Format) (image.Image, error) {
	if area.Dx()*area.Dy() > MaxPixels {
		return nil, fmt.Errorf("a screen of %dx%d: %w", area.Dx(), area.Dy(), ErrTooManyPixels)
	}
	img := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	stride := format.stride(area.Dx())
	rows := max(1, x11BandBytes/stride)
	for y := 0; y < area.Dy(); y += rows {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("copying the X screen: %w", contextError(ctx))
		}
		n := min(rows, area.Dy()-y)
		reply, err := xproto.GetImage(conn, xproto.ImageFormatZPixmap, xproto.Drawable(window),
			int16(area.Min.X), int16(area.Min.Y+y), uint16(area.Dx()), uint16(n), ^uint32(0)).Reply()
		if err != nil {
			return nil, fmt.Errorf("copying the X screen: %w", x11GrabError(ctx, err))
		}
		if len(reply.Data) < n*stride {
			return nil, fmt.Errorf("copying the X screen: %d bytes for %d rows of %d: %w", len(reply.Data), n, stride, ErrCapture)
		}
		for i := range n {
			format.unpack(img.Pix[(y+i)*img.Stride:(y+i+1)*img.Stride], reply.Data[i*stride:(i+1)*stride])
		}
	}
	return img, nil
}

func x11GrabError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if _, refused := err.(xproto.AccessError); refused {
		return fmt.Errorf("%v: %w", err, ErrPermission)
	}
	return fmt.Errorf("%v: %w", err, ErrCapture)
}
