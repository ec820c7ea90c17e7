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
	action       func() // what tapping it does; nil: it only goes away
	until        time.Time
	words        *paragraph
}

func newToast() *toast {
	text, _ := toastStyles()
	t := &toast{words: newParagraph("", text)}
	t.Hidden = true
	t.ExtendBaseWidget(t)
	return t
}

// toast says what was done, with a detail at the right.
func (u *UI) toast(text, detail string) {
	u.root.say(text, detail, nil, u.o.Now().Add(toastTime))
}

// toastUndo says what was done and offers one way to go back on it.
func (u *UI) toastUndo(text, action string, do func()) {
	u.root.say(text, action, do, u.o.Now().Add(toastTimeUndo))
}

// say shows the toast; a long text makes it higher.
func (s *shell) say(text, detail string, action func(), until time.Time) {
	t := s.toast
	t.text, t.detail, t.action, t.until = text, detail, action, until
	t.words.setText(text)
	t.Hidden = false
	s.placeToast()
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

// The toast's margins, and the gap between its text and its detail.
const (
	toastMargin = 14
	toastGap    = 12
)

func toastStyles() (text, detail textStyle) {
	text = textStyle{size: textSize, color: tintBackground}
	detail = text
	detail.bold = true
	return text, detail
}

// room is the width that the detail leaves for the text.
func (t *toast) room(width float32) float32 {
	_, detail := toastStyles()
	width -= 2 * toastMargin
	if t.detail != "" {
		width -= detail.measure(t.detail).Width + toastGap
	}
	return width
}

// heightAt implements flowing.
func (t *toast) heightAt(width float32) float32 {
	return max(40, t.words.heightAt(t.room(width))+20)
}

// CreateRenderer implements fyne.Widget.
func (t *toast) CreateRenderer() fyne.WidgetRenderer {
	r := &toastRenderer{t: t, ground: canvas.NewRectangle(nil), detail: canvas.NewText("", nil)}
	r.ground.CornerRadius = 10
	r.Refresh()
	return r
}

type toastRenderer struct {
	t      *toast
	ground *canvas.Rectangle
	detail *canvas.Text
}

func (r *toastRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 40) }

func (r *toastRenderer) Layout(size fyne.Size) {
	_, detail := toastStyles()
	r.ground.Resize(size)
	width := detail.measure(r.t.detail).Width
	placeText(r.detail, size.Width-toastMargin-width, 0, fyne.NewSize(width, size.Height))
	room := r.t.room(size.Width)
	height := r.t.words.heightAt(room)
	place(r.t.words, toastMargin, (size.Height-height)/2, fyne.NewSize(room, height))
}

func (r *toastRenderer) Refresh() {
	_, detail := toastStyles()
	detail.apply(r.detail)
	r.detail.Text = r.t.detail
	r.ground.FillColor = colorOf(tintText)
	r.t.words.Refresh()
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}

func (r *toastRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.t.words, r.detail}
}

func (r *toastRenderer) Destroy() {}
