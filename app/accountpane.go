package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

// accountPane is the room beside the list in a wide window. The account's view
// in it is like a page: it has background work of its own, which ends when
// another account is chosen.
type accountPane struct {
	u      *UI
	holder *fyne.Container
	empty  fyne.CanvasObject
	body   *fyne.Container
	id     string // of the account shown; empty: none
}

func newAccountPane(u *UI) *accountPane {
	p := &accountPane{u: u, body: container.NewStack()}
	p.empty = container.NewCenter(newLabel(lang.L("Choose an account to see it here"), styleHint()))
	p.body.Objects = []fyne.CanvasObject{p.empty}
	p.holder = container.NewBorder(nil, nil, newEdge(), nil, p.body)
	p.holder.Hide()
	return p
}

// open shows an account; the empty id shows none.
func (p *accountPane) open(id string) {
	if p.id == id {
		return
	}
	p.leave()
	p.id = id
	shown := p.empty
	if id != "" {
		view := newAccountView(p.u, id)
		p.u.beside = p.u.newPageOf(view)
		shown = view.object()
	}
	p.body.Objects = []fyne.CanvasObject{shown}
	p.body.Refresh()
	p.refresh(p.u.o.Now())
}

// leave ends the work of the view that was shown, and takes the focus from it.
func (p *accountPane) leave() {
	beside := p.u.beside
	if beside == nil {
		return
	}
	p.u.beside = nil
	p.u.leave(beside)
	c := p.u.window.Canvas()
	if o, ok := c.Focused().(fyne.CanvasObject); ok {
		if scroll, _ := scrollAround(beside.view.object(), o); scroll != nil {
			c.Unfocus()
		}
	}
}

// close empties the pane.
func (p *accountPane) close() { p.open("") }

func (p *accountPane) refresh(now time.Time) {
	if p.u.beside == nil {
		return
	}
	if t, ok := p.u.beside.view.(ticking); ok {
		t.refresh(now)
	}
}

// changed tells the view that accounts were changed.
func (p *accountPane) changed() {
	if p.u.beside == nil {
		return
	}
	if f, ok := p.u.beside.view.(following); ok {
		f.accountsChanged()
	}
}

// edge is a thin upright line.
type edge struct{ widget.BaseWidget }

func newEdge() *edge {
	e := &edge{}
	e.ExtendBaseWidget(e)
	return e
}

// CreateRenderer implements fyne.Widget.
func (e *edge) CreateRenderer() fyne.WidgetRenderer {
	return &edgeRenderer{line: canvas.NewRectangle(colorOf(tintLine))}
}

type edgeRenderer struct{ line *canvas.Rectangle }

func (r *edgeRenderer) MinSize() fyne.Size           { return fyne.NewSize(1, 1) }
func (r *edgeRenderer) Layout(size fyne.Size)        { r.line.Resize(size) }
func (r *edgeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.line} }
func (r *edgeRenderer) Destroy()                     {}

func (r *edgeRenderer) Refresh() {
	r.line.FillColor = colorOf(tintLine)
	r.line.Refresh()
}
