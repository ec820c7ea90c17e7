package app

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// recoveryInput takes recovery codes as text and shows at once what came
// apart, and of which kind it is, to be corrected by hand.
type recoveryInput struct {
	*fyne.Container
	before  vault.RecoveryKind // of the account's codes so far; empty: none
	changed func()             // the input has another height, or another meaning

	field   *field
	preview *card
	list    *fyne.Container
	used    *paragraph
	doubt   *paragraph
	kind    *segments
	about   *paragraph
	kinds   *fyne.Container

	found  vault.RecoveryProposal
	err    error
	chosen vault.RecoveryKind // by hand; empty: what the text says
	text   string             // before the last change
	typed  bool               // the text came character by character
}

func newRecoveryInput(account vault.Account, changed func()) *recoveryInput {
	in := &recoveryInput{changed: changed, typed: true}
	if account.Recovery != nil {
		in.before = account.Recovery.Kind
	}
	in.field = newField(lang.L("Recovery code, or all codes of a list"), newTextEntry(lang.L("As the page shows it"), 3))
	in.field.entry.TextStyle.Monospace = true
	in.field.entry.OnChanged = func(string) { in.read() }
	in.list = newColumn(0)
	in.used, in.doubt = newParagraph("", styleHint()), newParagraph("", styleNotice())
	in.preview = newCard(in.list, in.used, in.doubt)
	in.kind = newSegments("", func(value string) { in.choose(vault.RecoveryKind(value)) },
		segment{string(vault.RecoveryRotating), lang.L("Rotating code")},
		segment{string(vault.RecoveryList), lang.L("One-time list")},
		segment{string(vault.RecoveryRemoval), lang.L("Removal code")})
	in.about = newParagraph("", styleHint())
	in.kinds = newColumn(6, in.kind.Container, in.about)
	in.Container = newColumn(12, in.field, in.preview, in.kinds)
	in.read()
	return in
}

// read takes the text apart and shows what came of it.
func (in *recoveryInput) read() {
	text := in.field.entry.Text
	in.typed = text == "" || in.typed && len([]rune(text))-len([]rune(in.text)) <= 1
	in.text = text
	in.found, in.err = vault.ReadRecoveryText(text)
	in.field.setWrong("")
	if isPicture(in.err) { // pasted: nobody types on
		in.field.setWrong(messageOf(in.err).String())
	}
	if in.err != nil {
		in.chosen = ""
	}
	several := len(in.found.Codes) > 1
	if several && in.chosen == vault.RecoveryRotating {
		in.chosen = ""
	}
	in.kind.get(string(vault.RecoveryRotating)).setDisabled(several)
	in.show()
}

func (in *recoveryInput) show() {
	in.preview.Hidden, in.kinds.Hidden = in.err != nil, in.err != nil
	codes := exposed(in.found.Codes)
	in.list.RemoveAll()
	if len(codes) == 1 {
		in.list.Add(newCodeLines(codes))
	} else {
		in.list.Add(newNumberedCodes(codes))
	}
	in.used.Hidden = in.found.Used == 0
	in.used.setText(leftOutWords(in.found.Used))
	in.doubt.Hidden = in.found.CodesSure
	in.doubt.setText(lang.L("Compare with the page: other words stand close to the codes, or they do not all look alike."))
	in.kind.set(string(in.kindNow()))
	in.about.setText(kindWords(in.kindNow()))
	in.preview.Refresh()
	in.Refresh()
	if in.changed != nil {
		in.changed()
	}
}

// choose takes the person's word for the kind.
func (in *recoveryInput) choose(kind vault.RecoveryKind) {
	in.chosen = kind
	in.show()
}

// kindNow is the kind to save: the person's word, else the text's, else what
// the account had.
func (in *recoveryInput) kindNow() vault.RecoveryKind {
	switch {
	case in.chosen != "":
		return in.chosen
	case !in.found.KindSure && len(in.found.Codes) == 1 && in.before != "":
		return in.before
	}
	return in.found.Kind
}

// set is what to save; false, and the field says why, when there is nothing.
func (in *recoveryInput) set() (vault.RecoverySet, bool) {
	if in.err != nil {
		in.field.setWrong(messageOf(in.err).String())
		in.Refresh()
		return vault.RecoverySet{}, false
	}
	return vault.RecoverySet{Kind: in.kindNow(), Codes: in.found.Codes}, true
}

func (in *recoveryInput) empty() bool { return in.field.entry.Text == "" }

// clear takes the codes out of sight and out of the widgets.
func (in *recoveryInput) clear() {
	clearEntries(in.field)
	in.found, in.text = vault.RecoveryProposal{}, ""
	in.list.RemoveAll()
}

func isPicture(err error) bool {
	var refused *vault.ParamError
	return errors.As(err, &refused) && refused.Reason == vault.ReasonPicture
}

// exposed is the text of codes, to be shown.
func exposed(codes []vault.Secret) []string {
	var all []string
	for _, c := range codes {
		all = append(all, strings.TrimSpace(string(c.Expose())))
	}
	return all
}

func leftOutWords(n int) string {
	if n == 1 {
		return lang.L("One left out because it is marked as used.")
	}
	return lang.L("{{.Count}} left out because they are marked as used.", map[string]any{"Count": n})
}

// kindWords says what a kind of recovery code is.
func kindWords(kind vault.RecoveryKind) string {
	switch kind {
	case vault.RecoveryList:
		return lang.L("Each works once, in any order.")
	case vault.RecoveryRemoval:
		return lang.L("Using it switches two-step sign-in off.")
	}
	return lang.L("Works once; the service then shows a new one.")
}
