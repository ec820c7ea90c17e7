package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// openingView is what is there before the vault is open: nothing to read, so
// that a vault that opens at once does not flash.
type openingView struct{ empty *fyne.Container }

func newOpeningView() *openingView { return &openingView{container.NewStack()} }

func (v *openingView) object() fyne.CanvasObject { return v.empty }
func (v *openingView) focus()                    {}
