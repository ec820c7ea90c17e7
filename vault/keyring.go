package vault

import "context"

// MaxItem is the longest value an item may have, in bytes of text. Windows
// refuses more than 2,560, macOS more than about 2,900.
const MaxItem = 2400

// Keyring is a store of small text values by name. Set replaces. Get and
// Delete of a name that is not there return an error that wraps ErrNotFound;
// no other error ever does. A value longer than MaxItem gives ErrTooLarge.
// Methods may be called from several goroutines.
type Keyring interface {
	Get(ctx context.Context, name string) (string, error)
	Set(ctx context.Context, name, value string) error
	Delete(ctx context.Context, name string) error
}

// Unlocker is a Keyring that may have to ask the person before it can be used.
// Open calls Unlock before anything else. It returns nil when the keyring can
// be used, and waits for the person as long as ctx lets it.
type Unlocker interface {
	Unlock(ctx context.Context) error
}

// PendingError is returned by a Keyring whose write was given up by its caller
// but is still out and may yet happen. Done is closed when it no longer can.
type PendingError struct {
	Err  error
	Done <-chan struct{}
}

func (e *PendingError) Error() string { return "a write to the keyring is still out: " + e.Err.Error() }

// Unwrap returns the reason.
func (e *PendingError) Unwrap() error { return e.Err }
