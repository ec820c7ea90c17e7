//go:build linux || freebsd || netbsd || openbsd || dragonfly

package desktop

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// copySecret owns the CLIPBOARD selection (ICCCM 2.0 section 2) with a window
// that is never shown, on a connection of its own.
func copySecret(ctx context.Context, text string) error {
	if os.Getenv("DISPLAY") == "" {
		return fmt.Errorf("copy without a display: %w", ErrUnsupported)
	}
	xgb.Logger = log.New(io.Discard, "", 0) // it would write to standard error
	conn, err := xgb.NewConn()
	if err != nil {
		return fmt.Errorf("connect to the display: %w", err)
	}
	o := &owner{conn: conn, text: []byte(text)}
	if err := o.take(); err != nil {
		conn.Close()
		return fmt.Errorf("take the clipboard: %w", err)
	}
	// Closing the connection gives the selection up and ends serve.
	stop := context.AfterFunc(ctx, conn.Close)
	err = o.serve()
	if stop() {
		conn.Close()
	}
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// owner answers those who paste.
type owner struct {
	conn   *xgb.Conn
	window xproto.Window
	text   []byte
	atoms  map[string]xproto.Atom
	names  map[xproto.Atom]string
}

// The targets that are offered. The last is how KDE's clipboard, and others by
// now, are told not to keep a password.
var textTargets = []string{"UTF8_STRING", "STRING", "TEXT", "text/plain", "text/plain;charset=utf-8"}

const (
	targetsTarget = "TARGETS"
	hintTarget    = "x-kde-passwordManagerHint"
)

func (o *owner) take() error {
	if err := o.internAtoms(); err != nil {
		return err
	}
	window, err := xproto.NewWindowId(o.conn)
	if err != nil {
		return err
	}
	screen := xproto.Setup(o.conn).DefaultScreen(o.conn)
	if err := xproto.CreateWindowChecked(o.conn, 0, window, screen.Root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOnly, screen.RootVisual, 0, nil).Check(); err != nil {
		return err
	}
	o.window = window
	clipboard := o.atoms["CLIPBOARD"]
	if err := xproto.SetSelectionOwnerChecked(o.conn, window, clipboard, xproto.TimeCurrentTime).Check(); err != nil {
		return err
	}
	got, err := xproto.GetSelectionOwner(o.conn, clipboard).Reply()
	if err != nil {
		return err
	}
	if got.Owner != window {
		return errors.New("another program holds it")
	}
	return nil
}

func (o *owner) internAtoms() error {
	o.atoms, o.names = map[string]xproto.Atom{}, map[xproto.Atom]string{}
	for _, name := range append([]string{"CLIPBOARD", targetsTarget, hintTarget}, textTargets...) {
		r, err := xproto.InternAtom(o.conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			return err
		}
		o.atoms[name], o.names[r.Atom] = r.Atom, name
	}
	return nil
}

// serve answers until another program takes the selection or the connection ends.
func (o *owner) serve() error {
	for {
		event, xerr := o.conn.WaitForEvent()
		if event == nil && xerr == nil {
			return errors.New("the display went away")
		}
		switch e := event.(type) {
		case xproto.SelectionClearEvent:
			return nil
		case xproto.SelectionRequestEvent:
			o.answer(e)
		}
		// An X error belongs to an answer whose asker is gone; nothing to do.
	}
}

// answer stores what was asked for on the asker's window and says so, or
// refuses with no property (ICCCM section 2.2).
func (o *owner) answer(e xproto.SelectionRequestEvent) {
	property := e.Property
	if property == xproto.AtomNone {
		property = e.Target // an obsolete client
	}
	if !o.store(e.Requestor, property, e.Target) {
		property = xproto.AtomNone
	}
	notify := xproto.SelectionNotifyEvent{
		Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: property,
	}
	xproto.SendEvent(o.conn, false, e.Requestor, xproto.EventMaskNoEvent, string(notify.Bytes()))
}

func (o *owner) store(w xproto.Window, property, target xproto.Atom) bool {
	format, kind, data := byte(8), target, o.text
	switch name := o.names[target]; name {
	case "", "CLIPBOARD":
		return false
	case targetsTarget:
		format, kind, data = 32, xproto.AtomAtom, o.targets()
	case hintTarget:
		data = []byte("secret")
	case "TEXT":
		kind = o.atoms["UTF8_STRING"]
	}
	return xproto.ChangePropertyChecked(o.conn, xproto.PropModeReplace, w, property, kind, format,
		uint32(len(data)*8/int(format)), data).Check() == nil
}

func (o *owner) targets() []byte {
	var list []byte
	for _, name := range append([]string{targetsTarget, hintTarget}, textTargets...) {
		b := make([]byte, 4)
		xgb.Put32(b, uint32(o.atoms[name]))
		list = append(list, b...)
	}
	return list
}
