package app

import "fyne.io/fyne/v2"

// homeView is the everyday view: search, clock and the list of accounts.
type homeView struct {
	u    *UI
	page fyne.CanvasObject
}

func newHomeView(u *UI) *homeView {
	return &homeView{u: u, page: newPage(newLabel("Deskfob", styleHeading()))}
}

func (v *homeView) object() fyne.CanvasObject { return v.page }
func (v *homeView) focus()                    {}
