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
// empty path needs none. The file stays until the vault is erased.
func lockFile(ctx context.Context, path string) (release func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, besideError("make the folder of", path, err)
	}
	wait, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	lock := flock.New(path, flock.SetPermissions(0o600))
	got, err := lock.TryLockContext(wait, lockRetry)
	for got && !named(lock) {
		lock.Unlock()
		got, err = lock.TryLockContext(wait, lockRetry)
	}
	switch {
	case got:
		return func() { lock.Unlock() }, nil
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err == nil, errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("%s is held by another process: %w", path, ErrBusy)
	}
	return nil, besideError("lock", path, err)
}

// tryLockFile is lockFile without waiting; nil where another process holds it.
func tryLockFile(path string) (release func()) {
	if path == "" {
		return func() {}
	}
	lock := flock.New(path, flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil || !got {
		return nil
	}
	if !named(lock) {
		lock.Unlock()
		return nil
	}
	return func() { lock.Unlock() }
}

// named reports whether the file that is locked still bears its name. Erasing a
// vault removes it, and a lock on a file that nobody else can open keeps nobody out.
func named(lock *flock.Flock) bool {
	held, err := lock.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(lock.Path())
	return err == nil && os.SameFile(held, there)
}

// removeLock removes the file of a lock that the caller holds. Windows keeps
// files that are open; there an empty file stays, which does no harm.
func removeLock(path string) {
	if path != "" {
		_ = os.Remove(path)
	}
}
