package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// How long a change waits for another process to finish its own. A change
// takes well under a second, unless the other one waits for a person.
const (
	lockWait  = 15 * time.Second
	lockRetry = 20 * time.Millisecond
)

// lockFile takes the advisory lock at path and returns what releases it; an
// empty path needs none. The file stays: removing it would let two processes
// hold locks on two files of one name.
func lockFile(ctx context.Context, path string) (release func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the lock: %v: %w", err, ErrDenied)
	}
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	lock := flock.New(path, flock.SetPermissions(0o600))
	got, err := lock.TryLockContext(wait, lockRetry)
	switch {
	case got:
		return func() { lock.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil, errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%s is held by another process: %w", path, ErrBusy)
	}
	return nil, fmt.Errorf("lock %s: %v: %w", path, err, ErrDenied)
}

// tryLockFile is lockFile without waiting; nil where another process holds it.
func tryLockFile(path string) (release func()) {
	if path == "" {
		return func() {}
	}
	lock := flock.New(path, flock.SetPermissions(0o600))
	if got, err := lock.TryLock(); err != nil || !got {
		return nil
	}
	return func() { lock.Unlock() }
}
