package scanner

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"image"
	"strings"

	"github.com/godbus/dbus/v5"
)

const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = dbus.ObjectPath("/org/freedesktop/portal/desktop")
	portalRequest = "org.freedesktop.portal.Request"
)

// What the portal answers a request with.
const (
	portalDone      = 0
	portalCancelled = 1
)

// capturePortal asks the desktop for a screenshot, which it may ask the person
// about in turn. The connection is our own, since other users of the shared one
// take any signal for their answer, and it never starts a bus that is not there:
// such a bus would outlive us.
func capturePortal(ctx context.Context) ([]image.Image, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, fmt.Errorf("connecting to the session bus: %v: %w", err, ErrNoPortal)
	}
	defer conn.Close()
	if err := signIn(ctx, conn); err != nil {
		return nil, fmt.Errorf("signing in to the session bus: %w", portalError(ctx, err))
	}
	uri, err := requestScreenshot(ctx, conn)
	if err != nil {
		return nil, fmt.Errorf("asking the screenshot portal: %w", err)
	}
	img, err := takeFile(uri)
	if err != nil {
		return nil, fmt.Errorf("reading the portal's screenshot: %w", err)
	}
	return []image.Image{img}, nil
}

// signIn does the bus's handshake. It takes no context, so a bus that hangs is
// let go by closing the connection.
func signIn(ctx context.Context, conn *dbus.Conn) error {
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	if err := conn.Auth(nil); err != nil {
		return err
	}
	return conn.Hello()
}

// requestScreenshot makes the call and waits for its Response, a signal on a
// path that the caller can foresee. The match is set before the call: a portal
// that asks nobody answers before the call returns.
func requestScreenshot(ctx context.Context, conn *dbus.Conn) (uri string, err error) {
	token := "deskfob_" + rand.Text()
	sender := strings.ReplaceAll(strings.TrimPrefix(conn.Names()[0], ":"), ".", "_")
	handle := dbus.ObjectPath(fmt.Sprintf("%s/request/%s/%s", portalPath, sender, token))

	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	if err := matchResponse(ctx, conn, handle); err != nil {
		return "", portalError(ctx, err)
	}
	defer func() {
		if ctx.Err() != nil { // takes the dialog off the screen; nobody waits for an answer
			conn.Object(portalName, handle).Call(portalRequest+".Close", dbus.FlagNoReplyExpected)
		}
	}()
	options := map[string]dbus.Variant{
		"handle_token": dbus.MakeVariant(token),
		"modal":        dbus.MakeVariant(true),
		// Desktops deny a silent screenshot or give a black one; their dialog
		// also lets the person choose a region.
		"interactive": dbus.MakeVariant(true),
	}
	portal := conn.Object(portalName, portalPath)
	var given dbus.ObjectPath
	err = portal.CallWithContext(ctx, "org.freedesktop.portal.Screenshot.Screenshot", 0, "", options).Store(&given)
	if err != nil {
		return "", portalError(ctx, err)
	}
	if given != handle { // portals before version 0.9 choose the path
		handle = given
		if err := matchResponse(ctx, conn, handle); err != nil {
			return "", portalError(ctx, err)
		}
	}
	var owner string
	if err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, portalName).Store(&owner); err != nil {
		return "", portalError(ctx, err)
	}
	return awaitResponse(ctx, signals, handle, owner)
}

func matchResponse(ctx context.Context, conn *dbus.Conn, handle dbus.ObjectPath) error {
	if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface(portalRequest),
		dbus.WithMatchMember("Response"), dbus.WithMatchObjectPath(handle)); err != nil {
		return err
	}
	// Tells when the portal goes away while its dialog is open.
	return conn.AddMatchSignalContext(ctx, dbus.WithMatchInterface("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, portalName))
}

// awaitResponse waits for the portal's answer to the request; signals of other
// paths and other senders are none.
func awaitResponse(ctx context.Context, signals <-chan *dbus.Signal, handle dbus.ObjectPath, owner string) (uri string, err error) {
	for {
		select {
		case <-ctx.Done():
			return "", contextError(ctx)
		case s, ok := <-signals:
			switch {
			case !ok:
				return "", portalError(ctx, errors.New("the session bus closed the connection"))
			case s.Name == "org.freedesktop.DBus.NameOwnerChanged" && ownerLost(s, owner):
				return "", fmt.Errorf("the portal ended before it answered: %w", ErrCapture)
			case s.Name == portalRequest+".Response" && s.Path == handle && s.Sender == owner:
				return screenshotURI(s.Body)
			}
		}
	}
}

// ownerLost tells whether the bus says that owner no longer is the portal.
func ownerLost(s *dbus.Signal, owner string) bool {
	var name, before, after string
	err := dbus.Store(s.Body, &name, &before, &after)
	return err == nil && s.Sender == "org.freedesktop.DBus" && name == portalName && before == owner
}

// screenshotURI takes a Response apart.
func screenshotURI(body []any) (string, error) {
	var code uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &code, &results); err != nil {
		return "", fmt.Errorf("unknown answer: %v: %w", err, ErrCapture)
	}
	switch code {
	case portalDone:
	case portalCancelled:
		return "", ErrCancelled
	default: // how GNOME and others say that they do not allow it
		return "", fmt.Errorf("answer %d: %w", code, ErrPermission)
	}
	uri, ok := results["uri"].Value().(string)
	if !ok {
		return "", fmt.Errorf("answer without a file: %w", ErrCapture)
	}
	return uri, nil
}

// portalError sorts the errors of bus calls.
func portalError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	var e dbus.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("%v: %w", err, ErrNoPortal)
	}
	switch e.Name {
	case "org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.UnknownInterface", "org.freedesktop.DBus.Error.UnknownMethod",
		"org.freedesktop.DBus.Error.UnknownObject":
		return fmt.Errorf("%v: %w", e, ErrNoPortal)
	case "org.freedesktop.DBus.Error.AccessDenied", "org.freedesktop.portal.Error.NotAllowed":
		return fmt.Errorf("%v: %w", e, ErrPermission)
	case "org.freedesktop.DBus.Error.NoReply", "org.freedesktop.DBus.Error.TimedOut":
		return fmt.Errorf("%v: %w", e, ErrTimeout)
	}
	if strings.HasPrefix(e.Name, "org.freedesktop.DBus.Error.Spawn.") {
		return fmt.Errorf("%v: %w", e, ErrNoPortal)
	}
	return fmt.Errorf("%v: %w", e, ErrCapture)
}
