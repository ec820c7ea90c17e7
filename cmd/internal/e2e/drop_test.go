//go:build e2e && linux

package e2e

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// TestDropFolder drops a folder with two pictures on the window while a form is
// open.
func TestDropFolder(t *testing.T) {
	d := newDesktop(t)
	d.startBus()
	d.startKeyring()
	first, second := newEnrolment("Trey Research", "emmy@trey.example"), newEnrolment("Blue Yonder", "amalie@blueyonder.example")
	had := newEnrolment("Fourth Coffee", "sofia@coffee.example")
	d.deskfob("add", d.picture(had))
	folder := filepath.Join(d.home, "My pictures")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, e := range []enrolment{first, second} {
		if err := os.Rename(d.picture(e), filepath.Join(folder, e.name+".png")); err != nil {
			t.Fatal(err)
		}
	}
	w := d.openDeskfob()
	w.tryUntil("the accounts are saved", func() {
		d.press("Escape", "Escape", "Down", "F2") // the form to rename the account
		d.shot("over a form")
		d.dropFile(w, folder)
		d.shot("dropped")
		d.stillPixels() // the pictures are looked at first; a later try makes good for slow ones
		d.press("Return")
	}, func() bool { return d.lists(first) && d.lists(second) })
	for _, e := range []enrolment{first, second, had} {
		d.mustHave(e)
	}
	if _, err := os.Stat(filepath.Join(folder, first.name+".png")); err != nil {
		t.Errorf("the folder is not as it was: %v", err)
	}
}

// dragSource is a program that drags a file over other windows, by the XDND
// protocol, version 5 (https://www.freedesktop.org/wiki/Specifications/XDND).
type dragSource struct {
	d      *desktop
	x      *xgb.Conn
	window xproto.Window
	events chan xgb.Event
}

// dropFile drags a file over the middle of the window and lets go of it there.
func (d *desktop) dropFile(w *window, path string) {
	d.tb.Helper()
	x, err := xgb.NewConnDisplay(d.name)
	if err != nil {
		d.tb.Fatal(err)
	}
	defer x.Close()
	s := &dragSource{d: d, x: x, events: make(chan xgb.Event, 100)}
	if s.window, err = openHidden(x); err != nil {
		d.tb.Fatal(err)
	}
	go func() {
		for {
			event, err := x.WaitForEvent()
			if event == nil && err == nil {
				close(s.events) // the connection is closed
				return
			}
			if event != nil {
				s.events <- event
			}
		}
	}()
	list := s.atom("text/uri-list")
	xproto.SetSelectionOwner(x, s.window, s.atom("XdndSelection"), xproto.TimeCurrentTime)
	s.send(w.id, "XdndEnter", 5<<24, uint32(list))
	s.send(w.id, "XdndPosition", 0, screenWidth/2<<16|screenHeight/2, xproto.TimeCurrentTime, uint32(s.atom("XdndActionCopy")))
	s.await("XdndStatus")
	s.send(w.id, "XdndDrop", 0, xproto.TimeCurrentTime)
	s.serve((&url.URL{Scheme: "file", Path: path}).String() + "\r\n")
	s.await("XdndFinished")
}

// openHidden makes a window that is never shown; it stands for the source.
func openHidden(x *xgb.Conn) (xproto.Window, error) {
	screen := xproto.Setup(x).DefaultScreen(x)
	window, err := xproto.NewWindowId(x)
	if err != nil {
		return 0, err
	}
	return window, xproto.CreateWindowChecked(x, screen.RootDepth, window, screen.Root, 0, 0, 1, 1, 0,
		xproto.WindowClassInputOutput, screen.RootVisual, 0, nil).Check()
}

func (s *dragSource) atom(name string) xproto.Atom {
	s.d.tb.Helper()
	reply, err := xproto.InternAtom(s.x, false, uint16(len(name)), name).Reply()
	if err != nil {
		s.d.tb.Fatal(err)
	}
	return reply.Atom
}

// send sends one of the protocol's messages, whose first number is the source.
func (s *dragSource) send(to xproto.Window, kind string, numbers ...uint32) {
	s.d.tb.Helper()
	data := append([]uint32{uint32(s.window)}, numbers...)
	data = append(data, make([]uint32, 5-len(data))...)
	message := xproto.ClientMessageEvent{Format: 32, Window: to, Type: s.atom(kind), Data: xproto.ClientMessageDataUnionData32New(data)}
	if err := xproto.SendEventChecked(s.x, false, to, 0, string(message.Bytes())).Check(); err != nil {
		s.d.tb.Fatal(err)
	}
}

// await waits for the window's answer.
func (s *dragSource) await(kind string) {
	s.d.tb.Helper()
	want := s.atom(kind)
	s.next("the window answers with "+kind, func(e xgb.Event) bool {
		message, ok := e.(xproto.ClientMessageEvent)
		return ok && message.Type == want
	})
}

// serve hands out what is dragged.
func (s *dragSource) serve(text string) {
	s.d.tb.Helper()
	s.next("the window asks for what is dropped", func(e xgb.Event) bool {
		r, ok := e.(xproto.SelectionRequestEvent)
		if !ok {
			return false
		}
		xproto.ChangeProperty(s.x, xproto.PropModeReplace, r.Requestor, r.Property, r.Target, 8, uint32(len(text)), []byte(text))
		answer := xproto.SelectionNotifyEvent{Time: r.Time, Requestor: r.Requestor, Selection: r.Selection, Target: r.Target, Property: r.Property}
		xproto.SendEvent(s.x, false, r.Requestor, 0, string(answer.Bytes()))
		return true
	})
}

// next waits for the event that is told by is.
func (s *dragSource) next(what string, is func(xgb.Event) bool) {
	s.d.tb.Helper()
	deadline := time.After(patience)
	for {
		select {
		case e, open := <-s.events:
			if !open {
				s.d.tb.Fatal("the display is gone")
			}
			if is(e) {
				return
			}
		case <-deadline:
			s.d.shot("failed")
			s.d.tb.Fatalf("waited %v in vain until %s", patience, what)
		}
	}
}
