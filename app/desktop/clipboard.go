package desktop

import "context"

// CopySecret puts text on the clipboard and keeps it there until ctx ends or
// another program takes the clipboard; then it is gone, unless a clipboard
// manager kept it in spite of being told that it is a secret. It returns nil
// in both cases, and an error when there is no clipboard to own.
//
// It is for programs without a window. A window has the toolkit's clipboard,
// and ClearIfHeld.
func CopySecret(ctx context.Context, text string) error { return copySecret(ctx, text) }

// Clipboard is the toolkit's clipboard.
type Clipboard interface {
	Content() string
	SetContent(text string)
}

// ClearIfHeld empties the clipboard if it still holds text, so that what a
// person copied since stays. It reports whether it did.
func ClearIfHeld(c Clipboard, text string) bool {
	if text == "" || c.Content() != text {
		return false
	}
	c.SetContent("")
	return true
}
