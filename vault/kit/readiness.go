package kit

import (
	"cmp"
	"slices"

	"github.com/deskfob/deskfob/vault"
)

// State says whether an account could be got back if this computer died now.
type State string

// The states, the first that fits.
const (
	StateReady    State = "ready"         // a copy has the current secret and the current recovery codes
	StateRecovery State = "recovery-code" // a copy has a live recovery code
	StateStale    State = "stale"         // a copy has the account, but something in it is old
	StateLost     State = "lost"          // no copy has it
)

// Why says what keeps an account from being ready.
type Why string

// The reasons.
const (
	WhyNone      Why = ""                 // it is ready
	WhyNoCopy    Why = "no-copy"          // it is on no copy that exists
	WhyNoPlace   Why = "no-place"         // the copy that has it is still only on this computer
	WhyOldSecret Why = "old-secret"       // enrolled again since the copy was made
	WhyNoSecret  Why = "no-secret"        // the secret was left out of the copy
	WhyOldCodes  Why = "old-codes"        // the recovery codes were replaced since
	WhyNoCodes   Why = "no-codes"         // the recovery codes are not on the copy
	WhyOpen      Why = "open-rotation"    // a recovery code was used and the new one is not saved
	WhyUnread    Why = "unreadable-codes" // the vault cannot read the recovery codes, and the copy has not these
	WhySuspect   Why = "suspect-code"     // there is no way in but a recovery code that did not work
	WhySpent     Why = "no-codes-left"    // there is no way in: no secret, and all recovery codes are used
	WhyEnrolment Why = "open-enrolment"   // it has no way in yet: its enrolment was not finished
)

// Next says what to do about it.
type Next string

// What to do, the shortest way first.
const (
	NextNone     Next = ""                 // nothing
	NextPlace    Next = "set-place"        // take the copy elsewhere and say where it is
	NextSave     Next = "save-code"        // save the recovery code that the service showed
	NextEnrol    Next = "finish-enrolment" // go on with the enrolment
	NextRenew    Next = "renew-copy"       // make the copy anew
	NextMake     Next = "make-kit"         // make a kit
	NextNewCodes Next = "new-codes"        // have the service show new recovery codes
)

// nexts is their order.
var nexts = []Next{NextNone, NextPlace, NextSave, NextEnrol, NextRenew, NextMake, NextNewCodes}

// Readiness is how one account stands.
type Readiness struct {
	Account vault.Account
	State   State
	Why     Why
	Next    Next
	Copy    string // the id of the copy that Why and Next speak of; empty: none
}

// Report is how all accounts stand.
type Report struct {
	Lost, Stale int
	Accounts    []Readiness // the shortest way first, what is ready last; else in the order given
}

// Readiness says for each account whether it could be got back if this
// computer died now, why not, and what to do. A copy counts when it exists and
// has a place; what is not certain counts against the account.
//
//   - One copy must have all of it: the secret here and the codes there is
//     recovery-code, as far as the copy with the codes goes.
//   - Credentials are compared by what they are, not by when they were saved:
//     adding the same secret again makes no copy stale.
//   - Recovery codes are compared as sets. Ticking off a code of a list changes
//     no set; saving new codes does, also those that a rollback brought back.
//   - An account without recovery codes is ready with its secret, one without a
//     secret with its codes. A list that is used up, or a removal code that was
//     used, leaves nothing to keep: the secret suffices.
//   - Without a secret and without live codes nothing can be got back.
//   - Open rotation: the code on every copy is dead, and the new one is nowhere.
//     Never ready, until the new one is saved and on a copy.
//   - A suspect code is kept and has to be on the copy like any other, but is no
//     way in: an account without a secret needs another live one to be ready,
//     and any account to be recovery-code.
//   - Codes that the vault cannot read are compared by their set all the same:
//     a copy may have them still. Where none has, no new copy can: it takes new
//     codes.
//   - A removal code is a way in.
//   - HOTP: the counter on a copy falls behind with each code, and services
//     take codes from a little further on; it makes no copy stale.
//   - An unfinished enrolment is judged like any account; only one that has
//     nothing yet to keep is told as such.
//   - A copy that only names an account, without a secret or codes, does not
//     have it.
func (r Register) Readiness(accounts []vault.Account) Report {
	holdings := r.holdings()
	report := Report{Accounts: make([]Readiness, 0, len(accounts))}
	for _, a := range accounts {
		one := readinessOf(a, holdings[a.ID])
		switch one.State {
		case StateLost:
			report.Lost++
		case StateStale:
			report.Stale++
		}
		report.Accounts = append(report.Accounts, one)
	}
	slices.SortStableFunc(report.Accounts, func(a, b Readiness) int {
		ready := func(x Readiness) int {
			if x.State == StateReady {
				return 1
			}
			return 0
		}
		return cmp.Or(ready(a)-ready(b), slices.Index(nexts, a.Next)-slices.Index(nexts, b.Next))
	})
	return report
}

