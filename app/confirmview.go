package app

import (
	"context"
	"errors"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// confirmView shows an enrolment with its live code before anything is saved.
type confirmView struct {
	u       *UI
	found   findings
	account vault.Account // the one that was found
	source  string        // where it was read, for the line of parameters
	same    *vault.Account

	panel          *codePanel
	issuer, name   *field
	notice         *card // the account it repeats
	noticeText     *paragraph
	wrong          *messageCard
	save, keepBoth *button
	cancel         *button
	page           fyne.CanvasObject
}

// newConfirmView shows the one enrolment among f; source says where it was read.
func newConfirmView(u *UI, f findings, source string) *confirmView {
	a := f.all()[0].account
	v := &confirmView{u: u, found: f, account: a, source: source}
	v.panel = newCodePanel(accountLine(a))
	v.panel.waitNext = true
	v.issuer = newField(lang.L("Issuer"), newEntry(lang.L("The service")))
	v.name = newField(lang.L("Account name"), newEntry(lang.L("Your name or address there")))
	v.issuer.entry.SetText(a.Issuer)
	v.name.entry.SetText(a.Name)
	for _, f := range []*field{v.issuer, v.name} {
		f.entry.OnSubmitted = func(string) { v.save.Tapped(nil) }
		f.entry.OnChanged = func(string) { v.renamed() }
	}
	v.wrong = newMessageCard()
	v.save = newPrimaryButton(lang.L("Save"), v.onSave)
	v.keepBoth = newPlainButton(lang.L("Keep both"), v.onKeepBoth)
	v.cancel = newQuietButton(lang.L("Cancel"), u.back)
	v.noticeText = newParagraph("", styleNotice())
	v.notice = newNotice(tintWarningGround, v.noticeText)
	v.build()
	v.findSame()
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
		newHeading(lang.L("Type this code on the page"),
			lang.L("Nothing is saved yet. Save the account when the service has taken the code.")),
		v.panel.card, v.notice, v.issuer, v.name,
		newParagraph(parameters, styleHint()),
		v.wrong.card,
		newRow(v.cancel, newSpring(), v.keepBoth, v.save),
	}
	v.page = newPage(append(column, newLeftOut(v.found.others)...)...)
}

// findSame looks for an account that makes the same codes, and offers what can
// be done about it.
func (v *confirmView) findSame() {
	v.same = nil
	for _, a := range v.u.vault.Accounts() {
		if a.SameCredential(v.account) {
			v.same = &a
			v.noticeText.setText(lang.L("You have this already, as {{.Account}}. Replace gives that account the names below and keeps its recovery codes.",
				map[string]any{"Account": accountLine(a)}))
			break
		}
	}
	v.notice.Hidden = v.same == nil
	v.keepBoth.Hidden = v.same == nil
	v.save.setText(lang.L("Save"))
	if v.same != nil {
		v.save.setText(lang.L("Replace"))
	}
	v.page.Refresh()
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

func (v *confirmView) accountsChanged() { v.findSame() }

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
}

// named is the account with the names of the fields.
func (v *confirmView) named() vault.Account {
	a := v.account
	a.Issuer, a.Name = vault.CleanName(v.issuer.entry.Text), vault.CleanName(v.name.entry.Text)
	return a
}

func (v *confirmView) onSave() {
	if v.same != nil {
		v.store(vault.DuplicateReplace)
		return
	}
	v.store(vault.DuplicateRefuse)
}

func (v *confirmView) onKeepBoth() { v.store(vault.DuplicateKeep) }

func (v *confirmView) store(d vault.Duplicate) {
	a := v.named()
	if !checkNames(a, v.issuer, v.name) {
		return
	}
	if a.Type == vault.TypeHOTP {
		a.Counter++ // the code of this counter was shown, and is used up
	}
	var stored []vault.Account
	v.u.background(v, lang.L("Saving."), func(ctx context.Context) (err error) {
		stored, err = v.u.vault.Add(ctx, []vault.Account{a}, d)
		return err
	}, func(err error) { v.stored(stored, d, err) })
}

func (v *confirmView) stored(stored []vault.Account, d vault.Duplicate, err error) {
	if errors.Is(err, vault.ErrDuplicate) {
		v.findSame() // another window was quicker
		return
	}
	v.wrong.showError(err)
	if err != nil || len(stored) == 0 {
		v.page.Refresh()
		return
	}
	v.u.added(stored[0], d != vault.DuplicateReplace, v.u.spentFiles(v.found))
}

// closed drops the small picture with what was found.
func (v *confirmView) closed() { v.found = findings{} }

// added goes on after an account was saved: with its recovery code, if it is
// new, and what to do about the files that it was read from.
func (u *UI) added(a vault.Account, isNew bool, spent []pictureFile) {
	u.endIntake()
	u.changed()
	if isNew {
		v := newSaveRecoveryView(u, a.ID, afterEnrolment)
		v.offerTrash(spent)
		u.show(v)
		return
	}
	words := lang.L("Replaced {{.Account}}", map[string]any{"Account": accountTitle(a)})
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
