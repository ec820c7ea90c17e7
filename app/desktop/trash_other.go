//go:build !linux

package desktop

const hasTrash = false

func moveToTrash(string) error { return ErrUnsupported }
