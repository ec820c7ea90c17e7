package diagnose

import (
	"strings"
	"time"

	"github.com/deskfob/deskfob/vault"
)

// Run looks for the reason why a code was rejected.
func Run(in Input) Report {
	d := &diagnosis{Input: in, typed: plainCode(in.Typed)}
	d.look()
	verdict, cause := d.judge()
	return Report{Findings: d.findings, Verdict: verdict, Cause: cause}
}

// diagnosis is one run.
type diagnosis struct {
	Input
	typed    string // without spaces and dashes
	findings []Finding
}

func (d *diagnosis) found(f Finding) { d.findings = append(d.findings, f) }

// get returns the finding of a kind.
func (d *diagnosis) get(what What) (Finding, bool) {
	for _, f := range d.findings {
		if f.What == what {
			return f, true
		}
	}
	return Finding{}, false
}

// look makes all findings.
func (d *diagnosis) look() {
	if d.Account.Open == vault.StepEnrol || d.Account.Open == vault.StepConfirm {
		d.found(Finding{What: Unfinished})
	}
	if d.Account.Type == vault.TypeNone {
		d.found(Finding{What: NoCodes})
		return
	}
	d.lookAtHistory()
	d.lookAtClock()
	if d.typed != "" {
		d.lookAtTyped()
	}
	d.lookForTwin()
	if p := ownParameters(d.Account); p != common(p.Type) {
		d.found(Finding{What: Uncommon, Parameters: common(p.Type)})
	}
}

// lookAtHistory finds a removal code used since the last enrolment, or the
// secret changed.
func (d *diagnosis) lookAtHistory() {
	if !d.Account.Renewed.IsZero() {
		d.found(Finding{What: SecretChanged, When: d.Account.Renewed})
	}
	r := d.Account.Recovery
	if r == nil || r.Kind != vault.RecoveryRemoval {
		return
	}
	for _, e := range r.Events {
		if e.What == "used" && e.At.After(d.Account.Created) && e.At.After(d.Account.Renewed) {
			d.found(Finding{What: RemovalUsed, When: e.At})
			return
		}
	}
}

// lookForTwin finds an account of the same issuer and name with another
// secret: the service knows only the one that was enrolled last.
func (d *diagnosis) lookForTwin() {
	for _, other := range d.Others {
		if other.ID == d.Account.ID || other.Type == vault.TypeNone || other.Secret.Equal(d.Account.Secret) ||
			!strings.EqualFold(other.Issuer, d.Account.Issuer) || !strings.EqualFold(other.Name, d.Account.Name) {
			continue
		}
		f := Finding{What: EnrolledTwice, Other: withoutSecret(other)}
		if other.Created.After(d.Account.Created) {
			f.When = other.Created
		}
		d.found(f)
		return
	}
}

func withoutSecret(a vault.Account) vault.Account {
	a.Secret = vault.Secret{}
	return a
}

// freshSecret is how long after a secret was replaced that is the likeliest
// reason.
const freshSecret = 30 * 24 * time.Hour

// rule leads from a finding to a verdict.
type rule struct {
	verdict Verdict
	when    What
}

// certain are the findings that explain a rejected code for sure.
func certain() []rule {
	return []rule{
		{UseRecovery, NoCodes},
		{EnrolSinceRemoved, RemovalUsed},
		{SetZone, ClockZone},
		{SetClock, ClockWrong},
		{WaitForCode, TypedEarly},
		{AdvanceCounter, TypedAhead},
		{UseNewest, TypedOld},
		{UseOther, TypedOther},
		{RestoreSecret, TypedTrashed},
		{ChangeParameters, TypedParameter},
	}
}

// likely are those that may explain it, the likeliest first.
func likely() []rule {
	return []rule{
		{FinishEnrolment, Unfinished},
		{TypeAgain, TypedForm},
		{TypeAgain, TypedNobodys},
		{CheckClock, ClockUnknown},
		{CheckClock, ClockUnreached},
		{CheckClock, ClockUncertain},
		{TryCommon, Uncommon},
		{TryNextCounter, TypedNewest},
		{TryNextCounter, ClockUnused},
	}
}

// first takes the first rule that fits.
func (d *diagnosis) first(rules []rule) (Verdict, Finding, bool) {
	for _, r := range rules {
		if f, ok := d.get(r.when); ok {
			return r.verdict, f, true
		}
	}
	return "", Finding{}, false
}

// judge comes to the verdict.
func (d *diagnosis) judge() (Verdict, Finding) {
	if f, ok := d.get(Unfinished); ok && d.Account.Type == vault.TypeNone {
		return FinishEnrolment, f
	}
	if verdict, f, ok := d.first(certain()); ok {
		return verdict, f
	}
	if f, ok := d.get(TypedFar); ok {
		if isZone(f.Offset) {
			return SetZone, f
		}
		return SetClock, f
	}
	if f, ok := d.get(EnrolledTwice); ok {
		if f.When.IsZero() {
			return TryOlder, f
		}
		return UseNewer, f
	}
	if f, ok := d.get(SecretChanged); ok && d.Now.Sub(f.When) < freshSecret {
		return FinishEnrolment, f
	}
	if verdict, f, ok := d.first(likely()); ok {
		return verdict, f
	}
	return EnrolAgain, Finding{}
}

// lookAtClock judges the clock's offset.
func (d *diagnosis) lookAtClock() {
	switch {
	case d.Account.Type == vault.TypeHOTP:
		d.found(Finding{What: ClockUnused})
	case d.Clock.State == ClockDoubtful:
		d.found(Finding{What: ClockUncertain})
	case d.Clock.State == ClockOffline:
		d.found(Finding{What: ClockUnreached})
	case d.Clock.State != ClockKnown:
		d.found(Finding{What: ClockUnknown})
	case isZone(d.Clock.Offset):
		d.found(Finding{What: ClockZone, Offset: d.Clock.Offset})
	case d.Clock.Offset.Abs() > time.Duration(d.Account.Period)*time.Second/3:
		// RFC 6238 section 5.2 has services take one step back, not all do: a
		// third of a step makes a third of all codes wrong there.
		d.found(Finding{What: ClockWrong, Offset: d.Clock.Offset})
	default:
		d.found(Finding{What: ClockRight, Offset: d.Clock.Offset})
	}
}

// isZone reports whether an offset is that of a time zone: whole half hours,
// give or take what a clock drifts.
func isZone(offset time.Duration) bool {
	const half, drift, most = 30 * time.Minute, 90 * time.Second, 14 * time.Hour
	off := offset.Abs()
	return off >= half-drift && off <= most+drift && (off-off.Round(half)).Abs() <= drift
}
