package desktop

import "context"

// CopySecret puts text on the clipboard and keeps it there until ctx ends or
// another program takes the clipboard; then it is gone, unless a clipboard
// manager kept it in spite of being told that it is a secret. It returns nil
// in both cases, and an error when there is no clipboard to own.
//
// It is for programs without a window; a window has the toolkit's clipboard.
func CopySecret(ctx context.Context, text string) error { return copySecret(ctx, text) }
