package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// shell is what the window always holds: the page in sight and, over its
// lower edge, the toast.
type shell struct {
	content *fyne.Container
	page    *fyne.Container
	toast   *toast
}

func newShell() *shell {
	s := &shell{page: container.NewStack(), toast: newToast()}
	s.content = container.New(&shellLayout{s}, s.page, s.toast)
	return s
}

func (s *shell) setPage(o fyne.CanvasObject) {
	s.page.Objects = []fyne.CanvasObject{o}
	s.page.Refresh()
}

type shellLayout struct{ shell *shell }

// MinSize is the least window the views are made for.
func (l *shellLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 320) }

func (l *shellLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	l.shell.page.Resize(size)
	l.shell.placeToast()
}

func (s *shell) placeToast() {
	size := s.content.Size()
	width := min(size.Width-2*barMargin, maxPageWidth)
	height := s.toast.heightAt(width)
	place(s.toast, (size.Width-width)/2, size.Height-barMargin-height, fyne.NewSize(width, height))
}
