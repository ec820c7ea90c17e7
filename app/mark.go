package app

import (
	"hash/fnv"
	"image/color"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	markSize        = 40
	markSizeCompact = 28
)

// mark is an issuer's sign: its first letter on a colour that never changes.
type mark struct {
	widget.BaseWidget
	name string
	size float32
}

// newMark is the mark for an issuer, or for the account name of an account without one.
func newMark(name string, size float32) *mark {
	m := &mark{name: name, size: size}
	m.ExtendBaseWidget(m)
	return m
}

func (m *mark) set(name string, size float32) {
	if m.name != name || m.size != size {
		m.name, m.size = name, size
		m.Refresh()
	}
}

// markLetter is the first letter or digit of name, in upper case.
func markLetter(name string) string {
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return string(unicode.ToUpper(r))
		}
	}
	return "•"
}

// markColor is the colour for name; upper and lower case are the same.
func markColor(name string) color.NRGBA {
	h := fnv.New32a()
	h.Write([]byte(strings.ToLower(strings.TrimSpace(name))))
	colors := markColors()
	return colors[(h.Sum32()>>24)%uint32(len(colors))] // FNV mixes its high bits best
}

// CreateRenderer implements fyne.Widget.
func (m *mark) CreateRenderer() fyne.WidgetRenderer {
	r := &markRenderer{m: m, ground: canvas.NewRectangle(nil), letter: canvas.NewText("", color.White)}
	r.letter.Alignment = fyne.TextAlignCenter
	r.letter.TextStyle.Bold = true
	r.Refresh()
	return r
}

type markRenderer struct {
	m      *mark
	ground *canvas.Rectangle
	letter *canvas.Text
}

func (r *markRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.m.size) }

func (r *markRenderer) Layout(size fyne.Size) {
	pos := fyne.NewPos((size.Width-r.m.size)/2, (size.Height-r.m.size)/2)
	place(r.ground, pos.X, pos.Y, fyne.NewSquareSize(r.m.size))
	placeText(r.letter, pos.X, pos.Y, fyne.NewSquareSize(r.m.size))
}

func (r *markRenderer) Refresh() {
	r.ground.FillColor = markColor(r.m.name)
	r.ground.CornerRadius = r.m.size / 4
	r.letter.Text = markLetter(r.m.name)
	r.letter.TextSize = r.m.size * .4
	r.Layout(r.m.Size())
	canvas.Refresh(r.m)
}

func (r *markRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.letter}
}

func (r *markRenderer) Destroy() {}