// holding is what one copy that exists has of one account.
type holding struct {
	copy   *Copy
	held   Held
	placed bool
}

// holdings lists by account what the copies have, the newest first. Copies
// that only name an account are left out.
func (r Register) holdings() map[string][]holding {
	all := make(map[string][]holding)
	for i := range slices.Backward(r.Copies) {
		c := &r.Copies[i]
		if !c.Here() {
			continue
		}
		for _, h := range c.Held {
			if h.Secret || h.Codes > 0 {
				all[h.ID] = append(all[h.ID], holding{c, h, c.Counts()})
			}
		}
	}
	return all
}

// needs is what a copy must have of an account.
type needs struct {
	secret   bool // there is a secret
	print    string
	codes    bool // there are codes to keep
	live     bool // one of them should work
	open     bool // a code was used, the new one is not saved
	recovery vault.RecoveryStatus
}

func needsOf(a vault.Account) needs {
	n := needs{print: Print(a)}
	n.secret = n.print != ""
	if a.Recovery == nil {
		return n
	}
	n.recovery = *a.Recovery
	switch a.Recovery.State {
	case vault.RecoveryUnknown:
		n.codes, n.live = true, true
	case vault.RecoveryLive:
		n.codes, n.live = true, a.Recovery.Failed == 0 || a.Recovery.Left > a.Recovery.Failed
	case vault.RecoverySuspect:
		n.codes, n.live = a.Recovery.Left > 0, a.Recovery.Left > max(1, a.Recovery.Failed)
	case vault.RecoveryOpen:
		n.open = true
	}
	return n
}

func (n needs) hasSecret(h Held) bool { return n.secret && h.Secret && h.Print == n.print }

func (n needs) hasCodes(h Held) bool {
	return n.codes && h.Codes > 0 && h.Revision == n.recovery.Revision && h.Saved.Equal(toSecond(n.recovery.Saved))
}

// state is that of an account whose only copy is h.
func (n needs) state(h Held) State {
	switch {
	case n.open:
		return StateStale
	case (n.secret || n.live) && (!n.secret || n.hasSecret(h)) && (!n.codes || n.hasCodes(h)):
		return StateReady
	case n.live && n.hasCodes(h):
		return StateRecovery
	}
	return StateStale
}

// missing says what keeps an account from being ready whose best copy is h.
func (n needs) missing(h Held) (Why, Next) {
	switch {
	case n.secret && !h.Secret:
		return WhyNoSecret, NextMake
	case n.secret && !n.hasSecret(h):
		return WhyOldSecret, NextRenew
	case n.recovery.State == vault.RecoveryUnknown:
		return WhyUnread, NextNewCodes
	case h.Codes == 0:
		return WhyNoCodes, NextRenew
	}
	return WhyOldCodes, NextRenew
}

// states from the best to the worst.
var states = []State{StateReady, StateRecovery, StateStale, StateLost}

func better(a, b State) bool { return slices.Index(states, a) < slices.Index(states, b) }

func readinessOf(a vault.Account, holdings []holding) Readiness {
	n := needsOf(a)
	out := Readiness{Account: a, State: StateLost}
	inReach := StateLost // with the copies that have no place yet
	var here, placed *holding
	for i := range holdings {
		h := &holdings[i]
		s := n.state(h.held)
		nearer := placed != nil && s == out.State && n.hasSecret(h.held) && !n.hasSecret(placed.held) // it lacks less
		if h.placed && (placed == nil || better(s, out.State) || nearer) {
			placed, out.State = h, s
		}
		if !h.placed && (here == nil || better(s, inReach)) {
			here, inReach = h, s
		}
	}
	if out.State == StateReady {
		return out
	}
	if out.Why, out.Next = n.blocked(a); out.Why != WhyNone {
		if placed != nil {
			out.Copy = placed.copy.ID
		}
		return out
	}
	switch {
	case here != nil && better(inReach, out.State):
		out.Why, out.Next, out.Copy = WhyNoPlace, NextPlace, here.copy.ID
	case placed != nil:
		out.Why, out.Next = n.missing(placed.held)
		out.Copy = placed.copy.ID
	default:
		out.Why, out.Next = WhyNoCopy, NextMake
	}
	return out
}

// blocked says what no copy can help with.
func (n needs) blocked(a vault.Account) (Why, Next) {
	switch {
	case n.open:
		return WhyOpen, NextSave
	case n.secret || n.live:
		return WhyNone, NextNone
	case isOpen(a):
		return WhyEnrolment, NextEnrol
	case n.codes:
		return WhySuspect, NextNewCodes
	}
	return WhySpent, NextNewCodes
}

// isOpen reports whether the account waits to be enrolled.
func isOpen(a vault.Account) bool { return a.Open != vault.StepDone }
