package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// nearEnd is how long before its end a code is not worth typing any more.
const nearEnd = 5 * time.Second

// clockLine shows the time left of a step as a line and as seconds in words.
type clockLine struct {
	widget.BaseWidget
	left, period time.Duration
	wordless     bool // the line alone
}

func newClockLine() *clockLine {
	c := &clockLine{}
	c.ExtendBaseWidget(c)
	return c
}

// newBareClockLine is a clock line without the seconds beside it.
func newBareClockLine() *clockLine {
	c := newClockLine()
	c.wordless = true
	return c
}

// set shows what is left of a period.
func (c *clockLine) set(left, period time.Duration) {
	if c.left != left || c.period != period {
		c.left, c.period = left, period
		c.Refresh()
	}
}

// secondsLeft writes a time left as it stands beside a clock.
func secondsLeft(left time.Duration) string {
	return lang.L("{{.Seconds}} s", map[string]any{"Seconds": int(left / time.Second)})
}

// CreateRenderer implements fyne.Widget.
func (c *clockLine) CreateRenderer() fyne.WidgetRenderer {
	r := &clockRenderer{
		c: c, track: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), words: canvas.NewText("", nil),
	}
	r.track.CornerRadius, r.bar.CornerRadius = 1.5, 1.5
	r.words.Alignment = fyne.TextAlignTrailing
	r.Refresh()
	return r
}

type clockRenderer struct {
	c          *clockLine
	track, bar *canvas.Rectangle
	words      *canvas.Text
}

func (r *clockRenderer) MinSize() fyne.Size {
	if r.c.wordless {
		return fyne.NewSize(60, 3)
	}
	return fyne.NewSize(100, styleSmall().measure("0").Height)
}

func (r *clockRenderer) Layout(size fyne.Size) {
	width := size.Width
	if !r.c.wordless {
		// As wide as the widest text, so that the line keeps its length.
		width -= max(styleSmall().measure(secondsLeft(r.c.period)).Width, r.words.MinSize().Width) + 10
	}
	y := (size.Height - 3) / 2
	r.track.Move(fyne.NewPos(0, y))
	r.track.Resize(fyne.NewSize(width, 3))
	part := float32(0)
	if r.c.period > 0 {
		part = min(1, float32(r.c.left)/float32(r.c.period))
	}
	r.bar.Move(fyne.NewPos(0, y))
	r.bar.Resize(fyne.NewSize(width*part, 3))
	placeText(r.words, 0, 0, size)
}

func (r *clockRenderer) Refresh() {
	styleSmall().apply(r.words)
	r.words.Hidden = r.c.wordless
	r.words.Text = secondsLeft(r.c.left)
	r.track.FillColor = colorOf(tintLine)
	r.bar.FillColor = colorOf(tintAccent)
	if r.c.left <= nearEnd {
		r.bar.FillColor = colorOf(tintWarning)
	}
	r.bar.Hidden = r.c.left <= 0
	r.Layout(r.c.Size())
	canvas.Refresh(r.c)
}

func (r *clockRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.bar, r.words}
}

func (r *clockRenderer) Destroy() {}
