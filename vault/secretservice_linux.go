package vault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
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

	joining sync.Mutex
	running *unlocking
}

// unlocking is the one attempt that is under way, for all callers that wait.
type unlocking struct {
	done chan struct{} // closed when err is final
	err  error
}

func newUnlocker() unlocker { return &secretService{} }

// unlock joins the attempt under way or starts one. The attempt outlives its
// callers.
func (s *secretService) unlock(ctx context.Context) error {
	s.joining.Lock()
	u := s.running
	if u == nil {
		u = &unlocking{done: make(chan struct{})}
		s.running = u
		go func() {
			u.err = recovering(s.unlockNow)
			s.joining.Lock()
			s.running = nil
			s.joining.Unlock()
			close(u.done)
		}()
	}
	s.joining.Unlock()
	select {
	case <-u.done:
		return u.err
	case <-ctx.Done():
		return contextError(ctx.Err())
	}
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

// unlockOn finds the collection that go-keyring uses, makes it where there is
// none, and unlocks it.
func unlockOn(conn *dbus.Conn) error {
	// Before anything is asked, so that no answer can be missed.
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	defer conn.RemoveSignal(signals)
	found, err := findCollection(context.Background(), conn)
	if err != nil || found.path != noObject && !found.locked {
		return err
	}
	ask := asking{conn: conn, owner: found.owner, signals: signals}
	if found.path == noObject {
		err = ask.create()
	} else {
		err = ask.unlock(found.path)
	}
	if err != nil {
		return err
	}
	// The answer alone is not believed: a path that does not exist counts as
	// unlocked without a prompt.
	found, err = findCollection(context.Background(), conn)
	if err == nil && (found.path == noObject || found.locked) {
		err = ErrLocked
	}
	return err
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
		{"org.gnome.keyring", "gnome-keyring"}, {"org.kde.kwalletd5", "KWallet"}, {"org.kde.kwalletd6", "KWallet"},
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

// foundCollection is the collection that go-keyring will use.
type foundCollection struct {
	owner  string          // the service's unique bus name
	path   dbus.ObjectPath // noObject: there is none
	locked bool
}

// findCollection goes the way go-keyring will go: the login collection if
// there is one, else the default. It starts the service if the bus can.
func findCollection(ctx context.Context, conn *dbus.Conn) (foundCollection, error) {
	ctx, cancel := context.WithTimeout(ctx, callLimit)
	defer cancel()
	found := foundCollection{path: noObject}
	service := conn.Object(secretsName, secretsPath)
	if err := checkService(ctx, conn); err != nil {
		return found, err
	}
	var collections []dbus.ObjectPath
	if err := property(ctx, service, serviceInterface, "Collections", &collections); err != nil {
		return found, err
	}
	// Asked after the service was started.
	err := conn.BusObject().CallWithContext(ctx, busName+".GetNameOwner", 0, secretsName).Store(&found.owner)
	if err != nil {
		return found, secretsError(err)
	}
	if slices.Contains(collections, loginCollection) {
		found.path = loginCollection
	} else {
		err := service.CallWithContext(ctx, serviceInterface+".ReadAlias", 0, "default").Store(&found.path)
		if err != nil || found.path == noObject {
			return found, secretsError(err)
		}
	}
	err = property(ctx, conn.Object(secretsName, found.path), collectionInterface, "Locked", &found.locked)
	return found, err
}

// checkService tells a service that runs or can be started from none.
func checkService(ctx context.Context, conn *dbus.Conn) error {
	bus := conn.BusObject()
	var running bool
	if err := bus.CallWithContext(ctx, busName+".NameHasOwner", 0, secretsName).Store(&running); err != nil {
		return secretsError(err)
	}
	if running {
		return nil
	}
	var names []string
	if err := bus.CallWithContext(ctx, busName+".ListActivatableNames", 0).Store(&names); err != nil {
		return secretsError(err)
	}
	if !slices.Contains(names, secretsName) {
		return ErrUnavailable
	}
	return nil
}

// property reads one property of an object.
func property(ctx context.Context, o dbus.BusObject, iface, name string, value any) error {
	var v dbus.Variant
	if err := o.CallWithContext(ctx, busName+".Properties.Get", 0, iface, name).Store(&v); err != nil {
		return secretsError(err)
	}
	return secretsError(v.Store(value))
}

// asking is one dialog of the service.
type asking struct {
	conn    *dbus.Conn
	owner   string
	signals <-chan *dbus.Signal
}

// unlock asks for the password of a collection.
func (a asking) unlock(path dbus.ObjectPath) error {
	var unlocked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	err := a.conn.Object(a.owner, secretsPath).
		Call(serviceInterface+".Unlock", 0, []dbus.ObjectPath{path}).Store(&unlocked, &prompt)
	if err != nil {
		return secretsError(err)
	}
	return a.prompt(prompt)
}

// create makes the default collection of a fresh home, under the label that
// libsecret gives it. The service asks for its new password.
func (a asking) create() error {
	properties := map[string]dbus.Variant{collectionInterface + ".Label": dbus.MakeVariant("Default keyring")}
	var collection, prompt dbus.ObjectPath
	err := a.conn.Object(a.owner, secretsPath).
		Call(serviceInterface+".CreateCollection", 0, properties, "default").Store(&collection, &prompt)
	if err != nil {
		return secretsError(err)
	}
	return a.prompt(prompt)
}

// prompt shows the dialog and waits until the person answered, or the service
// or the bus went away. The same prompt path may belong to an earlier run of
// the service, and anybody may send a signal: path and sender must both fit.
func (a asking) prompt(path dbus.ObjectPath) error {
	if path == noObject {
		return nil
	}
	match := []dbus.MatchOption{
		dbus.WithMatchSender(a.owner), dbus.WithMatchObjectPath(path),
		dbus.WithMatchInterface(promptInterface), dbus.WithMatchMember("Completed"),
	}
	if err := a.conn.AddMatchSignal(match...); err != nil {
		return secretsError(err)
	}
	// A match that an error leaves behind is harmless: it fits no later dialog.
	err := secretsError(a.conn.Object(a.owner, path).Call(promptInterface+".Prompt", 0, "").Err)
	if err == nil {
		err = a.answer(path)
	}
	if err != nil {
		return err
	}
	return secretsError(a.conn.RemoveMatchSignal(match...))
}

// answer waits for the end of the dialog.
func (a asking) answer(path dbus.ObjectPath) error {
	for signal := range a.signals {
		switch signal.Name {
		case promptInterface + ".Completed":
			if signal.Sender != a.owner || signal.Path != path || len(signal.Body) == 0 {
				continue
			}
			if dismissed, isBool := signal.Body[0].(bool); isBool && !dismissed {
				return nil
			}
			return dismissedError()
		case busName + ".NameOwnerChanged":
			if signal.Sender == busName && len(signal.Body) == 3 && signal.Body[1] == a.owner {
				return fmt.Errorf("%w: it went away while it asked", ErrUnavailable)
			}
		}
	}
	return ErrNoBus // the connection closed the channel
}

// dismissedError tells a person's refusal from a dialog that could not be
// shown, which the service answers in the same way.
func dismissedError() error {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return fmt.Errorf("%w, and there is no display to ask for its password on", ErrLocked)
	}
	return ErrDismissed
}

// explain gives an error of go-keyring its meaning. What it says without a
// type is that a collection or item did not unlock.
func (s *secretService) explain(err error) error {
	if failed := (dbus.Error{}); errors.As(err, &failed) {
		return secretsError(err)
	}
	_, lookErr := s.look(context.Background())
	switch {
	case lookErr != nil:
		return lookErr
	case errors.Is(err, ErrUnavailable):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, dbus.ErrClosed):
		return fmt.Errorf("%w: %w", ErrNoBus, err)
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

// secretsError wraps the sentinel for an error of a call.
func secretsError(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return contextError(err)
	}
	var failed dbus.Error
	errors.As(err, &failed)
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
