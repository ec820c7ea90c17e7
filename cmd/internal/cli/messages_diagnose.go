package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/deskfob/deskfob/vault"
	"github.com/deskfob/deskfob/vault/diagnose"
)

// The texts of "deskfob diagnose".

const (
	hintRejectedCode = "Type the code that was rejected, then press Enter and Ctrl+D."
	askRejectedCode  = "The code that was rejected (Enter to leave it out): "
)

func askingServers(servers []string) string {
	return "Asking how far this computer's clock is off: " + oneLine(strings.Join(servers, ", ")) + ". With --offline nobody is asked."
}

func askAdvance(counter uint64) string {
	return fmt.Sprintf("Move the counter on to %d? It cannot go back. Type yes: ", counter)
}

func counterAdvanced(a vault.Account, counter uint64) string {
	return fmt.Sprintf("The next code of %s is that of counter %d.", accountTitle(a), counter)
}

// findingText says one finding in a sentence.
func findingText(f diagnose.Finding) string {
	switch f.What {
	case diagnose.NoCodes:
		return "The account makes no codes."
	case diagnose.Unfinished:
		return "The enrolment was not finished."
	case diagnose.RemovalUsed:
		return "The recovery code that switches MFA off was used on " + day(f.When) + "."
	case diagnose.SecretChanged:
		return "The secret was replaced by another on " + day(f.When) + "."
	case diagnose.EnrolledTwice:
		which := "older"
		if !f.When.IsZero() {
			which = "newer"
		}
		return "The same account is here twice, with another secret; the " + which + " one has the id " + oneLine(f.Other.ID) + "."
	case diagnose.Uncommon:
		return "Few services use these parameters; the common ones are " + parametersText(f.Parameters) + "."
	}
	if text, ok := clockText(f); ok {
		return text
	}
	return typedText(f)
}

func clockText(f diagnose.Finding) (string, bool) {
	switch f.What {
	case diagnose.ClockRight:
		return "The computer's clock is right: " + offsetText(f.Offset) + ".", true
	case diagnose.ClockWrong, diagnose.ClockZone:
		return "The computer's clock is wrong: " + offsetText(f.Offset) + ".", true
	case diagnose.ClockUnknown:
		return "No time server was asked, so the clock may be wrong.", true
	case diagnose.ClockUnreached:
		return "No time server answered: the computer is offline, or a firewall keeps NTP in. The clock may be wrong.", true
	case diagnose.ClockUncertain:
		return "The time servers do not agree. The clock may be wrong.", true
	case diagnose.ClockUnused:
		return "The codes go by a counter, so the clock does not matter.", true
	}
	return "", false
}

func typedText(f diagnose.Finding) string {
	switch f.What {
	case diagnose.TypedOwn:
		return "The code is this account's, of now or of the last minutes."
	case diagnose.TypedEarly:
		return "The code is this account's next one; it is not good yet."
	case diagnose.TypedFar:
		return "The code is this account's by another clock: " + offsetText(f.Offset) + "."
	case diagnose.TypedNewest:
		return "The code is the newest one of this account."
	case diagnose.TypedOld:
		return "The code is of this account, but newer ones were shown since."
	case diagnose.TypedAhead:
		return fmt.Sprintf("The code is this account's of counter %d, which was not reached here.", f.Counter)
	case diagnose.TypedParameter:
		return "The code is made with this account's secret and other parameters: " + parametersText(f.Parameters) + "."
	case diagnose.TypedOther:
		return "The code is that of another account: " + accountTitle(f.Other) + ", id " + oneLine(f.Other.ID) + "."
	case diagnose.TypedTrashed:
		return "The code is of a secret that is in the trash since " + day(f.When) + ": " + accountTitle(f.Other) + "."
	case diagnose.TypedForm:
		return fmt.Sprintf("A code of this account has %d characters; that is none.", f.Digits)
	case diagnose.TypedNobodys:
		return "No account here makes that code."
	}
	return string(f.What)
}

