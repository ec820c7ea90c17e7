package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// checkSize is the side of a check's box.
const checkSize = 18

// check is a box to tick, with words beside it. Tap and space turn it over;
// keys it does not use go on to the window.
type check struct {
	widget.BaseWidget
	text      string
	checked   bool
	onChanged func(checked bool)

	focused, hovered bool
}

func newCheck(text string, changed func(bool)) *check {
	c := &check{text: text, onChanged: changed}
	c.ExtendBaseWidget(c)
	return c
}

func (c *check) set(checked bool) {
	if c.checked == checked {
		return
	}
	c.checked = checked
	c.Refresh()
	if c.onChanged != nil {
		c.onChanged(checked)
	}
}

// Tapped implements fyne.Tappable.
func (c *check) Tapped(*fyne.PointEvent) { c.set(!c.checked) }

// FocusGained implements fyne.Focusable.
func (c *check) FocusGained() { c.focused = true; c.Refresh(); reveal(c) }

// FocusLost implements fyne.Focusable.
func (c *check) FocusLost() { c.focused = false; c.Refresh() }

// TypedKey implements fyne.Focusable.
func (c *check) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeySpace {
		c.Tapped(nil)
		return
	}
	passKey(c, e)
}

// TypedRune implements fyne.Focusable. The space is a key as well.
func (c *check) TypedRune(rune) {}

// MouseIn implements desktop.Hoverable.
func (c *check) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (c *check) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *check) MouseOut() { c.hovered = false; c.Refresh() }

// CreateRenderer implements fyne.Widget.
func (c *check) CreateRenderer() fyne.WidgetRenderer {
	r := &checkRenderer{
		c: c, box: canvas.NewRectangle(nil), ring: canvas.NewRectangle(color.Transparent),
		tick: canvas.NewImageFromResource(theme.NewColoredResource(theme.ConfirmIcon(), theme.ColorNameForegroundOnPrimary)),
		text: canvas.NewText("", nil),
	}
	r.box.CornerRadius, r.ring.CornerRadius, r.ring.StrokeWidth = 4, 7, 2
	r.Refresh()
	return r
}

type checkRenderer struct {
	c         *check
	box, ring *canvas.Rectangle
	tick      *canvas.Image
	text      *canvas.Text
}

func (r *checkRenderer) MinSize() fyne.Size {
	size := fyne.NewSize(checkSize, 36) // the least to hit
	if r.c.text != "" {
		size.Width += 10 + styleBody().measure(r.c.text).Width
	}
	return size
}

func (r *checkRenderer) Layout(size fyne.Size) {
	top := (size.Height - checkSize) / 2
	for o, out := range map[fyne.CanvasObject]float32{r.box: 0, r.ring: 3, r.tick: -2} {
		o.Move(fyne.NewPos(-out, top-out))
		o.Resize(fyne.NewSquareSize(checkSize + 2*out))
	}
	r.text.Move(fyne.NewPos(checkSize+10, 0))
	r.text.Resize(fyne.NewSize(max(0, size.Width-checkSize-10), size.Height))
}

func (r *checkRenderer) Refresh() {
	styleBody().apply(r.text)
	r.text.Text = r.c.text
	r.box.StrokeWidth, r.box.StrokeColor, r.box.FillColor = 1.5, colorOf(tintMuted), colorOf(tintSurface)
	switch {
	case r.c.checked:
		r.box.StrokeColor, r.box.FillColor = colorOf(tintAccent), colorOf(tintAccent)
	case r.c.hovered:
		r.box.FillColor = colorOf(tintSelection)
	}
	r.ring.StrokeColor, r.ring.Hidden = colorOf(tintAccent), !r.c.focused
	r.tick.Hidden = !r.c.checked
	r.tick.Refresh()
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *checkRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.ring, r.tick, r.text}
}

func (r *checkRenderer) Destroy() {}
