package app

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// settingsView holds the person's choices and what there is to know about the
// program.
type settingsView struct {
	u    *UI
	page fyne.CanvasObject

	theme, rows       *segments
	passphrase, trash *button
	ready             *button
	summary           *paragraph // of readiness
	guarded           bool       // the accounts had a passphrase when last seen
	locking           *fyne.Container
	lockAfter         *segments
	lockWithScreen    *check
	askRecovery       *check
	keys, back        *button
	doctor            *button
}

// openSettings shows the settings.
func (u *UI) openSettings() {
	if u.ready() {
		u.show(newSettingsView(u))
	}
}

func newSettingsView(u *UI) *settingsView {
	v := &settingsView{u: u}
	v.theme = newSegments(u.o.Settings.Theme, v.themeChosen,
		segment{themeSystem, lang.L("As the desktop")}, segment{themeLight, lang.L("Light")}, segment{themeDark, lang.L("Dark")})
	rows := rowsRoomy
	if u.o.Settings.CompactRows {
		rows = rowsCompact
	}
	v.rows = newSegments(rows, v.rowsChosen, segment{rowsRoomy, lang.L("Roomy")}, segment{rowsCompact, lang.L("Compact")})
	v.passphrase = newPlainButton("", u.openNewPassphrase)
	v.guarded = u.vault.HasPassphrase()
	v.locking = newColumn(0, v.newPassphraseCard())
	v.ready = newPlainButton(lang.L("Kits and readiness"), u.openReadiness)
	v.summary = newParagraph("", styleHint())
	v.trash = newPlainButton(lang.L("Open the trash"), u.openTrash)
	v.keys = newPlainButton(lang.L("Show the keys"), u.openHelp)
	v.doctor = newPlainButton(doctorWords(u), u.openDoctor)
	v.doctor.Hidden = u.o.Examine == nil
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.page = newPage(
		newLabel(lang.L("Settings"), styleHeading()),
		newCard(newLabel(lang.L("Colours"), styleTitle()), v.theme.Container),
		newCard(newLabel(lang.L("Rows"), styleTitle()), v.rows.Container),
		newCard(
			newColumn(2, newLabel(lang.L("Where your accounts are"), styleTitle()), newParagraph(u.locationWords(), styleHint())),
			newRow(v.doctor),
		),
		v.locking,
		newCard(
			newColumn(2, newLabel(lang.L("If this computer died now"), styleTitle()), v.summary),
			newRow(v.ready),
		),
		newCard(
			newColumn(2, newLabel(lang.L("Trash"), styleTitle()), newParagraph(lang.L("What you delete or replace stays there for 30 days."), styleHint())),
			newRow(v.trash),
		),
		newCard(
			newColumn(2, newLabel(lang.L("Keyboard"), styleTitle()), newParagraph(lang.L("Everything works without a mouse. F1 shows the keys."), styleHint())),
			newRow(v.keys),
		),
		newCard(
			newColumn(2, newLabel("Deskfob", styleTitle()), newParagraph(u.aboutWords(), styleHint())),
		),
		newRow(v.back),
	)
	v.accountsChanged()
	return v
}

// accountsChanged implements following.
func (v *settingsView) accountsChanged() {
	v.summary.setText(readinessSummary(countReadiness(v.u.readiness())))
	if guarded := v.u.vault.HasPassphrase(); guarded != v.guarded {
		v.guarded = guarded
		v.locking.Objects = []fyne.CanvasObject{v.newPassphraseCard()}
	}
	v.page.Refresh()
}

