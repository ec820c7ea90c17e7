package app

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
)

// view is one page of the window, or the pane beside the list.
type view interface {
	// object is what the page shows; always the same.
	object() fyne.CanvasObject
	// focus puts the focus where the page wants it, when the page is shown.
	focus()
}

// What a view may have besides.
type (
	// ticking views change with time. refresh is called once a second while
	// the view is in sight, and when it comes into sight.
	ticking interface{ refresh(now time.Time) }
	// keyed views use keys that no focused object took; true: used.
	keyed interface {
		typedKey(e *fyne.KeyEvent) bool
	}
	// typed views use characters that no focused object took.
	typed interface{ typedRune(r rune) }
	// following views show accounts, which were changed.
	following interface{ accountsChanged() }
	// secretive views hide secrets when another program gets the focus.
	secretive interface{ outOfSight() }
	// closing views want to know that they were left for good.
	closing interface{ closed() }
)

// page is a view on the stack, with the context of its background work.
type page struct {
	view   view
	ctx    context.Context
	cancel context.CancelFunc
}

func (u *UI) newPageOf(v view) *page {
	p := &page{view: v}
	p.ctx, p.cancel = context.WithCancel(u.ctx)
	return p
}

// show puts a view over what is shown now.
func (u *UI) show(v view) {
	u.pages = append(u.pages, u.newPageOf(v))
	u.showTop()
	u.openAtTheTop()
}

// back leaves the topmost view. The first one stays.
func (u *UI) back() {
	if len(u.pages) > 1 {
		last := len(u.pages) - 1
		u.leave(u.pages[last])
		u.pages = u.pages[:last]
		u.showTop()
	}
}

// close leaves a view wherever it is on the stack, and all above it.
func (u *UI) closeView(v view) {
	i := slices.IndexFunc(u.pages, func(p *page) bool { return p.view == v })
	if i < 1 {
		return
	}
	for _, p := range u.pages[i:] {
		u.leave(p)
	}
	u.pages = u.pages[:i]
	u.showTop()
}

// home leaves everything but the first view.
func (u *UI) home() {
	if len(u.pages) > 1 {
		u.closeView(u.pages[1].view)
	}
}

// restart leaves everything and starts again with v.
func (u *UI) restart(v view) {
	for _, p := range u.pages {
		u.leave(p)
	}
	u.pages = nil
	u.show(v)
}

func (u *UI) leave(p *page) {
	p.cancel()
	u.dropJobs(p.view)
	if c, ok := p.view.(closing); ok {
		c.closed()
	}
}

// top is the view in sight.
func (u *UI) top() view { return u.pages[len(u.pages)-1].view }

func (u *UI) showTop() {
	v := u.top()
	if !slices.ContainsFunc(u.pages, (*page).enrols) {
		u.enrolAgain = "" // left without enrolling
	}
	u.window.Canvas().Unfocus()
	u.root.setPage(v.object())
	if t, ok := v.(ticking); ok {
		t.refresh(u.o.Now())
	}
	v.focus()
}

// enrols reports whether the page leads to an account that is added.
func (p *page) enrols() bool {
	switch p.view.(type) {
	case *addView, *confirmView, *severalView, *byHandView:
		return true
	}
	return false
}

// changed tells the views that accounts were added, changed or removed.
func (u *UI) changed() {
	for _, p := range u.pages {
		if f, ok := p.view.(following); ok {
			f.accountsChanged()
		}
	}
}

// contextOf is the context of a view's background work: it ends when the view is left.
func (u *UI) contextOf(v view) context.Context {
	for _, p := range u.pages {
		if p.view == v {
			return p.ctx
		}
	}
	if u.beside != nil && u.beside.view == v {
		return u.beside.ctx
	}
	return u.ctx
}

// outOfSight is called when another program gets the focus.
func (u *UI) outOfSight() {
	pages := u.pages
	if u.beside != nil {
		pages = append(slices.Clone(pages), u.beside)
	}
	for _, p := range pages {
		if s, ok := p.view.(secretive); ok {
			s.outOfSight()
		}
	}
}
