package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// card is a surface with a border that holds objects under each other.
type card struct {
	widget.BaseWidget
	ground, border tint
	padding        float32
	content        *fyne.Container
}

func newCard(objects ...fyne.CanvasObject) *card {
	return newPanel(tintSurface, tintLine, 16, objects...)
}

// newNotice is a card without a border, for one thing to be done (tintWarning,
// tintWarningGround), would be lost (tintDanger..) or proved (tintGood..).
func newNotice(ground tint, objects ...fyne.CanvasObject) *card {
	return newPanel(ground, ground, 10, objects...)
}

func newPanel(ground, border tint, padding float32, objects ...fyne.CanvasObject) *card {
	c := &card{ground: ground, border: border, padding: padding, content: newColumn(12, objects...)}
	c.ExtendBaseWidget(c)
	return c
}

// heightAt implements flowing.
func (c *card) heightAt(width float32) float32 {
	return heightAt(c.content, width-2*c.padding) + 2*c.padding
}

// CreateRenderer implements fyne.Widget.
func (c *card) CreateRenderer() fyne.WidgetRenderer {
	r := &cardRenderer{c: c, ground: canvas.NewRectangle(nil)}
	r.color()
	return r
}

type cardRenderer struct {
	c      *card
	ground *canvas.Rectangle
}

func (r *cardRenderer) MinSize() fyne.Size {
	return r.c.content.MinSize().AddWidthHeight(2*r.c.padding, 2*r.c.padding)
}

func (r *cardRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.c.content.Move(fyne.NewSquareOffsetPos(r.c.padding))
	r.c.content.Resize(size.SubtractWidthHeight(2*r.c.padding, 2*r.c.padding))
}

func (r *cardRenderer) Refresh() {
	r.color()
	r.Layout(r.c.Size())
	r.c.content.Refresh()
	canvas.Refresh(r.c)
}

func (r *cardRenderer) color() {
	r.ground.FillColor, r.ground.StrokeColor = colorOf(r.c.ground), colorOf(r.c.border)
	r.ground.StrokeWidth, r.ground.CornerRadius = 1, cardRadius
}

func (r *cardRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.c.content}
}

func (r *cardRenderer) Destroy() {}
