package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"github.com/deskfob/deskfob/vault"
)

// searchRest is how long the search keeps the focus after the last key: a
// focused field draws its cursor all the time.
const searchRest = 5 * time.Second

// homeView is the everyday view: search, one clock and the list of accounts;
// in a wide window the chosen account beside it.
type homeView struct {
	u    *UI
	page *fyne.Container

	search     *entry
	scanButton *button
	addButton  *button
	menuButton *button
	clock      *clockLine
	notice     *noticeLine
	list       *accountList
	listPane   fyne.CanvasObject
	nothing    *fyne.Container // in place of the list when no account fits the search
	nothingIs  *paragraph
	first      fyne.CanvasObject // in place of clock and list when there is no account
	pane       *accountPane

	all, shown []vault.Account
	missing    map[string]bool     // by id: in no kit, though there is one
	selected   string              // id; empty: none
	rows       map[string]*rowView // by id: what the list last showed them in
	now        time.Time
	typedAt    time.Time
}

func newHomeView(u *UI) *homeView {
	v := &homeView{u: u, rows: map[string]*rowView{}, now: u.o.Now()}
	v.build()
	v.accountsChanged()
	return v
}

func (v *homeView) build() {
	v.search = newEntry(lang.L("Search, or just type"))
	v.search.OnChanged = v.searched
	v.search.onKey = v.searchKey
	v.search.onShortcut = v.searchShortcut
	v.scanButton = newPrimaryButton(lang.L("Scan screen"), v.u.scanScreen)
	v.addButton = newPlainButton("+", v.u.openAdd)
	v.menuButton = newIconButton(theme.NewColoredResource(theme.MenuIcon(), theme.ColorNamePlaceHolder), lang.L("Settings"), v.u.openSettings)
	v.clock = newClockLine()
	v.notice = newNoticeLine(v.u)
	v.list = newAccountList(
		func() int { return len(v.shown) },
		func() fyne.CanvasObject { return v.newRow() },
		func(i int, o fyne.CanvasObject) { v.showRow(i, o.(*rowView)) },
	)
	v.list.focused = v.listFocused
	v.listPane = container.NewThemeOverride(v.list, closeRows{})
	v.nothingIs = newParagraph("", styleHint())
	v.nothing = newColumn(0, v.nothingIs)
	v.first = newFirstPage(v.u)
	v.pane = newAccountPane(v.u)
	bar := container.NewBorder(nil, nil, nil, newRow(v.scanButton, v.addButton, v.menuButton), v.search)
	bar.Layout = &barLayout{}
	bar.Objects = []fyne.CanvasObject{v.search, v.scanButton, v.addButton, v.menuButton}
	v.page = container.New(&homeLayout{v: v, bar: bar}, bar, v.clock, v.notice.card, v.listPane, v.nothing, v.first, v.pane.holder)
}

func (v *homeView) object() fyne.CanvasObject { return v.page }

// focus leaves the focus with nothing: keys reach the view, and no cursor blinks.
func (v *homeView) focus() {}

// closed implements closing. The toolkit remembers a view for a minute or so
// after it is gone: it must not remember the secrets of all accounts.
func (v *homeView) closed() {
	v.pane.close()
	v.all, v.shown = nil, nil
}

// accountsChanged implements following.
func (v *homeView) accountsChanged() {
	v.all = v.u.vault.Accounts()
	register := v.u.register()
	report := register.Readiness(v.all)
	v.missing = missingInKits(register, report)
	count, rest := readinessLine(report, v.u.snoozed)
	v.notice.show(v.u.vault.Notices(), count, rest)
	v.filter()
	v.pane.changed()
}

// refresh implements ticking.
func (v *homeView) refresh(now time.Time) {
	v.now = now
	left, common := presentClock(v.shown, now)
	v.clock.Hidden = !common
	v.clock.set(left, commonPeriod)
	v.refreshRows()
	v.syncPane()
	v.pane.refresh(now)
	if !v.typedAt.IsZero() && now.Sub(v.typedAt) >= searchRest {
		v.rest()
	}
}

// rest takes the focus from the search when nobody has typed for a while.
func (v *homeView) rest() {
	v.typedAt = time.Time{}
	if c := v.u.window.Canvas(); c.Focused() == fyne.Focusable(v.search) {
		c.Unfocus()
	}
}

func (v *homeView) newRow() *rowView {
	row := newRowView(v)
	row.look.compact = v.u.o.Settings.CompactRows
	return row
}

