package vault

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/zalando/go-keyring"
)

// serviceName is what all items of the OS keyring are filed under.
const serviceName = "Deskfob"

// systemKeyring is the OS keyring. go-keyring's calls know no context and may
// wait for a person for ever, so each runs in a goroutine that its caller may
// leave. One call is out at a time.
type systemKeyring struct {
	gate unlocker
	ops  keyringCalls

	mu      sync.Mutex
	current *keyringCall // nil: none is out
}

// keyringCalls are go-keyring's functions; tests put others in their place.
type keyringCalls struct {
	get    func(service, user string) (string, error)
	set    func(service, user, password string) error
	delete func(service, user string) error
}

// unlocker comes before every call of go-keyring, which must never meet a
// keyring that is locked or not there: it would prompt on a bus connection
// that any signal confuses, or start daemons that nobody stops.
type unlocker interface {
	// unlock returns nil when go-keyring may be called. It waits for a person
	// as long as ctx lets it.
	unlock(ctx context.Context) error
	// explain wraps the sentinel for an error of go-keyring, if it knows it.
	explain(err error) error
	// look says what is there, without asking anybody.
	look(ctx context.Context) (keyringState, error)
	// providers names the program that serves the keyring, and others that
	// could. It starts none. Where none serves, serving is empty.
	providers(ctx context.Context) (serving string, others []string, err error)
	// vanished reports whether err means that an item went away between
	// finding and using it.
	vanished(err error) bool
}

// keyringState is what a look at the keyring found.
type keyringState struct {
	missing bool // there is a service, which holds no collection yet
	locked  bool
	prompt  promptState
}

// promptState is what is known about the keyring's question for its password.
type promptState int

const (
	promptNone       promptState = iota
	promptOpen                   // it is on the screen
	promptUnanswered             // it was, for longer than its caller waited
	promptDismissed              // the last one was closed without an answer
)

var (
	errNoService = fmt.Errorf("%w: none is running, and none can be started", ErrUnavailable)
	errBusSilent = fmt.Errorf("connect to the session bus: %w", ErrTimeout)
)

// keyringCall is one call that is out.
type keyringCall struct {
	done  chan struct{} // closed when it came back
	given chan struct{} // closed when it is a write that its caller gave up
}

var (
	_ Keyring  = (*systemKeyring)(nil)
	_ Unlocker = (*systemKeyring)(nil)
)

// theSystemKeyring is a global because what it stands for is one: the process
// has one OS keyring, one connection, at most one dialog and one write out,
// however often a vault is opened on it.
var theSystemKeyring = sync.OnceValue(newSystemKeyring)

func newSystemKeyring() *systemKeyring {
	return &systemKeyring{
		gate: newUnlocker(),
		ops:  keyringCalls{keyring.Get, keyring.Set, keyring.Delete},
	}
}

// NewSystemKeyring returns the OS keyring: the Secret Service on Linux, the
// Credential Manager on Windows, the Keychain on macOS. Every call returns the
// same one. Making it touches nothing.
//
// When a context ends during Set or Delete the result is a PendingError: the
// write is still out, and until it came back every call returns ErrBusy.
func NewSystemKeyring() Keyring { return theSystemKeyring() }

// Unlock makes sure that the keyring can be used, on Linux by asking the
// person for its password where needed. When ctx ends first the dialog stays
// open, and later callers wait for the same dialog.
func (k *systemKeyring) Unlock(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return contextError(err)
	}
	return k.gate.unlock(ctx)
}

// Get reads one item.
func (k *systemKeyring) Get(ctx context.Context, name string) (string, error) {
	return k.get(ctx, name, k.gate.unlock)
}

// get reads one item as soon as ready lets it.
func (k *systemKeyring) get(ctx context.Context, name string, ready func(context.Context) error) (string, error) {
	var value string
	err := k.do(ctx, ready, false, func() error {
		v, err := k.ops.get(serviceName, name)
		value = v
		return err
	})
	if err != nil {
		// value may still be written by a call that was left.
		return "", itemError("read", name, err)
	}
	return value, nil
}

