//go:build linux

package desktop

import (
	"testing"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

func TestRoomIsWhatPanelsLeave(t *testing.T) {
	startX(t)
	if got := RoomHeight(); got != 240 {
		t.Errorf("the room is %d pixels high, want the display's 240", got)
	}
	x, err := xgb.NewConn()
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	const name = "_NET_WORKAREA"
	atom, err := xproto.InternAtom(x, false, uint16(len(name)), name).Reply()
	if err != nil {
		t.Fatal(err)
	}
	area := make([]byte, 16)
	for i, n := range []uint32{0, 27, 320, 213} {
		xgb.Put32(area[4*i:], n)
	}
	root := xproto.Setup(x).DefaultScreen(x).Root
	err = xproto.ChangePropertyChecked(x, xproto.PropModeReplace, root, atom.Atom, xproto.AtomCardinal, 32, 4, area).Check()
	if err != nil {
		t.Fatal(err)
	}
	if got := RoomHeight(); got != 213 {
		t.Errorf("the room is %d pixels high, want the 213 that a panel leaves", got)
	}
}

func TestRoomWithoutDisplay(t *testing.T) {
	t.Setenv("DISPLAY", "")
	if got := RoomHeight(); got != 0 {
		t.Errorf("the room is %d pixels high without a display", got)
	}
}
