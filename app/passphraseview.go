package app

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// askPassphrase is the Passphrase of Options.Open. It is called from the
// goroutine that opens the vault.
func (u *UI) askPassphrase(ctx context.Context, create bool) ([]byte, error) {
	return ask(ctx, u, func(answer func([]byte, error)) view {
		return newPassphraseView(u, create, answer)
	})
}

// passphraseView asks for the passphrase of a vault, or for a new one twice.
type passphraseView struct {
	u      *UI
	create bool
	answer func([]byte, error)

	first, again *field
	strength     *paragraph
	open         *button
	other        *button
	page         fyne.CanvasObject
}

func newPassphraseView(u *UI, create bool, answer func([]byte, error)) *passphraseView {
	v := &passphraseView{u: u, create: create, answer: answer}
	v.first = newField(lang.L("Passphrase"), newHiddenEntry(""))
	v.first.entry.OnSubmitted = func(string) { v.open.Tapped(nil) }
	v.first.entry.OnChanged = func(string) { v.changed() }
	v.strength = newParagraph("", styleMuted())
	v.open = newPrimaryButton(lang.L("Open"), v.onOpen)
	v.other = newQuietButton(lang.L("Cancel"), u.back)
	title := lang.L("Type your passphrase")
	hint := lang.L("Your accounts are in {{.File}}.", map[string]any{"File": filepath.Base(u.o.Location.File)})
	if u.o.Location.File == "" {
		hint = lang.L("Your accounts are in the keyring, behind a passphrase of their own.")
	}
	column := []fyne.CanvasObject{v.first}
	if create {
		title = lang.L("Choose a passphrase")
		hint = lang.L("It encrypts your accounts. Nobody can reset it for you.")
		v.open.text = lang.L("Use this passphrase")
		v.again = newField(lang.L("Once more"), newHiddenEntry(""))
		v.again.entry.OnSubmitted = v.first.entry.OnSubmitted
		v.again.entry.OnChanged = v.first.entry.OnChanged
		column = append(column, v.strength, v.again)
	}
	if u.passphraseWrong && !create {
		v.first.setWrong(lang.L("That is not the passphrase. Check the keyboard layout and Caps Lock."))
	}
	u.passphraseWrong = false
	v.page = newPage(append(append([]fyne.CanvasObject{newGap(60), newHeading(title, hint)}, column...),
		newRow(v.other, newSpring(), v.open))...)
	return v
}

func (v *passphraseView) object() fyne.CanvasObject { return v.page }
func (v *passphraseView) focus()                    { v.u.window.Canvas().Focus(v.first.entry) }

func (v *passphraseView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.open.Tapped(nil)
		return true
	}
	return false
}

func (v *passphraseView) changed() {
	v.first.setWrong("")
	if v.create {
		v.again.setWrong("")
		v.strength.setText(passphraseStrength(v.first.entry.Text))
	}
	v.page.Refresh()
}

func (v *passphraseView) onOpen() {
	text := v.first.entry.Text
	if v.create && !checkNewPassphrase(v.first, v.again) || text == "" {
		v.page.Refresh()
		return
	}
	v.answer([]byte(text), nil)
}

func (v *passphraseView) closed() { clearEntries(v.first, v.again) }

// clearEntries takes what was typed out of sight and out of the widgets.
func clearEntries(fields ...*field) {
	for _, f := range fields {
		if f != nil {
			f.entry.OnChanged = nil
			f.entry.SetText("")
		}
	}
}

// checkNewPassphrase shows what is wrong with a passphrase typed twice.
func checkNewPassphrase(first, again *field) bool {
	switch {
	case first.entry.Text == "":
		first.setWrong(lang.L("Type a passphrase."))
	case first.entry.Text != again.entry.Text:
		again.setWrong(lang.L("The two are not the same. Type it again."))
	default:
		return true
	}
	return false
}

// The lengths, in characters, from which a passphrase is called fair and good.
// A length says little about a bad phrase; the words only nudge.
const (
	fairPassphrase = 10
	goodPassphrase = 16
)

// passphraseStrength is a hint on a new passphrase.
func passphraseStrength(text string) string {
	switch n := len([]rune(text)); {
	case n == 0:
		return lang.L("Four or five words that do not belong together are strong and easy to type.")
	case n < fairPassphrase:
		return lang.L("Short: whoever gets the file could guess it. Add a word or two.")
	case n < goodPassphrase:
		return lang.L("Fair. One more word makes it good.")
	}
	return lang.L("Good, as long as nobody else knows the phrase.")
}
