package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
)

// The row's places, from the design: the mark, then the names, and the code
// against the right edge.
const (
	rowMarkLeft  = 19
	rowNamesLeft = 71
	rowRight     = 16
	rowNamesGap  = 16 // between names and code
)

// rowRenderer draws a rowView.
type rowRenderer struct {
	v      *rowView
	colors *palette // that parts were last drawn in

	tint, bar       *canvas.Rectangle // behind a chosen or hovered row, and its left edge
	mark            *mark
	title, subtitle *canvas.Text
	badge           *badge
	code, next      *canvas.Text
	clock           *clockLine // of an account with a period of its own
	clockWords      *canvas.Text
	nextGround      *canvas.Rectangle // a counter's button, drawn like one but tapped through the row
	nextText        *canvas.Text
	more            *canvas.Image
}

func newRowRenderer(v *rowView) *rowRenderer {
	return &rowRenderer{
		v: v, tint: canvas.NewRectangle(nil), bar: canvas.NewRectangle(nil), mark: newMark("", markSize),
		title: canvas.NewText("", nil), subtitle: canvas.NewText("", nil), badge: newWarningBadge(""),
		code: canvas.NewText("", nil), next: canvas.NewText("", nil),
		clock: newBareClockLine(), clockWords: canvas.NewText("", nil),
		nextGround: canvas.NewRectangle(nil), nextText: canvas.NewText("", nil),
		more: canvas.NewImageFromResource(theme.NewColoredResource(theme.MoreVerticalIcon(), theme.ColorNamePlaceHolder)),
	}
}

// rowStyles are the text styles of a row as it is now.
type rowStyles struct{ title, subtitle, code, next, words textStyle }

func (r *rowRenderer) styles() rowStyles {
	s := rowStyles{
		title: styleTitle(), subtitle: styleMuted(), words: styleMuted(),
		code: styleCode(codeSize, tintText), next: styleMuted(),
	}
	if r.v.look.compact {
		s.title.size, s.code.size, s.next.size = textSize, 19, textSizeSmall
	}
	row := r.v.row
	if row.ending {
		s.code.color = tintMuted
		s.next.color, s.next.bold = tintText, true
	}
	if row.kind == rowCounter {
		s.next = textStyle{size: textSizeSmall, bold: true, color: tintAccent}
	}
	if row.code == "" {
		s.code = styleMuted()
	}
	return s
}

// MinSize implements fyne.WidgetRenderer.
func (r *rowRenderer) MinSize() fyne.Size {
	if r.v.look.compact {
		return fyne.NewSize(300, rowHeightCompact)
	}
	return fyne.NewSize(300, rowHeight)
}

// Refresh implements fyne.WidgetRenderer.
func (r *rowRenderer) Refresh() {
	v, s := r.v, r.styles()
	r.tint.FillColor, r.bar.FillColor = colorOf(tintSelection), colorOf(tintAccent)
	r.tint.Hidden = !v.look.selected && !v.hovered
	r.bar.Hidden = !v.look.selected
	size := float32(markSize)
	if v.look.compact {
		size = markSizeCompact
	}
	r.mark.set(v.row.title, size)
	s.title.apply(r.title)
	s.subtitle.apply(r.subtitle)
	s.code.apply(r.code)
	s.next.apply(r.next)
	s.words.apply(r.clockWords)
	r.refreshCode()
	words := v.badgeWords()
	r.badge.set(words, tintWarning, tintWarningGround)
	r.badge.Hidden = words == ""
	if r.colors != v.look.colors {
		r.colors = v.look.colors
		r.badge.Refresh()
		r.clock.Refresh()
	}
	r.more.Hidden = !v.look.selected && !v.hovered
	r.more.Translucency = .35
	if v.part == rowMore {
		r.more.Translucency = 0
	}
	r.more.Refresh()
	r.Layout(v.Size())
	canvas.Refresh(v)
}

// refreshCode sets what stands at the right end.
func (r *rowRenderer) refreshCode() {
	v := r.v
	r.code.Text = v.row.code
	switch v.row.kind {
	case rowRecovery:
		r.code.Text = lang.L("recovery code only")
		if v.row.waits {
			r.code.Text = lang.L("waits for a new code")
		}
	case rowBroken:
		r.code.Text = lang.L("makes no code")
	}
	r.next.Text = v.nextWords()
	r.refreshNextButton()
	own := v.row.kind == rowCode && v.row.ownClock
	r.clockWords.Hidden = !own
	r.clock.Hidden = !own || r.next.Text != ""
	if own {
		r.clock.set(v.row.left, v.row.period)
		r.clockWords.Text = secondsLeft(v.row.left)
	}
}

// refreshNextButton draws the button for a counter's next code.
func (r *rowRenderer) refreshNextButton() {
	v := r.v
	hidden := v.row.kind != rowCounter || v.row.code != ""
	r.nextGround.Hidden, r.nextText.Hidden = hidden, hidden
	textStyle{size: textSize, bold: true, color: tintAccent}.apply(r.nextText)
	r.nextText.Text = lang.L("Next code")
	r.nextText.Alignment = fyne.TextAlignCenter
	r.nextGround.CornerRadius = controlRadius
	r.nextGround.StrokeWidth, r.nextGround.StrokeColor = 1, colorOf(tintLine)
	r.nextGround.FillColor = colorOf(tintSurface)
	if v.hovered && v.part == rowNext {
		r.nextGround.StrokeColor = colorOf(tintAccent)
	}
}

// Objects implements fyne.WidgetRenderer.
func (r *rowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{
		r.tint, r.bar, r.mark, r.title, r.subtitle, r.badge,
		r.code, r.next, r.clock, r.clockWords, r.nextGround, r.nextText, r.more,
	}
}

// Destroy implements fyne.WidgetRenderer.
func (r *rowRenderer) Destroy() {}
