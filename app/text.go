package app

import (
	"math"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// textStyle is how a piece of text is drawn.
type textStyle struct {
	size  float32
	bold  bool
	mono  bool
	color tint
}

// The styles of the design. Bold stands for semibold, which Fyne's fonts lack.
func styleHeading() textStyle { return textStyle{size: textSizeHeading, bold: true, color: tintText} }
func styleTitle() textStyle   { return textStyle{size: textSizeTitle, bold: true, color: tintText} }
func styleBody() textStyle    { return textStyle{size: textSize, color: tintText} }
func styleHint() textStyle    { return textStyle{size: textSizeMuted, color: tintMuted} } // sentences that explain
func styleMuted() textStyle   { return textStyle{size: textSizeMuted, color: tintMuted} }
func styleSmall() textStyle   { return textStyle{size: textSizeSmall, color: tintMuted} }

func (s textStyle) fyneStyle() fyne.TextStyle {
	return fyne.TextStyle{Bold: s.bold, Monospace: s.mono}
}

func (s textStyle) measure(text string) fyne.Size {
	return fyne.MeasureText(text, s.size, s.fyneStyle())
}

// apply gives a canvas text this style in the colours of now.
func (s textStyle) apply(t *canvas.Text) {
	t.TextSize, t.TextStyle, t.Color = s.size, s.fyneStyle(), colorOf(s.color)
}

// placeText puts a text at a whole unit: Fyne makes a picture of whole pixels
// of it, and between two pixels that would be stretched, and blurred.
func placeText(t *canvas.Text, x, y float32, size fyne.Size) {
	t.Move(fyne.NewPos(x, float32(math.Floor(float64(y)))))
	t.Resize(size)
}

// label is one line of text, cut with an ellipsis where it does not fit.
type label struct {
	widget.BaseWidget
	text  string
	style textStyle
	align fyne.TextAlign
	cut   bool // may be made narrower than its text
}

func newLabel(text string, style textStyle) *label {
	l := &label{text: text, style: style}
	l.ExtendBaseWidget(l)
	return l
}

// newCutLabel is a label that takes the room it is given.
func newCutLabel(text string, style textStyle) *label {
	l := newLabel(text, style)
	l.cut = true
	return l
}

// newCentredLabel is a label in the middle of its room.
func newCentredLabel(text string, style textStyle) *label {
	l := newLabel(text, style)
	l.align = fyne.TextAlignCenter
	return l
}

func (l *label) setText(text string) {
	if l.text != text {
		l.text = text
		l.Refresh()
	}
}

func (l *label) setStyle(style textStyle) {
	if l.style != style {
		l.style = style
		l.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (l *label) CreateRenderer() fyne.WidgetRenderer {
	r := &labelRenderer{l: l, shown: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type labelRenderer struct {
	l     *label
	shown *canvas.Text
}

func (r *labelRenderer) MinSize() fyne.Size {
	size := r.l.style.measure(r.l.text)
	if r.l.cut {
		size.Width = min(size.Width, r.l.style.size)
	}
	return size
}

func (r *labelRenderer) Layout(size fyne.Size) {
	r.shown.Text = ellipsize(r.l.text, r.l.style, size.Width)
	placeText(r.shown, 0, 0, size)
	r.shown.Refresh()
}

func (r *labelRenderer) Refresh() {
	r.l.style.apply(r.shown)
	r.shown.Alignment = r.l.align
	r.Layout(r.l.Size())
}

func (r *labelRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.shown} }
func (r *labelRenderer) Destroy()                     {}

// ellipsize returns text, or as much of its start as fits into width with an
// ellipsis after it.
func ellipsize(text string, style textStyle, width float32) string {
	if width <= 0 || style.measure(text).Width <= width+.5 {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes) // low runes fit, high do not
	for low < high-1 {
		mid := (low + high) / 2
		if style.measure(string(runes[:mid])+"…").Width <= width {
			low = mid
		} else {
			high = mid
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}
