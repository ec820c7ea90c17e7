//go:build !linux

package desktop

import "context"

func watchLock(context.Context, func(LockReason)) error { return ErrUnsupported }
