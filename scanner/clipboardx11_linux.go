package scanner

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// x11Clipboard asks for the CLIPBOARD selection (ICCCM 2.0, section 2) with a
// window that is never shown, on a connection of its own. The answer arrives
// as a property of that window: whole, or piece by piece (INCR).
type x11Clipboard struct {
	conn   *xgb.Conn
	window xproto.Window
	// alive is called whenever the owner gave something; it puts off the end.
	alive func()

	clipboard, targets, incr, property xproto.Atom
}

// readClipboardX11 gives what the clipboard of an X display holds.
func readClipboardX11(ctx context.Context, display string, wanted clipTypes) ([]byte, error) {
	type answer struct {
		data []byte
		err  error
	}
	// As for the screen, a server that hangs is not waited for.
	done := make(chan answer, 1)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silence := time.AfterFunc(clipSilence, func() { cancel(ErrClipboardSilent) })
	defer silence.Stop()
	go func() {
		data, err := askX11(ctx, display, wanted, func() { silence.Reset(clipSilence) })
		done <- answer{data, err}
	}()
	select {
	case a := <-done:
		if ctx.Err() != nil {
			a.err = clipboardEnded(ctx) // the connection was closed for it
		}
		return a.data, a.err
	case <-ctx.Done():
		return nil, fmt.Errorf("reading the clipboard of X display %s: %w", display, clipboardEnded(ctx))
	}
}

// askX11 chooses among what the owner offers, and reads it.
func askX11(ctx context.Context, display string, wanted clipTypes, alive func()) ([]byte, error) {
	xgb.Logger.SetOutput(io.Discard) // it would write to standard error
	conn, err := xgb.NewConnDisplay(display)
	if err != nil {
		return nil, fmt.Errorf("connecting to X display %s: %v: %w", display, err, ErrNoClipboard)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, conn.Close)()
	c := &x11Clipboard{conn: conn, alive: alive}
	if err := c.prepare(); err != nil {
		return nil, fmt.Errorf("reading the clipboard: %v: %w", err, ErrNoClipboard)
	}
	owner, err := xproto.GetSelectionOwner(conn, c.clipboard).Reply()
	if err != nil || owner.Owner == xproto.WindowNone {
		return nil, nil // nothing was copied, or its program has ended
	}
	offered, err := c.offered()
	if err != nil {
		return nil, fmt.Errorf("asking what the clipboard holds: %w", err)
	}
	kind, ok := wanted.choose(offered)
	if !ok {
		return nil, nil
	}
	target, err := c.atom(kind)
	if err != nil {
		return nil, err
	}
	data, err := c.convert(target)
	if err != nil {
		return nil, fmt.Errorf("reading %s from the clipboard: %w", kind, err)
	}
	return data, nil
}

func (c *x11Clipboard) prepare() (err error) {
	for name, atom := range map[string]*xproto.Atom{
		"CLIPBOARD": &c.clipboard, "TARGETS": &c.targets, "INCR": &c.incr, "DESKFOB_CLIPBOARD": &c.property,
	} {
		if *atom, err = c.atom(name); err != nil {
			return err
		}
	}
	if c.window, err = xproto.NewWindowId(c.conn); err != nil {
		return err
	}
	screen := xproto.Setup(c.conn).DefaultScreen(c.conn)
	return xproto.CreateWindowChecked(c.conn, 0, c.window, screen.Root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly,
		screen.RootVisual, xproto.CwEventMask, []uint32{xproto.EventMaskPropertyChange}).Check()
}

func (c *x11Clipboard) atom(name string) (xproto.Atom, error) {
	reply, err := xproto.InternAtom(c.conn, false, uint16(len(name)), name).Reply()
	if err != nil {
		return 0, err
	}
	return reply.Atom, nil
}

// offered gives the names of the types that the owner has.
func (c *x11Clipboard) offered() ([]string, error) {
	list, err := c.convert(c.targets)
	if err != nil {
		return nil, err
	}
	const most = 256 // programs offer some 20
	var names []string
	for ; len(list) >= 4 && len(names) < most; list = list[4:] {
		name, err := xproto.GetAtomName(c.conn, xproto.Atom(xgb.Get32(list))).Reply()
		if err == nil { // an atom that the owner made up is no type of ours
			names = append(names, name.Name)
		}
	}
	return names, nil
}

// convert asks the owner for one type. It is nil when the owner has it no more.
func (c *x11Clipboard) convert(target xproto.Atom) ([]byte, error) {
	xproto.DeleteProperty(c.conn, c.window, c.property)
	xproto.ConvertSelection(c.conn, c.window, c.clipboard, target, c.property, xproto.TimeCurrentTime)
	for {
		event, err := c.next()
		if err != nil {
			return nil, err
		}
		notify, ok := event.(xproto.SelectionNotifyEvent)
		if !ok || notify.Target != target {
			continue
		}
		if notify.Property == xproto.AtomNone {
			return nil, nil
		}
		break
	}
	kind, data, err := c.take(MaxBytes)
	if err != nil || kind != c.incr {
		return data, err
	}
	return c.pieces()
}

// pieces reads what the owner hands over bit by bit: taking the property, which
// deletes it, asks for the next piece, and an empty one is the end.
func (c *x11Clipboard) pieces() ([]byte, error) {
	var whole []byte
	for {
		event, err := c.next()
		if err != nil {
			return nil, err
		}
		changed, ok := event.(xproto.PropertyNotifyEvent)
		if !ok || changed.Atom != c.property || changed.State != xproto.PropertyNewValue {
			continue
		}
		_, piece, err := c.take(MaxBytes - len(whole))
		if err != nil || len(piece) == 0 {
			return whole, err
		}
		whole = append(whole, piece...)
	}
}

// take reads the property, up to that many bytes, and deletes it.
func (c *x11Clipboard) take(most int) (kind xproto.Atom, data []byte, err error) {
	const step = 1 << 20 // of 4 bytes
	for {
		reply, err := xproto.GetProperty(c.conn, true, c.window, c.property, xproto.GetPropertyTypeAny,
			uint32(len(data)/4), step).Reply()
		if err != nil {
			return 0, nil, fmt.Errorf("the display went away: %v: %w", err, ErrNoClipboard)
		}
		c.alive()
		if len(data)+len(reply.Value)+int(reply.BytesAfter) > most {
			return 0, nil, fmt.Errorf("more than %d bytes on the clipboard: %w", MaxBytes, ErrTooManyBytes)
		}
		data = append(data, reply.Value...)
		if reply.BytesAfter == 0 { // only then the server deletes it
			return reply.Type, data, nil
		}
	}
}

// next waits for an event. X errors belong to nothing that is waited for.
func (c *x11Clipboard) next() (xgb.Event, error) {
	for {
		event, xerr := c.conn.WaitForEvent()
		if event != nil {
			return event, nil
		}
		if xerr == nil {
			return nil, fmt.Errorf("the display went away: %w", ErrNoClipboard)
		}
	}
}
