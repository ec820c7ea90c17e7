package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/clock"
	"github.com/deskfob/deskfob/vault/diagnose"
)

// rejectedView looks for the reason why a service rejected a code. Nobody is
// asked before the person says so.
type rejectedView struct {
	u       *UI
	account vault.Account
	enrol   *confirmView // the account is not saved yet; nil: it is

	clock  diagnose.Clock
	report *diagnose.Report // nil: not looked yet

	typed       *field
	look, check *button
	asks        *paragraph // says who would be asked
	result      *fyne.Container
	fix, other  *button // what the verdict asks for; nil: nothing to press
	wrong       *messageCard
	back        *button
	page        fyne.CanvasObject
}

// newRejectedView is about an account of the vault.
func newRejectedView(u *UI, a vault.Account) *rejectedView { return makeRejectedView(u, a, nil) }

func makeRejectedView(u *UI, a vault.Account, enrol *confirmView) *rejectedView {
	v := &rejectedView{u: u, account: a, enrol: enrol, wrong: newMessageCard(), result: newColumn(12)}
	v.typed = newField(lang.L("The rejected code, if you still have it"), newEntry(""))
	v.typed.entry.TextStyle.Monospace = true
	v.typed.entry.OnSubmitted = func(string) { v.look.Tapped(nil) }
	v.look = newPrimaryButton(lang.L("Look for the reason"), v.onLook)
	v.check = newPlainButton(lang.L("Check the clock too"), v.onCheck)
	v.asks = newParagraph(lang.L("The clock is checked by asking {{.Servers}} for the time; nothing is sent unless you press it.",
		map[string]any{"Servers": strings.Join(v.servers(), ", ")}), styleHint())
	v.check.Hidden = !v.clockMatters() || u.o.ClockOffset == nil
	v.asks.Hidden = v.check.Hidden
	v.back = newQuietButton(lang.L("Back"), u.back)
	v.result.Hide()
	v.page = newPage(
		newHeading(lang.L("Why was the code rejected?"), accountLine(a)),
		newCard(v.typed, newFlow(v.look, v.check), v.asks),
		v.wrong.card, v.result, newRow(v.back))
	return v
}

func (v *rejectedView) servers() []string {
	if len(v.u.o.TimeServers) > 0 {
		return v.u.o.TimeServers
	}
	return clock.Servers()
}

// clockMatters reports whether the account's codes go by time.
func (v *rejectedView) clockMatters() bool {
	return v.account.Type == vault.TypeTOTP || v.account.Type == vault.TypeSteam
}

func (v *rejectedView) object() fyne.CanvasObject { return v.page }

func (v *rejectedView) focus() {
	if v.fix != nil {
		v.u.window.Canvas().Focus(v.fix)
		return
	}
	v.u.window.Canvas().Focus(v.typed.entry)
}

func (v *rejectedView) typedKey(e *fyne.KeyEvent) bool {
	if !isEnter(e) {
		return false
	}
	if v.fix != nil {
		v.fix.Tapped(nil)
	} else {
		v.look.Tapped(nil)
	}
	return true
}

// onLook looks at what is here.
func (v *rejectedView) onLook() {
	held, in := v.u.vault, v.input()
	var report diagnose.Report
	v.u.background(v, lang.L("Looking for the reason."), func(ctx context.Context) (err error) {
		// A damaged trash is no reason to say nothing of the account.
		if in.Trash, err = held.Trash(ctx); err != nil && !errors.Is(err, vault.ErrDamaged) {
			return err
		}
		in.Others = v.others(held.Accounts())
		report = diagnose.Run(in)
		return nil
	}, func(err error) {
		v.wrong.showError(err)
		if err == nil {
			v.report = &report
			v.showReport()
		}
		v.page.Refresh()
	})
}

// input is what is known when the search begins.
func (v *rejectedView) input() diagnose.Input {
	if a, err := v.u.vault.Account(v.account.ID); err == nil {
		v.account = a
	}
	return diagnose.Input{Account: v.account, Now: v.u.o.Now(), Clock: v.clock, Typed: v.typed.entry.Text}
}

// others are the accounts that the code may belong to. One of the same names is
// what an account that is being set up replaces, and no explanation.
func (v *rejectedView) others(all []vault.Account) []vault.Account {
	var others []vault.Account
	for _, a := range all {
		same := strings.EqualFold(a.Issuer, v.account.Issuer) && strings.EqualFold(a.Name, v.account.Name)
		if a.ID != v.account.ID && (v.enrol == nil || !same) {
			others = append(others, a)
		}
	}
	return others
}

// onCheck asks the time servers, and then looks with what they say.
func (v *rejectedView) onCheck() {
	var result clock.Result
	servers := v.servers()
	v.u.background(v, lang.L("Asking {{.Servers}} for the time.", map[string]any{"Servers": strings.Join(servers, ", ")}), func(ctx context.Context) (err error) {
		result, err = v.u.o.ClockOffset(ctx, servers)
		return err
	}, func(err error) {
		switch {
		case ctxEnded(err):
			return
		case err == nil:
			v.clock = diagnose.Clock{State: diagnose.ClockKnown, Offset: result.Offset.Round(time.Millisecond)}
		case errors.Is(err, clock.ErrDoubtful):
			v.clock = diagnose.Clock{State: diagnose.ClockDoubtful}
		case errors.Is(err, clock.ErrOffline):
			v.clock = diagnose.Clock{State: diagnose.ClockOffline}
		default:
			v.wrong.showError(err)
			v.page.Refresh()
			return
		}
		v.onLook()
	})
}

// showReport shows the verdict, a button that does it, and what was seen.
func (v *rejectedView) showReport() {
	words := verdictWords(*v.report, v.account)
	v.fix, v.other = v.remedies()
	v.look.setKind(buttonPrimary)
	buttons := newFlow()
	if v.fix != nil {
		v.look.setKind(buttonPlain)
		v.fix.kind = buttonPrimary
		buttons.Add(v.fix)
	}
	if v.other != nil {
		buttons.Add(v.other)
	}
	buttons.Hidden = len(buttons.Objects) == 0
	seen := newColumn(4, newLabel(lang.L("What was seen"), styleSmall()))
	for _, f := range v.report.Findings {
		seen.Add(newParagraph(findingWords(f), styleHint()))
	}
	seen.Hidden = len(v.report.Findings) == 0
	v.result.Objects = []fyne.CanvasObject{
		newCard(newColumn(3, newParagraph(words.title, styleTitle()), newParagraph(words.text, styleBody())), buttons, seen),
	}
	v.result.Show()
	v.result.Refresh()
	v.focus()
}

// closed leaves neither the code nor the secret behind.
func (v *rejectedView) closed() {
	clearEntries(v.typed)
	v.account.Secret = vault.Secret{}
}
