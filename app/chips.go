package app

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

const (
	chipSize = 30
	chipGap  = 6
)

// newChips shows the codes of a one-time list by their numbers: the used ones
// quiet and struck through, the others on the good ground.
func newChips(total, left int) *fyne.Container {
	row := container.New(&flowLayout{gap: chipGap})
	for n := range total {
		row.Add(newChip(strconv.Itoa(n+1), n < total-left))
	}
	return row
}

// chip is the number of one thing of several.
type chip struct {
	widget.BaseWidget
	text   string
	quiet  bool
	struck bool // through
}

// newChip is the chip of a code.
func newChip(text string, used bool) *chip { return makeChip(text, used, used) }

// newPartChip is the chip of a part of a migration.
func newPartChip(text string, missing bool) *chip { return makeChip(text, missing, false) }

func makeChip(text string, quiet, struck bool) *chip {
	c := &chip{text: text, quiet: quiet, struck: struck}
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	r := &chipRenderer{c: c, ground: canvas.NewRectangle(nil), text: canvas.NewText(c.text, nil), line: canvas.NewLine(nil)}
	r.text.Alignment = fyne.TextAlignCenter
	r.ground.CornerRadius, r.line.StrokeWidth = 6, 1
	r.Refresh()
	return r
}

type chipRenderer struct {
	c      *chip
	ground *canvas.Rectangle
	text   *canvas.Text
	line   *canvas.Line
}

func (r *chipRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(chipSize) }

func (r *chipRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.text.Resize(size)
	width := r.text.MinSize().Width + 4
	r.line.Position1 = fyne.NewPos((size.Width-width)/2, size.Height/2+.5)
	r.line.Position2 = r.line.Position1.AddXY(width, 0)
}

func (r *chipRenderer) Refresh() {
	style, ground := textStyle{size: textSizeSmall, bold: true, color: tintGood}, tintGoodGround
	if r.c.quiet {
		style, ground = textStyle{size: textSizeSmall, color: tintMuted}, tintLine
	}
	style.apply(r.text)
	r.ground.FillColor = colorOf(ground)
	r.line.StrokeColor, r.line.Hidden = colorOf(tintMuted), !r.c.struck
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *chipRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.text, r.line}
}

func (r *chipRenderer) Destroy() {}
