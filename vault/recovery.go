package vault

import "time"

// RecoveryKind says what a service does when a recovery code is used.
type RecoveryKind string

// The kinds of recovery code.
const (
	// RecoveryRotating is used once; the service then shows a new one.
	RecoveryRotating RecoveryKind = "rotating"
	// RecoveryList is several codes that each work once.
	RecoveryList RecoveryKind = "list"
	// RecoveryRemoval switches MFA off when used.
	RecoveryRemoval RecoveryKind = "removal"
)

// RecoveryState says whether there is a code to get in with.
type RecoveryState string

// The states of an account's recovery codes.
const (
	RecoveryLive    RecoveryState = "live"    // at least one code should work
	RecoveryOpen    RecoveryState = "open"    // used; the new one is not saved yet
	RecoverySuspect RecoveryState = "suspect" // a code did not work when tried
	RecoverySpent   RecoveryState = "spent"   // all used, none to follow
	RecoveryUnknown RecoveryState = "unknown" // the vault could not read them
)

// RecoveryStatus is what is known about an account's recovery codes without
// fetching them.
type RecoveryStatus struct {
	Kind     RecoveryKind
	State    RecoveryState
	Left     int       // live codes
	Failed   int       // of them, those that did not work when they were tried: the last ones
	Total    int       // codes in the set as it was saved
	Saved    time.Time // when the live set was saved
	Revision int       // grows with every newly saved set
	Events   []RecoveryEvent
}

// RecoveryEvent is one line of history. It never holds a code.
type RecoveryEvent struct {
	At   time.Time
	What string // "saved", "used", "failed", "replaced"
}

// RecoverySet is a set of codes to save.
type RecoverySet struct {
	Kind  RecoveryKind // empty: a list for several codes; else the account's kind, else rotating
	Codes []Secret
}
