package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/deskfob/deskfob/vault"
)

// confirmView shows an enrolment with its live code before anything is saved:
// the second of the four steps that a service's page has, too.
type confirmView struct {
	u       *UI
	found   findings
	account vault.Account  // the one that was found
	source  string         // where it was read, for the line of parameters
	same    *vault.Account // makes the same codes
	over    *vault.Account // has these names, or is the one to be enrolled again

	steps          *stepBar
	hint           *paragraph
	panel          *codePanel
	issuer, name   *field
	notice         *card // what the vault has already
	noticeText     *paragraph
	wrong          *messageCard
	save, keepBoth *button
	justSave       *button
	rejected       *button // looks for the reason why
	cancel         *button
	page           fyne.CanvasObject
}

// newConfirmView shows the one enrolment among f; source says where it was read.
func newConfirmView(u *UI, f findings, source string) *confirmView {
	a := f.all()[0].account
	v := &confirmView{u: u, found: f, account: a, source: source, steps: newStepBar(2)}
	v.panel = newCodePanel(accountLine(a))
	v.panel.waitNext = true
	v.issuer = newField(lang.L("Issuer"), newEntry(lang.L("The service")))
	v.name = newField(lang.L("Account name"), newEntry(lang.L("Your name or address there")))
	v.issuer.entry.SetText(a.Issuer)
	v.name.entry.SetText(a.Name)
	if target, err := u.vault.Account(u.enrolAgain); err == nil {
		v.issuer.entry.SetText(target.Issuer)
		v.name.entry.SetText(target.Name)
	}
	for _, f := range []*field{v.issuer, v.name} {
		f.entry.OnSubmitted = func(string) { v.save.Tapped(nil) }
		f.entry.OnChanged = func(string) { v.renamed() }
	}
	v.wrong = newMessageCard()
	v.save = newPrimaryButton(lang.L("Accepted"), v.onSave)
	v.justSave = newQuietButton(lang.L("Just save"), v.onJustSave)
	v.rejected = newPlainButton(lang.L("Rejected"), func() { u.show(makeRejectedView(u, v.named(), v)) })
	v.keepBoth = newPlainButton(lang.L("Keep both"), v.onKeepBoth)
	v.cancel = newQuietButton(lang.L("Back"), u.back)
	v.noticeText = newParagraph("", styleNotice())
	v.notice = newNotice(tintWarningGround, v.noticeText, newRow(v.keepBoth))
	v.hint = newParagraph("", styleHint())
	v.build()
	v.findKnown()
	return v
}

// styleNotice is for sentences on the warning ground.
func styleNotice() textStyle {
	s := styleHint()
	s.color = tintWarning
	return s
}

func (v *confirmView) build() {
	parameters := parametersLine(v.account)
	if v.source != "" {
		parameters = parameters[:len(parameters)-1] + ", " + v.source + "."
	}
	column := []fyne.CanvasObject{
		v.steps, newColumn(2, newLabel(lang.L("Type this code on the page"), styleHeading()), v.hint),
		v.panel.card, v.notice, v.issuer, v.name,
		newParagraph(parameters, styleHint()),
		v.wrong.card,
		container.NewBorder(nil, nil, container.New(layout.NewCustomPaddedHBoxLayout(0), v.cancel, v.justSave), newRow(v.rejected, v.save)),
	}
	v.page = newPage(append(column, newLeftOut(v.found.others)...)...)
}

// findKnown looks for an account that makes the same codes, or that this
// enrolment may be meant to renew, and offers what can be done about it.
func (v *confirmView) findKnown() {
	v.same, v.over = v.u.findKnown(v.named())
	v.save.setText(lang.L("Accepted"))
	v.hint.setText(lang.L("Step 2 of 4: the service wants to see that the account was read rightly. Nothing is saved yet."))
	switch {
	case v.same != nil:
		v.save.setText(lang.L("Replace"))
		v.hint.setText(lang.L("Nothing is saved yet."))
		v.noticeText.setText(lang.L("You have this already, as {{.Account}}. Replace gives that account the names below and keeps its recovery codes.",
			map[string]any{"Account": accountLine(*v.same)}))
	case v.over != nil:
		v.save.setText(lang.L("Replace its secret"))
		v.noticeText.setText(lang.L("{{.Account}} is here with another secret. Replace it when the service has taken the code: recovery codes stay, and the old secret stays in the trash for 30 days.",
			map[string]any{"Account": accountLine(*v.over)}))
	}
	v.notice.Hidden = v.same == nil && v.over == nil
	v.keepBoth.Hidden = v.notice.Hidden
	v.justSave.Hidden = !v.notice.Hidden
	v.rejected.Hidden = v.same != nil // that one was taken long ago
	v.steps.Hidden = v.same != nil
	v.page.Refresh()
}

// findKnown looks for an account with the credential of a; else for the one
// that is to be enrolled again, or has the same names.
func (u *UI) findKnown(a vault.Account) (same, over *vault.Account) {
	for _, had := range u.vault.Accounts() {
		names := strings.EqualFold(had.Issuer, a.Issuer) && strings.EqualFold(had.Name, a.Name)
		switch {
		case had.SameCredential(a):
			same = &had
		case had.ID == u.enrolAgain:
			over = &had
		case over == nil && u.enrolAgain == "" && names && had.Name != "" && had.Type != vault.TypeNone:
			over = &had
		}
	}
	return same, over
}

func (v *confirmView) object() fyne.CanvasObject { return v.page }

