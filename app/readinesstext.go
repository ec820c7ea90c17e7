package app

import (
	"time"
	"unicode"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/kit"
)

// readinessCounts are how many accounts are in each state.
type readinessCounts struct{ ready, recovery, stale, lost int }

func countReadiness(r kit.Report) readinessCounts {
	c := readinessCounts{stale: r.Stale, lost: r.Lost}
	for _, one := range r.Accounts {
		switch one.State {
		case kit.StateReady:
			c.ready++
		case kit.StateRecovery:
			c.recovery++
		}
	}
	return c
}

// readinessLine is the sentence above the list: how many of the accounts need
// something; empty when nothing is to be done.
func readinessLine(r kit.Report, snoozed func(id string) bool) (count, rest string) {
	lost, stale := 0, 0
	for _, one := range r.Accounts {
		switch {
		case snoozed(one.Account.ID):
		case one.State == kit.StateLost:
			lost++
		case one.State == kit.StateStale:
			stale++
		}
	}
	numbers := map[string]any{"Lost": lost, "Stale": stale, "All": len(r.Accounts)}
	switch {
	case lost > 0 && len(r.Accounts) == 1:
		return lang.L("Your account"), lang.L("would be lost with this computer")
	case lost > 0:
		return lang.L("{{.Lost}} of {{.All}} accounts", numbers), lang.L("would be lost with this computer")
	case stale > 0 && len(r.Accounts) == 1:
		return lang.L("Your account"), lang.L("has a copy that is out of date")
	case stale == 1:
		return lang.L("1 of {{.All}} accounts", numbers), lang.L("has a copy that is out of date")
	case stale > 0:
		return lang.L("{{.Stale}} of {{.All}} accounts", numbers), lang.L("have a copy that is out of date")
	}
	return "", ""
}

// readinessSummary says in one sentence how it would end.
func readinessSummary(c readinessCounts) string {
	numbers := map[string]any{"Ready": c.ready, "Recovery": c.recovery, "Gone": c.stale + c.lost}
	switch {
	case c.ready+c.recovery+c.stale+c.lost == 0:
		return lang.L("There is no account here yet.")
	case c.recovery+c.stale+c.lost == 0:
		return lang.L("You would be back in all of your accounts at once.")
	case c.ready+c.recovery == 0:
		return lang.L("You could get back into none of your accounts for certain.")
	case c.recovery == 0:
		return lang.L("You would be back in {{.Ready}} at once, and could lose {{.Gone}}.", numbers)
	case c.stale+c.lost == 0:
		return lang.L("You would be back in {{.Ready}} at once, and in {{.Recovery}} with a recovery code.", numbers)
	}
	return lang.L("You would be back in {{.Ready}} at once, in {{.Recovery}} with a recovery code, and could lose {{.Gone}}.", numbers)
}

// whyWords says what keeps an account from being ready; copies is how copy is
// called in a sentence.
func whyWords(r kit.Readiness, copyWords string) string {
	names := map[string]any{"Copy": copyWords}
	switch r.Why {
	case kit.WhyNoCopy:
		if r.Account.Recovery == nil {
			return lang.L("In no kit, and no recovery code is saved.")
		}
		return lang.L("In no kit and on no sheet.")
	case kit.WhyNoPlace:
		return lang.L("{{.Copy}} is still only on this computer.", names)
	case kit.WhyOldSecret:
		return lang.L("Set up again since {{.Copy}} was made.", names)
	case kit.WhyNoSecret:
		return lang.L("Its secret was left out of {{.Copy}}.", names)
	case kit.WhyOldCodes:
		return lang.L("Its recovery codes are newer than {{.Copy}}.", names)
	case kit.WhyNoCodes:
		return lang.L("Its recovery codes are not in {{.Copy}}.", names)
	case kit.WhyOpen:
		return lang.L("A recovery code was used, and the new one is not saved.")
	case kit.WhyUnread:
		return lang.L("Its recovery codes cannot be read any more.")
	case kit.WhySuspect:
		return lang.L("The only way in is a recovery code that did not work.")
	case kit.WhySpent:
		if r.Account.Recovery == nil {
			return lang.L("Neither a secret nor a recovery code is saved.")
		}
		return lang.L("All of its recovery codes are used.")
	case kit.WhyEnrolment:
		return lang.L("Setting it up is not finished.")
	}
	return ""
}

// nextWords names the button that does something about it; empty: nothing is to be done.
func nextWords(n kit.Next) string {
	switch n {
	case kit.NextPlace:
		return lang.L("Say where")
	case kit.NextSave:
		return lang.L("Save it")
	case kit.NextEnrol:
		return lang.L("Finish it")
	case kit.NextRenew:
		return lang.L("Renew")
	case kit.NextMake:
		return lang.L("Put in kit")
	case kit.NextNewCodes:
		return lang.L("New codes")
	}
	return ""
}

// drillRest is how long after a drill another one is suggested: long enough
// not to nag, short enough that a passphrase is not forgotten in between.
const drillRest = 90 * 24 * time.Hour

// drillWords suggests to try out a kit; empty when it was tried lately.
func drillWords(c kit.Copy, now time.Time) string {
	names := map[string]any{"Date": dateOf(c.Drilled)}
	switch {
	case c.Drilled.IsZero():
		return lang.L("The kit was never tried. A drill takes a minute, and shows that you know its passphrase.")
	case now.Sub(c.Drilled) >= drillRest:
		return lang.L("The last drill was on {{.Date}}. Do you still know the kit's passphrase?", names)
	}
	return ""
}

// copyTitle names a copy: what it is, and when it was made.
func copyTitle(c kit.Copy) string {
	names := map[string]any{"Date": dateOf(c.Created)}
	if c.Kind == kit.CopySheet {
		return lang.L("Sheet of {{.Date}}", names)
	}
	return lang.L("Kit of {{.Date}}", names)
}

// copyWords names the copy of an id within a sentence.
func copyWords(r kit.Register, id string) string {
	c, ok := r.Find(id)
	names := map[string]any{"Date": dateOf(c.Created)}
	switch {
	case !ok:
		return lang.L("the kit")
	case c.Kind == kit.CopySheet:
		return lang.L("the sheet of {{.Date}}", names)
	}
	return lang.L("the kit of {{.Date}}", names)
}

// upperFirst makes the beginning of a sentence.
func upperFirst(text string) string {
	for i, r := range text {
		return string(unicode.ToUpper(r)) + text[i+len(string(r)):]
	}
	return text
}

// accountNames lists the titles of accounts in a line.
func accountNames(all []vault.Account) string {
	text := ""
	for i, a := range all {
		if i > 0 {
			text += ", "
		}
		text += accountTitle(a)
	}
	return text
}