// Set writes one item. What it reports as done may still not be stored: a
// dismissed prompt counts as success below. Vault reads back.
func (k *systemKeyring) Set(ctx context.Context, name, value string) error {
	if err := checkItem(name, value); err != nil {
		return err
	}
	err := k.do(ctx, k.gate.unlock, true, func() error { return k.ops.set(serviceName, name, value) })
	return itemError("write", name, err)
}

// Delete removes one item.
func (k *systemKeyring) Delete(ctx context.Context, name string) error {
	err := k.do(ctx, k.gate.unlock, true, func() error { return k.ops.delete(serviceName, name) })
	return itemError("delete", name, err)
}

// remove deletes everything that is filed under Deskfob's name: also what a
// vault left behind whose root was lost.
func (k *systemKeyring) remove(ctx context.Context) error {
	err := k.do(ctx, k.gate.unlock, true, func() error { return keyring.DeleteAll(serviceName) })
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return itemError("delete", "all", err)
}

// do takes its turn, waits for the keyring to be ready, and makes one call.
func (k *systemKeyring) do(ctx context.Context, ready func(context.Context) error, write bool, call func() error) error {
	turn, err := k.takeTurn(ctx)
	if err != nil {
		return err
	}
	err = ready(ctx)
	if err == nil && ctx.Err() != nil { // nothing is out yet: leave it so
		err = contextError(ctx.Err())
	}
	if err != nil {
		k.release(turn)
		return err
	}
	result := make(chan error, 1)
	go func() {
		err := k.attempt(call)
		k.release(turn)
		result <- err
	}()
	select {
	case err := <-result:
		return err
	case <-ctx.Done():
	}
	if !write {
		return contextError(ctx.Err())
	}
	select {
	case err := <-result: // it came back just then: no doubt is left
		return err
	default:
	}
	close(turn.given)
	return &PendingError{Err: contextError(ctx.Err()), Done: turn.done}
}

// takeTurn waits until no other call is out, or fails at once when the one
// that is out was given up.
func (k *systemKeyring) takeTurn(ctx context.Context) (*keyringCall, error) {
	if err := ctx.Err(); err != nil {
		return nil, contextError(err)
	}
	turn := &keyringCall{done: make(chan struct{}), given: make(chan struct{})}
	for {
		k.mu.Lock()
		other := k.current
		if other == nil {
			k.current = turn
		}
		k.mu.Unlock()
		if other == nil {
			return turn, nil
		}
		select {
		case <-other.done:
		case <-other.given:
			select {
			case <-other.done: // given up, and back since
			default:
				return nil, fmt.Errorf("an earlier write is still out: %w", ErrBusy)
			}
		case <-ctx.Done():
			return nil, contextError(ctx.Err())
		}
	}
}

// quietKeyring reads the OS keyring and never has it ask anybody: what is
// locked is an error.
type quietKeyring struct{ *systemKeyring }

// Get reads one item.
func (k quietKeyring) Get(ctx context.Context, name string) (string, error) {
	return k.get(ctx, name, k.usable)
}

// release ends a turn.
func (k *systemKeyring) release(turn *keyringCall) {
	k.mu.Lock()
	k.current = nil
	k.mu.Unlock()
	close(turn.done)
}

// attempt makes the call and gives its error a meaning.
func (k *systemKeyring) attempt(call func() error) error {
	err := recovering(call)
	if k.gate.vanished(err) {
		// Another process removed or replaced the item in mid-call: look again.
		err = recovering(call)
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		// Believed only of a keyring that is still there and open: no other
		// answer may lead to creating something.
		if err := k.usable(context.Background()); err != nil {
			return err
		}
		return ErrNotFound
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrTooLarge
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return ErrUnavailable
	}
	return k.gate.explain(err)
}

// usable says why go-keyring cannot be used now, nil when it can. It asks nobody.
func (k *systemKeyring) usable(ctx context.Context) error {
	state, err := k.gate.look(ctx)
	if err == nil && (state.missing || state.locked) {
		err = ErrLocked
	}
	return err
}

// recovering makes the call and turns a panic into an error: go-keyring panics
// when the bus goes away under a prompt.
func recovering(call func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: the keyring library failed", ErrUnavailable)
		}
	}()
	return call()
}

// itemError says what was tried on which item. Item names are no secrets.
func itemError(what, name string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s keyring item %s: %w", what, name, err)
}