func (v *confirmView) focus() {
	if v.account.Issuer == "" {
		v.u.window.Canvas().Focus(v.issuer.entry)
		return
	}
	v.u.window.Canvas().Focus(v.save)
}

func (v *confirmView) refresh(now time.Time) {
	if v.account.Type != vault.TypeHOTP {
		v.panel.showStep(v.account, now)
		return
	}
	code, err := vault.CodeForCounter(v.account, v.account.Counter)
	if err != nil {
		v.panel.showWords("", messageOf(err).String())
		return
	}
	v.panel.showWords(code.Text, lang.L("Code number {{.Counter}}", map[string]any{"Counter": v.account.Counter}))
}

func (v *confirmView) accountsChanged() { v.findKnown() }

func (v *confirmView) typedKey(e *fyne.KeyEvent) bool {
	if isEnter(e) {
		v.save.Tapped(nil)
		return true
	}
	return false
}

// renamed brings the panel's title to what the fields say.
func (v *confirmView) renamed() {
	a := v.named()
	v.panel.title.setText(accountLine(a))
	v.issuer.setWrong("")
	v.name.setWrong("")
	v.findKnown()
}

// named is the account with the names of the fields.
func (v *confirmView) named() vault.Account {
	a := v.account
	a.Issuer, a.Name = vault.CleanName(v.issuer.entry.Text), vault.CleanName(v.name.entry.Text)
	return a
}

// onSave saves because the service has taken the code: the recovery code is next.
func (v *confirmView) onSave() {
	switch {
	case v.same != nil:
		v.store(vault.DuplicateReplace, vault.StepDone)
	case v.over != nil:
		v.replace(*v.over)
	default:
		v.store(vault.DuplicateRefuse, vault.StepRecovery)
	}
}

// onJustSave saves and asks nothing more.
func (v *confirmView) onJustSave() { v.store(vault.DuplicateRefuse, vault.StepDone) }

func (v *confirmView) onKeepBoth() {
	step := vault.StepRecovery
	if v.same != nil {
		step = vault.StepDone
	}
	v.store(vault.DuplicateKeep, step)
}

// ready returns the account as it is to be saved; false where its names cannot be.
func (v *confirmView) ready(left vault.EnrolmentStep) (vault.Account, bool) {
	a := v.named()
	if !checkNames(a, v.issuer, v.name) {
		return a, false
	}
	if a.Type == vault.TypeHOTP {
		a.Counter++ // the code of this counter was shown, and is used up
	}
	a.Open = left
	return a, true
}

func (v *confirmView) store(d vault.Duplicate, left vault.EnrolmentStep) {
	a, ok := v.ready(left)
	if !ok {
		return
	}
	var stored []vault.Account
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) (err error) {
		stored, err = held.Add(ctx, []vault.Account{a}, d)
		return err
	}, func(err error) {
		if v.failed(err) || len(stored) == 0 {
			return
		}
		words := lang.L("Saved {{.Account}}", map[string]any{"Account": accountTitle(stored[0])})
		if d == vault.DuplicateReplace {
			words = lang.L("Replaced {{.Account}}", map[string]any{"Account": accountTitle(stored[0])})
		}
		v.u.added(stored[0], left, words, v.u.spentFiles(v.found))
	})
}

// replace gives an account the credential that was found, and the names of the fields.
func (v *confirmView) replace(over vault.Account) {
	a, ok := v.ready(vault.StepRecovery)
	if !ok {
		return
	}
	held := v.u.vault
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) error {
		if err := held.ReplaceCredential(ctx, over.ID, a); err != nil {
			return err
		}
		return held.Rename(ctx, over.ID, a.Issuer, a.Name)
	}, func(err error) {
		if v.failed(err) {
			return
		}
		a.ID = over.ID
		v.u.added(a, vault.StepRecovery, "", v.u.spentFiles(v.found))
	})
}

// failed shows why nothing was saved.
func (v *confirmView) failed(err error) bool {
	if errors.Is(err, vault.ErrDuplicate) {
		v.findKnown() // another window was quicker
		return true
	}
	v.wrong.showError(err)
	v.page.Refresh()
	return err != nil
}

// closed drops the small picture with what was found.
func (v *confirmView) closed() { v.found = findings{} }

// added goes on after an account was saved: with its recovery code, if that
// is what is left, and what to do about the files that it was read from.
func (u *UI) added(a vault.Account, left vault.EnrolmentStep, words string, spent []pictureFile) {
	u.enrolAgain = ""
	u.endIntake()
	u.changed()
	if left == vault.StepRecovery {
		v := newSaveRecoveryView(u, a.ID, afterEnrolment)
		v.offerTrash(spent)
		u.show(v)
		return
	}
	if len(spent) > 0 {
		u.show(newAddedView(u, words, spent))
		return
	}
	u.toast(words, "")
}

// checkNames shows what is wrong with the names at their fields.
func checkNames(a vault.Account, issuer, name *field) bool {
	if a.Issuer == "" && a.Name == "" {
		issuer.setWrong(lang.L("Give the account a name you will find it by."))
		return false
	}
	issuer.setWrong(tooLong(a.Issuer))
	name.setWrong(tooLong(a.Name))
	return tooLong(a.Issuer) == "" && tooLong(a.Name) == ""
}

func tooLong(name string) string {
	if len(name) > vault.MaxName {
		return lang.L("This name is too long. Shorten it.")
	}
	return ""
}
