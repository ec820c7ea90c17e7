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
}

func newUnlocker() unlocker { return &secretService{} }

// unlock waits for the person as long as ctx lets it.
func (s *secretService) unlock(ctx context.Context) error {
	return s.unlocking.do(ctx, s.unlockNow)
}

// unlockNow waits for the person without a limit.
func (s *secretService) unlockNow() error { return s.onBus(unlockOn) }

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

// look says what is there, without asking the person.
func (s *secretService) look(ctx context.Context) (keyringState, error) {
	var state keyringState
	err := s.onBus(func(conn *dbus.Conn) error {
		found, err := findCollection(ctx, conn)
		state = keyringState{missing: found.path == noObject, locked: found.locked}
		return err
	})
	return state, err
}

// providers tells the known programs apart by the other names they own.
func (s *secretService) providers(ctx context.Context) (serving string, others []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	conn, _, err := s.connect()
	if err != nil {
		return "", nil, err
	}
	owner := func(name string) string { // "" where nobody owns it
		var unique string
		if conn.BusObject().CallWithContext(ctx, busName+".GetNameOwner", 0, name).Store(&unique) != nil {
			return ""
		}
		return unique
	}
	service := owner(secretsName)
	for _, known := range [][2]string{
		{"org.gnome.keyring", "gnome-keyring"},
		{"org.kde.kwalletd5", "KWallet"},
		{"org.kde.kwalletd6", "KWallet"},
		{"org.keepassxc.KeePassXC.MainWindow", "KeePassXC"},
	} {
		switch owner(known[0]) {
		case "":
		case service:
			serving = known[1]
		default:
			others = append(others, known[1])
		}
	}
	return serving, others, nil
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
		return nil, false, fmt.Errorf("connect to the session bus: %w", ErrTimeout)
	}
	if err != nil {
		conn.Close()
		return nil, false, fmt.Errorf("%w: %w", ErrNoBus, err)
	}
	s.conn = conn
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
	}
	return fmt.Errorf("%w: %w", ErrUnavailable, err)
}
