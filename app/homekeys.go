package app

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"github.com/deskfob/deskfob/vault"
)

// The keys of the list: arrows move, Enter copies, other characters search.

// typedKey implements keyed.
func (v *homeView) typedKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyBackspace:
		v.toSearch()
		v.search.TypedKey(e)
	case fyne.KeyRight:
		v.withSelected(v.u.openAccount)
	case fyne.KeyF2:
		v.withSelected(v.u.openRename)
	case fyne.KeyDelete:
		v.withSelected(v.u.openDelete)
	case fyne.KeyEscape:
		return v.escape()
	default:
		return v.moveKey(e) || v.enterKey(e)
	}
	return true
}

func (v *homeView) withSelected(do func(id string)) {
	if v.selected != "" {
		do(v.selected)
	}
}

// moveKey moves the selection.
func (v *homeView) moveKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyHome:
		v.choose(0)
		return true
	case fyne.KeyEnd:
		v.choose(len(v.shown) - 1)
		return true
	}
	steps := map[fyne.KeyName]int{
		fyne.KeyDown: 1, fyne.KeyUp: -1,
		fyne.KeyPageDown: 8, fyne.KeyPageUp: -8,
	}
	step, ok := steps[e.Name]
	if ok {
		v.choose(presentStep(v.position(v.selected), step, len(v.shown)))
	}
	return ok
}

// enterKey copies the selected account's code; of a counter account that
// shows none it asks for the next.
func (v *homeView) enterKey(e *fyne.KeyEvent) bool {
	if e.Name != fyne.KeyReturn && e.Name != fyne.KeyEnter {
		return false
	}
	if i := v.position(v.selected); i >= 0 {
		v.enter(v.shown[i])
	}
	return true
}

func (v *homeView) enter(a vault.Account) {
	switch r := presentRow(a, v.u.o.Now(), v.u.asked[a.ID]); {
	case r.kind == rowCounter && r.code == "":
		v.nextCode(a.ID)
	case r.kind == rowRecovery:
		v.rowOpened(a.ID)
	default:
		v.copyCode(a.ID)
	}
}

// escape clears the search, then the selection; then it is not ours.
func (v *homeView) escape() bool {
	v.rest()
	switch {
	case v.search.Text != "":
		v.search.SetText("")
	case v.selected != "":
		v.selected = ""
		v.list.Refresh()
		v.syncPane()
	default:
		return false
	}
	return true
}

// typedRune implements typed: typing anywhere searches.
func (v *homeView) typedRune(r rune) {
	v.toSearch()
	v.search.TypedRune(r)
}

func (v *homeView) toSearch() {
	v.typedAt = v.u.o.Now()
	v.u.window.Canvas().Focus(v.search)
}

// searched is called when the search has changed: the first account that fits
// is selected, so that Enter copies it.
func (v *homeView) searched(text string) {
	v.typedAt = v.u.o.Now()
	v.filter()
	if text == "" || len(v.shown) == 0 {
		v.selected = ""
		v.list.Refresh()
		return
	}
	v.choose(0)
}

// searchKey takes the list's keys while the search has the focus.
func (v *homeView) searchKey(e *fyne.KeyEvent) bool {
	v.typedAt = v.u.o.Now()
	switch e.Name {
	case fyne.KeyEscape:
		return v.escape()
	case fyne.KeyF2:
		v.withSelected(v.u.openRename)
		return true
	case fyne.KeyRight:
		return v.showFound()
	case fyne.KeyHome, fyne.KeyEnd:
		return false // of the text
	}
	return v.moveKey(e) || v.enterKey(e)
}

// showFound shows the selected account when the cursor, at the end of the
// search, has nowhere else to go.
func (v *homeView) showFound() bool {
	if v.selected == "" || v.search.CursorColumn < utf8.RuneCountInString(v.search.Text) {
		return false
	}
	v.u.openAccount(v.selected)
	return true
}

// searchShortcut keeps a pasted link or picture out of the search.
func (v *homeView) searchShortcut(s fyne.Shortcut) bool {
	return v.u.pasteElsewhere(s, isEnrolmentText)
}

// copyNth copies the code of the nth account in the list, counted from 0.
func (v *homeView) copyNth(n int) {
	if n < len(v.shown) {
		v.enter(v.shown[n])
	}
}

// listFocused is called when the list gets or loses the focus. What is
// selected shows where the focus is, so something must be.
func (v *homeView) listFocused(focused bool) {
	if focused && v.position(v.selected) < 0 {
		v.choose(0)
	}
}
