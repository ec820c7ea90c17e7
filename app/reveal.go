package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// revealMargin is how far from the edge of a page what has the focus is kept.
const revealMargin = 12

// reveal scrolls the page so that o, which got the focus, is in sight. What
// gets the focus back, after another window or a job had it, moves nothing:
// the person may have scrolled on.
func reveal(o fyne.CanvasObject) {
	driver := fyne.CurrentApp().Driver()
	c := driver.CanvasForObject(o)
	if c == nil {
		return
	}
	scroll := scrollAround(c.Content(), o)
	if scroll == nil || scroll.Size().Height == 0 {
		return
	}
	if page, ok := scroll.Content.(*fyne.Container); ok {
		if c, ok := page.Layout.(*column); ok {
			if c.revealed == o {
				return
			}
			c.revealed = o
		}
	}
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(scroll).Y
	offset := scroll.Offset
	if over := top + o.Size().Height + revealMargin - scroll.Size().Height; over > 0 {
		offset.Y += over
	}
	if top-revealMargin < 0 {
		offset.Y += top - revealMargin
	}
	if offset != scroll.Offset {
		scroll.ScrollToOffset(offset)
	}
}

// openAtTheTop scrolls a page that was just opened back to its beginning, when
// a button further down got the focus. A field stays in sight, as what is
// typed is.
func (u *UI) openAtTheTop() {
	c := u.window.Canvas()
	if b, ok := c.Focused().(*button); ok {
		if scroll := scrollAround(c.Content(), b); scroll != nil {
			scroll.ScrollToTop()
		}
	}
}

// scrollAround is the innermost scrolling part below root that o is in; nil: none.
func scrollAround(root, o fyne.CanvasObject) *container.Scroll {
	var around *container.Scroll
	var look func(at fyne.CanvasObject, in *container.Scroll) bool
	look = func(at fyne.CanvasObject, in *container.Scroll) bool {
		if at == o {
			around = in
			return true
		}
		switch at := at.(type) {
		case *container.Scroll:
			return look(at.Content, at)
		case *card:
			return look(at.content, in)
		case *field:
			return look(at.content, in)
		case *fyne.Container:
			for _, part := range at.Objects {
				if look(part, in) {
					return true
				}
			}
		}
		return false
	}
	look(root, nil)
	return around
}
