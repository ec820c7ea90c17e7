package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/deskfob/deskfob/vault"
)

// codePanel is one code, large, with its clock. In the last five seconds it
// says so in words.
type codePanel struct {
	*card
	title *label
	code  *label
	clock *clockLine
	words *label
	line  *fyne.Container // of the clock

	waitNext bool // advise waiting for the next code; else show it
}

func newCodePanel(title string) *codePanel {
	p := &codePanel{
		title: newCentredLabel(title, styleHint()),
		code:  newCodeText("", codeSizeBig),
		clock: newBareClockLine(),
		words: newCentredLabel("", styleHint()),
	}
	p.title.cut = true
	p.line = container.New(layout.NewCustomPaddedLayout(2, 2, 40, 40), p.clock)
	p.card = newCard(p.title, p.code, p.line, p.words)
	return p
}

// showStep shows the code of a TOTP or Steam account at now.
func (p *codePanel) showStep(a vault.Account, now time.Time) {
	code, err := vault.CodeAt(a, now)
	if err != nil {
		p.showWords("", messageOf(err).String())
		return
	}
	left := code.Remaining(now)
	p.line.Show()
	p.clock.set(left, time.Duration(a.Period)*time.Second)
	tone, words := tintText, styleHint()
	if left <= nearEnd {
		tone = tintWarning
		words.color = tintWarning
	}
	p.code.setStyle(styleCode(codeSizeBig, tone))
	p.code.setText(vault.GroupCode(code.Text))
	p.words.setStyle(words)
	p.words.setText(p.stepWords(a, code, left))
}

func (p *codePanel) stepWords(a vault.Account, code vault.Code, left time.Duration) string {
	seconds := map[string]any{"Seconds": int(left / time.Second)}
	switch {
	case left > nearEnd:
		return lang.L("{{.Seconds}} s left", seconds)
	case p.waitNext:
		return lang.L("Ends in {{.Seconds}} s. Wait for the next one.", seconds)
	}
	next, err := vault.CodeAt(a, code.Until)
	if err != nil {
		return lang.L("Ends in {{.Seconds}} s.", seconds)
	}
	seconds["Next"] = vault.GroupCode(next.Text)
	return lang.L("Ends in {{.Seconds}} s. Next: {{.Next}}", seconds)
}

// showWords shows a code that no clock belongs to, or only words.
func (p *codePanel) showWords(code, words string) {
	p.line.Hide()
	p.code.setStyle(styleCode(codeSizeBig, tintText))
	p.code.setText(vault.GroupCode(code))
	p.words.setStyle(styleHint())
	p.words.setText(words)
}
