package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// settingsView holds the person's choices and what there is to know about the
// program.
type settingsView struct {
	u    *UI
	page fyne.CanvasObject

	theme, rows *segments
	keys, back  *button
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
	v.keys = newPlainButton(lang.L("Show the keys"), u.openHelp)
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.page = newPage(
		newLabel(lang.L("Settings"), styleHeading()),
		newCard(newLabel(lang.L("Colours"), styleTitle()), v.theme.Container),
		newCard(newLabel(lang.L("Rows"), styleTitle()), v.rows.Container),
		newCard(
			newColumn(2, newLabel(lang.L("Where your accounts are"), styleTitle()), newParagraph(u.locationWords(), styleHint())),
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
	return v
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