// newPassphraseCard says how the accounts are locked.
func (v *settingsView) newPassphraseCard() fyne.CanvasObject {
	title := newLabel(lang.L("Passphrase and locking"), styleTitle())
	switch {
	case v.u.o.Demo:
		return newCard(newColumn(2, title, newParagraph(lang.L("The demo has no passphrase."), styleHint())))
	case !v.guarded:
		v.passphrase.setText(lang.L("Set a passphrase"))
		return newCard(newColumn(2, title,
			newParagraph(lang.L("None is set: the accounts open with your desktop's keyring. With one, Deskfob can lock itself."), styleHint())),
			newRow(v.passphrase))
	}
	v.passphrase.setText(lang.L("Change or remove it"))
	v.lockAfter = newSegments(v.lockAfterNow(), v.lockAfterChosen,
		segment{"1", lang.L("1 min")}, segment{"10", lang.L("10 min")}, segment{"60", lang.L("1 hour")}, segment{lockNever, lang.L("Never")})
	v.lockWithScreen = newCheck(lang.L("Also with the screen, and before sleeping"), v.lockWithScreenChosen)
	v.lockWithScreen.checked = !v.u.o.Settings.LockSeldom
	v.askRecovery = newCheck(lang.L("Ask before showing recovery codes"), v.askRecoveryChosen)
	v.askRecovery.checked = v.u.o.Settings.AskRecovery
	return newCard(
		newColumn(2, title, newParagraph(lang.L("Lock when Deskfob was not used for this long. Ctrl+L locks at once."), styleHint())),
		v.lockAfter.Container, newColumn(0, v.lockWithScreen, v.askRecovery), newRow(v.passphrase))
}

// lockNever is the lock setting's value for never.
const lockNever = "never"

// lockAfterNow is the lock setting as a segment's value.
func (v *settingsView) lockAfterNow() string {
	after := v.u.lockAfter()
	if after == 0 {
		return lockNever
	}
	return strconv.Itoa(int(after.Minutes()))
}

func (v *settingsView) lockAfterChosen(value string) {
	minutes, err := strconv.Atoi(value)
	if err != nil { // never
		minutes = -1
	}
	v.u.o.Settings.LockAfter = minutes
	v.u.saveSettings()
}

func (v *settingsView) lockWithScreenChosen(on bool) {
	v.u.o.Settings.LockSeldom = !on
	v.u.saveSettings()
}

// askRecoveryChosen asks for the passphrase before it stops asking.
func (v *settingsView) askRecoveryChosen(on bool) {
	if on {
		v.setAskRecovery(true)
		return
	}
	v.askRecovery.checked = true
	v.askRecovery.Refresh()
	v.u.show(newAskAgainView(v.u, func() { v.setAskRecovery(false) }))
}

func (v *settingsView) setAskRecovery(on bool) {
	v.askRecovery.checked = on
	v.askRecovery.Refresh()
	v.u.o.Settings.AskRecovery = on
	v.u.saveSettings()
}

// The row setting's values.
const (
	rowsRoomy   = "roomy"
	rowsCompact = "compact"
)

func (v *settingsView) object() fyne.CanvasObject { return v.page }
func (v *settingsView) focus()                    {}

func (v *settingsView) themeChosen(value string) {
	v.u.o.Settings.Theme = value
	v.u.o.App.Settings().SetTheme(newWindowTheme(value))
	v.u.saveSettings()
}

func (v *settingsView) rowsChosen(value string) {
	v.u.o.Settings.CompactRows = value == rowsCompact
	v.u.changed()
	v.u.saveSettings()
}

// saveSettings keeps the settings.
func (u *UI) saveSettings() {
	if u.o.SaveSettings == nil {
		return
	}
	if err := u.o.SaveSettings(u.o.Settings); err != nil {
		fyne.LogError("saving the settings", err)
		u.toast(lang.L("The choice could not be saved. It holds until you close the window."), "")
	}
}

// doctorWords is what the button to the doctor says.
func doctorWords(u *UI) string {
	if u.o.Location.File != "" {
		return lang.L("Check the file")
	}
	return lang.L("Check the keyring")
}

func (u *UI) locationWords() string {
	switch {
	case u.o.Demo:
		return lang.L("This is a demo: its accounts are made up, kept in memory, and gone when you close the window.")
	case u.o.Location.File != "":
		return lang.L("In the encrypted file {{.File}}, opened with your passphrase.", map[string]any{"File": u.o.Location.File})
	}
	return lang.L("In your desktop's keyring, encrypted, and nowhere else. Nothing leaves this computer.")
}

func (u *UI) aboutWords() string {
	version := u.o.App.Metadata().Version
	if version == "" {
		return lang.L("An authenticator and recovery manager for your desktop.")
	}
	return lang.L("Version {{.Version}}. An authenticator and recovery manager for your desktop.", map[string]any{"Version": version})
}
