package diagnose

import (
	"time"

	"github.com/deskfob/deskfob/vault"
)

// Input is what is known about a rejected code.
type Input struct {
	Account vault.Account
	Others  []vault.Account // the other accounts of the vault
	Trash   []vault.Trashed // secrets that were replaced or deleted a short time ago
	Now     time.Time       // by the computer's clock
	Clock   Clock
	// Typed is the code that was rejected, or one that another app shows for
	// the account, as typed. Empty: not said.
	Typed string
}

// Clock is what time servers said about the computer's clock.
type Clock struct {
	State  ClockState
	Offset time.Duration // for ClockKnown: what has to be added to the computer's time
}

// ClockState says whether the offset of the clock is known.
type ClockState int

// The states of the clock.
const (
	ClockNotAsked ClockState = iota // nobody wanted to
	ClockOffline                    // no time server answered
	ClockDoubtful                   // the time servers do not agree
	ClockKnown
)

// Report is what Run found: all findings in the order they were looked for,
// and one verdict.
type Report struct {
	Findings []Finding
	Verdict  Verdict
	// Cause is the finding that the verdict rests on, with its values; zero
	// where it rests on none of them.
	Cause Finding
}

// What names a finding.
type What string

// The findings. The values that each one has are in brackets.
const (
	NoCodes     What = "no-codes"     // the account has recovery codes only
	Unfinished  What = "unfinished"   // the enrolment is not done, or is to be done again
	RemovalUsed What = "removal-used" // the code that switches MFA off was used (When)

	ClockRight     What = "clock-right"     // (Offset)
	ClockWrong     What = "clock-wrong"     // (Offset)
	ClockZone      What = "clock-zone"      // wrong by a time zone: whole half hours (Offset)
	ClockUnknown   What = "clock-unknown"   // nobody asked
	ClockUnreached What = "clock-unreached" // no time server answered
	ClockUncertain What = "clock-uncertain" // the time servers do not agree
	ClockUnused    What = "clock-unused"    // the codes go by a counter

	TypedOwn       What = "typed-own"        // the typed code was this account's, just now (Steps: 0 or less)
	TypedEarly     What = "typed-early"      // it is the next one (Steps)
	TypedFar       What = "typed-far"        // it is of a time too far away to have been waited for (Offset)
	TypedNewest    What = "typed-newest"     // HOTP: the newest one shown (Counter)
	TypedOld       What = "typed-old"        // HOTP: one shown before the newest (Counter)
	TypedAhead     What = "typed-ahead"      // HOTP: one not shown yet (Counter)
	TypedParameter What = "typed-parameters" // same secret, other parameters (Parameters)
	TypedOther     What = "typed-other"      // it is another account's (Other)
	TypedTrashed   What = "typed-trashed"    // it is of a secret in the trash (Other; When it went there; Trashed: its id there)
	TypedForm      What = "typed-form"       // it cannot be a code of this account: wrong length or signs (Digits: what it should have)
	TypedNobodys   What = "typed-nobodys"    // no account here makes it

	EnrolledTwice What = "enrolled-twice" // same issuer and account name with another secret (Other; When that one is the newer: its date)
	Uncommon      What = "uncommon"       // parameters that few services use (Parameters: the common ones)
	SecretChanged What = "secret-changed" // replaced by another (When)
)

// Finding is one thing found. Which of the values are set depends on What.
type Finding struct {
	What       What
	Offset     time.Duration
	Steps      int
	Counter    uint64
	Parameters Parameters
	Other      vault.Account // without its secret
	When       time.Time
	Trashed    string
	Digits     int
}

// Parameters are what codes are made with beside the secret.
type Parameters struct {
	Type      vault.Type
	Algorithm vault.Algorithm
	Digits    int
	Period    int // seconds; 0 for HOTP
}

// Verdict is the one thing to do.
type Verdict string

// The verdicts.
const (
	// UseRecovery: the account makes no codes; use its recovery code.
	UseRecovery Verdict = "use-recovery"
	// EnrolSinceRemoved: MFA was switched off by a removal code; enrol again.
	EnrolSinceRemoved Verdict = "enrol-since-removed"
	// SetClock: the computer's clock is wrong.
	SetClock Verdict = "set-clock"
	// SetZone: the clock is wrong by whole half hours: the time zone, or
	// another system on the same computer that keeps the hardware clock in
	// local time.
	SetZone Verdict = "set-zone"
	// CheckClock: what can be seen here is right, but nobody said whether the
	// clock is.
	CheckClock Verdict = "check-clock"
	// WaitForCode: the next code was typed before its time.
	WaitForCode Verdict = "wait-for-code"
	// UseOther: the code is another account's.
	UseOther Verdict = "use-other"
	// RestoreSecret: the code is of a secret in the trash. If it is one that
	// works, the service never took the new one.
	RestoreSecret Verdict = "restore-secret"
	// UseNewer: the account was enrolled twice and this one is the older.
	UseNewer Verdict = "use-newer"
	// TryOlder: the account was enrolled twice; this one is the newer, and
	// if its enrolment was never finished the older one counts.
	TryOlder Verdict = "try-older"
	// ChangeParameters: the typed code is made with the same secret and other
	// parameters. If it is one that works, the account needs these.
	ChangeParameters Verdict = "change-parameters"
	// TryCommon: the account has parameters that few services use; try the
	// common ones.
	TryCommon Verdict = "try-common-parameters"
	// AdvanceCounter: the typed code is of a later counter; go on from there.
	AdvanceCounter Verdict = "advance-counter"
	// TryNextCounter: the newest code was rejected; the service's counter is
	// elsewhere.
	TryNextCounter Verdict = "try-next-counter"
	// UseNewest: an older code of a counter was typed.
	UseNewest Verdict = "use-newest"
	// TypeAgain: the typed code cannot be one of this account, or no account
	// here makes it.
	TypeAgain Verdict = "type-again"
	// FinishEnrolment: the service has not taken the secret yet, or may not
	// have: it was replaced a short time ago. Then it still expects the old.
	FinishEnrolment Verdict = "finish-enrolment"
	// EnrolAgain: nothing is wrong here, so the service has another secret.
	EnrolAgain Verdict = "enrol-again"
)
