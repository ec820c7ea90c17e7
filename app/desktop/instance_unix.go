//go:build unix

package desktop

import (
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// errLockHeld: another process has the lock.
var errLockHeld = errors.New("the lock is held")

// lockFile takes an exclusive lock that the kernel drops when the process ends.
func lockFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return nil, errLockHeld
		}
		return nil, err
	}
	return f, nil
}

// checkPrivate refuses a folder that others own or can enter: a socket there
// could be somebody else's.
func checkPrivate(dir string) error {
	var st unix.Stat_t
	if err := unix.Stat(dir, &st); err != nil {
		return fmt.Errorf("look at %s: %w", dir, err)
	}
	if int(st.Uid) != os.Getuid() || st.Mode&0o077 != 0 {
		return fmt.Errorf("%s is not private: %w", dir, ErrUnsupported)
	}
	return nil
}
