package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// buttonKind is how loud a button is. A view has at most one primary button.
type buttonKind int

const (
	buttonPrimary buttonKind = iota // filled with the accent
	buttonPlain                     // a border, text in the accent
	buttonQuiet                     // no border, muted text
	buttonDanger                    // a border, text in the danger colour
)

// button is a control of the design: controlHeight high, pressed by tap,
// space or Enter, with a ring when it has the focus. Keys it does not use
// itself go on to the window.
type button struct {
	widget.BaseWidget
	text     string
	icon     fyne.Resource // instead of the text, which stays the button's name
	kind     buttonKind
	onTapped func()

	chosen                     bool // one of several, and the one that holds
	disabled, focused, hovered bool
}

func newPrimaryButton(text string, tapped func()) *button {
	return newButton(text, buttonPrimary, tapped)
}

func newPlainButton(text string, tapped func()) *button { return newButton(text, buttonPlain, tapped) }

func newQuietButton(text string, tapped func()) *button { return newButton(text, buttonQuiet, tapped) }

func newDangerButton(text string, tapped func()) *button {
	return newButton(text, buttonDanger, tapped)
}

// newIconButton is a quiet button of one icon; text is its name.
func newIconButton(icon fyne.Resource, text string, tapped func()) *button {
	b := newButton(text, buttonQuiet, tapped)
	b.icon = icon
	return b
}

func newButton(text string, kind buttonKind, tapped func()) *button {
	b := &button{text: text, kind: kind, onTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

func (b *button) setText(text string) {
	if b.text != text {
		b.text = text
		b.Refresh()
	}
}

func (b *button) setKind(kind buttonKind) {
	if b.kind != kind {
		b.kind = kind
		b.Refresh()
	}
}

func (b *button) setDisabled(disabled bool) {
	if b.disabled != disabled {
		b.disabled = disabled
		b.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (b *button) Tapped(*fyne.PointEvent) {
	if !b.disabled && b.onTapped != nil {
		b.onTapped()
	}
}

// Disabled is what keeps the keyboard from stopping here; part of fyne.Disableable.
func (b *button) Disabled() bool { return b.disabled }

// Disable implements fyne.Disableable.
func (b *button) Disable() { b.setDisabled(true) }

// Enable implements fyne.Disableable.
func (b *button) Enable() { b.setDisabled(false) }

// FocusGained implements fyne.Focusable.
func (b *button) FocusGained() { b.focused = true; b.Refresh(); reveal(b) }

// FocusLost implements fyne.Focusable.
func (b *button) FocusLost() { b.focused = false; b.Refresh() }

// TypedKey implements fyne.Focusable.
func (b *button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.Tapped(nil)
	default:
		passKey(b, e)
	}
}

// TypedRune implements fyne.Focusable.
func (b *button) TypedRune(r rune) {
	if r != ' ' {
		passRune(b, r)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *button) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *button) MouseOut() { b.hovered = false; b.Refresh() }

// CreateRenderer implements fyne.Widget.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b: b, ground: canvas.NewRectangle(nil), ring: canvas.NewRectangle(color.Transparent),
		text: canvas.NewText("", nil), icon: &canvas.Image{FillMode: canvas.ImageFillContain},
	}
	r.text.Alignment = fyne.TextAlignCenter
	r.Refresh()
	return r
}

type buttonRenderer struct {
	b            *button
	ground, ring *canvas.Rectangle
	text         *canvas.Text
	icon         *canvas.Image
}

func (r *buttonRenderer) style() textStyle {
	return textStyle{size: textSize, bold: true, color: r.front()}
}

func (r *buttonRenderer) front() tint {
	switch {
	case r.b.disabled || r.b.kind == buttonQuiet:
		return tintMuted
	case r.b.kind == buttonPrimary:
		return tintOnAccent
	case r.b.kind == buttonDanger:
		return tintDanger
	}
	return tintAccent
}

func (r *buttonRenderer) MinSize() fyne.Size {
	if r.b.icon != nil {
		return fyne.NewSquareSize(controlHeight)
	}
	margin := float32(14)
	if r.b.kind == buttonQuiet {
		margin = 10
	}
	width := r.style().measure(r.b.text).Width + 2*margin
	return fyne.NewSize(max(width, controlHeight), controlHeight)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.ring.Move(fyne.NewSquareOffsetPos(-3))
	r.ring.Resize(size.AddWidthHeight(6, 6))
	placeText(r.text, 0, 0, size)
	r.icon.Move(fyne.NewPos((size.Width-18)/2, (size.Height-18)/2))
	r.icon.Resize(fyne.NewSquareSize(18))
}

func (r *buttonRenderer) Refresh() {
	b := r.b
	r.style().apply(r.text)
	r.text.Text = b.text
	r.colorGround()
	r.ring.CornerRadius, r.ring.StrokeWidth = controlRadius+3, 2
	r.ring.StrokeColor, r.ring.FillColor = colorOf(tintAccent), faint(colorOf(tintAccent))
	r.ring.Hidden = !b.focused
	r.text.Hidden = b.icon != nil
	r.icon.Hidden = b.icon == nil
	if b.icon != nil {
		r.icon.Resource = b.icon
		r.icon.Refresh()
	}
	r.Layout(b.Size())
	canvas.Refresh(b)
}

// colorGround colours the button by its kind and state.
func (r *buttonRenderer) colorGround() {
	b, ground := r.b, r.ground
	active := b.hovered && !b.disabled
	ground.CornerRadius, ground.StrokeWidth = controlRadius, 0
	if b.kind == buttonPlain || b.kind == buttonDanger {
		ground.StrokeWidth, ground.StrokeColor = 1, colorOf(tintLine)
	}
	switch {
	case b.chosen:
		ground.StrokeColor, ground.FillColor = colorOf(tintAccent), colorOf(tintSelection)
	case b.kind == buttonPrimary && b.disabled:
		ground.FillColor = colorOf(tintLine)
	case b.kind == buttonPrimary && active:
		ground.FillColor = mix(colorOf(tintAccent), colorOf(tintText), .12)
	case b.kind == buttonPrimary:
		ground.FillColor = colorOf(tintAccent)
	case active:
		ground.FillColor = colorOf(tintSelection)
	case b.kind == buttonQuiet:
		ground.FillColor = color.Transparent
	default:
		ground.FillColor = colorOf(tintSurface)
	}
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.ring, r.text, r.icon}
}

func (r *buttonRenderer) Destroy() {}
