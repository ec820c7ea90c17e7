package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// badge is a word or two on a ground. In the list it stands only where
// something is to be done.
type badge struct {
	widget.BaseWidget
	text   string
	color  tint
	ground tint
}

func newWarningBadge(text string) *badge { return newBadge(text, tintWarning, tintWarningGround) }
func newDangerBadge(text string) *badge  { return newBadge(text, tintDanger, tintDangerGround) }
func newGoodBadge(text string) *badge    { return newBadge(text, tintGood, tintGoodGround) }

func newBadge(text string, color, ground tint) *badge {
	b := &badge{text: text, color: color, ground: ground}
	b.ExtendBaseWidget(b)
	return b
}

func (b *badge) set(text string, color, ground tint) {
	if b.text != text || b.color != color || b.ground != ground {
		b.text, b.color, b.ground = text, color, ground
		b.Refresh()
	}
}

func (b *badge) style() textStyle { return textStyle{size: textSizeSmall, color: b.color} }

// CreateRenderer implements fyne.Widget.
func (b *badge) CreateRenderer() fyne.WidgetRenderer {
	r := &badgeRenderer{b: b, ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	r.text.Alignment = fyne.TextAlignCenter
	r.ground.CornerRadius = 6
	r.Refresh()
	return r
}

type badgeRenderer struct {
	b      *badge
	ground *canvas.Rectangle
	text   *canvas.Text
}

func (r *badgeRenderer) MinSize() fyne.Size {
	return r.b.style().measure(r.b.text).AddWidthHeight(14, 2)
}

func (r *badgeRenderer) Layout(size fyne.Size) {
	least := r.MinSize()
	r.ground.Move(fyne.NewPos(0, (size.Height-least.Height)/2))
	r.ground.Resize(fyne.NewSize(size.Width, least.Height))
	placeText(r.text, 0, 0, size)
}

func (r *badgeRenderer) Refresh() {
	r.b.style().apply(r.text)
	r.text.Text = r.b.text
	r.ground.FillColor = colorOf(r.b.ground)
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

func (r *badgeRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text}
}

func (r *badgeRenderer) Destroy() {}
