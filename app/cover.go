package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// cover lies over the window while a job is running that the person waits
// for. It takes all input, and after a moment says what is being done.
type cover struct {
	widget.BaseWidget
	panel  *card
	words  *paragraph
	cancel *button
	shown  bool
}

func newCover(what string, cancelled func()) *cover {
	c := &cover{words: newParagraph(what, styleBody()), cancel: newPlainButton(lang.L("Cancel"), cancelled)}
	c.panel = newCard(c.words, newRow(newSpring(), c.cancel))
	c.ExtendBaseWidget(c)
	return c
}

// reveal says what is being done.
func (c *cover) reveal() {
	c.shown = true
	c.Refresh()
}

// say changes the words about what is being done.
func (c *cover) say(what string) {
	c.words.setText(what)
	c.Refresh()
}

// Tapped takes the tap.
func (c *cover) Tapped(*fyne.PointEvent) {}

// CreateRenderer implements fyne.Widget.
func (c *cover) CreateRenderer() fyne.WidgetRenderer {
	r := &coverRenderer{c: c, veil: canvas.NewRectangle(color.Transparent)}
	r.Refresh()
	return r
}

type coverRenderer struct {
	c    *cover
	veil *canvas.Rectangle
}

func (r *coverRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *coverRenderer) Layout(size fyne.Size) {
	r.veil.Resize(size)
	width := min(size.Width-2*pageMargin, 380)
	height := heightAt(r.c.panel, width)
	r.c.panel.Resize(fyne.NewSize(width, height))
	r.c.panel.Move(fyne.NewPos((size.Width-width)/2, (size.Height-height)/2))
}

func (r *coverRenderer) Refresh() {
	veil := colorOf(tintBackground)
	veil.A = 0
	if r.c.shown {
		veil.A = 0xB0
	}
	r.veil.FillColor = veil
	r.c.panel.Hidden = !r.c.shown
	r.c.panel.Refresh()
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *coverRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.veil, r.c.panel}
}

func (r *coverRenderer) Destroy() {}
