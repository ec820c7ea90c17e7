package app

import "fyne.io/fyne/v2"

// besideLayout puts the second object at the right of the first, which gets
// the rest of the width and may wrap.
type besideLayout struct {
	width float32 // as last laid out
}

const besideGap = 8

func (l *besideLayout) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	right := objects[1].MinSize()
	return max(heightAt(objects[0], width-right.Width-besideGap), right.Height)
}

// MinSize implements fyne.Layout.
func (l *besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	right := objects[1].MinSize()
	least := 80 + besideGap + right.Width
	return fyne.NewSize(least, l.heightAt(objects, max(least, l.width)))
}

// Layout implements fyne.Layout.
func (l *besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	right := objects[1].MinSize()
	left := size.Width - right.Width - besideGap
	height := heightAt(objects[0], left)
	place(objects[0], 0, max(0, (size.Height-height)/2), fyne.NewSize(left, height))
	place(objects[1], left+besideGap, (size.Height-right.Height)/2, right)
}
