package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"
)

const (
	rowHeight        = 64
	rowHeightCompact = 44
)

// rowActions are what a row asks for. They name the account, since rows are
// used again for other accounts when the list scrolls.
type rowActions interface {
	rowTapped(id string)   // choose it and copy its code
	rowNextCode(id string) // make the next code of a counter
	rowOpened(id string)   // show the account
}

// rowLook is how a row is shown, apart from what it says.
type rowLook struct {
	selected, compact bool
	colors            *palette // a row out of sight misses a change of theme
}

// rowView is one account's row. It is one object to the pointer: parts that
// can be tapped are told apart by place, so that moving onto them does not
// leave the row.
type rowView struct {
	widget.BaseWidget
	actions rowActions
	row     row
	look    rowLook
	hovered bool
	part    rowPart // the part under the pointer

	parts *rowRenderer
}

// rowPart is a part of a row that does something of its own.
type rowPart int

const (
	rowWhole rowPart = iota
	rowMore          // opens the account
	rowNext          // asks for a counter's next code
)

func newRowView(actions rowActions) *rowView {
	v := &rowView{actions: actions}
	v.ExtendBaseWidget(v)
	return v
}

// set shows a row. Where nothing has changed nothing is drawn.
func (v *rowView) set(r row, look rowLook) {
	if v.row == r && v.look == look {
		return
	}
	v.row, v.look = r, look
	v.Refresh()
}

// partAt is the part at a place in the row.
func (v *rowView) partAt(at fyne.Position) rowPart {
	if v.parts == nil {
		return rowWhole
	}
	switch {
	case contains(v.parts.more, at, 9):
		return rowMore
	case contains(v.parts.nextGround, at, 0), v.row.kind == rowCounter && contains(v.parts.next, at, 4):
		return rowNext
	}
	return rowWhole
}

// contains reports whether a visible object, and a margin around it, cover a place.
func contains(o fyne.CanvasObject, at fyne.Position, margin float32) bool {
	p, s := o.Position(), o.Size()
	return o.Visible() && at.X >= p.X-margin && at.Y >= p.Y-margin &&
		at.X < p.X+s.Width+margin && at.Y < p.Y+s.Height+margin
}

// Tapped implements fyne.Tappable.
func (v *rowView) Tapped(e *fyne.PointEvent) {
	switch v.partAt(e.Position) {
	case rowMore:
		v.actions.rowOpened(v.row.id)
	case rowNext:
		v.actions.rowNextCode(v.row.id)
	default:
		v.actions.rowTapped(v.row.id)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (v *rowView) TappedSecondary(*fyne.PointEvent) { v.actions.rowOpened(v.row.id) }

// MouseIn implements desktop.Hoverable.
func (v *rowView) MouseIn(e *desktop.MouseEvent) { v.hover(true, v.partAt(e.Position)) }

// MouseMoved implements desktop.Hoverable.
func (v *rowView) MouseMoved(e *desktop.MouseEvent) { v.hover(true, v.partAt(e.Position)) }

// MouseOut implements desktop.Hoverable.
func (v *rowView) MouseOut() { v.hover(false, rowWhole) }

func (v *rowView) hover(in bool, part rowPart) {
	if v.hovered != in || v.part != part {
		v.hovered, v.part = in, part
		v.Refresh()
	}
}

// nextWords is the line under the code.
func (v *rowView) nextWords() string {
	r := v.row
	switch {
	case r.kind == rowCounter && r.code != "":
		return lang.L("Next code")
	case r.kind != rowCode || r.next == "":
		return ""
	case r.ending || v.look.selected:
		return lang.L("next {{.Code}}", map[string]any{"Code": r.next})
	}
	return ""
}

// badgeWords is the badge's text; empty: no badge.
func (v *rowView) badgeWords() string {
	switch v.row.badge {
	case badgeSaveNew:
		return lang.L("save new code")
	case badgeNoKit:
		return lang.L("not in a kit")
	case badgeOpen:
		return lang.L("not finished")
	case badgeSuspect:
		return lang.L("code did not work")
	case badgeLeft:
		if v.row.badgeN == 0 {
			return lang.L("none left")
		}
		return lang.L("{{.N}} left", map[string]any{"N": v.row.badgeN})
	}
	return ""
}

// CreateRenderer implements fyne.Widget.
func (v *rowView) CreateRenderer() fyne.WidgetRenderer {
	v.parts = newRowRenderer(v)
	v.parts.Refresh()
	return v.parts
}
