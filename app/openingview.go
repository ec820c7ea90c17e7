package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
)

// openingView is what is there before the vault is open: nothing to read, so
// that a vault that opens at once does not flash.
type openingView struct{ empty *fyne.Container }

func newOpeningView() *openingView { return &openingView{container.NewStack()} }

func (v *openingView) object() fyne.CanvasObject { return v.empty }
func (v *openingView) focus()                    {}

// openingWords is what is said while the vault opens.
func (u *UI) openingWords() string {
	if u.o.Location.File != "" {
		return lang.L("Opening your accounts.")
	}
	return lang.L("Opening your accounts. Your desktop may ask for a password.")
}
