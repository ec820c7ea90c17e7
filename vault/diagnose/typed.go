package diagnose

import (
	"strings"
	"time"

	"github.com/deskfob/deskfob/vault"
)

const (
	// recent is how many steps back the rejected code may lie: it was typed
	// before the person came to ask why.
	recent = 20
	// far is how many steps in each direction are searched beyond that, for a
	// code of another clock. Each step is a chance of one in a million that a
	// foreign code fits; so not more.
	far = 240

	// shown and ahead are how many counters before and after the account's are
	// searched for the typed code.
	shown = 100
	ahead = 1000
)

// plainCode is a code as it is made: without the spaces and dashes that are
// typed for reading, in capitals as Steam's are.
func plainCode(typed string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '\u00a0' || r == '\t' {
			return -1
		}
		return r
	}, strings.TrimSpace(typed)))
}

// lookAtTyped finds out whose code was typed: this account's first.
func (d *diagnosis) lookAtTyped() {
	own := d.ownTime
	if d.Account.Type == vault.TypeHOTP {
		own = d.ownCounter
	}
	for _, look := range []func() bool{own, d.otherAccount, d.trashed, d.otherParameters, d.farTime} {
		if look() {
			return
		}
	}
	if !hasForm(d.typed, d.Account) {
		d.found(Finding{What: TypedForm, Digits: d.Account.Digits})
		return
	}
	d.found(Finding{What: TypedNobodys})
}

// times are those at which the typed code may have been made: now by this
// computer's clock, and by a clock that is right.
func (d *diagnosis) times() []time.Time {
	times := []time.Time{d.Now}
	if d.Clock.State == ClockKnown {
		times = append(times, d.Now.Add(d.Clock.Offset))
	}
	return times
}

// isAt returns the step nearest to now, of those from first to last, at which
// an account makes the typed code.
func (d *diagnosis) isAt(a vault.Account, now time.Time, first, last int) (step int, ok bool) {
	for distance := 0; distance <= max(-first, last); distance++ {
		for _, step := range []int{-distance, distance} {
			if step < first || step > last {
				continue
			}
			at := now.Add(time.Duration(step) * time.Duration(a.Period) * time.Second)
			if code, err := vault.CodeAt(a, at); err == nil && code.Text == d.typed {
				return step, true
			}
		}
	}
	return 0, false
}

// isRecent reports whether an account makes the typed code now, made it a
// short time ago, or makes it next.
func (d *diagnosis) isRecent(a vault.Account) (step int, ok bool) {
	for _, now := range d.times() {
		if step, ok := d.isAt(a, now, -recent, 1); ok {
			return step, true
		}
	}
	return 0, false
}

func (d *diagnosis) ownTime() bool {
	step, ok := d.isRecent(d.Account)
	switch {
	case ok && step > 0:
		d.found(Finding{What: TypedEarly, Steps: step})
	case ok:
		d.found(Finding{What: TypedOwn, Steps: step})
	}
	return ok
}

// ownCounter finds the counter of the typed code. The account's counter is
// that of the next code.
func (d *diagnosis) ownCounter() bool {
	next := d.Account.Counter
	first := next - min(next, shown)
	last := next + min(vault.MaxCounter-next, ahead)
	for counter := first; counter <= last; counter++ {
		code, err := vault.CodeForCounter(d.Account, counter)
		if err != nil || code.Text != d.typed {
			continue
		}
		what := TypedAhead
		switch {
		case counter+1 == next:
			what = TypedNewest
		case counter < next:
			what = TypedOld
		}
		d.found(Finding{What: what, Counter: counter})
		return true
	}
	return false
}

// otherAccount looks for another account that makes the typed code.
func (d *diagnosis) otherAccount() bool {
	for _, other := range d.Others {
		if other.ID != d.Account.ID && !other.SameCredential(d.Account) && d.isMadeBy(other) {
			d.found(Finding{What: TypedOther, Other: withoutSecret(other)})
			return true
		}
	}
	return false
}

// trashed looks for a secret in the trash that makes the typed code.
func (d *diagnosis) trashed() bool {
	for _, t := range d.Trash {
		if !t.Account.SameCredential(d.Account) && d.isMadeBy(t.Account) {
			d.found(Finding{What: TypedTrashed, Other: withoutSecret(t.Account), When: t.At, Trashed: t.ID})
			return true
		}
	}
	return false
}

// isMadeBy reports whether an account makes the typed code, or made it a short
// time ago.
func (d *diagnosis) isMadeBy(a vault.Account) bool {
	if a.Type == vault.TypeHOTP {
		return isNewest(a, d.typed)
	}
	_, ok := d.isRecent(a)
	return ok
}

// isNewest reports whether a code is the one a counter showed last, or shows
// next.
func isNewest(a vault.Account, typed string) bool {
	for counter := a.Counter - min(a.Counter, 1); counter <= a.Counter; counter++ {
		if code, err := vault.CodeForCounter(a, counter); err == nil && code.Text == typed {
			return true
		}
	}
	return false
}

// otherParameters looks for common parameters with which the account's secret
// makes the typed code.
func (d *diagnosis) otherParameters() bool {
	for _, p := range candidates(len(d.typed)) {
		if p == ownParameters(d.Account) {
			continue
		}
		a := withParameters(d.Account, p)
		ok := false
		if p.Type == vault.TypeHOTP {
			ok = isEarlyCounter(a, d.typed)
		} else {
			_, ok = d.isRecent(a)
		}
		if ok {
			d.found(Finding{What: TypedParameter, Parameters: p})
			return true
		}
	}
	return false
}

// isEarlyCounter reports whether a code is among the first of a counter.
func isEarlyCounter(a vault.Account, typed string) bool {
	for counter := range uint64(recent) {
		if code, err := vault.CodeForCounter(a, counter); err == nil && code.Text == typed {
			return true
		}
	}
	return false
}

// farTime looks for the typed code at times too far from now to have been
// waited for, those of other time zones too: then it is of another clock, and
// this one or that one is wrong.
func (d *diagnosis) farTime() bool {
	if d.Account.Type == vault.TypeHOTP {
		return false
	}
	step := time.Duration(d.Account.Period) * time.Second
	if n, ok := d.isAt(d.Account, d.Now, -far, far); ok {
		d.found(Finding{What: TypedFar, Offset: time.Duration(n) * step})
		return true
	}
	const half, zones, near = 30 * time.Minute, 28, 3
	for zone := 1; zone <= zones; zone++ {
		for _, offset := range []time.Duration{half * time.Duration(zone), -half * time.Duration(zone)} {
			if _, ok := d.isAt(d.Account, d.Now.Add(offset), -near, near); ok {
				d.found(Finding{What: TypedFar, Offset: offset})
				return true
			}
		}
	}
	return false
}

// hasForm reports whether a text can be a code of the account.
func hasForm(typed string, a vault.Account) bool {
	signs := "0123456789"
	if a.Type == vault.TypeSteam {
		signs = "23456789BCDFGHJKMNPQRTVWXY"
	}
	return len(typed) == a.Digits && strings.Trim(typed, signs) == ""
}
