package app

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
)

// revealTime is how long revealed recovery codes stay in sight.
const revealTime = 30 * time.Second

// recoveryPanel shows an account's recovery codes: masked until asked for,
// the live ones only.
type recoveryPanel struct {
	*card
	u       *UI
	owner   *accountView
	account vault.Account

	codes []string // revealed; empty: masked
	until time.Time

	use, reveal, copy *button
	used, save        *button
	wrong             *messageCard
}

func newRecoveryPanel(u *UI, owner *accountView) *recoveryPanel {
	p := &recoveryPanel{u: u, owner: owner, wrong: newMessageCard()}
	p.reveal = newPlainButton(lang.L("Reveal"), p.onReveal)
	p.copy = newPlainButton(lang.L("Copy"), p.onCopy)
	p.use = newPlainButton("", p.onUse)
	p.used = newQuietButton(lang.L("I used it elsewhere"), p.onUsed)
	p.save = newPlainButton("", p.onSave)
	p.card = newCard()
	return p
}

// show builds the panel for what is known about the account's codes.
func (p *recoveryPanel) show(a vault.Account) {
	if seeCodes(p.account) != seeCodes(a) {
		p.forget() // others by now
	}
	p.account = a
	p.save.kind = buttonPlain
	switch s := a.Recovery; {
	case s == nil:
		p.showNone()
	case s.State == vault.RecoveryOpen || s.State == vault.RecoverySpent:
		p.showDue(s)
	case s.State == vault.RecoveryUnknown:
		p.fill(p.head(lang.L("Recovery code"), newDangerBadge(lang.L("cannot be read"))),
			newParagraph(lang.L("What was stored cannot be read. Ask the service for a new code and save it here.")+savedWords(s), styleHint()),
			p.saveRow(lang.L("Save new code")))
	default:
		p.showLive(s)
	}
	p.Refresh()
}

func (p *recoveryPanel) fill(objects ...fyne.CanvasObject) {
	p.content.Objects = append(objects, p.wrong.card)
	p.content.Refresh()
}

func (p *recoveryPanel) head(title string, badges ...fyne.CanvasObject) fyne.CanvasObject {
	row := newRow(newLabel(title, styleTitle()), newSpring())
	for _, b := range badges {
		row.Add(b)
	}
	return row
}

func (p *recoveryPanel) saveRow(text string) fyne.CanvasObject {
	p.save.setText(text)
	p.save.Refresh()
	return newRow(p.save)
}

func (p *recoveryPanel) showNone() {
	p.fill(p.head(lang.L("Recovery code")),
		newParagraph(lang.L("None saved. The service shows one when the authenticator is set up, or on its security page."), styleHint()),
		p.saveRow(lang.L("Save a code")))
}

// showDue is for an account whose codes are used up: the task is to save new ones.
func (p *recoveryPanel) showDue(s *vault.RecoveryStatus) {
	badge, text := lang.L("save new code"),
		lang.L("The code was used{{.When}}. The service has shown a new one: save it before the page is gone.", p.when(s, "used"))
	save := lang.L("Save new code")
	switch s.Kind {
	case vault.RecoveryList:
		badge, save = lang.L("none left"), lang.L("Paste new list")
		text = lang.L("All codes of the list are used. Ask the service for a new list and save it here.")
	case vault.RecoveryRemoval:
		badge = lang.L("used")
		text = lang.L("The code was used{{.When}}, which switched two-step sign-in off. Set it up again, and save the new code.", p.when(s, "used"))
	}
	p.save.kind = buttonPrimary
	p.fill(p.head(lang.L("Recovery code"), newWarningBadge(badge)), newParagraph(text+savedWords(s), styleHint()), p.saveRow(save))
}

// savedWords says when the codes that are gone were saved.
func savedWords(s *vault.RecoveryStatus) string {
	if s.Saved.IsZero() {
		return ""
	}
	return " " + lang.L("The used one was saved on {{.Date}}.", map[string]any{"Date": dateOf(s.Saved)})
}

// when is the day of the last event of a kind, as words in a sentence.
func (p *recoveryPanel) when(s *vault.RecoveryStatus, what string) map[string]any {
	for i := len(s.Events) - 1; i >= 0; i-- {
		if s.Events[i].What == what {
			return map[string]any{"When": lang.L(" on {{.Date}}", map[string]any{"Date": dateOf(s.Events[i].At)})}
		}
	}
	return map[string]any{"When": ""}
}

