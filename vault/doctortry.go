package vault

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
)

// tryName is the item that Try writes: always the same, so that one that a
// stop left behind is replaced by the next.
const tryName = "doctor-try"

// Try does what Examine does not: it has the keyring ask for its password, as
// Open would, then writes an item of the largest size beside the vault, reads
// it back and deletes it. It makes no vault. It waits for a person as long as
// ctx lets it.
func Try(ctx context.Context, l Location, o Options) Finding {
	o, err := optionsAt(l, o)
	if err != nil {
		return found("file-unreadable", map[string]any{"Error": err})
	}
	folder := o.Dir
	if l.File != "" {
		folder = filepath.Dir(l.File)
		if f := fileFinding(l.File); !f.OK {
			return f
		}
	}
	if err = tryItem(ctx, o); err == nil {
		return found("try-ok", nil)
	}
	data := map[string]any{"Folder": folder, "Bytes": MaxItem, "Error": err}
	switch {
	case errors.Is(err, ErrNoRoom):
		return found("no-room", data)
	case errors.Is(err, ErrTooLarge):
		return found("too-large", data)
	case errors.Is(err, ErrNotSaved):
		return found("not-saved", data)
	case errors.Is(err, ErrBusy):
		return found("busy", data)
	}
	// A keyring that is not there or not open: Examine knows why.
	for _, f := range examineKeyring(context.WithoutCancel(ctx), o) {
		if !f.OK {
			return f
		}
	}
	switch {
	case errors.Is(err, ErrDenied):
		return found("try-denied", data)
	case errors.Is(err, ErrTimeout):
		return found("item-silent", data)
	}
	return found("try-failed", data)
}

// tryItem writes, reads and deletes, while nobody else changes the vault.
func tryItem(ctx context.Context, o Options) error {
	if u, ok := o.Keyring.(Unlocker); ok {
		if err := u.Unlock(ctx); err != nil {
			return err
		}
	}
	release, err := lockFile(ctx, o.lockPath())
	if err != nil {
		return err
	}
	err = writeTry(ctx, o.Keyring)
	var pending *PendingError
	if errors.As(err, &pending) { // the write may still happen: nobody may build on it
		go func() { <-pending.Done; release() }()
		return err
	}
	release()
	return err
}

func writeTry(ctx context.Context, k Keyring) error {
	value := rand.Text()
	value += strings.Repeat("-", MaxItem-len(value))
	if err := k.Set(ctx, tryName, value); err != nil {
		return err
	}
	got, err := k.Get(ctx, tryName)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	if got != value {
		return fmt.Errorf("read back item %s: %w", tryName, ErrNotSaved)
	}
	return k.Delete(ctx, tryName)
}