// verdictText says what to do.
func verdictText(r diagnose.Report) string {
	cause := r.Cause
	switch r.Verdict {
	case diagnose.UseRecovery:
		return "Use a recovery code: deskfob recovery show"
	case diagnose.EnrolSinceRemoved:
		return "MFA is off at the service. Switch it on there and enrol again."
	case diagnose.SetClock:
		return "Set the computer's clock, best by letting the system set it from the network. Then try a fresh code."
	case diagnose.SetZone:
		return "The clock is wrong by a time zone. Check the time zone, and whether another system on this computer keeps the hardware clock in local time. Then try a fresh code."
	case diagnose.CheckClock:
		return "Compare the computer's clock with a phone's, to the second. If it is right, try a fresh code; if that is rejected too, the service has another secret."
	case diagnose.WaitForCode:
		return "Type the current code, not the next one."
	case diagnose.UseOther:
		return "Use the code of the right account: this one was " + accountTitle(cause.Other) + "."
	case diagnose.RestoreSecret:
		return "If the service takes that code, it never took the new secret: take the old one, " + accountTitle(cause.Other) + ", back out of the trash."
	case diagnose.UseNewer:
		return "Use the newer enrolment, id " + oneLine(cause.Other.ID) + ". If its codes are taken, remove this account."
	case diagnose.TryOlder:
		return "Try a code of the older enrolment, id " + oneLine(cause.Other.ID) + ". If it is taken, the newer one was never finished at the service: remove this account."
	case diagnose.ChangeParameters:
		return "If another app shows that code and the service takes it, add the account again with " + parametersText(cause.Parameters) + "."
	}
	return verdictWithoutCause(r.Verdict)
}

func verdictWithoutCause(v diagnose.Verdict) string {
	switch v {
	case diagnose.TryCommon:
		return "Try a fresh code. If it is rejected, ask the service which parameters it uses, or enrol again."
	case diagnose.AdvanceCounter:
		return "Another device used codes of this account. Go on from its counter."
	case diagnose.TryNextCounter:
		return "Try the next code, and one or two after it: services take a few ahead. If all are rejected, have the service synchronise the counter, or enrol again."
	case diagnose.UseNewest:
		return "Type the newest code, or the next: deskfob code"
	case diagnose.TypeAgain:
		return "Check that it was typed rightly and is the code of this account. If another app shows it for this account, that app has another secret."
	case diagnose.FinishEnrolment:
		return "Check at the service that it took a code of the new enrolment; until then it expects the old one. If in doubt, enrol again."
	case diagnose.EnrolAgain:
		return "Nothing is wrong here. Try a fresh code; if that is rejected too, the service has another secret: get in with a recovery code and enrol again."
	}
	return string(v)
}

func parametersText(p diagnose.Parameters) string {
	text := fmt.Sprintf("%s, %s, %d digits", strings.ToUpper(string(p.Type)), p.Algorithm, p.Digits)
	if p.Type == vault.TypeSteam {
		return "those of Steam"
	}
	if p.Period != 0 {
		text += fmt.Sprintf(", %d s", p.Period)
	}
	return text
}

// offsetText says an offset as a person would of a clock.
func offsetText(offset time.Duration) string {
	by := offset.Abs().Round(time.Second)
	if by < time.Second {
		return "off by less than a second"
	}
	if offset < 0 {
		return durationText(by) + " fast"
	}
	return durationText(by) + " slow"
}

// durationText writes the two largest units.
func durationText(d time.Duration) string {
	const dayLong = 24 * time.Hour
	units := []struct {
		name string
		long time.Duration
	}{{"d", dayLong}, {"h", time.Hour}, {"min", time.Minute}, {"s", time.Second}}
	var parts []string
	for _, u := range units {
		if n := d / u.long; n > 0 && len(parts) < 2 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			d -= n * u.long
		}
	}
	return strings.Join(parts, " ")
}

func day(t time.Time) string { return t.Local().Format("2 January 2006") }