func (p *recoveryPanel) showLive(s *vault.RecoveryStatus) {
	title, about, save := lang.L("Recovery code"), lang.L("Works once; the service then shows a new one."), lang.L("Replace")
	p.use.setText(lang.L("Use the code"))
	switch s.Kind {
	case vault.RecoveryList:
		title, save = lang.L("Recovery codes"), lang.L("Paste new list")
		about = lang.L("Each works once. Used codes are forgotten; when they were used is kept.")
		p.use.setText(lang.L("Use the next code"))
	case vault.RecoveryRemoval:
		title, about = lang.L("Removal code"), lang.L("Using it switches two-step sign-in off.")
	}
	objects := []fyne.CanvasObject{p.head(title, p.liveBadge(s))}
	if s.Kind == vault.RecoveryList {
		objects = append(objects, newChips(s.Total, s.Left))
	}
	objects = append(objects, p.codeLines(s))
	if s.State == vault.RecoverySuspect {
		objects = append(objects, newParagraph(lang.L("It did not work when it was tried. Ask the service for a new one, and save it here."), styleNotice()))
	}
	p.save.setText(save)
	p.save.Refresh()
	p.use.setKind(buttonPlain)
	if p.account.Type == vault.TypeNone && p.account.Open == vault.StepDone { // the view has no other primary button
		p.use.setKind(buttonPrimary)
	}
	objects = append(objects,
		newParagraph(about+" "+lang.L("Saved on {{.Date}} and read back.", map[string]any{"Date": dateOf(s.Saved)}), styleHint()),
		newFlow(p.use, p.reveal, p.copy, p.save, p.used))
	p.fill(objects...)
}

func (p *recoveryPanel) liveBadge(s *vault.RecoveryStatus) fyne.CanvasObject {
	switch {
	case s.State == vault.RecoverySuspect:
		return newDangerBadge(lang.L("did not work"))
	case s.Kind == vault.RecoveryList && s.Left <= fewCodes:
		return newWarningBadge(lang.L("get a new list soon"))
	case s.Kind == vault.RecoveryList:
		return newLabel(lang.L("{{.Left}} of {{.Total}} left", map[string]any{"Left": s.Left, "Total": s.Total}), styleHint())
	}
	return newLabel("", styleHint())
}

// codeLines are the codes, or dots in their place.
func (p *recoveryPanel) codeLines(s *vault.RecoveryStatus) fyne.CanvasObject {
	if len(p.codes) > 0 {
		return newCodeLines(p.codes)
	}
	dots := "••••  ••••  ••••"
	if s.Kind != vault.RecoveryList {
		dots = "••••  ••••  ••••  ••••"
	}
	return newLabel(dots, styleCode(textSizeTitle, tintMuted))
}

func (p *recoveryPanel) focus() {
	if p.account.Recovery == nil || p.account.Recovery.Left == 0 {
		p.u.window.Canvas().Focus(p.save)
		return
	}
	p.u.window.Canvas().Focus(p.use)
}

// enter does what stands out, for accounts that have nothing else.
func (p *recoveryPanel) enter() bool {
	if p.account.Recovery == nil || p.account.Recovery.Left == 0 {
		p.onSave()
	} else {
		p.onUse()
	}
	return true
}

// refresh hides the codes when their time is over; a clock that was set back
// does too.
func (p *recoveryPanel) refresh(now time.Time) {
	if len(p.codes) > 0 && (!now.Before(p.until) || p.until.Sub(now) > revealTime) {
		p.hide()
	}
}

// hide masks the codes.
func (p *recoveryPanel) hide() {
	if len(p.codes) == 0 {
		return
	}
	p.forget()
	p.show(p.account)
	p.owner.page.Refresh()
}

// forget lets go of the revealed codes.
func (p *recoveryPanel) forget() {
	p.codes = nil
	p.reveal.setText(lang.L("Reveal"))
}

func (p *recoveryPanel) onReveal() {
	if len(p.codes) > 0 {
		p.hide()
		return
	}
	p.fetch(func(codes []string) {
		p.codes, p.until = codes, p.u.o.Now().Add(revealTime)
		p.reveal.setText(lang.L("Hide"))
		p.show(p.account)
		p.owner.page.Refresh()
	})
}

func (p *recoveryPanel) onCopy() {
	p.fetch(func(codes []string) {
		what := lang.L("the recovery code of {{.Account}}", map[string]any{"Account": accountTitle(p.account)})
		if p.account.Recovery.Kind == vault.RecoveryList {
			what = lang.L("the next recovery code of {{.Account}}", map[string]any{"Account": accountTitle(p.account)})
		}
		p.u.copy(codes[0], what)
	})
}

// fetch gets the live codes, which are in memory only while they are used.
func (p *recoveryPanel) fetch(then func(codes []string)) {
	p.u.fetchRecovery(p.owner, p.account.ID, p.showError, then)
}

func (p *recoveryPanel) showError(err error) {
	p.wrong.showError(err)
	p.owner.page.Refresh()
}

// liveCodes are the recovery codes to use next, first first; at least one, or
// ErrNoRecovery.
func liveCodes(ctx context.Context, v *vault.Vault, id string) ([]string, error) {
	secrets, err := v.RecoveryCodes(ctx, id)
	if err != nil {
		return nil, err
	}
	codes := exposed(secrets)
	if len(codes) == 0 {
		return nil, vault.ErrNoRecovery
	}
	return codes, nil
}

// onUse shows and copies the code to use next, and asks what came of it.
func (p *recoveryPanel) onUse() {
	p.hide()
	p.u.openUseRecovery(p.owner, p.account, p.showError)
}

// onUsed is for a code that was used without Deskfob.
func (p *recoveryPanel) onUsed() {
	p.hide()
	p.u.show(newUsedRecoveryView(p.u, p.account, true))
}

func (p *recoveryPanel) onSave() {
	p.hide()
	p.u.show(newSaveRecoveryView(p.u, p.account.ID, afterAsking))
}
