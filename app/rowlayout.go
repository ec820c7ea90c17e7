package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Where the parts of a row stand.

// Layout implements fyne.WidgetRenderer.
func (r *rowRenderer) Layout(size fyne.Size) {
	r.tint.Resize(size)
	r.bar.Resize(fyne.NewSize(3, size.Height))
	place(r.mark, rowMarkLeft, (size.Height-r.mark.size)/2, fyne.NewSquareSize(r.mark.size))
	right := r.layoutCode(size)
	r.more.Hidden = r.more.Hidden || right < rowNamesLeft+80
	if !r.more.Hidden {
		right -= 18
		place(r.more, right, (size.Height-18)/2, fyne.NewSquareSize(18))
		right -= 4
	}
	if r.v.look.compact {
		r.layoutOneLine(right, size.Height)
	} else {
		r.layoutNames(right, size.Height)
	}
}

// layoutCode places what stands at the right end and returns where it begins.
func (r *rowRenderer) layoutCode(size fyne.Size) float32 {
	right, left := size.Width-rowRight, size.Width-rowRight
	if !r.nextGround.Hidden {
		least := fyne.NewSize(r.nextText.MinSize().Width+28, min(controlHeight, size.Height-8))
		left = right - least.Width
		place(r.nextGround, left, (size.Height-least.Height)/2, least)
		placeText(r.nextText, left, (size.Height-least.Height)/2, least)
	}
	if r.code.Text == "" {
		return left - rowNamesGap
	}
	code, next := r.code.MinSize(), r.styles().next.measure("0")
	next.Width = r.next.MinSize().Width
	overlap := float32(2) // digits have no descenders: the line below may come closer
	if r.v.look.compact {
		overlap = 4
	}
	under := r.next.Text != "" || !r.clockWords.Hidden
	top := (size.Height - code.Height) / 2
	low := top + code.Height
	if under {
		top = (size.Height - code.Height - next.Height + overlap) / 2
		low = top + code.Height - overlap
	}
	placeText(r.code, right-code.Width, top, code)
	left = min(left, right-code.Width)
	if r.next.Text != "" {
		placeText(r.next, right-next.Width, low, next)
		left = min(left, right-next.Width)
	}
	if !r.clockWords.Hidden {
		left = min(left, r.layoutClock(right, low, next))
	}
	return left - rowNamesGap
}

// layoutClock places an account's own clock under its code: before the next
// code in words, else as a line with the seconds. It returns where it begins.
func (r *rowRenderer) layoutClock(right, top float32, next fyne.Size) float32 {
	words := r.clockWords.MinSize()
	y := top + (next.Height-words.Height)/2
	if r.next.Text != "" {
		left := right - next.Width - 10 - words.Width
		placeText(r.clockWords, left, y, words)
		return left
	}
	placeText(r.clockWords, right-words.Width, y, words)
	left := right - words.Width - 8 - 56
	place(r.clock, left, y, fyne.NewSize(56, words.Height))
	return left
}

// leastTitle is the room an issuer keeps beside a badge.
const leastTitle = 90

// layoutNames places issuer, badge and account name on two lines. Where the
// badge would leave the issuer too little it goes before the account name.
func (r *rowRenderer) layoutNames(right, height float32) {
	s := r.styles()
	title, subtitle := s.title.measure("X").Height, s.subtitle.measure("X").Height
	room, badge := right-rowNamesLeft, float32(0)
	if !r.badge.Hidden {
		badge = r.badge.MinSize().Width + 8
	}
	above := room-badge >= min(s.title.measure(r.v.row.title).Width, leastTitle)
	top := (height - title - subtitle + 2) / 2
	if r.v.row.subtitle == "" && above {
		top = (height - title) / 2
	}
	low := top + title - 2
	if above {
		width := fit(r.title, r.v.row.title, s.title, room-badge)
		placeText(r.title, rowNamesLeft, top, fyne.NewSize(width, title))
		place(r.badge, rowNamesLeft+width+8, top+1, fyne.NewSize(badge-8, title))
		badge = 0
	} else {
		width := fit(r.title, r.v.row.title, s.title, room)
		placeText(r.title, rowNamesLeft, top, fyne.NewSize(width, title))
		place(r.badge, rowNamesLeft, low+1, fyne.NewSize(badge-8, subtitle))
	}
	width := fit(r.subtitle, r.v.row.subtitle, s.subtitle, room-badge)
	placeText(r.subtitle, rowNamesLeft+badge, low, fyne.NewSize(width, subtitle))
}

// layoutOneLine places issuer, account name and badge beside each other; the
// account name gives way first.
func (r *rowRenderer) layoutOneLine(right, height float32) {
	s := r.styles()
	x := float32(rowMarkLeft + markSizeCompact + 12)
	room := right - x
	if !r.badge.Hidden {
		room -= r.badge.MinSize().Width + 8
	}
	title := s.title.measure("X").Height
	width := fit(r.title, r.v.row.title, s.title, room)
	placeText(r.title, x, (height-title)/2, fyne.NewSize(width, title))
	x, room = x+width+8, room-width-8
	r.subtitle.Text = ""
	if room > 30 {
		width = fit(r.subtitle, r.v.row.subtitle, s.subtitle, room)
		below := s.subtitle.measure("X").Height
		placeText(r.subtitle, x, (height-below)/2+1, fyne.NewSize(width, below))
		x += width + 8
	}
	if !r.badge.Hidden {
		place(r.badge, x, (height-title)/2, fyne.NewSize(r.badge.MinSize().Width, title))
	}
}

// fit gives t the text, cut where it is wider than room, and returns its width.
func fit(t *canvas.Text, text string, style textStyle, room float32) float32 {
	t.Text = ellipsize(text, style, max(room, 1))
	return style.measure(t.Text).Width
}

func place(o fyne.CanvasObject, x, y float32, size fyne.Size) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(size)
}
