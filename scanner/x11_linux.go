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
	return withX11(ctx, display, grabMonitors)
}

// withX11 connects to the display, finds out how its pixels are packed, and
// does what is asked there.
func withX11(ctx context.Context, display string, do func(context.Context, *x11Screen) ([]image.Image, error)) ([]image.Image, error) {
	type answer struct {
		images []image.Image
		err    error
	}
	// A server that hangs answers no handshake and reads no deadline, so the
	// caller does not wait for it beyond its context.
	done := make(chan answer, 1)
	go func() {
		images, err := connectX11(ctx, display, do)
		done <- answer{images, err}
	}()
	select {
	case a := <-done:
		return a.images, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("capturing X display %s: %w", display, contextError(ctx))
	}
}

// x11Screen is a connection and the screen that it is for.
type x11Screen struct {
	*xproto.ScreenInfo
	conn   *xgb.Conn
	format x11Format
}

func connectX11(ctx context.Context, display string, do func(context.Context, *x11Screen) ([]image.Image, error)) ([]image.Image, error) {
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
	return do(ctx, &x11Screen{screen, conn, format})
}

// grabMonitors copies what each monitor shows.
func grabMonitors(ctx context.Context, screen *x11Screen) ([]image.Image, error) {
	var images []image.Image
	for _, monitor := range screen.monitors() {
		img, err := screen.grab(ctx, monitor)
		if err != nil {
			return nil, err
		}
		images = append(images, img)
	}
	return images, nil
}

// bounds is the whole root window.
func (s *x11Screen) bounds() image.Rectangle {
	return image.Rect(0, 0, int(s.WidthInPixels), int(s.HeightInPixels))
}

// monitors gives the areas of the root window that monitors show, each once
// though mirrored monitors share one. Today's servers answer Xinerama from
// RandR, with a monitor's scale in its size: an image has the pixels that the
// programs drew. Without Xinerama it is the whole root.
func (s *x11Screen) monitors() []image.Rectangle {
	root := s.bounds()
	if xinerama.Init(s.conn) != nil {
		return []image.Rectangle{root}
	}
	reply, err := xinerama.QueryScreens(s.conn).Reply()
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

// grab copies an area of the root window, in bands of some rows.
func (s *x11Screen) grab(ctx context.Context, area image.Rectangle) (image.Image, error) {
	if area.Dx()*area.Dy() > MaxPixels {
		return nil, fmt.Errorf("a screen of %dx%d: %w", area.Dx(), area.Dy(), ErrTooManyPixels)
	}
	img := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	stride := s.format.stride(area.Dx())
	rows := max(1, x11BandBytes/stride)
	for y := 0; y < area.Dy(); y += rows {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("copying the X screen: %w", contextError(ctx))
		}
		n := min(rows, area.Dy()-y)
		reply, err := xproto.GetImage(s.conn, xproto.ImageFormatZPixmap, xproto.Drawable(s.Root),
			int16(area.Min.X), int16(area.Min.Y+y), uint16(area.Dx()), uint16(n), ^uint32(0)).Reply()
		if err != nil {
			return nil, fmt.Errorf("copying the X screen: %w", x11GrabError(ctx, err))
		}
		if len(reply.Data) < n*stride {
			return nil, fmt.Errorf("copying the X screen: %d bytes for %d rows of %d: %w", len(reply.Data), n, stride, ErrCapture)
		}
		for i := range n {
			s.format.unpack(img.Pix[(y+i)*img.Stride:(y+i+1)*img.Stride], reply.Data[i*stride:(i+1)*stride])
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
