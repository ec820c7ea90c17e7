package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// enrolmentSteps is how many steps setting up an account has: get the code,
// prove it, save the recovery code, put both into the kit.
const enrolmentSteps = 4

const (
	stepBarHeight = 4
	stepBarGap    = 6
)

// stepBar shows how far setting up an account has come; the heading below says
// it in words.
type stepBar struct {
	widget.BaseWidget
	step int // from 1
}

func newStepBar(step int) *stepBar {
	b := &stepBar{step: step}
	b.ExtendBaseWidget(b)
	return b
}

// CreateRenderer implements fyne.Widget.
func (b *stepBar) CreateRenderer() fyne.WidgetRenderer {
	r := &stepBarRenderer{bar: b}
	for range enrolmentSteps {
		part := canvas.NewRectangle(nil)
		part.CornerRadius = stepBarHeight / 2
		r.parts = append(r.parts, part)
	}
	r.Refresh()
	return r
}

type stepBarRenderer struct {
	bar   *stepBar
	parts []*canvas.Rectangle
}

func (r *stepBarRenderer) MinSize() fyne.Size { return fyne.NewSize(80, stepBarHeight) }

func (r *stepBarRenderer) Layout(size fyne.Size) {
	width := (size.Width - stepBarGap*(enrolmentSteps-1)) / enrolmentSteps
	for i, part := range r.parts {
		part.Move(fyne.NewPos(float32(i)*(width+stepBarGap), 0))
		part.Resize(fyne.NewSize(width, stepBarHeight))
	}
}

func (r *stepBarRenderer) Refresh() {
	for i, part := range r.parts {
		part.FillColor = colorOf(tintLine)
		if i < r.bar.step {
			part.FillColor = colorOf(tintAccent)
		}
		part.Refresh()
	}
	r.Layout(r.bar.Size())
}

func (r *stepBarRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.parts))
	for i, part := range r.parts {
		objects[i] = part
	}
	return objects
}

func (r *stepBarRenderer) Destroy() {}
