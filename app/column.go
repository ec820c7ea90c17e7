package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// maxPageWidth keeps lines readable in a wide window.
const maxPageWidth = 560

// flowing is an object whose height depends on the width it is given.
type flowing interface {
	heightAt(width float32) float32
}

// flowingLayout is a layout of a container whose height depends on its width.
type flowingLayout interface {
	heightAt(objects []fyne.CanvasObject, width float32) float32
}

func heightAt(o fyne.CanvasObject, width float32) float32 {
	if f, ok := o.(flowing); ok {
		return f.heightAt(width)
	}
	if c, ok := o.(*fyne.Container); ok {
		if l, ok := c.Layout.(flowingLayout); ok {
			return l.heightAt(c.Objects, width)
		}
	}
	return o.MinSize().Height
}

// column puts objects under each other at its full width. Unlike Fyne's VBox
// it gives wrapped text the height it needs at that width, at once.
type column struct {
	gap    float32
	inset  float32 // on all four sides
	widest float32 // of the content; 0: no limit. Narrower content is centred.
	width  float32 // as last laid out

	revealed fyne.CanvasObject // what the page was last scrolled to; see reveal
}

// newColumn is a column of objects with a gap between them.
func newColumn(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&column{gap: gap}, objects...)
}

func (c *column) contentWidth(width float32) float32 {
	width -= 2 * c.inset
	if c.widest > 0 {
		width = min(width, c.widest)
	}
	return width
}

func (c *column) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	width = c.contentWidth(width)
	height := 2 * c.inset
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		if !first {
			height += c.gap
		}
		first = false
		height += heightAt(o, width)
	}
	return height
}

// MinSize implements fyne.Layout.
func (c *column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width := float32(0)
	for _, o := range objects {
		if o.Visible() {
			width = max(width, o.MinSize().Width)
		}
	}
	width += 2 * c.inset
	return fyne.NewSize(width, c.heightAt(objects, max(width, c.width)))
}

// Layout implements fyne.Layout.
func (c *column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c.width = size.Width
	width := c.contentWidth(size.Width)
	pos := fyne.NewPos((size.Width-width)/2, c.inset)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := heightAt(o, width)
		o.Move(pos)
		o.Resize(fyne.NewSize(width, height))
		pos.Y += height + c.gap
	}
}

// newPage is a page's content: objects under each other with the page's
// margins, scrolling when they do not fit.
func newPage(objects ...fyne.CanvasObject) fyne.CanvasObject {
	c := &column{gap: 12, inset: pageMargin, widest: maxPageWidth}
	scroll := container.NewVScroll(container.New(c, objects...))
	return container.New(&pageLayout{c}, scroll)
}

// newPageWithBar is a page whose last object, the bar, stays in sight: it follows
// the content, or stands at the window's lower edge when that has to scroll.
func newPageWithBar(bar fyne.CanvasObject, objects ...fyne.CanvasObject) fyne.CanvasObject {
	c := &column{gap: 12, inset: pageMargin, widest: maxPageWidth}
	content := container.New(c, objects...)
	return container.New(&barPageLayout{c, content}, container.NewVScroll(content), bar)
}

// barPageLayout lays out as newPageWithBar says.
type barPageLayout struct {
	column  *column
	content *fyne.Container
}

// MinSize implements fyne.Layout.
func (l *barPageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(280, 160) }

// Layout implements fyne.Layout.
func (l *barPageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.column.width = size.Width
	width := l.column.contentWidth(size.Width)
	bar := heightAt(objects[1], width)
	lowest := max(l.column.gap, size.Height-bar-pageMargin) // for the bar
	content := heightAt(l.content, size.Width)
	after := content - pageMargin + l.column.gap // the content's lower margin is below the bar
	if after > lowest {
		content, after = lowest-l.column.gap, lowest
	}
	place(objects[0], 0, 0, fyne.NewSize(size.Width, content))
	place(objects[1], (size.Width-width)/2, after, fyne.NewSize(width, bar))
}

// pageLayout tells the column its width before the scroll container asks for its height.
type pageLayout struct{ column *column }

func (l *pageLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(280, 160) }

func (l *pageLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.column.width = size.Width
	for _, o := range objects {
		o.Resize(size)
	}
}

// newRow puts objects beside each other at their least width; newSpring
// between them takes what is left.
func newRow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(layout.NewCustomPaddedHBoxLayout(8), objects...)
}

// newSpring takes the room that is left in a row.
func newSpring() fyne.CanvasObject { return layout.NewSpacer() }

// twoColumns gives its first object a fixed width and the second the rest.
type twoColumns struct{ first float32 }

func newTwoColumns(first float32, a, b fyne.CanvasObject) *fyne.Container {
	return container.New(twoColumns{first}, a, b)
}

func (t twoColumns) heightAt(objects []fyne.CanvasObject, width float32) float32 {
	return max(heightAt(objects[0], t.first), heightAt(objects[1], width-t.first))
}

// MinSize implements fyne.Layout.
func (t twoColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(t.first+b.Width, max(a.Height, b.Height))
}

// Layout implements fyne.Layout.
func (t twoColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], 0, 0, fyne.NewSize(t.first, heightAt(objects[0], t.first)))
	place(objects[1], t.first, 0, fyne.NewSize(size.Width-t.first, size.Height))
}

// newGap is room between objects of a column or a row.
func newGap(size float32) fyne.CanvasObject {
	gap := canvas.NewRectangle(color.Transparent)
	gap.SetMinSize(fyne.NewSquareSize(size))
	return gap
}
