package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// pageSwitch shows one of a view's pages at a time: a question, then what came of it.
type pageSwitch struct{ *fyne.Container }

func newPageSwitch(first fyne.CanvasObject) *pageSwitch {
	return &pageSwitch{container.NewStack(first)}
}

func (s *pageSwitch) set(o fyne.CanvasObject) {
	s.Objects = []fyne.CanvasObject{o}
	s.Refresh()
}
