//go:build !linux

package desktop

func moveToTrash(string) error { return ErrUnsupported }
