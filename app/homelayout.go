package app

import "fyne.io/fyne/v2"

// From this width on the chosen account is shown beside the list.
const (
	wideWindow   = 760
	wideListPart = .46 // of the window, for the list
	widestList   = 480
)

// homeLayout places the parts of the home view.
type homeLayout struct {
	v   *homeView
	bar *fyne.Container
}

// MinSize implements fyne.Layout.
func (l *homeLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(400, 320) }

// Layout implements fyne.Layout.
func (l *homeLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	v := l.v
	width := size.Width
	wide := width >= wideWindow && len(v.all) > 0
	v.pane.holder.Hidden = !wide
	if wide {
		width = min(size.Width*wideListPart, widestList)
		place(v.pane.holder, width, 0, fyne.NewSize(size.Width-width, size.Height))
	}
	place(l.bar, barMargin, barMargin, fyne.NewSize(width-2*barMargin, controlHeight))
	y := float32(barMargin + controlHeight)
	place(v.first, 0, y, fyne.NewSize(width, size.Height-y))
	y += 6
	if !v.clock.Hidden {
		place(v.clock, 16, y, fyne.NewSize(width-32, 18))
	}
	y += 18 + 8
	if !v.notice.card.Hidden {
		height := heightAt(v.notice.card, width-2*barMargin)
		place(v.notice.card, barMargin, y, fyne.NewSize(width-2*barMargin, height))
		y += height + 8
	}
	place(v.nothing, pageMargin, y+24, fyne.NewSize(width-2*pageMargin, 80))
	place(v.listPane, 0, y, fyne.NewSize(width, size.Height-y))
}

// barLayout gives the search what the buttons beside it leave.
type barLayout struct{}

// MinSize implements fyne.Layout.
func (barLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(360, controlHeight) }

// Layout implements fyne.Layout.
func (barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := size.Width
	for i := len(objects) - 1; i > 0; i-- {
		width := objects[i].MinSize().Width
		x -= width
		place(objects[i], x, 0, fyne.NewSize(width, size.Height))
		x -= 8
	}
	place(objects[0], 0, 0, fyne.NewSize(x, size.Height))
}
