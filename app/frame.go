package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// newFramed puts a border like a field's around a drop-down list, which Fyne
// draws without one.
func newFramed(c *choice) *fyne.Container { return container.NewStack(c, newFrame()) }

// frame is a border that lets everything through.
type frame struct{ widget.BaseWidget }

func newFrame() *frame {
	f := &frame{}
	f.ExtendBaseWidget(f)
	return f
}

// CreateRenderer implements fyne.Widget.
func (f *frame) CreateRenderer() fyne.WidgetRenderer {
	r := &frameRenderer{canvas.NewRectangle(color.Transparent)}
	r.border.StrokeWidth, r.border.CornerRadius = 1, controlRadius
	r.Refresh()
	return r
}

type frameRenderer struct{ border *canvas.Rectangle }

func (r *frameRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *frameRenderer) Layout(size fyne.Size)        { r.border.Resize(size) }
func (r *frameRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.border} }
func (r *frameRenderer) Destroy()                     {}

func (r *frameRenderer) Refresh() {
	r.border.StrokeColor, r.border.FillColor = colorOf(tintLine), faint(colorOf(tintLine))
	r.border.Refresh()
}
