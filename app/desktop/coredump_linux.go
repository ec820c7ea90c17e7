package desktop

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// DisableCoreDumps keeps the memory of this process, with its secrets, off the
// disk when it crashes.
func DisableCoreDumps() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return fmt.Errorf("switch core dumps off: %w", err)
	}
	return nil
}