// showRow makes a row view show the account at i.
func (v *homeView) showRow(i int, view *rowView) {
	if i >= len(v.shown) {
		return
	}
	a := v.shown[i]
	v.rows[a.ID] = view
	r := presentRow(a, v.now, v.u.asked[a.ID])
	if r.badge == badgeNone && v.missing[a.ID] {
		r.badge = badgeNoKit
	}
	if r.badge != badgeNone && v.u.snoozed(a.ID) {
		r.badge = badgeNone
	}
	view.set(r, rowLook{
		selected: a.ID == v.selected,
		compact:  v.u.o.Settings.CompactRows,
		colors:   currentPalette(),
	})
}

// refreshRows brings the rows in sight to now, and forgets the others. The list
// itself is left alone: to refresh it makes a row anew, each time.
func (v *homeView) refreshRows() {
	before := v.rows
	v.rows = map[string]*rowView{}
	first, end := v.inSight()
	for i := first; i < end; i++ {
		id := v.shown[i].ID
		if view := before[id]; view != nil && view.row.id == id { // else the list uses it for another
			v.showRow(i, view)
		}
	}
}

// inSight is the range of the list that its scrolling shows.
func (v *homeView) inSight() (first, end int) {
	height := float32(rowHeight)
	if v.u.o.Settings.CompactRows {
		height = rowHeightCompact
	}
	top := v.list.GetScrollOffset()
	first = int(top / height)
	end = int((top+v.list.Size().Height)/height) + 1
	return min(first, len(v.shown)), min(end, len(v.shown))
}

// filter brings the list to the accounts and the search as they are now.
func (v *homeView) filter() {
	v.shown = vault.MatchAccounts(v.all, v.search.Text)
	if v.position(v.selected) < 0 {
		v.selected = ""
	}
	empty, none := len(v.all) == 0, len(v.shown) == 0
	v.first.(*fyne.Container).Hidden = !empty
	v.listPane.(*container.ThemeOverride).Hidden = none
	v.nothing.Hidden = empty || !none
	v.nothingIs.setText(lang.L("No account fits “{{.Search}}”. Escape clears the search.", map[string]any{"Search": v.search.Text}))
	v.list.Refresh()
	v.refresh(v.u.o.Now())
	v.page.Refresh()
}

// position is where an account is in the list; -1: it is not shown.
func (v *homeView) position(id string) int {
	for i, a := range v.shown {
		if a.ID == id {
			return i
		}
	}
	return -1
}

// choose selects an account and brings it into sight.
func (v *homeView) choose(i int) {
	if i < 0 || i >= len(v.shown) {
		return
	}
	v.selected = v.shown[i].ID
	v.list.ScrollTo(i)
	v.refreshRows()
	v.syncPane()
}

// syncPane shows the selected account beside the list, where there is room.
func (v *homeView) syncPane() {
	if v.wide() {
		v.pane.open(v.selected)
	} else {
		v.pane.open("")
	}
}

// wide reports whether an account is shown beside the list.
func (v *homeView) wide() bool { return v.page.Size().Width >= wideWindow }

// copyCode copies what an account's row shows, or asks for a counter's code.
func (v *homeView) copyCode(id string) {
	i := v.position(id)
	if i < 0 {
		return
	}
	v.choose(i)
	a := v.shown[i]
	r := presentRow(a, v.u.o.Now(), v.u.asked[id])
	if r.copyText != "" {
		v.u.copy(r.copyText, copiedWords(r))
	}
}

// copiedWords names a code in a toast.
func copiedWords(r row) string {
	return lang.L("{{.Code}} for {{.Account}}", map[string]any{"Code": r.code, "Account": r.title})
}

// nextCode makes a counter account's next code and copies it.
func (v *homeView) nextCode(id string) {
	v.u.nextCode(v, id, func(err error) {
		switch {
		case err == nil:
			v.copyCode(id)
		case !ctxEnded(err):
			v.u.toast(messageOf(err).String(), "")
		}
	})
}

// rowTapped implements rowActions.
func (v *homeView) rowTapped(id string) { v.copyCode(id) }

// rowNextCode implements rowActions.
func (v *homeView) rowNextCode(id string) {
	v.choose(v.position(id))
	v.nextCode(id)
}

// rowOpened implements rowActions.
func (v *homeView) rowOpened(id string) {
	v.choose(v.position(id))
	v.u.openAccount(id)
}

var _ rowActions = (*homeView)(nil)
