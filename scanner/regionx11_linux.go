package scanner

import (
	"context"
	"fmt"
	"image"
	"image/draw"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

const (
	// smallestRegion is the least width and height in pixels: less is a click,
	// and no QR code fits into it.
	smallestRegion = 12
	// grabPatience is how long another program may hold on to the pointer, as
	// a menu does while it closes.
	grabPatience = 2 * time.Second
	keyEscape    = 0xff1b // of X11's keysymdef.h
	// The outline is black with a white border, so that it shows on anything.
	outlineWidth, outlineBorder = 2, 1
)

// captureRegionX11 lets the person drag a rectangle open on an X display, and
// gives its image. Escape and the other mouse buttons cancel.
func captureRegionX11(ctx context.Context, display string) ([]image.Image, error) {
	return withX11(ctx, display, func(ctx context.Context, screen *x11Screen) ([]image.Image, error) {
		img, err := screen.choose(ctx)
		if err != nil {
			return nil, fmt.Errorf("choosing a part of the screen: %w", err)
		}
		return []image.Image{img}, nil
	})
}

// choose grabs pointer and keyboard until a rectangle is chosen. When it
// returns, or the connection ends, grabs and outline are gone. The screen is
// copied before the outline moves over it: what that uncovers stays blank until
// its program draws it again.
func (s *x11Screen) choose(ctx context.Context) (image.Image, error) {
	escape, err := s.keycode(keyEscape)
	if err != nil {
		return nil, x11GrabError(ctx, err)
	}
	if err := s.takeInput(ctx); err != nil {
		return nil, err
	}
	defer func() {
		xproto.UngrabKeyboard(s.conn, xproto.TimeCurrentTime)
		xproto.UngrabPointer(s.conn, xproto.TimeCurrentTime)
	}()
	whole, err := s.grab(ctx, s.bounds())
	if err != nil {
		return nil, err
	}
	outline, err := s.newOutline()
	defer outline.destroy()
	if err != nil {
		return nil, x11GrabError(ctx, err)
	}
	area, err := s.drag(ctx, escape, outline)
	if err != nil {
		return nil, err
	}
	// A copy, so that the rest of the screen can be forgotten.
	part := image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))
	draw.Draw(part, part.Rect, whole, area.Min, draw.Src)
	return part, nil
}

// drag follows the pointer from the press to the release of its first button.
func (s *x11Screen) drag(ctx context.Context, escape xproto.Keycode, outline x11Outline) (image.Rectangle, error) {
	var from image.Point
	pressed := false
	for {
		event, xerr := s.conn.WaitForEvent()
		if event == nil && xerr == nil {
			return image.Rectangle{}, x11GrabError(ctx, fmt.Errorf("the display went away"))
		}
		switch e := event.(type) {
		case xproto.KeyPressEvent:
			if e.Detail == escape {
				return image.Rectangle{}, ErrCancelled
			}
		case xproto.ButtonPressEvent:
			if e.Detail != xproto.ButtonIndex1 {
				return image.Rectangle{}, ErrCancelled
			}
			from, pressed = image.Pt(int(e.RootX), int(e.RootY)), true
		case xproto.MotionNotifyEvent:
			if pressed {
				outline.show(s.span(from, e.RootX, e.RootY))
			}
		case xproto.ButtonReleaseEvent:
			if !pressed || e.Detail != xproto.ButtonIndex1 {
				continue // of a button that was down before
			}
			area := s.span(from, e.RootX, e.RootY)
			if area.Dx() < smallestRegion || area.Dy() < smallestRegion {
				return image.Rectangle{}, ErrCancelled
			}
			return area, nil
		}
	}
}

// span is the rectangle between two pixels, both in it.
func (s *x11Screen) span(from image.Point, x, y int16) image.Rectangle {
	r := image.Rectangle{from, image.Pt(int(x), int(y))}.Canon()
	r.Max = r.Max.Add(image.Pt(1, 1))
	return r.Intersect(s.bounds())
}

// takeInput grabs pointer, with a cross for its shape, and keyboard. No other
// program hears of them meanwhile.
func (s *x11Screen) takeInput(ctx context.Context) error {
	cursor, err := s.cross()
	if err != nil {
		return x11GrabError(ctx, err)
	}
	defer xproto.FreeCursor(s.conn, cursor) // the grab keeps it
	const events = xproto.EventMaskButtonPress | xproto.EventMaskButtonRelease | xproto.EventMaskPointerMotion
	if err := s.insist(ctx, func() (byte, error) {
		reply, err := xproto.GrabPointer(s.conn, false, s.Root, events, xproto.GrabModeAsync, xproto.GrabModeAsync,
			xproto.WindowNone, cursor, xproto.TimeCurrentTime).Reply()
		if err != nil {
			return 0, err
		}
		return reply.Status, nil
	}); err != nil {
		return fmt.Errorf("taking the pointer: %w", err)
	}
	if err := s.insist(ctx, func() (byte, error) {
		reply, err := xproto.GrabKeyboard(s.conn, false, s.Root, xproto.TimeCurrentTime, xproto.GrabModeAsync, xproto.GrabModeAsync).Reply()
		if err != nil {
			return 0, err
		}
		return reply.Status, nil
	}); err != nil {
		xproto.UngrabPointer(s.conn, xproto.TimeCurrentTime)
		return fmt.Errorf("taking the keyboard: %w", err)
	}
	return nil
}

