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

// keyScroll is how far the arrows scroll a page.
const keyScroll = 60

// scrollPage scrolls the page in sight, for those who have no mouse: between
// two buttons there can be more to read than the window shows.
func (u *UI) scrollPage(key fyne.KeyName) {
	scroll := scrollIn(u.root.page)
	if scroll == nil {
		return
	}
	y, most := scroll.Offset.Y, max(0, scroll.Content.Size().Height-scroll.Size().Height)
	switch key {
	case fyne.KeyUp:
		y -= keyScroll
	case fyne.KeyDown:
		y += keyScroll
	case fyne.KeyPageUp:
		y -= scroll.Size().Height - keyScroll
	case fyne.KeyPageDown:
		y += scroll.Size().Height - keyScroll
	case fyne.KeyHome:
		y = 0
	case fyne.KeyEnd:
		y = most
	}
	scroll.ScrollToOffset(fyne.NewPos(0, min(max(0, y), most)))
}

// scrollIn is the first scrolling part in sight within o; nil: there is none.
func scrollIn(o fyne.CanvasObject) *container.Scroll {
	switch o := o.(type) {
	case *container.Scroll:
		return o
	case *fyne.Container:
		for _, part := range o.Objects {
			if part.Visible() {
				if scroll := scrollIn(part); scroll != nil {
					return scroll
				}
			}
		}
	}
	return nil
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
