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
	if c := canvasOf(o); c != nil { // nil before it was drawn; see openAtTheTop
		revealOn(c, o)
	}
}

func revealOn(c fyne.Canvas, o fyne.CanvasObject) {
	scroll, top := scrollAround(c.Content(), o)
	if scroll == nil || scroll.Size().Height == 0 || !isNews(scroll, o) {
		return
	}
	offset := scroll.Offset
	if over := top - offset.Y + o.Size().Height + revealMargin - scroll.Size().Height; over > 0 {
		offset.Y += over
	}
	offset.Y = min(offset.Y, max(0, top-revealMargin))
	if offset != scroll.Offset {
		scroll.ScrollToOffset(offset)
	}
}

// isNews notes that a page shows o, and reports whether it showed another
// object before.
func isNews(scroll *container.Scroll, o fyne.CanvasObject) bool {
	if page, ok := scroll.Content.(*fyne.Container); ok {
		if c, ok := page.Layout.(*column); ok {
			before := c.revealed
			c.revealed = o
			return before != o
		}
	}
	return true
}

// openAtTheTop shows the beginning of a page that was just opened, also when a
// button further down got the focus. A field that has it is brought into sight:
// what is typed goes there.
func (u *UI) openAtTheTop() {
	c := u.window.Canvas()
	switch focused := c.Focused().(type) {
	case *button:
		if scroll, _ := scrollAround(c.Content(), focused); scroll != nil {
			isNews(scroll, focused)
			scroll.ScrollToTop()
		}
	case *entry:
		revealOn(c, focused)
	}
}

// scrollAround is the innermost scrolling part below root that o is in, and how
// far below the beginning of its content o is; nil: there is none.
func scrollAround(root, o fyne.CanvasObject) (around *container.Scroll, top float32) {
	var look func(at fyne.CanvasObject, in *container.Scroll, y float32) bool
	look = func(at fyne.CanvasObject, in *container.Scroll, y float32) bool {
		if at == o {
			around, top = in, y
			return true
		}
		var parts []fyne.CanvasObject
		switch at := at.(type) {
		case *container.Scroll:
			return look(at.Content, at, 0)
		case *card:
			parts = []fyne.CanvasObject{at.content}
		case *field:
			parts = []fyne.CanvasObject{at.content}
		case *fyne.Container:
			parts = at.Objects
		}
		for _, part := range parts {
			if look(part, in, y+part.Position().Y) {
				return true
			}
		}
		return false
	}
	look(root, nil, 0)
	return around, top
}
