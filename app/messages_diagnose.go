package app

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/diagnose"
)

// What is said about a rejected code.

// findingWords says one finding in a sentence.
func findingWords(f diagnose.Finding) string {
	switch f.What {
	case diagnose.NoCodes:
		return lang.L("The account makes no codes.")
	case diagnose.Unfinished:
		return lang.L("Setting it up was not finished.")
	case diagnose.RemovalUsed:
		return lang.L("The code that switches two-step sign-in off was used on {{.Date}}.", map[string]any{"Date": dateOf(f.When)})
	case diagnose.SecretChanged:
		return lang.L("Its secret was replaced on {{.Date}}.", map[string]any{"Date": dateOf(f.When)})
	case diagnose.EnrolledTwice:
		if f.When.IsZero() {
			return lang.L("The account is here twice, and the other one is older.")
		}
		return lang.L("The account is here twice, and the other one is newer.")
	case diagnose.Uncommon:
		return lang.L("Few services make codes like these; the common ones are {{.Parameters}}", map[string]any{"Parameters": parametersWords(f.Parameters)})
	}
	if words := clockWords(f); words != "" {
		return words
	}
	return typedWords(f)
}

// clockWords is for findings about the clock; empty for others.
func clockWords(f diagnose.Finding) string {
	switch f.What {
	case diagnose.ClockRight:
		return lang.L("The clock is right: {{.Offset}}.", map[string]any{"Offset": offsetWords(f.Offset)})
	case diagnose.ClockWrong, diagnose.ClockZone:
		return lang.L("The clock is wrong: {{.Offset}}.", map[string]any{"Offset": offsetWords(f.Offset)})
	case diagnose.ClockUnknown:
		return lang.L("The clock was not checked.")
	case diagnose.ClockUnreached:
		return lang.L("No time server answered: the computer is offline, or a firewall is in the way. The clock was not checked.")
	case diagnose.ClockUncertain:
		return lang.L("The time servers do not agree, so the clock was not checked.")
	case diagnose.ClockUnused:
		return lang.L("The codes go by a counter, so the clock does not matter.")
	}
	return ""
}

// typedWords is for findings about the code that was rejected.
func typedWords(f diagnose.Finding) string {
	names := map[string]any{"Account": accountLine(f.Other), "Counter": f.Counter, "Digits": f.Digits}
	switch f.What {
	case diagnose.TypedOwn:
		return lang.L("The code is this account's, of now or of the last minutes.")
	case diagnose.TypedEarly:
		return lang.L("The code is this account's next one, and was typed too early.")
	case diagnose.TypedFar:
		return lang.L("The code is this account's by another clock: {{.Offset}}.", map[string]any{"Offset": offsetWords(f.Offset)})
	case diagnose.TypedNewest:
		return lang.L("The code is the newest one of this account.")
	case diagnose.TypedOld:
		return lang.L("The code is this account's, but newer ones were shown since.")
	case diagnose.TypedAhead:
		return lang.L("The code is this account's number {{.Counter}}, which was not reached here.", names)
	case diagnose.TypedParameter:
		return lang.L("The code is made with this secret in another way: {{.Parameters}}", map[string]any{"Parameters": parametersWords(f.Parameters)})
	case diagnose.TypedOther:
		return lang.L("The code is another account's: {{.Account}}.", names)
	case diagnose.TypedTrashed:
		return lang.L("The code is of a secret in the trash, there since {{.Date}}.", map[string]any{"Date": dateOf(f.When)})
	case diagnose.TypedForm:
		return lang.L("A code of this account has {{.Digits}} characters; that one has not.", names)
	}
	return lang.L("No account here makes that code.")
}

// verdict is what to do about a rejected code: in a few words, and why.
type verdict struct{ title, text string }

