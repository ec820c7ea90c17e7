package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	shareBarHeight = 10
	shareBarGap    = 2
)

// share is how much of a shareBar has one colour.
type share struct {
	count int
	color tint
}

// shareBar shows how a whole is shared out. The words beside it say the same.
type shareBar struct {
	widget.BaseWidget
	shares []share
}

func newShareBar() *shareBar {
	b := &shareBar{}
	b.ExtendBaseWidget(b)
	return b
}

// set shows the shares that are not empty.
func (b *shareBar) set(shares ...share) {
	b.shares = nil
	for _, s := range shares {
		if s.count > 0 {
			b.shares = append(b.shares, s)
		}
	}
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *shareBar) CreateRenderer() fyne.WidgetRenderer {
	r := &shareBarRenderer{bar: b}
	r.Refresh()
	return r
}

type shareBarRenderer struct {
	bar   *shareBar
	parts []fyne.CanvasObject
}

func (r *shareBarRenderer) MinSize() fyne.Size { return fyne.NewSize(80, shareBarHeight) }

func (r *shareBarRenderer) Layout(size fyne.Size) {
	all := 0
	for _, s := range r.bar.shares {
		all += s.count
	}
	room := size.Width - shareBarGap*float32(max(0, len(r.parts)-1))
	x := float32(0)
	for i, part := range r.parts {
		width := room * float32(r.bar.shares[i].count) / float32(all)
		place(part, x, 0, fyne.NewSize(width, shareBarHeight))
		x += width + shareBarGap
	}
}

func (r *shareBarRenderer) Refresh() {
	r.parts = nil
	for _, s := range r.bar.shares {
		part := canvas.NewRectangle(colorOf(s.color))
		part.CornerRadius = shareBarHeight / 2
		r.parts = append(r.parts, part)
	}
	r.Layout(r.bar.Size())
	canvas.Refresh(r.bar)
}

func (r *shareBarRenderer) Objects() []fyne.CanvasObject { return r.parts }

func (r *shareBarRenderer) Destroy() {}
