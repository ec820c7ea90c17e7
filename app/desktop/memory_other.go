//go:build !linux

package desktop

import "context"

// DisableCoreDumps returns ErrUnsupported: this system is left as it is.
func DisableCoreDumps() error { return ErrUnsupported }

func setReadable(bool) error { return ErrUnsupported }

// MeetPortal does nothing: only Linux has a portal.
func MeetPortal(context.Context) {}
