package app

import (
	"time"

	"fyne.io/fyne/v2/lang"
)

// clipboardTime is how long a copied code stays in the clipboard.
const clipboardTime = 20 * time.Second

// copied is what of ours is in the clipboard, as far as we know.
type copied struct {
	text  string
	until time.Time
}

// copy puts a code into the clipboard for clipboardTime and says so; what
// names it, as in "Copied 492 039 for Example Cloud".
func (u *UI) copy(text, what string) {
	u.o.App.Clipboard().SetContent(text)
	u.clip = copied{text, u.o.Now().Add(clipboardTime)}
	u.toast(lang.L("Copied {{.What}}", map[string]any{"What": what}), lang.L("clears in 20 s"))
}

// refreshClipboard clears the clipboard when the time of our code is over. A
// clock that was set back ends it too.
func (u *UI) refreshClipboard(now time.Time) {
	if u.clip.text != "" && (!now.Before(u.clip.until) || u.clip.until.Sub(now) > clipboardTime) {
		u.clearClipboard()
	}
}

// clearClipboard clears the clipboard if it still holds our code.
func (u *UI) clearClipboard() {
	if u.clip.text != "" && u.o.App.Clipboard().Content() == u.clip.text {
		u.o.App.Clipboard().SetContent("")
	}
	u.clip = copied{}
}
