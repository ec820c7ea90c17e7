package scanner

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"time"
)

// waylandClipboard reads the clipboard through the data-control protocol, which
// is made for programs without a window: ext-data-control-v1, or the older
// wlr-data-control-unstable-v1, which differs in names alone. KDE, sway and
// most others have one of them, GNOME has neither.
type waylandClipboard struct {
	waylandConn
	seat, manager, device uint32
	offers                map[uint32][]string // types of each offer
	selection             uint32              // the offer that is on the clipboard; 0: none
}

// Opcodes of the requests and events that are used.
const (
	displaySync, displayGetRegistry = 0, 1
	registryBind                    = 0
	managerGetDevice                = 1
	offerReceive                    = 0

	registryGlobal               = 0
	callbackDone                 = 0
	deviceOffer, deviceSelection = 0, 1
	offerOffer                   = 0
)

// What a compositor may make us remember: offers, and types of each.
const mostWaylandOffers, mostOfferedTypes = 16, 256

// readClipboardWayland gives what the clipboard of a Wayland session holds.
func readClipboardWayland(ctx context.Context, display string, wanted clipTypes) ([]byte, error) {
	if !filepath.IsAbs(display) {
		display = filepath.Join(os.Getenv("XDG_RUNTIME_DIR"), display)
	}
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: display, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("connecting to the Wayland compositor: %v: %w", err, ErrNoClipboard)
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if err := conn.SetDeadline(time.Now().Add(clipSilence)); err != nil {
		return nil, fmt.Errorf("setting a deadline for the Wayland compositor: %v: %w", err, ErrNoClipboard)
	}
	c := &waylandClipboard{
		waylandConn: waylandConn{socket: conn, last: waylandDisplay},
		offers:      make(map[uint32][]string),
	}
	if err := c.look(); err != nil {
		return nil, fmt.Errorf("asking the Wayland compositor: %w", waylandError(ctx, err))
	}
	kind, ok := wanted.choose(c.offers[c.selection])
	if !ok {
		return nil, nil
	}
	data, err := c.fetch(ctx, kind)
	if err != nil {
		return nil, fmt.Errorf("reading %s from the clipboard: %w", kind, waylandError(ctx, err))
	}
	return data, nil
}

// waylandError sorts the errors of a conversation with the compositor.
func waylandError(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return clipboardEnded(ctx)
	case os.IsTimeout(err):
		return fmt.Errorf("%v: %w", err, ErrClipboardSilent)
	case errors.Is(err, ErrTooManyBytes):
		return err
	}
	// Whatever else goes wrong, the compositor shows us no clipboard.
	return fmt.Errorf("%w: %w", ErrNoClipboard, err)
}

// look finds out what is on the clipboard.
func (c *waylandClipboard) look() error {
	registry := c.newObject()
	if err := c.send(waylandDisplay, displayGetRegistry, -1, registry); err != nil {
		return err
	}
	if err := c.wait(func(e waylandEvent) error {
		if e.object == registry && e.opcode == registryGlobal {
			return c.bind(registry, e.args)
		}
		return nil
	}); err != nil {
		return err
	}
	if c.manager == 0 || c.seat == 0 {
		return fmt.Errorf("it lets no program without a window see the clipboard: %w", ErrNoClipboard)
	}
	c.device = c.newObject()
	if err := c.send(c.manager, managerGetDevice, -1, c.device, c.seat); err != nil {
		return err
	}
	return c.wait(c.note)
}

// wait hands on events until the compositor has done all that was asked of it.
func (c *waylandClipboard) wait(handle func(waylandEvent) error) error {
	callback := c.newObject()
	if err := c.send(waylandDisplay, displaySync, -1, callback); err != nil {
		return err
	}
	for {
		event, err := c.receive()
		if err != nil {
			return err
		}
		if event.object == callback && event.opcode == callbackDone {
			return nil
		}
		if err := handle(event); err != nil {
			return err
		}
	}
}

// bind takes the first seat and the first data-control manager.
func (c *waylandClipboard) bind(registry uint32, args waylandArgs) error {
	name, err := args.uint()
	if err != nil {
		return err
	}
	kind, err := args.string()
	if err != nil {
		return err
	}
	object := &c.seat
	switch kind {
	case "wl_seat":
	case "ext_data_control_manager_v1", "zwlr_data_control_manager_v1":
		object = &c.manager
	default:
		return nil
	}
	if *object != 0 {
		return nil
	}
	*object = c.newObject()
	return c.send(registry, registryBind, -1, name, kind, uint32(1), *object)
}

// note remembers the offers that the device tells of, and which is selected.
func (c *waylandClipboard) note(e waylandEvent) error {
	switch {
	case e.object == c.device && e.opcode == deviceOffer:
		id, err := e.args.uint()
		if err == nil && len(c.offers) < mostWaylandOffers {
			c.offers[id] = []string{}
		}
		return err
	case e.object == c.device && e.opcode == deviceSelection:
		id, err := e.args.uint()
		c.selection = id
		return err
	case e.opcode == offerOffer && c.offers[e.object] != nil && len(c.offers[e.object]) < mostOfferedTypes:
		kind, err := e.args.string()
		c.offers[e.object] = append(c.offers[e.object], kind)
		return err
	}
	return nil
}

// fetch has the owner write one type into a pipe. A nil answer means that the
// owner had nothing to write.
func (c *waylandClipboard) fetch(ctx context.Context, kind string) ([]byte, error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer read.Close()
	err = c.send(c.selection, offerReceive, int(write.Fd()), kind)
	write.Close() // else the pipe would never end
	if err != nil {
		return nil, err
	}
	defer context.AfterFunc(ctx, func() { read.Close() })()
	return readPipe(read)
}

// readPipe reads to the end, as long as something comes within clipSilence.
func readPipe(pipe *os.File) ([]byte, error) {
	var whole []byte
	chunk := make([]byte, 1<<16)
	for {
		if err := pipe.SetReadDeadline(time.Now().Add(clipSilence)); err != nil {
			return nil, err
		}
		n, err := pipe.Read(chunk)
		whole = append(whole, chunk[:n]...)
		switch {
		case len(whole) > MaxBytes:
			return nil, fmt.Errorf("more than %d bytes on the clipboard: %w", MaxBytes, ErrTooManyBytes)
		case err == io.EOF:
			return whole, nil
		case err != nil:
			return nil, err
		}
	}
}