// insist tries to grab until it succeeds or grabPatience is over.
func (s *x11Screen) insist(ctx context.Context, grab func() (status byte, err error)) error {
	until := time.Now().Add(grabPatience)
	for {
		status, err := grab()
		switch {
		case err != nil:
			return x11GrabError(ctx, err)
		case status == xproto.GrabStatusSuccess:
			return nil
		case time.Now().After(until):
			return fmt.Errorf("another program holds it (%d): %w", status, ErrCapture)
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return contextError(ctx)
		}
	}
}

// cross makes a cursor from the server's own font of cursors.
func (s *x11Screen) cross() (xproto.Cursor, error) {
	const name, crosshair = "cursor", 34
	font, err := xproto.NewFontId(s.conn)
	if err != nil {
		return 0, err
	}
	cursor, err := xproto.NewCursorId(s.conn)
	if err != nil {
		return 0, err
	}
	if err := xproto.OpenFontChecked(s.conn, font, uint16(len(name)), name).Check(); err != nil {
		return 0, err
	}
	defer xproto.CloseFont(s.conn, font)
	const white = 0xffff
	return cursor, xproto.CreateGlyphCursorChecked(s.conn, cursor, font, font, crosshair, crosshair+1, 0, 0, 0, white, white, white).Check()
}

// keycode finds the key of a symbol on the person's keyboard.
func (s *x11Screen) keycode(symbol xproto.Keysym) (xproto.Keycode, error) {
	setup := xproto.Setup(s.conn)
	count := int(setup.MaxKeycode) - int(setup.MinKeycode) + 1
	reply, err := xproto.GetKeyboardMapping(s.conn, setup.MinKeycode, byte(count)).Reply()
	if err != nil {
		return 0, err
	}
	for i, k := range reply.Keysyms {
		if k == symbol {
			return setup.MinKeycode + xproto.Keycode(i/int(reply.KeysymsPerKeycode)), nil
		}
	}
	return 0, nil // a keyboard without it; the mouse can cancel too
}

// x11Outline is a frame of four windows around a rectangle. It lies outside, to
// cover nothing of what is chosen.
type x11Outline struct {
	conn  *xgb.Conn
	sides [4]xproto.Window
}

func (s *x11Screen) newOutline() (x11Outline, error) {
	o := x11Outline{conn: s.conn}
	for i := range o.sides {
		id, err := xproto.NewWindowId(s.conn)
		if err != nil {
			return o, err
		}
		o.sides[i] = id
		// Override-redirect: no window manager frames or places it.
		if err := xproto.CreateWindowChecked(s.conn, s.RootDepth, id, s.Root, 0, 0, 1, 1, outlineBorder,
			xproto.WindowClassInputOutput, s.RootVisual,
			xproto.CwBackPixel|xproto.CwBorderPixel|xproto.CwOverrideRedirect, []uint32{s.BlackPixel, s.WhitePixel, 1}).Check(); err != nil {
			return o, err
		}
	}
	return o, nil
}

// show puts the frame around r.
func (o x11Outline) show(r image.Rectangle) {
	const thick = outlineWidth + 2*outlineBorder
	out := r.Inset(-thick)
	for i, side := range [4]image.Rectangle{
		image.Rect(out.Min.X, out.Min.Y, out.Max.X, r.Min.Y), image.Rect(out.Min.X, r.Max.Y, out.Max.X, out.Max.Y),
		image.Rect(out.Min.X, r.Min.Y, r.Min.X, r.Max.Y), image.Rect(r.Max.X, r.Min.Y, out.Max.X, r.Max.Y),
	} {
		xproto.ConfigureWindow(o.conn, o.sides[i],
			xproto.ConfigWindowX|xproto.ConfigWindowY|xproto.ConfigWindowWidth|xproto.ConfigWindowHeight|xproto.ConfigWindowStackMode,
			[]uint32{
				uint32(side.Min.X), uint32(side.Min.Y),
				uint32(max(1, side.Dx()-2*outlineBorder)), uint32(max(1, side.Dy()-2*outlineBorder)), xproto.StackModeAbove,
			})
		xproto.MapWindow(o.conn, o.sides[i])
	}
}

func (o x11Outline) destroy() {
	for _, side := range o.sides {
		if side != 0 {
			xproto.DestroyWindow(o.conn, side)
		}
	}
}