// verdictWords says the verdict of a report about a.
func verdictWords(r diagnose.Report, a vault.Account) verdict {
	names := map[string]any{"Account": accountTitle(a), "Other": accountLine(r.Cause.Other)}
	switch r.Verdict {
	case diagnose.UseRecovery:
		return verdict{lang.L("Use the recovery code"), lang.L("This account has nothing else to get in with.")}
	case diagnose.EnrolSinceRemoved:
		return verdict{lang.L("Set it up again"), lang.L("Two-step sign-in is off at {{.Account}}. Switch it on there and scan its new QR code.", names)}
	case diagnose.SetClock:
		return verdict{lang.L("Set the computer's clock"), lang.L("Best let the system set it from the network. Then try a fresh code.")}
	case diagnose.SetZone:
		return verdict{lang.L("Check the time zone"), lang.L("The clock is wrong by a time zone. Another system on this computer may keep its clock in local time. Then try a fresh code.")}
	case diagnose.CheckClock:
		return verdict{lang.L("Check the clock"), lang.L("Nothing else is wrong here. Compare it with a phone's, to the second. If it is right and a fresh code is rejected too, {{.Account}} has another secret.", names)}
	case diagnose.WaitForCode:
		return verdict{lang.L("Wait for the code"), lang.L("Type the one that is shown large, not the next one.")}
	case diagnose.UseOther:
		return verdict{lang.L("Take the other account"), lang.L("That code belongs to {{.Other}}.", names)}
	case diagnose.RestoreSecret:
		return verdict{lang.L("Take the old secret back"), lang.L("If {{.Account}} takes that code, it never took the new secret. Putting the old one back swaps the two.", names)}
	case diagnose.UseNewer:
		return verdict{lang.L("Take the newer one"), lang.L("{{.Account}} was set up twice, and only the last secret counts there. If the newer one works, delete this one.", names)}
	case diagnose.TryOlder:
		return verdict{lang.L("Try the older one"), lang.L("If the older one works, {{.Account}} never took the newer secret: delete this one.", names)}
	case diagnose.ChangeParameters:
		return verdict{lang.L("Set it up again"), lang.L("If another app shows that code and {{.Account}} takes it, the codes must be made as written below.", names)}
	}
	return verdictWithoutCause(r.Verdict, names)
}

func verdictWithoutCause(v diagnose.Verdict, names map[string]any) verdict {
	switch v {
	case diagnose.TryCommon:
		return verdict{lang.L("Try a fresh code"), lang.L("If it is rejected too, ask {{.Account}} how its codes are made, or set it up again.", names)}
	case diagnose.AdvanceCounter:
		return verdict{lang.L("Go on from that code"), lang.L("Another device used codes of this account. The counter cannot go back.")}
	case diagnose.TryNextCounter:
		return verdict{lang.L("Try the next code"), lang.L("And one or two after it: services take a few ahead. If all are rejected, set it up again.")}
	case diagnose.UseNewest:
		return verdict{lang.L("Type the newest code"), lang.L("Each works once, and that one is over.")}
	case diagnose.TypeAgain:
		return verdict{lang.L("Type it again"), lang.L("Is it the code of {{.Account}}, without a mistake? If another app shows it, that app has another secret.", names)}
	case diagnose.FinishEnrolment:
		return verdict{lang.L("Finish setting it up"), lang.L("Until {{.Account}} has taken a code of the new secret, it expects the old one. In doubt, set it up again.", names)}
	}
	return verdict{lang.L("Set it up again"), lang.L("Nothing is wrong here. Try one fresh code; if it is rejected, {{.Account}} has another secret: get in with a recovery code, and set it up again.", names)}
}

func parametersWords(p diagnose.Parameters) string {
	return parametersLine(vault.Account{Type: p.Type, Algorithm: p.Algorithm, Digits: p.Digits, Period: p.Period})
}

// offsetWords says an offset as a person would of a clock.
func offsetWords(offset time.Duration) string {
	by := offset.Abs().Round(time.Second)
	switch {
	case by < time.Second:
		return lang.L("off by less than a second")
	case offset < 0:
		return lang.L("{{.Time}} fast", map[string]any{"Time": durationWords(by)})
	}
	return lang.L("{{.Time}} slow", map[string]any{"Time": durationWords(by)})
}

// durationWords writes the two largest units.
func durationWords(d time.Duration) string {
	var parts []string
	for _, unit := range []struct {
		long time.Duration
		word func(n map[string]any) string
	}{
		{24 * time.Hour, func(n map[string]any) string { return lang.L("{{.N}} d", n) }},
		{time.Hour, func(n map[string]any) string { return lang.L("{{.N}} h", n) }},
		{time.Minute, func(n map[string]any) string { return lang.L("{{.N}} min", n) }},
		{time.Second, func(n map[string]any) string { return lang.L("{{.N}} s", n) }},
	} {
		if n := d / unit.long; n > 0 && len(parts) < 2 {
			parts = append(parts, unit.word(map[string]any{"N": int(n)}))
			d -= n * unit.long
		}
	}
	return strings.Join(parts, " ")
}
