package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/godbus/dbus/v5"
)

// unlockOn finds the collection that go-keyring uses, makes it where there is
// none, and unlocks it.
func unlockOn(conn *dbus.Conn, dialog *dialog) error {
	// Before anything is asked, so that no answer can be missed.
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	defer conn.RemoveSignal(signals)
	found, err := findCollection(context.Background(), conn)
	if err != nil || found.path != noObject && !found.locked {
		return err
	}
	ask := asking{conn: conn, owner: found.owner, signals: signals, dialog: dialog}
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
	owner, err := checkService(ctx, conn)
	if err != nil {
		return found, err
	}
	var collections []dbus.ObjectPath
	if err := property(ctx, service, serviceInterface, "Collections", &collections); err != nil {
		return found, err
	}
	if owner == "" { // that call started it
		if owner, err = serviceOwner(ctx, conn); err != nil {
			return found, err
		}
	}
	found.owner = owner
	if slices.Contains(collections, loginCollection) {
		found.path = loginCollection
	} else {
		err := reply(service.CallWithContext(ctx, serviceInterface+".ReadAlias", 0, "default"), &found.path)
		if err != nil || found.path == noObject {
			return found, err
		}
	}
	err = property(ctx, conn.Object(secretsName, found.path), collectionInterface, "Locked", &found.locked)
	return found, err
}

// checkService returns the owner of the service's name, "" for a service that
// the next call will start.
func checkService(ctx context.Context, conn *dbus.Conn) (owner string, err error) {
	owner, err = serviceOwner(ctx, conn)
	var failed dbus.Error
	if !errors.As(err, &failed) || failed.Name != busName+".Error.NameHasNoOwner" {
		return owner, err
	}
	var names []string
	if err := reply(conn.BusObject().CallWithContext(ctx, busName+".ListActivatableNames", 0), &names); err != nil {
		return "", err
	}
	if !slices.Contains(names, secretsName) {
		return "", errNoService
	}
	return "", nil
}

func serviceOwner(ctx context.Context, conn *dbus.Conn) (owner string, err error) {
	err = reply(conn.BusObject().CallWithContext(ctx, busName+".GetNameOwner", 0, secretsName), &owner)
	return owner, err
}

// asking is one dialog of the service.
type asking struct {
	conn    *dbus.Conn
	owner   string
	signals <-chan *dbus.Signal
	dialog  *dialog
}

// unlock asks for the password of a collection.
func (a asking) unlock(path dbus.ObjectPath) error {
	var unlocked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	service := a.conn.Object(a.owner, secretsPath)
	err := reply(service.Call(serviceInterface+".Unlock", 0, []dbus.ObjectPath{path}), &unlocked, &prompt)
	if err != nil {
		return err
	}
	return a.prompt(prompt)
}

// create makes the default collection of a fresh home, under the label that
// libsecret gives it. The service asks for its new password.
func (a asking) create() error {
	properties := map[string]dbus.Variant{collectionInterface + ".Label": dbus.MakeVariant("Default keyring")}
	var collection, prompt dbus.ObjectPath
	service := a.conn.Object(a.owner, secretsPath)
	err := reply(service.Call(serviceInterface+".CreateCollection", 0, properties, "default"), &collection, &prompt)
	if err != nil {
		return err
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
	a.dialog.opened()
	err := reply(a.conn.Object(a.owner, path).Call(promptInterface+".Prompt", 0, ""))
	if err == nil {
		err = a.answer(path)
	}
	a.dialog.ended(err)
	if err != nil {
		return err
	}
	if err := a.conn.RemoveMatchSignal(match...); err != nil {
		return secretsError(err)
	}
	return nil
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
	if noDisplay() {
		return fmt.Errorf("%w, and there is no display to ask for its password on", ErrLocked)
	}
	return ErrDismissed
}
