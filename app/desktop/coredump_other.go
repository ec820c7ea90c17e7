//go:build !linux

package desktop

// DisableCoreDumps returns ErrUnsupported: this system is left as it is.
func DisableCoreDumps() error { return ErrUnsupported }
