package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// The Secret Service API, https://specifications.freedesktop.org/secret-service.
const (
	secretsName     = "org.freedesktop.secrets"
	secretsPath     = dbus.ObjectPath("/org/freedesktop/secrets")
	loginCollection = secretsPath + "/collection/login"
	noObject        = dbus.ObjectPath("/")

	serviceInterface    = "org.freedesktop.Secret.Service"
	collectionInterface = "org.freedesktop.Secret.Collection"
	promptInterface     = "org.freedesktop.Secret.Prompt"
	busName             = "org.freedesktop.DBus"
)

const (
	// connectLimit is for the bus, which answers at once or never.
	connectLimit = 5 * time.Second
	// callLimit is for calls that ask nobody; the first may start the service.
	callLimit = 30 * time.Second
)

// secretService unlocks the keyring before go-keyring meets it, on a bus
// connection of its own. go-keyring's own prompt takes the first signal of any
// kind on the shared connection as its answer, a change of theme for one, and
// without a bus it starts one that nobody stops.
//
// The connection is kept: closing it would orphan a dialog that is open, and
// the next dialog would queue up behind it. Dialogs are left to the person:
// Prompt.Dismiss on an Unlock prompt makes gnome-keyring 42 abort.
type secretService struct {
	connecting sync.Mutex
	conn       *dbus.Conn

	unlocking sharedRun // outlives its callers, as the dialog does
	dialog    dialog
}

func newUnlocker() unlocker { return &secretService{} }

// unlock waits for the person as long as ctx lets it.
func (s *secretService) unlock(ctx context.Context) error {
	err := s.unlocking.do(ctx, s.unlockNow)
	if errors.Is(err, ErrTimeout) {
		s.dialog.outwaited()
	}
	return err
}

// unlockNow waits for the person without a limit.
func (s *secretService) unlockNow() error {
	return s.onBus(func(conn *dbus.Conn) error { return unlockOn(conn, &s.dialog) })
}

// onBus does something on the kept connection, and once again on a new one
// when the kept one turns out to be broken.
func (s *secretService) onBus(do func(*dbus.Conn) error) error {
	conn, isNew, err := s.connect()
	if err != nil {
		return err
	}
	err = do(conn)
	if !errors.Is(err, ErrNoBus) {
		return err
	}
	conn.Close() // broken as it is, it says nothing new
	if isNew {
		return err
	}
	return s.onBus(do)
}

// look says what is there, without asking the person. It comes back when ctx
// ends, also from a bus that hangs.
func (s *secretService) look(ctx context.Context) (keyringState, error) {
	type answer struct {
		state keyringState
		err   error
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		a.err = s.onBus(func(conn *dbus.Conn) error {
			found, err := findCollection(ctx, conn)
			a.state = keyringState{missing: found.path == noObject, locked: found.locked, prompt: s.dialog.now()}
			return err
		})
		answers <- a
	}()
	select {
	case a := <-answers:
		return a.state, a.err
	case <-ctx.Done():
		return keyringState{}, contextError(ctx.Err())
	}
}

// connect returns the kept connection, or a new one if it broke. It never
// starts a bus.
func (s *secretService) connect() (conn *dbus.Conn, isNew bool, err error) {
	s.connecting.Lock()
	defer s.connecting.Unlock()
	if s.conn != nil && s.conn.Connected() {
		return s.conn, false, nil
	}
	conn, err = dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	// Auth and Hello have no limit of their own. The connection gets no
	// context: its end would close it under an open dialog.
	watchdog := time.AfterFunc(connectLimit, func() { conn.Close() })
	err = conn.Auth(nil)
	if err == nil {
		err = conn.Hello()
	}
	if err == nil {
		err = conn.AddMatchSignal(dbus.WithMatchSender(busName), dbus.WithMatchInterface(busName),
			dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretsName))
	}
	if !watchdog.Stop() {
		return nil, false, errBusSilent
	}
	if err != nil {
		conn.Close()
		return nil, false, fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	s.conn = conn
	s.dialog.ended(nil) // whatever was asked on an earlier connection
	return conn, true, nil
}

// property reads one property of an object.
func property(ctx context.Context, o dbus.BusObject, iface, name string, value any) error {
	var v dbus.Variant
	if err := reply(o.CallWithContext(ctx, busName+".Properties.Get", 0, iface, name), &v); err != nil {
		return err
	}
	return reply(&dbus.Call{Body: []any{v.Value()}}, value)
}

// reply takes a call's answer apart.
func reply(call *dbus.Call, values ...any) error {
	if call.Err != nil {
		return secretsError(call.Err)
	}
	if err := dbus.Store(call.Body, values...); err != nil {
		return fmt.Errorf("%w: it does not keep to the Secret Service API: %w", ErrUnavailable, err)
	}
	return nil
}

// explain gives an error of go-keyring its meaning. What it says without a
// type is that a collection or item did not unlock.
func (s *secretService) explain(err error) error {
	if failed := (dbus.Error{}); errors.As(err, &failed) {
		return secretsError(err)
	}
	_, lookErr := s.look(context.Background())
	if lookErr != nil {
		return lookErr
	}
	if errors.Is(err, ErrUnavailable) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrLocked, err)
}

// vanished knows the answers about an object that is no longer there.
func (s *secretService) vanished(err error) bool {
	var failed dbus.Error
	return errors.As(err, &failed) && slices.Contains([]string{
		"org.freedesktop.Secret.Error.NoSuchObject", busName + ".Error.UnknownObject", busName + ".Error.UnknownMethod",
	}, failed.Name)
}

// secretsError wraps the sentinel for the error of a call.
func secretsError(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return contextError(err)
	}
	var failed dbus.Error
	if !errors.As(err, &failed) { // no answer: the connection broke
		return fmt.Errorf("%w: it went away: %w", ErrNoBus, err)
	}
	switch failed.Name {
	case busName + ".Error.AccessDenied", busName + ".Error.AuthFailed":
		return fmt.Errorf("%w: %w", ErrDenied, err)
	case "org.freedesktop.Secret.Error.IsLocked":
		return fmt.Errorf("%w: %w", ErrLocked, err)
	case busName + ".Error.TimedOut", busName + ".Error.Timeout":
		return fmt.Errorf("%w: %w", ErrTimeout, err)
	case busName + ".Error.LimitsExceeded":
		return fmt.Errorf("%w: %w", ErrTooLarge, err)
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
