//go:build !unix

package desktop

import (
	"errors"
	"os"
)

var errLockHeld = errors.New("the lock is held")

func lockFile(string) (*os.File, error) { return nil, ErrUnsupported }

func checkPrivate(string) error { return ErrUnsupported }
