package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// How long a toast stays, and one that offers to undo something.
const (
	toastTime     = 5 * time.Second
	toastTimeUndo = 12 * time.Second
)

// toast says what was just done, over the lower edge of the window, in the
// window's colours turned round.
type toast struct {
	widget.BaseWidget
	text, detail string
	action       func() // what tapping detail does; nil: it is no button
	until        time.Time
}

func newToast() *toast {
	t := &toast{}
	t.Hidden = true
	t.ExtendBaseWidget(t)
	return t
}

// toast says what was done, with a detail at the right.
func (u *UI) toast(text, detail string) {
	u.root.toast.say(text, detail, nil, u.o.Now().Add(toastTime))
}

// toastUndo says what was done and offers one way to go back on it.
func (u *UI) toastUndo(text, action string, do func()) {
	u.root.toast.say(text, action, do, u.o.Now().Add(toastTimeUndo))
}

func (t *toast) say(text, detail string, action func(), until time.Time) {
	t.text, t.detail, t.action, t.until = text, detail, action, until
	t.Hidden = false
	t.Refresh()
}

// refresh takes the toast away when its time is over.
func (t *toast) refresh(now time.Time) {
	if t.Visible() && (!now.Before(t.until) || t.until.Sub(now) > toastTimeUndo) {
		t.Hide()
	}
}

// Tapped does what the toast offers, and takes it away.
func (t *toast) Tapped(*fyne.PointEvent) {
	t.Hide()
	if t.action != nil {
		t.action()
	}
}

// CreateRenderer implements fyne.Widget.
func (t *toast) CreateRenderer() fyne.WidgetRenderer {
	r := &toastRenderer{
		t: t, ground: canvas.NewRectangle(nil), text: canvas.NewText("", nil), detail: canvas.NewText("", nil),
	}
	r.ground.CornerRadius = 10
	r.detail.Alignment = fyne.TextAlignTrailing
	r.Refresh()
	return r
}

type toastRenderer struct {
	t            *toast
	ground       *canvas.Rectangle
	text, detail *canvas.Text
}

func (r *toastRenderer) styles() (text, detail textStyle) {
	text = textStyle{size: textSize, color: tintBackground}
	detail = text
	detail.bold = true
	return text, detail
}

func (r *toastRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 40) }

func (r *toastRenderer) Layout(size fyne.Size) {
	text, detail := r.styles()
	r.ground.Resize(size)
	width := detail.measure(r.t.detail).Width
	placeText(r.detail, size.Width-14-width, 0, fyne.NewSize(width, size.Height))
	room := size.Width - 2*14 - 12 - width
	r.text.Text = ellipsize(r.t.text, text, room)
	placeText(r.text, 14, 0, fyne.NewSize(room, size.Height))
}

func (r *toastRenderer) Refresh() {
	text, detail := r.styles()
	text.apply(r.text)
	detail.apply(r.detail)
	r.detail.Text = r.t.detail
	r.ground.FillColor = colorOf(tintText)
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *toastRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.detail}
}

func (r *toastRenderer) Destroy() {}
