package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newFlow puts objects beside each other, and on the next line what does not fit.
func newFlow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{gap: 8}, objects...)
}

// flowLayout lays out as newFlow says.
type flowLayout struct {
	gap   float32
	width float32 // as last laid out
}

// MinSize implements fyne.Layout.
func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := float32(0)
	for _, o := range objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	return fyne.NewSize(width, l.heightAt(objects, max(width, l.width)))
}

func (l *flowLayout) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return l.place(objects, width, func(fyne.CanvasObject, fyne.Position) {})
}

// Layout implements fyne.Layout.
func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.place(objects, size.Width, func(o fyne.CanvasObject, at fyne.Position) {
		o.Move(at)
		o.Resize(o.MinSize())
	})
}

// place says where each object goes, and returns the height of all.
func (l *flowLayout) place(objects []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position)) float32 {
	at, line := fyne.Position{}, float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if at.X > 0 && at.X+size.Width > width {
			at.X, at.Y, line = 0, at.Y+line+l.gap, 0
		}
		put(o, at)
		at.X += size.Width + l.gap
		line = max(line, size.Height)
	}
	return at.Y + line
}
