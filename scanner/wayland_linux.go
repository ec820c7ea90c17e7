package scanner

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"strings"
	"syscall"
)

// waylandConn speaks the Wayland wire protocol: messages of 32-bit words in the
// byte order of the computer, to and from numbered objects. The first word is
// the object, the second holds length and opcode. It is enough for a client
// that draws nothing.
type waylandConn struct {
	socket *net.UnixConn
	last   uint32 // the highest object number given out
	unread []byte // received and not yet taken apart
}

// waylandDisplay is the one object that is there from the beginning.
const waylandDisplay = 1

// maxWaylandMessage is what the length's 16 bits can say.
const maxWaylandMessage = 1 << 16

var errWaylandMessage = errors.New("a malformed message of the compositor")

// waylandEvent is a message of the compositor.
type waylandEvent struct {
	object uint32
	opcode uint16
	args   waylandArgs
}

// waylandArgs are the arguments of a message, read from the front.
type waylandArgs []byte

// newObject gives a number for an object that the next request makes.
func (w *waylandConn) newObject() uint32 {
	w.last++
	return w.last
}

// send makes a request with the arguments, which are uint32 or string. A file
// descriptor travels beside the bytes; it is -1 for none.
func (w *waylandConn) send(object uint32, opcode uint16, fd int, args ...any) error {
	order := binary.NativeEndian
	message := make([]byte, 8)
	for _, arg := range args {
		switch arg := arg.(type) {
		case uint32:
			message = order.AppendUint32(message, arg)
		case string:
			message = order.AppendUint32(message, uint32(len(arg)+1))
			message = append(message, arg...)
			message = append(message, make([]byte, 4-len(arg)%4)...) // its zero, and up to the next word
		}
	}
	if len(message) >= maxWaylandMessage {
		return fmt.Errorf("a request of %d bytes is too long", len(message))
	}
	order.PutUint32(message, object)
	order.PutUint32(message[4:], uint32(len(message))<<16|uint32(opcode))
	var beside []byte
	if fd >= 0 {
		beside = syscall.UnixRights(fd)
	}
	_, _, err := w.socket.WriteMsgUnix(message, beside, nil)
	return err
}

// receive waits for the next event. An error that the compositor tells is an
// error here too.
func (w *waylandConn) receive() (waylandEvent, error) {
	for {
		event, rest, err := takeWaylandEvent(w.unread)
		if err != nil {
			return waylandEvent{}, err
		}
		if rest != nil {
			w.unread = rest
			if event.object == waylandDisplay && event.opcode == 0 {
				return waylandEvent{}, event.failure()
			}
			return event, nil
		}
		chunk := make([]byte, 4096)
		n, err := w.socket.Read(chunk)
		if err != nil {
			return waylandEvent{}, err
		}
		w.unread = append(w.unread, chunk[:n]...)
	}
}

// takeWaylandEvent takes the first message off data; rest is nil while it is
// not there as a whole.
func takeWaylandEvent(data []byte) (event waylandEvent, rest []byte, err error) {
	if len(data) < 8 {
		return waylandEvent{}, nil, nil
	}
	word := binary.NativeEndian.Uint32(data[4:])
	length := int(word >> 16)
	if length < 8 || length%4 != 0 {
		return waylandEvent{}, nil, errWaylandMessage
	}
	if len(data) < length {
		return waylandEvent{}, nil, nil
	}
	event = waylandEvent{binary.NativeEndian.Uint32(data), uint16(word), data[8:length:length]}
	return event, data[length:], nil
}

// failure takes wl_display.error apart.
func (e waylandEvent) failure() error {
	args := e.args
	if _, err := args.uint(); err != nil {
		return err
	}
	if _, err := args.uint(); err != nil {
		return err
	}
	text, err := args.string()
	if err != nil {
		return err
	}
	return fmt.Errorf("the compositor refused: %q", text)
}

// uint takes a number, an object or a new object off.
func (a *waylandArgs) uint() (uint32, error) {
	if len(*a) < 4 {
		return 0, errWaylandMessage
	}
	v := binary.NativeEndian.Uint32(*a)
	*a = (*a)[4:]
	return v, nil
}

// string takes a string off: its length with a final zero, then the bytes,
// filled up to a whole word.
func (a *waylandArgs) string() (string, error) {
	n, err := a.uint()
	if err != nil {
		return "", err
	}
	filled := (uint64(n) + 3) &^ 3
	if filled > uint64(len(*a)) {
		return "", errWaylandMessage
	}
	text := string((*a)[:n])
	*a = (*a)[filled:]
	return strings.TrimRight(text, "\x00"), nil
}
