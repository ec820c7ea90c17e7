package app

import (
	"time"

	"github.com/deskfob/deskfob/vault"
)

// What the list shows is computed here, from accounts and the time alone.

// commonPeriod is the period that nearly all accounts share, so that one clock
// over the list serves them.
const commonPeriod = 30 * time.Second

// rowKind says what stands at the right end of a row.
type rowKind int

const (
	rowCode     rowKind = iota // a code that changes with time
	rowCounter                 // a button for the next code, or that code for a while
	rowRecovery                // nothing: the account has recovery codes only
	rowBroken                  // the account makes no code, though it should
)

// badgeKind is what is to be done about an account.
type badgeKind int

const (
	badgeNone    badgeKind = iota
	badgeSaveNew           // a recovery code was used and its successor not saved
	badgeLeft              // few codes of a list are left
	badgeSuspect           // a recovery code did not work
	badgeOpen              // setting it up is not finished
	badgeNoKit             // there is a kit, and the account is in none
)

// row is what one account's row shows.
type row struct {
	id       string
	title    string // the issuer, or the account name where there is none
	subtitle string // the account name, unless it is the title
	kind     rowKind
	waits    bool   // of an account with recovery codes only: its old secret was retired
	code     string // grouped; empty: none in sight
	copyText string // the code as typed
	next     string // the code after this one, grouped
	ending   bool   // the last seconds of this code: look at next
	ownClock bool   // its period is not the common one
	left     time.Duration
	period   time.Duration
	badge    badgeKind
	badgeN   int // codes left
}

// presentRow is the row of a at now. asked is the code last asked for, for
// counter accounts.
func presentRow(a vault.Account, now time.Time, asked counterCode) row {
	r := row{id: a.ID, title: a.Issuer, subtitle: a.Name}
	if r.title == "" {
		r.title, r.subtitle = a.Name, ""
	}
	r.badge, r.badgeN = presentBadge(a)
	switch a.Type {
	case vault.TypeNone:
		r.kind, r.waits = rowRecovery, a.Open == vault.StepEnrol
	case vault.TypeHOTP:
		r.kind = rowCounter
		if asked.live(a, now) {
			r.code, r.copyText = vault.GroupCode(asked.text), asked.text
		}
	default:
		r.setCode(a, now)
	}
	return r
}

func (r *row) setCode(a vault.Account, now time.Time) {
	code, err := vault.CodeAt(a, now)
	if err != nil {
		r.kind = rowBroken
		return
	}
	r.kind = rowCode
	r.code, r.copyText = vault.GroupCode(code.Text), code.Text
	r.left = code.Remaining(now)
	r.period = code.Until.Sub(code.From)
	r.ownClock = r.period != commonPeriod
	r.ending = r.left <= nearEnd
	if next, err := vault.CodeAt(a, code.Until); err == nil {
		r.next = vault.GroupCode(next.Text)
	}
}

func presentBadge(a vault.Account) (badgeKind, int) {
	s := a.Recovery
	switch {
	case a.Open != vault.StepDone:
		return badgeOpen, 0
	case s == nil:
		return badgeNone, 0
	case s.State == vault.RecoveryOpen:
		return badgeSaveNew, 0
	case s.State == vault.RecoverySuspect:
		return badgeSuspect, 0
	case s.Kind == vault.RecoveryList && s.Left <= fewCodes:
		return badgeLeft, s.Left
	}
	return badgeNone, 0
}

// presentClock is the clock over the list: what is left of the common step,
// or false where no account has the common period.
func presentClock(accounts []vault.Account, now time.Time) (time.Duration, bool) {
	for _, a := range accounts {
		timed := a.Type == vault.TypeTOTP || a.Type == vault.TypeSteam
		if timed && time.Duration(a.Period)*time.Second == commonPeriod {
			step := now.Round(0).Truncate(commonPeriod) // since year 1, a multiple of 30 s from 1970
			return vault.Code{Until: step.Add(commonPeriod)}.Remaining(now), true
		}
	}
	return 0, false
}

// presentStep returns how far to move a selection in a list of n rows: from
// -1 (nothing) the first step chooses an end, and the ends hold.
func presentStep(selected, step, n int) int {
	if n == 0 {
		return -1
	}
	if selected < 0 && step < 0 {
		return n - 1
	}
	return max(0, min(n-1, selected+step))
}
